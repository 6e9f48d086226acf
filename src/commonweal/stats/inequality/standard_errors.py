"""Standard errors of counted groups, for tables that bring events and people and no errors.

Intervals of one group are in stats/rates; these errors feed the summary measures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv

from commonweal.stats.inputs import FloatArray, amounts, counts, normal_quantile, tail

USUAL = 0.95  # level of the interval that stands in where the variance itself would be 0


def share_errors(events: ArrayLike, people: ArrayLike) -> FloatArray:
    """Give the standard error of each group's share of people.

    events: events a group, shape (k,), 0 <= events <= people
    people: people a group, shape (k,)
    Gives standard errors of shares from 0 to 1, shape (k,), nan for a group of nobody; none is 0.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: binomial variance; with no event or nothing else, where it would be 0, the distance to
    Wilson's limit in standard errors (variance recovered from limits, as in Newcombe 1998,
    Statistics in Medicine 17:873-890, method 10)
    >>> share_errors([50, 0], [100, 100]).round(4)
    array([0.05  , 0.0189])
    """
    had, everybody = counts(events, people)
    z = normal_quantile(USUAL)
    with np.errstate(all="ignore"):
        share = had / everybody
        error = np.sqrt(share * (1 - share) / everybody)
    bare = (had == 0) | (had == everybody)
    return np.where(everybody > 0, np.where(bare, z / (everybody + z * z), error), np.nan)


def rate_errors(events: ArrayLike, time: ArrayLike) -> FloatArray:
    """Give the standard error of each group's rate over time.

    events: events a group, shape (k,), not negative
    time:   time lived by the group, shape (k,), in person-years or any one unit
    Gives standard errors of rates a unit of time, shape (k,), nan where no time was lived; none
    is 0.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: Poisson variance; with no event, where it would be 0, the distance to the exact limit
    in standard errors, as in `share_errors`
    >>> rate_errors([25, 0], [100, 100]).round(4)
    array([0.05  , 0.0188])
    """
    had, lived = amounts(events=events, time=time)
    reach = float(gammainccinv(1.0, tail(USUAL))) / normal_quantile(USUAL)
    with np.errstate(all="ignore"):
        error = np.where(had == 0, reach, np.sqrt(had)) / lived
    return np.where(lived > 0, error, np.nan)
