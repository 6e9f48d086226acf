"""Inequality of what is shared out: the numbers of the reference, and what stands beside them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import each, keyed, rows, vectors

from commonweal.kinds import Asked
from commonweal.stats.estimators.shared_out import estimate


@pytest.mark.parametrize("case", vectors("alloc"))
def test_everybody_together_is_as_in_base_r(case):
    given, expected = case["x"], case["expected"]
    found = estimate(rows(np.ones((len(given), 0)), value=given), Asked())
    assert found.total.value[0] == pytest.approx(expected["gini_unbiased"], rel=1e-9)
    assert found.total.se[0] == pytest.approx(expected["se_jackknife"], rel=1e-9)
    told = keyed(found.figures)
    if expected["theil_T"]:
        assert told["theil", ""].value == pytest.approx(expected["theil_T"], rel=1e-9)
        assert told["top_tenth", ""].value == pytest.approx(expected["top10_share"], rel=1e-9)


@pytest.mark.parametrize("case", vectors("theil"))
def test_the_split_is_as_in_base_r(case):
    names = sorted(set(case["g"]))
    member = np.array([[one == name for name in names] for one in case["g"]])
    told = keyed(estimate(rows(member, value=case["x"]), Asked()).figures)
    expected = case["expected"]
    for part in ("within", "between"):
        wanted = expected[part] / expected["theil"] if expected["theil"] else None
        found = told.get((part, ""))
        assert (found.value if found else None) == pytest.approx(wanted, rel=1e-9)


def test_no_group_is_compared_or_judged() -> None:
    found = estimate(rows(each((6, 6)), value=np.arange(12.0)), Asked())
    assert np.isnan(found.p).all()
    assert set(found.gap.reason) == {"not_compared"}
    assert found.people.tolist() == [6, 6]


def test_fewer_than_five_say_nothing_and_nobody_less() -> None:
    member = np.column_stack((each((6, 4)), np.zeros(10, bool)))
    found = estimate(rows(member, value=np.arange(10.0)), Asked())
    assert found.value.reason == ("", "one_value", "zero_denominator")


def test_a_sum_that_is_not_known_is_left_out_and_counted() -> None:
    value = [0, 1, 2, 3, 4, 5, np.nan, np.nan]
    found = estimate(rows(np.ones((8, 0)), value=value), Asked())
    assert keyed(found.figures)["unknown", ""].value == pytest.approx(0.25)
    assert found.total.n[0] == 6


def test_nothing_shared_out_has_no_figures() -> None:
    found = estimate(rows(each((6, 6)), value=np.zeros(12)), Asked())
    assert found.figures == ()
    assert set(found.value.reason) == {"zero_mean"}


def test_inequality_is_not_split_where_people_are_in_several_groups() -> None:
    found = estimate(rows(np.ones((6, 2)), value=np.arange(6.0)), Asked())
    assert ("within", "") not in keyed(found.figures)
    alike = estimate(rows(each((6, 6)), value=np.ones(12)), Asked())
    assert ("within", "") not in keyed(alike.figures)
