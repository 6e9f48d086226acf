"""Read results that another engine computed, and figures that were submitted, without a mapping.

The columns have standard names; which of them a file has says what it holds. What the institution
says of its measures, such as which way is better, comes in a small TOML file beside them.
"""

from __future__ import annotations

import csv
import glob
import io
import json
import re
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow.parquet as pq

from commonweal.intake.context import Context
from commonweal.intake.files import CSV_NAME, FileRecord, listed
from commonweal.intake.heads import clue
from commonweal.intake.lines import open_text
from commonweal.intake.mapped.reader import read_mapped
from commonweal.intake.resume.keeper import Keeper
from commonweal.intake.said import read_about
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

RESULTS = {
    "patient_id": "patient_key", "person_id": "patient_key", "encounter_id": "encounter_key",
    "measure_id": "measure_id", "measure_version": "measure_version",
    "in_denominator": "in_denominator", "excluded": "excluded", "in_numerator": "in_numerator",
    "value": "value", "unit": "unit", "period_start": "period_start", "period_end": "period_end",
    "site": "site",
}  # fmt: skip
FIGURES = {
    name: name for name in (
        "measure_id", "measure_version", "period_start", "period_end", "population", "site",
        "denominator", "exclusions", "exclusions_inside", "numerator", "rate", "unit",
    )
}  # fmt: skip
_OF_RESULTS = {"in_denominator", "in_numerator", "value"}
_OF_FIGURES = {"denominator", "numerator", "exclusions", "rate"}
_NEEDED = (
    ({"measure_id"}, "measure_id"), ({"person_id", "patient_id", "encounter_id"}, "person_id"),
    ({"period_start"}, "period_start"), ({"period_end"}, "period_end"),
    ({"in_numerator", "value"}, "in_numerator"), ({"in_denominator", "value"}, "in_denominator"),
)  # fmt: skip
_DELIMITERS = ",\t|;"
_HEADER = 1 << 16


def read_results(
    path: Path,
    staging: Staging,
    context: Context,
    *,
    files: list[FileRecord],
    keeper: Keeper | None = None,
) -> set[str]:
    """Read files of results and of submitted figures, or what is said of their measures.

    path: a folder or one file: text with delimiters, plain or gz, or Parquet; or one TOML file
        that says what the measures are
    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources
    keeper: keeps what was read, file by file
    Gives the tables that the files held.
    Fails with Problem "results-columns" where a file has not the columns that it needs,
    "about-unreadable", or as `read_mapped` does.
    """
    if path.suffix == ".toml":
        read_about(path, staging, context, files)
        return {"reported_measure"}
    parts = [_part(file) for file in listed(path, CSV_NAME)]
    with _written("\n".join(parts)) as mapping:
        return read_mapped(path, mapping, staging, context, files=files, keeper=keeper)


def _part(path: Path) -> str:
    """Write the part of a mapping that reads one file: the columns that it has."""
    delimiter, header = _header(path)
    folded = {name.strip().casefold(): name.strip() for name in header}
    named = set(folded)
    table, columns = "measure_result", RESULTS
    if not named & _OF_RESULTS and named & _OF_FIGURES:
        table, columns = "submitted_figure", FIGURES
    _check(path.name, table, header)
    found = {ours: folded[theirs] for theirs, ours in columns.items() if theirs in folded}
    lines = [f"{ours} = {_quoted(theirs)}" for ours, theirs in found.items()]
    name = glob.escape(path.name.removesuffix(".gz"))
    head = ["[[file]]", f"name = {_quoted(name)}", f'table = "{table}"']
    return "\n".join([*head, *delimiter, "[file.columns]", *lines, ""])


def _check(name: str, table: str, header: list[str]) -> None:
    named = {cell.strip().casefold() for cell in header}
    needed = _NEEDED if table == "measure_result" else _NEEDED[:1]
    missing = [said for any_of, said in needed if not named & any_of]
    if missing:
        raise Problem(
            "results-columns",
            f"The file {name} lacks columns that results need: {', '.join(missing)}.{clue(header)}",
            "Name the columns as the how-to page on results says, or map the file with --mapping.",
        )


def _header(path: Path) -> tuple[list[str], list[str]]:
    """Give how the cells of a file are parted, for the mapping, and the names of its columns."""
    if path.suffix.lower() == ".parquet":
        try:
            return [], list(pq.read_schema(path).names)
        except (OSError, ValueError):
            return [], []
    try:
        with open_text(path) as handle:
            content = _first(handle)
    except (EOFError, OSError, zlib.error):
        return [], []
    line = re.split("[\r\n]", content.decode("utf-8-sig", "replace").lstrip("\r\n"), maxsplit=1)[0]
    delimiter = max(_DELIMITERS, key=line.count)
    return [f"delimiter = {_quoted(delimiter)}"], next(
        csv.reader(io.StringIO(line), delimiter=delimiter), []
    )


def _first(handle: IO[bytes]) -> bytes:
    """Give the first line that holds anything, and no more: what follows it may be broken."""
    while (line := handle.readline(_HEADER)) and not line.strip():
        pass
    return line


@contextmanager
def _written(text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="commonweal-results-") as folder:
        path = Path(folder) / "results.toml"
        path.write_text(text, encoding="utf-8")
        yield path


def _quoted(text: str) -> str:
    """Write text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False)
