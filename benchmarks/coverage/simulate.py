"""Count how often the intervals of every summary measure cover the truth, scenario by scenario.

python -m benchmarks.coverage.simulate --scenarios 200 --part 0/2 --out coverage-0.csv
python -m benchmarks.coverage.page coverage-*.csv
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np
from benchmarks.coverage.scenarios import Scenario, scenarios

from commonweal.stats.inequality.by_name import values
from commonweal.stats.inequality.calibrated import claims
from commonweal.stats.inequality.calibrated.inversion import Inversion, standard_draws
from commonweal.stats.inequality.calibrated.kinked import doubts, sides
from commonweal.stats.inequality.calibrated.statistics import MEASURES
from commonweal.stats.inequality.impact import (
    population_attributable_fraction,
    population_attributable_risk,
)
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import by_delta, summarize

SMOOTH = ("bgv", "bgsd", "cov", "ti", "mld")
ORDERED = ("aci", "rci", "rci_wagstaff", "rci_erreygers", "sii_linear", "rii_linear", "kmi")
CURVED = ("sii_logit", "rii_logit")
FIXED = ("d", "r", "par", "paf")
KINKED = tuple(name for name in MEASURES if name != "par")  # PAR is MDBW without an order
REFERENCE = ("mdru", "mdrw")
BLOCK, TABLES = 50, 2_000


def tables(one: Scenario, count: int, seed: int, **declared) -> tuple[Subgroups, Subgroups]:
    """Give tables drawn from a truth, and the truth."""
    draw = np.random.Generator(np.random.Philox(key=[seed, one.number]))
    events = draw.binomial(one.people, one.rate, size=(count, len(one.rate)))
    share = events / one.people
    error = np.sqrt(share * (1 - share) / one.people)
    order = declared.pop("order", None)
    drawn = Subgroups.many(
        np.repeat(np.arange(count), len(one.rate)),
        share.ravel() * 100,
        error.ravel() * 100,
        np.tile(one.people, count),
        favorable=one.favorable,
        order=None if order is None else np.tile(order, count),
        **declared,
    )
    true = Subgroups.one(
        one.rate * 100, None, one.people, favorable=one.favorable, order=order, **declared
    )
    return drawn, true


def closed(one: Scenario, replicates: int, seed: int) -> list[list[object]]:
    """Count for measures whose interval needs no draws."""
    counts: dict[str, np.ndarray] = {}
    for start in range(0, replicates, TABLES):
        for order in (None, np.arange(1, len(one.rate) + 1)):
            drawn, true = tables(one, min(TABLES, replicates - start), seed + start, order=order)
            found, truth = summarize(drawn), by_delta(true)
            names = SMOOTH if order is None else (*ORDERED, *CURVED, *FIXED)
            for name in names:
                goal = _truth(name, true, truth)
                estimate = found[name]
                given = np.isfinite(estimate.low) & np.isfinite(estimate.high)
                covered = given & (estimate.low <= goal + TINY) & (goal <= estimate.high + TINY)
                key = f"{name} (ordered)" if name in FIXED else name
                counts[key] = counts.get(key, 0) + np.array([given.sum(), covered.sum(), 0])
    return [[one.number, name, replicates, *map(int, count)] for name, count in counts.items()]


TINY = 1e-9


def _truth(name: str, true: Subgroups, truth) -> float:
    if name == "par":
        return float(population_attributable_risk(true, clamp=False).value[0])
    if name == "paf":
        return float(population_attributable_fraction(true, clamp=False).value[0])
    return float(truth[name].value[0])


def drawn(one: Scenario, replicates: int, draws: int, seed: int, only=()) -> list[list[object]]:
    """Count for measures with kinks: whether the truth would be in the interval."""
    rows = []
    noise = standard_draws(len(one.rate), draws, seed + one.number)
    for reference in (-1, 0):
        some, true = tables(one, replicates, seed + 7, reference=reference)
        sound = ~np.any(list(claims.general(some).values()), axis=0)
        fewest = claims.events(some)
        for name in KINKED if reference < 0 else ("d", "r", *REFERENCE):
            if (name in REFERENCE) != (reference == 0) and name not in {"d", "r"}:
                continue
            if only and name not in only:
                continue
            goal = float(values(name, true.y, true)[0])
            # The draws of PAF are counted by size; for something bad its sign is the other one.
            goal = abs(goal) if name == "paf" else goal
            key = f"{name} (reference)" if reference == 0 and name in {"d", "r"} else name
            rows.append(
                [
                    one.number,
                    key,
                    replicates,
                    *_count(name, some, sound & (fewest >= claims.fewest_of(name)), goal, noise),
                ]
            )
    return rows


def _count(name, some, sound, goal, noise) -> list[int]:
    given = covered = wide = 0
    for _, side in sides(name, some, sound):
        hidden, conservative = doubts(name, side)
        keep = np.flatnonzero(~hidden)
        given += len(keep)
        wide += int((conservative & ~hidden).sum())
        for start in range(0, len(keep), BLOCK):
            part = keep[start : start + BLOCK]
            piece = type(side)(
                side.y[part], side.se[part], side.p[part], side.favorable, side.reference[part]
            )
            with np.errstate(all="ignore"):
                covered += int(Inversion(MEASURES[name], piece, noise, 0.95).accepts(goal).sum())
    return [given, covered, wide]


def main() -> None:
    """Run a part of the scenarios and write one line a scenario and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenarios", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=10_000)
    parser.add_argument("--kinked-replicates", type=int, default=2_000)
    parser.add_argument("--draws", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="0/1", help="which part of how many, such as 0/2")
    parser.add_argument("--only", nargs="*", default=[], help="measures with kinks to count")
    parser.add_argument("--out", type=Path, default=Path("coverage.csv"))
    asked = parser.parse_args()
    part, parts = map(int, asked.part.split("/"))
    began = time.monotonic()
    with asked.out.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["scenario", "measure", "replicates", "given", "covered", "wide"])
        for one in scenarios(asked.scenarios)[part::parts]:
            writer.writerows(closed(one, asked.replicates, asked.seed))
            writer.writerows(
                drawn(one, asked.kinked_replicates, asked.draws, asked.seed, asked.only)
            )
            out.flush()
            print(f"{one.number}: {one.says} ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
