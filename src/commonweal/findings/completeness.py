"""The quality report in guarded lines: how complete self-description is, and what is odd.

Counts of people go through disclosure like every other count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.disclosure import Hidden, Policy, Released, release
from commonweal.findings import numbers, words
from commonweal.intake.quality import Completeness, QualityReport
from commonweal.kinds import Counts, Period, Purpose
from commonweal.tables.views import NOT_STATED

STATED = "stated"


@dataclass(frozen=True)
class Line:
    """Hold one guarded line of completeness.

    attribute, site: what was asked, and where ("" is everywhere)
    shares:          (status, percent or the reason why it is not shown)
    """

    attribute: str
    site: str
    shares: tuple[tuple[str, str], ...]


def completeness(report: QualityReport, policy: Policy | None = None) -> tuple[Line, ...]:
    """Guard every count of people in the completeness table.

    report: of the quality of a version
    policy: of disclosure
    """
    return tuple(
        Line(one.attribute, one.label if one.site else "", tuple(_shares(one, report, policy)))
        for one in report.completeness
        if one.people
    )


def told(report: QualityReport) -> list[str]:
    """Write the quality report as lines.

    report: of the quality of a version
    """
    lines = [
        words.QUALITY_TITLE.format(version=report.version, period=report.period.label),
        words.QUALITY_PEOPLE_ALL if report.everybody else words.QUALITY_PEOPLE,
        "",
        words.QUALITY_COMPLETE,
    ]
    for line in completeness(report):
        if not line.site:
            shares = ", ".join(f"{name} {share}" for name, share in line.shares)
            lines.append(f"  {line.attribute:22} {shares}")
    lines += ["", words.QUALITY_ROWS]
    lines += [f"  {table:22} {count:>12,}" for table, count in sorted(report.rows.items())]
    lines += [words.QUALITY_MISSING.format(table=table) for table in report.missing]
    lines += [
        words.QUALITY_PROBLEM.format(table=table, code=code, rows=f"{count:,}")
        for table, code, count in report.problems
    ]
    lines += [words.QUALITY_MARK.format(code=code, people=_few(n)) for code, n in report.marks]
    lines += [words.QUALITY_ASIDE.format(lines=f"{report.quarantined:,}")]
    lines += [words.QUALITY_BROKEN.format(name=name) for name in report.broken]
    lines += [
        words.QUALITY_CODE.format(token=one.token, table=one.table, rows=f"{one.rows:,}")
        for one in report.unmapped
    ]
    lines += [
        words.QUALITY_DROP.format(table=one.table, month=one.month)
        for one in report.months
        if one.dropped
    ]
    return [*lines, "", words.FOOT.format(largest=Policy().threshold - 1)]


def _few(people: int) -> str:
    return f"{people:,}" if people >= Policy().threshold else words.A_FEW


def _shares(
    one: Completeness, report: QualityReport, policy: Policy | None
) -> Iterator[tuple[str, str]]:
    table = _guarded(one, report.period, policy)
    total = table.everybody.entered
    counts = [*table.everybody.steps, table.everybody.numerator]
    names = [" or ".join(merged) for merged in table.steps] + [STATED]
    for name, count in reversed(list(zip(names, counts, strict=True))):
        if isinstance(count, Hidden) or isinstance(total, Hidden):
            yield name, str(count)
        elif count:
            yield name, numbers.percent(count / total)


def _guarded(one: Completeness, period: Period, policy: Policy | None) -> Released:
    """Make the statuses of one attribute a table of its own, and release it."""
    statuses = [status for status, _ in NOT_STATED]
    cells = np.array(
        [*(one.statuses.get(status, 0) for status in statuses), 0, one.statuses[STATED]],
        dtype=np.int64,
    )
    nobody = np.zeros((0, len(cells)), dtype=np.int64)
    counts = Counts(
        measure=f"completeness.{one.attribute}",
        version="1.0.0",
        period=period,
        site=one.site,
        groups=(),
        steps=(*statuses, "not_met", "met"),
        units=nobody,
        persons=nobody,
        total_units=cells,
        total_persons=cells,
        people=np.zeros(0, dtype=np.int64),
        total_people=int(cells[-1]),
        overlapping=False,
    )
    return release(counts, None, policy, Purpose.QUALITY_IMPROVEMENT)
