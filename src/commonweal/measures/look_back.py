"""How far back measures look: found by walking their declarations, so that nobody has to state it.

What can not be told from a declaration counts as "ever": then all rows are kept.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta

from commonweal.kinds import Period
from commonweal.measures.criteria import (
    Beside,
    During,
    Edge,
    LastOf,
    Lies,
    Moment,
    Overlaps,
    Records,
    Relation,
    SameKey,
    Window,
    Within,
)
from commonweal.measures.measure import Measure, Unit

# A result may come in long after the visit that it belongs to has ended.
BEFORE_LINKED = timedelta(days=366)


@dataclass(frozen=True)
class LookBack:
    """Say how far back a table is looked at.

    since:   first day that is looked at, or None where all days are
    measure: key of the measure that looks farthest

    >>> LookBack(date(2019, 1, 1), "care.a1c_poor").since
    datetime.date(2019, 1, 1)
    """

    since: date | None
    measure: str


def look_backs(measures: Iterable[Measure], period: Period) -> dict[str, LookBack]:
    """Give how far back each table is looked at; of a table that is not here nobody asks.

    measures: those in use
    period:   the earliest that is measured

    >>> from commonweal.measures.registry import find
    >>> found = look_backs([find("care.flu_vaccine_simple")], Period.parse("2020"))
    >>> found["encounter"].since.year
    2020
    """
    found: dict[str, LookBack] = {}
    for measure in measures:
        for table, since in _reaches(measure, period):
            before = found.get(table)
            if before is None or _farther(since, before.since):
                found[table] = LookBack(since, measure.key)
    return found


def _farther(since: date | None, than: date | None) -> bool:
    return than is not None and (since is None or since < than)


def _reaches(measure: Measure, period: Period) -> Iterator[tuple[str, date | None]]:
    """Give (table, first day that is looked at); whole tables count as looked at for ever."""
    walked = list(_walked(measure, period))
    yield from walked
    yield from ((name, None) for name in set(measure.needs) - {name for name, _ in walked})
    unit = measure.unit_of_analysis
    if not isinstance(unit, Unit):
        yield unit.name, None
        yield from ((table.name, None) for table in measure.beside)


def _walked(node: object, period: Period) -> Iterator[tuple[str, date | None]]:
    if isinstance(node, tuple):
        for item in node:
            yield from _walked(item, period)
    elif isinstance(node, Records | LastOf):
        yield from _of(node, period, None)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            yield from _walked(getattr(node, field.name), period)


def _of(records: Relation, period: Period, outer: date | None) -> Iterator[tuple[str, date | None]]:
    """Give how far back records are looked at, and those that they are held against.

    outer: first day of records that these are linked to, so linked that it bounds these too
    """
    tests = records.tests + (records.records.tests if isinstance(records, LastOf) else ())
    windows = [test.window for test in tests if isinstance(test, Overlaps | During)
               or (isinstance(test, Lies) and not test.or_missing)]  # fmt: skip
    known = [day for day in (_first(window, period) for window in windows) if day is not None]
    since = max(known) if known else outer
    yield records.table.name, since
    for test in tests:
        if isinstance(test, Beside):
            yield from _of(test.records, period, _linked(test, since))


def _linked(beside: Beside, since: date | None) -> date | None:
    """Give the first day of records that are linked to others, or None where no link says it."""
    if since is None:
        return None
    days = []
    for link in beside.links:
        if isinstance(link, Within):
            days.append(since - timedelta(days=max(link.before, link.after)))
        elif isinstance(link, SameKey):
            days.append(since - BEFORE_LINKED)
    return max(days) if days else None


def _first(window: Window, period: Period) -> date | None:
    return None if window.first is None else _day(window.first, period)


def _day(moment: Moment, period: Period) -> date:
    edge = period.first if moment.edge is Edge.START else period.last
    months = 12 * (edge.year + moment.years) + edge.month - 1 + moment.months
    year, month = divmod(months, 12)
    day = min(edge.day, calendar.monthrange(year, month + 1)[1])
    if moment.on is not None:
        month, day = moment.on[0] - 1, moment.on[1]
    return date(year, month + 1, day) + timedelta(days=moment.days)


def oldest(found: Mapping[str, LookBack], table: str) -> date | None:
    """Give the first day that is looked at of a table; None where all rows are kept.

    found: from `look_backs`
    table: its name; one that no measure looks at may be looked at by a person, and is kept

    >>> oldest({"encounter": LookBack(date(2020, 1, 1), "x")}, "encounter")
    datetime.date(2020, 1, 1)
    >>> oldest({}, "encounter") is None
    True
    """
    return found[table].since if table in found else None
