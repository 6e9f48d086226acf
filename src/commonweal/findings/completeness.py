"""The quality report in guarded lines: how complete self-description is, and what is odd.

Counts of people go through disclosure like every other count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure import Hidden, Policy, Released, release
from commonweal.findings import numbers, quality_words, words
from commonweal.intake.quality import Completeness, QualityReport
from commonweal.kinds import Counts, Group, Period, Purpose
from commonweal.tables.registry import BY_NAME
from commonweal.tables.views import NOT_STATED

STATED = "stated"
LINES_OF_STOCK = 50
STATUSES = tuple(status for status, _ in NOT_STATED)


@dataclass(frozen=True)
class Line:
    """Hold one guarded line of completeness.

    attribute, site: what was asked, and where ("" is everywhere)
    shares:          (status, percent or the reason why it is not shown)
    people:          whose answers: patient, staff, learner ...

    >>> Line("language", "", (("stated", "92.0%"),)).shares[0][1]
    '92.0%'
    """

    attribute: str
    site: str
    shares: tuple[tuple[str, str], ...]
    people: str = "patient"


def completeness(
    report: QualityReport, policy: Policy | None = None, *, by_site: bool = False
) -> tuple[Line, ...]:
    """Guard every count of people in the completeness table.

    report:  of the quality of a version
    policy:  of disclosure
    by_site: whether each site has lines too
    Gives a line an attribute for all sites together, then for each site. All sites of an attribute
    are released as one table, so that no site can be worked out from the others and the whole.
    Sites with fewer people than may be shown are left out: all of theirs would be hidden, and a
    table of hundreds of them takes long to certify. Of staff, learners and others, fewer than that
    have no lines either.

    >>> states = {"stated": 80, "declined": 20}
    >>> asked = Completeness("language", "", "", 100, states, 0)
    >>> held = QualityReport("v", Period.parse("2020"), 100, False, (asked,), {}, (), (), (), (),
    ...                      (), 0, ())
    >>> completeness(held)[0].shares[0]
    ('stated', '80.0%')
    """
    least = (policy or Policy()).threshold
    told = [
        one
        for one in report.completeness
        if (by_site and one.people >= least if one.site else one.people)
        and (one.whom == "patient" or one.people >= least)
    ]
    asked = dict.fromkeys((one.whom, one.attribute) for one in told)
    tables = {key: _guarded(*key, told, report.period, policy) for key in asked}
    return tuple(
        Line(one.attribute, one.label if one.site else "", tuple(_shares(one, tables)), one.whom)
        for one in told
    )


def told(report: QualityReport, *, by_site: bool = False) -> list[str]:
    """Write the quality report as lines.

    report:  of the quality of a version
    by_site: whether each site has lines too

    >>> year = Period.parse("2020")
    >>> told(QualityReport("v", year, 0, False, (), {}, (), (), (), (), (), 0, ()))[0]
    'Quality of version v, 2020'
    """
    lines = [
        quality_words.TITLE.format(version=report.version, period=report.period.label),
        quality_words.PEOPLE_ALL if report.everybody else quality_words.PEOPLE,
        "",
        *_answers(report, completeness(report, by_site=by_site)),
        "",
        quality_words.ROWS,
    ]
    lines += [
        f"  {table:22} {_rows(table, count):>12}" for table, count in sorted(report.rows.items())
    ]
    lines += [*_missing(report), *_stock(report)]
    lines += [
        quality_words.PROBLEM.format(table=table, code=code, rows=_about(table, count, persons))
        for table, code, count, persons in report.problems
    ]
    lines += [quality_words.MARK.format(code=code, people=_few(n)) for code, n in report.marks]
    lines += [quality_words.ASIDE.format(lines=f"{report.quarantined:,}")]
    lines += [quality_words.BROKEN.format(name=name) for name in report.broken]
    lines += [
        quality_words.CODE.format(
            token=one.token, table=one.table, rows=_about(one.table, one.rows, one.persons)
        )
        for one in report.unmapped
    ]
    lines += [
        quality_words.DROP.format(table=one.table, month=one.month)
        for one in report.months
        if one.dropped
    ]
    return [*lines, "", words.FOOT.format(largest=Policy().threshold - 1), words.ONE_BY_ONE]


def _answers(report: QualityReport, lines: tuple[Line, ...]) -> Iterator[str]:
    """Write what each kind of people told; what nobody of them was asked is one line."""
    kinds = dict.fromkeys(one.whom for one in report.completeness)
    shown = {line.people for line in lines}
    for people in kinds or ("patient",):
        named = quality_words.PEOPLE_LISTED.get(people, people)
        heading = quality_words.COMPLETE if people == "patient" else quality_words.COMPLETE_OF
        yield heading.format(people=named)
        if people not in shown:
            yield quality_words.FEW_LISTED if kinds else quality_words.NOBODY_LISTED
        unasked = []
        for line in lines:
            told = [(name, share) for name, share in line.shares if share != "0"]
            if line.people != people:
                continue
            if people != "patient" and [name for name, _ in told] == ["not_recorded"]:
                unasked.append(line.attribute)
                continue
            shares = ", ".join(f"{name} {share}" for name, share in told)
            yield f"  {line.attribute:22} {line.site}{': ' if line.site else ''}{shares}"
        if unasked:
            yield quality_words.UNASKED.format(attributes=", ".join(unasked))


def _missing(report: QualityReport) -> Iterator[str]:
    """Name the tables that the load did not hold; an area of which it holds none is one line."""
    areas: dict[str, list[str]] = {}
    for table in BY_NAME.values():
        areas.setdefault(table.__module__.rpartition(".")[2], []).append(table.name)
    gone = set(report.missing)
    for area, tables in areas.items():
        lost = [table for table in tables if table in gone]
        named = quality_words.AREAS.get(area, area)
        if lost == tables:
            yield quality_words.AREA.format(area=named)
        elif len(lost) > 1 and area != "clinical":
            yield quality_words.AREA_PART.format(area=named, tables=", ".join(lost))
        else:
            yield from (quality_words.MISSING.format(table=one) for one in lost)


def _stock(report: QualityReport) -> Iterator[str]:
    """Write whether the stock of staff balances with who came, moved and left."""
    if report.derived:
        yield quality_words.DERIVED.format(tables=" and ".join(report.derived))
    stock = report.stock
    if stock is None or not stock.periods:
        return
    looked_at = quality_words.looked_at(stock.units, stock.periods)
    if not stock.unbalanced:
        yield quality_words.BALANCED.format(looked_at=looked_at)
        return
    lines = f"{len(stock.unbalanced):,}"
    yield quality_words.UNBALANCED.format(looked_at=looked_at, lines=lines)
    for one in stock.unbalanced[:LINES_OF_STOCK]:
        yield quality_words.OFF.format(
            unit=one.unit or quality_words.NO_UNIT, first=one.first.isoformat(),
            last=one.last.isoformat(), people=_few(abs(one.people)),
        )  # fmt: skip
    further = len(stock.unbalanced) - LINES_OF_STOCK
    if further > 0:
        yield quality_words.OFF_MORE.format(lines=f"{further:,}")


def _few(count: int) -> str:
    return numbers.few(count, Policy().threshold)


def _rows(table: str, count: int) -> str:
    """Write a number of rows; few rows may be about as few people, unless of another thing."""
    held = BY_NAME.get(table)
    return _few(count) if held is None or held.person() else f"{count:,}"


def _about(table: str, count: int, persons: int) -> str:
    """Write a number of rows that are about so many persons: many rows may be about few."""
    if 0 < persons < Policy().threshold:
        return quality_words.PEOPLE_FEW.format(people=_few(persons))
    return _rows(table, count)


def _shares(
    one: Completeness, tables: dict[tuple[str, str], Released]
) -> Iterator[tuple[str, str]]:
    table = tables[one.whom, one.attribute]
    rows = {row.group.code if row.group else "": row for row in (*table.rows, table.everybody)}
    row = rows[one.site]
    names = [" or ".join(merged) for merged in table.steps] + [STATED]
    for name, count in reversed(list(zip(names, (*row.steps, row.numerator), strict=True))):
        if isinstance(count, Hidden) or isinstance(row.entered, Hidden):
            yield name, str(count if isinstance(count, Hidden) else row.entered)
        else:
            yield name, numbers.percent(count / row.entered) if count else "0"


def _guarded(
    whom: str, attribute: str, told: list[Completeness], period: Period, policy: Policy | None
) -> Released:
    """Make the statuses of one attribute, at every site, a table of its own, and release it."""
    own = [other for other in told if (other.whom, other.attribute) == (whom, attribute)]
    whole = _cells([other for other in own if not other.site])[0]
    sites = [other for other in own if other.site]
    cells = _cells(sites)
    counts = Counts(
        measure=f"completeness.{'' if whom == 'patient' else whom + '.'}{attribute}",
        version="1.0.0",
        period=period,
        site="",
        groups=tuple(Group("site", other.site, other.label) for other in sites),
        steps=(*STATUSES, "not_met", "met"),
        units=cells,
        persons=cells,
        total_units=whole,
        total_persons=whole,
        people=cells[:, -1],
        total_people=int(whole[-1]),
        overlapping=True,  # one person may be seen at several sites
    )
    return release(counts, None, policy, Purpose.QUALITY_IMPROVEMENT)


def _cells(told: list[Completeness]) -> NDArray[np.int64]:
    rows = [
        [*(one.statuses.get(name, 0) for name in STATUSES), 0, one.statuses[STATED]] for one in told
    ]
    return np.array(rows, dtype=np.int64).reshape(len(told), len(STATUSES) + 2)
