"""Answers to the items of a scale: read, turned the same way, and made into composites.

A missing answer is nan and stays missing; nothing is filled in.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer


def read_answers(
    answers: ArrayLike, lowest: float, highest: float, reversed_items: ArrayLike = False
) -> FloatArray:
    """Read answers and turn the items that are worded the other way.

    answers:        answers by person and item, shape (people, items), nan where missing
    lowest:         the lowest answer there is
    highest:        the highest answer there is
    reversed_items: whether an item is worded the other way, one or shape (items,)
    Gives a float array of the same shape, higher always meaning more.
    Fails with Problem "shapes-differ" when it is no table, or there is not one mark for each item.
    Fails with Problem "answer-outside" when an answer is not between the lowest and the highest.
    Source: lowest + highest - answer
    >>> read_answers([[1, 5], [2, 4]], 1, 5, [False, True])
    array([[1., 1.],
           [2., 2.]])
    """
    table = np.asarray(answers, dtype=np.float64)
    turned = np.asarray(reversed_items, dtype=np.bool_)
    if table.ndim != 2 or turned.shape not in {(), table.shape[1:]}:
        raise Problem(
            "shapes-differ",
            "The answers are no table of people by items, or their marks are not one an item.",
            "Give one row for each person and one column for each item.",
        )
    if ((table < lowest) | (table > highest)).any():
        raise Problem(
            "answer-outside",
            "An answer is not on the scale.",
            "Check the lowest and highest answer, and write missing answers as missing.",
        )
    return np.where(turned, lowest + highest - table, table)


def composite(answers: ArrayLike, least_answered: float = 0.5) -> Estimate:
    """Give each person's mean over the items they answered.

    answers:        answers turned the same way, shape (people, items), nan where missing
    least_answered: share of items a person must have answered
    Gives an Estimate of one mean a person, `n` the items answered; too few answers are
    undefined:too_few_answers.
    Source: workforce specification, section 9.2
    >>> import numpy as np
    >>> composite([[1, 3], [np.nan, 4]], least_answered=0.6).reason
    ('', 'too_few_answers')
    """
    table = np.asarray(answers, dtype=np.float64)
    given = ~np.isnan(table)
    many = given.sum(axis=1).astype(np.float64)
    few = (many < least_answered * table.shape[1]) | (many == 0)
    value = np.where(given, table, 0.0).sum(axis=1) / np.where(many == 0, 1.0, many)
    reasons = {"too_few_answers": few}
    return answer(value, None, None, level=0.95, method="composite", reasons=reasons, n=many)
