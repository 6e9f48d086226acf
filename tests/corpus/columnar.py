"""Bad exports as Parquet: of an institution's own tables, and of OMOP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.corpus.case import MARK, Case, Count, Write, files
from tests.corpus.mapped import MAPPING

NAMES = {"csv": "people.parquet", "omop": "person.parquet"}
WHOLE: Count = (2, 2, 0, 0)
SAME = 3000


def _people(**columns: Any) -> pa.Table:
    given: dict[str, Any] = {
        "id": [f"{MARK}-a", f"{MARK}-b"], "born": ["1980-02-03", "1990-01-01"],
        "zip": ["02118", "02119"], "died": ["no", "no"],
    }  # fmt: skip
    return pa.table(given | columns)


def _persons(**columns: Any) -> pa.Table:
    given: dict[str, Any] = {
        "person_id": [1, 2], "gender_concept_id": [8532, 8507], "year_of_birth": [1980, 1990],
        "month_of_birth": [2, 1], "day_of_birth": [3, 1], "race_concept_id": [8516, 8527],
        "ethnicity_concept_id": [0, 0], "gender_source_value": ["F", "M"],
    }  # fmt: skip
    return pa.table(given | columns)


def _same(text: str) -> pa.Array:
    """Give one text in every row: small in the file, large when it is unpacked."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * SAME, pa.int32()), pa.array([text]))


def _written(table: Callable[[], pa.Table], name: str, cut: int = 0, **options: Any) -> Write:
    def write(folder: Path) -> None:
        if name == NAMES["csv"]:
            (folder / "mapping.toml").write_text(MAPPING)
        pq.write_table(table(), folder / name, **options)
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) - cut])

    return write


def _misnamed(table: Callable[[], pa.Table], name: str, column: str) -> Write:
    """Write a file in which the name of a column is no UTF-8."""

    def write(folder: Path) -> None:
        _written(table, name, store_schema=False)(folder)
        content = (folder / name).read_bytes()
        odd = content.replace(column.encode(), b"\xe4" + column.encode()[1:])
        (folder / name).write_bytes(odd)

    return write


def _case(
    kind: str, name: str, table: Callable[[], pa.Table], refused: str = "",
    count: Count | None = None, **wanted: Any,
) -> Case:  # fmt: skip
    counts = {} if refused or count is None else {NAMES[kind]: count}
    return Case(name, kind, _written(table, NAMES[kind]), refused, files=counts, **wanted)


def _both(name: str, people: Callable[[], pa.Table], persons: Callable[[], pa.Table],
          count: Count = WHOLE, **wanted: Any) -> tuple[Case, Case]:  # fmt: skip
    name = f"Parquet: {name}"
    return (_case("csv", name, people, count=count, **wanted),
            _case("omop", name, persons, count=count, **wanted))  # fmt: skip


def _two(folder: Path) -> None:
    _written(_people, "people.parquet")(folder)
    (folder / "mapping.toml").write_text(MAPPING.replace("people.*", "people*"))
    born = [date(1980, 1, 1), None]
    pq.write_table(_people(id=[3, 4], born=born), folder / "people2.parquet")


PAIRS = (
    _both("ids that are gaps or no numbers",
          lambda: _people(id=[1.0, float("nan")]), lambda: _persons(person_id=[1.0, float("nan")]),
          (2, 1, 1, 0), aside={"no_id": 1}),
    _both("ids that were rounded", lambda: _people(id=[1.2345e17, 1.5]),
          lambda: _persons(person_id=["1.2345e+17", "2"]), (2, 1, 1, 0), aside={"no_id": 1}),
    _both("ids that are words for none", lambda: _people(id=["NULL", "a"]),
          lambda: _persons(person_id=["NULL", "1"]), (2, 1, 1, 0), aside={"no_id": 1}),
    _both("ids as decimal numbers", lambda: _people(id=[Decimal("1.00"), Decimal("2.00")]),
          lambda: _persons(person_id=[Decimal("1.00"), Decimal("2.00")])),
    _both("headings in capitals",
          lambda: _people().rename_columns([name.upper() for name in _people().column_names]),
          lambda: _persons().rename_columns([name.upper() for name in _persons().column_names])),
    _both("no row at all", lambda: _people().slice(0, 0), lambda: _persons().slice(0, 0),
          (0, 0, 0, 0)),
    _both("an element of many parts that nobody asked for",
          lambda: _people(x=[{"a": 1}, {"a": 2}]), lambda: _persons(x=[{"a": 1}, {"a": 2}])),
    _both("three thousand columns nobody asked for",
          lambda: _people(**{f"x{n}": [n, n] for n in range(3000)}),
          lambda: _persons(**{f"x{n}": [n, n] for n in range(3000)})),
    _both("one id twice, other content", lambda: _people(id=["a", "a"]),
          lambda: _persons(person_id=[1, 1]), marks={"patient dup_conflict": 1}),
    _both("ids that are formulas", lambda: _people(id=["=cmd()", "@SUM(A1)"]),
          lambda: _persons(person_id=["=cmd()", "@SUM(A1)"])),
    _both("births on days that stand for no day",
          lambda: _people(born=[date(1900, 1, 1), date(1, 1, 1)]),
          lambda: _persons(year_of_birth=[1900, 1753], month_of_birth=[1, 1], day_of_birth=[1, 1]),
          marks={"patient birth_implausible": 2}),
    _both("a NUL inside a cell", lambda: _people(born=["19\0", "1990-01-01"]),
          lambda: _persons(person_id=["1\0", "2"]), (2, 1, 1, 0), aside={"malformed": 1}),
)  # fmt: skip
CSV = (
    _case("csv", "one text of 1 MB in three thousand rows", lambda: _people(
        id=[str(n) for n in range(SAME)], born=_same("x" * 1_000_000), zip=["02118"] * SAME,
        died=["no"] * SAME), "source-nothing-read"),
    _case("csv", "a text that is not UTF-8", lambda: _people(
        id=pa.array([b"a", b"\xff"]).view(pa.string())), count=(2, 1, 1, 0),
        aside={"malformed": 1}),
    _case("csv", "ids that are bytes", lambda: _people(id=[b"a", b"b"]), "column-type-unknown"),
    _case("csv", "an element of many parts that is asked for",
          lambda: _people(born=[{"a": 1}, {"a": 2}]), "column-type-unknown"),
    _case("csv", "a Parquet column that stands twice", lambda: pa.table(
        [["a"], ["1980"], ["1981"], ["02118"], ["no"]],
        names=["id", "born", "born", "zip", "died"]), "mapping-column-repeated"),
    _case("csv", "an instant beyond all years", lambda: _people(
        born=pa.array([2**53, 0], pa.timestamp("ms"))), count=WHOLE,
        marks={"patient date_unreadable": 1}),
    Case("Parquet files whose columns are of other types", "csv", _two,
         files={"people.parquet": WHOLE, "people2.parquet": WHOLE}),
    Case("a Parquet file without its end", "csv", _written(_people, NAMES["csv"], cut=30),
         "parquet-unreadable"),
    Case("a Parquet column whose name is not UTF-8", "csv",
         _misnamed(_people, NAMES["csv"], "died"), "parquet-unreadable"),
    Case("an encrypted Parquet file", "csv", files(
        mapping__toml=MAPPING, people__parquet=b"PARE" + b"\0" * 60 + b"\x20\0\0\0PARE"),
        "parquet-unreadable"),
)  # fmt: skip
OMOP = (
    _case("omop", "one text of 1 MB in three thousand rows", lambda: _persons(
        person_id=list(range(SAME)), gender_source_value=_same("x" * 1_000_000),
        **{name: [0] * SAME for name in _persons().column_names[1:-1]}), count=(SAME, SAME, 0, 0)),
    _case("omop", "ids that are endless", lambda: _persons(person_id=["1" * 5000, "2"]),
          count=(2, 1, 1, 0), aside={"no_id": 1}),
    _case("omop", "ids of many parts", lambda: _persons(person_id=[{"a": 1}, {"a": 2}]),
          "omop-column-missing"),
    _case("omop", "a Parquet table without its id",
          lambda: _persons().drop_columns(["person_id"]), "omop-column-missing"),
    Case("a Parquet file without its end", "omop", _written(_persons, NAMES["omop"], cut=30),
         "omop-unreadable"),
    Case("a Parquet column whose name is not UTF-8", "omop",
         _misnamed(_persons, NAMES["omop"], "gender_source_value"), "omop-unreadable"),
    Case("a Parquet file that is text", "omop", files(person__parquet="person_id\n1\n"),
         "omop-unreadable"),
    Case("an empty Parquet file", "omop", files(person__parquet=b""), "omop-unreadable"),
    *(Case(f"Parquet packed by {how}", "omop", _written(_persons, NAMES["omop"], compression=how),
           files={NAMES["omop"]: WHOLE}) for how in ("zstd", "brotli")),
)  # fmt: skip
MAPPED_CASES = (*(first for first, _ in PAIRS), *CSV)
OMOP_CASES = (*(second for _, second in PAIRS), *OMOP)
