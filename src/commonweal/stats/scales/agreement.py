"""Whether people of a unit agree enough that their unit may have one figure: ICC and r_wg.

They come before a climate score is shown by unit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, numbers
from commonweal.stats.results import Mask, answer


def intraclass(scores: ArrayLike, unit: ArrayLike) -> Estimate:
    """Give the share of the spread of scores that lies between units, ICC(1).

    scores: one score a person, shape (n,)
    unit:   label of the unit of each person, shape (n,)
    Gives an Estimate of one, below 0 where units differ less than chance would have; fewer than
    two units are undefined:single_group, no unit of two people insufficient:one_value, people
    who all say the same undefined:no_variation.
    Fails with Problem "shapes-differ" when there is not one unit for each score.
    Source: Donner and Koval 1980, Biometrics 36:19-25 (one-way analysis of variance with unequal
    units)
    >>> intraclass([1, 2, 5, 6], ["a", "a", "b", "b"]).value.round(4)
    array([0.9394])
    """
    between, within, size, reasons = _spreads(scores, unit)
    people, units = size.sum(), len(size)
    usual = (people - (size**2).sum() / max(people, 1)) / max(units - 1, 1)
    total = between + (usual - 1) * within
    value = np.array([(between - within) / (total if total != 0 else 1.0)])
    return answer(value, None, None, level=0.95, method="icc1", reasons=reasons)


def unit_mean_reliability(scores: ArrayLike, unit: ArrayLike) -> Estimate:
    """Give how reliably the means of units tell units apart, ICC(2).

    scores: one score a person, shape (n,)
    unit:   label of the unit of each person, shape (n,)
    Gives an Estimate of one, below 0 where units differ less than chance would have; undefined
    and insufficient as `intraclass` is, and undefined:no_variation where no means differ.
    Fails with Problem "shapes-differ" when there is not one unit for each score.
    Source: Bliese 2000, in Klein and Kozlowski, Multilevel Theory, chapter 8, (MSB - MSW) / MSB
    >>> unit_mean_reliability([1, 2, 5, 6], ["a", "a", "b", "b"]).value.round(4)
    array([0.9688])
    """
    between, within, _, reasons = _spreads(scores, unit)
    reasons["no_variation"] = np.array([between == 0])
    value = np.array([(between - within) / (between if between != 0 else 1.0)])
    return answer(value, None, None, level=0.95, method="icc2", reasons=reasons)


def within_unit_agreement(scores: ArrayLike, unit: ArrayLike, options: int) -> Estimate:
    """Give how far people of each unit agree beyond answering at random, r_wg.

    scores:  one answer a person, shape (n,)
    unit:    label of the unit of each person, shape (n,)
    options: how many answers there are to choose from, 2 or more
    Gives an Estimate of one for each unit in the order of labels, 0 where people differ as much
    as at random or more; a unit of one is insufficient:one_value.
    Fails with Problem "options-missing" when there are fewer than two answers.
    Fails with Problem "shapes-differ" when there is not one unit for each score.
    Source: James, Demaree and Wolf 1984, Journal of Applied Psychology 69:85-98, uniform answers
    >>> within_unit_agreement([4, 4, 1, 5], ["a", "a", "b", "b"], 5).value
    array([1., 0.])
    """
    if options < 2:
        raise Problem(
            "options-missing",
            "A question with fewer than two answers can not be disagreed on.",
            "Give how many answers there were to choose from.",
        )
    (score,), place, size = _units(scores, unit)
    mean = np.bincount(place, weights=score) / size
    apart = np.bincount(place, weights=(score - mean[place]) ** 2)
    spread = apart / np.maximum(size - 1, 1)
    value = np.maximum(1 - spread / ((options**2 - 1) / 12), 0.0)
    reasons = {"one_value": size < 2}
    return answer(value, None, None, level=0.95, method="r_wg", reasons=reasons, n=size)


def scale_agreement(answers: ArrayLike, unit: ArrayLike, options: int) -> Estimate:
    """Give how far people of each unit agree on a scale of several items, r_wg(J).

    answers: answers turned the same way, shape (people, items), nan where missing
    unit:    label of the unit of each person, shape (people,)
    options: how many answers there are to choose from, 2 or more
    Gives an Estimate of one for each unit in the order of labels, `n` the people who answered
    every item; a unit with fewer than two of them is insufficient:one_value.
    Fails with Problem "options-missing" or "shapes-differ" as `within_unit_agreement` does.
    Source: James, Demaree and Wolf 1984, Journal of Applied Psychology 69:85-98, equation 2
    >>> scale_agreement([[4, 4], [5, 4], [1, 5], [5, 1]], ["a", "a", "b", "b"], 5).value.round(4)
    array([0.9333, 0.    ])
    """
    table = np.asarray(answers, dtype=np.float64)
    labels = np.asarray(unit)
    if table.ndim != 2 or labels.shape != table.shape[:1]:
        raise _unlike()
    names = np.unique(labels)
    whole = np.isfinite(table).all(axis=1)
    size = np.array([(labels[whole] == name).sum() for name in names], dtype=np.float64)
    found = np.zeros(len(names))
    some = np.isin(names, labels[whole])
    items = table.shape[1]
    if some.any():
        each = [
            within_unit_agreement(column, labels[whole], options).value for column in table[whole].T
        ]
        apart = 1 - np.mean(each, axis=0)
        found[some] = items * (1 - apart) / (items * (1 - apart) + apart)
    reasons = {"one_value": size < 2}
    return answer(found, None, None, level=0.95, method="r_wg_j", reasons=reasons, n=size)


def _spreads(
    scores: ArrayLike, unit: ArrayLike
) -> tuple[float, float, FloatArray, dict[str, Mask]]:
    """Give the mean squares between and within units, their sizes, and what stands against them."""
    (score,), place, size = _units(scores, unit)
    people, units = len(score), len(size)
    mean = np.bincount(place, weights=score) / size
    within = float(((score - mean[place]) ** 2).sum()) / max(people - units, 1)
    middle = float(score.mean()) if people else 0.0
    between = float((size * (mean - middle) ** 2).sum()) / max(units - 1, 1)
    reasons = {
        "single_group": np.array([units < 2]),
        "one_value": np.array([people == units]),
        "no_variation": np.array([between == 0 and within == 0]),
    }
    return between, within, size, reasons


def _units(
    scores: ArrayLike, unit: ArrayLike
) -> tuple[tuple[FloatArray, ...], np.typing.NDArray[np.intp], FloatArray]:
    read, labels = numbers(scores=scores), np.asarray(unit)
    if labels.shape != read[0].shape:
        raise _unlike()
    _, place, size = np.unique(labels, return_inverse=True, return_counts=True)
    return read, place, size.astype(np.float64)


def _unlike() -> Problem:
    return Problem(
        "shapes-differ",
        "There is not one unit for each score.",
        "Give one label for each person.",
    )
