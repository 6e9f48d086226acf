"""On any table: no exception, no silent nan, and neither order nor company matters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.decision.grade import grade_groups
from commonweal.stats.decision.multiplicity import bh, bonferroni, by, hochberg, holm
from commonweal.stats.decision.power import mdd
from commonweal.stats.decision.presentation import nchs
from commonweal.stats.rates import proportion, rate, two_proportions, two_rates
from commonweal.stats.rates.cluster import clustered_rate, design_effect

bounded = settings(max_examples=100, deadline=None, derandomize=True)
# A score interval searches for its limits, so each example costs a hundred times more.
searching = settings(bounded, max_examples=30)
thorough = settings(bounded, max_examples=300)

LEVELS = st.sampled_from([0.6, 0.9, 0.95, 0.998])
SIZES = st.one_of(st.integers(0, 12), st.integers(0, 3000), st.just(10**7))
SMALL = st.one_of(st.integers(0, 12), st.integers(0, 900))


@st.composite
def groups(draw, sizes=SIZES):
    people = draw(sizes)
    return draw(st.one_of(st.integers(0, people), st.sampled_from([0, people]))), people


def columns(rows):
    return tuple(np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))


ONE = st.lists(groups(), min_size=1, max_size=8).map(columns)
PAIRS = st.lists(
    st.tuples(groups(), groups()).map(lambda pair: (*pair[0], *pair[1])), min_size=1, max_size=8
).map(columns)
SMALL_PAIRS = st.lists(
    st.tuples(groups(SMALL), groups(SMALL)).map(lambda pair: (*pair[0], *pair[1])),
    min_size=1,
    max_size=8,
).map(columns)

PROPORTIONS = [
    proportion.wilson,
    proportion.wilson_cc,
    proportion.clopper_pearson,
    proportion.jeffreys,
]
RATES = [rate.exact, rate.byar, rate.byar_midp, rate.phe]
SCORES = [two_proportions.miettinen_nurminen, two_proportions.mee]
P_VALUES = [two_proportions.pooled_z, two_proportions.fisher, two_proportions.difference_test]
RATE_PAIRS = [
    two_rates.wald_ratio,
    two_rates.exact_ratio,
    two_rates.wald_difference,
    two_rates.mover_difference,
]


def has_no_silent_nan(ours):
    assert (np.isnan(ours.value) == ~ours.ok).all()
    assert all((status == "ok") == (reason == "") for status, reason in status_of(ours))


def status_of(ours):
    return zip(ours.status, ours.reason, strict=True)


def holds_its_value(ours):
    ok = ours.ok
    assert (ours.low[ok] <= ours.value[ok]).all()
    assert (ours.value[ok] <= ours.high[ok]).all()


def is_the_same_one_at_a_time(method, tables, ours):
    for i in {0, len(ours.value) - 1}:
        alone = method(*(column[i : i + 1] for column in tables))
        for name in ("value", "low", "high"):
            expected = getattr(alone, name)
            np.testing.assert_allclose(getattr(ours, name)[i : i + 1], expected, rtol=1e-12)
        assert (alone.status[0], alone.reason[0]) == (ours.status[i], ours.reason[i])
        assert alone.flags[0] == ours.flags[i]


@pytest.mark.parametrize("method", PROPORTIONS)
@bounded
@given(tables=ONE, level=LEVELS)
def test_a_proportion_stays_between_zero_and_one(method, tables, level):
    ours = method(*tables, level)
    has_no_silent_nan(ours)
    holds_its_value(ours)
    assert (ours.low[ours.ok] >= 0).all()
    assert (ours.high[ours.ok] <= 1).all()
    is_the_same_one_at_a_time(method, tables, method(*tables))


@pytest.mark.parametrize("method", RATES)
@bounded
@given(tables=ONE, level=LEVELS)
def test_a_rate_has_limits_around_it(method, tables, level):
    ours = method(*tables, 1.0, level)
    has_no_silent_nan(ours)
    holds_its_value(ours)
    is_the_same_one_at_a_time(method, tables, method(*tables))


@bounded
@given(tables=PAIRS, level=LEVELS)
def test_a_difference_stays_between_minus_one_and_one(tables, level):
    difference_is_sound(two_proportions.newcombe, tables, level)


@pytest.mark.parametrize("method", SCORES)
@searching
@given(tables=PAIRS, level=LEVELS)
def test_a_score_interval_stays_between_minus_one_and_one(method, tables, level):
    difference_is_sound(method, tables, level)


def difference_is_sound(method, tables, level):
    ours = method(*tables, level)
    has_no_silent_nan(ours)
    holds_its_value(ours)
    assert (ours.low[ours.ok] >= -1).all()
    assert (ours.high[ours.ok] <= 1).all()
    is_the_same_one_at_a_time(method, tables, method(*tables))


@bounded
@given(tables=PAIRS, level=LEVELS)
def test_a_ratio_has_limits_or_a_bound_or_a_reason(tables, level):
    ours = two_proportions.katz(*tables, level)
    has_no_silent_nan(ours)
    holds_its_value(ours)
    for i, flags in enumerate(ours.flags):
        if "one_sided" in flags:
            assert ours.low[i] == 0 < ours.high[i] or ours.low[i] > 0 == np.isfinite(ours.high[i])
    is_the_same_one_at_a_time(two_proportions.katz, tables, two_proportions.katz(*tables))


@pytest.mark.parametrize("method", P_VALUES)
@bounded
@given(tables=SMALL_PAIRS)
def test_a_p_value_lies_between_zero_and_one_whatever_the_groups_are_called(method, tables):
    ours = method(*tables)
    has_no_silent_nan(ours)
    assert ((ours.value[ours.ok] >= 0) & (ours.value[ours.ok] <= 1)).all()
    had, people, rest_had, rest_people = tables
    swapped = method(rest_had, rest_people, had, people)
    turned = method(people - had, people, rest_people - rest_had, rest_people)
    np.testing.assert_allclose(ours.value, swapped.value, rtol=1e-9)
    np.testing.assert_allclose(ours.value, turned.value, rtol=1e-9)
    is_the_same_one_at_a_time(method, tables, ours)


@pytest.mark.parametrize("method", RATE_PAIRS)
@bounded
@given(tables=PAIRS, level=LEVELS)
def test_two_rates_are_compared_or_a_reason_is_given(method, tables, level):
    ours = method(*tables, level)
    has_no_silent_nan(ours)
    holds_its_value(ours)
    is_the_same_one_at_a_time(method, tables, method(*tables))


@bounded
@given(tables=SMALL_PAIRS)
def test_the_exact_test_of_two_rates_gives_a_p_value_or_a_reason(tables):
    ours = two_rates.exact_test(*tables)
    has_no_silent_nan(ours)
    assert ((ours.value[ours.ok] >= 0) & (ours.value[ours.ok] <= 1)).all()


@bounded
@given(tables=ONE, deff=st.floats(1, 20))
def test_what_is_shown_is_steady(tables, deff):
    ours = nchs(*tables, deff=deff)
    shown = np.array([one == "present" for one in ours.display])
    assert (tables[1][shown] >= 30).all()
    assert (ours.width[shown] < 0.30).all()
    assert all(not flags or one for flags, one in zip(ours.flags, shown, strict=True))


@pytest.mark.parametrize("method", [bonferroni, holm, hochberg, bh, by])
@bounded
@given(p=st.lists(st.floats(0, 1), max_size=30), data=st.data())
def test_the_order_of_a_family_does_not_matter(method, p, data):
    order = data.draw(st.permutations(range(len(p))))
    adjusted = method(p)
    assert (adjusted >= np.array(p)).all()
    assert (adjusted <= 1).all()
    again = method([p[i] for i in order])
    assert again.tolist() == [adjusted[i] for i in order]


@thorough
@given(
    tables=PAIRS,
    favourable=st.booleans(),
    exact=st.booleans(),
    deff=st.sampled_from([1.0, 1.7, 40.0]),
    data=st.data(),
)
def test_order_and_framing_do_not_change_a_grade(tables, favourable, exact, deff, data):
    size = len(tables[0])
    prior = np.array(data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
    named = {"deff": deff, "rest_deff": deff, "exact_when_few": exact}
    if exact:
        tables = tuple(np.minimum(column, 5000) for column in tables)
    ours = grade_groups(*tables, favourable=favourable, prior_flagged=prior, **named)
    for estimate in (ours.difference, ours.equivalence, ours.mdd):
        has_no_silent_nan(estimate)
    assert (np.isnan(ours.p) == ~ours.difference.ok).all()
    small = tables[1] < 30
    assert [grade.value == "S" for grade in ours.grade] == small.tolist()
    assert (np.isnan(ours.q) == (np.isnan(ours.p) | small)).all()

    order = data.draw(st.permutations(range(size)))
    moved = (column[order] for column in tables)
    again = grade_groups(*moved, favourable=favourable, prior_flagged=prior[order], **named)
    assert again.grade == tuple(ours.grade[i] for i in order)
    np.testing.assert_allclose(again.q, ours.q[order], rtol=1e-12)

    other = grade_groups(*tables, favourable=not favourable, prior_flagged=prior, **named)
    assert other.grade == ours.grade
    turn = {"worse": "better", "better": "worse", "same": "same"}
    assert other.direction == tuple(turn[word] for word in ours.direction)


@bounded
@given(units=st.lists(st.integers(1, 9), max_size=20), data=st.data())
def test_a_design_effect_is_at_least_one_and_never_missing(units, data):
    n = np.array(units, dtype=float)
    x = np.array([data.draw(st.integers(0, one)) for one in units], dtype=float)
    squares = {
        "units_squared": (n * n).sum(),
        "units_events": (n * x).sum(),
        "events_squared": (x * x).sum(),
    }
    totals = len(n), n.sum(), x.sum()
    assert design_effect(*totals, **squares)[0] >= 1
    ours = clustered_rate(*totals, **squares)
    has_no_silent_nan(ours)
    holds_its_value(ours)


@bounded
@given(tables=PAIRS)
def test_the_smallest_gap_is_there_when_there_are_people(tables):
    ours = mdd(0.3, tables[1], tables[3])
    has_no_silent_nan(ours)
    assert (ours.ok == ((tables[1] > 0) & (tables[3] > 0))).all()
