"""Cross dimensions into strata: which rows fall together, and the columns of their main effects.

No model is fitted here; maihda.py does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts
from commonweal.stats.results import Mask

SMALL = 30
# A column that keeps less than this share of its length beside the columns before it is aliased.
ALIASED = 1e-8


@dataclass(frozen=True, eq=False)
class Strata:
    """Hold the strata that rows fall into.

    dimensions: names of what is crossed, d of them
    labels:     the level of each dimension, one tuple of d for each of s strata
    row:        number of the stratum of each row, shape (k,)
    design:     1, then one column a level but the first of each dimension, shape (s, p)
    terms:      names of the columns: "intercept", then "dimension=level"
    aliased:    names of columns left out because those before already say the same
    >>> crossed = cross({"sex": ["F", "M", "F"], "age": ["young", "young", "old"]})
    >>> crossed.labels, crossed.terms
    ((('F', 'young'), ('M', 'young'), ('F', 'old')), ('intercept', 'sex=M', 'age=old'))
    """

    dimensions: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    row: NDArray[np.intp]
    design: FloatArray
    terms: tuple[str, ...]
    aliased: tuple[str, ...]

    def sums(self, values: FloatArray) -> FloatArray:
        """Add what rows hold within each stratum, shape (k,) to (s,)."""
        summed = np.bincount(self.row, weights=values, minlength=len(self.labels))
        return np.asarray(summed, dtype=np.float64)


@dataclass(frozen=True)
class Sizes:
    """Hold how many strata there are and how small.

    strata:      strata with somebody in them
    empty:       strata with nobody, which still get a prediction
    median:      median people of strata with somebody; nan when there is none
    small_share: share of strata with somebody that hold fewer than 30; nan when there is none
    >>> sizes([10, 50, 0, 60])
    Sizes(strata=3, empty=1, median=50.0, small_share=0.3333333333333333)
    """

    strata: int
    empty: int
    median: float
    small_share: float


def cross(dimensions: Mapping[str, Sequence[str]]) -> Strata:
    """Cross dimensions, levels and strata in the order in which they first appear.

    dimensions: name -> the level of each row, k of them
    Gives the strata and the columns of their additive main effects.
    Fails with Problem "dimensions-missing" when there is no dimension or no row.
    Fails with Problem "shapes-differ" when dimensions do not have one length.
    Source: Evans, Williams, Onnela and Subramanian 2018, Social Science and Medicine 203:64-73
    >>> cross({"sex": ["F", "M"], "badge": ["f", "m"]}).aliased
    ('badge=m',)
    """
    lengths = {len(levels) for levels in dimensions.values()}
    if not lengths or 0 in lengths:
        raise Problem(
            "dimensions-missing", "There is nothing to cross.", "Give at least one dimension."
        )
    if len(lengths) > 1:
        raise Problem(
            "shapes-differ",
            "The dimensions do not have one length.",
            "Give the level of each row in every dimension.",
        )
    rows = list(zip(*dimensions.values(), strict=True))
    labels = tuple(dict.fromkeys(rows))
    number = {label: at for at, label in enumerate(labels)}
    columns, names = _main_effects(tuple(dimensions), labels)
    kept = independent(columns)
    terms = tuple(name for name, stays in zip(names, kept, strict=True) if stays)
    aliased = tuple(name for name, stays in zip(names, kept, strict=True) if not stays)
    row = np.array([number[each] for each in rows], dtype=np.intp)
    return Strata(tuple(dimensions), labels, row, columns[:, kept], terms, aliased)


def sizes(people: ArrayLike) -> Sizes:
    """Say how many strata there are and how small.

    people: people in each stratum, shape (s,)
    Gives number, median and the share of strata with fewer than 30 people.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: what Evans et al. 2024, SSM Population Health 26:101664, ask to be reported
    >>> sizes([29, 30]).small_share
    0.5
    """
    (all_people,) = amounts(people=people)
    held = all_people[all_people > 0]
    if not len(held):
        return Sizes(0, len(all_people), float("nan"), float("nan"))
    small = float(np.mean(held < SMALL))
    return Sizes(len(held), len(all_people) - len(held), float(np.median(held)), small)


def independent(columns: FloatArray) -> Mask:
    """Say which columns the columns before them do not add up to.

    columns: shape (s, p)
    Gives where a column stays, shape (p,).
    Source: Gram-Schmidt, twice for rounding
    >>> independent(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0]]))
    array([ True, False,  True])
    """
    basis, kept = np.zeros((len(columns), 0)), np.zeros(columns.shape[1], dtype=bool)
    for at, column in enumerate(columns.T):
        left = column - basis @ (basis.T @ column)
        left -= basis @ (basis.T @ left)
        kept[at] = np.linalg.norm(left) > ALIASED * np.linalg.norm(column)
        if kept[at]:
            basis = np.column_stack([basis, left / np.linalg.norm(left)])
    return kept


def _main_effects(
    names: tuple[str, ...], labels: tuple[tuple[str, ...], ...]
) -> tuple[FloatArray, tuple[str, ...]]:
    columns, terms = [np.ones(len(labels))], ["intercept"]
    for name, levels in zip(names, zip(*labels, strict=True), strict=True):
        for level in list(dict.fromkeys(levels))[1:]:
            columns.append(np.array([each == level for each in levels], dtype=np.float64))
            terms.append(f"{name}={level}")
    return np.stack(columns, axis=1), tuple(terms)
