"""Two hundred made-up truths that intervals must cover: the same ones in every run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
GROUPS = (2, 3, 4, 6, 8, 12, 20, 40)
SHARES = ("equal", "halving", "dominant")
RATES = (0.001, 0.01, 0.1, 0.3, 0.6, 0.9)
PATTERNS = ("equal", "one", "gradient", "two sets", "scattered")
# Differences between groups, in standard errors of a group: nothing, near equality, clear, plain.
SIZES = (0.5, 1.0, 2.0, 5.0, 12.0)
# Events, or people without one, that the smallest group is expected to have.
SMALLEST = (40, 100, 400, 2000)


@dataclass(frozen=True)
class Scenario:
    """Hold one truth: people, rates, direction."""

    number: int
    people: NDArray[np.int64]
    rate: FloatArray
    favorable: bool
    says: str


def scenarios(count: int = 200, seed: int = 20261121) -> list[Scenario]:
    """Give the scenarios; the first ones of a longer list are those of a shorter one."""
    return [
        _one(number, np.random.Generator(np.random.Philox(key=[seed, number])))
        for number in range(count)
    ]


def _one(number: int, draw: np.random.Generator) -> Scenario:
    groups = GROUPS[number % len(GROUPS)]
    shares = _shares(SHARES[number // len(GROUPS) % len(SHARES)], groups)
    pattern = PATTERNS[number // (len(GROUPS) * len(SHARES)) % len(PATTERNS)]
    base, smallest = float(draw.choice(RATES)), int(draw.choice(SMALLEST))
    size = float(draw.choice(SIZES))
    fewest = min(base, 1 - base)
    people = np.ceil(smallest / (shares.min() * fewest) * shares).astype(np.int64)
    error = np.sqrt(base * (1 - base) / people)
    apart = _pattern(pattern, groups, draw)
    unit = np.sqrt((apart**2 / error**2).mean()) if apart.any() else 1.0
    rate = np.clip(base + size * apart / unit, fewest / 2, 1 - fewest / 2)
    favorable = bool(draw.integers(2))
    says = f"{groups} groups, shares {SHARES[number // len(GROUPS) % len(SHARES)]}, rate {base:g}"
    far = "" if pattern == "equal" else f" by {size:g} standard errors"
    return Scenario(number, people, rate, favorable, f"{says}, {pattern}{far}, {smallest} events")


def _shares(kind: str, groups: int) -> FloatArray:
    if kind == "equal":
        share = np.ones(groups)
    elif kind == "halving":
        share = 0.7 ** np.arange(groups)
    else:
        share = np.r_[4.0 * (groups - 1), np.ones(groups - 1)]
    share = np.maximum(share / share.sum(), 0.005)
    return np.asarray(share / share.sum())


def _pattern(kind: str, groups: int, draw: np.random.Generator) -> FloatArray:
    if kind == "equal":
        return np.zeros(groups)
    if kind == "one":
        return np.eye(groups)[int(draw.integers(groups))]
    if kind == "gradient":
        return np.linspace(-1, 1, groups)
    if kind == "two sets":
        return np.where(np.arange(groups) < groups // 2, 1.0, -1.0)
    return draw.standard_normal(groups)
