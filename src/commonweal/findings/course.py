"""What lies behind a finding: over time, across sites and inside groups.

Everything here is made of released tables, and its texts are final: the writers set them.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.findings.row import Cell, Row


@dataclass(frozen=True)
class Moment:
    """Say how one group, or everybody, fared in one stretch of time.

    label:     the stretch in words, such as "July 2025"
    day:       its first day, ISO
    rate, low, high: the figure and its 95 % interval
    people:    how many are behind it
    beyond:    whether a rule of the chart fired here

    >>> Moment("July 2025", "2025-07-01", Cell(0.6, "60.0%"), Cell(0.5, "50.0%"),
    ...        Cell(0.7, "70.0%"), Cell(90, "90")).beyond
    False
    """

    label: str
    day: str
    rate: Cell
    low: Cell
    high: Cell
    people: Cell
    beyond: bool = False


@dataclass(frozen=True)
class RunChart:
    """Say how one group, or everybody, fared month by month, and whether that is more than chance.

    label:   whom the chart is about
    moments: in order of time
    center:  the middle line
    limits:  what chance alone would give at each moment: lowest and highest
    rule:    the rule that fired in words, or that none did

    >>> RunChart("All patients", (), Cell(0.6, "60.0%"), (), "No rule fired.").moments
    ()
    """

    label: str
    moments: tuple[Moment, ...]
    center: Cell
    limits: tuple[tuple[Cell, Cell], ...]
    rule: str


@dataclass(frozen=True)
class GapLine:
    """Say how one group fared beside everybody else, stretch by stretch.

    label:   the group
    group:   how the group fared
    others:  how everybody else fared, at the same moments
    apart:   for each moment, whether the interval of the difference excludes zero
    verdict: closing, widening or steady, in a sentence

    >>> GapLine("Asian", (), (), (), "The gap is steady.").apart
    ()
    """

    label: str
    group: tuple[Moment, ...]
    others: tuple[Moment, ...]
    apart: tuple[bool, ...]
    verdict: str


@dataclass(frozen=True)
class SlopeLine:
    """Say how one group fared before and after.

    label:         the group
    before, after: the two moments

    >>> one = Moment("2024", "2024-01-01", *[Cell(0.5, "50.0%")] * 3, Cell(90, "90"))
    >>> SlopeLine("Asian", one, one).before == one
    True
    """

    label: str
    before: Moment
    after: Moment


@dataclass(frozen=True)
class Place:
    """Say how one site fared for its size.

    label:       the site
    rate:        its figure
    people:      how many are behind it
    low, high:   what chance alone would give a site of its size
    beyond:      "above", "below" or ""

    >>> Place("East", *[Cell(0.5, "50.0%")] * 2, *[Cell(0.5, "50.0%")] * 2, "").beyond
    ''
    """

    label: str
    rate: Cell
    people: Cell
    low: Cell
    high: Cell
    beyond: str


@dataclass(frozen=True)
class Spread:
    """Say how far the parts of one group lie apart: its months or its sites.

    label:    the group
    parts:    the figures that may be shown, in order of size
    sentence: "if you pick one of each, in 43 of 100 pairs the first fares better"

    >>> Spread("Asian", (Cell(0.5, "50.0%"),), "").parts[0].text
    '50.0%'
    """

    label: str
    parts: tuple[Cell, ...]
    sentence: str


@dataclass(frozen=True)
class Panel:
    """Say how the groups fared at one site: one of the small multiples.

    label: the site
    rows:  the groups, in the order of the finding

    >>> Panel("East", ()).label
    'East'
    """

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Course:
    """Hold what lies behind a finding: over time, across sites, and inside groups.

    runs:    run charts: everybody, then the groups that may be shown
    gaps:    gap lines, two to four, of the groups with the largest gaps
    slopes:  each group before and after
    places:  the sites, for a funnel
    spreads: one a group that has parts to show
    panels:  one a site
    parts:   what the parts of `spreads` are, in words such as "months"

    >>> Course().runs
    ()
    """

    runs: tuple[RunChart, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    slopes: tuple[SlopeLine, ...] = ()
    places: tuple[Place, ...] = ()
    spreads: tuple[Spread, ...] = ()
    panels: tuple[Panel, ...] = ()
    parts: str = ""
