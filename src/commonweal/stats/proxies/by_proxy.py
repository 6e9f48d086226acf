"""What a proxy says of groups: both gaps, their bracket and how far they can be off.

Nothing here has seen a row: it works on sums over all people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.proxies.regressed import Regressed
from commonweal.stats.proxies.weighted import Weighted, confounded
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True, eq=False)
class ByProxy:
    """Hold what names and places say of g groups together, and of no person.

    groups:    the groups, g of them
    mean:      weighted means, `n` the effective number of people, g of them
    weighted:  gaps of the weighted means to the reference; most often too small, g of them
    regressed: gaps by regression on the likelihoods; most often too large, g of them
    low, high: the bracket of both gaps, nan where one is missing, shape (g,)
    least, most: how far the weighted gap can be off under the correlation allowed, shape (g,)
    breaks_at: correlation from which on there may be no gap; 1 when none can hide it, shape (g,)
    people:    people expected in each group, nan where too few to say, shape (g,)
    placed:    share of rows that have a likelihood and an outcome

    >>> from commonweal.stats.proxies.lock import measure_by_proxy
    >>> found = measure_by_proxy([[0.9, 0.1]] * 40, [[0.5, 0.5]] * 40, [0.6, 0.4],
    ...                          [1.0, 0.0] * 20, groups=("white", "black"))
    >>> found.mean.value, found.mean.reason
    (array([0.5, nan]), ('', 'too_few_people'))
    """

    groups: tuple[str, ...]
    mean: Estimate
    weighted: Estimate
    regressed: Estimate
    low: FloatArray
    high: FloatArray
    least: FloatArray
    most: FloatArray
    breaks_at: FloatArray
    people: FloatArray
    placed: float


@dataclass(frozen=True, eq=False)
class Whole:
    """Hold the sums of all rows together: numbers of groups, nothing of a row.

    weighted:  the weighted means
    regressed: the regression on the likelihoods
    gap_se:    standard errors of the weighted gaps, shape (g,)

    >>> from commonweal.stats.proxies.regressed import regressed
    >>> from commonweal.stats.proxies.weighted import gap_error, weighted
    >>> sure, outcome = np.eye(2)[[0, 0, 1, 1]], np.array([0.0, 1.0, 1.0, 1.0])
    >>> Whole(weighted(sure, outcome), regressed(sure, outcome, 0), gap_error(sure, outcome, 0)
    ...       ).regressed.gap.round(6)
    array([0. , 0.5])
    """

    weighted: Weighted
    regressed: Regressed
    gap_se: FloatArray

    @np.errstate(over="ignore")
    def told(
        self,
        named: tuple[str, ...],
        at: int,
        refused: dict[str, Mask],
        flags: dict[str, Mask],
        *,
        correlation: float,
        level: float,
        unit: float,
        used: Mask,
    ) -> ByProxy:
        """Turn the sums into estimates, with a reason wherever there is none."""
        means, fit, z = self.weighted, self.regressed, normal_quantile(level)
        hidden = np.any(list(refused.values()), axis=0)
        no_gap = {**refused, "reference_refused": np.full(len(named), bool(hidden[at]))}

        def told(
            value: FloatArray, se: FloatArray, method: str, reasons: dict[str, Mask]
        ) -> Estimate:
            n = np.where(hidden, np.nan, means.effective)
            value, se = unit * value, unit * se
            return answer(
                value, value - z * se, value + z * se, level=level, method=method,
                reasons=reasons, se=se, n=n, flags=flags,
            )  # fmt: skip

        gap = told(means.mean - means.mean[at], self.gap_se, "proxy_weighted", no_gap)
        no_fit = {
            **no_gap,
            "not_identified": ~fit.known,
            "no_degrees_of_freedom": np.full(len(named), fit.freedom < 1),
        }
        slope = told(fit.gap, fit.gap_se, "proxy_regression", no_fit)
        bias = confounded(means, fit.residual, int(used.sum()))
        reach = unit * np.where(np.arange(len(named)) == at, 0.0, bias + bias[at])
        reach = np.minimum(reach, np.finfo(np.float64).max)
        size = np.abs(gap.value)
        return ByProxy(
            named,
            told(means.mean, means.se, "proxy_weighted", refused),
            gap,
            slope,
            np.minimum(gap.value, slope.value),
            np.maximum(gap.value, slope.value),
            gap.value - correlation * reach,
            gap.value + correlation * reach,
            np.where(size < reach, size / np.where(reach > 0, reach, 1.0), 1.0 + 0.0 * size),
            np.where(hidden, np.nan, means.people),
            float(used.mean()) if len(used) else 0.0,
        )
