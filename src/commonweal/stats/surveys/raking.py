"""Weights that make those who answered look like the frame, margin by margin.

They mend who answered, not what was answered; the raw result is shown beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts

Totals = Mapping[str, Mapping[str, float]]
STEPS, CLOSE = 10_000, 1e-12


@dataclass(frozen=True, eq=False)
class Raked:
    """Hold weights that meet the margins of a frame.

    weights: one weight a person, shape (n,)
    cells:   which margin cells a person is in, one column a cell, shape (n, cells)
    trimmed: people whose weight was cut, and no margin is met exactly when there are any

    >>> rake({"site": ["a", "a", "b"]}, {"site": {"a": 10, "b": 20}}).weights
    array([ 5.,  5., 20.])
    """

    weights: FloatArray
    cells: FloatArray
    trimmed: int


def rake(labels: Mapping[str, ArrayLike], totals: Totals, start: ArrayLike = 1.0) -> Raked:
    """Weigh people until every margin adds up to its total in the frame.

    labels: for each margin the label of each person, shape (n,), such as job family or site
    totals: for each margin the people of the frame by label
    start:  weights to start from, one or shape (n,), above zero
    Gives Raked, every margin met to 1e-12.
    Fails with Problem "margins-differ" when labels and totals do not name the same margins and
    labels, or margins add to different totals.
    Fails with Problem "margin-unmet" when no weights can meet the margins, with the worst one.
    Fails with Problem "shapes-differ" and "counts-negative" when a column can not be.
    Source: Deming and Stephan 1940, Annals of Mathematical Statistics 11:427-444; checked against
    R survey rake in tests/reference/test_workforce_survey_raking.py
    >>> people = {"site": ["a", "b", "b"], "job": ["x", "x", "y"]}
    >>> frame = {"site": {"a": 4, "b": 8}, "job": {"x": 9, "y": 3}}
    >>> rake(people, frame).weights.round(3)
    array([4., 5., 3.])
    """
    if set(labels) != set(totals) or not labels:
        raise _unlike()
    margins = {name: _margin(labels[name], totals[name]) for name in labels}
    size = len(next(iter(margins.values()))[0])
    if any(len(place) != size for place, _ in margins.values()):
        raise Problem(
            "shapes-differ",
            "The margins do not label the same people.",
            "Give one label for each person in every margin.",
        )
    weights = amounts(start=start, rows=np.zeros(size))[0]
    if (weights == 0).any():
        raise Problem("counts-negative", "A starting weight is 0.", "Leave the person out.")
    sums = [wanted.sum() for _, wanted in margins.values()]
    if max(sums) - min(sums) > 1e-9 * max(sums):
        raise _unlike()
    weights = _fitted(weights, margins)
    cells = np.hstack([np.eye(len(wanted))[place] for place, wanted in margins.values()])
    return Raked(weights, cells, 0)


def trim(raked: Raked, times_median: float = 5.0) -> Raked:
    """Cut weights that are many times the median and give what is cut to the others alike.

    raked:        weights as `rake` gives them
    times_median: the largest weight kept, in medians, 1 or more
    Gives Raked with `trimmed` people; the total stays, single margins move.
    Fails with Problem "trim-below-median" when the largest weight would be below the median.
    Source: Potter 1990, Proceedings of the ASA Section on Survey Research Methods, 225-230
    >>> import numpy as np
    >>> trim(Raked(np.array([1.0, 1, 1, 1, 16]), np.ones((5, 1)), 0)).weights
    array([3.75, 3.75, 3.75, 3.75, 5.  ])
    """
    if times_median < 1:
        raise Problem(
            "trim-below-median",
            "The largest weight would be below the median weight.",
            "Cut at one median or more; 5 is usual.",
        )
    weights = raked.weights
    most = times_median * float(np.median(weights))
    above = weights > most
    cut = np.minimum(weights, most)
    lost = weights.sum() - cut.sum()
    if lost > 0:
        kept = cut[~above].sum()
        cut = np.where(above, cut, cut * (1 + lost / kept))
    return Raked(cut, raked.cells, int(above.sum()))


def _margin(labels: ArrayLike, totals: Mapping[str, float]) -> tuple[NDArray[np.intp], FloatArray]:
    named = np.asarray(labels).astype(str)
    found, place = np.unique(named, return_inverse=True)
    if set(found.tolist()) != {str(label) for label in totals} or named.ndim != 1:
        raise _unlike()
    by_name = {str(label): total for label, total in totals.items()}
    (wanted,) = amounts(totals=[by_name[str(label)] for label in found])
    return place, wanted


def _fitted(
    weights: FloatArray, margins: Mapping[str, tuple[NDArray[np.intp], FloatArray]]
) -> FloatArray:
    for _ in range(STEPS):
        for place, wanted in margins.values():
            now = np.bincount(place, weights=weights)
            weights = weights * (wanted / np.where(now == 0, 1.0, now))[place]
        away = {name: _away(weights, *margin) for name, margin in margins.items()}
        if max(away.values()) <= CLOSE:
            return weights
    worst = max(away, key=lambda name: away[name])
    raise Problem(
        "margin-unmet",
        f"No weights meet the margins: '{worst}' is the farthest from its totals.",
        "Merge labels that few people have, or leave a margin out.",
    )


def _away(weights: FloatArray, place: NDArray[np.intp], wanted: FloatArray) -> float:
    now = np.bincount(place, weights=weights)
    return float((np.abs(now - wanted) / np.where(wanted == 0, 1.0, wanted)).max())


def _unlike() -> Problem:
    return Problem(
        "margins-differ",
        "The people and the frame do not have the same margins, labels or total.",
        "Give for every margin each label that occurs, with the people of the frame.",
    )
