"""Time the intake of OMOP CSV beside DuckDB, which only turns the same files into Parquet.

The made-up system is written as OMOP and copied many times over under new ids. The intake goes the
whole way: read, check, settle, write, publish.

    python -m benchmarks.speed.omop [--patients 5000] [--copies 10] [--rounds 3] [--page]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from datetime import date
from pathlib import Path

import duckdb
from benchmarks.speed.clock import timed, told
from duckdb import CaseExpression, ColumnExpression, ConstantExpression, sqltype

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.sample import system

TARGET = 0.5
SAME = ("location", "care_site", "concept")
STEP = 10_000_000


def copied(source: Path, folder: Path, copies: int) -> float:
    """Write every table of events many times over, and give the megabytes."""
    folder.mkdir()
    for path in sorted(source.glob("*.csv")):
        if path.stem in SAME:
            shutil.copy(path, folder)
            continue
        own = {f"{path.stem}_id", "person_id", "visit_occurrence_id"}
        with duckdb.connect() as connection:
            few = connection.read_csv(str(path), all_varchar=True)
            many = few.cross(connection.sql("SELECT n FROM range($1) AS t(n)", params=[copies]))
            cells = []
            for name in few.columns:
                cell = ColumnExpression(name)
                if name in own:
                    other = cell.cast(sqltype("BIGINT")) + ColumnExpression("n") * STEP
                    cell = CaseExpression(cell.isnull(), ConstantExpression(None)).otherwise(
                        other.cast(sqltype("VARCHAR"))
                    )
                cells.append(cell.alias(name))
            many.select(*cells).write_csv(str(folder / path.name), header=True)
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def plain(folder: Path, out: Path) -> None:
    """Turn every file into Parquet, as DuckDB does on its own."""
    with duckdb.connect() as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.read_csv(str(path)).write_parquet(str(out / f"{path.stem}.parquet"))


def taken(folder: Path, home: Path) -> int:
    """Take the files in to a fresh store, and give the lines that were taken in."""
    store = home / "store"
    shutil.rmtree(store, ignore_errors=True)
    report = ingest(store, [Source(folder, "omop")], today=date(2026, 6, 1))
    return sum(record.accepted for record in report.files)


def main() -> None:
    """Time both, and say how they compare."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--patients", type=int, default=5000)
    words.add_argument("--copies", type=int, default=10)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--page", action="store_true")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        system.write(home / "made", patients=asked.patients, omop=home / "few")
        size = copied(home / "few", home / "many", asked.copies)
        out = home / "plain"
        out.mkdir()
        peer = timed(lambda: plain(home / "many", out), asked.rounds)
        ours = timed(lambda: taken(home / "many", home), asked.rounds)
    share = peer.wall / ours.wall
    body = [
        peer.line(f"DuckDB {duckdb.__version__}: {size:.0f} MB of CSV to Parquet"),
        ours.line(f"Taken in and published: {ours.found:,} rows", f"{peer.wall / TARGET:.2f}"),
    ]
    more = f"The intake runs at {share:.2f} of the rate of DuckDB; the target is {TARGET}."
    told("omop", body, asked.page, more)


if __name__ == "__main__":
    main()
