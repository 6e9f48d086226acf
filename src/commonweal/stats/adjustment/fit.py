"""Fit a model to compressed cells: the coefficients of the rows, at the cost of the cells.

Errors that do not trust the model are in robust.py, rates and gaps in standardized.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Problem
from commonweal.stats.adjustment.crossing import Crossing
from commonweal.stats.adjustment.design import Design
from commonweal.stats.adjustment.family import deviance, means
from commonweal.stats.adjustment.firth import penalized_maximum
from commonweal.stats.adjustment.likelihood import Likelihood, inverse
from commonweal.stats.adjustment.newton import maximum
from commonweal.stats.adjustment.outcome import Outcome
from commonweal.stats.adjustment.products import products
from commonweal.stats.inputs import FloatArray

# Of so many cells a share is enough to start near the end; a prime share meets every level of
# cells that stand in the order of their levels.
MANY = 100_000
EVERY = 17


@dataclass(frozen=True)
class Fit:
    """Hold a model that was fitted to cells.

    model:    the right side
    outcome:  what happened in the cells
    beta:     coefficients in the order of `model.names`, 0 for aliased ones, shape (p,)
    kept:     columns that are no sum of others before them, shape (p,)
    bread:    inverse of the information at a dispersion of 1, 0 for aliased columns, shape (p, p)
    steps:    steps made
    reason:   "", or why there is no fit: "zero_denominator" or "not_converged"
    flags:    "firth" where the data are separated, "aliased" where a column was dropped,
              "saturated" where there are no more distinct cells than coefficients
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 4])).residual_df
    6.0
    """

    model: Design
    outcome: Outcome
    beta: FloatArray
    kept: NDArray[np.bool_]
    bread: FloatArray
    steps: int
    reason: str = ""
    flags: tuple[str, ...] = ()

    @property
    def aliased(self) -> tuple[str, ...]:
        """Give the names of the columns that were dropped."""
        return tuple(np.array(self.model.names)[~self.kept].tolist())

    @property
    def rank(self) -> int:
        """Give the number of coefficients."""
        return int(self.kept.sum())

    @property
    def residual_df(self) -> float:
        """Give the residual degrees of freedom: rows less coefficients."""
        return self.outcome.rows - self.rank

    @cached_property
    def deviance(self) -> float:
        """Give the deviance of the rows behind the cells; nan where there is no fit."""
        return float("nan") if self.reason else deviance(self.outcome, self.predictor)

    @property
    def dispersion(self) -> float:
        """Give the variance of a row given its cell: 1 but for means; nan with no row to spare."""
        if self.outcome.family != "gaussian":
            return 1.0
        return self.deviance / self.residual_df if self.residual_df > 0 else float("nan")

    @cached_property
    def columns(self) -> Crossing:
        """Give the products of the design's columns over the cells."""
        return Crossing(self.model)

    @cached_property
    def predictor(self) -> FloatArray:
        """Give the linear predictor of each cell, shape (n,)."""
        return self.columns.predict(self.beta)

    @cached_property
    def means(self) -> FloatArray:
        """Give the fitted proportion, rate or mean of each cell, shape (n,)."""
        return means(self.outcome.family, self.predictor)[0]


def fit(model: Design, outcome: Outcome) -> Fit:
    """Fit a model to cells.

    model:   the right side, from `design`
    outcome: what happened in the cells, from `binomial`, `poisson` or `gaussian`
    Gives a Fit, equal to the fit to the single rows. Separated data get Jeffreys' penalty and the
    flag "firth"; a column that is a sum of others is dropped, flagged and named in `aliased`; cells
    of nobody are "zero_denominator", a fit that does not settle in 50 steps is "not_converged".
    Fails with Problem "shapes-differ" when model and outcome are not about the same cells.
    Source: Nelder and Wedderburn 1972, Journal of the Royal Statistical Society A 135:370-384;
    checked against base R glm in tests/reference/test_statistics_adjusted.py
    >>> from commonweal.stats.adjustment.design import design
    >>> from commonweal.stats.adjustment.terms import term
    >>> from commonweal.stats.adjustment.outcome import binomial
    >>> fit(design([term("g", [0, 1], ["A", "B"])]), binomial([1, 2], [4, 4])).beta.round(4)
    array([-1.0986,  1.0986])
    """
    if model.cells != len(outcome.size):
        raise Problem(
            "shapes-differ",
            "The model and the outcome are not about the same cells.",
            "Give one code and one outcome for each cell.",
        )
    columns = products(model)
    size, total = columns.gathered(outcome.size), columns.gathered(outcome.total)
    width = len(model.names)
    if not size.any():
        nothing = np.zeros(width), np.zeros(width, dtype=bool), np.zeros((width, width))
        return Fit(model, outcome, *nothing, 0, "zero_denominator")
    cells = Likelihood(columns, outcome.family, size, total)
    found = maximum(cells, _near(model, outcome))
    flags: tuple[str, ...] = ()
    if found.drifting and outcome.family != "gaussian":
        found, flags = penalized_maximum(cells, found.kept), ("firth",)
    bread = inverse(columns.gram(cells.weight), found.kept)
    if not found.converged or bread is None:
        undone = np.zeros(width), found.kept, np.zeros((width, width)), found.steps
        return Fit(model, outcome, *undone, "not_converged", flags)
    flags += ("aliased",) * (not found.kept.all())
    flags += ("saturated",) * bool((size > 0).sum() <= found.kept.sum())
    return Fit(model, outcome, found.beta, found.kept, bread, found.steps, "", flags)


def _near(model: Design, outcome: Outcome) -> FloatArray | None:
    """Give the coefficients of a few of very many cells, where the search may start."""
    if model.cells < MANY:
        return None
    few, seen = model.thinned(EVERY), outcome.thinned(EVERY)
    columns = products(few)
    size, total = columns.gathered(seen.size), columns.gathered(seen.total)
    if not size.any():
        return None
    found = maximum(Likelihood(columns, seen.family, size, total))
    return found.beta if found.converged and found.kept.all() else None
