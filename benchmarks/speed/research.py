"""Time participation in 10,000 studies of 50 strata: intervals, tests, names, and what is hidden.

Everything but the last line goes over all strata at once. The last line is the proof that nothing
small can be worked out from a table: an integer program for each study, timed on some of them.

    python -m benchmarks.speed.research [--studies 10000] [--strata 50] [--rounds 5] [--page]
"""

from __future__ import annotations

import argparse

import numpy as np
from benchmarks.speed.clock import Took, timed, told

from commonweal.disclosure import Policy, release
from commonweal.disclosure.primary import too_certain, too_few
from commonweal.kinds import Counts, Group, Period
from commonweal.stats.decision.multiplicity import bh_within
from commonweal.stats.enrollment.labels import participation_labels
from commonweal.stats.enrollment.participation import exact_ratio, wilson_ratio
from commonweal.stats.enrollment.participation_chance import FEW, participation_p

TARGET = 2.0
PROVED = 20


def made(studies: int, strata: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make studies of 20 to 2,000 people: enrolled by stratum, people, and reference shares."""
    chance = np.random.Generator(np.random.Philox(1))
    share = chance.dirichlet(np.full(strata, 1.5), studies)
    size = chance.integers(20, 2000, studies)
    return chance.multinomial(size, share), size, share


def judged(enrolled: np.ndarray, size: np.ndarray, share: np.ndarray, policy: Policy) -> int:
    """Do all of it for every stratum of every study; give how many may be shown by themselves."""
    had = enrolled.ravel().astype(np.float64)
    people, part = np.repeat(size, enrolled.shape[1]).astype(np.float64), share.ravel()
    study = np.repeat(np.arange(len(size)), enrolled.shape[1])
    few = (had < FEW) | (people - had < FEW)
    wide = wilson_ratio(had[~few], people[~few], part[~few])
    narrow = exact_ratio(had[few], people[few], part[few])
    assert len(wide.value) + len(narrow.value) == len(had)
    q = bh_within(participation_p(had, people, part).value, study)
    names = participation_labels(had, people, part, p=q)
    counted, of = enrolled.ravel(), np.repeat(size, enrolled.shape[1])
    hidden = too_few(counted, policy.threshold) | too_few(of - counted, policy.threshold)
    hidden |= too_certain(counted, of, policy)
    return int((~hidden & (names != "nobody_known")).sum())


def proved(enrolled: np.ndarray, policy: Policy) -> int:
    """Release the table of each study through the door."""
    shown = 0
    for one in enrolled:
        groups = tuple(Group("stratum", f"s{at}", f"Stratum {at}") for at in range(len(one)))
        cells = np.stack((np.zeros_like(one), one), axis=1)
        total = cells.sum(axis=0)
        counts = Counts(
            "m", "1", Period.parse("2025"), "", groups, ("not_met", "met"),
            cells, cells, total, total, one, int(one.sum()), False,
        )  # fmt: skip
        shown += sum(isinstance(row.numerator, int) for row in release(counts, None, policy).rows)
    return shown


def main() -> None:
    """Read the options, time and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--studies", type=int, default=10_000)
    asked.add_argument("--strata", type=int, default=50)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    enrolled, size, share = made(options.studies, options.strata)
    policy = Policy(certainty_approved=True)
    all_at_once = timed(lambda: judged(enrolled, size, share, policy), options.rounds)
    some = timed(lambda: proved(enrolled[:PROVED], policy), 1)
    many = options.studies / PROVED
    told("studies", [
        all_at_once.line(
            f"{options.studies:,} studies of {options.strata} strata: ratios, intervals, tests, "
            "Benjamini-Hochberg by study, names, small counts hidden", f"{TARGET:g}"),
        some.line(f"proof that nothing small follows, {PROVED} studies"),
        Took(some.wall * many, some.cpu * many, None).line(
            f"the same for {options.studies:,} studies, reckoned from these"),
    ], options.page)  # fmt: skip


if __name__ == "__main__":
    main()
