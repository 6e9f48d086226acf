"""How numbers of `commonweal stats` are written: rounded once, here, by what is worth reading."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, isfinite, log10

from commonweal.cli import stats_words as words
from commonweal.disclosure import Hidden

FIGURES_WORTH = 3  # digits of the largest number of a row or a column
MOST_DECIMALS = 9


def decimals(numbers: Iterable[float]) -> int:
    """Give how many decimals show three digits of the largest number.

    More would make an interval look more exact than it is.
    """
    known = [abs(one) for one in numbers if isfinite(one) and one]
    if not known:
        return 1
    return min(max(FIGURES_WORTH - 1 - floor(log10(max(known))), 0), MOST_DECIMALS)


def number(value: float, places: int) -> str:
    """Write a number with so many decimals."""
    text = f"{value:,.{places}f}"
    return text.removeprefix("-") if not float(text.replace(",", "")) else text


def span(low: float, high: float, places: int) -> str:
    """Write an interval, of which one end may be open."""
    if not isfinite(low) and not isfinite(high):
        return words.NO_INTERVAL
    if not isfinite(low):
        return words.UP_TO.format(high=number(high, places))
    if not isfinite(high):
        return words.FROM.format(low=number(low, places))
    return words.SPAN.format(low=number(low, places), high=number(high, places))


def p_value(p: float) -> str:
    """Write a p-value."""
    return words.P_BELOW if p < 0.001 else words.P.format(p=f"{p:.3f}")


def count(value: int | Hidden | None) -> str:
    """Write a count; why one is not shown is said below its table."""
    if value is None:
        return words.NO_FIGURE
    return words.NOT_SHOWN if isinstance(value, Hidden) else f"{value:,}"


def percent(share: float) -> str:
    """Write a share as a percent."""
    return f"{100 * share:.1f}%"


def level_of(level: float) -> str:
    """Write the level of an interval in percent, with no more decimals than it has."""
    return f"{100 * level:.6g}"
