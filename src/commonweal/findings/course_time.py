"""How groups fared over time: run charts, gap lines, and this period beside the one before.

Made of released tables alone; limits, rules and lines are those of `stats.time`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure import Gap, Rate, Released, ReleasedRow
from commonweal.findings import course_words, numbers, told, words
from commonweal.findings.compose import ORDER, apart
from commonweal.findings.course import GapLine, Moment, RunChart, SlopeLine
from commonweal.findings.parts import KEPT_BACK, Parts, count_of, row_of
from commonweal.findings.row import Cell
from commonweal.measures.measure import Measure
from commonweal.stats.time import Chart, gap_trend, proportion_chart

FloatArray = NDArray[np.float64]
# Fewer points than this are no chart, and fewer than three gaps no line.
FEWEST, FEWEST_GAPS = 6, 3
MOST_GAPS = 4
TWICE_SIGMA = 2 * 1.959963984540054  # how many standard errors a 95 % interval is wide


def tables_of(blocks: tuple[Parts, ...], code: str) -> tuple[Released, ...]:
    """List the tables that show a group, or everybody: those of the last years without a gap.

    blocks: the years in order, each with its months or quarters
    code:   of the group; "" is everybody
    >>> tables_of((), "female")
    ()
    """
    found: tuple[Released, ...] = ()
    for block in reversed(blocks):
        if not (code in block.shown if code else block.open):
            break
        found = block.tables + found
    return found


def runs(
    everybody: tuple[Parts, ...], blocks: tuple[Parts, ...], names: dict[str, str]
) -> tuple[RunChart, ...]:
    """Chart everybody, then each group; a group that may not be shown keeps its place in words.

    everybody: the years in order, each with the parts in which everybody is shown
    blocks:    the same with the parts in which groups are shown
    names:     code -> label of the groups, in the order of the finding
    Gives () where there are fewer than six parts with a figure of everybody.
    >>> runs((), (), {"female": "Female"})
    ()
    """
    first = _run(words.EVERYBODY, tables_of(everybody, ""), "")
    if first is None:
        return ()
    found = [first]
    for code, label in names.items():
        made = _run(label, tables_of(blocks, code), code)
        kept = RunChart(label, (), Cell(None, KEPT_BACK), (), course_words.RUN_HIDDEN)
        found.append(made or kept)
    return tuple(found)


def _run(label: str, tables: tuple[Released, ...], code: str) -> RunChart | None:
    rows = [row_of(table, code) for table in tables]
    if sum(row is not None and row.rate is not None for row in rows) < FEWEST:
        return None
    events = [count_of(row, "numerator") for row in rows]
    chart = proportion_chart(events, [count_of(row, "denominator") for row in rows])
    beyond = (chart.beyond | chart.run)[0]
    moments = tuple(
        moment(table, row, beyond=bool(fired))
        for table, row, fired in zip(tables, rows, beyond, strict=True)
    )
    limits = tuple(
        (_percent(low), _percent(high))
        for low, high in zip(chart.low[0], chart.high[0], strict=True)
    )
    return RunChart(label, moments, _percent(chart.center[0]), limits, _rule(chart, moments))


def moment(table: Released, row: ReleasedRow | None, *, beyond: bool = False) -> Moment:
    """Say how a row of a table fared; where there is none, that nobody was counted.

    table:  what may be told of that time
    row:    of a group or everybody, or None
    beyond: whether a rule fired
    >>> moment.__name__
    'moment'
    """
    nobody = Cell(None, words.NOBODY)
    label, day = table.period.label, table.period.first.isoformat()
    if row is None:
        return Moment(label, day, nobody, nobody, nobody, Cell(0, "0"), beyond)
    rate, low, high, _ = told.rate_cells(row)
    return Moment(label, day, rate, low, high, numbers.whole(row.denominator), beyond)


def _percent(value: float) -> Cell:
    return Cell(float(value), numbers.percent(value)) if isfinite(value) else numbers.NOTHING


def _rule(chart: Chart, moments: tuple[Moment, ...]) -> str:
    """Say which rule fired, the limits before the row of eight."""
    if chart.reason[0]:
        return course_words.NO_LIMITS
    out = [one.label for one, fired in zip(moments, chart.beyond[0], strict=True) if fired]
    if out:
        return course_words.beyond(len(out)).format(
            moments=numbers.joined(tuple(out), words.LISTED)
        )
    in_a_row = [one.label for one, fired in zip(moments, chart.run[0], strict=True) if fired]
    if in_a_row:
        return course_words.IN_A_ROW.format(moment=in_a_row[0])
    return course_words.NO_RULE


def gaps(year: Released, blocks: tuple[Parts, ...], a_year: int) -> tuple[GapLine, ...]:
    """Lay the gap of the groups with the gravest verdicts along time, four at most.

    year:   the released table of the finding, whose verdicts lead
    blocks: the years in order, each with its parts
    a_year: how many parts a year has
    Gives () where no group has a gap in three parts.
    >>> gaps.__name__
    'gaps'
    """
    found = []
    for row in sorted(year.rows, key=_gravity):
        code = row.group.code if row.group else ""
        if row.grade and isinstance(row.gap, Gap):
            line = gap_line(row, tables_of(blocks, code), a_year)
            found += [line] if line else []
    return tuple(found[:MOST_GAPS])


def _gravity(row: ReleasedRow) -> tuple[int, float]:
    size = apart(row.gap.difference, as_ratio=row.gap.as_ratio) if isinstance(row.gap, Gap) else 0.0
    return ORDER.index(row.grade), -size


def gap_line(row: ReleasedRow, tables: tuple[Released, ...], a_year: int) -> GapLine | None:
    """Lay the gap of one group along time.

    row:    of the group in the table of the finding
    tables: in order of time, each of which shows the group and everybody
    a_year: how many tables a year has
    Gives None where the group has a gap in fewer than three of them.
    Source: `gap_trend`, a line weighted by the errors of the gaps
    >>> group = ReleasedRow(None, 50, (), 50, 20, 30, Rate(0.6), None, "")
    >>> gap_line(group, (), 12) is None
    True
    """
    code, label = (row.group.code, row.group.label) if row.group else ("", words.EVERYBODY)
    rows = [row_of(table, code) for table in tables]
    distances = [one.gap if one and isinstance(one.gap, Gap) else None for one in rows]
    if sum(one is not None for one in distances) < FEWEST_GAPS:
        return None
    both = list(zip(tables, rows, strict=True))
    return GapLine(
        label,
        tuple(moment(table, one) for table, one in both),
        tuple(_others(table, one) for table, one in both),
        tuple(one is not None and (one.low > 0 or one.high < 0) for one in distances),
        _verdict(distances, a_year),
    )


def _others(table: Released, row: ReleasedRow | None) -> Moment:
    """Say how everybody else fared; nobody computed limits for them."""
    every = table.everybody
    rate = every.rate.value if isinstance(every.rate, Rate) else None
    if row and row.denominator:
        rate = row.gap.rest_rate if isinstance(row.gap, Gap) else None
    shown = Cell(None, words.NOBODY) if rate is None else _percent(rate)
    people = numbers.whole(count_of(every, "denominator") - count_of(row, "denominator"))
    label, day = table.period.label, table.period.first.isoformat()
    return Moment(label, day, shown, numbers.NOTHING, numbers.NOTHING, people)


def _verdict(distances: list[Gap | None], a_year: int) -> str:
    known = [(place, one) for place, one in enumerate(distances) if one is not None]
    value = np.array([one.difference for _, one in known])
    error = np.array([(one.high - one.low) / TWICE_SIGMA for _, one in known])
    when = np.array([place / a_year for place, _ in known])
    none = np.zeros(len(known))
    line = gap_trend(value, error, none, none, periods=when).absolute
    slope, low, high = (float(one[0]) for one in (line.value, line.low, line.high))
    if not isfinite(slope):
        return course_words.TOO_SHORT
    if line.flags[0]:
        return course_words.UNEVEN
    if low <= 0 <= high:
        return course_words.STEADY.format(size=numbers.size(max(-low, high)))
    message = course_words.WIDENING if slope * value.mean() > 0 else course_words.CLOSING
    return message.format(**numbers.spread(slope, low, high))


def slopes(measure: Measure, now: Released, before: Released) -> tuple[SlopeLine, ...]:
    """Set each group beside itself one period before, where both figures may be shown.

    measure: the declaration
    now:     what may be told of this period
    before:  the same of the period before
    >>> slopes.__name__
    'slopes'
    """
    found = []
    for row in now.rows:
        then = row_of(before, row.group.code) if row.group and row.group.stated else None
        if row.group and then and isinstance(row.rate, Rate) and isinstance(then.rate, Rate):
            both = (_figure(measure, table, one) for table, one in ((before, then), (now, row)))
            found.append(SlopeLine(row.group.label, *both))
    return tuple(found)


def _figure(measure: Measure, table: Released, row: ReleasedRow) -> Moment:
    if told.is_rate(measure):
        return moment(table, row)
    rate, low, high, _ = told.value_cells(measure, row)
    label, day = table.period.label, table.period.first.isoformat()
    return Moment(label, day, rate, low, high, numbers.whole(row.denominator))


def named(table: Released) -> Iterator[tuple[str, str]]:
    """Name the groups of a table that said who they are: code and label.

    table: what may be told
    >>> named.__name__
    'named'
    """
    for row in table.rows:
        if row.group and row.group.stated:
            yield row.group.code, row.group.label
