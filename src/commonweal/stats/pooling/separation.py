"""Find whether a logistic model has no best fit because a combination of columns foretells all.

Nothing is fitted here.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from commonweal.stats.inputs import FloatArray

NOTHING = 1e-7


def separated(design: FloatArray, had: FloatArray, people: FloatArray) -> bool:
    """Say whether the likelihood of a logistic model rises without end in some direction.

    design: columns that do not add up to each other, shape (s, p)
    had:    events, shape (s,)
    people: people, above 0, shape (s,)
    Gives True when some combination of columns is never below 0 where all had the event, never
    above 0 where none had, 0 where some had, and not 0 everywhere.
    Source: Konis 2007, Linear programming algorithms for detecting separated data in binary
    logistic regression models, DPhil thesis, Oxford, chapter 4
    >>> people = np.array([5.0, 5.0])
    >>> separated(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([2.0, 5.0]), people)
    True
    """
    none, everyone = had == 0, had == people
    mixed = ~none & ~everyone
    if mixed.any() and np.linalg.matrix_rank(design[mixed]) == design.shape[1]:
        return False
    signed = np.where(none[:, None], -design, design)[~mixed]
    found = linprog(
        -signed.sum(axis=0),
        A_ub=-signed,
        b_ub=np.zeros(len(signed)),
        A_eq=design[mixed] if mixed.any() else None,
        b_eq=np.zeros(int(mixed.sum())) if mixed.any() else None,
        bounds=(-1, 1),
    )
    return float(found.fun or 0.0) < -NOTHING
