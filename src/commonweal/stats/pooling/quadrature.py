"""Integrate a stratum's own effect out of its binomial likelihood, all strata at once.

Adaptive Gauss-Hermite quadrature; with one node it is Laplace's approximation. The effect is
written sigma b with b standard normal, so that nothing breaks where sigma is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import expit, gammaln

from commonweal.stats.inputs import FloatArray

STEPS = 100
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
    information = (had + 0.5) * (people - had + 0.5) / (people + 1)
    point = np.clip(sigma * information * raw / (1 + sigma**2 * information), low, high)
    for _ in range(STEPS):
        left, spread, _ = _at(had, people, center + sigma * point)
        value = sigma * left - point
        low, high = np.where(value > 0, point, low), np.where(value > 0, high, point)
        step = value / (1 + sigma**2 * spread)
        close = np.abs(step) <= CLOSE * (1 + np.abs(point))
        outside = (point + step < low) | (point + step > high)
        point = np.where(close | ~outside, np.clip(point + step, low, high), (low + high) / 2)
        if close.all():
            break
    return point


def integrated(
    had: FloatArray, people: FloatArray, center: FloatArray, sigma: float, nodes: int = 25
) -> Marginal:
    """Integrate by adaptive Gauss-Hermite quadrature.

    had:    events, shape (s,)
    people: people, shape (s,)
    center: log-odds expected without the effect, shape (s,)
    sigma:  standard deviation of the effects; its sign does not matter
    nodes:  how many nodes; with 1 it is Laplace's approximation, which under-states sigma a little
    Gives log-likelihoods with the exact slopes of the approximation, and second derivatives by
    differences of the slopes.
    Source: Pinheiro and Bates 1995, JCGS 4:12-35; checked against lme4 in
    tests/reference/test_statistics_maihda.py
    >>> one = np.ones(1)
    >>> integrated(one, 2 * one, 0 * one, 1.0).value.round(4)
    array([-0.8837])
    """
    h = DIFFERENCE
    value, by_center, by_sigma = _slopes(had, people, center, sigma, nodes)
    _, right, right_sigma = _slopes(had, people, center + h, sigma, nodes)
    _, left, left_sigma = _slopes(had, people, center - h, sigma, nodes)
    _, _, above = _slopes(had, people, center, sigma + h, nodes)
    _, _, below = _slopes(had, people, center, sigma - h, nodes)
    return Marginal(
        value,
        by_center,
        by_sigma,
        (right - left) / (2 * h),
        (right_sigma - left_sigma) / (2 * h),
        (above - below) / (2 * h),
    )


def _slopes(
    had: FloatArray, people: FloatArray, center: FloatArray, sigma: float, nodes: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give value and slopes; the nodes move with center and sigma, and the slopes know it."""
    mode = modes(had, people, center, sigma)
    left, spread, turn = _at(had, people, center + sigma * mode)
    bend = 1 + sigma**2 * spread
    wide = 1 / np.sqrt(bend)
    move = -sigma * spread / bend, (left - sigma * spread * mode) / bend
    widen = (
        -0.5 * wide**3 * sigma**2 * turn * (1 + sigma * move[0]),
        -0.5 * wide**3 * (2 * sigma * spread + sigma**2 * turn * (mode + sigma * move[1])),
    )
    at, log_weights = _nodes(nodes)
    effect = mode[:, None] + wide[:, None] * at
    odds = center[:, None] + sigma * effect
    height = log_weights - effect**2 / 2
    height += had[:, None] * odds - people[:, None] * np.logaddexp(0, odds)
    top = height.max(axis=1, keepdims=True)
    part = np.exp(height - top)
    total = part.sum(axis=1, keepdims=True)
    part /= total
    here, _, _ = _at(had[:, None], people[:, None], odds)
    along = sigma * here - effect
    slopes = [
        (part * (own + along * (move[k][:, None] + widen[k][:, None] * at))).sum(axis=1)
        + widen[k] / wide
        for k, own in enumerate((here, effect * here))
    ]
    ways = gammaln(people + 1) - gammaln(had + 1) - gammaln(people - had + 1)
    return ways + top[:, 0] + np.log(total[:, 0] * wide), slopes[0], slopes[1]


@cache
def _nodes(count: int) -> tuple[FloatArray, FloatArray]:
    at, weights = np.polynomial.hermite.hermgauss(count)
    # The rule weighs by exp(-t^2); with that taken out only the integrand itself is summed.
    return np.sqrt(2) * at, np.log(weights / np.sqrt(np.pi)) + at**2


def _at(
    had: FloatArray, people: FloatArray, odds: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give x - n p, n p (1 - p) and its slope, without loss where p is nearly 0 or 1."""
    share, rest = expit(odds), expit(-odds)
    spread = people * share * rest
    return had * rest - (people - had) * share, spread, spread * (rest - share)
