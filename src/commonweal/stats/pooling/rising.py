"""Compute the rising factorials of beta-binomial and gamma-Poisson likelihoods without loss.

With z the prior size and x a count, gamma functions of z + x and z nearly cancel when z is large.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, polygamma, psi

from commonweal.stats.inputs import FloatArray

# From here the asymptotic series of the gamma functions hold to rounding.
LARGE = 20.0


def log_rising(size: FloatArray, count: FloatArray) -> FloatArray:
    """Give ln(gamma(z + x) / gamma(z) / z^x), which falls to 0 as z grows.

    size:  z, above 0, shape (k,)
    count: x, at least 0, shape (k,)
    Gives numbers of shape (k,).
    Source: Stirling's series, Abramowitz and Stegun 1964, formula 6.1.41
    >>> log_rising(np.array([2.0]), np.array([2.0])).round(6)  # ln(2 * 3 / 2^2)
    array([0.405465])
    """
    small, large = _split(size)
    ratio, total = count / large, large + count
    direct = gammaln(small + count) - gammaln(small) - count * np.log(small)
    few = np.minimum(ratio, 1.0)
    # (1 + r) ln(1 + r) - r loses digits one way for small r and the other way for large r.
    near = (1 + few) * log1p_less(few) + few**2
    excess = np.where(ratio < 1, near, (1 + ratio) * np.log1p(ratio) - ratio)
    series = large * excess - 0.5 * np.log1p(ratio)
    series += _series(total, _LOG_GAMMA) - _series(large, _LOG_GAMMA)
    return np.where(size < LARGE, direct, series)


def log_rising_slope(size: FloatArray, count: FloatArray) -> FloatArray:
    """Give the derivative of `log_rising` by z: psi(z + x) - psi(z) - x / z.

    size:  z, above 0, shape (k,)
    count: x, at least 0, shape (k,)
    Gives numbers of shape (k,).
    Source: Abramowitz and Stegun 1964, formula 6.3.18
    >>> log_rising_slope(np.array([2.0]), np.array([2.0])).round(6)  # 1/2 + 1/3 - 2/2
    array([-0.166667])
    """
    small, large = _split(size)
    total = large + count
    direct = psi(small + count) - psi(small) - count / small
    series = log1p_less(count / large) + count / (2 * large * total)
    series += _series(total, _DIGAMMA) - _series(large, _DIGAMMA)
    return np.where(size < LARGE, direct, series)


def log_rising_bend(size: FloatArray, count: FloatArray) -> FloatArray:
    """Give the second derivative of `log_rising` by z.

    size:  z, above 0, shape (k,)
    count: x, at least 0, shape (k,)
    Gives numbers of shape (k,).
    Source: Abramowitz and Stegun 1964, formula 6.4.12
    >>> log_rising_bend(np.array([2.0]), np.array([2.0])).round(6)  # 2/4 - 1/4 - 1/9
    array([0.138889])
    """
    small, large = _split(size)
    total = large + count
    direct = polygamma(1, small + count) - polygamma(1, small) + count / small**2
    series = count**2 / (large**2 * total) + 0.5 * (1 / total**2 - 1 / large**2)
    series += _series(total, _TRIGAMMA) - _series(large, _TRIGAMMA)
    return np.where(size < LARGE, direct, series)


def log1p_less(ratio: FloatArray) -> FloatArray:
    """Give ln(1 + r) - r without loss for small r.

    ratio: r, at least 0, shape (k,)
    Gives numbers of shape (k,).
    Source: the power series of the logarithm
    >>> log1p_less(np.array([1e-6])) * 1e12
    array([-0.49999967])
    """
    few = np.minimum(ratio, 0.01)
    series = np.zeros_like(few)
    for power in range(9, 1, -1):
        series = few * series + (-1.0) ** (power + 1) / power
    return np.where(ratio < 0.01, few**2 * series, np.log1p(ratio) - ratio)


# power of 1 / z -> coefficient, for the terms after the leading ones
_LOG_GAMMA = {1: 1 / 12, 3: -1 / 360, 5: 1 / 1260, 7: -1 / 1680, 9: 1 / 1188}
_DIGAMMA = {2: -1 / 12, 4: 1 / 120, 6: -1 / 252, 8: 1 / 240, 10: -1 / 132}
_TRIGAMMA = {3: 1 / 6, 5: -1 / 30, 7: 1 / 42, 9: -1 / 30, 11: 5 / 66}


def _series(size: FloatArray, terms: dict[int, float]) -> FloatArray:
    total = np.zeros_like(size)
    for power, factor in terms.items():
        total += factor * size**-power
    return total


def _split(size: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.minimum(size, LARGE), np.maximum(size, LARGE)
