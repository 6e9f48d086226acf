"""The figure of how groups differ: one scale for ticks and marks, one row a group.

What may not be shown is neither placed nor used to choose the scale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.findings import numbers
from commonweal.findings.finding import Cell, Finding, Row
from commonweal.report import words
from commonweal.report.document import Dot, DotRows, Mark, Tick
from commonweal.report.number_scale import NumberScale, number_scale

WHOLE = 100_000  # a scale is kept in thousandths of a percent, so that its bounds are exact
STEPS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
MOST_STEPS = 5


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
    if shared and shared[0].unit:
        limits = [cell.value for row in drawn for cell in (row.low, row.high)]
        return number_scale(
            [row.rate.value for row in drawn if row.rate.value is not None],
            [one for one in limits if one is not None],
            shared[0].unit,
        )
    cells = [cell for row in drawn for cell in (row.rate, row.low, row.high)]
    values = [round(cell.value * WHOLE, 6) for cell in cells if cell.value is not None]
    return _around(min(values), max(values)) if values else Scale(0, WHOLE, STEPS[-1])


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
    dots = [_dot(row, scale) for row in finding.rows]
    if everybody is not None:
        dots.append(_dot(everybody, scale, everybody=True))
    line = None if everybody is None else _place(everybody.rate, scale)
    title, caption = headed(finding.caption, name)
    return DotRows(
        title=title,
        caption=caption,
        legend=_legend(line is not None, any(dot.hatched for dot in dots), scale),
        columns=(
            words.GROUP,
            words.FIGURES_IN.get(finding.unit, words.FIGURE) if finding.unit else words.RATE,
            words.INTERVAL,
            _opened(finding.people),
        ),
        scale=scale.sentence,
        ticks=scale.ticks,
        line=line,
        dots=tuple(dots),
    )


def _all_rows(finding: Finding) -> tuple[Row, ...]:
    return finding.rows if finding.everybody is None else (*finding.rows, finding.everybody)


def _place(cell: Cell, scale: AnyScale) -> float | None:
    return None if cell.value is None else scale.place(cell.value)


def _dot(row: Row, scale: AnyScale, *, everybody: bool = False) -> Dot:
    at = _place(row.rate, scale)
    mark = None
    if at is not None:
        low, high = _place(row.low, scale), _place(row.high, scale)
        mark = Mark(at, at, at) if low is None or high is None else Mark(at, low, high)
    figure = _bare(row.rate, scale)
    interval = row.interval or figure
    hatched = at is None and row.denominator.value != 0
    return Dot(row.label, mark, figure, interval, row.denominator.text, everybody, hatched)


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


def _opened(word: str) -> str:
    return word[:1].upper() + word[1:]
