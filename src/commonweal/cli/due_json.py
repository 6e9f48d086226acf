"""Write what is due for machines: the same facts as the lines, under stable names."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from commonweal.vision.programs.program import Program, Rule
from commonweal.vision.programs.upcoming import Due, Upcoming


def listed(found: Upcoming) -> str:
    """Write all that is due in a time.

    found: what is due
    """
    return _written(_found(found))


def whole(program: Program, found: Upcoming) -> str:
    """Write one program with when it is due.

    program: the program
    found:   when it is due
    """
    held = {"program": {**asdict(program), "answered": program.extent.value}}
    return _written({**_found(found), **held})


def _found(found: Upcoming) -> dict[str, Any]:
    return {
        "first": found.first,
        "last": found.last,
        "due": [_due(each, found.first) for each in found.dated],
        "no_date_known": [_due(each, found.first) for each in found.undated],
        "not_asked": [_silent(each, found.first) for each in found.silent],
        "unanswered": found.unanswered,
    }


def _due(due: Due, day: date) -> dict[str, Any]:
    return {
        **_named(due.program),
        "on": due.on.day if due.on else None,
        "day_is_certain": due.on.certain if due.on else None,
        "rule": asdict(due.rule),
        "changes": [asdict(change) for change in due.program.changes_on(day)],
        "answered": due.program.extent.value,
        "answers": [asdict(answer) for answer in due.program.answers],
        "missing": due.program.missing,
    }


def _silent(program: Program, day: date) -> dict[str, Any]:
    rule: Rule | None = program.rule_on(day)
    return {**_named(program), "state": rule.state.value if rule else "unknown"}


def _named(program: Program) -> dict[str, Any]:
    return {
        "key": program.key,
        "title": program.title,
        "authority": program.authority,
        "promises": program.promises,
        "reviewed_by": program.reviewed_by or None,
        "reviewed_on": program.reviewed_on,
    }


def _written(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=True, default=date.isoformat)
