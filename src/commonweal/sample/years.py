"""The calendar of the sample: its years, and days written as text without asking twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import IntArray

MINUTES_A_DAY = 1440
_OFFSET = "-05:00"
_CLOCK = tuple(f"T{minute // 60:02d}:{minute % 60:02d}:00{_OFFSET}" for minute in range(1440))


def first_day(year: int) -> int:
    """Give 1 January as a count of days from 1970.

    year: such as 2025
    """
    return int(np.datetime64(f"{year:04d}-01-01", "D").astype(np.int64))


def year_of(days: IntArray) -> IntArray:
    """Give the calendar years of days.

    days: counts of days from 1970
    """
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


@dataclass(frozen=True)
class Years:
    """Name the years the sample covers.

    last: the last of them
    count: how many
    """

    last: int
    count: int

    @property
    def first(self) -> int:
        """Give the first year."""
        return self.last - self.count + 1

    def each(self, before: int = 0) -> range:
        """Give the years in order, with so many years before them."""
        return range(self.first - before, self.last + 1)

    @property
    def start(self) -> int:
        """Give the first day of the first year."""
        return first_day(self.first)

    @property
    def end(self) -> int:
        """Give the day after the last day of the last year."""
        return first_day(self.last + 1)


class Writing:
    """Write days and times as FHIR does; every time bears the same offset.

    years: the years of the sample; birth dates reach 100 years further back
    """

    def __init__(self, years: Years) -> None:
        self._origin = first_day(years.first - 101)
        span = np.arange(self._origin, first_day(years.last + 2)).astype("datetime64[D]")
        self._days: list[str] = np.datetime_as_string(span).tolist()

    def day(self, day: int) -> str:
        """Write a day."""
        return self._days[day - self._origin]

    def time(self, day: int, minute: int) -> str:
        """Write a time: minutes past midnight, which may run into later days."""
        later, clock = divmod(minute, MINUTES_A_DAY)
        return self._days[day + later - self._origin] + _CLOCK[clock]
