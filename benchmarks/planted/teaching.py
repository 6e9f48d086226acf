"""Count false alarms of the measures of teaching: a made-up school in which nothing differs.

    python benchmarks/planted/teaching.py --seeds 200

A family is one measure by one view. At most 5 in 100 may have a grade of A or B; the counting
itself has an error, so a share fails when it lies above by more than three of its standard errors.
Coverage of the frame is left out: it is counted, and chance has no part in it.
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
from commonweal.measures.registry import every_measure
from commonweal.sample.teaching.system import write
from commonweal.tables.views import by_name

NOMINAL = 0.05
YEAR = Period.parse("2025")
Family = tuple[str, str]


def families(seeds: Iterable[int], size: int) -> tuple[Counter[Family], Counter[Family]]:
    """Give how often each null family is flagged, and how often it was looked at."""
    flagged: Counter[Family] = Counter()
    looked: Counter[Family] = Counter()
    measures = [one for one in every_measure() if one.key.startswith("teaching.")]
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            made = write(home / "exports", seed=seed, size=size, gaps=())
            source = Source(made.folder, "csv", mapping=made.mapping)
            report = ingest(home / "store", [source], today=date(2026, 6, 1))
            assert report.dataset is not None
            with Session(report.dataset, None, threads=1) as session:
                for measure in measures:
                    if measure.key == "teaching.coverage":
                        continue
                    views = tuple(by_name(view) for view in measure.stratify_by)
                    found = gather(session, measure, YEAR, views)
                    for view, one in zip(views, found, strict=True):
                        grades = judge(measure, one.counts, (), one.rows).grade
                        flagged[measure.key, view.key] += bool({"A", "B"} & set(grades))
                        looked[measure.key, view.key] += 1
    return flagged, looked


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=200)
    asked.add_argument("--first", type=int, default=1000)
    asked.add_argument("--size", type=int, default=600)
    given = asked.parse_args()
    flagged, looked = families(range(given.first, given.first + given.seeds), given.size)
    for family, times in sorted(looked.items()):
        print(f"{' by '.join(family):50} {flagged[family]:4} of {times}")
    total = looked.total()
    error = (NOMINAL * (1 - NOMINAL) / total) ** 0.5
    share = flagged.total() / total
    verdict = "at or under nominal" if share <= NOMINAL + 3 * error else "ABOVE nominal"
    print(f"{flagged.total()} of {total} null families flagged: {share:.4f}, nominal {NOMINAL}")
    print(f"Monte Carlo error {error:.4f}: {verdict}")


if __name__ == "__main__":
    main()
