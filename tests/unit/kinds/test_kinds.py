"""The shared words hold what they are given and say what they mean."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from commonweal.kinds import Counts, Estimate, Group, Period, Problem, Purpose


def counts() -> Counts:
    groups = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
    units = np.array([[5, 20, 30], [1, 2, 3]])
    total = np.array([6, 22, 33])
    return Counts(
        "m", "1", Period.parse("2020"), "", groups, ("age", "not_met", "met"),
        units, units, total, total, np.array([50, 5]), 55, False,
    )  # fmt: skip


def test_the_event_is_the_last_step_and_the_denominator_the_last_two() -> None:
    cells = counts()
    assert cells.events.tolist() == [30, 3]
    assert cells.denominators.tolist() == [50, 5]
    assert (cells.total_events, cells.total_denominator) == (33, 55)


def test_an_estimate_is_ok_with_no_reason_and_no_flag_unless_it_says_so() -> None:
    half = np.array([0.5, 0.5])
    estimate = Estimate(half, half, half, 0.95, "wilson")
    assert estimate.status == ("ok", "ok")
    assert estimate.reason == ("", "")
    assert estimate.flags == ((), ())
    assert estimate.ok.tolist() == [True, True]


def test_an_estimate_of_no_table_is_ok_nowhere_and_can_still_choose() -> None:
    none = np.zeros(0)
    estimate = Estimate(none, none, none, 0.95, "wilson")
    assert estimate.ok.dtype == np.bool_
    assert estimate.value[estimate.ok].tolist() == []


def test_an_estimate_keeps_what_it_says() -> None:
    value = np.array([0.5, np.nan])
    estimate = Estimate(
        value, value, value, 0.9, "wilson",
        status=("ok", "undefined"), reason=("", "zero_denominator"), flags=(("few_events",), ()),
    )  # fmt: skip
    assert estimate.ok.tolist() == [True, False]
    assert estimate.reason == ("", "zero_denominator")
    assert estimate.flags == (("few_events",), ())


def test_a_group_is_of_people_who_said_so_unless_told() -> None:
    assert Group("sex", "female", "Female").stated
    assert not Group("sex", "declined", "Declined to say", False).stated
    with pytest.raises(FrozenInstanceError):
        Group("sex", "female", "Female").code = "male"  # type: ignore[misc] # the point of the test


def test_a_problem_says_what_happened_what_to_do_and_what_was_lost() -> None:
    problem = Problem("store-missing", "There is no store.", "Make one.", "Nothing is lost.")
    assert str(problem) == "There is no store. Make one. Nothing is lost."
    assert (problem.code, problem.says, problem.do) == (
        "store-missing", "There is no store.", "Make one.",
    )  # fmt: skip


def test_a_problem_leaves_out_what_it_has_not() -> None:
    assert str(Problem("x", "It broke.", kept="")) == "It broke."
    assert str(Problem("x", "It broke.")) == "It broke. Nothing was changed."


def test_the_purposes_are_the_six_of_the_list() -> None:
    assert [purpose.value for purpose in Purpose] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    with pytest.raises(ValueError, match="P7"):
        Purpose("P7")
