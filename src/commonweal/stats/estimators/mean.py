"""Means by group against everybody else; several units of one person count as alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import both_levels, everybody_else, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.two_means import welch_difference, welch_test
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the mean of each group with that of everybody else.

    rows:  with the role value; a unit whose value is unknown is left out
    asked: the level
    Gives Estimated: differences by Welch on persons; the figure "median" of everybody, and
    "unknown", the share of units whose value is not known.
    Source: Welch 1947, Biometrika 34:28-35; Cochran 1977, Sampling Techniques, section 9A.2, for
    several units of one person; checked in tests/unit/stats/estimators/test_mean.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> member = np.array([[True, False]] * 4 + [[False, True]] * 4)
    >>> rows = Rows(groups, member, np.arange(8), np.ones(8, bool),
    ...             {"value": np.array([1, 2, 3, 4, 3, 4, 5, 6.0])})
    >>> estimate(rows, Asked()).gap.value
    array([-2.,  2.])
    """
    known = rows.known("value")
    own = rows.member & known[:, None]
    others = everybody_else(rows) & known[:, None]
    group, rest = means(rows, own, asked.level), means(rows, others, asked.level)
    gap, small = both_levels(lambda level: welch_difference(group, rest, level), asked.level)
    everybody = known[:, None]
    return Estimated(
        value=group,
        rest=rest.value,
        gap=gap,
        narrow=small,
        p=welch_test(group, rest).value,
        total=means(rows, everybody, asked.level),
        people=persons_in(rows, own),
        figures=_figures(rows, known),
    )


def means(rows: Rows, chosen: BoolArray, level: float) -> Estimate:
    """Give the mean of the values of each column of units, its error from persons.

    rows:   with the role value
    chosen: which units, all with a known value, shape (n, k)
    level:  coverage of the interval
    Gives an Estimate of k means with `se` and, as `n`, the persons; nobody is
    undefined:zero_denominator, one person is insufficient:one_value.
    Source: Cochran 1977, Sampling Techniques, section 9A.2; with one unit a person, Student 1908
    >>> rows = Rows((), np.ones((3, 1), bool), np.array([0, 0, 1]), np.ones(3, bool),
    ...             {"value": np.array([1.0, 3.0, 2.0])})
    >>> means(rows, rows.member, 0.95).value
    array([2.])
    """
    parts = np.array([_one_mean(rows, one) for one in chosen.T]).reshape(-1, 3)
    value, se, persons = parts.T
    return answer(
        value,
        *_student(value, se, persons, level),
        level=level,
        method="student_by_person",
        reasons={"zero_denominator": persons == 0, "one_value": persons == 1},
        se=se,
        n=persons,
    )


def _one_mean(rows: Rows, chosen: BoolArray) -> tuple[float, float, float]:
    values = rows.columns["value"][chosen]
    if not len(values):
        return np.nan, np.nan, 0.0
    _, place = np.unique(rows.person[chosen], return_inverse=True)
    mean = float(values.mean())
    apart = np.bincount(place, weights=values - mean)
    persons = len(apart)
    if persons < 2:
        return mean, np.nan, float(persons)
    variance = persons / (persons - 1) * float(apart @ apart) / len(values) ** 2
    return mean, variance**0.5, float(persons)


def _student(
    value: FloatArray, se: FloatArray, persons: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    reach = np.asarray(stdtrit(np.maximum(persons - 1, 1), (1 + level) / 2)) * se
    return value - reach, value + reach


def _figures(rows: Rows, known: BoolArray) -> tuple[Figure, ...]:
    if not known.any():
        return ()
    middle = float(np.median(rows.columns["value"][known]))
    unknown = float((~known).mean())
    people = rows.persons(known)
    # A share tells of those who are few on either side; where nobody is unknown, of nobody.
    fewer = min(people, rows.persons(~known))
    nothing = float("nan")
    return (
        Figure("median", middle, nothing, nothing, people),
        Figure("unknown", unknown, nothing, nothing, fewer),
    )
