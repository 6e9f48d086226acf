"""The impact ratio: one side's selection rate over the other's, with interval and test.

Whether a ratio is below four fifths is decided by whole numbers in four_fifths.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from commonweal.kinds import Estimate
from commonweal.stats.inputs import normal_quantile, tail
from commonweal.stats.rates.proportion import clopper_pearson
from commonweal.stats.results import answer
from commonweal.stats.selection.tables import divisor, no_variation, nobody, selection_tables


def impact_ratio(
    selected: ArrayLike,
    pool: ArrayLike,
    rest_selected: ArrayLike,
    rest_pool: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the ratio of two selection rates with the interval on the log scale.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    level:         coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale. Nobody in a pool is
    undefined:zero_denominator, nobody selected in the comparison undefined:zero_in_ratio; nobody
    selected in the group is a ratio of 0 without interval, flag "no_interval": see
    `exact_bounds`.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Katz, Baptista, Azen and Pike 1978, Biometrics 34:469-474; checked against R in
    tests/reference/test_workforce_adverse_impact.py
    >>> impact_ratio([12], [40], [48], [80]).value
    array([0.5])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    own, other = divisor(had), divisor(rest_had)
    # One rounding, at the division: products of counts are exact.
    ratio = had * rest_size / divisor(size * rest_had)
    spread = (1 - had / divisor(size)) / own + (1 - rest_had / divisor(rest_size)) / other
    se = np.sqrt(np.maximum(spread, 0.0))
    none = had == 0
    se[none] = np.nan
    reach = np.exp(normal_quantile(level) * se)
    return answer(
        ratio,
        ratio / reach,
        ratio * reach,
        level=level,
        method="impact_ratio",
        reasons={"zero_denominator": nobody(tables), "zero_in_ratio": rest_had == 0},
        se=se,
        flags={"no_interval": none & (rest_had > 0) & ~nobody(tables)},
    )


def exact_bounds(
    selected: ArrayLike,
    pool: ArrayLike,
    rest_selected: ArrayLike,
    rest_pool: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give bounds of the impact ratio that hold even when nobody was selected on a side.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    level:         coverage of the bounds, between 0 and 1
    Gives an Estimate of k ratios; `high` is nan where no upper bound exists. The coverage is at
    least the level: each rate has its own exact interval, and the worst corners are divided.
    Nobody in a pool is undefined:zero_denominator; nobody selected in the comparison is
    undefined:zero_in_ratio, and then the lower bound still stands.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Clopper and Pearson 1934, Biometrika 26:404-413, each rate at half of what may be
    outside (Bonferroni)
    >>> exact_bounds([0], [7], [6], [31]).high.round(2)
    array([7.29])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    empty = nobody(tables)
    each = 1 - tail(level)
    own = clopper_pearson(had, divisor(size), each)
    other = clopper_pearson(rest_had, divisor(rest_size), each)
    low = np.where(empty, np.nan, own.low / other.high)
    unbounded = empty | (rest_had == 0)
    high = np.where(unbounded, np.nan, own.high / np.where(unbounded, 1.0, other.low))
    return answer(
        had * rest_size / divisor(size * rest_had),
        low,
        high,
        level=level,
        method="impact_ratio_exact_bounds",
        reasons={"zero_denominator": empty, "zero_in_ratio": rest_had == 0},
        bounds=True,
    )


def log_ratio_score(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give the normal score of the logarithm of the impact ratio.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k scores. Nobody in a pool is undefined:zero_denominator, all or none
    selected undefined:no_variation, none selected on one side undefined:zero_in_ratio.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Morris and Lobsenz 2000, Personnel Psychology 53:89-111; checked against R in
    tests/reference/test_workforce_adverse_impact.py
    >>> log_ratio_score([12], [40], [48], [80]).value.round(3)
    array([-3.579])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    none = (had == 0) | (rest_had == 0)
    together, everybody = had + rest_had, size + rest_size
    odds_against = (everybody - together) / divisor(together)
    spread = odds_against * (1 / divisor(size) + 1 / divisor(rest_size))
    ratio = divisor(had) * rest_size / divisor(size * divisor(rest_had))
    logs = np.log(divisor(ratio))
    return answer(
        logs / divisor(np.sqrt(spread)),
        None,
        None,
        level=0.95,
        method="z_impact_ratio",
        reasons={
            "zero_denominator": nobody(tables),
            "no_variation": no_variation(tables),
            "zero_in_ratio": none,
        },
    )


def two_sided(score: Estimate) -> Estimate:
    """Give the two-sided p-values of normal scores.

    score: an Estimate of k scores, as `log_ratio_score` and `pooled_score` give them
    Gives an Estimate whose values are k p-values, undefined where the score is and for its reason.
    Source: the normal distribution, 2 (1 - Phi(|z|))
    >>> two_sided(log_ratio_score([12], [40], [48], [80])).value.round(5)
    array([0.00034])
    """
    p = 2 * np.asarray(ndtr(-np.abs(score.value)), dtype=np.float64)
    codes = sorted(set(score.reason) - {""})
    reasons = {code: np.array(score.reason, dtype=object) == code for code in codes}
    return answer(p, None, None, level=score.level, method=score.method, reasons=reasons)
