"""Hires from priority places and through pathways: shares, bounds, and against the labor force."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import amounts, counts, numbers
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.results import answer


@dataclass(frozen=True)
class LocalHires:
    """Hold hires of a period; each an Estimate of 1.

    impact:   share of all hires that meet the whole definition of an impact hire
    priority: share of the hires whose home is known that come from priority places
    bounds:   the same share with the bounds that homes not known leave open
    quotient: priority places' share of hires over their share of the labor force
    per_1000: hires from priority places for 1,000 of their labor force
    >>> local_hires([30, 50], [6, 0], priority=[1, 0], labor_force=[1, 4], placed=1).quotient.value
    array([1.875])
    """

    impact: Estimate
    priority: Estimate
    bounds: Estimate
    quotient: Estimate
    per_1000: Estimate


def local_hires(
    hires: ArrayLike,
    impact: ArrayLike,
    *,
    priority: ArrayLike,
    labor_force: ArrayLike,
    placed: ArrayLike,
    level: float = 0.95,
) -> LocalHires:
    """Count hires by place of home at application.

    hires:       hires of each place, shape (n,)
    impact:      impact hires among them, shape (n,)
    priority:    whether a place is a priority, 0 or 1, shape (n,)
    labor_force: labor force of each place, shape (n,)
    placed:      whether the row is a place, 0 or 1, shape (n,); 0 for hires of unknown home
    level:       coverage of the intervals, between 0 and 1
    Gives LocalHires; no hire is undefined:zero_denominator, no labor force undefined:zero_in_ratio.
    Fails with Problem "counts-above-people" when a place has more impact hires than hires.
    Fails with Problem "flags-unread" when a row is neither a place nor none, or priority nor not.
    Source: Wilson 1927, JASA 22:209-212; bounds: Manski 1990, American Economic Review 80:319-323;
    community.md section 3; checked in tests/reference/test_community_local_hiring.py
    >>> h = local_hires([3, 5, 2], 0, priority=[1, 0, 0], labor_force=[9, 9, 0], placed=[1, 1, 0])
    >>> h.bounds.low, h.bounds.high
    (array([0.3]), array([0.5]))
    """
    had, size = counts(impact, hires)
    amounts(labor_force=labor_force)
    size, had, first, force, known = numbers(
        hires=size, impact=had, priority=priority, labor_force=labor_force, placed=placed
    )
    if not (np.isin(first, (0, 1)).all() and np.isin(known, (0, 1)).all()):
        raise Problem(
            "flags-unread",
            "Whether a row is a place, or a priority, is neither yes nor no.",
            "Write 1 for yes and 0 for no.",
        )
    chosen = first * known
    near, located, everybody = (size * chosen).sum(), (size * known).sum(), size.sum()
    own, whole = (force * chosen).sum(), (force * known).sum()
    share = wilson([near], [located], level)
    bounds = _bounds(share, near, everybody - located, everybody, level)
    base = (own or 1.0) / (whole or 1.0)
    return LocalHires(
        wilson([had.sum()], [everybody], level),
        share,
        bounds,
        _told(np.nan_to_num(share.value) / base, located, own, level),
        _told(np.array([1000 * near / (own or 1.0)]), 1.0, own, level),
    )


def _bounds(share: Estimate, near: float, lost: float, everybody: float, level: float) -> Estimate:
    none = np.array([everybody == 0])
    ends = (np.array([each / (everybody or 1.0)]) for each in (near, near + lost))
    low, high = (np.where(none, end, each) for end, each in zip((0.0, 1.0), ends, strict=True))
    reasons = {"zero_denominator": ~share.ok}
    return answer(
        share.value, low, high, level=level, method="worst_case", reasons=reasons, bounds=True
    )


def _told(
    value: np.ndarray[tuple[int, ...], np.dtype[np.float64]], hires: float, own: float, level: float
) -> Estimate:
    reasons = {"zero_denominator": np.array([hires == 0]), "zero_in_ratio": np.array([own == 0])}
    return answer(value, None, None, level=level, method="ratio", reasons=reasons)
