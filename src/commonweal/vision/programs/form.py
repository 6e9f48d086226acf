"""The form of a program file: which fields it has, of which kind, and what is said when one is not.

Knows fields and kinds only; what they mean stands in program.py and deadline.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from commonweal.kinds import Problem

WORDS: dict[type, str] = {
    str: "text, not empty",
    bool: "true or false",
    int: "a whole number",
    date: "a day, as 2027-02-01 without quotes",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True)
class Field:
    """Declare one field of a table in the file.

    kind:   its type
    of:     type of the members of a list
    needed: whether it must be there
    empty:  what stands where it is absent

    >>> Field(str).needed
    True
    """

    kind: type
    of: type = str
    needed: bool = True
    empty: Any = None


TEXT = Field(str)
MAYBE = Field(str, needed=False, empty="")
NUMBER = Field(int, needed=False, empty=0)
TABLES = Field(list, dict, needed=False, empty=[])
PROGRAM = {
    "key": TEXT,
    "title": TEXT,
    "authority": TEXT,
    "promises": Field(list),
    "rules": Field(list, dict),
    "changes": TABLES,
    "sources": Field(list, dict),
    "answers": TABLES,
    "missing": Field(list, needed=False, empty=[]),
    "reviewed_by": MAYBE,
    "reviewed_on": Field(date, needed=False),
}
RULE = {
    "since": Field(date),
    "until": Field(date, needed=False),
    "state": TEXT,
    "why": MAYBE,
    "holds_for": TEXT,
    "asks": TEXT,
    "people": TEXT,
    "threshold": MAYBE,
    "period": TEXT,
    "deadline": Field(dict),
}
DEADLINE = {
    "dates": Field(list, date, needed=False, empty=[]),
    "every": MAYBE,
    "rolls": Field(bool, needed=False, empty=False),
    "counted_from": MAYBE,
    "days": NUMBER,
    "months": NUMBER,
    "month_day": NUMBER,
    "says": TEXT,
    "check": MAYBE,
}
CHANGE = {"state": TEXT, "since": Field(date), "says": TEXT}
SOURCE = {"title": TEXT, "at": TEXT, "read": Field(date)}
ANSWER = {"measure": MAYBE, "command": MAYBE, "gives": TEXT}


def fields(content: dict[str, Any], form: dict[str, Field], where: str) -> dict[str, Any]:
    """Check one table of the file and give its fields, absent ones filled in.

    content: the table as read
    form:    the fields it may have
    where:   the file and the table, for the words of a Problem
    Fails with Problem "program-unknown-field", "program-incomplete" or "program-wrong-kind".
    >>> fields({"title": "T", "at": "x", "read": date(2026, 11, 21)}, SOURCE, "a.toml")["at"]
    'x'
    """
    for name in content:
        if name not in form:
            raise Problem(
                "program-unknown-field",
                f"{where} has a field '{name}' that is not known there.",
                f"Fields there are: {', '.join(form)}.",
            )
    return {name: _value(content.get(name), name, field, where) for name, field in form.items()}


def refused(where: str, name: str, why: str, do: str) -> Problem:
    """Say that a field holds what it can not hold: Problem "program-wrong-value".

    where: the file and the table
    name:  the field
    why:   what is wrong with it
    do:    what to write
    >>> refused("a.toml", "every", "is no day of a year", "Write MM-DD.").says
    "In a.toml, 'every' is no day of a year."
    """
    return Problem("program-wrong-value", f"In {where}, '{name}' {why}.", do)


def _value(value: Any, name: str, field: Field, where: str) -> Any:
    if value is None:
        if field.needed:
            raise Problem(
                "program-incomplete", f"{where} lacks '{name}'.", f"Write it as {_wanted(field)}."
            )
        return field.empty
    if not _fits(value, field):
        raise Problem(
            "program-wrong-kind",
            f"{where} has '{name}' in a form that can not be read.",
            f"Write it as {_wanted(field)}.",
        )
    return value


def _fits(value: Any, field: Field) -> bool:
    if type(value) is not field.kind:  # a moment is a date to Python, and true is a number
        return False
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list):
        return all(type(member) is field.of for member in value)
    return True


def _wanted(field: Field) -> str:
    if field.kind is list:
        return f"a list; each member: {WORDS[field.of]}"
    return WORDS[field.kind]
