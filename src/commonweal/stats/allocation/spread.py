"""How unequally something is shared out among its receivers; those who got nothing count.

Inequality of rates between groups is in the folder inequality; within and between in parts.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer


def read_shared(amounts: ArrayLike) -> FloatArray:
    """Read what each receiver got.

    amounts: amounts, none below 0, shape (n,) or (k, n) for k tables of n receivers
    Gives shape (k, n).
    Fails with Problem "amounts-unread" when an amount is missing or below zero, or nobody receives.
    Source: none, this only reads
    >>> read_shared([1, 0])
    array([[1., 0.]])
    """
    table = np.atleast_2d(np.asarray(amounts, dtype=np.float64))
    if table.ndim != 2 or not table.size or not np.isfinite(table).all() or (table < 0).any():
        raise Problem(
            "amounts-unread",
            "An amount is missing or below zero, or there is no receiver.",
            "Give one amount for each receiver, 0 for those who got nothing.",
        )
    return table


def gini(amounts: ArrayLike, *, corrected: bool = True, level: float = 0.95) -> Estimate:
    """Give the Gini coefficient: 0 where all get the same, near 1 where one gets everything.

    amounts:   amounts of all receivers, shape (n,) or (k, n)
    corrected: whether to multiply by n / (n - 1), which takes out what few receivers hide
    level:     coverage of the interval, between 0 and 1
    Gives an Estimate of k coefficients, with the error of leaving out one receiver at a time for
    the corrected one; nothing shared out is undefined:zero_mean, fewer than three receivers
    insufficient:one_value.
    Fails with Problem "amounts-unread" when an amount is missing or below zero.
    Source: Gini 1914; correction and jackknife: Deltas 2003, Review of Economics and Statistics
    85:226-234, and Yitzhaki 1991, Journal of Business and Economic Statistics 9:235-239; checked
    against base R in tests/reference/test_research_alloc.py
    >>> gini([1, 2, 3, 4], corrected=False).value
    array([0.25])
    """
    table = np.sort(read_shared(amounts), axis=1)
    many = table.shape[1]
    total = table.sum(axis=1)
    reasons = {"zero_mean": total == 0, "one_value": np.full(len(table), many < 3)}
    safe = np.where(total == 0, 1.0, total)
    plain = _apart(table).sum(axis=1) / (2 * many * safe)
    if not corrected:
        return _told(plain, "gini", {"zero_mean": total == 0})
    value, se = plain * many / max(many - 1, 1), _jackknife(table)
    reach = normal_quantile(level) * se
    return answer(
        value,
        np.maximum(value - reach, 0.0),
        np.minimum(value + reach, 1.0),
        level=level,
        method="gini_jackknife",
        reasons=reasons,
        se=se,
        n=np.full(len(table), float(many)),
    )


def theil(amounts: ArrayLike) -> Estimate:
    """Give Theil's T: how far the shares are from equal ones, weighted by what is got.

    amounts: amounts of all receivers, shape (n,) or (k, n)
    Gives an Estimate of k indices, 0 where all get the same; nothing shared out is
    undefined:zero_mean.
    Fails with Problem "amounts-unread" when an amount is missing or below zero.
    Source: Theil 1967, Economics and Information Theory, with 0 log 0 = 0; checked against base R
    in tests/reference/test_research_alloc.py
    >>> theil([1, 3]).value.round(4)
    array([0.1308])
    """
    ratio, reasons = _over_mean(amounts)
    return _told(xlogy(ratio, ratio).mean(axis=1), "theil_t", reasons)


def mean_log_deviation(amounts: ArrayLike) -> Estimate:
    """Give the mean log deviation: how far the shares are from equal ones, each receiver alike.

    amounts: amounts of all receivers, shape (n,) or (k, n)
    Gives an Estimate of k deviations; nothing shared out is undefined:zero_mean, a receiver of
    nothing undefined:zero_in_ratio.
    Fails with Problem "amounts-unread" when an amount is missing or below zero.
    Source: Theil 1967 (as `theil`); checked in tests/reference/test_research_alloc.py
    >>> mean_log_deviation([1, 3]).value.round(4)
    array([0.1438])
    """
    ratio, reasons = _over_mean(amounts)
    none = (ratio == 0).any(axis=1)
    value = -np.log(np.where(ratio == 0, 1.0, ratio)).mean(axis=1)
    return _told(value, "mean_log_deviation", {**reasons, "zero_in_ratio": none})


def atkinson(amounts: ArrayLike, aversion: float) -> Estimate:
    """Give Atkinson's index: the part of all that could be spared if all got the same.

    amounts:  amounts of all receivers, shape (n,) or (k, n)
    aversion: how much inequality at the bottom counts, above 0 and at most 1
    Gives an Estimate of k indices, 1 where the aversion is 1 and somebody got nothing; nothing
    shared out is undefined:zero_mean.
    Fails with Problem "aversion-outside" when the aversion is not above 0 and at most 1.
    Source: Atkinson 1970, Journal of Economic Theory 2:244-263; checked in
    tests/reference/test_research_alloc.py
    >>> atkinson([1, 3], 1).value.round(4)
    array([0.134])
    """
    if not 0 < aversion <= 1:
        raise Problem(
            "aversion-outside",
            "The aversion to inequality is not above 0 and at most 1.",
            "Give 0.5 or 1.",
        )
    ratio, reasons = _over_mean(amounts)
    if aversion == 1:
        none = (ratio == 0).any(axis=1)
        mean = np.exp(np.log(np.where(ratio == 0, 1.0, ratio)).mean(axis=1))
        return _told(1 - np.where(none, 0.0, mean), "atkinson", reasons)
    power = 1 - aversion
    return _told(1 - (ratio**power).mean(axis=1) ** (1 / power), "atkinson", reasons)


def top_share(amounts: ArrayLike, part: float = 0.1) -> Estimate:
    """Give what the receivers of most get, as a share of all.

    amounts: amounts of all receivers, shape (n,) or (k, n)
    part:    part of the receivers who count as the top, rounded up to whole receivers
    Gives an Estimate of k shares; nothing shared out is undefined:zero_mean.
    Fails with Problem "share-outside" when the part is not above 0 and at most 1.
    Source: order statistics; checked against base R in tests/reference/test_research_alloc.py
    >>> top_share([1, 2, 3, 4]).value
    array([0.4])
    """
    if not 0 < part <= 1:
        raise Problem("share-outside", "The top is no part of the receivers.", "Give 0.1.")
    ratio, reasons = _over_mean(amounts)
    many = ratio.shape[1]
    # A tenth of thirty is three, though it is a little more in binary.
    top = int(np.ceil(part * many - 1e-9))
    return _told(np.sort(ratio, axis=1)[:, many - top :].sum(axis=1) / many, "top_share", reasons)


def concentration(amounts: ArrayLike) -> Estimate:
    """Give the sum of squared shares (Herfindahl and Hirschman): 1 where one gets everything.

    amounts: amounts of all receivers, shape (n,) or (k, n)
    Gives an Estimate of k sums; nothing shared out is undefined:zero_mean.
    Fails with Problem "amounts-unread" when an amount is missing or below zero.
    Source: Hirschman 1964, American Economic Review 54:761; checked in
    tests/reference/test_research_alloc.py
    >>> concentration([1, 3]).value
    array([0.625])
    """
    ratio, reasons = _over_mean(amounts)
    return _told(((ratio / ratio.shape[1]) ** 2).sum(axis=1), "hhi", reasons)


def lorenz(amounts: ArrayLike, at: ArrayLike) -> FloatArray:
    """Give the share of all that the receivers of least get together, for parts of them.

    amounts: amounts of all receivers, shape (n,) or (k, n)
    at:      parts of the receivers, from 0 to 1, shape (m,)
    Gives shape (k, m); nan where nothing is shared out.
    Fails with Problem "amounts-unread" when an amount is missing or below zero.
    Source: Lorenz 1905, straight between receivers; checked against base R in
    tests/reference/test_research_alloc.py
    >>> lorenz([1, 3], [0.5, 0.75])
    array([[0.25 , 0.625]])
    """
    ratio, reasons = _over_mean(amounts)
    many = ratio.shape[1]
    line = np.cumsum(np.sort(ratio, axis=1), axis=1) / many
    line = np.concatenate((np.zeros((len(line), 1)), line), axis=1)
    parts = np.linspace(0, 1, many + 1)
    asked = np.atleast_1d(np.asarray(at, dtype=np.float64))
    made = np.stack([np.interp(asked, parts, each) for each in line])
    return np.where(reasons["zero_mean"][:, None], np.nan, made)


def _over_mean(amounts: ArrayLike) -> tuple[FloatArray, dict[str, Mask]]:
    table = read_shared(amounts)
    mean = table.mean(axis=1)
    return table / np.where(mean == 0, 1.0, mean)[:, None], {"zero_mean": mean == 0}


def _apart(table: FloatArray) -> FloatArray:
    """Sum each one's distances from all others, the table sorted."""
    many = table.shape[1]
    place = np.arange(many)
    below = np.cumsum(table, axis=1) - table
    above = table.sum(axis=1, keepdims=True) - below - table
    return np.asarray(place * table - below + above - (many - 1 - place) * table)


def _jackknife(table: FloatArray) -> FloatArray:
    many = table.shape[1]
    if many < 3:
        return np.zeros(len(table))
    apart = _apart(table)
    rest = apart.sum(axis=1, keepdims=True) - 2 * apart
    left = table.sum(axis=1, keepdims=True) - table
    without = rest / (2 * (many - 2) * np.where(left == 0, 1.0, left))
    spread = ((without - without.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return np.asarray(np.sqrt(spread * (many - 1) / many))


def _told(value: FloatArray, method: str, reasons: dict[str, Mask]) -> Estimate:
    return answer(value, None, None, level=0.95, method=method, reasons=reasons)
