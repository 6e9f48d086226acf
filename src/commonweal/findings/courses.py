"""What lies behind a finding is counted, released and handed on: months, quarters and sites.

Called by the conductor only. No number leaves here but from a released table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure import Hidden, Released
from commonweal.engine.cells import count
from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings import course_places, course_time, course_words, told
from commonweal.findings.compose import Setting
from commonweal.findings.course import Course, SlopeLine
from commonweal.findings.judge import Sight
from commonweal.findings.parts import Parts, part
from commonweal.kinds import Counts, Period
from commonweal.measures.measure import Measure, Unit
from commonweal.tables.views import View, by_name

IntArray = NDArray[np.int64]
Release = Callable[[Measure, Sight], Released]
BY_MONTH, BY_QUARTER = 1, 3
WORDS = {BY_MONTH: course_words.MONTHS, BY_QUARTER: course_words.QUARTERS}
# With twenty on average in and out of the numerator, a month seldom falls below the smallest number
# shown. Groups are shown by month where one of a quarter of all has so many.
ENOUGH, MANY = 20, 80
# Share of a year's units that its parts must hold: some bear a year and no month.
DATED = 0.98


@dataclass(frozen=True)
class Behind:
    """Hold what is known of a finding when it is asked what lies behind it.

    setting: what was asked
    views:   all views of the measure, counted together
    counts:  the cells of the finding
    year:    what of them may be told
    earlier: the same one period before and before that, as far as they were released

    >>> "year" in Behind.__dataclass_fields__
    True
    """

    setting: Setting
    views: tuple[View, ...]
    counts: Counts
    year: Released
    earlier: tuple[Released, ...]


class Courses:
    """Count and release the parts of one measure after the other, each once for all views.

    look:    an open look
    release: judges cells and lets through what may be told
    """

    def __init__(self, look: Session, release: Release) -> None:
        self._look = look
        self._release = release
        self._key = ""
        self._kept: dict[tuple[object, ...], dict[str, tuple[Counts, ...]]] = {}

    def behind(self, asked: Behind) -> Course:
        """Say what lies behind a finding. In public nothing: parts are not certified together."""
        if asked.year.level == "public":
            return Course()
        measure = asked.setting.measure
        if self._key != measure.key:
            self._key, self._kept = measure.key, {}
        years = tuple(reversed((asked.year, *asked.earlier)))
        slopes: tuple[SlopeLine, ...] = ()
        if asked.earlier:
            slopes = course_time.slopes(measure, asked.year, asked.earlier[0])
        if not told.is_rate(measure):
            return Course(slopes=slopes)
        course = replace(self._in_time(asked, years[-2:]), slopes=slopes)
        if not course.gaps and len(years) > 2:
            whole = (_each_year(years),)
            course = replace(course, gaps=course_time.gaps(asked.year, whole, 1))
        return self._across(asked, course)

    def _in_time(self, asked: Behind, years: tuple[Released, ...]) -> Course:
        """Chart months or quarters, where every unit of the measure has its own day."""
        measure = asked.setting.measure
        if measure.unit_of_analysis is Unit.PATIENT or not measure.apart:
            return Course()
        months = BY_MONTH if _a_month(asked.year, MANY) else BY_QUARTER
        blocks = self._blocks(asked, years, months)
        everybody = blocks
        if months == BY_QUARTER and blocks and _a_month(asked.year, ENOUGH):
            whole = self._blocks(asked, years, BY_MONTH, groups=False)
            everybody = whole if whole and whole[-1].open else blocks
        names = dict(course_time.named(asked.year))
        spreads = course_places.spreads(asked.setting, blocks, WORDS[months], asked.year)
        return Course(
            runs=course_time.runs(everybody, blocks, names),
            gaps=course_time.gaps(asked.year, blocks, 12 // months),
            spreads=spreads,
            parts=WORDS[months] if spreads else "",
        )

    def _blocks(
        self, asked: Behind, years: tuple[Released, ...], months: int, *, groups: bool = True
    ) -> tuple[Parts, ...]:
        """Release the parts of each year, from the last one back while all units have a day."""
        view = asked.setting.view
        found: tuple[Parts, ...] = ()
        for year in reversed(years):
            views = asked.views if groups else asked.views[:1]
            counted = self._parted(asked.setting.measure, views, year, months)
            if not counted:
                break
            cells = counted[view.key if groups else views[0].key]
            tables = tuple(self._told(asked, one, groups=groups) for one in cells)
            found = (part(year, tables), *found)
        return found

    def _told(self, asked: Behind, counts: Counts, *, groups: bool) -> Released:
        plain = reduced(counts if groups else without_groups(counts))
        return self._release(asked.setting.measure, Sight(plain))

    def _parted(
        self, measure: Measure, views: tuple[View, ...], year: Released, months: int
    ) -> dict[str, tuple[Counts, ...]]:
        """Count the parts of one year; nothing where they are not each a part of it."""
        key = (year.period, months, views)
        every = year.everybody.denominator
        if isinstance(every, Hidden) or not every:
            return {}
        if key not in self._kept:
            periods = split(year.period, months)
            clinical = isinstance(measure.unit_of_analysis, Unit)
            counting = self._counted if clinical else self._gathered
            self._kept[key] = counting(measure, periods, views, every)
        return self._kept[key]

    def _counted(
        self, measure: Measure, periods: tuple[Period, ...], views: tuple[View, ...], every: int
    ) -> dict[str, tuple[Counts, ...]]:
        if not periods:
            return {}
        cells = count(self._look, (measure,), periods, views)
        parts = {view.key: cells[place :: len(views)] for place, view in enumerate(views)}
        held = sum(one.total_denominator for one in parts[views[0].key])
        return parts if DATED * every <= held <= every else {}

    def _gathered(
        self, measure: Measure, periods: tuple[Period, ...], views: tuple[View, ...], every: int
    ) -> dict[str, tuple[Counts, ...]]:
        found: list[tuple[Counts, ...]] = []
        held = 0
        for period in periods:
            looks = gather(self._look, measure, period, views)
            found.append(tuple(one.counts for one in looks))
            held += found[-1][0].total_denominator
            if held > every:  # whoever is there at all times stands in every part
                return {}
        if held < DATED * every:
            return {}
        return {view.key: tuple(one[at] for one in found) for at, view in enumerate(views)}

    def _across(self, asked: Behind, course: Course) -> Course:
        """Set the sites beside each other: all together, and the groups at each of them."""
        measure = asked.setting.measure
        if not isinstance(measure.unit_of_analysis, Unit) or asked.setting.view.key == "site":
            return course
        key = ("site", asked.views)
        if key not in self._kept:
            self._kept[key] = self._sites(measure, asked)
        cells = self._kept[key].get(asked.setting.view.key, ())
        if len(cells) < 2:
            return course
        sites = self._release(measure, Sight(reduced(beside(cells, asked.counts))))
        course = replace(course, places=course_places.places(sites))
        if any(isinstance(row.rate, Hidden) for row in (*sites.rows, sites.everybody)):
            # The groups at the other sites would tell of those at the sites that are hidden.
            return course
        tables = tuple(self._told(asked, one, groups=True) for one in cells)
        parts = part(asked.year, tables)
        course = replace(course, panels=course_places.panels(asked.setting, parts))
        if course.spreads:
            return course
        kind = course_words.SITES
        spreads = course_places.spreads(asked.setting, (parts,), kind, asked.year)
        return replace(course, spreads=spreads, parts=kind if spreads else course.parts)

    def _sites(self, measure: Measure, asked: Behind) -> dict[str, tuple[Counts, ...]]:
        views = asked.views
        cells = count(self._look, (measure,), (asked.year.period,), views, place="site")
        return {
            view.key: tuple(one for one in cells[at :: len(views)] if one.total_denominator)
            for at, view in enumerate(views)
        }


def _a_month(year: Released, many: int) -> bool:
    """Say whether a month has so many of everybody, in and out of the numerator, on average."""
    row = year.everybody
    if isinstance(row.rest, Hidden) or isinstance(row.numerator, Hidden):
        return False
    return min(row.rest, row.numerator) >= many * len(split(year.period, BY_MONTH))


def _each_year(years: tuple[Released, ...]) -> Parts:
    """Put years side by side that are released each by itself: no part of one another."""
    codes = [
        {row.group.code for row in year.rows if row.group and not isinstance(row.rate, Hidden)}
        for year in years
    ]
    open_ = not any(isinstance(year.everybody.rate, Hidden) for year in years)
    shown = frozenset(codes[0].intersection(*codes[1:])) if open_ else frozenset[str]()
    return Parts(years[-1], years, shown, open_)


def split(period: Period, months: int) -> tuple[Period, ...]:
    """Part a period into months or quarters; nothing where it is not made of whole ones.

    period: such as a year
    months: how many months each part has
    >>> [one.label for one in split(Period.parse("2025-Q1"), 1)]
    ['January 2025', 'February 2025', 'March 2025']
    """
    start = (period.first.year, period.first.month)
    found = []
    while (first := date(*start, 1)) <= period.last:
        year, month = divmod(start[0] * 12 + start[1] - 1 + months, 12)
        start = (year, month + 1)
        found.append(Period(first, date.fromordinal(date(*start, 1).toordinal() - 1)))
    whole = found[0].first == period.first and found[-1].last == period.last
    return tuple(found) if whole else ()


def reduced(counts: Counts) -> Counts:
    """Keep the denominator and the numerator of a table: parts do not tell who left on the way.

    counts: the cells of a part
    >>> cells = np.array([[5, 20, 30]])
    >>> counts = Counts("m", "1", Period.parse("2020"), "", (), ("age", "not_met", "met"), cells,
    ...     cells, cells[0], cells[0], np.array([50]), 50, False)
    >>> reduced(counts).units
    array([[20, 30]])
    """
    return replace(
        counts,
        steps=counts.steps[-2:],
        units=counts.units[:, -2:],
        persons=counts.persons[:, -2:],
        total_units=counts.total_units[-2:],
        total_persons=counts.total_persons[-2:],
    )


def without_groups(counts: Counts) -> Counts:
    """Keep everybody alone.

    counts: the cells of a part
    >>> cells = np.array([[20, 30]])
    >>> counts = Counts("m", "1", Period.parse("2020"), "", (), ("not_met", "met"), cells,
    ...     cells, cells[0], cells[0], np.array([50]), 50, False)
    >>> without_groups(counts).units.shape
    (0, 2)
    """
    return replace(
        counts,
        groups=(),
        units=counts.units[:0],
        persons=counts.persons[:0],
        people=counts.people[:0],
        overlapping=False,
        clusters=None if counts.clusters is None else counts.clusters[:0],
    )


def beside(sites: tuple[Counts, ...], every: Counts) -> Counts:
    """Make one table of the sites, each a row, from the tables of everybody at each.

    sites: one a site
    every: of all sites together, for the persons who were at several
    >>> cells = np.array([[20, 30]])
    >>> counts = Counts("m", "1", Period.parse("2020"), "East", (), ("not_met", "met"), cells,
    ...     cells, cells[0], cells[0], np.array([50]), 50, False)
    >>> beside((counts,), counts).groups[0].label
    'East'
    """
    view = by_name("site")
    own = [one.total_clusters for one in sites if one.total_clusters is not None]
    clusters: IntArray | None = np.array(own, dtype=np.int64) if own else None
    return replace(
        every,
        groups=tuple(view.group(one.site) for one in sites),
        units=np.array([one.total_units for one in sites], dtype=np.int64),
        persons=np.array([one.total_persons for one in sites], dtype=np.int64),
        people=np.array([one.total_people for one in sites], dtype=np.int64),
        overlapping=False,
        clusters=clusters,
    )
