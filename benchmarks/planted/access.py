"""Count false alarms of the measures of access to care: families of a made-up system, all null.

    python -m benchmarks.planted.access --seeds 200

A family is one measure by one view. At most 5 in 100 may have a grade of A or B; the counting
itself has an error, so a share fails when it lies above by more than three of its standard errors.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from commonweal.engine.cells import count
from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Counts, Period, Rows
from commonweal.measures.measure import Measure, Unit
from commonweal.measures.registry import find
from commonweal.sample import system
from commonweal.tables.views import by_name

MEASURES = (
    "care.cancelled_by_us", "care.interpreter_provided", "care.left_without_being_seen",
    "care.wait_to_provider",
)  # fmt: skip
NOMINAL = 0.05
YEAR = Period.parse("2025")


def counted(session: Session, measure: Measure) -> Iterator[tuple[Counts, Rows | None]]:
    """Give what is counted of a measure by each of its views."""
    views = tuple(by_name(view) for view in measure.stratify_by)
    if isinstance(measure.unit_of_analysis, Unit):
        session.prepare((measure,))
        yield from ((counts, None) for counts in count(session, (measure,), (YEAR,), views))
    else:
        yield from ((one.counts, one.rows) for one in gather(session, measure, YEAR, views))


def families(seeds: Iterable[int], patients: int) -> tuple[Counter[str], Counter[str]]:
    """Give how many null families of each measure are flagged, and how many each has."""
    flagged: Counter[str] = Counter()
    looked: Counter[str] = Counter()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            made = system.write(home / "exports", patients=patients, seed=seed, years=1, gaps=())
            sources = [Source(made.fhir, "fhir"), Source(made.tables, "csv", "main", made.mapping)]
            report = ingest(home / "store", sources, today=date(2026, 6, 1))
            assert report.dataset is not None
            with Session(report.dataset, None, threads=1) as session:
                for measure in map(find, MEASURES):
                    for counts, rows in counted(session, measure):
                        grades = judge(measure, counts, (), rows).grade
                        looked[measure.key] += 1
                        flagged[measure.key] += bool({"A", "B"} & set(grades))
    return flagged, looked


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=200)
    asked.add_argument("--first", type=int, default=1000, help="the first seed")
    asked.add_argument("--patients", type=int, default=2000)
    given = asked.parse_args()
    flagged, looked = families(range(given.first, given.first + given.seeds), given.patients)
    for key in MEASURES:
        error = (NOMINAL * (1 - NOMINAL) / looked[key]) ** 0.5
        share = flagged[key] / looked[key]
        verdict = "holds" if share <= NOMINAL + 3 * error else "FAILS"
        print(f"{key:34} {flagged[key]:4} of {looked[key]}  {share:6.1%}  {verdict}")
    every = looked.total()
    error = (NOMINAL * (1 - NOMINAL) / every) ** 0.5
    share = flagged.total() / every
    verdict = "holds" if share <= NOMINAL + 3 * error else "FAILS"
    print(f"all: {flagged.total()} of {every} null families flagged ({share:.1%})")
    print(f"nominal {NOMINAL:.0%}, Monte Carlo error {error:.2%}: {verdict}")


if __name__ == "__main__":
    main()
