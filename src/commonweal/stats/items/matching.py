"""Match people of two groups by their score, and count who answers each item right.

The score of an item is over the anchor items and the item itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

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

    right: NDArray[np.float32]
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
    if not shaped or not all(((each == 0) | (each == 1)).all() for each in (cells, group)):
        raise Problem(
            "answers-unread",
            "The answers are not one row of right and wrong for each person with one group.",
            "Give 1 and 0, and leave out people or items with missing answers.",
        )
    return Answers(cells.astype(np.float32), group.astype(np.bool_))


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
    score = answers.right @ chosen.astype(np.float32)
    levels = answers.items + 1
    had = _counted(answers, score.astype(np.int64), levels)
    people = np.broadcast_to(
        np.stack([np.bincount(score[mask].astype(np.int64), minlength=levels) for mask in
                  (~answers.focal, answers.focal)])[:, None, :], had.shape,
    ).astype(np.float64)  # fmt: skip
    # An item outside the anchor stays in its own score: those who have it right move up by one.
    away = ~chosen
    moved = np.zeros_like(had[:, away])
    moved[:, :, 1:] = had[:, away, :-1]
    people[:, away] += moved - had[:, away]
    had[:, away] = moved
    return StratifiedTables(had[0], people[0], had[1], people[1])


def _counted(answers: Answers, score: NDArray[np.int64], levels: int) -> FloatArray:
    """Give right answers of both groups at each score, shape (2, items, scores)."""
    place = score + levels * answers.focal
    many = len(place)
    # One sparse product adds up the rows of each score. Sums of 0 and 1 are exact up to 16 million.
    marks = (np.ones(many, dtype=np.float32), place, np.arange(many + 1))
    sums = csr_array(marks, shape=(many, 2 * levels)).T @ answers.right
    return np.asarray(sums, dtype=np.float64).reshape(2, levels, -1).transpose(0, 2, 1).copy()
