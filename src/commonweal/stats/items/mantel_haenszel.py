"""Items that are harder for one group at the same score: Mantel and Haenszel, all items at once.

Differences that change along the score are found in logistic.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.items.classes import ets_classes, size_classes
from commonweal.stats.items.matching import read_answers, score_tables
from commonweal.stats.items.purification import Purified, purify
from commonweal.stats.rates.mantel_haenszel import StratifiedTables, chi_square, odds_ratio
from commonweal.stats.results import Mask, answer

# From log odds to the delta scale.
DELTA = -2.35
# Focal groups below this are not testable, which is not the same as no difference.
FEWEST = 50


@dataclass(frozen=True)
class ItemDifferences:
    """Hold how items differ between a reference and a focal group, one entry an item.

    chi_square:   statistic without continuity correction, shape (items,)
    corrected:    statistic with it, which decides, shape (items,)
    p:            p-values of the corrected statistic, an Estimate
    odds_ratio:   odds of the reference over the focal group, `se` on the log scale, an Estimate
    delta:        the same on the delta scale, below 0 where the reference group is favored
    standardized: difference of the shares right, focal less reference, at the focal group's scores
    classes:      "A", "B", "C", or "not_testable" with few focal people
    size_classes: the same by size only
    purified:     how purification went, or None without it
    >>> answers = [[1, 0], [1, 1], [0, 1], [0, 0]] * 40
    >>> find_differences(answers, [0, 0, 1, 1] * 40).classes.tolist()
    ['', '']
    """

    chi_square: FloatArray
    corrected: FloatArray
    p: Estimate
    odds_ratio: Estimate
    delta: Estimate
    standardized: Estimate
    classes: NDArray[np.str_]
    size_classes: NDArray[np.str_]
    purified: Purified | None = None


def find_differences(
    right: ArrayLike,
    focal: ArrayLike,
    *,
    purification: bool = False,
    alpha: float = 0.05,
    fewest: int = FEWEST,
    level: float = 0.95,
) -> ItemDifferences:
    """Screen items for differences between two groups of the same score.

    right:        whether a person answered an item right, 0 or 1, shape (people, items)
    focal:        whether a person is of the group looked at, 0 or 1, shape (people,)
    purification: whether items that differ leave the score of the others
    alpha:        p-value at or below which an item leaves the score
    fewest:       focal people below which nothing is classed
    level:        coverage of the intervals, between 0 and 1
    Gives ItemDifferences; an item that all or none answer right at every score is
    undefined:no_variation in `p`, and undefined in the ratio.
    Fails with Problem "answers-unread" when an answer is neither right nor wrong.
    Source: Holland and Thayer 1988, in Test Validity; checked against difR 5.1 in
    tests/reference/test_teaching_dif.py
    >>> answers = [[1, 0, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]] * 30
    >>> find_differences(answers, [0, 1, 1, 0, 1] * 30).p.value.round(3)
    array([0.118, 0.   , 0.   ])
    """
    answers = read_answers(right, focal)
    limit = alpha

    def flagged(anchor: Mask) -> Mask:
        statistic, _ = chi_square(score_tables(answers, anchor), correction=True)
        return np.asarray(chdtrc(1, np.nan_to_num(statistic)) <= limit)

    done = purify(flagged, answers.items) if purification else None
    tables = score_tables(answers, None if done is None else done.anchor)
    ratio = odds_ratio(tables, level)
    delta = _on_delta(ratio)
    classes = ets_classes(delta.value, np.asarray(delta.se))
    if answers.focal.sum() < fewest:
        classes = np.full(answers.items, "not_testable")
    corrected, p = chi_square(tables, correction=True)
    return ItemDifferences(
        chi_square(tables)[0],
        corrected,
        p,
        ratio,
        delta,
        standardized_difference(tables),
        classes,
        size_classes(delta.value),
        done,
    )


def standardized_difference(tables: StratifiedTables) -> Estimate:
    """Give the difference of the shares right, focal less reference, at the focal group's scores.

    tables: right answers by score, as `score_tables` gives them
    Gives an Estimate of one difference an item; no score with both groups is
    undefined:zero_denominator.
    Source: Dorans and Kulick 1986, Journal of Educational Measurement 23:355-368; checked against
    difR 5.1 in tests/reference/test_teaching_dif.py
    >>> from commonweal.stats.rates.mantel_haenszel import stratified
    >>> standardized_difference(stratified([1, 3], [2, 4], [1, 1], [4, 2])).value
    array([-0.25])
    """
    both = (tables.people > 0) & (tables.rest_people > 0)
    size = np.where(both, tables.people, 1.0), np.where(both, tables.rest_people, 1.0)
    apart = tables.rest_had / size[1] - tables.had / size[0]
    weight = np.where(both, tables.rest_people, 0.0)
    total = weight.sum(axis=1)
    value = (weight * apart).sum(axis=1) / np.where(total == 0, 1.0, total)
    reasons = {"zero_denominator": total == 0}
    return answer(value, None, None, level=0.95, method="standardized", reasons=reasons)


def _on_delta(ratio: Estimate) -> Estimate:
    logs = (DELTA * np.log(each) for each in (ratio.value, ratio.low, ratio.high))
    value, high, low = logs
    return Estimate(
        value,
        low,
        high,
        ratio.level,
        "delta",
        abs(DELTA) * np.asarray(ratio.se),
        ratio.status,
        ratio.reason,
    )
