"""The six grades, case by case: numbers to 1e-9, labels exact."""

import math

import pytest
from tests.reference.vectors import cases

from commonweal.stats.decision.grade import grade_groups


def same(ours, expected):
    if expected is None:
        return math.isnan(ours)
    # No absolute slack: p-values far below 1e-12 must be right too.
    return ours == pytest.approx(expected, rel=1e-9, abs=1e-15 if abs(expected) > 1e-3 else 0)


@pytest.mark.parametrize("case", cases("statistics", "decision"))
def test_every_number_and_grade_matches(case):
    reference, groups = case["reference"], case["groups"]
    ours = grade_groups(
        [group["events"] for group in groups],
        [group["n"] for group in groups],
        reference["events"],
        reference["n"],
        favourable=bool(case["favourable"]),
        prior_flagged=[group["prior_periods_flagged"] for group in groups],
    )
    for i, group in enumerate(groups):
        numbers = {
            "rate": ours.rate[i],
            "difference": ours.difference.value[i],
            "p": ours.p[i],
            "q_bh": ours.q[i],
            "relative_difference_as_reported": ours.relative_as_reported[i],
            "relative_difference_complement": ours.relative_complement[i],
            "equivalence_margin": ours.margin[i],
            "mdd_80": ours.mdd.value[i],
        }
        for name, number in numbers.items():
            assert same(number, group[name]), (group["group"], name)
        for name, interval in (("ci95", ours.difference), ("ci90", ours.equivalence)):
            assert same(interval.low[i], group[name][0]), (group["group"], name)
            assert same(interval.high[i], group[name][1]), (group["group"], name)
        assert ours.direction[i] == group["direction"]
        assert ours.grade[i].value == group["grade"]
        assert same(ours.rest_rate[i], reference["rate"])
