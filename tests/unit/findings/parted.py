"""Made-up years with their months, released by the real door, for the tests of courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.unit.findings.made import PRESSURE, counted, released

from commonweal.disclosure import Released
from commonweal.findings.courses import split
from commonweal.findings.parts import Parts, part
from commonweal.kinds import Period

Cells = Sequence[Sequence[int]]


def block(year: str, months: Sequence[Cells], sex: Sequence[str] = ("female", "male")) -> Parts:
    """Release a year and its parts: of each part one (not met, met) a group."""
    period = Period.parse(year)
    whole = [
        [sum(counts) for counts in zip(*rows, strict=True)] for rows in zip(*months, strict=True)
    ]
    periods = split(period, 12 // len(months))
    return part(
        table(whole, period, sex),
        tuple(table(cells, one, sex) for cells, one in zip(months, periods, strict=True)),
    )


def table(cells: Cells, period: Period, codes: Sequence[str] = ("female", "male")) -> Released:
    """Release one table, judged."""
    counts = counted(cells, codes, period=period)
    return released(replace(counts, measure=PRESSURE.key))
