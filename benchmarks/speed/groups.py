"""Make tables of groups as a health system has them, to time what is measured of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.stats.inequality.subgroups import Subgroups

Array = np.ndarray


@dataclass(frozen=True)
class Tables:
    """Hold tables of proportions in percent, one row a group, ordered within their table."""

    table: Array
    estimate: Array
    se: Array
    people: Array
    order: Array

    def read(self) -> Subgroups:
        """Read them as a caller does."""
        return Subgroups.many(
            self.table,
            self.estimate,
            self.se,
            self.people,
            scale=100,
            favorable=np.ones(int(self.table[-1]) + 1),
            order=self.order,
            reference=0,
        )

    def each(self) -> list[tuple[Array, Array, Array]]:
        """Give each table alone, in its order: estimates, shares of people, ranks."""
        ends = np.flatnonzero(np.diff(self.table)) + 1
        listed = []
        for y, n in zip(np.split(self.estimate, ends), np.split(self.people, ends), strict=True):
            p = n / n.sum()
            listed.append((y, p, np.cumsum(p) - p / 2))
        return listed


def made(count: int, seed: int = 1) -> Tables:
    """Make tables of 2 to 40 groups, 10 on average, in which rates rise or fall along the order."""
    chance = np.random.Generator(np.random.Philox(seed))
    size = np.clip(np.round(chance.gamma(1.6, 5.2, count) + 1.7), 2, 40).astype(int)
    return _filled(chance, size, (1.5, 4.0))


def made_of_ten(count: int, seed: int = 2) -> Tables:
    """Make tables of ten groups, each large enough for any interval, alike and unlike."""
    chance = np.random.Generator(np.random.Philox(seed))
    return _filled(chance, np.full(count, 10), (3.5, 5.0))


def _filled(chance: np.random.Generator, size: Array, people_powers: tuple[float, float]) -> Tables:
    table = np.repeat(np.arange(len(size)), size)
    place = np.arange(len(table)) - np.repeat(np.cumsum(size) - size, size)
    middle, tilt = (chance.normal(at, 1, len(size))[table] for at in (-1, 0))
    rate = 1 / (1 + np.exp(-(middle + tilt * (place / size[table] - 0.5))))
    people = np.floor(10 ** chance.uniform(*people_powers, len(table)))
    events = chance.binomial(people.astype(int), rate)
    share = (events + 0.5) / (people + 1)
    se = 100 * np.sqrt(share * (1 - share) / people)
    return Tables(table, 100 * events / people, se, people, place + 1.0)
