"""The quality report in guarded lines: how complete self-description is, and what is odd.

Counts of people go through disclosure like every other count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure import Hidden, Policy, Released, release
from commonweal.findings import numbers, words
from commonweal.intake.quality import Completeness, QualityReport
from commonweal.kinds import Counts, Group, Period, Purpose
from commonweal.tables.registry import BY_NAME
from commonweal.tables.views import NOT_STATED

STATED = "stated"
STATUSES = tuple(status for status, _ in NOT_STATED)


@dataclass(frozen=True)
class Line:
    """Hold one guarded line of completeness.

    attribute, site: what was asked, and where ("" is everywhere)
    shares:          (status, percent or the reason why it is not shown)

    >>> Line("language", "", (("stated", "92.0%"),)).shares[0][1]
    '92.0%'
    """

    attribute: str
    site: str
    shares: tuple[tuple[str, str], ...]


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
    table of hundreds of them takes long to certify.

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
    ]
    attributes = dict.fromkeys(one.attribute for one in told)
    tables = {name: _guarded(name, told, report.period, policy) for name in attributes}
    return tuple(
        Line(one.attribute, one.label if one.site else "", tuple(_shares(one, tables)))
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
        words.QUALITY_TITLE.format(version=report.version, period=report.period.label),
        words.QUALITY_PEOPLE_ALL if report.everybody else words.QUALITY_PEOPLE,
        "",
        words.QUALITY_COMPLETE,
    ]
    for line in completeness(report, by_site=by_site):
        shares = ", ".join(f"{name} {share}" for name, share in line.shares if share != "0")
        lines.append(f"  {line.attribute:22} {line.site}{': ' if line.site else ''}{shares}")
    lines += ["", words.QUALITY_ROWS]
    lines += [
        f"  {table:22} {_rows(table, count):>12}" for table, count in sorted(report.rows.items())
    ]
    lines += [words.QUALITY_MISSING.format(table=table) for table in report.missing]
    lines += [
        words.QUALITY_PROBLEM.format(table=table, code=code, rows=_about(table, count, persons))
        for table, code, count, persons in report.problems
    ]
    lines += [words.QUALITY_MARK.format(code=code, people=_few(n)) for code, n in report.marks]
    lines += [words.QUALITY_ASIDE.format(lines=f"{report.quarantined:,}")]
    lines += [words.QUALITY_BROKEN.format(name=name) for name in report.broken]
    lines += [
        words.QUALITY_CODE.format(
            token=one.token, table=one.table, rows=_about(one.table, one.rows, one.persons)
        )
        for one in report.unmapped
    ]
    lines += [
        words.QUALITY_DROP.format(table=one.table, month=one.month)
        for one in report.months
        if one.dropped
    ]
    return [*lines, "", words.FOOT.format(largest=Policy().threshold - 1), words.ONE_BY_ONE]


def _few(count: int) -> str:
    return numbers.few(count, Policy().threshold)


def _rows(table: str, count: int) -> str:
    """Write a number of rows; few rows may be about as few people, unless of another thing."""
    held = BY_NAME.get(table)
    people = held is None or "patient_key" in [name for name, _, _ in held.physical()]
    return _few(count) if people else f"{count:,}"


def _about(table: str, count: int, persons: int) -> str:
    """Write a number of rows that are about so many persons: many rows may be about few."""
    if 0 < persons < Policy().threshold:
        return words.QUALITY_PEOPLE_FEW.format(people=_few(persons))
    return _rows(table, count)


def _shares(one: Completeness, tables: dict[str, Released]) -> Iterator[tuple[str, str]]:
    table = tables[one.attribute]
    rows = {row.group.code if row.group else "": row for row in (*table.rows, table.everybody)}
    row = rows[one.site]
    names = [" or ".join(merged) for merged in table.steps] + [STATED]
    for name, count in reversed(list(zip(names, (*row.steps, row.numerator), strict=True))):
        if isinstance(count, Hidden) or isinstance(row.entered, Hidden):
            yield name, str(count if isinstance(count, Hidden) else row.entered)
        else:
            yield name, numbers.percent(count / row.entered) if count else "0"


def _guarded(
    attribute: str, told: list[Completeness], period: Period, policy: Policy | None
) -> Released:
    """Make the statuses of one attribute, at every site, a table of its own, and release it."""
    own = [other for other in told if other.attribute == attribute]
    whole = _cells([other for other in own if not other.site])[0]
    sites = [other for other in own if other.site]
    cells = _cells(sites)
    counts = Counts(
        measure=f"completeness.{attribute}",
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
