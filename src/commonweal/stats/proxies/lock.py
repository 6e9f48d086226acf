"""Measure groups by proxy, under lock: likelihoods of persons live and die inside one function.

Rows go in, numbers of groups come out. No object is kept that could be asked about a row, so
nothing can be stored, exported or sorted by person. What it can not stop: comparing the numbers of
two nearly equal sets of people, which the ledger of releases has to catch.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile, numbers, shares
from commonweal.stats.proxies.estimators import (
    Regressed,
    Weighted,
    confounded,
    regressed,
    weighted,
)
from commonweal.stats.proxies.posterior import posterior
from commonweal.stats.results import Mask, answer

GROUPS = ("white", "black", "api", "native", "multiple", "hispanic")
# American Indian and Alaska Native, and several races: names and places tell too little of them
# (correlation with self-report far below that of the others, statistics.md section 13).
NOT_SERVED = frozenset({"native", "multiple"})
FEWEST = 11


@dataclass(frozen=True, eq=False)
class ByProxy:
    """Hold what names and places say of g groups together, and of no person.

    groups:    the groups, g of them
    mean:      weighted means, `n` the effective number of people, g of them
    weighted:  gaps of the weighted means to the reference; most often too small, g of them
    regressed: gaps by regression on the likelihoods; most often too large, g of them
    low, high: the bracket of both gaps, nan where one is missing, shape (g,)
    least, most: how far the weighted gap can be off under the correlation allowed, shape (g,)
    breaks_at: correlation from which on there may be no gap; 1 when none can hide it, shape (g,)
    people:    people expected in each group, nan where too few to say, shape (g,)
    placed:    share of rows that have a likelihood and an outcome

    >>> found = measure_by_proxy([[0.9, 0.1]] * 40, [[0.5, 0.5]] * 40, [0.6, 0.4],
    ...                          [1.0, 0.0] * 20, groups=("white", "black"))
    >>> found.mean.value, found.mean.reason
    (array([0.5, nan]), ('', 'too_few_people'))
    """

    groups: tuple[str, ...]
    mean: Estimate
    weighted: Estimate
    regressed: Estimate
    low: FloatArray
    high: FloatArray
    least: FloatArray
    most: FloatArray
    breaks_at: FloatArray
    people: FloatArray
    placed: float


def measure_by_proxy(
    surname: ArrayLike,
    place: ArrayLike,
    nation: ArrayLike,
    outcome: ArrayLike,
    *,
    groups: Sequence[str] = GROUPS,
    first_name: ArrayLike | None = None,
    reference: str = "white",
    allowed: Collection[str] = (),
    correlation: float = 0.1,
    level: float = 0.95,
) -> ByProxy:
    """Measure an outcome by groups that nobody recorded, in all people together.

    surname:     P(group | surname), shape (r, g); a row with any nan is not known
    place:       P(group | place), shape (r, g); a row with any nan is not known
    nation:      P(group) where the shares come from, shape (g,)
    outcome:     what is measured, nan where not known, shape (r,)
    groups:      names of the g columns, some of GROUPS
    first_name:  P(group | first name), shape (r, g), or None
    reference:   group that gaps are counted from
    allowed:     groups of NOT_SERVED to be measured all the same; they are flagged
    correlation: largest correlation of outcome and true group, among people of like evidence, that
                 the bound allows; between 0 and 1
    level:       coverage of the intervals, between 0 and 1
    Gives ByProxy, everything flagged "proxy". American Indian and Alaska Native people and people
    of several races are undefined:proxy_not_served unless allowed, and then flagged
    "proxy_not_validated". Fewer than 11 people, expected or effective, or an outcome that rests on
    fewer than 11, are undefined:too_few_people. A gap to a reference without a number is
    undefined:reference_refused; one that the rows do not tell apart is undefined:not_identified.
    Fails with Problem "proxy-group-unknown" when a group, or the reference, is none of GROUPS.
    Fails with Problem "shapes-differ" and "share-outside" as `posterior` does.
    Source: Chen, Kallus, Mao, Svacha and Udell 2019, Fairness Under Unawareness, FAT* 2019,
    339-348; limits of the proxy: statistics.md section 13; checked in
    tests/unit/stats/test_proxies_lock.py
    >>> chances = [[0.9, 0.1], [0.2, 0.8]] * 50
    >>> ours = measure_by_proxy(chances, [[0.5, 0.5]] * 100, [0.5, 0.5], [0.0, 1.0] * 50,
    ...                         groups=("white", "black"))
    >>> ours.weighted.value.round(3), ours.regressed.value.round(3)
    (array([0.   , 0.707]), array([0.   , 1.429]))
    """
    named = _checked(groups, reference, allowed)
    shares(correlation=correlation)
    normal_quantile(level)
    measured = _outcome(outcome)
    found = posterior(surname, place, nation, first_name=first_name)
    if found.shares.shape != (len(measured), len(named)):
        raise Problem(
            "shapes-differ",
            "Outcome, groups and shares do not belong together.",
            "Give one outcome for each row and one name for each column.",
        )
    used = (found.reason == 0) & ~np.isnan(measured)
    chances, y = found.shares[used], measured[used]
    try:
        at = named.index(reference)
        whole = _Whole(weighted(chances, y), regressed(chances, y, at), _gap_se(chances, y, at))
        refused = _refused(named, allowed, whole.weighted, y)
    finally:
        # A traceback keeps what a function held: leave no person in it.
        found.shares[:], chances[:] = np.nan, np.nan
    flags = {
        "proxy": np.ones(len(named), dtype=np.bool_),
        "proxy_not_validated": np.array([one in NOT_SERVED for one in named]),
    }
    return whole.told(named, at, refused, flags, correlation=correlation, level=level, used=used)


@dataclass(frozen=True, eq=False)
class _Whole:
    """Hold the sums of all rows together: numbers of groups, nothing of a row."""

    weighted: Weighted
    regressed: Regressed
    gap_se: FloatArray

    def told(
        self,
        named: tuple[str, ...],
        at: int,
        refused: dict[str, Mask],
        flags: dict[str, Mask],
        *,
        correlation: float,
        level: float,
        used: Mask,
    ) -> ByProxy:
        """Turn the sums into estimates, with a reason wherever there is none."""
        means, fit, z = self.weighted, self.regressed, normal_quantile(level)
        hidden = np.any(list(refused.values()), axis=0)
        no_gap = {**refused, "reference_refused": np.full(len(named), bool(hidden[at]))}

        def told(
            value: FloatArray, se: FloatArray, method: str, reasons: dict[str, Mask]
        ) -> Estimate:
            n = np.where(hidden, np.nan, means.effective)
            return answer(
                value, value - z * se, value + z * se, level=level, method=method,
                reasons=reasons, se=se, n=n, flags=flags,
            )  # fmt: skip

        gap = told(means.mean - means.mean[at], self.gap_se, "proxy_weighted", no_gap)
        no_fit = {
            **no_gap,
            "not_identified": ~fit.known,
            "no_degrees_of_freedom": np.full(len(named), fit.freedom < 1),
        }
        slope = told(fit.gap, fit.gap_se, "proxy_regression", no_fit)
        bias = confounded(means, fit.residual, int(used.sum()))
        reach = np.where(np.arange(len(named)) == at, 0.0, bias + bias[at])
        size = np.abs(gap.value)
        return ByProxy(
            named,
            told(means.mean, means.se, "proxy_weighted", refused),
            gap,
            slope,
            np.minimum(gap.value, slope.value),
            np.maximum(gap.value, slope.value),
            gap.value - correlation * reach,
            gap.value + correlation * reach,
            np.where(size < reach, size / np.where(reach > 0, reach, 1.0), 1.0 + 0.0 * size),
            np.where(hidden, np.nan, means.people),
            float(used.mean()) if len(used) else 0.0,
        )


def _checked(groups: Sequence[str], reference: str, allowed: Collection[str]) -> tuple[str, ...]:
    named = tuple(groups)
    if (
        len(set(named)) < len(named)
        or not {*named, *allowed} <= {*GROUPS}
        or (reference not in named)
    ):
        raise Problem(
            "proxy-group-unknown",
            "A group, or the reference, is not one that names and places can tell of.",
            f"Name each once, of {', '.join(GROUPS)}, and the reference among them.",
        )
    return named


def _outcome(given: ArrayLike) -> FloatArray:
    measured = np.asarray(given, dtype=np.float64)
    if measured.ndim != 1:
        raise Problem(
            "shapes-differ", "The outcome is not one plain column.", "Give one number a row."
        )
    numbers(outcome=measured[~np.isnan(measured)])
    return measured


def _refused(
    named: tuple[str, ...], allowed: Collection[str], found: Weighted, y: FloatArray
) -> dict[str, Mask]:
    not_served = np.array([one in NOT_SERVED and one not in allowed for one in named])
    few = (found.people < FEWEST) | (found.effective < FEWEST) | _rests_on_few(y)
    return {"proxy_not_served": not_served, "too_few_people": few}


def _rests_on_few(y: FloatArray) -> bool:
    """Say whether fewer than 11 people make the outcome what it is: a question about one person."""
    if len(y) < FEWEST:
        return True
    apart = y - y.mean()
    largest = np.abs(apart).max()
    if largest == 0:
        return False
    squares = (apart / largest) ** 2
    rare = len(y) - np.unique(y, return_counts=True)[1].max()
    return bool(rare < FEWEST or squares.sum() ** 2 < FEWEST * (squares**2).sum())


def _gap_se(chances: FloatArray, y: FloatArray, at: int) -> FloatArray:
    """Give the linearised error of the gap: the same people stand on both of its sides."""
    people = chances.sum(axis=0)
    whole = np.where(people > 0, people, 1.0)
    means = y @ chances / whole
    off = chances * (y[:, None] - means) / whole
    return np.asarray(np.sqrt(((off - off[:, at : at + 1]) ** 2).sum(axis=0)))
