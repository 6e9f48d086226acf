"""The scale of figures that are not rates: days, dollars, ratios, points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from commonweal.findings import numbers
from commonweal.report import words
from commonweal.report.document import Tick

MOST_STEPS = 5
FAR = 10.0  # a limit so many times beyond all figures would leave no room for them


@dataclass(frozen=True)
class NumberScale:
    """Hold one scale of figures in their unit.

    start, end: its bounds, whole numbers of steps
    step:       from tick to tick, in the unit
    unit:       as `commonweal.findings.numbers` writes it

    >>> NumberScale(0, 3, 10.0, "minutes").sentence
    'The scale runs from 0.0 minutes to 30.0 minutes.'
    """

    start: int
    end: int
    step: float
    unit: str

    @property
    def sentence(self) -> str:
        """Say where it starts and ends."""
        low, high = (numbers.in_unit(at * self.step, self.unit) for at in (self.start, self.end))
        return words.scale_from(low, high)

    def place(self, value: float) -> float:
        """Give the place of a figure, 0 at the start, 100 at the end; what lies beyond is there."""
        along = (value / self.step - self.start) / (self.end - self.start)
        return round(100 * min(max(along, 0.0), 1.0), 3)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Give the ticks, placed by the function that places the marks."""
        values = [at * self.step for at in range(self.start, self.end + 1)]
        return tuple(Tick(one, self.place(one), self._text(one)) for one in values)

    def _text(self, value: float) -> str:
        """Write a tick with as many decimals as the step needs, and as the unit has at most."""
        shown, step = (one * 100 if self.unit == "percent" else one for one in (value, self.step))
        decimals = max(0, -floor(log10(step) + 1e-9))
        sign = "%" if self.unit == "percent" else ""
        return f"{shown + 0.0:,.{decimals}f}{sign}"


def number_scale(values: Iterable[float], limits: Iterable[float], unit: str) -> NumberScale:
    """Choose the scale for some figures and the limits of their intervals.

    values: every figure that is drawn
    limits: of their intervals; those far beyond the figures are drawn to the edge
    unit:   of all

    Gives a scale of at most five steps of 1, 2 or 5 that holds them; 0 to 1 where there are none.

    >>> number_scale([3.0, 17.0], [1.0, 21.0], "days").ticks[-1].text
    '25'
    """
    drawn = [one for one in values if isfinite(one)]
    if not drawn:
        return NumberScale(0, 1, 1.0, unit)
    reach = FAR * max(abs(one) for one in drawn)
    near = [one for one in limits if isfinite(one) and (not reach or abs(one) <= reach)]
    low, high = min(drawn + near), max(drawn + near)
    rough = (high - low or abs(high) or 1.0) / MOST_STEPS
    power = 10.0 ** floor(log10(rough))
    # The coarsest step holds everything.
    steps = (times * power for times in (1, 2, 5, 10, 20))
    tried = ((floor(low / step + 1e-9), ceil(high / step - 1e-9), step) for step in steps)
    start, end, step = next(one for one in tried if one[1] - one[0] <= MOST_STEPS)
    return NumberScale(start, max(end, start + 1), step, unit)
