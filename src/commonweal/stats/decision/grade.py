"""Is this a gap? Six grades by one rule, for many groups at once.

Grades are letters without words: what a reader is told lives in `commonweal.findings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.decision.multiplicity import bh_within
from commonweal.stats.decision.power import mdd
from commonweal.stats.inputs import FloatArray, amounts, counts, design_effects, numbers, tail
from commonweal.stats.rates.two_proportions import (
    EXPECTED,
    fewest_expected,
    fisher,
    newcombe,
    pooled_z,
)
from commonweal.stats.results import Mask

Direction = Literal["worse", "better", "same"]
# From this many expected in every cell on, the pooled test keeps its 5 % in benchmarks/decision.
MANY = 1000.0


class Grade(Enum):
    """Name one of the six grades of a comparison, from statistics.md section 14.

    >>> Grade.A.value
    'A'
    """

    A = "A"
    B = "B"
    C = "C"
    I = "I"  # noqa: E741 - the letter is the grade's published name
    S = "S"
    N = "N"


@dataclass(frozen=True, eq=False)
class Grades:
    """Hold what the rule says of k groups, each beside its own comparison.

    rate:                 rates of the groups, nan where nobody, shape (k,)
    rest_rate:            rates of the comparisons, nan where nobody, shape (k,)
    difference:           group less comparison with its interval at the level asked for
    equivalence:          the same with the narrower interval that can show a gap to be small
    p:                    two-sided p-values, nan where there is no comparison, shape (k,)
    q:                    p-values adjusted over the groups large enough, nan for others
    relative_as_reported: gap over the comparison's rate, nan where that is 0, shape (k,)
    relative_complement:  gap over the complement of that rate, nan where that is 0, shape (k,)
    direction:            "worse", "better" or "same", k of them
    margin:               largest gap that does not matter, nan where no comparison, shape (k,)
    mdd:                  smallest gap that would most likely have been seen, shape (k,)
    grade:                the grades, k of them

    >>> grade_groups([40], [100], [700], [1000], favourable=True, prior_flagged=[0]).direction
    ('worse',)
    """

    rate: FloatArray
    rest_rate: FloatArray
    difference: Estimate
    equivalence: Estimate
    p: FloatArray
    q: FloatArray
    relative_as_reported: FloatArray
    relative_complement: FloatArray
    direction: tuple[Direction, ...]
    margin: FloatArray
    mdd: Estimate
    grade: tuple[Grade, ...]


def grade_groups(
    events: ArrayLike,
    people: ArrayLike,
    rest_events: ArrayLike,
    rest_people: ArrayLike,
    *,
    favourable: bool,
    prior_flagged: ArrayLike,
    family: ArrayLike = 0,
    deff: ArrayLike | None = None,
    rest_deff: ArrayLike | None = None,
    minimum: int = 30,
    level: float = 0.95,
    q: float = 0.05,
    relative: float = 0.10,
    exact_when_few: bool = False,
) -> Grades:
    """Grade the gap between each group and its own comparison.

    events:         events in each group, shape (k,), 0 <= events <= people
    people:         people in each group, shape (k,)
    rest_events:    events in each comparison (everybody else, or one reference), shape (k,)
    rest_people:    people in each comparison, shape (k,)
    favourable:     whether more events are better
    prior_flagged:  in how many of the two periods before the group had grade A or B, shape (k,)
    family:         which groups are looked at together, a whole number each, shape (k,); thousands
                    of families can be graded at once
    deff:           design effect of each group, at least 1, shape (k,); None means 1
    rest_deff:      design effect of each comparison, at least 1, shape (k,); None means 1
    minimum:        people below which nothing is said; real people, not effective ones
    level:          coverage of the interval; 1 - level is the p-value that counts
    q:              adjusted p-value that counts
    relative:       share of the comparison's rate, or of its complement, from which a gap matters
    exact_when_few: whether p is Fisher's where fewer than five are expected in a cell, and the
                    larger of both where pooled z would count and fewer than 1,000 are expected,
                    with effective numbers cut down to whole people; else pooled z everywhere,
                    which flags too many groups when events are rare or groups are many
    Gives Grades: S below the minimum; A and B a gap of size and certainty, A if also flagged
    before; N when the narrower interval lies inside the margin; C in part; I else. The
    adjustment is over the groups of a family that are not below the minimum and have a comparison.
    A group with nobody to compare with has grade I and a difference that is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" when a group has more events than people.
    Fails with Problem "level-outside" when the level is not above one half and below 1.
    Source: AHRQ National Healthcare Quality and Disparities Report 2010, chapter 1; Schuirmann
    1987, J Pharmacokinetics and Biopharmaceutics 15:657-680; statistics.md section 14; checked in
    tests/reference/test_statistics_decision.py
    >>> grade_groups([40, 60], [100, 90], [700, 650], [1000, 1000], favourable=True,
    ...              prior_flagged=[1, 0]).grade
    (<Grade.A: 'A'>, <Grade.I: 'I'>)
    """
    narrow = 1 - 4 * tail(level)
    real = _tables(events, people, rest_events, rest_people)
    had, size, rest_had, rest_size, flagged, families, *effects = numbers(
        **dict(zip(("events", "people", "rest_events", "rest_people"), real, strict=True)),
        prior_flagged=prior_flagged,
        family=family,
        deff=1.0 if deff is None else deff,
        rest_deff=1.0 if rest_deff is None else rest_deff,
    )
    amounts(prior_flagged=flagged)
    design_effects(deff=effects[0], rest_deff=effects[1])
    own, other = effects
    effective = (had / own, size / own, rest_had / other, rest_size / other)
    rate, rest_rate = _rate(had, size), _rate(rest_had, rest_size)
    gap = rate - rest_rate
    p = _p_values(effective, max(q, 2 * tail(level)) if exact_when_few else None)
    enough = size >= minimum
    adjusted = adjusted_among(p, enough, families)
    margin = relative * np.minimum(rest_rate, 1 - rest_rate)
    equivalence = newcombe(*effective, narrow)
    reported, complement = _over(gap, rest_rate), _over(gap, 1 - rest_rate)
    # Nothing to be relative to, yet a gap: larger than any share.
    large = (np.abs(gap) > 0) & (_matters(reported, relative) | _matters(complement, relative))
    small = (equivalence.low > -margin) & (equivalence.high < margin)
    grades = letters(
        enough, adjusted < q, p < 2 * tail(level), large=large, small=small, again=flagged >= 1
    )
    return Grades(
        rate=rate,
        rest_rate=rest_rate,
        difference=newcombe(*effective, level),
        equivalence=equivalence,
        p=p,
        q=adjusted,
        relative_as_reported=reported,
        relative_complement=complement,
        direction=directions(gap, favourable),
        margin=margin,
        mdd=mdd(np.nan_to_num(rest_rate), effective[1], effective[3], level=level),
        grade=grades,
    )


def adjusted_among(p: FloatArray, judged: Mask, family: FloatArray) -> FloatArray:
    """Adjust the p-values of the groups that are judged; the others are no part of the family.

    p:      two-sided p-values, nan where there is no comparison, shape (k,)
    judged: which groups are large enough, shape (k,)
    family: which groups are looked at together, shape (k,)
    Gives q-values, nan for groups that are no part of the family, shape (k,).
    Source: Benjamini and Hochberg 1995, JRSS B 57:289-300; checked in
    tests/reference/test_statistics_decision.py
    >>> adjusted_among(np.array([0.01, 0.001, np.nan]), np.array([True, False, True]), np.zeros(3))
    array([0.01,  nan,  nan])
    """
    counted = judged & ~np.isnan(p)
    adjusted = np.full_like(p, np.nan)
    adjusted[counted] = bh_within(p[counted], family[counted])
    return adjusted


def letters(
    enough: Mask, clear: Mask, seen: Mask, *, large: Mask, small: Mask, again: Mask
) -> tuple[Grade, ...]:
    """Give the first grade whose condition holds, in the order S, A, B, N, C, I.

    enough: whether the group has the people that the measure asks for, shape (k,)
    clear:  whether the gap stands among all groups looked at, shape (k,)
    seen:   whether it would stand if the group were alone, shape (k,)
    large:  whether it is as large as what matters, shape (k,)
    small:  whether it is surely smaller than what matters, shape (k,)
    again:  whether it was flagged in one of the two periods before, shape (k,)
    Gives k grades.
    Source: statistics.md section 14; checked in tests/reference/test_statistics_decision.py
    >>> yes, no = np.array([True]), np.array([False])
    >>> letters(yes, yes, yes, large=yes, small=no, again=no)
    (<Grade.B: 'B'>,)
    """
    rules = {
        Grade.S: ~enough,
        Grade.A: clear & large & again,
        Grade.B: clear & large,
        Grade.N: small,
        Grade.C: clear | (seen & large),
    }
    given = np.full(len(enough), Grade.I, dtype=object)
    for letter, holds in reversed(list(rules.items())):
        given[holds] = letter
    return tuple(given.tolist())


def directions(gap: FloatArray, favourable: bool) -> tuple[Direction, ...]:
    """Say which way each gap goes: a gap of zero, or none, goes nowhere.

    gap:        group less comparison, shape (k,)
    favourable: whether more is better
    Gives "worse", "better" or "same", k of them.
    Source: statistics.md section 14; checked in tests/reference/test_statistics_decision.py
    >>> directions(np.array([-0.1, 0.0]), favourable=True)
    ('worse', 'same')
    """
    above: Direction = "better" if favourable else "worse"
    below: Direction = "worse" if favourable else "better"
    return tuple(above if one > 0 else below if one < 0 else "same" for one in gap)


def _tables(
    events: ArrayLike, people: ArrayLike, rest_events: ArrayLike, rest_people: ArrayLike
) -> tuple[FloatArray, ...]:
    return (*counts(events, people), *counts(rest_events, rest_people))


def _rate(had: FloatArray, size: FloatArray) -> FloatArray:
    return np.where(size > 0, had / np.where(size > 0, size, 1.0), np.nan)


def _over(gap: FloatArray, base: FloatArray) -> FloatArray:
    return np.where(base > 0, np.abs(gap) / np.where(base > 0, base, 1.0), np.nan)


def _matters(share: FloatArray, least: float) -> Mask:
    matters: Mask = np.isnan(share) | (share >= least)
    return matters


def _p_values(tables: tuple[FloatArray, ...], counts_below: float | None) -> FloatArray:
    test = pooled_z(*tables)
    # An event that all or none had: the two rates are equal, and every test says so.
    alike = np.array([reason == "no_variation" for reason in test.reason], dtype=np.bool_)
    p = np.where(alike, 1.0, test.value)
    if counts_below is not None:
        expected = fewest_expected(*tables)
        few = (expected < EXPECTED) & ~np.isnan(p)
        # The normal tail is too thin where many groups ask for very small p-values.
        doubted = (expected < MANY) & (p < counts_below) & ~few
        p[few] = _exact(tables, few)
        p[doubted] = np.maximum(p[doubted], _exact(tables, doubted))
    return p


def _exact(tables: tuple[FloatArray, ...], chosen: Mask) -> FloatArray:
    had, size, rest_had, rest_size = (array[chosen] for array in tables)
    return fisher(*_cut(had, size), *_cut(rest_had, rest_size)).value if chosen.any() else had


def _cut(had: FloatArray, size: FloatArray) -> tuple[FloatArray, FloatArray]:
    people = np.maximum(np.floor(size * (1 + 1e-12)), 1.0)
    return np.minimum(np.round(had / size * people), people), people
