"""How reliably the items of a scale measure one thing: alpha and its kin, item by item.

Only people who answered every item count. omega.py asks the same of a one-factor model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, tail
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True, eq=False)
class Reliability:
    """Hold how reliably k items measure one thing.

    people:           people who answered every item
    alpha:            Cronbach's alpha with Feldt's interval, an Estimate of one
    standardized:     alpha of the items with their spreads made equal, an Estimate of one
    mean_correlation: mean correlation between two items, an Estimate of one
    lambda6:          Guttman's lambda 6, an Estimate of one
    item_rest:        correlation of each item with the sum of the others, an Estimate of k
    without_item:     alpha of the other items, an Estimate of k

    >>> reliability([[1, 2], [2, 3], [3, 5], [4, 4]]).alpha.value.round(4)
    array([0.8889])
    """

    people: int
    alpha: Estimate
    standardized: Estimate
    mean_correlation: Estimate
    lambda6: Estimate
    item_rest: Estimate
    without_item: Estimate


def reliability(answers: ArrayLike, level: float = 0.95) -> Reliability:
    """Give how reliably items measure one thing.

    answers: answers turned the same way, shape (people, k), nan where missing
    level:   coverage of Feldt's interval, between 0 and 1
    Gives Reliability. Fewer than two complete people are insufficient:one_value, fewer than two
    items undefined:single_item, items nobody differs on undefined:no_variation; items that say
    exactly the same leave lambda 6 undefined:collinear; three items are needed to leave one out.
    Fails with Problem "shapes-differ" when the answers are no table.
    Source: Cronbach 1951, Psychometrika 16:297-334; Feldt 1965, Psychometrika 30:357-370; Guttman
    1945, Psychometrika 10:255-282; checked against R psych in
    tests/reference/test_workforce_reliability.py
    >>> reliability([[1, 2], [2, 3], [3, 5], [4, 4]]).item_rest.value.round(4)
    array([0.8, 0.8])
    """
    table = complete(answers)
    people, items = table.shape
    covariance = covariance_of(table)
    spread = np.sqrt(np.diag(covariance))
    flat = spread <= 1e-12 * max(float(np.abs(table).max(initial=0.0)), 1.0)
    scale = np.where(flat, 1.0, spread)
    correlation = covariance / scale[:, None] / scale
    # Answers of no spread have no correlation; 1 on the diagonal keeps the others readable.
    correlation[np.diag_indices(items)] = 1.0
    reasons = _reasons(people, items, flat)
    own = _alpha(np.diag(covariance).sum(), covariance.sum(), items)
    mean = (correlation.sum() - items) / max(items * (items - 1), 1)
    return Reliability(
        people,
        _with_feldt(own, people, items, level, reasons),
        _one(items * mean / _safe(1 + (items - 1) * mean), "alpha_standardized", reasons),
        _one(mean, "mean_correlation", reasons),
        _lambda6(correlation, reasons),
        _item_rest(covariance, reasons),
        _without_item(covariance, reasons),
    )


def complete(answers: ArrayLike) -> FloatArray:
    """Give the answers of the people who answered every item.

    answers: answers turned the same way, shape (people, items), nan where missing
    Gives shape (complete people, items).
    Fails with Problem "shapes-differ" when the answers are no table with an item.
    Source: no formula: listwise deletion
    >>> import numpy as np
    >>> complete([[1, 2], [np.nan, 3]])
    array([[1., 2.]])
    """
    table = np.asarray(answers, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] == 0:
        raise Problem(
            "shapes-differ",
            "The answers are no table of people by items.",
            "Give one row for each person and one column for each item.",
        )
    return table[np.isfinite(table).all(axis=1)]


def covariance_of(table: FloatArray) -> FloatArray:
    """Give the covariance of items, zeros where fewer than two people answered.

    table: answers without gaps, shape (people, items)
    Gives shape (items, items).
    Source: sums of products over people less one
    >>> import numpy as np
    >>> covariance_of(np.array([[1.0], [3.0]]))
    array([[2.]])
    """
    people = len(table)
    apart = table - (table.mean(axis=0) if people else 0.0)
    return np.asarray(apart.T @ apart / max(people - 1, 1))


def _reasons(people: int, items: int, flat: Mask) -> dict[str, bool]:
    return {
        "single_item": items < 2,
        "one_value": people < 2,
        "no_variation": bool(flat.any()),
    }


def _alpha(own: float, total: float, items: int) -> float:
    return items / max(items - 1, 1) * (1 - own / _safe(total))


def _with_feldt(
    alpha: float, people: int, items: int, level: float, reasons: dict[str, bool]
) -> Estimate:
    first, second = max(people - 1, 1), max((people - 1) * (items - 1), 1)
    outside = tail(level)
    low, high = (1 - (1 - alpha) * fdtri(first, second, p) for p in (1 - outside, outside))
    return answer(
        np.array([alpha]),
        np.array([low]),
        np.array([high]),
        level=level,
        method="cronbach_alpha",
        reasons=_masks(reasons, 1),
    )


def _lambda6(correlation: FloatArray, reasons: dict[str, bool]) -> Estimate:
    same = np.linalg.matrix_rank(correlation) < len(correlation)
    inverse = np.eye(len(correlation)) if same else np.linalg.inv(correlation)
    alone = 1 / np.diag(inverse)
    value = 1 - alone.sum() / _safe(correlation.sum())
    return _one(value, "guttman_lambda6", reasons | {"collinear": bool(same)})


def _item_rest(covariance: FloatArray, reasons: dict[str, bool]) -> Estimate:
    own, with_sum = np.diag(covariance), covariance.sum(axis=1)
    rest = np.maximum(covariance.sum() - 2 * with_sum + own, 0.0)
    value = (with_sum - own) / np.where(own * rest > 0, np.sqrt(own * rest), 1.0)
    masks = _masks(reasons, len(own)) | {"no_variation": (own <= 0) | (rest <= 0)}
    return answer(value, None, None, level=0.95, method="item_rest", reasons=masks)


def _without_item(covariance: FloatArray, reasons: dict[str, bool]) -> Estimate:
    items = len(covariance)
    value = np.zeros(items)
    for item in range(items):
        left = np.delete(np.delete(covariance, item, axis=0), item, axis=1)
        value[item] = _alpha(np.diag(left).sum(), left.sum(), items - 1)
    masks = _masks(reasons | {"single_item": items < 3}, items)
    return answer(value, None, None, level=0.95, method="alpha_without_item", reasons=masks)


def _one(value: float, method: str, reasons: dict[str, bool]) -> Estimate:
    masks = _masks(reasons, 1)
    return answer(np.array([value]), None, None, level=0.95, method=method, reasons=masks)


def _masks(reasons: dict[str, bool], size: int) -> dict[str, Mask]:
    return {code: np.full(size, holds) for code, holds in reasons.items()}


def _safe(value: float) -> float:
    return value if value != 0 else 1.0
