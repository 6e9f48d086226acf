"""The six grades for any method: by intervals, by bounds where it was counted, or none at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.findings.figured import answer, declared, judged, rows_of, sizes
from tests.unit.findings.made import PRESSURE, counted

from commonweal.findings.judge import flagged, judge, look_at
from commonweal.findings.judge_rows import judge_rows
from commonweal.kinds import Group, Problem, Rows
from commonweal.measures.measure import Better
from commonweal.stats.estimators.sides import none

NAN = np.nan
THREE = sizes(500, 500, 500)


@pytest.mark.parametrize(("gap", "reach", "p", "grade"), [
    (8.0, 2.0, 0.001, "B"),
    (3.0, 2.0, 0.001, "N"),  # sure, and surely smaller than five minutes
    (4.5, 4.0, 0.01, "C"),  # not nothing, and perhaps smaller than what matters
    (8.0, 7.9, 0.049, "C"),  # would stand alone, does not stand among three
    (8.0, 20.0, 0.4, "I"),
    (0.0, 1.0, 0.9, "N"),
])  # fmt: skip
def test_a_gap_is_graded_by_its_interval_and_by_what_matters(
    gap: float, reach: float, p: float, grade: str
) -> None:
    found = answer([gap, 0.0, 0.0], [reach, 30.0, 30.0], [p, 0.5, 0.5])
    assert judged(declared(), THREE, found).grade[0] == grade


def test_too_few_behind_a_figure_are_not_graded() -> None:
    found = answer([8.0, -8.0, 0.0], people=[29, 30, 500])
    assert judged(declared(), THREE, found).grade[:2] == ("S", "B")


@pytest.mark.parametrize(("better", "way"), [
    (Better.LOWER, "worse"), (Better.HIGHER, "better"), (Better.NEITHER, "better"),
])  # fmt: skip
def test_which_way_is_worse_follows_the_measure(better: Better, way: str) -> None:
    found = judged(declared(better=better), THREE, answer([8.0, 0.0, 0.0]))
    assert found.direction[0] == way


def test_a_gap_seen_before_in_the_same_direction_repeats() -> None:
    found = answer([8.0, -8.0, 0.0])
    seen = (frozenset({("female", "worse"), ("male", "worse")}), frozenset[tuple[str, str]]())
    assert judged(declared(), THREE, found, seen).grade == ("A", "B", "N")


def test_what_matters_is_a_share_of_the_comparison_where_nothing_else_is_declared() -> None:
    measure = declared(smallest_difference=None, smallest_gap=0.2)
    found = answer([7.0, 5.0, 0.0], [1.0, 2.0, 1.0])
    assert judged(measure, THREE, found).grade == ("B", "C", "N")


def test_those_who_did_not_say_are_no_part_of_the_family_and_not_judged() -> None:
    counts = sizes(500, 500, 500, 500)
    # Two p-values of 0.03 stand together; four of them, two of no group, would too: but with
    # the silent counted, 0.04 among 0.5 would not.
    found = answer([8.0, 8.0, 0.0, 0.0], p=[0.02, 0.02, 0.03, 0.9])
    silent = judged(declared(), counts, found)
    assert silent.grade[3] == silent.direction[3] == ""
    np.testing.assert_allclose(silent.q, [0.03, 0.03, 0.03, NAN])


@pytest.mark.parametrize(("low", "high", "grade"), [
    (0.5, 0.7, "B"),  # surely below four fifths
    (0.85, 1.2, "N"),  # surely not below four fifths, nor above five fourths
    (0.85, 0.95, "N"),
    (0.7, 0.95, "C"),
    (0.5, 1.5, "I"),
])  # fmt: skip
def test_a_ratio_is_judged_on_the_scale_on_which_half_and_twice_are_as_far(
    low: float, high: float, grade: str
) -> None:
    middle = (low * high) ** 0.5
    made = answer([middle, 1.0], ratio=True, rest=0.4, p=[0.001 if high < 1 else 0.5, 0.9])
    gap = replace(made.gap, low=np.array([low, 0.9]), high=np.array([high, 1.1]))
    narrow = replace(gap, level=0.90)
    measure = declared(unit="percent", gap="ratio", smallest_difference=0.8)
    found = judged(measure, sizes(500, 500), replace(made, gap=gap, narrow=narrow))
    assert found.grade[0] == grade
    assert found.ratio
    # The smallest that could have been seen is a ratio too.
    assert found.mdd[0] > 1


def test_a_ratio_of_none_and_one_without_end_are_judged_and_stay_numbers() -> None:
    made = answer([0.0, 1.0], ratio=True, rest=0.4, p=[0.001, 0.9])
    gap = replace(made.gap, low=np.array([0.0, 0.9]), high=np.array([0.3, np.inf]))
    found = judged(
        declared(unit="percent", gap="ratio", smallest_difference=None, smallest_gap=0.2),
        sizes(500, 500), replace(made, gap=gap, narrow=replace(gap, level=0.90)),
    )  # fmt: skip
    assert found.grade == ("B", "I")
    assert found.direction[0] == "better"
    assert np.isfinite(found.mdd).all()
    assert found.diff[0] == 0.0


def test_what_was_counted_is_sure_outside_its_bounds_and_unsure_inside() -> None:
    found = answer([8.0, 8.0, NAN], [2.0, 9.0, 1.0], [NAN, NAN, NAN], counted=True)
    ledger = judged(declared(), THREE, found)
    assert ledger.grade == ("B", "I", "I")
    assert ledger.counted
    np.testing.assert_array_equal(ledger.q, [0.0, 1.0, NAN])


def test_a_method_that_only_describes_judges_nobody() -> None:
    found = replace(answer([NAN] * 3), gap=none(3, 0.95), narrow=none(3, 0.90))
    described = judged(declared(), THREE, found)
    assert described.grade == described.direction == ("", "", "")
    counted_too = judged(declared(), THREE, replace(found, counted=True))
    assert counted_too.grade == ("", "", "")


def test_a_method_that_compares_and_finds_too_few_everywhere_says_so() -> None:
    made = answer([NAN] * 3, people=[1, 1, 1])
    gap = replace(made.gap, status=("insufficient",) * 3, reason=("one_value",) * 3)
    found = judged(declared(), THREE, replace(made, gap=gap))
    assert found.grade == ("S", "S", "S")


def test_a_table_of_no_groups_is_told_whole() -> None:
    counts = sizes()
    rows = Rows((), np.zeros((3, 0), bool), np.arange(3), np.ones(3, bool),
                {"value": np.array([1.0, 2.0, 6.0])})  # fmt: skip
    found = judge_rows(declared(), counts, rows)
    assert found.grade == found.direction == ()
    assert found.total_rate == 3.0
    assert found.measured


def test_the_method_is_asked_once_and_its_answer_handed_on() -> None:
    groups = tuple(Group("sex", code, code) for code in ("female", "male"))
    values = np.r_[np.full(40, 20.0), np.full(40, 40.0)] + np.tile([-1.0, 1.0], 40)
    rows = Rows(groups, np.repeat(np.eye(2, dtype=bool), 40, axis=0), np.arange(80),
                np.ones(80, bool), {"value": values})  # fmt: skip
    counts = sizes(40, 40)
    sight = look_at(declared(), counts, rows)
    assert sight.found is not None
    asked, handed = (
        judge(declared(), counts, (), rows),
        judge(declared(), counts, (), rows, sight.found),
    )
    assert asked.grade == handed.grade == ("B", "B")
    np.testing.assert_array_equal(asked.diff, handed.diff)
    likely = flagged(declared(), counts, rows, sight.found)
    assert likely == {("female", "better"), ("male", "worse")}


def test_a_proportion_of_rows_is_judged_from_its_counts() -> None:
    counts = counted([[100, 100], [40, 160]])
    sight = look_at(PRESSURE, counts, rows_of(counts))
    assert sight.found is None
    found = judge(PRESSURE, counts, (), sight.rows, sight.found)
    assert found.grade == judge(PRESSURE, counts).grade


def test_a_method_nobody_knows_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        judge_rows(declared(estimator="astrology"), THREE, rows_of(THREE))
    assert raised.value.code == "estimator-unknown"
