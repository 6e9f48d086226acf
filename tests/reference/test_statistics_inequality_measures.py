"""Our summary measures of inequality beside 40-digit arithmetic, field by field."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.inequality.concentration import (
    absolute_concentration_index,
    relative_concentration_index,
)
from commonweal.stats.inequality.heterogeneity import heterogeneity, heterogeneity_test
from commonweal.stats.inequality.impact import (
    population_attributable_fraction,
    population_attributable_risk,
)
from commonweal.stats.inequality.pair import compared
from commonweal.stats.inequality.simulate import interval_peer
from commonweal.stats.inequality.slope import slope_index
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import by_delta
from commonweal.stats.inequality.variance import (
    between_group_variance_bias,
    between_group_variance_corrected,
)

ALL = cases("statistics", "inequality_measures")
# Our draws are fewer than the reference's 400,000, so our own Monte Carlo error is the larger.
DRAWS, THEIR_DRAWS = 100_000, 400_000
NOT_IN_THE_VECTORS = {"kmi"}


def only(applies):
    """Leave out cases that the reference has nothing on; the absent family stays, to say so."""
    return [param for param in ALL if param.values[0] is None or applies(param.values[0])]


def peer_fits_a_line(case):
    peer = case.get("peer_healthequal_1_0_1") or {}
    return all("upper" in (peer.get(name) or {}) for name in ("aci", "rci", "sii_linear"))


FURTHER = {"_pair", "heterogeneity_Q"}


def tables(case):
    given = case["input"]
    return Subgroups.one(
        given["est"],
        given["se"],
        given["pop"],
        scale=given["scale"],
        favorable=bool(given["favourable"]),
        order=given["subgroup_order"],
        reference=given["reference_index"],
    )


def close(ours, theirs):
    if theirs is None:
        return np.isnan(ours)
    return ours == pytest.approx(theirs, rel=1e-9, abs=1e-12 if abs(theirs) < 1e-9 else 0)


def differing(ours, theirs, smooth=True):
    """Name the fields of one measure in which we differ."""
    if theirs is None or theirs.get("estimate") is None:
        return [] if not ours.ok[0] and ours.reason[0] and np.isnan(ours.value[0]) else ["gap"]
    fields = {"estimate": ours.value, "se": ours.se, "lower": ours.low, "upper": ours.high}
    found = {name: np.array([np.nan]) if array is None else array for name, array in fields.items()}
    wanted = [name for name in fields if name in theirs]
    return [name for name in wanted if not close(found[name][0], theirs[name])]


@pytest.mark.parametrize("case", ALL)
def test_every_measure_matches_or_is_undefined(case):
    expected, found = case["expected"], by_delta(tables(case))
    assert set(expected) - FURTHER <= set(found)
    names = set(found) - NOT_IN_THE_VECTORS
    assert {name: differing(found[name], expected.get(name)) for name in names} == {
        name: [] for name in names
    }


@pytest.mark.parametrize("case", ALL)
def test_a_clamped_impact_has_no_interval_and_keeps_the_unclamped_one(case):
    groups, expected = tables(case), case["expected"]
    for name, impact in [
        ("par", population_attributable_risk),
        ("paf", population_attributable_fraction),
    ]:
        theirs = expected.get(name)
        free = impact(groups, clamp=False)
        if theirs is None:
            assert not free.ok[0]
            continue
        assert close(free.value[0], theirs["unclamped"])
        clamped = impact(groups)
        assert np.isnan(clamped.low[0]) == ("lower" not in theirs)
        assert np.isfinite(free.low[0])


@pytest.mark.parametrize("case", ALL)
def test_what_sampling_adds_to_the_variance_matches(case):
    groups, theirs = tables(case), case["expected"].get("bgv")
    if theirs is None:
        assert not between_group_variance_corrected(groups).ok[0]
        return
    assert close(between_group_variance_bias(groups).value[0], theirs["bias_under_sampling"])
    assert close(between_group_variance_corrected(groups).value[0], theirs["bias_corrected"])


@pytest.mark.parametrize("case", only(lambda case: case["expected"].get("_pair")))
def test_the_same_two_groups_are_compared(case):
    pair = case["expected"]["_pair"]
    assert [int(place[0]) for place in compared(tables(case))] == [
        pair["y1_index"],
        pair["y2_index"],
    ]


@pytest.mark.parametrize("case", ALL)
def test_heterogeneity_matches_or_is_undefined(case):
    theirs, groups = case["expected"].get("heterogeneity_Q"), tables(case)
    q, p = heterogeneity(groups), heterogeneity_test(groups)
    assert differing(q, theirs) == []
    assert differing(p, theirs and {"estimate": theirs["p"]}) == []
    if theirs:
        assert q.n[0] == p.n[0] == theirs["df"]


@pytest.mark.parametrize("case", only(lambda case: case.get("interval_mc_truncated_normal")))
def test_simulated_limits_of_the_peer_match_within_monte_carlo_error(case):
    theirs = case["interval_mc_truncated_normal"]
    ours = interval_peer(tables(case), seed=1, draws=DRAWS, names=tuple(theirs))
    both = np.sqrt(1 + THEIR_DRAWS / DRAWS)
    for name, limits in theirs.items():
        low, high = (5 * both * error for error in limits["mc_se"])
        assert ours[name].low[0] == pytest.approx(limits["lower"], abs=low, rel=0)
        assert ours[name].high[0] == pytest.approx(limits["upper"], abs=high, rel=0)


@pytest.mark.parametrize("case", only(peer_fits_a_line))
def test_lack_of_fit_errors_are_those_of_published_tables(case):
    peer, groups = case["peer_healthequal_1_0_1"], tables(case)
    aci = absolute_concentration_index(groups, error="lack_of_fit")
    rci = relative_concentration_index(groups, error="lack_of_fit")
    assert aci.se[0] == pytest.approx(peer["aci"]["se"], rel=1e-6, abs=1e-9)
    assert rci.se[0] == pytest.approx(peer["rci"]["se"], rel=1e-6, abs=1e-9)
    # The peer rounds people up to whole numbers here, and its error is per unit, not per scale.
    whole = (groups.people == np.round(groups.people)).all()
    sii = slope_index(groups, line="straight", error="lack_of_fit")
    assert sii.high[0] == pytest.approx(peer["sii_linear"]["upper"], rel=1e-6 if whole else 1e-3)
