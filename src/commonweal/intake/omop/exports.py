"""Find the files of an OMOP export, and say which table each holds and how it is written."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.intake.heads import clue
from commonweal.intake.lines import open_text
from commonweal.intake.omop.cdm import NOT_READ, READ, CdmTable
from commonweal.kinds import Problem

_NAME = re.compile(
    r"([a-z_]+?)(?:[._-]?[0-9])*\.(?:(?:csv|tsv|txt)(?:\.gz)?|parquet)", re.IGNORECASE
)
_DELIMITERS = ",\t|;"
_LONGEST_HEADER = 1 << 20


@dataclass(frozen=True)
class Export:
    """Say what one file holds.

    path: the file
    table: which table of the model
    columns: (short name, place in the file or name in the Parquet file); what the file lacks is
        not here
    width: columns of the file
    delimiter: between cells; "" for Parquet
    """

    path: Path
    table: CdmTable
    columns: tuple[tuple[str, int | str], ...]
    width: int
    delimiter: str

    def place(self, name: str) -> int | str | None:
        """Give where a short name stands in the file, or None."""
        return dict(self.columns).get(name)


def found(path: Path) -> list[tuple[Path, str]]:
    """Give the files of a source that are named for a table, with its name; sorted by file.

    path: a folder or one file
    Fails with Problem "source-missing" or "source-empty".
    """
    if not path.exists():
        raise Problem(
            "source-missing", f"There is nothing at {path}.", "Name a folder or a file that exists."
        )
    files = [path] if path.is_file() else sorted(one for one in path.iterdir() if one.is_file())
    named = [(file, table) for file in files if (table := table_of(file.name))]
    if not any(table in READ for _, table in named):
        raise Problem(
            "source-empty",
            f"There is no table of the OMOP model at {path}.",
            "Name a folder of files such as person.csv, VISIT_OCCURRENCE.csv.gz or "
            "measurement.parquet.",
        )
    return named


def table_of(name: str) -> str:
    """Give the table of the model that a file is named for, or "".

    name: such as PERSON.csv, measurement.csv.gz or measurement_003.parquet
    """
    form = _NAME.fullmatch(name)
    table = form[1].casefold().rstrip("_") if form else ""
    return table if table in READ or table in NOT_READ else ""


def look(path: Path, name: str) -> Export:
    """Read the head of a file.

    path: the file
    name: of the table it holds
    Fails with Problem "omop-column-missing", "omop-column-repeated" or "omop-unreadable".
    """
    table = READ[name]
    parquet = path.suffix.casefold() == ".parquet"
    delimiter, head = ("", _parquet_head(path)) if parquet else _head(path)
    folded = [cell.strip().casefold() for cell in head]
    places: list[tuple[str, int | str]] = []
    for short, names in table.columns:
        at = next((folded.index(option) for option in names if option in folded), None)
        if at is not None:
            _check_once(path, folded, at)
            places.append((short, head[at] if parquet else at))
        elif short in table.needed:
            raise Problem(
                "omop-column-missing",
                f"The file {path.name} has no column '{names[0]}'.{clue(head)}",
                "Ask for the whole table, with the column names of the model in its first line.",
            )
    return Export(path, table, tuple(places), len(head), delimiter)


def _check_once(path: Path, folded: list[str], at: int) -> None:
    if folded.count(folded[at]) > 1:
        raise Problem(
            "omop-column-repeated",
            f"The file {path.name} has several columns '{folded[at]}'.",
            "Ask for the table with each of its columns once.",
        )


def unreadable(path: Path) -> Problem:
    """Say that a file can not be read at all.

    path: the file
    """
    return Problem(
        "omop-unreadable",
        f"The file {path.name} can not be read as CSV or Parquet.",
        "Ask for the file again, as UTF-8 text with one kind of line end throughout, or Parquet.",
    )


def _parquet_head(path: Path) -> list[str]:
    try:
        schema = pq.read_schema(path)
    except (OSError, ValueError):
        raise unreadable(path) from None
    # a column that holds no single value is none of the model
    return ["" if pa.types.is_nested(field.type) else field.name for field in schema]


def _head(path: Path) -> tuple[str, list[str]]:
    try:
        with open_text(path) as handle:
            line = handle.readline(_LONGEST_HEADER)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise unreadable(path) from None
    text = line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").rstrip("\r\n")
    delimiter = max(_DELIMITERS, key=text.count)
    try:
        return delimiter, next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:  # a line end within the line, or a cell beyond all bounds
        raise unreadable(path) from None
