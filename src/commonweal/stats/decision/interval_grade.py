"""Grade gaps of rates, means and adjusted numbers by their intervals, with the same six letters.

Gaps of proportions, which can be framed two ways, are graded in grade.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.decision.grade import Grades, adjusted_among, directions, letters
from commonweal.stats.decision.power import reach
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, numbers
from commonweal.stats.results import Mask, answer


def grade_by_interval(
    value: ArrayLike,
    rest_value: ArrayLike,
    difference: Estimate,
    equivalence: Estimate,
    *,
    p: ArrayLike,
    people: ArrayLike,
    favourable: bool,
    prior_flagged: ArrayLike,
    family: ArrayLike = 0,
    smallest: ArrayLike | None = None,
    relative: float = 0.10,
    minimum: int = 30,
    q: float = 0.05,
    power: float = 0.8,
) -> Grades:
    """Grade the gap between each group and its own comparison by the interval of the gap.

    value:         number of each group, nan where there is none, shape (k,)
    rest_value:    number of each comparison, nan where there is none, shape (k,)
    difference:    group less comparison with the interval that counts, k of them
    equivalence:   the same with the narrower interval that can show a gap to be small; for a
                   level of 0.95 it has 0.90
    p:             two-sided p-values of the differences, nan where there is none, shape (k,)
    people:        people in each group, shape (k,)
    favourable:    whether more is better
    prior_flagged: in how many of the two periods before the group had grade A or B, shape (k,)
    family:        which groups are looked at together, a whole number each, shape (k,)
    smallest:      smallest difference that matters, in the unit of the measure, shape (k,); None
                   means a share of the comparison's number
    relative:      that share
    minimum:       people below which nothing is said
    q:             adjusted p-value that counts
    power:         how likely the smallest gap that would have been seen is to be seen
    Gives Grades, with no complement: A and B when the interval excludes zero, the gap stands
    among all groups judged and has the size that matters; N when the narrower interval lies
    inside it; S below the minimum; C in part; I else. Where there is nothing to be relative to
    any gap is large.
    Fails with Problem "levels-apart" when the narrower interval is not of the level that belongs
    to the wider one.
    Fails with Problem "share-outside" when a p-value is not between 0 and 1.
    Fails with Problem "shapes-differ" when a column has neither one entry nor one a gap.
    Source: decisions.md, "Verdicts beyond proportions"; statistics.md section 14; Schuirmann 1987,
    J Pharmacokinetics and Biopharmaceutics 15:657-680
    >>> import numpy as np
    >>> def gap(reach, level):
    ...     return Estimate(np.array([-8.0]), np.array([-8 - reach]), np.array([-8 + reach]),
    ...                     level, "welch")
    >>> grade_by_interval([42], [50], gap(4, 0.95), gap(3, 0.9), p=[0.001],
    ...                   people=[200], favourable=False, prior_flagged=[0]).grade
    (<Grade.B: 'B'>,)
    """
    _levels(difference.level, equivalence.level)
    own, other, probability = (_or_missing(one) for one in (value, rest_value, p))
    size, flagged = amounts(people=people, prior_flagged=prior_flagged)
    (families,) = numbers(family=family)
    gap = difference.value
    own, other, probability, size, flagged, families = (
        _one_a_gap(one, gap) for one in (own, other, probability, size, flagged, families)
    )
    base = np.abs(other)
    with np.errstate(over="ignore"):
        share = np.where(base > 0, np.abs(gap) / np.where(base > 0, base, 1.0), np.nan)
    margin, large = _what_matters(gap, base, share, smallest, relative)
    enough: Mask = size >= minimum
    adjusted = adjusted_among(probability, enough, families)
    apart: Mask = (difference.low > 0) | (difference.high < 0)
    small: Mask = (equivalence.low > -margin) & (equivalence.high < margin)
    again: Mask = flagged >= 1
    return Grades(
        rate=own,
        rest_rate=other,
        difference=difference,
        equivalence=equivalence,
        p=probability,
        q=adjusted,
        relative_as_reported=share,
        relative_complement=np.full_like(share, np.nan),
        direction=directions(gap, favourable),
        margin=margin,
        mdd=_least_seen(difference, power),
        grade=letters(enough, (adjusted < q) & apart, apart, large=large, small=small, again=again),
    )


def _levels(wide: float, narrow: float) -> None:
    if abs(narrow - (2 * wide - 1)) > 1e-9:
        raise Problem(
            "levels-apart",
            f"An interval of level {narrow:g} does not belong to one of level {wide:g}.",
            "Give the narrower interval twice the probability outside: 0.90 for 0.95.",
        )


def _or_missing(given: ArrayLike) -> FloatArray:
    array = np.atleast_1d(np.asarray(given, dtype=np.float64))
    numbers(number=array[~np.isnan(array)])
    return array


def _one_a_gap(column: FloatArray, gap: FloatArray) -> FloatArray:
    if len(column) not in {1, len(gap)}:
        raise Problem(
            "shapes-differ",
            "The gaps and what is said of their groups do not have one length.",
            "Give one number for each gap.",
        )
    return np.broadcast_to(column, gap.shape).copy()


def _what_matters(
    gap: FloatArray,
    base: FloatArray,
    share: FloatArray,
    smallest: ArrayLike | None,
    relative: float,
) -> tuple[FloatArray, Mask]:
    if smallest is not None:
        (declared,) = amounts(smallest=smallest)
        margin = _one_a_gap(declared, gap)
        return margin, (np.abs(gap) > 0) & (np.abs(gap) >= margin)
    # Nothing to be relative to, yet a gap: larger than any share.
    large: Mask = (np.abs(gap) > 0) & (np.isnan(share) | (share >= relative))
    return relative * base, large


def _least_seen(difference: Estimate, power: float) -> Estimate:
    half = difference.high / 2 - difference.low / 2
    value = reach(power, difference.level) * half / normal_quantile(difference.level)
    missing: Mask = np.isnan(value)
    reasons = {"no_interval": missing}
    return answer(
        value, None, None, level=difference.level, method="mdd_of_interval", reasons=reasons
    )
