"""Time participation of 10,000 studies x 50 strata: limits, tests, adjustment, labels, small cells.

python benchmarks/speed/participation.py
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from commonweal.stats.decision.multiplicity import bh_within
from commonweal.stats.enrollment.labels import participation_labels
from commonweal.stats.enrollment.participation import wilson_ratio
from commonweal.stats.enrollment.participation_chance import participation_p

LIMIT = 2.0


def strata(studies: int, each: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw who is enrolled, of how many, and the reference shares; each shape (studies, each)."""
    chance = np.random.Generator(np.random.Philox(seed))
    shares = chance.dirichlet(np.ones(each), studies)
    people = chance.integers(30, 400, studies)
    enrolled = chance.multinomial(people, shares)
    return enrolled, np.repeat(people, each).reshape(studies, each), shares


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--studies", type=int, default=10_000)
    asked.add_argument("--strata", type=int, default=50)
    given = asked.parse_args()
    enrolled, people, shares = (one.ravel() for one in strata(given.studies, given.strata, 1))
    study = np.repeat(np.arange(given.studies), given.strata)
    began, worked = time.perf_counter(), time.process_time()
    wilson_ratio(enrolled, people, shares)
    adjusted = bh_within(participation_p(enrolled, people, shares).value, study)
    labels = participation_labels(enrolled, people, shares, p=adjusted)
    hidden = int(((enrolled > 0) & (enrolled < 11)).sum())
    spent, busy = time.perf_counter() - began, time.process_time() - worked
    print(f"{given.studies:,} studies x {given.strata} strata: {spent:.2f} s, {busy:.2f} s of work")
    print(f"{len(np.unique(labels))} labels, {hidden:,} strata of 1 to 10 people are not shown")
    print(f"goal under {LIMIT:g} s of work: {'holds' if busy < LIMIT else 'FAILS'}")


if __name__ == "__main__":
    main()
