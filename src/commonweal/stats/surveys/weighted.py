"""Means and shares with raked weights: linearized errors, and what weighting costs.

Shares are means of 0 and 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, numbers
from commonweal.stats.results import Mask, answer
from commonweal.stats.surveys.raking import Raked


def raked_means(
    values: ArrayLike, raked: Raked, domain: ArrayLike | None = None, level: float = 0.95
) -> Estimate:
    """Give weighted means of all who answered, or of each domain.

    values: one value a person, shape (n,)
    raked:  weights as `rake` or `trim` gives them
    domain: label of the domain of each person, shape (n,), or None for all as one
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one mean for each domain in the order of labels, `n` its people; the
    error counts that margins are known. One person in all is insufficient:one_value.
    Fails with Problem "shapes-differ" when there is not one value and label for each weight.
    Source: Deville and Särndal 1992, JASA 87:376-382, residuals from the margins as R survey
    takes them; checked in tests/reference/test_workforce_survey_raking.py
    >>> from commonweal.stats.surveys.raking import rake
    >>> raked = rake({"site": ["a", "a", "b"]}, {"site": {"a": 10, "b": 20}})
    >>> raked_means([1, 0, 1], raked).value.round(4)
    array([0.8333])
    """
    value, weight = numbers(values=values, weights=raked.weights)
    place = np.zeros(len(value), dtype=np.intp)
    if domain is not None:
        labels = np.asarray(domain)
        if labels.shape != value.shape:
            raise Problem(
                "shapes-differ",
                "There is not one domain for each person.",
                "Give one label for each row.",
            )
        place = np.unique(labels, return_inverse=True)[1]
    inside = np.eye(place.max() + 1)[place]
    total = weight @ inside
    mean = (weight * value) @ inside / total
    se = _error(inside * (value[:, None] - mean) / total, raked)
    reach = normal_quantile(level) * se
    single = np.full(len(mean), len(value) < 2)
    return answer(
        mean,
        mean - reach,
        mean + reach,
        level=level,
        method="raked_mean",
        reasons={"one_value": single},
        se=se,
        n=inside.sum(axis=0),
    )


def raked_groups(
    values: ArrayLike, raked: Raked, inside: ArrayLike, level: float = 0.95
) -> Estimate:
    """Give the weighted mean of each group, where groups may share people or leave some out.

    values: one value a person, shape (n,)
    raked:  weights as `rake` or `trim` gives them
    inside: who is in which group, shape (n, g)
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of g means, `n` their people; nobody is undefined:zero_denominator, one
    person in all insufficient:one_value.
    Fails with Problem "shapes-differ" when there is not one value for each weight.
    Source: as `raked_means`; checked in tests/unit/stats/surveys/test_weighted.py
    >>> import numpy as np
    >>> raked_groups([1, 0], Raked(np.ones(2), np.ones((2, 1)), 0), [[True], [True]]).value
    array([0.5])
    """
    value, weight = numbers(values=values, weights=raked.weights)
    member = np.asarray(inside, dtype=np.bool_)
    mean, pull = _side(value, weight, member)
    se = _error(pull, raked)
    reach = normal_quantile(level) * se
    return answer(
        mean,
        mean - reach,
        mean + reach,
        level=level,
        method="raked_mean",
        reasons={
            "zero_denominator": member.sum(axis=0) == 0,
            "one_value": np.full(len(mean), len(value) < 2),
        },
        se=se,
        n=member.sum(axis=0).astype(np.float64),
    )


def raked_difference(
    values: ArrayLike, raked: Raked, inside: ArrayLike, level: float = 0.95
) -> Estimate:
    """Give the weighted mean of each group less that of everybody else.

    values: one value a person, shape (n,)
    raked:  weights as `rake` or `trim` gives them
    inside: who is in which group, shape (n, g)
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of g differences; the error counts that margins are known and that both
    sides share them. A side of nobody is undefined:zero_denominator, one person in all
    insufficient:one_value.
    Fails with Problem "shapes-differ" when there is not one value for each weight.
    Source: Deville and Särndal 1992, JASA 87:376-382, linearized difference of two means; checked
    in tests/unit/stats/surveys/test_weighted.py
    >>> import numpy as np
    >>> raked = Raked(np.ones(4), np.ones((4, 1)), 0)
    >>> raked_difference([1, 0, 1, 1], raked, [[True], [True], [False], [False]]).value
    array([-0.5])
    """
    value, weight = numbers(values=values, weights=raked.weights)
    member = np.asarray(inside, dtype=np.bool_)
    own, rest = (_side(value, weight, side) for side in (member, ~member))
    gap = own[0] - rest[0]
    se = _error(own[1] - rest[1], raked)
    reach = normal_quantile(level) * se
    size = member.sum(axis=0)
    nobody: Mask = (size == 0) | (size == len(member))
    single = np.full(len(gap), len(value) < 2)
    return answer(
        gap,
        gap - reach,
        gap + reach,
        level=level,
        method="raked_difference",
        reasons={"zero_denominator": nobody, "one_value": single},
        se=se,
    )


def effective_people(weights: ArrayLike) -> Estimate:
    """Give how many people without weights would say as much as these with theirs.

    weights: one weight a person, shape (n,), not negative
    Gives an Estimate of one number of people; weights that are all 0 are
    undefined:zero_denominator.
    Fails with Problem "counts-negative" when a weight is below zero.
    Source: Kish 1965, Survey Sampling, section 11.7; checked in
    tests/reference/test_workforce_survey_raking.py
    >>> effective_people([1, 1, 2]).value.round(4)
    array([2.6667])
    """
    (weight,) = amounts(weights=weights)
    squares = float(weight @ weight)
    value = np.array([weight.sum() ** 2 / (squares if squares > 0 else 1.0)])
    reasons = {"zero_denominator": np.array([squares == 0])}
    return answer(value, None, None, level=0.95, method="kish", reasons=reasons)


def _side(value: FloatArray, weight: FloatArray, inside: Mask) -> tuple[FloatArray, FloatArray]:
    """Give the weighted mean of each column of people, and how each person pulls at it."""
    total = weight @ inside
    safe = np.where(total == 0, 1.0, total)
    mean = (weight * value) @ inside / safe
    return mean, inside * (value[:, None] - mean) / safe


def _error(pull: FloatArray, raked: Raked) -> FloatArray:
    known = raked.cells @ np.linalg.lstsq(raked.cells, pull)[0]
    left = raked.weights[:, None] * (pull - known)
    people = len(left)
    apart = left - left.sum(axis=0) / max(people, 1)
    return np.asarray(np.sqrt(people / max(people - 1, 1) * (apart**2).sum(axis=0)))
