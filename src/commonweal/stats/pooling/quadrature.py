"""Integrate a stratum's own effect out of its binomial likelihood, all strata at once.

Adaptive Gauss-Hermite quadrature with 25 nodes, or Laplace's approximation (one node). The effect
is written sigma b with b standard normal, so that nothing breaks where sigma is 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln

from commonweal.stats.inputs import FloatArray

NODES, WEIGHTS = np.polynomial.hermite.hermgauss(25)
# With the weight of exp(-t^2) taken out again, so that only the integrand itself is summed.
LOG_WEIGHTS = np.log(WEIGHTS) + NODES**2 - 0.5 * np.log(np.pi)
STEPS = 200
CLOSE = 1e-13
DIFFERENCE = 1e-4


@dataclass(frozen=True, eq=False)
class Marginal:
    """Hold each stratum's log-likelihood and its derivatives by its center m and by sigma.

    value:        log-likelihood, binomial coefficient included, shape (s,)
    by_center:    first derivative by m, shape (s,)
    by_sigma:     first derivative by sigma, shape (s,)
    twice_center: second derivative by m, shape (s,)
    both:         derivative by m and sigma, shape (s,)
    twice_sigma:  second derivative by sigma, shape (s,)
    >>> one = np.ones(1)
    >>> integrated(one, 2 * one, 0 * one, 0.0).value.round(4)  # ln(1/2)
    array([-0.6931])
    """

    value: FloatArray
    by_center: FloatArray
    by_sigma: FloatArray
    twice_center: FloatArray
    both: FloatArray
    twice_sigma: FloatArray


def modes(had: FloatArray, people: FloatArray, center: FloatArray, sigma: float) -> FloatArray:
    """Find the likeliest effect b of each stratum.

    had:    events, shape (s,)
    people: people, shape (s,)
    center: log-odds expected without the effect, shape (s,)
    sigma:  standard deviation of the effects
    Gives effects in standard deviations, shape (s,); 0 in a stratum of nobody.
    Source: zero of sigma (x - n p) - b by Newton's method inside a bracket
    >>> modes(np.array([9.0]), np.array([10.0]), np.zeros(1), 1.0).round(4)
    array([1.2416])
    """
    ends = np.sort(np.stack([sigma * (had - people), sigma * had]), axis=0)
    low, high = ends[0], ends[1]
    raw = np.log((had + 0.5) / (people - had + 0.5)) - center
    information = people * 0.25
    point = np.clip(sigma * information * raw / (1 + sigma**2 * information), low, high)
    for _ in range(STEPS):
        share = expit(center + sigma * point)
        value = sigma * (had - people * share) - point
        low, high = np.where(value > 0, point, low), np.where(value > 0, high, point)
        step = value / (1 + sigma**2 * people * share * (1 - share))
        trial = point + step
        close = np.abs(step) <= CLOSE * (1 + np.abs(point))
        outside = (trial < low) | (trial > high)
        point = np.where(close | ~outside, np.clip(trial, low, high), (low + high) / 2)
        if close.all():
            break
    return point


def integrated(had: FloatArray, people: FloatArray, center: FloatArray, sigma: float) -> Marginal:
    """Integrate by adaptive Gauss-Hermite quadrature with 25 nodes.

    had:    events, shape (s,)
    people: people, shape (s,)
    center: log-odds expected without the effect, shape (s,)
    sigma:  standard deviation of the effects; its sign does not matter
    Gives log-likelihoods and derivatives (Fisher's and Louis's identities).
    Source: Pinheiro and Bates 1995, JCGS 4:12-35; Louis 1982, JRSS B 44:226-233; checked against
    lme4 in tests/reference/test_statistics_maihda.py
    >>> one = np.ones(1)
    >>> integrated(one, 2 * one, 0 * one, 1.0).value.round(4)
    array([-0.8837])
    """
    mode = modes(had, people, center, sigma)
    share = expit(center + sigma * mode)
    wide = 1 / np.sqrt(1 + sigma**2 * people * share * (1 - share))
    effect = mode[:, None] + np.sqrt(2) * wide[:, None] * NODES
    odds = center[:, None] + sigma * effect
    height = LOG_WEIGHTS + _kernel(had[:, None], people[:, None], odds) - effect**2 / 2
    top = height.max(axis=1, keepdims=True)
    part = np.exp(height - top)
    total = part.sum(axis=1, keepdims=True)
    part /= total
    share = expit(odds)
    left, spread = had[:, None] - people[:, None] * share, people[:, None] * share * (1 - share)
    first, second = (part * left).sum(axis=1), (part * effect * left).sum(axis=1)
    off, off_sigma = left - first[:, None], effect * left - second[:, None]
    return Marginal(
        _coefficients(had, people) + top[:, 0] + np.log(total[:, 0] * wide),
        first,
        second,
        (part * (off**2 - spread)).sum(axis=1),
        (part * (off * off_sigma - effect * spread)).sum(axis=1),
        (part * (off_sigma**2 - effect**2 * spread)).sum(axis=1),
    )


def laplace(had: FloatArray, people: FloatArray, center: FloatArray, sigma: float) -> Marginal:
    """Integrate by Laplace's approximation, which under-states sigma a little.

    had:    events, shape (s,)
    people: people, shape (s,)
    center: log-odds expected without the effect, shape (s,)
    sigma:  standard deviation of the effects; its sign does not matter
    Gives log-likelihoods, their slopes, and second derivatives by differences of the slopes.
    Source: Breslow and Clayton 1993, JASA 88:9-25, equation 3, with the exact second derivative;
    checked against lme4 in tests/reference/test_statistics_maihda.py
    >>> one = np.ones(1)
    >>> laplace(one, 2 * one, 0 * one, 1.0).value.round(4)
    array([-0.8959])
    """
    value, by_center, by_sigma = _laplace_slopes(had, people, center, sigma)
    h = DIFFERENCE
    _, right, right_sigma = _laplace_slopes(had, people, center + h, sigma)
    _, left, left_sigma = _laplace_slopes(had, people, center - h, sigma)
    _, _, above = _laplace_slopes(had, people, center, sigma + h)
    _, _, below = _laplace_slopes(had, people, center, sigma - h)
    return Marginal(
        value,
        by_center,
        by_sigma,
        (right - left) / (2 * h),
        (right_sigma - left_sigma) / (2 * h),
        (above - below) / (2 * h),
    )


def _laplace_slopes(
    had: FloatArray, people: FloatArray, center: FloatArray, sigma: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    mode = modes(had, people, center, sigma)
    odds = center + sigma * mode
    share = expit(odds)
    spread = people * share * (1 - share)
    turn, bend = spread * (1 - 2 * share), 1 + sigma**2 * spread
    left = had - people * share
    value = _kernel(had, people, odds) - mode**2 / 2 - 0.5 * np.log(bend)
    # The mode moves with both, and the curvature at the mode with it.
    by_center = left - 0.5 * sigma**2 * turn / bend**2
    moved = (mode + sigma * left) / bend
    by_sigma = mode * left - 0.5 * (2 * sigma * spread + sigma**2 * turn * moved) / bend
    return _coefficients(had, people) + value, by_center, by_sigma


def _kernel(had: FloatArray, people: FloatArray, odds: FloatArray) -> FloatArray:
    kernel: FloatArray = had * odds - people * np.logaddexp(0, odds)
    return kernel


def _coefficients(had: FloatArray, people: FloatArray) -> FloatArray:
    ways: FloatArray = gammaln(people + 1) - gammaln(had + 1) - gammaln(people - had + 1)
    return ways
