"""Fit a model of amounts whose strata each have an effect of their own.

Events are fitted in random_intercept.py. Zero variance between strata is a valid answer.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.pooling.bracket import around_best, crossing
from commonweal.stats.pooling.strata_fit import Fit

METHODS = ("reml", "ml")
GRID = np.concatenate([[0.0], np.geomspace(1e-9, 1.0, 46)])


def fit_gaussian(
    design: FloatArray,
    people: FloatArray,
    mean: FloatArray,
    squares: FloatArray,
    method: str = "reml",
) -> Fit:
    """Fit by restricted or full maximum likelihood from strata alone.

    design:  columns that do not add up to each other, shape (s, p), p below s
    people:  people, above 0, shape (s,), more than s in all
    mean:    mean amount, shape (s,)
    squares: squared distances of people from their stratum's mean, summed, shape (s,), not all 0
    method:  "reml" or "ml"
    Gives the fit; the variance is exactly 0 where the likelihood is highest there.
    Source: Patterson and Thompson 1971, Biometrika 58:545-554; the variance within profiled out
    >>> tens, nines = np.full(3, 10.0), np.full(3, 9.0)
    >>> fit = fit_gaussian(np.ones((3, 1)), tens, np.array([1.0, 2, 6]), nines)
    >>> round(fit.variance, 3), round(fit.within, 3)  # 7 - 1 / 10 and 27 / 27
    (6.9, 1.0)
    """
    profile = _Profile(design, people, mean, float(squares.sum()), method == "reml")
    grid = (GRID * profile.highest())[:, None]
    heights = np.array([[profile.height(float(ratio[0]))] for ratio in grid])
    before, best, after = around_best(grid, heights)
    rises = profile.slope(best)[0] > 0
    ratio = float(
        crossing(profile.slope, np.where(rises, best, before), np.where(rises, after, best))[0]
    )
    weight, inverse, coefficients, left = profile.weighed(ratio)
    within = profile.rest(weight, left) / profile.freedom
    return Fit(
        coefficients,
        inverse * within,
        ratio * within,
        within,
        profile.height(ratio),
        ratio * weight * left,
        people / within,
        True,
    )


class _Profile:
    """The likelihood by the ratio of the variance between strata to the variance within."""

    def __init__(
        self,
        design: FloatArray,
        people: FloatArray,
        mean: FloatArray,
        squares: float,
        restricted: bool,
    ) -> None:
        self.design, self.people, self.mean = design, people, mean
        self.squares, self.restricted = squares, restricted
        self.freedom = float(people.sum()) - (design.shape[1] if restricted else 0)

    def weighed(self, ratio: float) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        weight = self.people / (1 + ratio * self.people)
        turned = self.design.T * weight
        inverse = np.asarray(np.linalg.inv(turned @ self.design), dtype=np.float64)
        coefficients = inverse @ (turned @ self.mean)
        return weight, inverse, coefficients, self.mean - self.design @ coefficients

    def rest(self, weight: FloatArray, left: FloatArray) -> float:
        return self.squares + float(np.sum(weight * left**2))

    def height(self, ratio: float) -> float:
        weight, inverse, _, left = self.weighed(ratio)
        spread = np.log(2 * np.pi * self.rest(weight, left) / self.freedom) + 1
        twice = self.freedom * spread + np.sum(np.log1p(ratio * self.people))
        if self.restricted:
            twice -= np.linalg.slogdet(inverse)[1]
        return -0.5 * float(twice)

    def slope(self, ratio: FloatArray) -> tuple[FloatArray, FloatArray]:
        weight, inverse, _, left = self.weighed(float(ratio[0]))
        value = self.freedom * np.sum((weight * left) ** 2) / self.rest(weight, left)
        value -= np.sum(weight)
        if self.restricted:
            value += np.sum(inverse * ((self.design.T * weight**2) @ self.design))
        return np.array([value]), np.array([np.sum(weight**2)])

    def highest(self) -> float:
        """Give a ratio that no maximum passes: by then chance within strata explains more."""
        strata, columns = self.design.shape
        solved = np.linalg.lstsq(self.design, self.mean, rcond=None)[0]
        between = float(np.sum((self.mean - self.design @ solved) ** 2)) / (strata - columns)
        weight, _, _, left = self.weighed(0.0)
        most = self.rest(weight, left) / (self.people.sum() - columns) / self.people.min()
        return float((between + np.sqrt(between * most)) / (self.squares / self.people.sum()))
