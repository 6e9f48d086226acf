"""Time every measure of work on a made-up staff of ten years, once it is taken in.

    python benchmarks/speed/workforce.py --people 100000

The target is a minute for all of them together, by three views each, on two cores.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import Source, ingest
from commonweal.kinds import Period
from commonweal.measures.registry import every_measure
from commonweal.sample.workforce.system import write
from commonweal.tables.views import by_name

YEAR = Period.parse("2025")
ROSTERS = {"staff", "applicant", "position"}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=100_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        begun = time.perf_counter()
        made = write(home / "exports", size=given.people)
        print(f"written in {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        source = Source(made.folder, "csv", mapping=made.mapping)
        report = ingest(home / "store", [source], today=date(2026, 1, 2))
        assert report.dataset is not None
        print(f"taken in in {time.perf_counter() - begun:.1f} s, {sum(report.rows.values())} rows")
        total = 0.0
        with Session(report.dataset, None) as session:
            for measure in every_measure():
                if not measure.key.startswith("workforce.") or measure.needs[0] not in ROSTERS:
                    continue
                begun = time.perf_counter()
                views = tuple(by_name(view) for view in measure.stratify_by)
                for one in gather(session, measure, YEAR, views):
                    judge(measure, one.counts, (), one.rows)
                spent = time.perf_counter() - begun
                total += spent
                print(f"{measure.key:36} {spent:6.2f} s")
        print(f"all: {total:.1f} s")


if __name__ == "__main__":
    main()
