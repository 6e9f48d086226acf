"""What is due is told in lines that fit, with what answers it and who has read it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from tests.unit.cli.calling import call
from tests.unit.vision.test_programs import PACK, pack
from typer.testing import CliRunner

from commonweal.cli import shared
from commonweal.cli.main import app
from commonweal.vision.programs.reading import shipped

ON = ("--on", "2026-11-21")
VISION = """\
title = "Ours"
language = "en-US"
[[domains]]
key = "care"
title = "Care"
[[domains.commitments]]
key = "C1"
title = "Care within reach"
promise = "Whoever needs us can reach us."
owner = "Chief quality officer"
held_by_counsel = true
"""
WHOLE = {"more": '[[answers]]\nmeasure = "care.breast"\ngives = "The rate."'}
ANSWERED = PACK.replace('["All of it."]', "[]")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_what_is_due_is_listed_by_day_and_the_rest_apart() -> None:
    ended = call("due", *ON)
    assert ended.code == 0
    order = ("November 21, 2026 to November 20, 2027", "February 1, 2027", "[eeo1_state_copy]",
             "June 15, 2027 (day to be checked)", "[hedis_stratification]", "No date known",
             "[accreditor_outcomes]", "[schedule_h]", "Programs that ask: 8.")  # fmt: skip
    places = [ended.out.index(each) for each in order]
    assert places == sorted(places)
    assert "Nothing has a known day" not in ended.out
    assert ended.out.count("Nobody qualified has read this text.") == len(shipped())
    assert "By: commonweal measures care.cervical: " in flat(ended.out)
    assert "\x1b" not in ended.out


def test_the_same_day_gives_the_same_bytes_and_today_is_the_default() -> None:
    assert call("due", *ON) == call("due", *ON)
    with mock.patch.object(shared, "today", return_value=date(2026, 11, 21)):
        assert call("due").out == call("due", *ON).out


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("words", [(), *((program.key,) for program in shipped())])
def test_no_line_is_wider_than_the_terminal(columns: int, words: tuple[str, ...]) -> None:
    with mock.patch.object(shared, "width", return_value=columns):
        ended = call("due", *words, *ON)
    assert ended.code == 0
    assert max(len(line) for line in ended.out.splitlines()) <= columns


def test_what_is_past_its_end_is_unknown_and_not_due() -> None:
    ended = call("due", "--on", "2028-01-01")
    after = ended.out.split("Not asked now, as far as is known")[1]
    assert "[medicaid_hospital_incentive]" in flat(after)
    assert "unknown: no rule is known for this day" in flat(after)
    assert "[medicaid_hospital_incentive]" not in flat(ended.out.split("Not asked now")[0])


def test_a_time_without_any_day_says_so() -> None:
    assert "Nothing has a known day in this time." in call("due", *ON, "--months", "1").out


def test_a_day_of_ones_own_is_counted_from() -> None:
    ended = call("due", *ON, "--event", "schedule_h=2026-09-30")
    assert "February 15, 2027 (day to be checked)" in ended.out
    one = call("due", "schedule_h", *ON, "--event", "schedule_h=2026-09-30", "--event",
               "nih_inclusion=2027-07-01")  # fmt: skip
    assert "Due: February 15, 2027 (day to be checked)" in one.out


def test_one_program_is_shown_whole_with_what_it_asked_before() -> None:
    ended = call("due", "eeo1", *ON)
    said = flat(ended.out)
    for words in ("From May 20, 2025 to May 13, 2026", "From May 14, 2026 on; no end is known",
                  "Threshold: none stated", "Change: proposed on May 14, 2026.", "Asks:",
                  "Where it was read", "Read on November 21, 2026.", "Due: no date known",
                  "State: to be verified before you rely on it."):  # fmt: skip
        assert words in said
    assert "Change:" not in call("due", "eeo1", "--on", "2026-05-13").out


def test_what_was_asked_long_ago_is_unknown() -> None:
    one = call("due", "eeo1", "--on", "2020-01-01").out
    assert "Due: not asked, as far as is known" in one
    assert "State: unknown" in one
    every = call("due", "--on", "1995-01-01", "--strict")
    assert every.code == 0
    assert "No date known" not in every.out
    assert "Programs that ask: 0." in every.out


def test_the_promises_bear_the_names_of_the_vision(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(VISION, encoding="utf-8")
    said = flat(call("due", *ON, "--vision", path).out)
    assert "C1 Care within reach, owner: Chief quality officer, held by counsel" in said
    assert "S1 (not in this vision)" in said


def test_a_program_of_ones_own_is_listed_and_its_review_is_told(tmp_path: Path) -> None:
    path = pack(tmp_path, top='reviewed_by = "Our counsel"\nreviewed_on = 2026-11-20')
    ended = call("due", *ON, "--program-file", path)
    assert "Read by Our counsel on November 20, 2026." in ended.out
    assert "Programs that ask: 9." in ended.out


def test_strictness_ends_with_one_where_something_is_not_answered(tmp_path: Path) -> None:
    path = pack(tmp_path, ANSWERED, **WHOLE)
    assert call("due", *ON, "--strict").code == 1
    assert call("due", "ours", *ON, "--strict", "--program-file", path).code == 0
    assert call("due", "eeo1", *ON, "--strict").code == 1
    assert call("due", "eeo1", "--on", "2020-01-01", "--strict").code == 0
    assert "Answered: wholly" in call("due", "ours", *ON, "--program-file", path).out


def test_a_measure_that_this_version_does_not_have_answers_nothing(tmp_path: Path) -> None:
    path = pack(tmp_path, ANSWERED, more=WHOLE["more"].replace("care.breast", "care.no_such"))
    ended = call("due", "ours", *ON, "--strict", "--program-file", path)
    assert ended.code == 1
    assert "Missing: The measure care.no_such: this version does not have it." in flat(ended.out)


def test_machines_get_the_same_facts() -> None:
    told = json.loads(call("due", *ON, "--json").out)
    assert [(each["key"], each["on"], each["day_is_certain"]) for each in told["due"]] == [
        ("eeo1_state_copy", "2027-02-01", True),
        ("hedis_stratification", "2027-06-15", False),
    ]
    assert told["unanswered"] is True
    assert {each["on"] for each in told["no_date_known"]} == {None}
    assert {each["reviewed_by"] for each in told["no_date_known"]} == {None}
    later = json.loads(call("due", "--on", "2028-01-01", "--json").out)
    assert [(each["key"], each["state"]) for each in later["not_asked"]] == [
        ("medicaid_hospital_incentive", "unknown")
    ]
    one = json.loads(call("due", "eeo1", *ON, "--json").out)
    assert (one["program"]["key"], one["program"]["answered"]) == ("eeo1", "not at all")


def test_a_rule_that_is_only_proposed_is_told_apart(tmp_path: Path) -> None:
    path = pack(tmp_path, PACK.replace('"in force"', '"proposed"'))
    said = flat(call("due", *ON, "--program-file", path).out)
    assert "Our own report [ours] State: proposed, not in force" in said
    told = json.loads(call("due", *ON, "--program-file", path, "--json").out)
    assert [each["state"] for each in told["not_asked"]] == ["proposed"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("none",), "program-unknown"),
        (("--event", "none=2026-01-01"), "program-unknown"),
        (("eeo1", "--event", "none=2026-01-01"), "program-unknown"),
        (("--event", "schedule_h"), "due-day-unreadable"),
        (("--on", "tomorrow"), "due-day-unreadable"),
        (("--on", "9999-12-31"), "due-day-unreadable"),
        (("--program-file", "none.toml"), "program-missing"),
        (("--vision", "none.toml"), "vision-missing"),
    ],
)
def test_a_mistake_ends_with_two_and_says_what_to_do(words: tuple[str, ...], code: str) -> None:
    ended = call("due", *words)
    assert (ended.code, ended.out) == (2, "")
    assert f"({code})" in ended.err


def test_the_commands_that_are_said_to_answer_exist() -> None:
    named = {answer.command for one in shipped() for answer in one.answers if answer.command}
    assert named
    for command in named:
        assert CliRunner().invoke(app, [*command.split()[1:], "--help"]).exit_code == 0
