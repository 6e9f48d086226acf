"""Time all measures of work over 100,000 staff and ten years: from a published store to verdicts.

The exports are made up and taken in first; both are printed and neither counts. One audit of one
year with the years before it goes the whole way: queries, methods, verdicts, disclosure, findings.

    python -m benchmarks.speed.staff [--staff 100000] [--rounds 1] [--home FOLDER] [--page]

With --home a store that stands there already is taken as it is: making it takes the longest.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.speed.clock import timed, told

from commonweal.findings.audit import Question, audit
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.intake.versions import open_current
from commonweal.kinds import Period
from commonweal.measures.registry import every_measure
from commonweal.sample.workforce.system import write
from commonweal.sample.written import Written
from commonweal.tables.dataset import Dataset
from commonweal.vision.vision import Vision

TARGET = 60.0
YEAR = Period.parse("2025")


def main() -> None:
    """Read the options, time and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--staff", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--home", type=Path, help="folder that keeps exports and store")
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        body = [] if (home / "store" / "CURRENT").is_file() else _made(home, options.staff)
        dataset = open_current(home / "store")
        audited = timed(lambda: _found(dataset), options.rounds)
    what = f"{options.staff:,} staff, ten years: all measures of work, {audited.found}"
    told("staff", [*body, audited.line(what, f"{TARGET:g}")], options.page)


def _made(home: Path, staff: int) -> list[list[str]]:
    """Write and take in what is measured; give two lines that say how long it took."""
    exports = home / "exports"
    written = timed(lambda: write(exports, size=staff), 1)
    assert isinstance(written.found, Written)
    source = Source(exports, "csv", mapping=written.found.mapping)
    load: Callable[[], object] = lambda: ingest(  # noqa: E731  typed
        home / "store", [source], today=date(2026, 6, 1)
    )
    taken = timed(load, 1)
    lines = sum(many for _, many in written.found.rows)
    return [
        written.line(f"(writing {lines:,} lines of exports)"),
        taken.line("(taking them in)"),
    ]


def _found(dataset: Dataset) -> str:
    """Audit one year; say how much was found."""
    measures = tuple(one for one in every_measure() if one.key.startswith("workforce."))
    answer = audit(Question(dataset, YEAR, measures), Vision("Ours", "en", ()))
    computed = sum(one.computable for one in answer.audit.findings)
    return f"{len(measures)} measures, {computed} findings"


if __name__ == "__main__":
    main()
