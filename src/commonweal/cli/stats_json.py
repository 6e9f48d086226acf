"""The answer of `commonweal stats` for machines: full precision, hidden numbers as their words."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from commonweal.cli.own_shown import Figure, Line, Number
from commonweal.cli.stats_answer import Answer, Measured, TableAnswer, rows_without
from commonweal.cli.stats_notes import foot, one_by_one
from commonweal.disclosure import Hidden
from commonweal.findings.words import ONE_BY_ONE


def write(answer: Answer, file: str, order: str | None, asked: tuple[str, ...]) -> str:
    """Write the answer.

    file:  name of the file
    order: name of the column with the order, or None
    asked: keys of the measures to write
    """
    declared, own = answer.declared, answer.own
    page = {
        "file": file,
        "scale": declared.scale,
        "better": "higher" if declared.favorable else "lower",
        "order": order,
        "reference": declared.reference,
        "level": declared.level,
        "drop_missing": declared.drop_missing,
        "own_table": declared.policy is None,
        "smallest": None if declared.policy is None else declared.policy.threshold,
        "rows": {
            "read": len(own.row) + len(own.blank),
            "blank": list(own.blank),
            "without_figure": rows_without(answer),
        },
        "columns_not_used": list(own.unused),
        "group_method": answer.method,
        "notes": [*([ONE_BY_ONE] if one_by_one(answer) else []), foot(answer)],
        "tables": [_table(one, asked) for one in answer.tables],
    }
    return json.dumps(page, indent=1, sort_keys=True, allow_nan=False)


def _table(table: TableAnswer, asked: tuple[str, ...]) -> dict[str, Any]:
    total = table.shown.total
    return {
        "table": table.shown.name,
        "groups": [{"group": line.group, **_line(line)} for line in table.shown.lines],
        "all": None if total is None else _line(total),
        "share_left_out": table.left_out,
        "any_inequality": {
            "q": _known(table.q.value),
            "degrees_of_freedom": table.freedom,
            "p": _known(table.p.value),
            "status": table.p.status,
            "reason": table.p.reason,
        },
        "measures": {key: _measured(table.measures[key]) for key in asked},
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "figure": _figure(line.figure),
        "events": _count(line.events),
        "people": _count(line.people),
    }


def _figure(figure: Figure | Hidden | None) -> dict[str, Any] | None:
    if isinstance(figure, Figure):
        return {
            "value": figure.value,
            "low": _known(figure.low),
            "high": _known(figure.high),
        }
    return None if figure is None else {"hidden": str(figure)}


def _count(number: Number) -> int | dict[str, str] | None:
    return {"hidden": str(number)} if isinstance(number, Hidden) else number


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "value": _known(one.value),
        "low": _known(one.low),
        "high": _known(one.high),
        "method": one.method,
        "status": one.status,
        "reason": one.reason,
        "flags": list(one.flags),
    }


def _known(value: float) -> float | None:
    return value if isfinite(value) else None
