"""McDonald's omega: how much of a sum of items is the one thing behind them.

It lets items differ in how well they show that thing, which alpha does not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer
from commonweal.stats.scales.reliability import complete, covariance_of

STEPS, CLOSE = 5000, 1e-12


def omega(answers: ArrayLike) -> Estimate:
    """Give omega from a one-factor model of the covariances by least squares.

    answers: answers turned the same way, shape (people, k), nan where missing
    Gives an Estimate of one. Fewer than two complete people are insufficient:one_value, fewer
    than three items undefined:single_item, items nobody differs on undefined:no_variation; where
    the factor would explain more than an item holds, or no fit is reached, it is
    undefined:no_fit.
    Fails with Problem "shapes-differ" when the answers are no table.
    Source: McDonald 1999, Test Theory, chapter 6; factor by iterated principal axes, Harman 1976,
    Modern Factor Analysis, section 8.2
    >>> import numpy as np
    >>> thing = np.array([-2.0, -1, 0, 1, 2])
    >>> omega(np.column_stack((thing, 2 * thing, thing + 1))).reason
    ('no_fit',)
    """
    table = complete(answers)
    people, items = table.shape
    covariance = covariance_of(table)
    own = np.diag(covariance)
    flat = bool((own <= 0).any())
    usable = people >= 2 and items >= 3 and not flat
    loadings, fitted = _one_factor(covariance) if usable else (np.zeros(items), True)
    left = own - loadings**2
    common = float(loadings.sum()) ** 2
    total = common + float(left.sum())
    reasons = {
        "single_item": np.array([items < 3]),
        "one_value": np.array([people < 2]),
        "no_variation": np.array([flat]),
        "no_fit": np.array([not fitted]),
    }
    value = np.array([common / (total if total > 0 else 1.0)])
    return answer(value, None, None, level=0.95, method="mcdonald_omega", reasons=reasons)


def _one_factor(covariance: FloatArray) -> tuple[FloatArray, bool]:
    """Give the loadings of one factor, and whether they leave every item something of its own."""
    own = np.diag(covariance)
    shared, loadings, steps, close = own / 2, np.zeros(len(own)), STEPS, False
    while steps and not close and (shared <= own).all():
        roots, axes = np.linalg.eigh(covariance - np.diag(own - shared))
        loadings = axes[:, -1] * np.sqrt(max(float(roots[-1]), 0.0))
        close = bool((np.abs(shared - loadings**2) <= CLOSE * own).all())
        shared, steps = loadings**2, steps - 1
    return loadings, close and bool((shared < own * (1 - 1e-9)).all())
