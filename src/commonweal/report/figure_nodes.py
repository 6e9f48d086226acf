"""The nodes of figures with two directions: over time, by size of site, before and after.

Places run from 0 to 100: along in the direction of reading, and up. Every text that is drawn also
stands in the table of its plane, in full, so that nothing has to be read off a drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a document holds these nodes, so it is the document that imports them
    from commonweal.report.document import DotRows, Table, Tick

Spot = tuple[float, float]


@dataclass(frozen=True)
class Beside:
    """Set a text at a place of an axis, or beside the end of a line.

    text:  the words
    place: 0 to 100
    side:  "start", "middle" or "end": which part of the text stands at the place
    role:  "" for what is always drawn, "spare" for what a narrow page leaves out

    >>> Beside("July 2025", 0.0, "start").role
    ''
    """

    text: str
    place: float
    side: str
    role: str = ""


@dataclass(frozen=True)
class Curve:
    """Draw a line through places.

    role:  "rate", "others", "center" or "limit"
    spots: where it goes, in order; a line through one place is not drawn

    >>> Curve("rate", ((0.0, 50.0), (100.0, 60.0))).spots[1]
    (100.0, 60.0)
    """

    role: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Area:
    """Fill what lies between a line and its way back.

    role:  "band" for what chance alone would give, "gap" for a gap beyond chance
    spots: its edge

    >>> Area("band", ((0.0, 40.0), (100.0, 40.0), (100.0, 60.0))).role
    'band'
    """

    role: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Bar:
    """Draw an upright bar.

    role: "interval", "apart" for a gap beyond chance, or "hidden" for a figure that is kept back
    at:   its place along
    low, high: its ends

    >>> Bar("interval", 50.0, 40.0, 60.0).high
    60.0
    """

    role: str
    at: float
    low: float
    high: float


@dataclass(frozen=True)
class Point:
    """Draw one figure.

    role:  "in", "others" for everybody else, or "beyond" for what is more than chance
    at:    its place along
    up:    its place on the scale
    name:  written beside it, or ""
    below: whether the name stands below it, not above
    beside: "start" or "end" where the name stands before or behind it, else ""

    >>> Point("in", 50.0, 60.0).up
    60.0
    """

    role: str
    at: float
    up: float
    name: str = ""
    below: bool = False
    beside: str = ""

    @property
    def side(self) -> str:
        """Say which part of the name stands at the point, so that it keeps within the drawing."""
        if self.beside:
            return "end" if self.beside == "start" else "start"
        return "start" if self.at < 34 else "end" if self.at > 66 else "middle"


@dataclass(frozen=True)
class Stroke:
    """Draw one row of the table on the scale, for a terminal, which has one direction.

    span:    what is drawn as a line, from low to high, or None
    points:  role and place of each figure
    hatched: whether a figure is kept back

    >>> Stroke(None, (("in", 50.0),)).hatched
    False
    """

    span: Spot | None
    points: tuple[tuple[str, float], ...]
    hatched: bool = False


@dataclass(frozen=True)
class Plane:
    """Set one drawing with its name, its sentence and its table.

    title:  whom it is about
    says:   what it shows, in a sentence, or ""
    opens:  words that open the table
    alt:    what is drawn and where its numbers are, for those who do not see it
    along:  texts below it
    ends:   texts beside the ends of its lines
    areas, curves, bars, points: what is drawn, the first lowest
    table:  the numbers
    strokes: one a row of the table

    >>> from commonweal.report.document import Table
    >>> empty = Table("", (), (), (), ())
    >>> Plane("All", "", "Show", "A drawing.", (), (), (), (), (), (), empty, ()).title
    'All'
    """

    title: str
    says: str
    opens: str
    alt: str
    along: tuple[Beside, ...]
    ends: tuple[Beside, ...]
    areas: tuple[Area, ...]
    curves: tuple[Curve, ...]
    bars: tuple[Bar, ...]
    points: tuple[Point, ...]
    table: Table
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class Chart:
    """Set drawings that share one scale.

    role:    "run", "gap", "funnel" or "slope"
    title:   what they show
    caption: who, what, when and where
    legend:  sentences on how to read them
    ticks:   of the scale they share
    planes:  in order

    >>> Chart("run", "Over time", "Patients.", (), (), ()).planes
    ()
    """

    role: str
    title: str
    caption: str
    legend: tuple[str, ...]
    ticks: tuple[Tick, ...]
    planes: tuple[Plane, ...]


@dataclass(frozen=True)
class Multiples:
    """Set small figures of the same groups side by side, on one shared scale.

    title:   what they show
    caption: who, what, when and where
    legend:  sentences on how to read them
    panels:  dot rows, each named by its title

    >>> Multiples("By site", "Patients.", (), ()).panels
    ()
    """

    title: str
    caption: str
    legend: tuple[str, ...]
    panels: tuple[DotRows, ...]
