"""Shrink proportions to the beta distribution they came from, many tables at once.

Rates over time are shrunk in gamma_poisson.py; estimates with standard errors in normal.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from commonweal.kinds import Estimate
from commonweal.stats.beta import beta_quantile
from commonweal.stats.inputs import FloatArray, counts, tail
from commonweal.stats.pooling.ascent import Surface
from commonweal.stats.pooling.prior import fit_prior
from commonweal.stats.pooling.rising import log_rising, log_rising_bend, log_rising_slope
from commonweal.stats.pooling.tables import Tables, read_tables
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True, eq=False)
class BetaBinomial:
    """Hold the beta distribution of each table and what it makes of each group.

    mean:        mean of the prior, t tables; nan with a reason where there is no prior
    alpha:       first parameter of the prior, shape (t,); inf without over-dispersion
    beta:        second parameter of the prior, shape (t,); inf without over-dispersion
    variance:    variance between groups, shape (t,); 0 without over-dispersion
    posterior:   shrunken proportion of each group with its credible interval, k groups
    reliability: share of the differences that is not chance, n / (n + alpha + beta), shape (k,)
    >>> beta_binomial([2, 9], [10, 10]).mean.value.round(2)
    array([0.56])
    """

    mean: Estimate
    alpha: FloatArray
    beta: FloatArray
    variance: FloatArray
    posterior: Estimate
    reliability: FloatArray


def beta_binomial(
    events: ArrayLike, people: ArrayLike, table: ArrayLike | None = None, level: float = 0.95
) -> BetaBinomial:
    """Fit a beta prior to each table by maximum likelihood and shrink its groups to it.

    events: events in each group, shape (k,)
    people: people in each group, shape (k,); a group of nobody gets the prior
    table:  number of the table of each group, shape (k,); None is one table
    level:  coverage of the credible interval, between 0 and 1, given the prior
    Gives priors, posteriors and reliabilities. Groups that differ no more than by chance have
    flag "no_overdispersion", reliability 0 and all the pooled proportion, with Jeffreys' interval
    of all people together. Undefined: one group with people (single_group), no event anywhere or
    nothing else (no_variation), every group all or none, or all of one person (no_mixed_group),
    no top of the likelihood reached (no_convergence).
    Fails with Problem "counts-above-people" when a group has more events than people.
    Source: Griffiths 1973, Biometrics 29:637-648; reliability after Adams 2009, RAND TR-653;
    checked against the solved likelihood equations in
    tests/reference/test_statistics_beta_binomial.py
    >>> beta_binomial([2, 9, 5, 1], [10, 10, 10, 10]).reliability.round(3)
    array([0.796, 0.796, 0.796, 0.796])
    """
    had, people_all = counts(events, people)
    tables = read_tables(table, len(had))
    reasons = _reasons(had, people_all, tables)
    fitted = ~np.any(list(reasons.values()), axis=0)
    share, size = np.full((2, tables.count), np.nan)
    inside = fitted[tables.row]
    share[fitted], size[fitted] = _fit(had[inside], people_all[inside], tables.only(fitted))
    reasons["no_convergence"] = np.isnan(size)
    tail(level)
    return _shrunk(had, people_all, tables, share=share, size=size, reasons=reasons, level=level)


def _shrunk(
    had: FloatArray,
    people: FloatArray,
    tables: Tables,
    *,
    share: FloatArray,
    size: FloatArray,
    reasons: dict[str, Mask],
    level: float,
) -> BetaBinomial:
    row, outside, alike = tables.row, tail(level), np.isinf(size)
    alpha = np.where(alike, np.inf, np.where(alike, 1.0, size) * share)
    beta = np.where(alike, np.inf, np.where(alike, 1.0, size) * (1 - share))
    reliability = people / (people + size[row])
    mean = reliability * had / np.maximum(people, 1e-300) + (1 - reliability) * share[row]
    # Alike groups have one proportion, known as well as all people together can tell it.
    first = np.where(alike, tables.sums(had) + 0.5, alpha)[row] + np.where(alike[row], 0, had)
    missed = people - had
    rest = np.where(alike, tables.sums(missed) + 0.5, beta)[row] + np.where(alike[row], 0, missed)
    flags = {"no_overdispersion": alike}
    return BetaBinomial(
        answer(share, None, None, level=level, method="ml", reasons=reasons, flags=flags),
        alpha,
        beta,
        share * (1 - share) / (size + 1),
        answer(
            mean,
            beta_quantile(first, rest, outside, upper=False).share,
            beta_quantile(first, rest, outside, upper=True).share,
            level=level,
            method="beta_binomial",
            reasons={code: mask[row] for code, mask in reasons.items()},
            n=people,
            flags={"no_overdispersion": alike[row], "empty": people == 0},
        ),
        reliability,
    )


def _reasons(had: FloatArray, people: FloatArray, tables: Tables) -> dict[str, Mask]:
    some = (people > 0).astype(np.float64)
    mixed, several = (had > 0) & (had < people), people > 1
    events = tables.sums(had)
    return {
        "zero_denominator": tables.sums(people) == 0,
        "single_group": tables.sums(some) == 1,
        "no_variation": (events == 0) | (events == tables.sums(people)),
        "no_mixed_group": ~tables.any(mixed & several),
    }


def _fit(had: FloatArray, people: FloatArray, tables: Tables) -> tuple[FloatArray, FloatArray]:
    """Give the mean and the size (alpha + beta, inf without over-dispersion) of each prior."""
    events, everybody = tables.sums(had), tables.sums(people)
    pooled = events / everybody
    together = events * np.log(pooled) + (everybody - events) * np.log1p(-pooled)
    spread = _spread(had, people, tables, pooled)
    mean, size = fit_prior(
        (_likelihood, _value),
        had,
        people,
        tables,
        pooled=logit(pooled),
        together=together,
        spread=spread,
    )
    return expit(mean), size


def _spread(had: FloatArray, people: FloatArray, tables: Tables, pooled: FloatArray) -> Mask:
    """Say where the likelihood rises as soon as groups may differ."""
    share, missed = pooled[tables.row], people - had
    slope = had * (had - 1) / share + missed * (missed - 1) / (1 - share) - people * (people - 1)
    # With nothing between groups the three parts cancel but for rounding.
    return np.asarray(tables.sums(slope) > 1e-12 * tables.sums(people**2))


def _value(at: FloatArray, had: FloatArray, people: FloatArray, tables: Tables) -> FloatArray:
    """Give the log-likelihood by logit mean and log size, without the binomial coefficients."""
    first, rest, size = _sizes(at, tables)
    missed = people - had
    value = had * np.log(first / size) + missed * np.log(rest / size)
    return tables.sums(
        value + log_rising(first, had) + log_rising(rest, missed) - log_rising(size, people)
    )


def _likelihood(at: FloatArray, had: FloatArray, people: FloatArray, tables: Tables) -> Surface:
    """Give the same with its slope and its second derivatives."""
    first, rest, size = _sizes(at, tables)
    share, missed, spread = first / size, people - had, first * rest / size
    up, down = log_rising_slope(first, had), log_rising_slope(rest, missed)
    bend_up, bend_down = log_rising_bend(first, had), log_rising_bend(rest, missed)
    whole, bend = log_rising_slope(size, people), log_rising_bend(size, people)
    by_share = had - people * share + spread * (up - down)
    by_size = first * up + rest * down - size * whole
    twice_share = spread * ((1 - 2 * share) * (up - down) - people / size)
    twice_share += spread**2 * (bend_up + bend_down)
    both = spread * (up - down + first * bend_up - rest * bend_down)
    twice_size = by_size + first**2 * bend_up + rest**2 * bend_down - size**2 * bend
    slope = np.stack([tables.sums(by_share), tables.sums(by_size)], axis=1)
    matrix = [tables.sums(part) for part in (twice_share, both, both, twice_size)]
    value = _value(at, had, people, tables)
    return value, slope, np.stack(matrix, axis=1).reshape(-1, 2, 2)


def _sizes(at: FloatArray, tables: Tables) -> tuple[FloatArray, FloatArray, FloatArray]:
    size = np.exp(np.minimum(at[:, 1], 60.0))
    first, rest = size * expit(at[:, 0]), size * expit(-at[:, 0])
    return first[tables.row], rest[tables.row], size[tables.row]
