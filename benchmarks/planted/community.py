"""Count false alarms of the measures of the community: families of exports where all is null.

    python benchmarks/planted/community.py --seeds 200

A family is one measure by one view. At most 5 in 100 may have a grade of A or B; the counting
itself has an error, so a share fails when it lies above by more than three of its standard errors.
The chain of evidence and the voice on councils are counted and not sampled: where nothing is
broken nothing may be named at all.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import every_measure
from commonweal.sample.community.exports import write
from commonweal.sample.community.truth import Size
from commonweal.tables.views import by_name

MEASURES = tuple(one for one in every_measure() if one.key.startswith("community."))
COUNTED = ("community.chain", "community.voice")
SMALLER = Size(suppliers=300, purchases=3000)
NOMINAL = 0.05
YEAR = Period.parse("2025")


def families(seeds: Iterable[int], size: Size = SMALLER) -> tuple[Counter[str], Counter[str]]:
    """Give how many null families of each measure are flagged, and how many each has."""
    flagged: Counter[str] = Counter()
    looked: Counter[str] = Counter()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            made = write(home / "exports", seed=seed, size=size, gaps=())
            source = Source(made.folder, "csv", mapping=made.mapping)
            report = ingest(home / "store", [source], today=date(2026, 1, 2))
            assert report.dataset is not None
            with Session(report.dataset, None, threads=1) as session:
                for measure in MEASURES:
                    views = tuple(by_name(view) for view in measure.stratify_by)
                    for one in gather(session, measure, YEAR, views):
                        grades = judge(measure, one.counts, (), one.rows).grade
                        flagged[measure.key] += bool({"A", "B"} & set(grades))
                        looked[measure.key] += 1
    return flagged, looked


def held(flagged: int, looked: int) -> bool:
    """Say whether so many of so many is at or under nominal, given the error of counting."""
    return flagged / looked <= NOMINAL + 3 * math.sqrt(NOMINAL * (1 - NOMINAL) / looked)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=200)
    given = asked.parse_args()
    flagged, looked = families(range(1000, 1000 + given.seeds))
    for measure in MEASURES:
        many, each = flagged[measure.key], looked[measure.key]
        good = many == 0 if measure.key in COUNTED else held(many, each)
        verdict = "holds" if good else "FAILS"
        print(f"{measure.key:34} {many:4} of {each}  {many / each:6.1%}  {verdict}")
    sampled = [one.key for one in MEASURES if one.key not in COUNTED]
    many, each = (sum(count[key] for key in sampled) for count in (flagged, looked))
    error = (NOMINAL * (1 - NOMINAL) / each) ** 0.5
    print(f"all that is sampled: {many} of {each} null families flagged ({many / each:.1%})")
    verdict = "holds" if held(many, each) else "FAILS"
    print(f"nominal {NOMINAL:.0%}, Monte Carlo error {error:.2%}: {verdict}")


if __name__ == "__main__":
    main()
