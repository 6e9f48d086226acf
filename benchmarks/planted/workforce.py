"""Count false alarms of the measures of work: families of a made-up staff where all is null.

    python benchmarks/planted/workforce.py --seeds 200

A family is one measure by one view. At most 5 in 100 may have a grade of A or B; the counting
itself has an error, so a share fails when it lies above by more than three of its standard errors.
Measures that are described only have no grade and are not counted.
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
from commonweal.sample.workforce.system import write
from commonweal.tables.views import by_name

MEASURES = (
    "workforce.availability", "workforce.exit", "workforce.first_year_retention",
    "workforce.leak", "workforce.mentoring_reach", "workforce.pay_gap", "workforce.promotion",
    "workforce.selection", "workforce.selection_interviewed", "workforce.selection_offered",
    "workforce.selection_screened", "workforce.senior_rank", "workforce.turnover",
)  # fmt: skip
NOMINAL = 0.05
YEAR = Period.parse("2025")


def families(seeds: Iterable[int], size: int) -> tuple[Counter[str], int]:
    """Give how many null families of each measure are flagged, and how many each has."""
    flagged: Counter[str] = Counter()
    looked = 0
    for seed in seeds:
        looked += 3
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            made = write(home / "exports", seed=seed, size=size, gaps=())
            source = Source(made.folder, "csv", mapping=made.mapping)
            report = ingest(home / "store", [source], today=date(2026, 1, 2))
            assert report.dataset is not None
            with Session(report.dataset, None, threads=1) as session:
                for key in MEASURES:
                    measure = find(key)
                    views = tuple(by_name(view) for view in measure.stratify_by)
                    assert len(views) == 3
                    for one in gather(session, measure, YEAR, views):
                        grades = judge(measure, one.counts, (), one.rows).grade
                        flagged[key] += bool({"A", "B"} & set(grades))
    return flagged, looked


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=200)
    asked.add_argument("--size", type=int, default=2000)
    given = asked.parse_args()
    flagged, each = families(range(1000, 1000 + given.seeds), given.size)
    for key in MEASURES:
        error = (NOMINAL * (1 - NOMINAL) / each) ** 0.5
        share = flagged[key] / each
        verdict = "holds" if share <= NOMINAL + 3 * error else "FAILS"
        print(f"{key:34} {flagged[key]:4} of {each}  {share:6.1%}  {verdict}")
    looked = each * len(MEASURES)
    error = (NOMINAL * (1 - NOMINAL) / looked) ** 0.5
    share = sum(flagged.values()) / looked
    verdict = "holds" if share <= NOMINAL + 3 * error else "FAILS"
    print(f"all: {sum(flagged.values())} of {looked} null families flagged ({share:.1%})")
    print(f"nominal {NOMINAL:.0%}, Monte Carlo error {error:.2%}: {verdict}")


if __name__ == "__main__":
    main()
