"""Whether studies fill in time: chances as in base R."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import each, keyed, rows, vectors

from commonweal.kinds import Asked
from commonweal.stats.estimators.enrollment_pace import MONTH, estimate


@pytest.mark.parametrize("case", vectors("accrual"))
def test_a_chance_is_as_in_base_r(case):
    given = case["input"]
    twice = np.ones(2)
    made = rows(
        np.ones((2, 0)), enrolled=given["x"] * twice, target=given["target"] * twice,
        opened=0 * twice, asked=given["t"] * MONTH * twice,
        closes=(given["t"] + given["H"]) * MONTH * twice,
    )  # fmt: skip
    asked = Asked(options={"prior_people": given["a"], "prior_months": given["b"]})
    found = estimate(made, asked)
    assert found.total.value[0] == pytest.approx(case["expected"]["p_reach"], rel=1e-9)
    expected = case["expected"]["pred_mean"] / given["target"]
    assert keyed(found.figures)["expected", ""].value == pytest.approx(expected, rel=1e-9)


ASKED = Asked(options={"prior_people": 0.5, "prior_months": 0.5})


def studies(enrolled: list[float]):
    many = np.ones(len(enrolled))
    return rows(
        each((len(enrolled) // 2, len(enrolled) - len(enrolled) // 2)), enrolled=enrolled,
        target=60 * many, opened=0 * many, asked=12 * MONTH * many, closes=24 * MONTH * many,
    )  # fmt: skip


def test_groups_of_studies_are_compared_and_told_by_how_they_stand() -> None:
    found = estimate(studies([10, 12, 14, 40, 42, 44]), ASKED)
    assert found.gap.value[0] < -0.9
    told = keyed(found.figures)
    assert [told[key, ""].value for key in ("on_time", "watch", "act")] == [3, 0, 3]


def test_limits_stay_between_none_and_one() -> None:
    found = estimate(studies([10, 40, 14, 40, 12, 44]), ASKED)
    assert (found.value.low >= 0).all()
    assert (found.value.high <= 1).all()


def test_no_study_has_no_figures() -> None:
    nothing: list[float] = []
    made = rows(np.ones((0, 1)), enrolled=nothing, target=nothing, opened=nothing, asked=nothing,
                closes=nothing)  # fmt: skip
    found = estimate(made, ASKED)
    assert found.figures == ()
    assert found.total.reason == ("zero_denominator",)
