"""Fit a prior of mean and size to the groups of each table, where size may be infinite.

The likelihoods themselves stand in beta_binomial.py and gamma_poisson.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.pooling.ascent import Surface, ascend
from commonweal.stats.pooling.tables import Tables
from commonweal.stats.results import Mask

# With a prior larger than this the groups can not be told apart.
LARGEST_PRIOR = 1e10
# Gains in log-likelihood smaller than this are rounding.
NO_GAIN = 1e-9
Likelihood = Callable[[FloatArray, FloatArray, FloatArray, Tables], Surface]
Value = Callable[[FloatArray, FloatArray, FloatArray, Tables], FloatArray]
STARTS = np.geomspace(0.1, 1e6, 15)
ROUNDS, STEPS = 10, 10


def fit_prior(
    likelihood: tuple[Likelihood, Value],
    had: FloatArray,
    exposed: FloatArray,
    tables: Tables,
    *,
    pooled: FloatArray,
    together: FloatArray,
    spread: Mask,
) -> tuple[FloatArray, FloatArray]:
    """Find the prior of each table from several starts.

    likelihood: gives log-likelihood, slope and second derivatives by mean and log size, (t, 2);
                and beside it the log-likelihood alone
    had:        events in each group, shape (k,)
    exposed:    people or time in each group, shape (k,)
    tables:     the table of each group
    pooled:     mean to start from, on the scale of the likelihood, shape (t,)
    together:   log-likelihood of each table when its groups do not differ, shape (t,)
    spread:     where the log-likelihood rises as soon as groups may differ, shape (t,)
    Gives mean and size, shape (t,) each; the size is inf and the mean the pooled one where groups
    differ no more than by chance; both are nan where no top was reached.
    Source: maximum likelihood; at the border of the parameters the slope decides
    >>> one = Tables(np.zeros(1, dtype=int), 1)
    >>> def flat(at, had, exposed, tables):
    ...     return -np.ones(1)
    >>> column = np.ones(1)
    >>> fit_prior(
    ...     (None, flat), column, column, one, pooled=column, together=column, spread=column < 0
    ... )
    (array([1.]), array([inf]))
    """
    derivatives, value = likelihood
    starts = np.array(
        [np.stack([pooled, np.full(tables.count, np.log(size))], axis=1) for size in STARTS]
    )
    values = np.array([value(start, had, exposed, tables) for start in starts])
    best = starts[np.argmax(values, axis=0), np.arange(tables.count)]
    mean, size = pooled.copy(), np.full(tables.count, np.inf)
    hopeful = np.asarray(spread | (values.max(axis=0) > together + NO_GAIN))
    top = np.full(tables.count, -np.inf)
    # Most tables arrive in one round; the few that need more must not keep the others waiting.
    climbing = hopeful.copy()
    for _ in range(ROUNDS):
        if not climbing.any():
            break
        inside, some = climbing[tables.row], tables.only(climbing)
        columns = had[inside], exposed[inside], some
        at, height, done = ascend(partial(_turned, derivatives, columns), best[climbing], STEPS)
        best[climbing], top[climbing] = at, height
        climbing[climbing] = ~done
    sizes = np.exp(np.minimum(best[:, 1], 60.0))
    alike = (sizes > LARGEST_PRIOR) | (top <= together + NO_GAIN) & ~spread
    mean[hopeful & ~alike] = best[hopeful & ~alike, 0]
    size[hopeful & ~alike] = sizes[hopeful & ~alike]
    mean[climbing] = size[climbing] = np.nan
    return mean, size


def _turned(
    derivatives: Likelihood, columns: tuple[FloatArray, FloatArray, Tables], at: FloatArray
) -> Surface:
    return derivatives(at, *columns)
