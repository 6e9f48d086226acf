"""How numbers are written: rounded once, here, for every output. Storage keeps full precision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import floor

from commonweal.disclosure import Hidden
from commonweal.findings import words
from commonweal.findings.finding import Cell
from commonweal.kinds import Said

NOTHING = Cell(None, "")
# How many decimals a figure is read with, where it is not its size that decides.
DECIMALS = {
    "percent": 1, "points": 1, "minutes": 1, "days": 1, "months": 1, "years": 1,
    "per_100_person_years": 1, "per_1000": 1, "ratio": 2, "number": 3, "score": 2, "delta": 2,
    "count": 0, "dollars": 0, "dollars_per_head": 2,
}  # fmt: skip


def percent(value: float) -> str:
    """Write a proportion as a percent with one decimal.

    value: proportion
    >>> percent(0.7482)
    '74.8%'
    """
    return f"{_rounded(value * 100, 1):.1f}%"


def points(value: float) -> str:
    """Write a difference of proportions in points of a hundred, signed.

    value: difference
    >>> points(-0.1471)
    '-14.7'
    """
    rounded = _rounded(value * 100, 1)
    return f"{rounded + 0.0:+.1f}" if rounded else "0.0"


def size(value: float) -> str:
    """Write the size of a difference in points of a hundred, without a sign.

    value: difference
    >>> size(-0.1471)
    '14.7'
    """
    return f"{_rounded(abs(value) * 100, 1):.1f}"


def interval(low: float, high: float) -> str:
    """Write an interval of proportions in percent.

    low, high: limits
    >>> interval(0.7391, 0.7569)
    '73.9 to 75.7'
    """
    ends = (f"{_rounded(one * 100, 1):.1f}" for one in (low, high))
    return words.TO.format(**dict(zip(("low", "high"), ends, strict=True)))


def gap_interval(low: float, high: float) -> str:
    """Write an interval of differences in points, signed.

    low, high: limits
    >>> gap_interval(-0.175, -0.119)
    '-17.5 to -11.9'
    """
    return words.TO.format(low=points(low), high=points(high))


def spread(value: float, low: float, high: float) -> dict[str, str]:
    """Write a difference and its interval: without signs where its direction is sure.

    value, low, high: difference and its limits
    >>> spread(-0.147, -0.175, -0.119)
    {'size': '14.7', 'low': '11.9', 'high': '17.5'}
    >>> spread(-0.01, -0.04, 0.02)
    {'size': '-1.0', 'low': '-4.0', 'high': '+2.0'}
    """
    if low <= 0 <= high:
        return {"size": points(value), "low": points(low), "high": points(high)}
    near, far = sorted((abs(low), abs(high)))
    return {"size": size(value), "low": size(near), "high": size(far)}


def few(count: int, threshold: int) -> str:
    """Write a count of people that stands alone: "1 to 10" where it is small.

    count:     people
    threshold: the smallest number that may be shown
    >>> few(3, 11), few(1200, 11)
    ('1 to 10', '1,200')
    """
    if 0 < count < threshold:
        return words.FROM_FEW.format(most=threshold - 1)
    return f"{count:,}"


def of_every(value: float) -> str:
    """Write a proportion as a natural frequency.

    value: proportion
    >>> of_every(0.6012), of_every(0.0042)
    ('60 of every 100', '4 of every 1,000')
    """
    if 0 < value < 0.01 or 0.99 < value < 1:
        return words.OF_EVERY_1000.format(number=int(_rounded(value * 1000, 0)))
    return words.OF_EVERY_100.format(number=int(_rounded(value * 100, 0)))


def joined(texts: Sequence[str], message: Said) -> str:
    """Set texts one behind the other, as a language does it.

    texts:   in order, or none
    message: with {first} and {second}
    >>> joined(("One.", "Two.", "Three."), words.SENTENCES)
    'One. Two. Three.'
    """
    return reduce(lambda one, two: message.format(first=one, second=two), texts) if texts else ""


def whole(value: int | Hidden) -> Cell:
    """Write a count, or why it is not shown.

    value: a count or its stand-in
    >>> whole(9210)
    Cell(value=9210, text='9,210')
    """
    if isinstance(value, Hidden):
        return Cell(None, str(value))
    return Cell(value, f"{value:,}")


def bare(value: float, unit: str) -> str:
    """Write a figure without the word for its unit.

    value: in the unit, a percent as a proportion
    unit:  from `commonweal.measures.measure.UNITS`
    >>> bare(0.7482, "percent"), bare(1234.5, "dollars"), bare(-0.04, "minutes")
    ('74.8', '1,235', '0.0')
    """
    shown = _rounded(value * 100 if unit == "percent" else value, DECIMALS[unit])
    return f"{shown or 0.0:,.{DECIMALS[unit]}f}"


def in_unit(value: float, unit: str) -> str:
    """Write a figure with its unit.

    value: in the unit, a percent as a proportion
    unit:  from `commonweal.measures.measure.UNITS`
    >>> in_unit(35.25, "minutes"), in_unit(-20, "dollars")
    ('35.3 minutes', '-$20')
    """
    text = words.UNITS[unit].format(number=bare(abs(value), unit))
    return words.LESS.format(figure=text) if bare(value, unit).startswith("-") else text


def interval_in(low: float, high: float, unit: str) -> str:
    """Write an interval of figures, the unit left to the figure itself.

    low, high: limits, in the unit
    unit:      from `commonweal.measures.measure.UNITS`
    >>> interval_in(30.1, 40.26, "minutes")
    '30.1 to 40.3'
    """
    return words.TO.format(low=bare(low, unit), high=bare(high, unit))


def distance(value: float, unit: str) -> str:
    """Write a difference of figures, signed; a percent in points.

    value: in the unit, a percent as a proportion
    unit:  from `commonweal.measures.measure.UNITS`
    >>> distance(2.5, "days"), distance(-0.014, "percent")
    ('+2.5 days', '-1.4 points')
    """
    text = bare(value, unit)
    said = words.UNITS["points" if unit == "percent" else unit].format(number=text.lstrip("-"))
    if text.startswith("-"):
        return words.LESS.format(figure=said)
    return words.MORE.format(figure=said) if float(text.replace(",", "")) else said


def signed(value: float, unit: str) -> str:
    """Write a limit of a difference, signed, the unit left to the difference itself.

    value: in the unit, a percent as a proportion
    unit:  from `commonweal.measures.measure.UNITS`
    >>> signed(2.5, "days"), signed(-0.014, "percent"), signed(0.0, "days")
    ('+2.5', '-1.4', '0.0')
    """
    text = bare(value, unit)
    return text if text.startswith("-") or not float(text.replace(",", "")) else f"+{text}"


def times(value: float) -> str:
    """Write a ratio.

    value: the ratio
    >>> times(0.826)
    '0.83'
    """
    return f"{_rounded(value, 2):,.2f}"


def _rounded(value: float, places: int) -> float:
    """Round half away from zero, as readers do by hand."""
    scale = 10.0**places
    shifted = floor(abs(value) * scale + 0.5 + 1e-9) / scale
    return -shifted if value < 0 else shifted
