"""What a selection step's two axes say together: practical size and chance, in one word.

A word opens a review of the process at most. None says who should be selected.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask
from commonweal.stats.selection.exact import mid_p
from commonweal.stats.selection.four_fifths import below_four_fifths, turns_on_one_person
from commonweal.stats.selection.size import shortfall
from commonweal.stats.selection.tables import Tables, divisor, nobody, selection_tables

CHANCE, EVEN_ODDS, FOUR_FIFTHS = 0.05, 0.5, 0.8


@dataclass(frozen=True, eq=False)
class Readings:
    """Hold what k selection tables say.

    word:      "refer", "watch", "statistical_only", "no_signal", "too_small_to_tell" or
               "undefined", k of them
    practical: ratio below four fifths, a whole person short, not turned by one person, shape (k,)
    p:         two-sided mid-p, shape (k,); nan where undefined
    power:     chance of seeing a ratio of four fifths in pools of this size, shape (k,)

    >>> readings([12], [40], [48], [80]).word
    ('refer',)
    """

    word: tuple[str, ...]
    practical: Mask
    p: FloatArray
    power: FloatArray


def readings(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Readings:
    """Read selection tables on both axes.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives Readings. "watch" asks to gather more periods, "too_small_to_tell" is said where four
    fifths would not be seen in most such pools; nobody in a pool, or nobody selected in the
    comparison, is "undefined".
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" and "counts-too-large" as `below_four_fifths` does.
    Source: workforce specification, section 5.9; Teal's test read in
    tests/unit/stats/selection/test_selection_reading.py
    >>> readings([5, 400], [8, 500], [6, 402], [8, 500]).word
    ('too_small_to_tell', 'no_signal')
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    below = below_four_fifths(*tables)
    turns, short = turns_on_one_person(*tables).value, shortfall(*tables).value
    practical: Mask = (below.value == 1) & (short >= 1) & (turns == 0)
    p, power = mid_p(*tables).value, power_at_four_fifths(tables)
    seen = p < CHANCE
    word = np.select(
        [~below.ok, practical & seen, practical, seen, power < EVEN_ODDS],
        ["undefined", "refer", "watch", "statistical_only", "too_small_to_tell"],
        "no_signal",
    )
    return Readings(tuple(word.tolist()), practical, p, power)


def power_at_four_fifths(tables: Tables) -> FloatArray:
    """Give the chance that a ratio of four fifths would be seen at 5 percent.

    tables: the four counts as `selection_tables` reads them, each shape (k,)
    Gives shape (k,), with the comparison's rate as it was; 0 where a pool is empty or nobody of
    the comparison was selected.
    Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, section
    4.5 (unequal samples), the tail on the side of the difference only
    >>> power_at_four_fifths(selection_tables(240, 300, 300, 300)).round(3)
    array([1.])
    """
    _, size, rest_had, rest_size = tables
    empty = nobody(tables) | (rest_had == 0)
    rest_rate = rest_had / divisor(rest_size)
    rate = FOUR_FIFTHS * rest_rate
    one, other = divisor(size), divisor(rest_size)
    together = (one * rate + other * rest_rate) / (one + other)
    under_none = np.sqrt(together * (1 - together) * (1 / one + 1 / other))
    under_this = np.sqrt(rate * (1 - rate) / one + rest_rate * (1 - rest_rate) / other)
    reach = rest_rate - rate - normal_quantile(1 - CHANCE) * under_none
    return np.where(empty, 0.0, ndtr(reach / divisor(under_this)))
