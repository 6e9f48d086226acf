"""The figure of how groups differ: one scale for ticks and marks, one row a group.

What may not be shown is neither placed nor used to choose the scale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from commonweal.findings import numbers
from commonweal.findings import words as said
from commonweal.findings.finding import Cell, Finding, Row
from commonweal.kinds import Said, opened
from commonweal.report import words
from commonweal.report.document import Dot, DotRows, Mark, Tick
from commonweal.report.number_scale import NumberScale, number_scale
from commonweal.report.overlap import strip

WHOLE = 100_000  # a scale is kept in thousandths of a percent, so that its bounds are exact
STEPS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
MOST_STEPS = 5
NOT_COMPUTABLE = said.WHY_NOT.message  # its head stands apart, and the rest has its own message


@dataclass(frozen=True)
class Scale:
    """Hold one scale of proportions.

    start, end: its bounds, in thousandths of a percent
    step:       from tick to tick, in thousandths of a percent

    >>> Scale(40_000, 80_000, 10_000).cut
    True
    """

    start: int
    end: int
    step: int

    @property
    def cut(self) -> bool:
        """Say whether it leaves out a part of 0 % to 100 %."""
        return (self.start, self.end) != (0, WHOLE)

    @property
    def sentence(self) -> str:
        """Say where it starts and ends."""
        if not self.cut:
            return words.FULL_SCALE
        return words.cut_scale(self.text(self.start), self.text(self.end))

    def place(self, value: float) -> float:
        """Give the place of a proportion, 0 at the start and 100 at the end of the scale."""
        return round(100 * (value * WHOLE - self.start) / (self.end - self.start), 3)

    def text(self, units: int) -> str:
        """Write a tick with as many decimals as the step needs."""
        decimals = 0 if self.step % 1_000 == 0 else 1 if self.step % 100 == 0 else 2
        return f"{units / 1_000:.{decimals}f}%"

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Give the ticks, placed by the function that places the marks."""
        values = range(self.start, self.end + 1, self.step)
        return tuple(
            Tick(units / WHOLE, self.place(units / WHOLE), self.text(units)) for units in values
        )


AnyScale = Scale | NumberScale


def scale_of(findings: Iterable[Finding]) -> AnyScale:
    """Choose the scale that all findings of one measure share.

    findings: of one measure

    Gives, for rates, the finest scale of at most five steps that holds every rate and interval
    shown; the whole from 0 % to 100 % where nothing is shown. Other figures have their own unit.

    >>> scale_of([]).sentence
    'The scale runs from 0% to 100%.'
    """
    shared = tuple(findings)
    drawn = [row for finding in shared for row in _all_rows(finding) if row.rate.shown]
    parts = [cell for one in shared for spread in one.course.spreads for cell in spread.parts]
    limits = (cell for row in drawn for cell in (row.low, row.high))
    rates = (*(row.rate for row in drawn), *parts)
    return scale_around(rates, limits, shared[0].unit if shared else "")


def scale_around(figures: Iterable[Cell], limits: Iterable[Cell], unit: str) -> AnyScale:
    """Choose the scale for some figures and limits, of which those that are hidden do not count.

    figures: that are drawn
    limits:  of their intervals, or of what chance alone would give
    unit:    of all, or "" for rates

    Gives, for rates, the finest scale of at most five steps that holds all; the whole from 0 % to
    100 % where nothing is shown. Other figures have the scale of their unit.

    >>> scale_around([Cell(0.52, "52.0%")], [Cell(0.4, "40.0%"), Cell(0.61, "61.0%")], "").sentence
    'The scale is cut: it runs from 40% to 65%, not from 0% to 100%.'
    """
    values = [one.value for one in figures if one.value is not None]
    ends = [one.value for one in limits if one.value is not None]
    if unit:
        return number_scale(values, ends, unit)
    held = [round(min(max(one, 0.0), 1.0) * WHOLE, 6) for one in (*values, *ends)]
    return _around(min(held), max(held)) if held else Scale(0, WHOLE, STEPS[-1])


def _around(low: float, high: float) -> Scale:
    tried = (_stepped(low, high, step) for step in STEPS)  # the coarsest step holds everything
    return next(one for one in tried if one.end - one.start <= MOST_STEPS * one.step)


def _stepped(low: float, high: float, step: int) -> Scale:
    start = max(0, int(low // step) * step)
    end = min(WHOLE, max(int(-(-high // step)) * step, start + step))
    return Scale(min(start, end - step), end, step)


def headed(text: str, head: str) -> tuple[str, str]:
    """Part a text from the words that head it, so that they can be set strong and are said once.

    text: one or more sentences
    head: words without a full stop, which may begin the text or not

    Gives the head, ended as a sentence where it is one, and the rest of the text.

    >>> headed("A gap is likely. 60 of every 100.", "A gap is likely")
    ('A gap is likely.', '60 of every 100.')
    >>> headed("No gap that matters between them.", "No gap that matters")
    ('No gap that matters', 'between them.')
    >>> headed("60 of every 100.", "A gap is likely")
    ('A gap is likely.', '60 of every 100.')
    """
    if text == head or text.startswith(f"{head}."):
        return words.ended(head), text[len(head) + 1 :].lstrip()
    if isinstance(text, Said) and text.parts and text.message == NOT_COMPUTABLE:
        return head, words.BECAUSE.format(**text.parts)
    if text.startswith(f"{head} "):
        return head, text[len(head) + 1 :]
    return words.ended(head), text


def dot_rows(finding: Finding, name: str, scale: AnyScale) -> DotRows:
    """Draw how groups fare.

    finding: a computable finding
    name:    of the finding
    scale:   shared by all figures of the measure

    Gives one row a group and everybody last; a rate that is not shown keeps its place, hatched.

    >>> scale_of([]).ticks[1].text
    '20%'
    """
    everybody = finding.everybody
    parts = {one.label: one for one in finding.course.spreads}
    dots = [
        replace(dot_of(row, scale), strip=strip(parts.get(row.label), finding.course.parts, scale))
        for row in finding.rows
    ]
    if everybody is not None:
        dots.append(dot_of(everybody, scale, everybody=True))
    line = None if everybody is None else _place(everybody.rate, scale)
    title, caption = headed(finding.caption, name)
    return DotRows(
        title=title,
        caption=caption,
        legend=_legend(line is not None, any(dot.hatched for dot in dots), scale),
        columns=columns_of(finding),
        scale=scale.sentence,
        ticks=scale.ticks,
        line=line,
        dots=tuple(dots),
    )


def columns_of(finding: Finding) -> tuple[str, str, str, str]:
    """Name the four columns of dot rows.

    finding: that they show

    >>> from types import SimpleNamespace
    >>> columns_of(SimpleNamespace(unit="days", people="visits"))
    ('Group', 'Days', '95% interval', 'Visits')
    """
    return words.GROUP, figure_name(finding.unit), words.INTERVAL, opened(finding.people)


def figure_name(unit: str) -> str:
    """Name the column of the figure.

    unit: of the figure, or "" for a rate

    >>> figure_name(""), figure_name("days")
    ('Rate', 'Days')
    """
    return words.FIGURES_IN.get(unit, words.FIGURE) if unit else words.RATE


def _all_rows(finding: Finding) -> tuple[Row, ...]:
    return finding.rows if finding.everybody is None else (*finding.rows, finding.everybody)


def _place(cell: Cell, scale: AnyScale) -> float | None:
    return None if cell.value is None else scale.place(cell.value)


def dot_of(row: Row, scale: AnyScale, *, everybody: bool = False) -> Dot:
    """Set one row.

    row:       of a group, or of everybody together
    scale:     of the figure
    everybody: whether it is the row of everybody

    >>> from types import SimpleNamespace
    >>> cell = Cell(None, "not shown (1 to 10)")
    >>> quiet = SimpleNamespace(label="Asian", rate=cell, interval=cell.text, denominator=cell)
    >>> dot_of(quiet, Scale(0, 100_000, 20_000)).hatched
    True
    """
    at = _place(row.rate, scale)
    mark = None
    if at is not None:
        low, high = _place(row.low, scale), _place(row.high, scale)
        mark = Mark(at, at, at) if low is None or high is None else Mark(at, low, high)
    figure = _bare(row.rate, scale)
    interval = figure if at is None else interval_of(row.low, row.high, row.interval)
    hatched = at is None and row.denominator.value != 0
    return Dot(row.label, mark, figure, interval, row.denominator.text, everybody, hatched)


def interval_of(low: Cell, high: Cell, written: str) -> str:
    """Write the interval of a figure that is shown; one that was counted, not estimated, has none.

    low, high: its limits
    written:   the interval in words

    >>> interval_of(Cell(0.5, "50.0%"), Cell(0.7, "70.0%"), "50.0 to 70.0")
    '50.0 to 70.0'
    >>> interval_of(Cell(0.052, "5.2%"), Cell(0.052, "5.2%"), "5.2 to 5.2")
    'none'
    """
    return words.NO_INTERVAL if not written or low.value == high.value else written


def _bare(cell: Cell, scale: AnyScale) -> str:
    """Leave out the word for the unit where the head of the column says it."""
    if cell.value is None or isinstance(scale, Scale) or scale.unit not in words.FIGURES_IN:
        return cell.text
    return numbers.bare(cell.value, scale.unit)


def _legend(line: bool, hatched: bool, scale: AnyScale) -> tuple[str, ...]:
    rates = isinstance(scale, Scale)
    line_missing = () if line else (words.NO_LINE if rates else words.NO_LINE_FIGURE,)
    kept_back = (words.HATCHED if rates else words.HATCHED_FIGURE,) if hatched else ()
    return (*line_missing, *kept_back, scale.sentence)
