"""Goals of studies: chances as in base R, compared within the same study."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import each, keyed, rows, table, vectors

from commonweal.kinds import Asked
from commonweal.stats.estimators.enrollment_goals import GOALS, estimate, forecast


def goals(**columns):
    return {GOALS: table(**columns)}


@pytest.mark.parametrize("case", vectors("goal"))
def test_a_chance_is_as_in_base_r(case):
    given = case["input"]
    if (given["a"], given["b"]) != (0.5, 0.5):
        pytest.skip("the case has another prior")
    made = rows(
        each((given["x"], given["n"] - given["x"])), codes="ab", study=["s"] * given["n"],
        beside=goals(study=["s"], view=["sex"], stratum=["a"], share=[given["goal_share"]],
                     target=[given["N"]]),
    )  # fmt: skip
    if not given["x"]:
        made = rows(
            np.column_stack((np.zeros(given["n"]), np.ones(given["n"]))), codes="ab",
            study=["s"] * given["n"], beside=made.beside,
        )  # fmt: skip
    found = estimate(made, Asked())
    assert found.value.value[0] == pytest.approx(case["expected"]["p_goal"], rel=1e-9, abs=0)
    assert forecast(made).needed[0] == case["expected"]["need"]


def some(chances: int = 6):
    """Make studies that have 8 of 16 people, with goals for both groups."""
    size = [2, 6] * chances
    names = [f"s{at}" for at in range(chances)]
    made = np.repeat(np.tile(np.eye(2, dtype=bool), (chances, 1)), size, axis=0)
    beside = goals(
        study=[one for one in names for _ in range(2)], view=["sex"] * 2 * chances,
        stratum=["a", "b"] * chances, share=[0.5, 0.4] * chances, target=[16.0] * 2 * chances,
    )  # fmt: skip
    return rows(made, codes="ab", study=[one for one in names for _ in range(8)], beside=beside)


def test_chances_of_one_study_are_compared_with_each_other() -> None:
    found = estimate(some(), Asked())
    first, second = found.value.value
    assert found.rest == pytest.approx([second, first])
    assert found.gap.value == pytest.approx([first - second, second - first])
    assert found.people.tolist() == [6, 6]
    # All studies are alike, so there is no spread to test against.
    assert np.isnan(found.p).all()


def test_a_difference_that_repeats_is_sure() -> None:
    made = some(8)
    columns = dict(made.beside[GOALS].columns)
    columns["share"] = columns["share"] + np.tile([0.0, 0.01], 8) * np.arange(16)
    beside = {GOALS: type(made.beside[GOALS])(columns, made.beside[GOALS].labels)}
    found = estimate(rows(made.member, codes="ab", study=made.words("study"), beside=beside),
                     Asked())  # fmt: skip
    assert found.p[0] < 0.05
    assert found.gap.high[0] < 0
    assert found.narrow.high[0] < found.gap.high[0]


def test_who_did_not_say_fills_a_place_and_helps_no_goal() -> None:
    beside = goals(study=["s"], view=["sex"], stratum=["a"], share=[0.5], target=[10.0])
    made = rows(each((2, 2, 4)), codes=("a", "b", "unknown"), study=["s"] * 8, beside=beside)
    found = forecast(made)
    # Of ten, four places went to people who did not say: three of six would be enough.
    assert (found.needed[0], found.places[0]) == (1, 2)


def test_nobody_of_a_stratum_is_named_and_goals_are_told_by_tier() -> None:
    beside = goals(study=["s", "s", "t"], view=["sex"] * 3, stratum=["a", "c", "a"],
                   share=[0.5, 0.2, 0.9], target=[12.0, 12.0, 4.0])  # fmt: skip
    made = rows(each((5, 5)), codes="ab", study=["s"] * 6 + ["t"] * 4, beside=beside)
    told = keyed(estimate(made, Asked()).figures)
    assert told["nobody", "c"].value == 1
    assert told["unreachable", "a"].value == 1
    assert ("watch", "b") not in told


def test_a_study_with_a_goal_and_nobody_enrolled_is_forecast_too() -> None:
    beside = goals(study=["new", "s"], view=["sex"] * 2, stratum=["a"] * 2, share=[0.5, 0.5],
                   target=[10.0, 10.0])  # fmt: skip
    made = rows(each((5, 5)), codes="ab", study=[*["s"] * 9, None], beside=beside)
    found = forecast(made)
    assert found.places.tolist() == [10, 1]


def test_without_goals_nothing_is_said() -> None:
    found = estimate(rows(each((5, 5)), study=["s"] * 10), Asked())
    assert set(found.value.reason) == {"not_compared"}
    assert found.figures == ()
