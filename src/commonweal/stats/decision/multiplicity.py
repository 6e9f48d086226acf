"""Adjust p-values for how many groups were looked at: one family, in the order given.

A family is one measure, one view, one period and one level of place; never several years.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, shares
from commonweal.stats.results import Mask


def bonferroni(p: ArrayLike) -> FloatArray:
    """Adjust by the number of tests; holds whatever the tests have in common.

    p: two-sided p-values of one family, shape (m,)
    Gives adjusted p-values in the same order, shape (m,).
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Source: Dunn 1961, JASA 56:52-64; checked against base R p.adjust in
    tests/reference/test_statistics_multiplicity.py
    >>> bonferroni([0.01, 0.04, 0.5])
    array([0.03, 0.12, 1.  ])
    """
    (values,) = shares(p=p)
    return np.minimum(values * len(values), 1.0)


def holm(p: ArrayLike) -> FloatArray:
    """Adjust step by step from the smallest; for commitments registered before looking.

    p: two-sided p-values of one family, shape (m,)
    Gives adjusted p-values in the same order, shape (m,).
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Source: Holm 1979, Scandinavian Journal of Statistics 6:65-70; checked against base R p.adjust
    in tests/reference/test_statistics_multiplicity.py
    >>> holm([0.01, 0.04, 0.5])
    array([0.03, 0.08, 0.5 ])
    """
    (values,) = shares(p=p)
    order = np.argsort(values, kind="stable")
    left = len(values) - np.arange(len(values))
    return _back(np.maximum.accumulate(left * values[order]), order)


def hochberg(p: ArrayLike) -> FloatArray:
    """Adjust step by step from the largest; for tests that are independent or rise together.

    p: two-sided p-values of one family, shape (m,)
    Gives adjusted p-values in the same order, shape (m,).
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Source: Hochberg 1988, Biometrika 75:800-802; checked against base R p.adjust in
    tests/reference/test_statistics_multiplicity.py
    >>> hochberg([0.04, 0.04])
    array([0.04, 0.04])
    """
    (values,) = shares(p=p)
    return _from_largest(values, np.arange(1, len(values) + 1, dtype=np.float64))


def bh(p: ArrayLike) -> FloatArray:
    """Adjust for the share of false findings (Benjamini and Hochberg); the default here.

    p: two-sided p-values of one family, shape (m,)
    Gives q-values in the same order, shape (m,).
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Source: Benjamini and Hochberg 1995, JRSS B 57:289-300; checked against base R p.adjust in
    tests/reference/test_statistics_multiplicity.py
    >>> bh([0.01, 0.04, 0.5])
    array([0.03, 0.06, 0.5 ])
    """
    (values,) = shares(p=p)
    return _from_largest(values, _shares_of(len(values)))


def bh_within(p: ArrayLike, family: ArrayLike) -> FloatArray:
    """Adjust for the share of false findings inside each of many families at once.

    p:      two-sided p-values of all families, in any order, shape (m,)
    family: label of the family of each, whole numbers or words, shape (m,)
    Gives q-values in the same order, as `bh` gives for each family alone, shape (m,).
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Fails with Problem "shapes-differ" when there is not one label for each p-value.
    Source: Benjamini and Hochberg 1995 (as `bh`); checked against base R p.adjust in
    tests/reference/test_statistics_multiplicity.py
    >>> bh_within([0.01, 0.04, 0.5, 0.04], [1, 1, 1, 2])
    array([0.03, 0.06, 0.5 , 0.04])
    """
    (values,) = shares(p=p)
    labels = np.asarray(family)
    if labels.shape != values.shape:
        raise Problem(
            "shapes-differ",
            "There is not one family for each p-value.",
            "Give one label for each.",
        )
    home = np.unique(labels, return_inverse=True)[1].ravel()
    order = np.lexsort((values, home))
    ordered, sizes = home[order], np.bincount(home)
    first = np.cumsum(sizes) - sizes
    rank = np.arange(len(values)) - first[ordered] + 1
    q: FloatArray = values[order] * (sizes[ordered] / rank)
    # The least of all larger ones of the same family: windows that double.
    step = 1
    while step < sizes.max(initial=0):
        together = ordered[step:] == ordered[:-step]
        q[:-step] = np.where(together, np.minimum(q[:-step], q[step:]), q[:-step])
        step *= 2
    back = np.empty_like(q)
    back[order] = np.minimum(q, 1.0)
    return back


def by(p: ArrayLike) -> FloatArray:
    """Adjust for the share of false findings under any dependence (Benjamini and Yekutieli).

    p: two-sided p-values of one family, shape (m,)
    Gives q-values in the same order, shape (m,).
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Source: Benjamini and Yekutieli 2001, Annals of Statistics 29:1165-1188; checked against base R
    p.adjust in tests/reference/test_statistics_multiplicity.py
    >>> by([0.01, 0.04]).round(4)
    array([0.03, 0.06])
    """
    (values,) = shares(p=p)
    harmonic = float(np.sum(1.0 / np.arange(1, len(values) + 1)))
    return _from_largest(values, harmonic * _shares_of(len(values)))


def simes(p: ArrayLike) -> float:
    """Give one p-value for a whole family: whether there is anything in it at all.

    p: two-sided p-values of one family, shape (m,)
    Gives the smallest q-value of the family, 1 for an empty one.
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Source: Simes 1986, Biometrika 73:751-754
    >>> round(simes([0.01, 0.04, 0.5]), 4)
    0.03
    """
    return float(bh(p).min(initial=1.0))


def selected(families: Sequence[ArrayLike], q: float = 0.05) -> tuple[Mask, ...]:
    """Find what stands when many families are looked at: first families, then inside them.

    families: two-sided p-values of each family, f of them, each shape (m,)
    q:        share of false findings allowed, between 0 and 1, on average over families chosen
    Gives for each family which of its tests stand, f arrays of shape (m,).
    Fails with Problem "share-outside" when a p-value or q is not between 0 and 1.
    Source: Benjamini and Bogomolov 2014, JRSS B 76:297-318; families chosen by Simes' p and
    Benjamini and Hochberg's rule
    >>> [mask.tolist() for mask in selected([[0.001, 0.03], [0.4, 0.9]])]
    [[True, False], [False, False]]
    """
    shares(q=q)
    chosen = bh([simes(family) for family in families]) < q
    allowed = q * float(np.count_nonzero(chosen)) / max(len(chosen), 1)
    return tuple(
        (bh(family) < allowed) & bool(kept) for family, kept in zip(families, chosen, strict=True)
    )


def selected_within(p: ArrayLike, family: ArrayLike, q: float = 0.05) -> Mask:
    """Find what stands among thousands of families in one column, as `selected` does.

    p:      two-sided p-values of all families, in any order, shape (m,)
    family: label of the family of each, whole numbers or words, shape (m,)
    q:      share of false findings allowed, between 0 and 1, on average over families chosen
    Gives which tests stand, in the same order, shape (m,).
    Fails with Problem "share-outside" when a p-value or q is not between 0 and 1.
    Fails with Problem "shapes-differ" when there is not one label for each p-value.
    Source: Benjamini and Bogomolov 2014, JRSS B 76:297-318, as `selected`
    >>> selected_within([0.001, 0.4, 0.03, 0.9], ["a", "b", "a", "b"])
    array([ True, False, False, False])
    """
    shares(q=q)
    within = bh_within(p, family)
    home = np.unique(np.asarray(family), return_inverse=True)[1].ravel()
    whole = np.ones(home.max(initial=-1) + 1)
    np.minimum.at(whole, home, within)
    chosen = bh(whole) < q
    allowed = q * float(np.count_nonzero(chosen)) / max(len(chosen), 1)
    stand: Mask = (within < allowed) & chosen[home]
    return stand


def _shares_of(size: int) -> FloatArray:
    # From the largest p-value down: size / size, size / (size - 1), ..., size / 1.
    return size / np.arange(size, 0, -1, dtype=np.float64)


def _from_largest(values: FloatArray, factors: FloatArray) -> FloatArray:
    order = np.argsort(-values, kind="stable")
    return _back(np.minimum.accumulate(factors * values[order]), order)


def _back(adjusted: FloatArray, order: np.typing.NDArray[np.intp]) -> FloatArray:
    result = np.empty_like(adjusted)
    result[order] = np.minimum(adjusted, 1.0)
    return result
