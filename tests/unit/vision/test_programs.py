"""Program packs are dated data: each shipped one is whole, and a bad one is refused in words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from commonweal.kinds import Problem
from commonweal.measures.registry import every_measure
from commonweal.vision import names
from commonweal.vision import shipped as shipped_vision
from commonweal.vision.programs.program import Extent, Program, State
from commonweal.vision.programs.reading import read, shipped, with_own
from commonweal.vision.programs.upcoming import chosen

ASKED_FOR = {
    "medicaid_hospital_incentive", "accreditor_outcomes", "hedis_stratification", "nih_inclusion",
    "eeo1", "eeo1_state_copy", "schedule_h", "decision_tools",
}  # fmt: skip
PACK = """\
key = "ours"
title = "Our own report"
authority = "Our board"
promises = ["C1"]
missing = ["All of it."]
{top}
[[rules]]
since = 2026-01-01
until = 2026-12-31
state = "in force"
holds_for = "Us."
asks = "A report."
people = "Everybody."
period = "A year."
{rule}
[rules.deadline]
says = "In spring."
{deadline}
{more}
[[sources]]
title = "Minutes"
at = "board.example.org"
read = 2026-11-21
{source}
"""


def pack(folder: Path, text: str = PACK, **parts: str) -> Path:
    """Write a pack with something added to one of its tables."""
    places = dict.fromkeys(("top", "rule", "deadline", "more", "source"), "")
    path = folder / "ours.toml"
    path.write_text(text.format(**{**places, **parts}), encoding="utf-8")
    return path


def refusal(path: Path) -> Problem:
    with pytest.raises(Problem) as refused:
        read(path)
    return refused.value


def test_the_programs_of_the_plan_are_shipped() -> None:
    assert {program.key for program in shipped()} == ASKED_FOR


@pytest.mark.parametrize("program", shipped(), ids=lambda program: program.key)
def test_a_shipped_program_is_whole(program: Program) -> None:
    assert program.answers or program.missing
    for rule in program.rules:
        assert rule.asks.endswith(".")
        assert rule.deadline.says.endswith(".")
        assert rule.state is not State.VERIFY or rule.why
    for source in program.sources:
        assert "." in source.at
        assert source.read >= date(2026, 11, 21)


@pytest.mark.parametrize("program", shipped(), ids=lambda program: program.key)
def test_what_is_said_to_answer_exists(program: Program) -> None:
    known = {measure.key for measure in every_measure()}
    assert {answer.measure for answer in program.answers if answer.measure} <= known
    for vision in names():
        assert set(program.promises) <= {row.key for row in shipped_vision(vision).commitments}


def test_no_review_is_claimed_that_did_not_happen() -> None:
    assert [program.key for program in shipped() if program.reviewed_by] == []


def test_no_program_has_a_field_for_a_share_of_a_group() -> None:
    fields = {*Program.__dataclass_fields__, *type(shipped()[0].rules[0]).__dataclass_fields__}
    assert [name for name in fields if re.search("goal|quota|target|share|group", name)] == []


@pytest.mark.parametrize(
    ("key", "day", "state"),
    [
        ("eeo1", date(2025, 5, 19), None),
        ("eeo1", date(2025, 5, 20), State.IN_FORCE),
        ("eeo1", date(2026, 5, 13), State.IN_FORCE),
        ("eeo1", date(2026, 5, 14), State.VERIFY),
        ("accreditor_outcomes", date(2022, 12, 31), None),
        ("accreditor_outcomes", date(2025, 12, 31), State.IN_FORCE),
        ("accreditor_outcomes", date(2026, 1, 1), State.VERIFY),
        ("medicaid_hospital_incentive", date(2025, 12, 31), State.IN_FORCE),
        ("medicaid_hospital_incentive", date(2027, 12, 31), State.VERIFY),
        ("medicaid_hospital_incentive", date(2028, 1, 1), None),
        ("decision_tools", date(2026, 6, 15), State.IN_FORCE),
        ("decision_tools", date(2026, 6, 16), State.VERIFY),
    ],
)
def test_a_day_is_judged_by_the_rule_of_that_day(key: str, day: date, state: State | None) -> None:
    rule = chosen(shipped(), key).rule_on(day)
    assert (rule.state if rule else None) is state


def test_past_days_are_judged_by_past_law() -> None:
    nih = chosen(shipped(), "nih_inclusion")
    before, after = nih.rule_on(date(2025, 8, 15)), nih.rule_on(date(2025, 8, 16))
    assert before
    assert after
    assert "sex or gender" in before.asks
    assert "no longer gender" in after.asks
    medicaid = chosen(shipped(), "medicaid_hospital_incentive")
    levels = [rule.threshold for rule in medicaid.rules]
    assert "80 %" in levels[0]
    assert levels[1] == ""


def test_a_change_is_known_from_the_day_it_was_proposed() -> None:
    eeo1 = chosen(shipped(), "eeo1")
    assert eeo1.changes_on(date(2026, 5, 13)) == ()
    assert [change.state for change in eeo1.changes_on(date(2026, 5, 14))] == [State.PROPOSED]


def test_a_pack_of_ones_own_stands_beside_the_shipped_or_in_their_place(tmp_path: Path) -> None:
    assert {program.key for program in with_own([pack(tmp_path)])} == {*ASKED_FOR, "ours"}
    text = PACK.replace('"ours"', '"eeo1"')
    replaced = with_own([pack(tmp_path, text)])
    assert len(replaced) == len(ASKED_FOR)
    assert chosen(replaced, "eeo1").title == "Our own report"


@pytest.mark.parametrize(
    ("parts", "missing", "extent"),
    [
        ({}, '["All of it."]', Extent.NOTHING),
        ({"more": '[[answers]]\ncommand = "x"\ngives = "y"'}, '["Some."]', Extent.PART),
        ({"more": '[[answers]]\ncommand = "x"\ngives = "y"'}, "[]", Extent.WHOLE),
    ],
)
def test_how_much_is_answered_follows_from_what_is_missing(
    tmp_path: Path, parts: dict[str, str], missing: str, extent: Extent
) -> None:
    text = PACK.replace('["All of it."]', missing)
    assert read(pack(tmp_path, text, **parts)).extent is extent


def test_a_review_is_read_with_its_day(tmp_path: Path) -> None:
    seen = read(pack(tmp_path, top='reviewed_by = "Counsel"\nreviewed_on = 2026-11-20'))
    assert (seen.reviewed_by, seen.reviewed_on) == ("Counsel", date(2026, 11, 20))


NEXT = PACK.split("[[rules]]")[1].split("[rules.deadline]", maxsplit=1)[0].replace("{rule}", "")
SECOND = f'[[rules]]{NEXT}[rules.deadline]\nsays = "x."\n'


@pytest.mark.parametrize(
    ("parts", "code", "words"),
    [
        ({"top": "quota = 3"}, "program-unknown-field", ("ours.toml", "'quota'")),
        ({"rule": "why = 3"}, "program-wrong-kind", ("ours.toml, rules 1", "'why'")),
        ({"rule": 'threshold = " "'}, "program-wrong-kind", ("rules 1", "'threshold'")),
        ({"deadline": "dates = ['x']"}, "program-wrong-kind", ("rules 1, deadline", "'dates'")),
        ({"deadline": "days = true"}, "program-wrong-kind", ("rules 1, deadline", "'days'")),
        ({"deadline": 'every = "02-29"'}, "program-wrong-value", ("deadline", "'every'")),
        ({"deadline": 'every = "2-1"'}, "program-wrong-value", ("deadline", "'every'")),
        ({"deadline": "month_day = 29"}, "program-wrong-value", ("deadline", "'month_day'")),
        ({"deadline": "days = 9999"}, "program-wrong-value", ("deadline", "'days'")),
        ({"deadline": "days = 3"}, "program-wrong-value", ("deadline", "'counted_from'")),
        ({"deadline": 'counted_from = "x"'}, "program-wrong-value", ("'counted_from'",)),
        ({"top": 'reviewed_by = "A"'}, "program-wrong-value", ("ours.toml", "'reviewed_by'")),
        ({"more": SECOND}, "program-wrong-value", ("'rules'", "2026-01-01")),
        (
            {"more": '[[changes]]\nstate = "ended"\nsince = 2026-01-01\nsays = "x"'},
            "program-wrong-value", ("changes 1", "'state'"),
        ),
        (
            {"more": '[[answers]]\nmeasure = "a"\ncommand = "b"\ngives = "c"'},
            "program-wrong-value", ("answers 1", "'measure'"),
        ),
        ({"more": '[[answers]]\ngives = "c"'}, "program-wrong-value", ("answers 1", "'measure'")),
        ({"top": "= ="}, "program-unreadable", ("ours.toml",)),
    ],
)  # fmt: skip
def test_a_bad_pack_is_refused_with_its_file_and_field(
    tmp_path: Path, parts: dict[str, str], code: str, words: tuple[str, ...]
) -> None:
    problem = refusal(pack(tmp_path, **parts))
    assert problem.code == code
    assert problem.do
    assert [word for word in words if word not in problem.says] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('title = "Our own report"\n', "", "program-incomplete", ("ours.toml", "'title'")),
        ('"in force"', '"verify"', "program-wrong-value", ("rules 1", "'why'")),
        ('"in force"', '"dead"', "program-wrong-value", ("rules 1", "'state' is 'dead'")),
        ("2026-12-31", "2025-12-31", "program-wrong-value", ("rules 1", "'until'")),
        ("2026-12-31", '"2026-12-31"', "program-wrong-kind", ("rules 1", "'until'")),
        ('["All of it."]', "[]", "program-wrong-value", ("'missing'",)),
        ('["C1"]', "[1]", "program-wrong-kind", ("'promises'",)),
    ],
)
def test_a_pack_that_lacks_something_is_refused_too(
    tmp_path: Path, old: str, new: str, code: str, words: tuple[str, ...]
) -> None:
    problem = refusal(pack(tmp_path, PACK.replace(old, new)))
    assert problem.code == code
    assert [word for word in words if word not in problem.says] == []


def test_a_pack_without_rules_or_sources_is_refused(tmp_path: Path) -> None:
    head = PACK.split("{top}", maxsplit=1)[0]
    problem = refusal(pack(tmp_path, head + "rules = []\nsources = []\n"))
    assert (problem.code, "'rules'" in problem.says) == ("program-wrong-value", True)


def test_a_pack_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.toml").code == "program-missing"
    (tmp_path / "ours.toml").write_bytes(b"\xff\xfe\x00")
    assert refusal(tmp_path / "ours.toml").code == "program-unreadable"
