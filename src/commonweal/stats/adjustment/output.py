"""An answer of a model with what disclosure judges it by: the people and events behind it.

No rule about how many are enough is kept here: see disclosure.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.kinds import Estimate
from commonweal.stats.adjustment.fit import Fit
from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True)
class ModelOutput:
    """Hold k estimates of a model, one a category.

    estimate:    the estimates
    categories:  what each is about, k of them
    persons:     people in each category, shape (k,), or None where only time is known
    events:      events in each category, shape (k,), or None for means
    residual_df: rows behind the model less its coefficients
    >>> import numpy as np
    >>> e = Estimate(np.array([0.5]), np.array([0.4]), np.array([0.6]), 0.95, "g")
    >>> ModelOutput(e, ("A",), np.array([90.0]), np.array([45.0]), 80.0).categories
    ('A',)
    """

    estimate: Estimate
    categories: tuple[str, ...]
    persons: FloatArray | None
    events: FloatArray | None
    residual_df: float


def category_sums(fitted: Fit, name: str) -> tuple[FloatArray | None, FloatArray | None]:
    """Give the people and the events at each level of a term.

    fitted: what `fit` gives
    name:   the term
    Gives two arrays of shape (levels,), or None where the outcome does not know.
    Fails with Problem "term-unknown" when the model has no such term.
    Source: none, these are sums
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.fit import fit
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> f = fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 5]))
    >>> category_sums(f, "g")
    (array([4., 5.]), array([1., 2.]))
    """
    known = fitted.outcome.persons, fitted.outcome.events
    persons, events = (None if one is None else fitted.model.sums_at(name, one) for one in known)
    return persons, events
