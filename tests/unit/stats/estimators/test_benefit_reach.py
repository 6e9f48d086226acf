"""Dollars a head by quarter, the same index as the reference vectors, and what can not be."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.benefit_reach import estimate

NAN = float("nan")
ASKED = Asked(ratio=True)


@pytest.mark.parametrize("case", cases("community", "benefit_concentration"))
def test_the_reference_vectors_come_out_of_the_method_too(case) -> None:  # type: ignore[no-untyped-def]
    tracts, expected = case["input"]["rows"], case["expected"]
    columns = {
        "dollars": [row["dollars"] for row in tracts],
        "residents": [row["population"] for row in tracts],
        "disadvantage": [row["index"] for row in tracts],
    }
    found = estimate(rows_of(["q"] * len(tracts), columns), ASKED)
    index = next(one for one in found.figures if one.key == "concentration")
    assert index.value == pytest.approx(expected["concentration_index"], rel=1e-9)
    reach = 1.959963984540054 * expected["se_hc1"]
    assert (index.low, index.high) == pytest.approx((index.value - reach, index.value + reach))
    assert found.total.value[0] == pytest.approx(expected["mean_per_capita"], rel=1e-9)


def test_a_ratio_has_an_error_over_tracts() -> None:
    rows = rows_of(
        ["q1"] * 3 + ["q4"] * 3,
        {
            "dollars": [10, 20, 30, 5, 5, 5],
            "residents": [10, 10, 10, 10, 10, 10],
            "disadvantage": [1, 2, 3, 4, 5, 6],
        },
    )
    found = estimate(rows, ASKED)
    assert found.value.value == pytest.approx([2.0, 0.5])
    # q1: each tract adds (d - 2 n) / 30; sum of squares 200 / 900 x 3/2.
    se = np.sqrt(200 * 1.5) / 30 / 2.0
    reach = 4.302652729911275 * se
    assert found.gap.low[0] == pytest.approx(4.0 * np.exp(-reach))
    assert found.gap.high[0] * found.gap.low[1] == pytest.approx(1.0)
    assert found.p[0] == pytest.approx(found.p[1])


def test_quarters_that_get_the_same_everywhere_are_surely_the_same_or_not() -> None:
    like = {"residents": [1, 1, 1, 1], "disadvantage": [1, 2, 3, 4]}
    even = estimate(rows_of(["a", "a", "b", "b"], {"dollars": [2, 2, 2, 2], **like}), ASKED)
    apart = estimate(rows_of(["a", "a", "b", "b"], {"dollars": [2, 2, 4, 4], **like}), ASKED)
    assert even.p.tolist() == [1.0, 1.0]
    assert apart.p.tolist() == [0.0, 0.0]


def test_what_has_no_ratio_says_so() -> None:
    rows = rows_of(
        ["a", "b", "b", "c"],
        {
            "dollars": [1, -3, 1, 5],
            "residents": [1, 1, 1, 1],
            "disadvantage": [1, 2, 3, NAN],
        },
    )
    found = estimate(rows, ASKED)
    assert found.value.value[:2].tolist() == [1.0, -1.0]
    assert found.gap.reason == ("not_computable",) * 3
    assert found.value.reason[2] == "zero_denominator"
    assert [one.value for one in found.figures if one.key == "unranked"] == [1.0]
    # All benefit taken together is below zero, so there is no index.
    assert "concentration" not in {one.key for one in found.figures}
