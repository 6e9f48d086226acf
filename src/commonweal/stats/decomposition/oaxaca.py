"""Split a gap of means by linear models: what the groups bring, and what each gets for it.

Non-linear outcomes stand in fairlie.py, shares between and within sites in mix.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.decomposition.regression import Sample, sample
from commonweal.stats.decomposition.terms import Terms, read_terms
from commonweal.stats.inputs import FloatArray, normal_quantile, numbers
from commonweal.stats.results import Mask, answer

REFERENCES = ("group", "rest", "pooled_with_group", "pooled")


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Hold one gap of means and the parts that add up to it.

    terms:  the names of the terms, the intercept first
    gap:    mean of the group less mean of the rest, an Estimate of one, which stands though the
            parts may be undefined
    totals: part -> an Estimate of one, such as "explained"
    detail: part -> an Estimate of one value a term, adding up to the total

    >>> outcome, group = [3.0, 5.0, 4.0, 1.0, 2.0, 4.0], [1, 1, 1, 0, 0, 0]
    >>> parts = twofold(outcome, {"years": [1, 3, 3, 0, 1, 2]}, group)
    >>> (parts.totals["explained"].value + parts.totals["unexplained"].value).round(4)
    array([1.6667])
    """

    terms: tuple[str, ...]
    gap: Estimate
    totals: Mapping[str, Estimate]
    detail: Mapping[str, Estimate]


@dataclass(frozen=True)
class _Part:
    """Hold one part by column, and what it moves by when a coefficient or a mean moves."""

    value: FloatArray
    by_group: FloatArray
    by_rest: FloatArray
    by_group_mean: FloatArray
    by_rest_mean: FloatArray


def threefold(
    outcome: ArrayLike,
    columns: Mapping[str, ArrayLike],
    in_group: ArrayLike,
    *,
    people: ArrayLike = 1.0,
    squares: ArrayLike | None = None,
    level: float = 0.95,
) -> Decomposition:
    """Split a gap of means into endowments, coefficients and their interaction.

    outcome:  the outcome of a row, or the mean outcome of a cell, shape (rows,)
    columns:  name -> numbers or words that explain it, each shape (rows,); words are categories
    in_group: 1 for rows of the group, 0 for rows of the rest, shape (rows,)
    people:   people in each row or cell, shape (rows,)
    squares:  sum of squared outcomes of each cell, shape (rows,); None where rows are persons
    level:    coverage of the intervals, between 0 and 1
    Gives a Decomposition with the parts "endowments" (xA - xB)'bB, "coefficients" xB'(bA - bB)
    and "interaction" (xA - xB)'(bA - bB), A the group, B the rest; a group whose own model can
    not be fitted is undefined:not_identified, one with no person to spare is
    insufficient:no_degrees_of_freedom.
    Fails with Problem "group-not-marked" when `in_group` holds more than 0 and 1.
    Fails with Problem "counts-negative" when a number of people is below zero.
    Source: Blinder 1973, Journal of Human Resources 8:436-455; Daymont and Andrisani 1984, same
    journal 19:408-427; variance: Jann 2008, Stata Journal 8:453-479, with random regressors;
    checked against base R in tests/reference/test_statistics_oaxaca.py
    >>> outcome, group = [3.0, 5.0, 4.0, 1.0, 2.0, 4.0], [1, 1, 1, 0, 0, 0]
    >>> parts = threefold(outcome, {"years": [1, 3, 3, 0, 1, 2]}, group)
    >>> parts.totals["endowments"].value.round(4)
    array([2.])
    """
    terms, one, other = _read(outcome, columns, in_group, people, squares)
    gained, apart = one.whole_mean - other.whole_mean, one.coefficients - other.coefficients
    more, unlike = np.diag(gained) @ terms.spread, terms.spread @ apart
    there = np.diag(other.whole_mean) @ terms.spread
    kept, nothing = np.diag(unlike), np.zeros((len(gained), len(gained)))
    parts = {
        "endowments": _explained(terms, one, other, np.zeros((len(apart), len(apart)))),
        "coefficients": _Part(other.whole_mean * unlike, there, -there, nothing, kept),
        "interaction": _Part(gained * unlike, more, -more, kept, -kept),
    }
    return _decomposition(terms, (one, other), parts, level, "oaxaca_threefold")


def twofold(
    outcome: ArrayLike,
    columns: Mapping[str, ArrayLike],
    in_group: ArrayLike,
    *,
    reference: str = "pooled_with_group",
    people: ArrayLike = 1.0,
    squares: ArrayLike | None = None,
    level: float = 0.95,
) -> Decomposition:
    """Split a gap of means into what the columns explain and what they do not.

    outcome:   the outcome of a row, or the mean outcome of a cell, shape (rows,)
    columns:   name -> numbers or words that explain it, each shape (rows,); words are categories
    in_group:  1 for rows of the group, 0 for rows of the rest, shape (rows,)
    reference: whose coefficients b* value the columns: "group" (bA), "rest" (bB),
               "pooled_with_group" (all rows and the group as a column) or "pooled" (without)
    people:    people in each row or cell, shape (rows,)
    squares:   sum of squared outcomes of each cell, shape (rows,); None where rows are persons
    level:     coverage of the intervals, between 0 and 1
    Gives a Decomposition with the parts "explained" (xA - xB)'b* and "unexplained"
    xA'(bA - b*) + xB'(b* - bB); undefined and insufficient as in `threefold`. The standard errors
    hold fixed how a pooled b* mixes bA and bB.
    Fails with Problem "reference-unknown" when the reference is none of the four.
    Fails with Problem "group-not-marked" and "counts-negative" as `threefold` does.
    Source: Oaxaca 1973, International Economic Review 14:693-709; Neumark 1988, Journal of Human
    Resources 23:279-295; Jann 2008, Stata Journal 8:453-479; checked against base R in
    tests/reference/test_statistics_oaxaca.py
    >>> outcome, group = [3.0, 5.0, 4.0, 1.0, 2.0, 4.0], [1, 1, 1, 0, 0, 0]
    >>> parts = twofold(outcome, {"years": [1, 3, 3, 0, 1, 2]}, group, reference="group")
    >>> parts.totals["explained"].value.round(4)
    array([1.])
    """
    if reference not in REFERENCES:
        raise Problem(
            "reference-unknown",
            f"There is no reference '{reference}'.",
            f"Use one of: {', '.join(REFERENCES)}.",
        )
    terms, one, other = _read(outcome, columns, in_group, people, squares)
    mixed = _mixing(one, other, reference)
    parts = {
        "explained": _explained(terms, one, other, mixed),
        "unexplained": _unexplained(terms, one, other, mixed),
    }
    return _decomposition(terms, (one, other), parts, level, f"oaxaca_twofold_{reference}")


def _read(
    outcome: ArrayLike,
    columns: Mapping[str, ArrayLike],
    in_group: ArrayLike,
    people: ArrayLike,
    squares: ArrayLike | None,
) -> tuple[Terms, Sample, Sample]:
    seen, marks, sizes = numbers(outcome=outcome, in_group=in_group, people=people)
    if not np.isin(marks, (0.0, 1.0)).all():
        raise Problem(
            "group-not-marked",
            "A row is marked as neither in the group (1) nor in the rest (0).",
            "Mark every row with 0 or 1.",
        )
    _, summed = numbers(outcome=outcome, squares=sizes * seen**2 if squares is None else squares)
    terms = read_terms(columns, len(seen))
    one, other = (
        sample(terms, seen[rows], sizes[rows], summed[rows], rows)
        for rows in (marks == 1, marks == 0)
    )
    return terms, one, other


def _mixing(one: Sample, other: Sample, reference: str) -> FloatArray:
    """Give M where b* = bB + M (bA - bB)."""
    size = len(one.coefficients)
    if reference in ("group", "rest"):
        return np.eye(size) * (reference == "group")
    if reference == "pooled":
        return _share_of(one.crossed, other.crossed)
    mixed = np.zeros((size, size))
    mixed[1:, 1:] = _share_of(one.crossed_about_mean, other.crossed_about_mean)
    # The rest's mean stays on the pooled line, so its intercept takes up what the slopes give.
    mixed[0] = -other.mean[1:] @ mixed[1:]
    return mixed


def _share_of(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.pinv(one + other, hermitian=True) @ one, dtype=np.float64)


def _explained(terms: Terms, one: Sample, other: Sample, mixed: FloatArray) -> _Part:
    gained = one.whole_mean - other.whole_mean
    valued = terms.spread @ _reference(one, other, mixed)
    more, kept = np.diag(gained) @ terms.spread, np.diag(valued)
    return _Part(gained * valued, more @ mixed, more - more @ mixed, kept, -kept)


def _unexplained(terms: Terms, one: Sample, other: Sample, mixed: FloatArray) -> _Part:
    middle = _reference(one, other, mixed)
    above = terms.spread @ (one.coefficients - middle)
    below = terms.spread @ (middle - other.coefficients)
    here, there = (np.diag(group.whole_mean) @ terms.spread for group in (one, other))
    moved = (here - there) @ mixed
    return _Part(
        one.whole_mean * above + other.whole_mean * below,
        here - moved,
        moved - here,
        np.diag(above),
        np.diag(below),
    )


def _reference(one: Sample, other: Sample, mixed: FloatArray) -> FloatArray:
    return other.coefficients + mixed @ (one.coefficients - other.coefficients)


def _decomposition(
    terms: Terms,
    samples: tuple[Sample, Sample],
    parts: Mapping[str, _Part],
    level: float,
    method: str,
) -> Decomposition:
    one, other = samples
    fewest = min(one.people, other.people)
    apart = {"zero_denominator": fewest == 0, "one_value": fewest < 2}
    reasons = {
        "zero_denominator": fewest == 0,
        "not_identified": not (one.identified and other.identified),
        "no_degrees_of_freedom": min(one.freedom, other.freedom) <= 0,
    }
    everything = np.ones((1, terms.selected.shape[1]))

    def summed(part: _Part, chosen: FloatArray) -> Estimate:
        value = chosen @ part.value
        spread = np.sqrt(_variance(chosen, part, one, other))
        return _with_interval(value, spread, level, method, reasons)

    split = one.mean_outcome - other.mean_outcome
    se = np.hypot(one.se_outcome, other.se_outcome)
    return Decomposition(
        terms.names,
        _with_interval(np.array([split]), np.array([se]), level, method, apart),
        {name: summed(part, everything) for name, part in parts.items()},
        {name: summed(part, terms.selected) for name, part in parts.items()},
    )


def _variance(chosen: FloatArray, part: _Part, one: Sample, other: Sample) -> FloatArray:
    return (
        _quadratic(chosen @ part.by_group, one.covariance)
        + _quadratic(chosen @ part.by_rest, other.covariance)
        + _quadratic(chosen @ part.by_group_mean, one.mean_covariance)
        + _quadratic(chosen @ part.by_rest_mean, other.mean_covariance)
    )


def _quadratic(rows: FloatArray, covariance: FloatArray) -> FloatArray:
    squared: FloatArray = np.einsum("ij,jk,ik->i", rows, covariance, rows)
    return np.maximum(squared, 0.0)


def _with_interval(
    value: FloatArray, se: FloatArray, level: float, method: str, reasons: Mapping[str, bool]
) -> Estimate:
    reach = normal_quantile(level) * se
    masks: dict[str, Mask] = {code: np.full(len(value), on) for code, on in reasons.items()}
    return answer(
        value, value - reach, value + reach, level=level, method=method, reasons=masks, se=se
    )
