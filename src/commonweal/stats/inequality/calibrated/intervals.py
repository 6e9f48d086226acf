"""Give every summary measure the interval that holds for it, or say why it has none.

Which intervals hold is decided in claims.py; how they are made, in the modules beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.by_name import gradient
from commonweal.stats.inequality.calibrated import claims
from commonweal.stats.inequality.calibrated.folded import folded_limits
from commonweal.stats.inequality.calibrated.inversion import FEW
from commonweal.stats.inequality.calibrated.kinked import kinked_limits
from commonweal.stats.inequality.calibrated.squared import squared_limits
from commonweal.stats.inequality.calibrated.statistics import MEASURES
from commonweal.stats.inequality.impact import (
    population_attributable_fraction,
    population_attributable_risk,
)
from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray, tail

SQUARED = frozenset({"bgv", "bgsd", "cov", "ti", "mld"})
IMPACT = frozenset({"par", "paf"})
# With an order these compare groups that are fixed, so the delta method serves.
FIXED_BY_ORDER = IMPACT | {"d", "r"}
# Flags that say that no interval holds.
REFUSING = frozenset(
    {"error_not_known", "few_events", "weightless_group", "line_uncertain", "pattern_unclear"}
)


def calibrated(
    found: Mapping[str, Estimate],
    tables: Subgroups,
    level: float = 0.95,
    *,
    draws: int = 0,
    seed: int = 1,
) -> dict[str, Estimate]:
    """Replace intervals by the delta method by those that cover as often as they say.

    found:  measures by name, with their intervals by the delta method
    tables: the tables they were measured on
    level:  coverage of the intervals, between 0 and 1
    draws:  draws for measures with kinks, 10000 or more to publish; 0 gives these no interval
    seed:   seed of the draws
    Gives the same measures; flags say where an interval does not hold (few_events,
    error_not_known, weightless_group, line_uncertain, pattern_unclear, no_limit_found), was not
    asked for (needs_draws), covers more often than it says (interval_conservative), or does not
    hold the value itself, which chance makes too large (beyond_interval). For PAR and PAF the
    interval is that of the risk before it is clamped at 0.
    Fails with Problem "level-outside" when the level is not between 0 and 1, "draws-too-few" when
    there are some draws, but fewer than 1000, and "seed-negative".
    Source: statistics.md section 4.3; coverage in docs/why/coverage.md
    >>> from commonweal.stats.inequality.variance import between_group_standard_deviation
    >>> tables = Subgroups.one([10, 30], [1, 2], [50, 150], favorable=True)
    >>> found = {"bgsd": between_group_standard_deviation(tables)}
    >>> calibrated(found, tables)["bgsd"].low.round(2)
    array([6.76])
    """
    tail(level)
    _check_draws(draws, seed)
    refused = claims.general(tables)
    sound = ~np.any(list(refused.values()), axis=0)
    squared = _squared(tables, sound, level) if SQUARED & set(found) else {}
    given = {}
    for name, estimate in found.items():
        flags: dict[str, Mask] = {}
        if name in squared:
            low, high = squared[name]
            few = claims.events(tables) < claims.fewest_of(name)
            flags = _both(refused, {"few_events": few})
        elif name in MEASURES:
            low, high, flags = _kinked(name, estimate, tables, refused, (level, draws, seed))
        else:
            low, high, flags = _smooth(name, estimate, tables, level)
        given[name] = _with_limits(estimate, low, high, flags)
    return given


def _check_draws(draws: int, seed: int) -> None:
    if draws and draws < FEW:
        raise Problem(
            "draws-too-few",
            f"{draws} draws place no limit well.",
            "Give 10000 draws, or 0 for no intervals of measures with kinks.",
        )
    if seed < 0:
        raise Problem("seed-negative", "The seed is below zero.", "Give 0 or a number above.")


def _squared(
    tables: Subgroups, sound: Mask, level: float
) -> dict[str, tuple[FloatArray, FloatArray]]:
    every = np.flatnonzero(sound & (tables.groups > 1))
    limits = squared_limits(tables.part(every), level)
    spread = {}
    for name, (low, high) in limits.items():
        wide = np.full((2, len(tables)), np.nan)
        wide[0, every], wide[1, every] = low, high
        spread[name] = (wide[0], wide[1])
    return spread


def _kinked(
    name: str,
    estimate: Estimate,
    tables: Subgroups,
    refused: dict[str, Mask],
    drawn: tuple[float, int, int],
) -> tuple[FloatArray, FloatArray, dict[str, Mask]]:
    """Give limits by draws, and by the delta method where an order fixes the groups."""
    fixed = tables.ordered & (name in FIXED_BY_ORDER)
    refused = _both(refused, {"few_events": claims.events(tables) < claims.fewest_of(name)})
    which = (
        ~np.any(list(refused.values()), axis=0)
        & ~fixed
        & estimate.ok.astype(bool)
        & (tables.groups > 1)
    )
    level, draws, seed = drawn
    if draws:
        low, high, flags = kinked_limits(name, tables, which, level, draws=draws, seed=seed)
    else:
        low, high = np.full((2, len(tables)), np.nan)
        flags = {"needs_draws": which}
    flags = {**flags, **{code: held & ~fixed for code, held in refused.items()}}
    if name in IMPACT:
        falls = ~tables.favorable
        low, high = np.where(falls, -high, low), np.where(falls, -low, high)
    if fixed.any():
        by_delta = _unclamped(name, estimate, tables, level)
        low, high = np.where(fixed, by_delta.low, low), np.where(fixed, by_delta.high, high)
        fewer = claims.smooth(gradient(name, tables.y, tables), tables)
        flags = _both(flags, {code: held & fixed for code, held in fewer.items()})
    return low, high, flags


def _unclamped(name: str, estimate: Estimate, tables: Subgroups, level: float) -> Estimate:
    if name == "par":
        return population_attributable_risk(tables, level, clamp=False)
    if name == "paf":
        return population_attributable_fraction(tables, level, clamp=False)
    return estimate


def _smooth(
    name: str, estimate: Estimate, tables: Subgroups, level: float
) -> tuple[FloatArray, FloatArray, dict[str, Mask]]:
    fewer = claims.smooth(gradient(name, tables.y, tables), tables)
    flags = _both(fewer, claims.bent(name, estimate.se, tables))
    low, high = estimate.low, estimate.high
    if name == "kmi" and estimate.se is not None:
        with np.errstate(all="ignore"):
            low, high = folded_limits(np.log(estimate.value), estimate.se, level)
            low, high = np.exp(low), np.exp(high)
    return low, high, flags


def _both(some: dict[str, Mask], others: dict[str, Mask]) -> dict[str, Mask]:
    """Put two sets of flags together; what either says holds."""
    none = np.zeros_like(next(iter(some.values())))
    return {code: some.get(code, none) | others.get(code, none) for code in {**some, **others}}


def _with_limits(
    estimate: Estimate, low: FloatArray, high: FloatArray, flags: dict[str, Mask]
) -> Estimate:
    """Put limits where there is an estimate and no flag refuses them; say why where not."""
    ok = estimate.ok.astype(bool)
    shown = ok & np.isfinite(low) & np.isfinite(high)
    shown &= ~np.any([flags[code] for code in REFUSING & set(flags)], axis=0)
    # In percent of a mean that chance may have put on either side of 0, limits mean nothing.
    shown &= low <= high
    said_why = [held for code, held in flags.items() if code != "interval_conservative"]
    told_of = np.any([*said_why, shown], axis=0)
    beyond = shown & ((estimate.value < low) | (estimate.value > high))
    said = {**flags, "no_limit_found": ~told_of, "beyond_interval": beyond}
    return replace(
        estimate,
        low=np.where(shown, low, np.nan),
        high=np.where(shown, high, np.nan),
        method="calibrated",
        flags=tuple(
            (*told, *(code for code, held in said.items() if ok[at] and held[at]))
            for at, told in enumerate(estimate.flags)
        ),
    )
