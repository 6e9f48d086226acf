"""Put marks and words on a drawing of fixed width, as SVG that follows the page's colors.

Whoever draws gives numbers in the drawing's own units; the words of a picture stay words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np
from numpy.typing import ArrayLike

WIDTH = 320  # as wide as a small phone's page, so that letters keep their size there
LEFT, RIGHT = 12, 308
LETTER = 7.6  # a generous width of one letter at 14.5 px, which is 13 px on the smallest phone
MOST_TICKS = 5
STEPS = (1, 2, 2.5, 5)


def short(value: float) -> str:
    """Write a number with as many decimals as it needs, at most two.

    >>> short(12.0), short(-0.251), short(1234)
    ('12', '−0.25', '1,234')
    """
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def alike(value: float, among: ArrayLike) -> str:
    """Write a number with as many decimals as the numbers beside it.

    >>> alike(49.0, [49.0, 53.2]), alike(1.2, [0.9, 1.21])
    ('49', '1.20')
    """
    most = float(np.nanmax(np.abs(np.asarray(among, dtype=float))))
    digits = 0 if most >= 20 else 1 if most >= 2 else 2
    return f"{value:,.{digits}f}".replace("-", "−")


@dataclass(frozen=True)
class Axis:
    """Hold one scale: where its ends lie in numbers and on the drawing."""

    start: float
    end: float
    near: float = LEFT
    far: float = RIGHT

    def at(self, value: float) -> float:
        """Give the place of a number on the drawing."""
        share = (value - self.start) / (self.end - self.start)
        return self.near + share * (self.far - self.near)

    @property
    def ticks(self) -> list[float]:
        """Give round numbers along the scale, at most five steps of them."""
        span = self.end - self.start
        size = 10.0 ** len(str(int(span))) if span >= 1 else 1.0
        steps = sorted(step * size / 10**power for step in STEPS for power in range(6))
        step = next(one for one in steps if span / one <= MOST_TICKS)
        first = -int(-self.start // step) if self.start >= 0 else int(self.start / step)
        found = [round((first + more) * step, 6) for more in range(MOST_TICKS + 2)]
        return [one for one in found if self.start - 1e-9 <= one <= self.end + 1e-9]


def around(values: Sequence[float], near: float = LEFT, far: float = RIGHT) -> Axis:
    """Choose a scale that holds the numbers, with a little room at both ends."""
    room = 0.06 * ((max(values) - min(values)) or 1.0)
    return Axis(min(values) - room, max(values) + room, near, far)


@dataclass
class Sheet:
    """Collect what is drawn from top to bottom, and what it says to those who do not see it."""

    height: float = 0.0
    says: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def put(self, tag: str, kind: str, **places: float | str) -> None:
        """Draw one shape."""
        told = " ".join(
            f'{name.replace("_", "-")}="{_told(value)}"' for name, value in places.items()
        )
        self.parts.append(f'<{tag} class="{kind}" {told}/>')

    def line(self, kind: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a straight line."""
        self.put("line", kind, x1=x1, y1=y1, x2=x2, y2=y2)

    def path(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        """Draw a line through points."""
        self.put("polyline", kind, points=" ".join(f"{_told(x)},{_told(y)}" for x, y in points))

    def dot(self, kind: str, x: float, y: float, size: float = 5.5) -> None:
        """Draw a dot."""
        self.put("circle", kind, cx=x, cy=y, r=size)

    def bar(self, kind: str, x1: float, x2: float, y: float, high: float) -> None:
        """Draw a bar between two places, whichever is left."""
        self.put("rect", kind, x=min(x1, x2), y=y, width=max(abs(x2 - x1), 1.0), height=high)

    def word(
        self, text: str, x: float, y: float, anchor: str = "start", kind: str = "word"
    ) -> None:
        """Write words; those in the middle are kept inside the drawing."""
        if anchor == "middle":
            half = len(text) * LETTER / 2
            x = min(max(x, half + 2), WIDTH - half - 2)
        self.parts.append(
            f'<text class="{kind}" x="{_told(x)}" y="{_told(y)}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )

    def scale(self, axis: Axis, y: float, unit: str, *, years: bool = False) -> None:
        """Write the ticks of a scale under a drawing; years bear no comma."""
        self.line("rule", axis.near, y, axis.far, y)
        for tick in axis.ticks:
            self.line("rule", axis.at(tick), y, axis.at(tick), y + 4)
            told = f"{tick:.0f}" if years else short(tick)
            self.word(told + unit, axis.at(tick), y + 18, "middle", "word soft")

    @property
    def svg(self) -> str:
        """Give the drawing."""
        alt = escape(" ".join(self.says), quote=True)
        inside = "".join(self.parts)
        box = f"0 0 {WIDTH} {_told(self.height)}"
        return f'<svg class="picture" role="img" aria-label="{alt}" viewBox="{box}">{inside}</svg>'


def _told(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
