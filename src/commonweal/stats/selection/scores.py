"""Scores and ratings of two groups: how far apart, in standard deviations and in ranks.

A cut-off on a score makes a selection table: see impact_ratio.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, ndtr
from scipy.stats import rankdata

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, numbers
from commonweal.stats.results import answer


def cohen_d(scores: ArrayLike, rest_scores: ArrayLike) -> Estimate:
    """Give the difference of two means in pooled standard deviations.

    scores:      scores of the group, shape (n,)
    rest_scores: scores of the comparison, shape (m,)
    Gives an Estimate of one difference, group less comparison; fewer than three people in all
    are insufficient:no_degrees_of_freedom, scores all alike undefined:no_variation.
    Source: Cohen 1988, Statistical Power Analysis, chapter 2; checked against R in
    tests/reference/test_workforce_ratings.py
    >>> cohen_d([1, 2, 3], [3, 4, 5]).value
    array([-2.])
    """
    return _standardized(scores, rest_scores, "cohen_d", unbiased=False)


def hedges_g(scores: ArrayLike, rest_scores: ArrayLike) -> Estimate:
    """Give the difference of two means in standard deviations, without the bias of few people.

    scores:      scores of the group, shape (n,)
    rest_scores: scores of the comparison, shape (m,)
    Gives an Estimate of one difference, group less comparison; fewer than four people in all are
    insufficient:no_degrees_of_freedom, scores all alike undefined:no_variation.
    Source: Hedges 1981, Journal of Educational Statistics 6:107-128, the exact factor; checked
    against R in tests/reference/test_workforce_ratings.py
    >>> hedges_g([1, 2, 3], [3, 4, 5]).value.round(4)
    array([-1.5958])
    """
    return _standardized(scores, rest_scores, "hedges_g", unbiased=True)


def mann_whitney(scores: ArrayLike, rest_scores: ArrayLike) -> tuple[Estimate, Estimate]:
    """Count the pairs in which the group scores higher, and test whether that is half of them.

    scores:      scores of the group, shape (n,)
    rest_scores: scores of the comparison, shape (m,)
    Gives the pairs, ties as halves, and the two-sided p, each an Estimate of one; the normal
    approximation with ties and continuity. Scores all alike have no p, undefined:no_variation.
    Source: Mann and Whitney 1947, Annals of Mathematical Statistics 18:50-60; checked against R
    wilcox.test in tests/reference/test_workforce_ratings.py
    >>> mann_whitney([1, 2, 3], [3, 4, 5])[0].value
    array([0.5])
    """
    one, other = _read(scores, rest_scores)
    wins = _wins(one, other)
    size, rest = len(one), len(other)
    everybody = size + rest
    _, ties = np.unique(np.concatenate((one, other)), return_counts=True)
    pull = (ties.astype(np.float64) ** 3 - ties).sum() / max(everybody * (everybody - 1), 1)
    sd = np.sqrt(max(size * rest / 12 * (everybody + 1 - pull), 0.0))
    away = wins - size * rest / 2
    z = (away - np.sign(away) * 0.5) / (sd if sd > 0 else 1.0)
    p = np.minimum(2 * np.asarray(ndtr(-np.abs(z))), 1.0)
    reasons = {"no_variation": np.array([sd == 0])}
    return (
        answer(np.array([wins]), None, None, level=0.95, method="mann_whitney_u", reasons={}),
        answer(np.array([p]), None, None, level=0.95, method="mann_whitney", reasons=reasons),
    )


def superiority(scores: ArrayLike, rest_scores: ArrayLike) -> Estimate:
    """Give the chance that one of the group scores higher than one of the comparison.

    scores:      scores of the group, shape (n,)
    rest_scores: scores of the comparison, shape (m,)
    Gives an Estimate of one chance, ties as halves; twice it less 1 is Cliff's delta.
    Source: Vargha and Delaney 2000, Journal of Educational and Behavioral Statistics 25:101-132;
    checked in tests/reference/test_workforce_ratings.py
    >>> superiority([1, 2, 3], [3, 4, 5]).value.round(4)
    array([0.0556])
    """
    one, other = _read(scores, rest_scores)
    value = np.array([_wins(one, other) / (len(one) * len(other))])
    return answer(value, None, None, level=0.95, method="superiority", reasons={})


def cliffs_delta(scores: ArrayLike, rest_scores: ArrayLike) -> Estimate:
    """Give how much oftener the group scores higher than lower.

    scores:      scores of the group, shape (n,)
    rest_scores: scores of the comparison, shape (m,)
    Gives an Estimate of one difference of chances, from -1 to 1.
    Source: Cliff 1993, Psychological Bulletin 114:494-509; checked in
    tests/reference/test_workforce_ratings.py
    >>> cliffs_delta([1, 2, 3], [3, 4, 5]).value.round(4)
    array([-0.8889])
    """
    value = 2 * superiority(scores, rest_scores).value - 1
    return answer(value, None, None, level=0.95, method="cliffs_delta", reasons={})


def _read(scores: ArrayLike, rest_scores: ArrayLike) -> tuple[FloatArray, FloatArray]:
    return numbers(scores=scores)[0], numbers(rest_scores=rest_scores)[0]


def _wins(one: FloatArray, other: FloatArray) -> float:
    ranks = rankdata(np.concatenate((one, other)))
    return float(ranks[: len(one)].sum() - len(one) * (len(one) + 1) / 2)


def _standardized(
    scores: ArrayLike, rest_scores: ArrayLike, method: str, *, unbiased: bool
) -> Estimate:
    one, other = _read(scores, rest_scores)
    df = len(one) + len(other) - 2
    apart = ((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum()
    few = df < 2 if unbiased else df < 1
    sd = np.sqrt(apart / max(df, 1))
    value = (one.mean() - other.mean()) / (sd if sd > 0 else 1.0)
    if unbiased and not few:
        value *= np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)
    reasons = {"no_degrees_of_freedom": np.array([few]), "no_variation": np.array([sd == 0])}
    return answer(np.array([value]), None, None, level=0.95, method=method, reasons=reasons)
