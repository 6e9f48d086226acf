"""Read program files: those that come with Commonweal, and those that an institution brings.

Checks what can not be. It does not check whether a law is as the file says: a person does that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from commonweal.kinds import Problem
from commonweal.vision.programs import form
from commonweal.vision.programs.deadline import Deadline
from commonweal.vision.programs.program import Answer, Change, Program, Rule, Source, State

LONGEST_MONTH_DAY = 28  # every month has it
FARTHEST = {"days": 3660, "months": 120}  # a count beyond ten years is a slip of the pen


def shipped() -> tuple[Program, ...]:
    """Read the programs that come with Commonweal, by key.

    >>> "eeo1" in [program.key for program in shipped()]
    True
    """
    files = [one for one in resources.files(__package__).iterdir() if one.name.endswith(".toml")]
    read_in = [_parse(one.read_text(encoding="utf-8"), one.name) for one in files]
    return tuple(sorted(read_in, key=lambda program: program.key))


def with_own(paths: Sequence[Path]) -> tuple[Program, ...]:
    """Read the shipped programs and one's own; a file with a shipped key takes its place.

    paths: files of one's own
    Gives the programs by key.
    Fails as `read` does.
    >>> with_own(()) == shipped()
    True
    """
    found = {program.key: program for program in shipped()}
    found |= {program.key: program for program in map(read, paths)}
    return tuple(found[key] for key in sorted(found))


def read(path: Path) -> Program:
    """Read one program file.

    path: a TOML file of the form of the shipped ones
    Gives a Program whose rules follow each other and never hold at once.
    Fails with Problem "program-missing", "program-unreadable", "program-incomplete",
    "program-unknown-field", "program-wrong-kind" or "program-wrong-value".
    >>> read(Path("no-such-program.toml"))
    Traceback (most recent call last):
    ...
    commonweal.kinds.problem.Problem: There is no program file at no-such-program.toml. ...
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _unreadable(path.name, "it is not UTF-8 text") from None
    except OSError:
        raise Problem(
            "program-missing",
            f"There is no program file at {path.as_posix()}.",
            "Name a TOML file that can be read.",
        ) from None
    return _parse(text, path.name)


def _parse(text: str, where: str) -> Program:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(where, str(error)) from None
    return _program(content, where)


def _unreadable(where: str, why: str) -> Problem:
    return Problem(
        "program-unreadable",
        f"{where} can not be read as TOML: {why}.",
        "Compare it with a program file that comes with Commonweal.",
    )


def _program(content: dict[str, Any], where: str) -> Program:
    given = form.fields(content, form.PROGRAM, where)
    if bool(given["reviewed_by"]) != bool(given["reviewed_on"]):
        raise form.refused(
            where, "reviewed_by", "and 'reviewed_on' go together", "Write both, or neither."
        )
    if not given["rules"] or not given["sources"]:
        raise form.refused(
            where, "rules", "or 'sources' is empty", "Write one rule and one source at least."
        )
    if not given["answers"] and not given["missing"]:
        raise form.refused(
            where, "missing", "is empty, and nothing answers", "Say what is missing."
        )
    parts = {
        "rules": _in_order([_rule(*each) for each in _tables(given, "rules", where)], where),
        "changes": tuple(_change(*each) for each in _tables(given, "changes", where)),
        "sources": tuple(
            Source(**form.fields(table, form.SOURCE, place))
            for table, place in _tables(given, "sources", where)
        ),
        "answers": tuple(_answer(*each) for each in _tables(given, "answers", where)),
        "promises": tuple(given["promises"]),
        "missing": tuple(given["missing"]),
    }
    return Program(**{**given, **parts})


def _tables(given: dict[str, Any], name: str, where: str) -> list[tuple[dict[str, Any], str]]:
    return [(table, f"{where}, {name} {place}") for place, table in enumerate(given[name], 1)]


def _rule(content: dict[str, Any], where: str) -> Rule:
    given = form.fields(content, form.RULE, where)
    state = _state(given["state"], where, tuple(State))
    if state is State.VERIFY and not given["why"]:
        raise form.refused(
            where, "why", "is empty for a rule to verify", "Say what was not confirmed."
        )
    if given["until"] is not None and given["until"] < given["since"]:
        raise form.refused(where, "until", "lies before 'since'", "Correct one of the two days.")
    deadline = _deadline(given["deadline"], f"{where}, deadline")
    return Rule(**{**given, "state": state, "deadline": deadline})


def _in_order(rules: list[Rule], where: str) -> tuple[Rule, ...]:
    for before, after in pairwise(rules):
        if before.until is None or before.until >= after.since:
            raise form.refused(
                where,
                "rules",
                f"has two rules for {after.since.isoformat()}, or they are out of order",
                "End each rule on the day before the next begins.",
            )
    return tuple(rules)


def _deadline(content: dict[str, Any], where: str) -> Deadline:
    given = form.fields(content, form.DEADLINE, where)
    if given["every"] and not _is_day_of_year(given["every"]):
        raise form.refused(
            where, "every", "is no day that each year has", "Write it as MM-DD, such as 02-01."
        )
    if not 0 <= given["month_day"] <= LONGEST_MONTH_DAY:
        raise form.refused(where, "month_day", "is not 1 to 28", "Write a day that months have.")
    for name, most in FARTHEST.items():
        if abs(given[name]) > most:
            raise form.refused(where, name, "counts more than ten years", "Write a nearer day.")
    counts = given["days"] or given["month_day"]
    if bool(counts) != bool(given["counted_from"]):
        raise form.refused(
            where,
            "counted_from",
            "and a count of days or months go together",
            "Write both, or neither.",
        )
    return Deadline(**{**given, "dates": tuple(sorted(given["dates"]))})


def _is_day_of_year(text: str) -> bool:
    try:
        return date.fromisoformat(f"2023-{text}").strftime("%m-%d") == text
    except ValueError:
        return False


def _change(content: dict[str, Any], where: str) -> Change:
    given = form.fields(content, form.CHANGE, where)
    state = _state(given["state"], where, (State.PROPOSED, State.POSTPONED))
    return Change(**{**given, "state": state})


def _answer(content: dict[str, Any], where: str) -> Answer:
    given = form.fields(content, form.ANSWER, where)
    if bool(given["measure"]) == bool(given["command"]):
        raise form.refused(
            where, "measure", "or 'command', one of them, must be there", "Write one of the two."
        )
    return Answer(**given)


def _state(text: str, where: str, known: tuple[State, ...]) -> State:
    if text not in [state.value for state in known]:
        raise form.refused(
            where,
            "state",
            f"is '{text}'",
            f"Write one of: {', '.join(state.value for state in known)}.",
        )
    return State(text)
