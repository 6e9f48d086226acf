"""Match people of two groups by their score, and count who answers each item right.

The score of an item is over the anchor items and the item itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.mantel_haenszel import StratifiedTables
from commonweal.stats.results import Mask


@dataclass(frozen=True)
class Answers:
    """Hold right and wrong answers of two groups, no one of them named.

    right: whether a person answered an item right, shape (people, items)
    focal: whether a person is of the group looked at, shape (people,)
    >>> read_answers([[1, 0], [1, 1]], [0, 1]).items
    2
    """

    right: NDArray[np.int8]
    focal: Mask

    @property
    def items(self) -> int:
        """Give the number of items."""
        return int(self.right.shape[1])


def read_answers(right: ArrayLike, focal: ArrayLike) -> Answers:
    """Read answers.

    right: whether a person answered an item right, 0 or 1, shape (people, items)
    focal: whether a person is of the group looked at, 0 or 1, shape (people,)
    Gives Answers.
    Fails with Problem "answers-unread" when a cell is neither 0 nor 1, or the shapes differ.
    Source: none, this only reads
    >>> read_answers([[1, 0], [1, 1]], [0, 1]).focal
    array([False,  True])
    """
    cells, group = np.asarray(right), np.asarray(focal)
    shaped = cells.ndim == 2 and group.shape == cells.shape[:1] and cells.shape[1] > 0
    if not shaped or not np.isin(cells, (0, 1)).all() or not np.isin(group, (0, 1)).all():
        raise Problem(
            "answers-unread",
            "The answers are not one row of right and wrong for each person with one group.",
            "Give 1 and 0, and leave out people or items with missing answers.",
        )
    return Answers(cells.astype(np.int8), group.astype(np.bool_))


def score_tables(answers: Answers, anchor: Mask | None = None) -> StratifiedTables:
    """Count right answers of the reference and the focal group at each score, for every item.

    answers: the answers, as `read_answers` gives them
    anchor:  items whose sum is the score, shape (items,); None for all; the item itself stays in
    Gives StratifiedTables of one row an item and one stratum a score from 0 to all items, where the
    reference group is the group and the focal group the comparison.
    Source: Holland and Thayer 1988, in Test Validity (matching includes the studied item)
    >>> t = score_tables(read_answers([[1, 0], [1, 1], [0, 1]], [0, 1, 1]))
    >>> t.rest_had[0]
    array([0., 0., 1.])
    """
    chosen = np.ones(answers.items, dtype=np.bool_) if anchor is None else anchor
    score = answers.right[:, chosen].sum(axis=1, dtype=np.int64)
    had = np.zeros((2, answers.items, answers.items + 1))
    people = np.zeros_like(had)
    inside = np.flatnonzero(chosen)
    for group, mask in enumerate((~answers.focal, answers.focal)):
        had[group, inside], people[group, inside] = _counted(answers, score, mask, inside)
        for item in np.flatnonzero(~chosen):
            own = np.array([item])
            with_item = score + answers.right[:, item]
            had[group, own], people[group, own] = _counted(answers, with_item, mask, own)
    return StratifiedTables(had[0], people[0], had[1], people[1])


def _counted(
    answers: Answers, score: NDArray[np.int64], mask: Mask, items: NDArray[np.intp]
) -> tuple[FloatArray, FloatArray]:
    """Give right answers and people at each score, shape (items, scores)."""
    levels = answers.items + 1
    people = np.bincount(score[mask], minlength=levels).astype(np.float64)
    order = np.argsort(score[mask], kind="stable")
    rows = answers.right[mask][order][:, items]
    sums = np.zeros((len(rows) + 1, len(items)), dtype=np.int64)
    np.cumsum(rows, axis=0, out=sums[1:])
    ends = np.concatenate(([0], np.cumsum(people))).astype(np.intp)
    had = np.diff(sums[ends], axis=0).T.astype(np.float64)
    return had, np.broadcast_to(people, had.shape)
