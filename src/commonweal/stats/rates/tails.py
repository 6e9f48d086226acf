"""Two-sided exact p-values: the share of all possible tables as unlikely as the one seen.

The tables are those with the margins that were seen; the callers list their odds.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inputs import FloatArray

# R counts a table as equally likely when its probability differs by less than this share.
EQUAL = float(np.log1p(1e-7))


def as_unlikely(steps: FloatArray, seen: int) -> float:
    """Sum the probability of every outcome that is not more likely than the one seen.

    steps: logarithm of the probability of outcome i + 1 over that of outcome i, falling with i,
           shape (m,) for m + 1 outcomes
    seen:  index of the outcome seen, 0 to m
    Gives the p-value, above 0 and at most 1.
    Source: Fisher 1935 as computed by base R fisher.test and binom.test (relative tolerance 1e-7)
    >>> import numpy as np
    >>> as_unlikely(np.log([2.0, 0.5]), 0)
    0.5
    """
    # From the most likely outcome outwards, so that rounding gathers only where nothing weighs.
    top = int(np.count_nonzero(steps > 0))
    right = np.cumsum(steps[top:])
    left = -np.cumsum(steps[:top][::-1])[::-1]
    logs = np.concatenate((left, [0.0], right))
    odds = np.exp(logs)
    return min(float(odds[logs <= logs[seen] + EQUAL].sum() / odds.sum()), 1.0)


def binomial_steps(trials: int, share: float) -> FloatArray:
    """Give the log odds of each next number of successes in a binomial distribution.

    trials: number of trials, not negative
    share:  chance of success, strictly between 0 and 1
    Gives shape (trials,), falling.
    Source: the binomial distribution, P(i + 1) / P(i) = (trials - i) share / ((i + 1) (1 - share))
    >>> import numpy as np
    >>> np.exp(binomial_steps(2, 0.5)).round(4)
    array([2. , 0.5])
    """
    done = np.arange(trials, dtype=np.float64)
    return np.asarray(np.log((trials - done) / (done + 1)) + np.log(share / (1 - share)))


def hypergeometric_steps(first: int, second: int, events: int) -> FloatArray:
    """Give the log odds of each next number of events in the first of two groups.

    first:  people in the first group
    second: people in the second group
    events: events in both together, at most first + second
    Gives shape (m,) for the m + 1 tables with these margins, from the fewest events up.
    Source: the hypergeometric distribution, P(i + 1) / P(i), as in Fisher 1935, JRSS 98:39-82
    >>> import numpy as np
    >>> np.exp(hypergeometric_steps(2, 2, 2)).round(4)
    array([4.  , 0.25])
    """
    fewest, most = max(0, events - second), min(first, events)
    done = np.arange(fewest, most, dtype=np.float64)
    more = (first - done) * (events - done)
    less = (done + 1) * (second - events + done + 1)
    return np.asarray(np.log(more / less))
