"""The way into studies: the identity of the funnel, as in base R, and what may be told of it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import each, keyed, rows, table, vectors

from commonweal.kinds import Asked
from commonweal.stats.estimators.participation import REFERENCE
from commonweal.stats.estimators.recruitment_funnel import STAGES, estimate

NAMES = {"retained": "stayed"}


def made_of(counts: list[dict[str, int]], groups: list[str], first: str):
    stages = [key for key in counts[0] if key not in ("_row", first)]
    sizes = [row[stages[0]] for row in counts]
    stage = [
        place + 1
        for row in counts
        for place, name in enumerate(stages)
        for _ in range(row[name] - (row[stages[place + 1]] if place + 1 < len(stages) else 0))
    ]
    whole = sum(row[first] for row in counts)
    beside = table(
        condition=["x"] * len(groups), view=["sex"] * len(groups), stratum=groups,
        share=[row[first] / whole for row in counts], sampled=[np.nan] * len(groups),
        persons=[row[first] for row in counts],
    )  # fmt: skip
    return rows(
        each(sizes), codes=groups, stage=stage, condition=["x"] * len(stage),
        met=np.array(stage) >= 5, beside={REFERENCE: beside},
    )  # fmt: skip


@pytest.mark.parametrize("case", vectors("funnel"))
def test_each_stage_is_as_in_base_r(case):
    first = next(key for key in case["counts"][0] if key != "_row")
    if len(case["counts"][0]) != len(STAGES) + 2:
        pytest.skip("the case has other stages")
    found = estimate(made_of(case["counts"], case["groups"], first), Asked(ratio=True))
    told = keyed(found.figures)
    for group in case["groups"]:
        expected = case["expected"][group]
        product = 1.0
        for stage, wanted in expected["stage_ratio"].items():
            figure = told.get((NAMES.get(stage, stage), group))
            if figure is not None:
                assert figure.value == pytest.approx(wanted, rel=1e-9)
            product *= wanted
        assert product == pytest.approx(expected["product"], rel=1e-9)


def test_gaps_are_differences_unless_ratios_are_asked_for() -> None:
    stage = [5] * 20 + [1] * 20 + [6] * 30 + [2] * 10
    made = rows(each((40, 40)), stage=stage, condition=["x"] * 80, met=np.array(stage) >= 5)
    assert estimate(made, Asked()).gap.value == pytest.approx([-0.25, 0.25])
    assert estimate(made, Asked(ratio=True)).gap.value == pytest.approx([2 / 3, 1.5])
    assert estimate(made, Asked()).total.value == pytest.approx([0.625])


def test_without_a_reference_the_way_begins_with_those_approached() -> None:
    stage = [5] * 20 + [1] * 20 + [6] * 30 + [2] * 10
    made = rows(each((40, 40)), stage=stage, condition=["x"] * 80, met=np.array(stage) >= 5)
    told = keyed(estimate(made, Asked(ratio=True)).figures)
    assert ("approached", "g0") not in told
    assert told["screened", "g0"].value == pytest.approx(0.5 / 0.75)
    assert told["worst", "g0"].text == "stayed"


def test_the_people_of_a_stage_are_the_fewer_of_those_who_passed_and_did_not() -> None:
    stage = [6] * 37 + [1] * 3 + [6] * 40
    made = rows(each((40, 40)), stage=stage, condition=["x"] * 80, met=np.array(stage) >= 5)
    told = keyed(estimate(made, Asked()).figures)
    assert told["screened", "g0"].people == 3
    assert told["eligible", "g0"].people == 37


def test_more_people_than_the_reference_holds_leave_it_out() -> None:
    beside = table(condition=["x"] * 2, view=["sex"] * 2, stratum=["a", "b"], share=[0.5, 0.5],
                   sampled=[np.nan] * 2, persons=[5.0, 5.0])  # fmt: skip
    made = rows(each((40, 40)), codes="ab", stage=[6] * 80, condition=["x"] * 80,
                beside={REFERENCE: beside})  # fmt: skip
    assert ("approached", "a") not in keyed(estimate(made, Asked()).figures)


def test_some_without_a_reference_leave_it_out_for_all() -> None:
    beside = table(condition=["x"] * 2, view=["sex"] * 2, stratum=["a", "b"], share=[0.5, 0.5],
                   sampled=[np.nan] * 2, persons=[500.0, 500.0])  # fmt: skip
    made = rows(each((40, 40)), codes="ab", stage=[6] * 80, condition=["x"] * 79 + ["y"],
                beside={REFERENCE: beside})  # fmt: skip
    assert ("approached", "a") not in keyed(estimate(made, Asked()).figures)


def test_nobody_who_said_who_they_are_has_stages() -> None:
    made = rows(each((4,)), codes=("unknown",), stage=[1, 2, 3, 4], condition=["x"] * 4)
    assert estimate(made, Asked()).figures == ()


def test_a_stage_that_begins_with_nobody_is_not_told() -> None:
    stage = [1] * 40 + [6] * 40
    made = rows(each((40, 40)), stage=stage, condition=["x"] * 80, met=np.array(stage) >= 5)
    told = keyed(estimate(made, Asked()).figures)
    assert told["screened", "g0"].value == 0
    assert ("eligible", "g0") not in told
    assert told["worst", "g0"].text == "screened"
