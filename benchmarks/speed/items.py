"""Time the screening of 200 items answered by 50,000 learners of 5 groups.

Each group is held against everybody else, with purification, by Mantel and Haenszel and by logistic
regression. Items are made harder for some groups, so that purification has work to do.

    python -m benchmarks.speed.items [--learners 50000] [--items 200] [--rounds 3] [--page]
"""

from __future__ import annotations

import argparse

import numpy as np
from benchmarks.speed.clock import timed, told

from commonweal.stats.items.logistic import find_logistic_differences
from commonweal.stats.items.mantel_haenszel import find_differences

GROUPS = (0.50, 0.20, 0.15, 0.10, 0.05)
HARDER, EACH = 0.6, 8
TARGET = 10.0


def made(learners: int, items: int) -> tuple[np.ndarray, np.ndarray]:
    """Make answers by a model of two numbers an item; eight items a group are harder for it."""
    chance = np.random.Generator(np.random.Philox(1))
    group = chance.choice(len(GROUPS), learners, p=GROUPS)
    steep, hard = chance.uniform(0.7, 1.6, items), chance.normal(0, 1, items)
    logit = steep * (chance.normal(0, 1, learners)[:, None] - hard)
    for place in range(1, len(GROUPS)):
        chosen = np.arange(place * EACH, (place + 1) * EACH) % items
        logit[np.ix_(group == place, chosen)] -= HARDER
    right = chance.random((learners, items)) < 1 / (1 + np.exp(-logit))
    return right.astype(np.int8), group


def main() -> None:
    """Read the options, time and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--learners", type=int, default=50_000)
    asked.add_argument("--items", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    right, group = made(options.learners, options.items)
    sides = [group == place for place in range(len(GROUPS))]

    def by_strata() -> list[object]:
        return [find_differences(right, side, purification=True) for side in sides]

    def by_regression() -> list[object]:
        return [find_logistic_differences(right, side, purification=True) for side in sides]

    def both() -> list[object]:
        return [*by_strata(), *by_regression()]

    size = f"{options.items} items, {options.learners:,} learners, {len(GROUPS)} groups"
    told("items", [
        timed(by_strata, options.rounds).line(f"{size}: Mantel-Haenszel, purified"),
        timed(by_regression, options.rounds).line("logistic regression, purified"),
        timed(both, options.rounds).line("both", f"{TARGET:g}"),
    ], options.page)  # fmt: skip


if __name__ == "__main__":
    main()
