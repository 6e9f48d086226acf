"""Shrink rates over time to the gamma distribution they came from, many tables at once.

Proportions are shrunk in beta_binomial.py; estimates with standard errors in normal.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, tail
from commonweal.stats.pooling.ascent import Surface
from commonweal.stats.pooling.prior import fit_prior
from commonweal.stats.pooling.rising import (
    log1p_less,
    log_rising,
    log_rising_bend,
    log_rising_slope,
)
from commonweal.stats.pooling.tables import Tables, read_tables
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True, eq=False)
class GammaPoisson:
    """Hold the gamma distribution of each table and what it makes of each group.

    mean:        mean of the prior, events a unit of time, t tables; nan with a reason
    events:      shape of the prior, as events, shape (t,); inf without over-dispersion
    time:        rate of the prior, as time, shape (t,); inf without over-dispersion
    variance:    variance between groups, shape (t,); 0 without over-dispersion
    posterior:   shrunken rate of each group with its credible interval, k groups
    reliability: share of the differences that is not chance, T / (T + time), shape (k,)
    >>> gamma_poisson([2, 19], [10, 10]).mean.value.round(2)
    array([1.05])
    """

    mean: Estimate
    events: FloatArray
    time: FloatArray
    variance: FloatArray
    posterior: Estimate
    reliability: FloatArray


def gamma_poisson(
    events: ArrayLike, time: ArrayLike, table: ArrayLike | None = None, level: float = 0.95
) -> GammaPoisson:
    """Fit a gamma prior to each table by maximum likelihood and shrink its rates to it.

    events: events in each group, shape (k,)
    time:   time lived by each group, shape (k,); a group with none gets the prior
    table:  number of the table of each group, shape (k,); None is one table
    level:  coverage of the credible interval, between 0 and 1, given the prior
    Gives priors, posteriors and reliabilities. Rates that differ no more than by chance have flag
    "no_overdispersion", reliability 0 and all the pooled rate, with Jeffreys' interval of all time
    together. Undefined: one group with time (single_group), no event anywhere (no_variation), no
    top of the likelihood reached (no_convergence).
    Fails with Problem "events-without-time" when a group has events and no time.
    Source: Clayton and Kaldor 1987, Biometrics 43:671-681, equations 1 to 4
    >>> gamma_poisson([2, 19, 5, 1], [10, 10, 10, 10]).reliability.round(3)
    array([0.861, 0.861, 0.861, 0.861])
    """
    had, lived = amounts(events=events, time=time)
    if ((lived == 0) & (had > 0)).any():
        raise Problem(
            "events-without-time",
            "A group has events in no time.",
            "Give the time over which its events were counted.",
        )
    tables = read_tables(table, len(had))
    reasons = {
        "zero_denominator": tables.sums(lived) == 0,
        "single_group": tables.sums((lived > 0).astype(np.float64)) == 1,
        "no_variation": tables.sums(had) == 0,
    }
    fitted = ~np.any(list(reasons.values()), axis=0)
    rate, size = np.full((2, tables.count), np.nan)
    inside = fitted[tables.row]
    rate[fitted], size[fitted] = _fit(had[inside], lived[inside], tables.only(fitted))
    reasons["no_convergence"] = np.isnan(size)
    return _shrunk(had, lived, tables, rate=rate, size=size, reasons=reasons, level=level)


def _shrunk(
    had: FloatArray,
    lived: FloatArray,
    tables: Tables,
    *,
    rate: FloatArray,
    size: FloatArray,
    reasons: dict[str, Mask],
    level: float,
) -> GammaPoisson:
    row, outside, alike = tables.row, tail(level), np.isinf(size)
    time = size / rate
    reliability = lived / (lived + time[row])
    mean = reliability * had / np.where(lived > 0, lived, 1) + (1 - reliability) * rate[row]
    # Alike groups have one rate, known as well as all time together can tell it.
    shape = np.where(alike, tables.sums(had) + 0.5, size)[row] + np.where(alike[row], 0, had)
    scale = np.where(alike, tables.sums(lived), time)[row] + np.where(alike[row], 0, lived)
    flags = {"no_overdispersion": alike}
    return GammaPoisson(
        answer(rate, None, None, level=level, method="ml", reasons=reasons, flags=flags),
        size,
        time,
        rate**2 / size,
        answer(
            mean,
            gammaincinv(shape, outside) / scale,
            gammainccinv(shape, outside) / scale,
            level=level,
            method="gamma_poisson",
            reasons={code: mask[row] for code, mask in reasons.items()},
            n=lived,
            flags={"no_overdispersion": alike[row], "empty": lived == 0},
        ),
        reliability,
    )


def _fit(had: FloatArray, lived: FloatArray, tables: Tables) -> tuple[FloatArray, FloatArray]:
    """Give the mean and the shape (inf without over-dispersion) of each prior."""
    events = tables.sums(had)
    pooled = events / tables.sums(lived)
    # Where the pooled rate is 1 no likelihood is out of reach, however time is counted.
    expected = lived * pooled[tables.row]
    spread = np.asarray(tables.sums((had - expected) ** 2 - had) > 1e-12 * tables.sums(had**2))
    none = np.zeros(tables.count)
    mean, size = fit_prior(
        (_likelihood, _value), had, expected, tables, pooled=none, together=-events, spread=spread
    )
    return np.exp(mean) * pooled, size


def _value(at: FloatArray, had: FloatArray, lived: FloatArray, tables: Tables) -> FloatArray:
    """Give the log-likelihood by log mean and log shape, without what depends on neither."""
    size, ratio = _sizes(at, lived, tables)
    value = had * (at[:, 0][tables.row] - np.log1p(ratio)) + log_rising(size, had)
    return tables.sums(value - size * (log1p_less(ratio) + ratio))


def _likelihood(at: FloatArray, had: FloatArray, lived: FloatArray, tables: Tables) -> Surface:
    """Give the same with its slope and its second derivatives."""
    size, ratio = _sizes(at, lived, tables)
    expected, part, less = ratio * size, ratio / (1 + ratio), log1p_less(ratio)
    by_rate = (had - expected) / (1 + ratio)
    by_size = size * log_rising_slope(size, had) + had * part - size * (less + ratio * part)
    twice_rate = -(had + size) * part * (1 - part)
    both = (had - expected) * part * (1 - part)
    twice_size = by_size + size**2 * log_rising_bend(size, had)
    twice_size += size * part**2 - had * part * (2 - part)
    slope = np.stack([tables.sums(by_rate), tables.sums(by_size)], axis=1)
    matrix = [tables.sums(each) for each in (twice_rate, both, both, twice_size)]
    value = _value(at, had, lived, tables)
    return value, slope, np.stack(matrix, axis=1).reshape(-1, 2, 2)


def _sizes(at: FloatArray, lived: FloatArray, tables: Tables) -> tuple[FloatArray, FloatArray]:
    size = np.exp(np.minimum(at[:, 1], 60.0))[tables.row]
    return size, np.exp(np.minimum(at[:, 0], 60.0))[tables.row] * lived / size
