"""Stretches of time, named by their distance from the measurement period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class Precision(Enum):
    """Say how two times are compared: by the day as written, or by the instant.

    >>> Precision("day")
    <Precision.DAY: 'day'>
    """

    DAY = "day"
    INSTANT = "instant"


class Edge(Enum):
    """Name the two ends of the measurement period.

    >>> Edge("start")
    <Edge.START: 'start'>
    """

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Moment:
    """Name a day by its distance from an end of the measurement period.

    edge:          which end
    years, months, days: calendar distance, negative before
    on:            (month, day) put in place after the years are counted, or None

    >>> END.shifted(days=-14)
    Moment(edge=<Edge.END: 'end'>, years=0, months=0, days=-14, on=None)
    """

    edge: Edge
    years: int = 0
    months: int = 0
    days: int = 0
    on: tuple[int, int] | None = None

    def shifted(self, years: int = 0, months: int = 0, days: int = 0) -> Moment:
        """Give the moment that lies this far away."""
        return replace(
            self, years=self.years + years, months=self.months + months, days=self.days + days
        )

    def set_to(self, month: int, day: int) -> Moment:
        """Give the moment moved to a month and day of its year."""
        return replace(self, on=(month, day))


START = Moment(Edge.START)
END = Moment(Edge.END)


@dataclass(frozen=True)
class Window:
    """Name a stretch of time, both ends included unless `end_open`.

    first, last: days; `first` None means any time before
    precision:   how times are compared with it
    end_open:    whether the instant at which `last` begins is already outside

    >>> Window(None, END).precision
    <Precision.DAY: 'day'>
    """

    first: Moment | None
    last: Moment
    precision: Precision = Precision.DAY
    end_open: bool = False


PERIOD = Window(START, END)
