"""What is due in a time is found by day, on both sides of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.vision.programs.deadline import Deadline, DueDay, due_days, months_after
from commonweal.vision.programs.program import Answer, Program, Rule, State
from commonweal.vision.programs.reading import shipped
from commonweal.vision.programs.upcoming import Upcoming, chosen, upcoming

DAY = date(2026, 11, 21)


def program(deadline: Deadline, state: State = State.IN_FORCE, **rule: date | None) -> Program:
    """Make a program of one rule."""
    asked = Rule(date(2026, 1, 1), None, state, "", "a", "b", "c", "", "d", deadline)
    known = replace(asked, **rule)  # type: ignore[arg-type]  # the fields that are days
    return Program("ours", "T", "A", (), (known,), (), (), (), ("x",), "", None)


def days(found: Upcoming) -> list[tuple[str, date]]:
    return [(due.program.key, due.on.day) for due in found.dated if due.on]


def test_the_shipped_programs_of_the_next_twelve_months() -> None:
    found = upcoming(shipped(), DAY, 12, {})
    assert days(found) == [
        ("eeo1_state_copy", date(2027, 2, 1)),
        ("hedis_stratification", date(2027, 6, 15)),
    ]
    assert [due.on.certain for due in found.dated if due.on] == [True, False]
    assert {due.program.key for due in found.undated} == {
        "accreditor_outcomes", "decision_tools", "eeo1", "medicaid_hospital_incentive",
        "nih_inclusion", "schedule_h",
    }  # fmt: skip
    assert found.silent == ()
    assert found.unanswered


def test_days_of_ones_own_put_a_date_on_what_is_counted_from_them() -> None:
    own = {"schedule_h": date(2026, 9, 30), "nih_inclusion": date(2027, 7, 1)}
    found = upcoming(shipped(), DAY, 12, own)
    assert ("schedule_h", date(2027, 2, 15)) in days(found)
    assert ("nih_inclusion", date(2027, 5, 2)) in days(found)


def test_a_year_that_ends_in_december_is_due_in_may() -> None:
    found = upcoming(shipped(), DAY, 12, {"schedule_h": date(2026, 12, 31)})
    assert ("schedule_h", date(2027, 5, 15)) in days(found)


def test_a_day_for_a_program_that_is_not_there_is_refused() -> None:
    with pytest.raises(Problem, match="No program is called 'none'"):
        upcoming(shipped(), DAY, 12, {"none": DAY})


@pytest.mark.parametrize(
    ("first", "seen"),
    [
        (date(2026, 2, 2), True),  # the day itself
        (date(2026, 2, 3), False),  # the day after; the next is one year on
        (date(2025, 2, 3), True),  # the last day of twelve months is February 2
        (date(2025, 2, 2), False),
    ],
)
def test_the_first_day_counts_and_the_same_day_a_year_later_does_not(
    first: date, seen: bool
) -> None:
    found = upcoming((program(Deadline(dates=(date(2026, 2, 2),))),), first, 12, {})
    assert bool(found.dated) is seen


@pytest.mark.parametrize(
    ("until", "seen"), [(date(2026, 12, 31), True), (date(2026, 12, 30), False)]
)
def test_nothing_is_due_after_its_rule_ends(until: date, seen: bool) -> None:
    ours = program(Deadline(dates=(date(2026, 12, 31),)), until=until)
    assert bool(upcoming((ours,), DAY, 12, {}).dated) is seen


@pytest.mark.parametrize(("since", "seen"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_nothing_is_due_before_its_rule_begins(since: date, seen: bool) -> None:
    ours = program(Deadline(dates=(date(2026, 12, 31),)), since=since)
    assert bool(upcoming((ours,), DAY, 12, {}).dated) is seen


def test_past_its_end_without_a_successor_nothing_is_known() -> None:
    ours = program(Deadline(says="Always."), until=date(2026, 11, 20))
    assert upcoming((ours,), date(2026, 11, 20), 12, {}).undated
    after = upcoming((ours,), DAY, 12, {})
    assert (after.undated, after.silent) == ((), (ours,))
    assert ours.rule_on(DAY) is None


@pytest.mark.parametrize("state", [State.PROPOSED, State.POSTPONED, State.ENDED])
def test_what_is_not_in_force_is_not_due(state: State) -> None:
    ours = program(Deadline(dates=(date(2026, 12, 31),)), state)
    found = upcoming((ours,), DAY, 12, {})
    assert (found.dated, found.undated, found.silent) == ((), (), (ours,))
    assert not found.unanswered


def test_a_rule_to_be_verified_is_due_until_somebody_knows_better() -> None:
    ours = program(Deadline(dates=(date(2026, 12, 31),)), State.VERIFY)
    assert upcoming((ours,), DAY, 12, {}).dated


def test_what_is_wholly_answered_needs_no_attention() -> None:
    ours = program(Deadline(dates=(date(2026, 12, 31),)))
    answered = replace(ours, answers=(Answer("care.breast", "", "It."),), missing=())
    assert not upcoming((answered,), DAY, 12, {}).unanswered
    assert upcoming((replace(answered, missing=("A part.",)),), DAY, 12, {}).unanswered


def test_a_stated_day_takes_the_place_of_the_usual_one_in_its_month() -> None:
    usual = Deadline(dates=(date(2026, 6, 16),), every="06-15", check="Seen once.")
    assert due_days(usual, date(2026, 1, 1), date(2027, 12, 31)) == (
        DueDay(date(2026, 6, 16), True),
        DueDay(date(2027, 6, 15), False),
    )


def test_a_day_at_the_end_of_the_year_may_roll_into_the_next() -> None:
    rolling = Deadline(every="12-31", rolls=True)  # December 31, 2022 was a Saturday
    found = due_days(rolling, date(2023, 1, 1), date(2023, 1, 31))
    assert found == (DueDay(date(2023, 1, 2), True),)
    assert due_days(replace(rolling, rolls=False), date(2023, 1, 1), date(2023, 1, 31)) == ()


def test_a_day_of_ones_own_that_nothing_counts_from_changes_nothing() -> None:
    assert due_days(Deadline(every="02-01"), DAY, DAY, DAY) == ()


def test_days_can_be_counted_back() -> None:
    back = Deadline(counted_from="the start", days=-60)
    assert due_days(back, date(2027, 5, 2), date(2027, 5, 2), date(2027, 7, 1)) == (
        DueDay(date(2027, 5, 2), True),
    )


def test_an_unknown_program_is_named_with_those_that_exist() -> None:
    with pytest.raises(Problem, match="eeo1_state_copy"):
        chosen(shipped(), "eeo-1")


@settings(derandomize=True, max_examples=200)
@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 120))
def test_each_day_due_lies_in_its_time_and_in_order(first: date, months: int) -> None:
    found = upcoming(shipped(), first, months, {})
    listed = [day for _, day in days(found)]
    assert listed == sorted(listed)
    assert all(found.first <= day <= found.last for day in listed)
    parts = {due.program.key for due in (*found.dated, *found.undated)}
    silent = {each.key for each in found.silent}
    assert parts & silent == set()
    assert parts | silent == {each.key for each in shipped()}


@settings(derandomize=True, max_examples=200)
@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_one_year_after_another_leaves_no_day_out_and_counts_none_twice(first: date) -> None:
    second = upcoming(shipped(), first, 12, {}).last + timedelta(days=1)
    assert second == months_after(first, 12)
    parts = days(upcoming(shipped(), first, 12, {})) + days(upcoming(shipped(), second, 12, {}))
    whole = days(upcoming(shipped(), first, 24, {}))
    assert sorted(parts) == sorted(whole)
    assert len(set(parts)) == len(parts)
