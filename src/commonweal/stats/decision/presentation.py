"""Whether a proportion is steady enough to be shown at all, by the rule of the NCHS.

Steadiness only: who could be recognised is judged by `commonweal.disclosure`, afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, counts, design_effects, numbers
from commonweal.stats.rates.proportion import korn_graubard
from commonweal.stats.results import Mask

Display = Literal["present", "suppress"]
FEWEST = 30
WIDE, NARROW = 0.30, 0.05
WIDEST_PERCENT = 130.0
FEWEST_DEGREES = 8


@dataclass(frozen=True, eq=False)
class Presentation:
    """Hold what the rule says of k proportions.

    share:               the proportions with Korn-Graubard intervals, shape (k,)
    effective:           effective people, shape (k,)
    width:               width of the interval, shape (k,)
    relative_width:      width in percent of the proportion, nan where that is 0, shape (k,)
    relative_complement: width in percent of the complement, nan where that is 0, shape (k,)
    display:             "present" or "suppress", k of them; nobody is "suppress"
    flags:               "review_zero_or_all", "review_df", "complement_unreliable", k tuples,
                         only where the proportion is presented

    >>> nchs(40, 80).display
    ('present',)
    """

    share: Estimate
    effective: FloatArray
    width: FloatArray
    relative_width: FloatArray
    relative_complement: FloatArray
    display: tuple[Display, ...]
    flags: tuple[tuple[str, ...], ...]


def nchs(
    events: ArrayLike,
    people: ArrayLike,
    *,
    deff: ArrayLike = 1.0,
    df: ArrayLike | None = None,
    level: float = 0.95,
) -> Presentation:
    """Apply the presentation rule of the NCHS to proportions.

    events: events a group, shape (k,), 0 <= events <= people
    people: people a group, shape (k,)
    deff:   design effect, at least 1, shape (k,)
    df:     degrees of freedom of the design, shape (k,), or None for no survey
    level:  coverage of the interval, between 0 and 1
    Gives a Presentation. Suppressed: fewer than 30 people or effective people, an interval 0.30
    wide or wider, or wider than 0.05 and than 130 percent of the proportion. To be reviewed: fewer
    than 8 degrees of freedom, no event or nothing else. A complement too wide for its size is
    flagged and does not suppress.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Fails with Problem "design-effect-below-one" when a design effect is below 1.
    Source: Parker and others 2017, National Center for Health Statistics Data Presentation
    Standards for Proportions, Vital and Health Statistics 2(175); checked in
    tests/reference/test_statistics_nchs.py
    >>> nchs([3, 2, 50], [29, 400, 50]).display
    ('suppress', 'present', 'present')
    """
    counts(events, people)
    had, size, effect = numbers(events=events, people=people, deff=deff)
    design_effects(deff=effect)
    effective = size / effect
    rate = had / np.where(size == 0, 1.0, size)
    share = korn_graubard(rate, size, effective, df=df, level=level)
    width = share.high - share.low
    relative = _percent(width, rate)
    complement = _percent(width, 1 - rate)
    shown = _shown(size, effective, width, relative)
    middling = shown & (width > NARROW)
    reviewed = {
        "review_zero_or_all": shown & ((had == 0) | (had == size)),
        "review_df": shown & _few_degrees(df, len(size)),
        "complement_unreliable": middling & (np.nan_to_num(complement) > WIDEST_PERCENT),
    }
    return Presentation(
        share,
        effective,
        width,
        relative,
        complement,
        tuple("present" if one else "suppress" for one in shown),
        tuple(tuple(c for c, mask in reviewed.items() if mask[i]) for i in range(len(size))),
    )


def _percent(width: FloatArray, of: FloatArray) -> FloatArray:
    return np.where(of > 0, 100 * width / np.where(of > 0, of, 1.0), np.nan)


def _shown(
    size: FloatArray, effective: FloatArray, width: FloatArray, relative: FloatArray
) -> Mask:
    enough = (size >= FEWEST) & (effective >= FEWEST)
    # Comparisons with nan (no interval, or nothing to be relative to) are false: not shown.
    steady: Mask = (width <= NARROW) | ((width < WIDE) & (relative <= WIDEST_PERCENT))
    return enough & steady


def _few_degrees(df: ArrayLike | None, size: int) -> Mask:
    if df is None:
        return np.zeros(size, dtype=np.bool_)
    few: Mask = np.broadcast_to(np.asarray(df, dtype=np.float64) < FEWEST_DEGREES, (size,))
    return few
