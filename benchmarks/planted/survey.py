"""Count false alarms of the survey measures: families of the made-up survey where all is null.

    python benchmarks/planted/survey.py --seeds 200

A family is one measure by one view. At most 5 in 100 may have a grade of A or B; the counting
itself has an error, so a share fails when it lies above by more than three of its standard errors.
"""

from __future__ import annotations

import argparse
import tempfile
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
from commonweal.sample.survey.system import write
from commonweal.tables.views import by_name

MEASURES = ("care.teamwork", "care.communication_openness", "workforce.inclusion")
NOMINAL = 0.05
YEAR = Period.parse("2025")


def families(seeds: Iterable[int], size: int) -> tuple[int, int]:
    """Give how many null families are flagged, and how many there are."""
    flagged = looked = 0
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            made = write(home / "exports", seed=seed, size=size)
            source = Source(made.folder, "csv", mapping=made.mapping)
            report = ingest(home / "store", [source], today=date(2026, 6, 1))
            assert report.dataset is not None
            with Session(report.dataset, None, threads=1) as session:
                for key in MEASURES:
                    measure = find(key)
                    views = [view for view in measure.stratify_by if not made.true(key, view)]
                    found = gather(session, measure, YEAR, tuple(by_name(view) for view in views))
                    for one in found:
                        grades = judge(measure, one.counts, (), one.rows).grade
                        flagged += bool({"A", "B"} & set(grades))
                        looked += 1
    return flagged, looked


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=200)
    asked.add_argument("--size", type=int, default=1200)
    given = asked.parse_args()
    flagged, looked = families(range(1000, 1000 + given.seeds), given.size)
    error = (NOMINAL * (1 - NOMINAL) / looked) ** 0.5
    share = flagged / looked
    verdict = "holds" if share <= NOMINAL + 3 * error else "FAILS"
    print(f"survey: {flagged} of {looked} null families flagged ({share:.1%})")
    print(f"nominal {NOMINAL:.0%}, Monte Carlo error {error:.2%}: {verdict}")


if __name__ == "__main__":
    main()
