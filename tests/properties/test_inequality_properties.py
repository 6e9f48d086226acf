"""On any table of groups: no exception, no silent nan, and neither order nor company matters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.inequality.best_and_worst import best_and_worst_test
from commonweal.stats.inequality.heterogeneity import heterogeneity, heterogeneity_test
from commonweal.stats.inequality.impact import events_to_close
from commonweal.stats.inequality.simulate import interval_peer
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import summarize
from commonweal.stats.inequality.variance import (
    between_group_variance_bias,
    between_group_variance_corrected,
)

bounded = settings(max_examples=60, deadline=None, derandomize=True)
thorough = settings(bounded, max_examples=150)

NAMES = ("estimate", "se", "people", "order")
ESTIMATES = st.one_of(
    st.sampled_from([0.0, 1.0, 50.0, 100.0, np.nan, -1.0, 1e-300, 1e300, 1e-9, 99.99999999999999]),
    st.floats(0, 100),
    st.floats(allow_nan=False, allow_infinity=False),
)
ERRORS = st.one_of(st.sampled_from([0.0, 1.0, np.nan, 1e-300, 1e300]), st.floats(0, 30))
PEOPLE = st.one_of(st.sampled_from([0.0, 1.0, 1e-300, 1e300]), st.integers(0, 10**7).map(float))
MILD = st.floats(0.5, 99.5)


@st.composite
def tables(draw, estimates=ESTIMATES, errors=ERRORS, people=PEOPLE, smallest=0):
    """Give the columns of one table and what is declared of it."""
    size = draw(st.integers(smallest, 7))
    same = draw(st.booleans()) and draw(st.booleans())
    column = [draw(estimates)] * size if same else [draw(estimates) for _ in range(size)]
    ordered = draw(st.booleans())
    return {
        "estimate": column,
        "se": [draw(errors) for _ in range(size)],
        "people": [draw(people) for _ in range(size)],
        "order": draw(st.permutations(range(size))) if ordered else [np.nan] * size,
        "scale": draw(st.sampled_from([1, 100, 1000, 100000])),
        "favorable": draw(st.booleans()),
        "reference": draw(st.integers(-1, size - 1)),
    }


MILD_TABLES = tables(MILD, st.floats(0.1, 5), st.integers(1, 10**6).map(float), smallest=1)


def together(listed, drop_missing=True):
    """Lay tables out beside each other."""
    columns = {name: np.array([x for one in listed for x in one[name]]) for name in NAMES}
    return Subgroups.many(
        np.repeat(np.arange(len(listed)), [len(one["people"]) for one in listed]),
        columns["estimate"],
        columns["se"],
        columns["people"],
        order=columns["order"],
        scale=[one["scale"] for one in listed],
        favorable=[one["favorable"] for one in listed],
        reference=[one["reference"] for one in listed],
        drop_missing=drop_missing,
    )


def everything(groups):
    found = summarize(groups)
    further = [
        heterogeneity,
        heterogeneity_test,
        events_to_close,
        between_group_variance_bias,
        between_group_variance_corrected,
    ]
    return {**found, **{function.__name__: function(groups) for function in further}}


@thorough
@given(st.lists(tables(), min_size=1, max_size=4), st.booleans())
def test_every_gap_has_a_reason_and_nothing_is_infinite(listed, drop_missing):
    for name, found in everything(together(listed, drop_missing)).items():
        missing = np.isnan(found.value)
        assert (missing == ~found.ok).all(), name
        assert [bool(why) for why in found.reason] == missing.tolist(), name
        assert not np.isinf(found.value).any(), name
        assert (np.isnan(found.low) == np.isnan(found.high)).all(), name
        assert (np.isnan(found.low) | ~missing).all(), name


@bounded
@given(st.lists(tables(), min_size=1, max_size=3))
def test_simulation_never_raises(listed):
    groups = together(listed)
    for found in interval_peer(groups, seed=1, draws=20).values():
        assert ((found.low <= found.high) | np.isnan(found.low)).all()
    p = best_and_worst_test(groups, seed=1, draws=20)
    assert ((p.value > 0) & (p.value <= 1) | ~p.ok).all()


def alike(ours, theirs, names=("value", "se", "low", "high")):
    """Say whether two Estimates are the same but for rounding."""
    assert ours.reason == theirs.reason
    size = np.nanmax(np.abs(np.concatenate([[1e-9], ours.value])))
    for name in names:
        one, other = getattr(ours, name), getattr(theirs, name)
        if one is not None:
            assert one == pytest.approx(other, rel=1e-6, abs=1e-7 * size, nan_ok=True)


@bounded
@given(st.lists(tables(), min_size=1, max_size=4))
def test_many_tables_are_summed_up_as_each_alone(listed):
    many = everything(together([*listed, listed[0]]))
    for name, found in many.items():
        assert np.array_equal(found.value[0], found.value[-1], equal_nan=True), name
        assert np.array_equal(found.low[0], found.low[-1], equal_nan=True), name
    for place, one in enumerate(listed):
        for name, alone in everything(together([one])).items():
            assert many[name].reason[place] == alone.reason[0], name
            assert many[name].value[place] == pytest.approx(
                alone.value[0], rel=1e-9, abs=1e-11, nan_ok=True
            ), name


@bounded
@given(MILD_TABLES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(one, chance):
    turn = list(range(len(one["people"])))
    chance.shuffle(turn)
    mixed = {**one, **{name: [one[name][place] for place in turn] for name in NAMES}}
    mixed["reference"] = turn.index(one["reference"]) if one["reference"] >= 0 else -1
    ours, theirs = everything(together([mixed])), everything(together([one]))
    # Among equals the first listed is chosen, and it brings its own standard error.
    ties = len(set(one["estimate"])) < len(one["estimate"])
    for name in ours:
        alike(ours[name], theirs[name], ("value",) if ties else ("value", "se", "low", "high"))


@bounded
@given(MILD_TABLES)
def test_people_count_only_as_shares(one):
    twice = {**one, "people": [2 * people for people in one["people"]]}
    ours, theirs = everything(together([twice])), everything(together([one]))
    for name in ours:
        if name != "events_to_close":
            alike(ours[name], theirs[name])


@bounded
@given(MILD_TABLES, st.sampled_from([1e-6, 1e-2, 1e4]))
def test_a_relative_measure_knows_no_unit_and_an_absolute_one_keeps_it(one, unit):
    other = {**one, **{name: [unit * x for x in one[name]] for name in ("estimate", "se")}}
    ours, theirs = summarize(together([other])), summarize(together([one]))
    same = ["r", "paf", "cov", "ti", "mld", "idisu", "idisw", "index_of_disparity_hp2010"]
    for name in [*same, "rci", "rii_linear", "kmi"]:
        assert ours[name].value == pytest.approx(
            theirs[name].value, rel=1e-6, abs=1e-9, nan_ok=True
        )
    for name in ["d", "par", "bgsd", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "aci", "sii_linear"]:
        assert ours[name].value / unit == pytest.approx(
            theirs[name].value, rel=1e-6, abs=1e-9, nan_ok=True
        )
    assert ours["bgv"].value / unit**2 == pytest.approx(
        theirs["bgv"].value, rel=1e-6, abs=1e-9, nan_ok=True
    )
