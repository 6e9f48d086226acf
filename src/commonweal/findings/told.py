"""How the figures of a method other than a proportion are said: in their unit, with their gap."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isfinite

from commonweal.disclosure import Gap, Hidden, Released, ReleasedRow
from commonweal.findings import numbers, words
from commonweal.findings.finding import Cell, FigureLine
from commonweal.kinds import Figure, opened
from commonweal.measures.measure import Measure

DIFFERENCES = {
    "everybody_else": words.VALUE_OTHERS,
    "target": words.VALUE_TARGET,
    "benchmark": words.VALUE_BENCHMARK,
    "zero": words.VALUE_EFFECT,
}
RATIOS = {
    "everybody_else": words.RATIO_OTHERS,
    "target": words.RATIO_TARGET,
    "benchmark": words.RATIO_BENCHMARK,
    "zero": words.VALUE_EFFECT,
}


def is_rate(measure: Measure) -> bool:
    """Say whether a measure is a proportion, and said in people of every 100.

    measure: the declaration
    >>> from commonweal.measures.registry import find
    >>> is_rate(find("care.bp_control"))
    True
    """
    return measure.estimator == "proportion"


def rate_cells(row: ReleasedRow) -> tuple[Cell, Cell, Cell, str]:
    """Write the rate of a row, its limits, and the interval in words.

    row: what may be told
    >>> rate_cells(ReleasedRow(None, 0, (), 0, 0, 0, None, None, ""))[0].text
    'Nobody to count'
    """
    if isinstance(row.rate, Hidden):
        hidden = Cell(None, str(row.rate))
        return hidden, hidden, hidden, ""
    if row.rate is None:
        nobody = Cell(None, words.NOBODY)
        return nobody, nobody, nobody, ""
    value = Cell(row.rate.value, numbers.percent(row.rate.value))
    if row.rate.low is None or row.rate.high is None:
        return value, numbers.NOTHING, numbers.NOTHING, ""
    return (
        value,
        Cell(row.rate.low, numbers.percent(row.rate.low)),
        Cell(row.rate.high, numbers.percent(row.rate.high)),
        _apart(row.rate.low, row.rate.high, numbers.interval(row.rate.low, row.rate.high)),
    )


def value_cells(measure: Measure, row: ReleasedRow) -> tuple[Cell, Cell, Cell, str]:
    """Write the figure of a row, its limits, and the interval in words.

    measure: the declaration
    row:     what may be told
    >>> from commonweal.measures.registry import find
    >>> row = ReleasedRow(None, 0, (), 0, 0, 0, None, None, "", "zero_mean")
    >>> value_cells(find("care.bp_control"), row)[0].text
    'all amounts are zero'
    """
    if isinstance(row.rate, Hidden):
        hidden = Cell(None, str(row.rate))
        return hidden, hidden, hidden, ""
    if row.rate is None:
        nothing = Cell(None, _why(row))
        return nothing, nothing, nothing, ""
    value = Cell(row.rate.value, numbers.in_unit(row.rate.value, measure.unit))
    low, high = row.rate.low, row.rate.high
    if low is None or high is None:
        return value, numbers.NOTHING, numbers.NOTHING, ""
    least, most = (Cell(one, numbers.in_unit(one, measure.unit)) for one in (low, high))
    return value, least, most, _apart(low, high, numbers.interval_in(low, high, measure.unit))


def _apart(low: float, high: float, written: str) -> str:
    """Leave out an interval whose limits are one number: the figure was counted, not estimated."""
    return written if low != high else ""


def gap_cells(measure: Measure, row: ReleasedRow) -> tuple[Cell, str, Cell]:
    """Write the gap of a row, its interval in words, and the ratio where that is the gap.

    measure: the declaration
    row:     what may be told
    >>> from commonweal.measures.registry import find
    >>> row = ReleasedRow(None, 0, (), 0, 0, 0, None, None, "")
    >>> gap_cells(find("care.bp_control"), row)[1]
    ''
    """
    if isinstance(row.gap, Hidden):
        return Cell(None, str(row.gap)), "", numbers.NOTHING
    if row.gap is None:
        return numbers.NOTHING, "", numbers.NOTHING
    say = _say(measure)
    gap = row.gap
    limited = isfinite(gap.low) and isfinite(gap.high)
    edge = _edge(measure)
    interval = words.TO.format(low=edge(gap.low), high=edge(gap.high)) if limited else ""
    return Cell(gap.difference, say(gap.difference)), interval, numbers.NOTHING


def sentence(measure: Measure, row: ReleasedRow, group: str) -> str:
    """Say how one group fares.

    measure: the declaration
    row:     what may be told
    group:   its name inside a sentence
    >>> from commonweal.measures.registry import find
    >>> row = ReleasedRow(None, 0, (), 0, 0, 0, None, None, "", "zero_mean")
    >>> sentence(find("care.bp_control"), row, "Asian staff")
    'The figure for Asian staff can not be computed: all amounts are zero.'
    """
    if isinstance(row.rate, Hidden):
        return words.HIDDEN_ROW.format(group=group, reason=row.rate)
    if row.rate is None:
        return words.NOT_DEFINED.format(group=group, reason=_why(row))
    # "16.5% held office" is said of a share of the group, not of the group.
    whom = words.OF_GROUP.format(group=group) if _is_share(measure) else group
    name = opened(whom)
    said = measure.met.format(value=_value(measure, row.rate.value))
    gap = row.gap
    if not isinstance(gap, Gap) or not row.grade or not (isfinite(gap.low) and isfinite(gap.high)):
        return words.VALUE_ALONE.format(group=name, said=said)
    if measure.reference != "zero" and not isfinite(gap.rest_rate):
        return words.VALUE_ALONE.format(group=name, said=said)
    say = _say(measure)
    edge = _edge(measure)
    message = (RATIOS if gap.as_ratio else DIFFERENCES)[measure.reference]
    return message.format(
        group=name,
        said=said,
        rest=numbers.in_unit(gap.rest_rate, measure.unit) if isfinite(gap.rest_rate) else "",
        size=say(gap.difference),
        low=edge(gap.low),
        high=edge(gap.high),
    )


def together(measure: Measure, row: ReleasedRow, *, equal: bool) -> str:
    """Say how everybody fares together.

    measure: the declaration
    row:     of everybody
    equal:   whether no group is far from that
    >>> from commonweal.disclosure import Rate
    >>> from commonweal.measures.registry import find
    >>> row = ReleasedRow(None, 9, (), 9, 0, 9, Rate(0.5), None, "")
    >>> together(find("care.bp_control"), row, equal=False)
    'Together, patients had a last reading under 140/90.'
    """
    if isinstance(row.rate, Hidden):
        return words.OVERALL_HIDDEN
    if row.rate is None and row.denominator != 0 and measure.reference == "benchmark":
        return words.EACH_EQUAL if equal else words.EACH_ALONE
    if row.rate is None:
        return words.NOT_DEFINED.format(group=measure.people, reason=_why(row))
    said = measure.met.format(value=_value(measure, row.rate.value))
    message = words.VALUE_EQUAL if equal else words.VALUE_TOGETHER
    if _is_share(measure):
        message = words.SHARE_EQUAL if equal else words.SHARE_TOGETHER
    return message.format(people=measure.people, said=said)


def figure_lines(
    measure: Measure, table: Released, names: dict[str, str]
) -> tuple[FigureLine, ...]:
    """Write the further figures that the measure has words for, in the order it names them.

    measure: the declaration
    table:   what may be told
    names:   what groups and other things that a figure may be about are called
    >>> from commonweal.measures.registry import find
    >>> find("care.bp_control").figures
    ()
    """
    lines = []
    for wanted in measure.figures:
        for one in table.figures:
            if one.key == wanted.key:
                about = names.get(one.about, one.about)
                label = words.OF_WHOM.format(label=wanted.label, whom=about) if about else ""
                lines.append(_line(one, label or wanted.label, wanted.unit, dict(wanted.texts)))
    return tuple(lines)


def _line(one: Figure, label: str, unit: str, texts: dict[str, str]) -> FigureLine:
    if one.text:
        return FigureLine(label, Cell(None, texts.get(one.text, one.text)), "")
    if not isfinite(one.value):
        return FigureLine(label, Cell(None, words.NOT_TOLD), "")
    cell = Cell(one.value, numbers.in_unit(one.value, unit))
    limited = isfinite(one.low) and isfinite(one.high)
    interval = numbers.interval_in(one.low, one.high, unit) if limited else ""
    return FigureLine(label, cell, _apart(one.low, one.high, interval))


def over_time(measure: Measure, before: Gap, now: Gap, earlier: str) -> str:
    """Say whether a difference closes or widens.

    measure: the declaration
    before, now: the gap one period before, and now
    earlier: the period before, in words
    >>> from commonweal.measures.registry import find
    >>> gap = Gap(0.1, 0.05, 0.15, None, 0.5, 0.01, None, 0.1, "worse")
    >>> over_time(find("care.bp_control"), gap, gap, "2019")
    'The difference is steady: +10.0 points in 2019, +10.0 points now.'
    """
    neutral = 1.0 if now.as_ratio else 0.0
    error = ((now.high - now.low) ** 2 + (before.high - before.low) ** 2) ** 0.5 / 2
    message = words.STEADY_VALUE
    if abs(now.difference - before.difference) > error:
        then, apart = before.difference - neutral, now.difference - neutral
        message = words.WIDENING_VALUE if abs(apart) > abs(then) else words.CLOSING_VALUE
        if then * apart < 0:
            message = words.TURNED_VALUE
    say = _say(measure)
    return message.format(before=say(before.difference), now=say(now.difference), earlier=earlier)


def size(measure: Measure, value: float) -> str:
    """Write the size of a gap, as the measure's gaps are written.

    measure: the declaration
    value:   a difference or a ratio
    >>> from commonweal.measures.registry import find
    >>> size(find("care.bp_control"), 0.1)
    '+10.0 points'
    """
    return _say(measure)(value)


def _value(measure: Measure, value: float) -> str:
    """Write a figure with its unit; an effect as the difference that it is."""
    if measure.reference == "zero":
        return numbers.distance(value, measure.unit)
    return numbers.in_unit(value, measure.unit)


def _is_share(measure: Measure) -> bool:
    return measure.met.startswith("{value} ")


def _say(measure: Measure) -> Callable[[float], str]:
    if measure.gap == "ratio":
        return numbers.times
    return partial(numbers.distance, unit=measure.unit)


def _edge(measure: Measure) -> Callable[[float], str]:
    """Write the limits of a gap; the unit stands with the gap."""
    if measure.gap == "ratio":
        return numbers.times
    return partial(numbers.signed, unit=measure.unit)


def _why(row: ReleasedRow) -> str:
    if not row.reason:
        counted = not isinstance(row.denominator, Hidden) and row.denominator > 0
        return words.NOT_TOLD if counted else words.REASONS["zero_denominator"]
    return words.REASONS.get(row.reason, words.NOT_TOLD)
