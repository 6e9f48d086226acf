"""Made-up tables and findings for the tests of this room: released by the real door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from commonweal.disclosure import Policy, Released, release
from commonweal.findings.compose import Setting, compose
from commonweal.findings.finding import Cell, Finding, Row
from commonweal.findings.judge import Flagged, judge
from commonweal.kinds import Counts, Period
from commonweal.measures.measure import Measure
from commonweal.measures.registry import find
from commonweal.tables.views import by_name

YEAR = Period.parse("2020")
PRESSURE = find("care.bp_control")


def measured(**changes: object) -> Measure:
    """Give a measure: higher is better, 30 people are enough, a tenth matters."""
    return replace(PRESSURE, **changes)  # type: ignore[arg-type] # checked at run time


def counted(
    cells: Sequence[Sequence[int]],
    codes: Sequence[str] = ("female", "male", "other"),
    view: str = "sex",
    *,
    steps: Sequence[str] = (),
    clusters: Sequence[Sequence[int]] | None = None,
    period: Period = YEAR,
    overlapping: bool = False,
    total: Sequence[int] | None = None,
) -> Counts:
    """Make counts: one row a group, the steps of the way first, then not met and met."""
    rows = np.array(cells, dtype=np.int64).reshape(len(cells), len(steps) + 2)
    whole = rows.sum(0) if total is None else np.array(total, dtype=np.int64)
    persons, people = rows, rows[:, -1] + rows[:, -2]
    sums = None if clusters is None else np.array(clusters, dtype=np.int64)
    if sums is not None:
        people = sums[:, 0]
    return Counts(
        measure=PRESSURE.key,
        version=PRESSURE.version,
        period=period,
        site="",
        groups=tuple(by_name(view).group(code) for code in codes[: len(cells)]),
        steps=(*steps, "not_met", "met"),
        units=rows,
        persons=persons,
        total_units=whole,
        total_persons=whole,
        people=people,
        total_people=int(people.sum()) if total is None else int(whole[-1] + whole[-2]),
        overlapping=overlapping,
        clusters=sums,
        total_clusters=None if sums is None else sums.sum(0),
    )


def released(
    counts: Counts,
    measure: Measure = PRESSURE,
    earlier: tuple[Flagged, ...] = (),
    policy: Policy | None = None,
) -> Released:
    """Judge counts and let them through the door."""
    return release(counts, judge(measure, counts, earlier), policy)


def set_for(measure: Measure = PRESSURE, view: str = "sex", period: Period = YEAR) -> Setting:
    """Give what the sentences of one finding share."""
    return Setting(
        measure, by_name(view), period, "", "v1", lambda group: f"cw-{group}", ("Note.",)
    )


def found(
    counts: Counts,
    measure: Measure = PRESSURE,
    earlier: Counts | None = None,
    flags: tuple[Flagged, ...] = (),
    policy: Policy | None = None,
) -> Finding:
    """Say what counts mean."""
    before = None if earlier is None else released(earlier, measure)
    view = counts.groups[0].view if counts.groups else "sex"
    return compose(set_for(measure, view), released(counts, measure, flags, policy), before)


def graded(grade: str, gap: float = -0.1, **changes: object) -> Finding:
    """Give a finding of one row with a grade, without any counts behind it."""
    cell = Cell(0.5, "50.0%")
    row = Row("Group", True, grade, "", cell, cell, cell, "", cell, cell, Cell(gap, ""), "", cell,
              "A sentence.", "", "cw-0")  # fmt: skip
    base = found(counted([[100, 100], [100, 100]]))
    base = replace(base, grade=grade, verdict=f"Verdict {grade}", headline=f"Headline {grade}.",
                   rows=(row,), price="", commitments=("C1",))  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type] # checked at run time
