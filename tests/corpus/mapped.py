"""Bad exports in tables of an institution's own, and mappings that can not be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.corpus.case import MARK, Case, Count, Write, files, zipped

MAPPING = """
[[file]]
name = "people.*"
table = "patient"
columns = { patient_key = "id", birth = "born", zip5 = "zip", deceased = "died" }
[[file]]
name = "visits.*"
table = "encounter"
[file.columns]
encounter_key = "id"
patient_key = "person"
visit_class = { column = "kind", map = { O = "AMB", I = "IMP" } }
start = "from"
[[file]]
name = "results.*"
table = "observation"
columns = { observation_key = "id", patient_key = "person", value_num = "value" }
"""
HEAD = "id,born,zip,died\n"
GOOD = f"{HEAD}{MARK}-a,1980-02-03,02118,no\n{MARK}-b,1990-01-01,02119,no\n"
VISITS = f"id,person,kind,from\n{MARK}-v,{MARK}-a,O,2020-03-01T10:00\n"
RESULTS = f"id,person,value\n{MARK}-r,{MARK}-a,7\n"
ROWS_OF_GOOD = GOOD.removeprefix(HEAD)
WHOLE: Count = (2, 2, 0, 0)


def _case(name: str, write: Write, refused: str = "", **wanted: Any) -> Case:
    return Case(name, "csv", write, refused, **wanted)


def _with(mapping: str = MAPPING, **content: bytes | str | None) -> Write:
    return files(mapping__toml=mapping, **content)


def _row(name: str, bad: bytes | str, reason: str = "malformed", lines: int = 1) -> Case:
    """Put one bad row after two good ones: it is set aside, and they are kept."""
    raw = bad.encode() if isinstance(bad, str) else bad
    return _case(name, _with(people__csv=GOOD.encode() + raw + b"\n"), aside={reason: lines},
                 files={"people.csv": (2 + lines, 2, lines, 0)})  # fmt: skip


def _cell(name: str, row: str, mark: str, rows: int = 1) -> Case:
    """Put one odd cell into a row: the row is kept, the cell is missing, and marked."""
    return _case(name, _with(people__csv=GOOD + row + "\n"), marks={mark: rows},
                 files={"people.csv": (3, 3, 0, 0)})  # fmt: skip


def _visit(name: str, row: str, mark: str) -> Case:
    return _case(name, _with(people__csv=GOOD, visits__csv=VISITS + row + "\n"), marks={mark: 1},
                 files={"visits.csv": WHOLE})  # fmt: skip


def _result(name: str, value: str, mark: str) -> Case:
    return _case(name, _with(people__csv=GOOD, results__csv=f"{RESULTS}s,{MARK}-a,{value}\n"),
                 marks={mark: 1}, files={"results.csv": WHOLE})  # fmt: skip


def _kept(name: str, content: bytes | str, count: Count = WHOLE) -> Case:
    return _case(name, _with(people__csv=content), files={"people.csv": count})


def _mapping(name: str, mapping: bytes | str, refused: str) -> Case:
    return _case(name, files(mapping__toml=mapping, people__csv=GOOD), refused)


def _parquet(table: Callable[[], pa.Table]) -> Write:
    def write(folder: Path) -> None:
        _with()(folder)
        pq.write_table(table(), folder / "people.parquet")

    return write


def _columns(**columns: list[Any]) -> Callable[[], pa.Table]:
    return lambda: pa.table(columns)


ID = f"{MARK}-c"
FILES = (
    _case("a folder without tables", _with(), "source-empty"),
    _case("a table that the mapping does not name", _with(else__csv=GOOD), "source-empty"),
    _case("a table without any line", _with(people__csv=""), "mapping-column-missing"),
    _kept("a table of headings alone", HEAD, (0, 0, 0, 0)),
    _case("a table without its headings", _with(people__csv=GOOD.removeprefix(HEAD)),
          "mapping-column-missing"),
    _case("a column that is not there", _with(people__csv=GOOD.replace("born", "b")),
          "mapping-column-missing"),
    _case("a heading that stands twice", _with(people__csv=GOOD.replace("zip", "born")),
          "mapping-column-repeated"),
    _case("a heading that is read and stands twice",
          _with(people__csv=GOOD.replace("zip,died", "born,zip,died", 1)
                .replace(",02118", ",,02118").replace(",02119", ",,02119")),
          "mapping-column-repeated"),
    _case("cells parted by another character", _with(people__csv=GOOD.replace(",", ";")),
          "mapping-column-missing"),
    _kept("headings in capitals and with blanks", GOOD.replace("id,born", " ID , Born ", 1)),
    _kept("three thousand columns nobody asked for", "\n".join(
        line + ("," + ",".join(f"x{n}" for n in range(3000)))
        for line in GOOD.splitlines()) + "\n"),
    _kept("blank lines between rows", GOOD.replace("\n", "\n\n")),
    _kept("line ends of Windows", GOOD.replace("\n", "\r\n")),
    _kept("a byte order mark", b"\xef\xbb\xbf" + GOOD.encode()),
    _kept("no line end after the last row", GOOD.rstrip("\n")),
    _case("a table in UTF-16", _with(people__csv=GOOD.encode("utf-16")), "mapping-column-missing"),
    _case("a spreadsheet named as a text", _with(people__csv=b"PK\3\4\0\0\1\2" * 9),
          "mapping-column-missing"),
    _case("a page of the web", _with(people__csv="<html><body>Sign in</body></html>\n"),
          "mapping-column-missing"),
    _case("JSON named as a table", _with(people__csv='{"id": "a"}\n'), "mapping-column-missing"),
    _case("a gz that breaks off", _with(people__csv__gz=zipped(HEAD + ROWS_OF_GOOD * 30)[:-9]),
          broken=("people.csv.gz",)),
    _case("no gz at all", _with(people__csv__gz=GOOD), "mapping-column-missing"),
    _case("a gz that unpacks to 200 MB in one cell", _with(
        people__csv__gz=zipped(GOOD.encode() + b'"' + b"x" * 200_000_000 + b'",,,\n')),
        aside={"malformed": 1}, files={"people.csv.gz": (3, 2, 1, 0)}),
)  # fmt: skip

ROWS = (
    _row("a row of too few cells", f"{ID},1980-01-01", "wrong_field_count"),
    _row("a row of too many cells", f"{ID},1980-01-01,02118,no,no", "wrong_field_count"),
    _row("a row without its id", ",1980-01-01,02118,no", "no_id"),
    _row("a row with a blank id", "  ,1980-01-01,02118,no", "no_id"),
    _row("a row whose id says that it is not available", "NA,1980-01-01,02118,no", "no_id"),
    _row("a row of a warehouse for nobody", "-1,1980-01-01,02118,no", "no_id"),
    _row("a NUL inside a row", f"{ID},19\0,02118,no"),
    _row("a byte of another encoding", ID.encode() + b",1980-01-01,\xe9,no"),
    _row("a quote that does not end", f'"{ID},1980-01-01,02118,no'),
    _row("a cell of two million letters", f"{ID},{'x' * 2_000_000},02118,no"),
    _kept("a cell that goes on in the next line",
          GOOD + f'"{ID}\nx",1980-01-01,02118,no\n', (3, 3, 0, 0)),
    _case("more bad rows than may be", _with(people__csv=GOOD + "x\n" * 11), "file-refused"),
    _case("nothing but bad rows", _with(people__csv=HEAD + "x\n" * 3), "source-nothing-read"),
)  # fmt: skip

CELLS = (
    _cell("a thirteenth month", f"{ID},1980-13-02,02118,no", "patient date_unreadable"),
    _cell("a thirtieth of February", f"{ID},1980-02-30,02118,no", "patient date_unreadable"),
    _cell("a date of another order", f"{ID},02/03/1980,02118,no", "patient date_unreadable"),
    _cell("the day on which spreadsheets begin", f"{ID},29221,02118,no",
          "patient date_unreadable"),
    _cell("a birth to come", f"{ID},2999-01-01,02118,no", "patient birth_in_future"),
    _cell("a flag that is neither", f"{ID},1980-01-01,02118,perhaps", "patient flag_unreadable"),
    _cell("a formula where a flag should be", f"{ID},1980-01-01,02118,=1+1",
          "patient flag_unreadable"),
    _cell("one id twice, other content", f"{MARK}-a,1999-01-01,02118,no", "patient dup_conflict"),
    _visit("a word that the mapping does not name", f"w,{MARK}-a,Z,2020-03-01",
           "encounter value_unmapped"),
    _visit("an hour that is not", f"w,{MARK}-a,O,2020-03-01T25:00", "encounter date_unreadable"),
    _visit("a visit of nobody known", "w,nobody,O,2020-03-01", "encounter orphan"),
    _result("a number in words", "high", "observation number_unreadable"),
    _result("a number with a comma", '"7,2"', "observation number_unreadable"),
    _result("not a number", "NaN", "observation number_unreadable"),
    _result("a number beyond all numbers", "1e999", "observation number_unreadable"),
    _result("a formula where a number should be", "=2+2", "observation number_unreadable"),
    _case("ids that are formulas and statements", _with(people__csv=GOOD + "".join(
        f"{one},1980-01-01,02118,no\n" for one in
        ("=cmd()", "@SUM(A1)", "+1", "-1+1", "'; DROP TABLE patient; --", "../../x"))),
        files={"people.csv": (8, 8, 0, 0)}),
    _case("too many rows that point at nobody", _with(
        people__csv=GOOD, visits__csv=VISITS + "".join(
            f"w{n},x{n},O,2020-03-01\n" for n in range(11))), "orphans-too-many"),
)  # fmt: skip

MAPPINGS = (
    _case("no mapping", files(people__csv=GOOD), "mapping-missing"),
    _mapping("a format of dates that is none", MAPPING.replace(
        'birth = "born"', 'birth = { column = "born", format = "MM/DD/YYYY" }'),
        "mapping-unreadable"),
    _mapping("a format that tells no half of the day", MAPPING.replace(
        'start = "from"', 'start = { column = "from", format = "%m/%d/%Y %I:%M" }'),
        "mapping-unreadable"),
    _mapping("births by two digits of year", MAPPING.replace(
        'birth = "born"', 'birth = { column = "born", format = "%m/%d/%y" }'),
        "mapping-unreadable"),
    _mapping("a mapping that is no TOML", "name = ", "mapping-unreadable"),
    _mapping("a mapping in another encoding", b'x = "\xe9"', "mapping-unreadable"),
    _mapping("a mapping without files", 'title = "x"', "mapping-unreadable"),
    _mapping("a mapping of an unknown table", MAPPING.replace('"patient"', '"ship"'),
             "mapping-unknown"),
    _mapping("a mapping of an unknown column", MAPPING.replace("zip5 =", "shoe_size ="),
             "mapping-unknown"),
    _mapping("a mapping that names a missing column", MAPPING.replace('"born"', '"birthday"'),
             "mapping-column-missing"),
    _mapping("a mapping of an unknown encoding",
             MAPPING.replace('table = "patient"', 'table = "patient"\nencoding = "klingon"'),
             "mapping-unknown"),
    _mapping("a column of two sources",
             MAPPING.replace('birth = "born"', 'birth = { column = "born", constant = "x" }'),
             "mapping-unreadable"),
    _mapping("a setting that is a number", MAPPING.replace('"born"', "7"), "mapping-unreadable"),
    _mapping("a delimiter of two letters",
             MAPPING.replace('table = "patient"', 'table = "patient"\ndelimiter = "||"'),
             "mapping-unreadable"),
    _mapping("a zone that is not",
             MAPPING.replace('table = "patient"', 'table = "patient"\nzone = "Mars/North"'),
             "zone-unknown"),
)  # fmt: skip

PARQUET = (
    _case("a Parquet file that is text", _with(people__parquet=GOOD), "parquet-unreadable"),
    _case("an empty Parquet file", _with(people__parquet=b""), "parquet-unreadable"),
    _case("a Parquet file that breaks off", _with(people__parquet=b"PAR1" + b"\0" * 40),
          "parquet-unreadable"),
    _case("a Parquet file without a column", _parquet(_columns(id=["a"], born=["1980"])),
          "mapping-column-missing"),
    _case("Parquet of other types than a mapping thinks", _parquet(_columns(
        id=[1, 2, None], born=[19800101, 19900101, 19990101], zip=[2118, 2119, 2120],
        died=[True, False, None])),
        aside={"no_id": 1}, files={"people.parquet": (3, 2, 1, 0)}),
)  # fmt: skip

CASES = (*FILES, *ROWS, *CELLS, *MAPPINGS, *PARQUET)
