"""Count false alarms of the research measures: families of made-up exports where all is null.

    python benchmarks/planted/research.py --seeds 200

A family is one measure by one view. At most 5 in 100 may have a grade of A or B; the counting
itself has an error, so a share fails when it lies above by more than three of its standard errors.
Measures that only describe have no grade and are not counted.
"""

from __future__ import annotations

import argparse
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
from commonweal.measures.registry import find
from commonweal.sample.research.exports import write
from commonweal.sample.research.truth import Size
from commonweal.tables.views import by_name

MEASURES = (
    "research.accrual", "research.english_rule", "research.funding_gap", "research.goals",
    "research.mentored", "research.participation", "research.portfolio",
    "research.recruitment_funnel", "research.screen_failure",
)  # fmt: skip
NOMINAL = 0.05
YEAR = Period.parse("2025")
SMALLER = Size(studies=60, approached=50, researchers=500, years=1)


def families(seeds: Iterable[int], size: Size = SMALLER) -> tuple[Counter[str], Counter[str]]:
    """Give how many null families of each measure are flagged, and how many each has."""
    flagged: Counter[str] = Counter()
    looked: Counter[str] = Counter()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            made = write(home / "exports", seed=seed, last_year=2025, size=size, gaps=())
            source = Source(made.folder, "csv", mapping=made.mapping)
            report = ingest(home / "store", [source], today=date(2026, 6, 1))
            assert report.dataset is not None
            with Session(report.dataset, None, threads=1) as session:
                for key in MEASURES:
                    measure = find(key)
                    views = tuple(by_name(view) for view in measure.stratify_by)
                    for one in gather(session, measure, YEAR, views):
                        grades = set(judge(measure, one.counts, (), one.rows).grade)
                        flagged[key] += bool({"A", "B"} & grades)
                        looked[key] += bool(grades - {""})
    return flagged, looked


def most(looked: int) -> float:
    """Give the largest share of flagged families that chance explains."""
    return NOMINAL + 3 * (NOMINAL * (1 - NOMINAL) / max(looked, 1)) ** 0.5


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=200)
    asked.add_argument("--first", type=int, default=1000)
    given = asked.parse_args()
    flagged, looked = families(range(given.first, given.first + given.seeds))
    for key in MEASURES:
        share = flagged[key] / max(looked[key], 1)
        verdict = "holds" if share <= most(looked[key]) else "FAILS"
        print(f"{key:30} {flagged[key]:4} of {looked[key]:4}  {share:6.1%}  {verdict}")
    found, many = flagged.total(), looked.total()
    verdict = "holds" if found / many <= most(many) else "FAILS"
    print(f"all: {found} of {many} null families flagged ({found / many:.1%})")
    print(f"nominal {NOMINAL:.0%}, with chance at most {most(many):.1%}: {verdict}")


if __name__ == "__main__":
    main()
