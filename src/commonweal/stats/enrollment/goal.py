"""How likely a study is to reach the share of a stratum it set itself, given who is enrolled.

A low chance calls for outreach, sites, languages and support, never for turning others away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, gammaln

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, counts, numbers, shares, whole
from commonweal.stats.results import answer

# Strata x open places computed at once, so that memory stays small.
AT_ONCE = 2_000_000
# A goal of a share may miss a whole number by rounding only.
ROUNDING = 1e-9


@dataclass(frozen=True)
class GoalForecast:
    """Hold how strata stand to their goals.

    chance:      chance that the final share reaches the goal, an Estimate of k
    needed:      people of the stratum still needed, shape (k,); 0 or less where it is reached
    remaining:   places still open, shape (k,)
    final_share: expected final share of the stratum, an Estimate of k
    >>> forecast_goal(12, 110, 240, 0.14).needed
    array([22.])
    """

    chance: Estimate
    needed: FloatArray
    remaining: FloatArray
    final_share: Estimate


def forecast_goal(
    enrolled: ArrayLike,
    people: ArrayLike,
    planned: ArrayLike,
    goal: ArrayLike,
    prior: tuple[float, float] = (0.5, 0.5),
) -> GoalForecast:
    """Forecast whether strata reach their goals when people go on enrolling as they did.

    enrolled: people of the stratum enrolled so far, whole numbers, shape (k,)
    people:   all enrolled so far, whole numbers, shape (k,)
    planned:  all who will be enrolled at the end, whole numbers, shape (k,), at least `people`
    goal:     share of the stratum at the end that was set as a goal, shape (k,), from 0 to 1
    prior:    what is believed before the first person, as people in and not in the stratum
    Gives a GoalForecast; a goal that is reached has the chance 1, one that is out of reach 0;
    nobody planned is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more are enrolled than planned.
    Fails with Problem "prior-not-positive" when the prior is not above zero.
    Source: beta-binomial tail, research.md section 2.4; checked against base R in
    tests/reference/test_research_goal.py
    >>> forecast_goal(12, 110, 240, 0.14).chance.value.round(4)
    array([0.1043])
    """
    had, size, end, share = _read(enrolled, people, planned, goal)
    if not min(prior) > 0:
        raise Problem(
            "prior-not-positive",
            "The prior is not made of two numbers above zero.",
            "Give 0.5 and 0.5 where nothing is believed beforehand.",
        )
    needed = np.ceil(share * end - ROUNDING) - had
    remaining = end - size
    inside, outside = prior[0] + had, prior[1] + size - had
    chance = np.where(needed <= 0, 1.0, 0.0)
    open_ones = np.flatnonzero((needed > 0) & (needed <= remaining))
    for first, last in _portions(remaining[open_ones]):
        some = open_ones[first:last]
        chance[some] = _tail(needed[some], remaining[some], inside[some], outside[some])
    reasons = {"zero_denominator": end == 0}
    final = (had + remaining * inside / (inside + outside)) / np.where(end == 0, 1.0, end)
    return GoalForecast(
        answer(chance, None, None, level=0.95, method="beta_binomial", reasons=reasons, n=size),
        needed,
        remaining,
        answer(final, None, None, level=0.95, method="beta_binomial", reasons=reasons, n=size),
    )


def _read(
    enrolled: ArrayLike, people: ArrayLike, planned: ArrayLike, goal: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    had, size = counts(enrolled, people)
    amounts(planned=planned)
    (share,) = shares(goal=goal)
    had, size, end, share = numbers(enrolled=had, people=size, planned=planned, goal=share)
    counts(size, end)
    whole(enrolled=had, people=size, planned=end)
    return had, size, end, share


def _portions(remaining: FloatArray) -> list[tuple[int, int]]:
    if not len(remaining):
        return []
    step = max(1, int(AT_ONCE // (remaining.max() + 1)))
    return [(first, first + step) for first in range(0, len(remaining), step)]


def _tail(
    needed: FloatArray, remaining: FloatArray, inside: FloatArray, outside: FloatArray
) -> FloatArray:
    """Sum the beta-binomial chances from `needed` to all of the remaining places."""
    count = np.arange(needed.min(), remaining.max() + 1)[None, :]
    left = remaining[:, None]
    open_places = np.maximum(left - count, 0.0)
    ways = gammaln(left + 1) - gammaln(count + 1) - gammaln(open_places + 1)
    first, second = inside[:, None], outside[:, None]
    log = ways + betaln(count + first, open_places + second) - betaln(first, second)
    asked = (count >= needed[:, None]) & (count <= left)
    chances = np.where(asked, np.exp(np.where(asked, log, 0.0)), 0.0)
    return np.asarray(np.minimum(chances.sum(axis=1), 1.0))
