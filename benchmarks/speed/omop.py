"""Time the intake of OMOP CSV beside DuckDB, which only turns the same files into Parquet.

A sample is written many times over under new ids, and then the made-up system, whose people have
few rows each. The intake goes the whole way: read, check, settle, write, publish. Each way runs in
a process of its own; its memory is the sum over all processes that it starts.

    python -m benchmarks.speed.omop SAMPLE [--copies 250] [--rounds 3] [--page]
"""

from __future__ import annotations

import statistics
import tempfile
from datetime import date
from pathlib import Path

import duckdb
from benchmarks.fuzz.page import put, rows
from benchmarks.speed.apart import again, asked, took
from benchmarks.speed.clock import PAGE, machine
from duckdb import CaseExpression, ColumnExpression, ConstantExpression, sqltype

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.sample import system

TARGET, MEMORY, AGAIN = 0.5, 600, 2
PROGRAM = "benchmarks.speed.omop"
PATIENTS, MADE_COPIES = 5_000, 10
STEP = 10_000_000
HEAD = ["What", "MB a second", "of the rate of DuckDB", "Target", "Seconds of the processor",
        "Peak MB", "Target"]  # fmt: skip


def copied(source: Path, folder: Path, copies: int) -> float:
    """Write every table about people many times over, and give the megabytes of all tables."""
    folder.mkdir()
    for path in sorted(source.glob("*.csv*")):
        table = path.name.partition(".")[0]
        own = {f"{table}_id", "person_id", "visit_occurrence_id", "visit_detail_id"}
        with duckdb.connect() as connection:
            few = connection.read_csv(str(path), all_varchar=True)
            if "person_id" not in few.columns:
                few.write_csv(str(folder / f"{table}.csv"), header=True)
                continue
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
            many.select(*cells).write_csv(str(folder / f"{table}.csv"), header=True)
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def plain(folder: Path, out: Path) -> None:
    """Turn every file into Parquet, as DuckDB does on its own."""
    with duckdb.connect() as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.read_csv(str(path)).write_parquet(str(out / f"{path.stem}.parquet"))


def ours(folder: Path, out: Path) -> None:
    """Take the files in to a fresh store."""
    ingest(out / "store", [Source(folder, "omop")], today=date(2026, 6, 1))


WAYS = {"plain": plain, "ours": ours}


def both(folder: Path, size: float, rounds: int, title: str, goals: bool) -> list[list[str]]:
    """Time both ways in turns; give a line of the table for each."""
    found = [{way: took(PROGRAM, way, folder) for way in WAYS} for _ in range(rounds)]
    wall, cpu, peak = (
        {way: statistics.median(one[way][n] for one in found) for way in WAYS} for n in range(3)
    )
    share = statistics.median(one["plain"][0] / one["ours"][0] for one in found)
    goal = (f"at least {TARGET}", f"under {MEMORY}") if goals else ("", "")
    return [
        [f"{title}: DuckDB {duckdb.__version__}, plain CSV to Parquet",
         f"{size / wall['plain']:.1f}", "", "", f"{cpu['plain']:.1f}", f"{peak['plain']}", ""],
        [f"{title}: commonweal, with all checks", f"{size / wall['ours']:.1f}", f"{share:.2f}",
         goal[0], f"{cpu['ours']:.1f}", f"{peak['ours']}", goal[1]],
    ]  # fmt: skip


def main() -> None:
    """Time both ways on both exports, and tell medians."""
    given = asked(__doc__.splitlines()[0], 250)
    if given.only:
        WAYS[given.only[0]](given.sample, Path(given.only[1]))
        return
    with tempfile.TemporaryDirectory() as place:
        many, thin = Path(place) / "many", Path(place) / "thin"
        size = copied(given.sample, many, given.copies)
        body = both(many, size, given.rounds, f"{size:.0f} MB of the sample", True)
        once_more = again(ours, many)
        system.write(Path(place) / "made", patients=PATIENTS, omop=Path(place) / "few")
        small = copied(Path(place) / "few", thin, MADE_COPIES)
        body += both(thin, small, given.rounds, f"{small:.0f} MB of the made-up system", False)
    more = (
        f"The same input again takes {once_more / size * 1000:.2f} s a GB; the target is {AGAIN}."
    )
    text = f"{rows(HEAD, body)}\n\n{more}\n\n{machine()}"
    print(text)
    if given.page:
        put({"omop": text}, PAGE)


if __name__ == "__main__":
    main()
