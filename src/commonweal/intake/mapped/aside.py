"""Rules of a mapping for rows that a system made and nobody lived: listed, never taken in.

At each month's end some systems write "encounters" without place, class or time. Counted as visits
they would ruin every denominator. A rule is data in the mapping; one for encounters stands always.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonweal.intake.mapped.cell import Cell, text, texts, unreadable
from commonweal.intake.mapped.moments import PLAIN, Way, midnight_of

Value = str | tuple[str, ...]
SYSTEM_MADE = "system_made"
_REASON = re.compile(r"[a-z][a-z_]{0,39}")
_SETTINGS = {"reason", "empty", "equals", "month_end"}
_EVIDENCE = ("visit_class", "org_key", "start")
_NOWHERE = ("visit_class", "org_key", "end", "type")


@dataclass(frozen=True)
class Aside:
    """Say which rows are set aside: all that is said must hold of one.

    reason: the word under which they are counted
    empty: columns of the file without a value
    equals: columns of the file, and the values of which each bears one
    month_end: column of the file whose time is the midnight of a month's last day, or ""
    way: how the times of that column are written

    >>> rule = Aside(empty=("place",), month_end="day")
    >>> [rule.holds({"place": "", "day": day}) for day in ("2020-02-29", "2020-03-01")]
    [True, False]
    """

    reason: str = SYSTEM_MADE
    empty: tuple[str, ...] = ()
    equals: tuple[tuple[str, tuple[str, ...]], ...] = ()
    month_end: str = ""
    way: Way = PLAIN

    @property
    def names(self) -> frozenset[str]:
        """Name the columns of the file that the rule looks at."""
        return frozenset((*self.empty, *dict(self.equals), self.month_end)) - {""}

    def holds(self, cells: Mapping[str, Value]) -> bool:
        """Say whether a row is to be set aside."""
        return (
            not any(cells[name] for name in self.empty)
            and all(cells[name] in values for name, values in self.equals)
            and (not self.month_end or _at_month_end(cells[self.month_end], self.way))
        )


def read_asides(path: Path, entry: dict[str, Any], columns: dict[str, Cell]) -> tuple[Aside, ...]:
    """Read the rules of a part of a mapping, the one that stands always last.

    path: TOML file
    entry: the part
    columns: where its columns stand
    Fails with Problem "mapping-unreadable".
    """
    given = entry.get("set_aside", [])
    if not isinstance(given, list) or not isinstance(entry.get("system_made", True), bool):
        raise unreadable(path, "'set_aside' is a list of rules, and 'system_made' true or false")
    ways = {cell.column: cell.way for cell in columns.values()}
    found = [_rule(path, rule, ways) for rule in given]
    if entry.get("system_made", True) and entry.get("table") == "encounter":
        found += _always(columns)
    return tuple(found)


def reason_of(rules: tuple[Aside, ...], cells: Mapping[str, Value]) -> str:
    """Give the reason for which a row is set aside, or "" when it is taken in.

    rules: of its file, in their order
    cells: values by the file's column
    """
    return next((rule.reason for rule in rules if rule.holds(cells)), "")


def _always(columns: dict[str, Cell]) -> Iterator[Aside]:
    """Give the rule for encounters, where the file has the columns that can tell."""
    where = {name: cell.column for name, cell in columns.items() if cell.column}
    if all(name in where for name in _EVIDENCE):
        empty = tuple(where[name] for name in _NOWHERE if name in where)
        yield Aside(empty=empty, month_end=where["start"], way=columns["start"].way)


def _rule(path: Path, rule: Any, ways: dict[str | None, Way]) -> Aside:
    if not isinstance(rule, dict) or set(rule) - _SETTINGS or not set(rule) - {"reason"}:
        raise unreadable(path, f"a rule of 'set_aside' says {', '.join(sorted(_SETTINGS))}")
    reason = text(path, rule.get("reason", SYSTEM_MADE))
    if not _REASON.fullmatch(reason):
        raise unreadable(path, "a 'reason' is small letters and underscores")
    equals = rule.get("equals", {})
    if not isinstance(equals, dict):
        raise unreadable(path, "'equals' is not a table")
    month_end = text(path, rule["month_end"]) if "month_end" in rule else ""
    return Aside(
        reason, texts(path, rule.get("empty", [])),
        tuple((name, texts(path, values)) for name, values in equals.items()),
        month_end, ways.get(month_end, PLAIN),
    )  # fmt: skip


def _at_month_end(value: Value, way: Way) -> bool:
    day = midnight_of(value, way) if isinstance(value, str) and value else None
    return day is not None and day.day == monthrange(day.year, day.month)[1]
