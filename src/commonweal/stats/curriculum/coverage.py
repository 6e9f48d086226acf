"""Which outcomes of a frame are taught, tested, taught and tested, and met again at a higher level.

Tags are what faculty confirmed; coverage says nothing of how well anything is learned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True)
class FrameCoverage:
    """Hold one entry an outcome of the frame, and shares of all outcomes.

    events:        events that carry the outcome, shape (outcomes,)
    hours:         hours, each event's split equally over its outcomes, shape (outcomes,)
    unsplit_hours: hours, each event's counted whole for each outcome, shape (outcomes,)
    taught:        whether an event teaches it, shape (outcomes,)
    assessed:      whether an event tests it, shape (outcomes,)
    at_level:      whether it is met at each of the levels that occur, shape (outcomes, levels)
    in_term:       the same for terms, shape (outcomes, terms)
    levels, terms: the levels and the terms that occur, rising
    >>> frame_coverage([[1, 0], [1, 1]], [2, 2], level=[1, 2], term=[1, 1], teaches=[1, 1],
    ...                assesses=[0, 1]).hours
    array([3., 1.])
    """

    events: NDArray[np.intp]
    hours: FloatArray
    unsplit_hours: FloatArray
    taught: Mask
    assessed: Mask
    at_level: Mask
    in_term: Mask
    levels: FloatArray
    terms: FloatArray

    @property
    def gaps(self) -> NDArray[np.intp]:
        """Give the places of outcomes that nothing teaches."""
        return np.flatnonzero(~self.taught)

    @property
    def coverage(self) -> Estimate:
        """Give the share of outcomes taught."""
        return _share(self.taught)

    @property
    def assessed_coverage(self) -> Estimate:
        """Give the share of outcomes tested."""
        return _share(self.assessed)

    @property
    def closed_loop(self) -> Estimate:
        """Give the share of outcomes taught and tested."""
        return _share(self.taught & self.assessed)

    @property
    def spiral(self) -> Estimate:
        """Give the share of outcomes met at two levels or more."""
        return _share(self.at_level.sum(axis=1) >= 2)

    @property
    def evenness(self) -> Estimate:
        """Give how evenly split hours lie over the outcomes: 1 where all have the same."""
        many, total = len(self.hours), self.hours.sum()
        part = self.hours / (total or 1.0)
        value = -xlogy(part, part).sum() / np.log(max(many, 2))
        reasons = {"zero_mean": np.array([total == 0]), "single_group": np.array([many == 1])}
        return answer(np.array([value]), None, None, level=0.95, method="shannon", reasons=reasons)


def frame_coverage(
    tags: ArrayLike,
    hours: ArrayLike,
    *,
    level: ArrayLike,
    term: ArrayLike,
    teaches: ArrayLike,
    assesses: ArrayLike,
) -> FrameCoverage:
    """Lay the events of a curriculum over a frame.

    tags:     whether an event carries an outcome, 0 or 1, shape (events, outcomes)
    hours:    hours of each event, shape (events,)
    level:    level of learners at each event, shape (events,)
    term:     term of each event, shape (events,)
    teaches:  whether an event teaches, 0 or 1, shape (events,)
    assesses: whether an event tests what it carries, 0 or 1, shape (events,)
    Gives FrameCoverage; hours of an event without outcomes count for none.
    Fails with Problem "tags-unread" when tags are no table of 0 and 1 with one row an event.
    Source: counting rules of teaching.md section 4.1; evenness: Shannon entropy over its largest
    value; checked in tests/reference/test_teaching_coverage.py
    >>> frame_coverage([[1, 0]], [2], level=[1], term=[1], teaches=[1], assesses=[0]).coverage.value
    array([0.5])
    """
    table, taught, tested = (np.asarray(each) for each in (tags, teaches, assesses))
    columns = (hours, level, term, taught, tested)
    shaped = table.ndim == 2 and all(np.shape(each) == table.shape[:1] for each in columns)
    if not shaped or not all(np.isin(each, (0, 1)).all() for each in (table, taught, tested)):
        raise Problem(
            "tags-unread",
            "The events are not one row of yes and no for each, with hours, level and term.",
            "Give a row for each event and a column for each outcome of the frame.",
        )
    carried = table.astype(np.bool_)
    spent = amounts(hours=hours)[0] if len(table) else np.zeros(0)
    split = spent / np.maximum(carried.sum(axis=1), 1)
    at_level, levels = _occurs(carried, np.asarray(level, dtype=np.float64))
    in_term, terms = _occurs(carried, np.asarray(term, dtype=np.float64))
    return FrameCoverage(
        carried.sum(axis=0),
        split @ carried,
        spent @ carried,
        np.asarray(carried[taught.astype(np.bool_)].any(axis=0)),
        np.asarray(carried[tested.astype(np.bool_)].any(axis=0)),
        at_level,
        in_term,
        levels,
        terms,
    )


def _occurs(carried: Mask, value: FloatArray) -> tuple[Mask, FloatArray]:
    values = np.unique(value)
    made = np.zeros((carried.shape[1], len(values)), dtype=np.bool_)
    for at, each in enumerate(values):
        made[:, at] = carried[value == each].any(axis=0)
    return made, values


def _share(mask: Mask) -> Estimate:
    many = len(mask)
    value = np.array([mask.sum() / max(many, 1)])
    reasons = {"zero_denominator": np.array([many == 0])}
    return answer(value, None, None, level=0.95, method="count", reasons=reasons)
