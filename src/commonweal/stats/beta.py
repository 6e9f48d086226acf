"""Quantiles of the beta distribution at any size of its parameters.

SciPy 1.17 gives wrong ones from a thousand events in 10^8 people on (1.9 times the mean at the
lower limit of a thousand in 10^9), so large parameters take limits of their own here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betainccinv, betaincinv, gammainccinv, gammaincinv, ndtri

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

LARGE = 1e6  # up to here SciPy is right whatever the other parameter
LOPSIDED = 100.0  # the gamma limit is used where one parameter is this many times the other


class Split(NamedTuple):
    """Hold a share and what is left of 1, each to full precision."""

    share: FloatArray
    rest: FloatArray


def beta_quantile(first: FloatArray, second: FloatArray, outside: float, *, upper: bool) -> Split:
    """Give the share that a beta distribution falls short of, or goes beyond, with a probability.

    first:   first parameter, such as events, shape (k,), above 0
    second:  second parameter, such as people without one, shape (k,), above 0
    outside: probability beyond the quantile, between 0 and 1
    upper:   whether the probability lies above the quantile; else below
    Gives the quantiles and 1 less the quantiles, shape (k,), neither rounded where it is small.
    Source: the expansion of Wise 1950, Biometrika 37:208-218, to its second term for lopsided
    parameters; Abramowitz and Stegun 1964, 26.5.22 where both are above 10^6; else SciPy; checked
    against sums over the density in tests/unit/stats/test_beta.py
    >>> beta_quantile(np.array([1e3]), np.array([1e12]), 0.025, upper=False).share.round(12)
    array([9.39e-10])
    """
    swapped = first > second
    small, big = np.minimum(first, second), np.maximum(first, second)
    above = np.where(swapped, not upper, upper)
    both = small >= LARGE
    lopsided = (big > LARGE) & (big >= LOPSIDED * small) & ~both
    plain = ~both & ~lopsided
    share, rest = np.empty_like(small), np.empty_like(small)
    for where, limit in ((plain, _exact), (lopsided, _gamma_limit), (both, _normal_limit)):
        share[where], rest[where] = limit(small[where], big[where], outside, above[where])
    return Split(np.where(swapped, rest, share), np.where(swapped, share, rest))


def _exact(small: FloatArray, big: FloatArray, outside: float, above: Mask) -> Split:
    share = np.where(
        above, betainccinv(small, big, outside), betaincinv(small, big, outside)
    ).astype(np.float64)
    return Split(share, 1 - share)


def _gamma_limit(small: FloatArray, big: FloatArray, outside: float, above: Mask) -> Split:
    gamma = np.where(above, gammainccinv(small, outside), gammaincinv(small, outside))
    size = big + (small - 1) / 2
    bend = (small - 1) * (small + 1 + gamma) / (24 * size * size)
    minus_log_rest = gamma / size * (1 + bend)
    return Split(-np.expm1(-minus_log_rest), np.exp(-minus_log_rest))


def _normal_limit(small: FloatArray, big: FloatArray, outside: float, above: Mask) -> Split:
    z = np.where(above, -1.0, 1.0) * float(ndtri(outside))
    one, other = 1 / (2 * small - 1), 1 / (2 * big - 1)
    size = 2 / (one + other)
    bend = (z * z - 3) / 6
    half_log = z * np.sqrt(size + bend) / size + (other - one) * (bend + 5 / 6 - 2 / (3 * size))
    odds = small / big * np.exp(2 * half_log)
    return Split(odds / (1 + odds), 1 / (1 + odds))
