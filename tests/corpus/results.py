"""Bad files of results that another engine computed."""

from __future__ import annotations

from typing import Any

from tests.corpus.case import MARK, Case, Count, Write, files, zipped

HEAD = (
    "patient_id,measure_id,measure_version,in_denominator,excluded,in_numerator,"
    "period_start,period_end\n"
)
GOOD = (
    f"{HEAD}{MARK}-a,CMS165,1,1,0,1,2025-01-01,2025-12-31\n"
    f"{MARK}-b,CMS165,1,1,0,0,2025-01-01,2025-12-31\n"
)
WHOLE: Count = (2, 2, 0, 0)
LATE = "1,0,1,2025-01-01,2025-12-31"
NEXT = f"{MARK}-c,CMS165,1"


def _case(name: str, write: Write, refused: str = "", **wanted: Any) -> Case:
    return Case(name, "results", write, refused, **wanted)


def _kept(name: str, content: bytes | str) -> Case:
    return _case(name, files(results__csv=content), files={"results.csv": WHOLE})


def _aside(name: str, row: bytes | str, reason: str = "malformed") -> Case:
    raw = row.encode() if isinstance(row, str) else row
    return _case(name, files(results__csv=GOOD.encode() + raw + b"\n"), aside={reason: 1},
                 files={"results.csv": (3, 2, 1, 0)})  # fmt: skip


def _row(name: str, row: str, mark: str) -> Case:
    return _case(name, files(results__csv=f"{GOOD}{row}\n"), marks={mark: 1},
                 files={"results.csv": (3, 3, 0, 0)})  # fmt: skip


CASES = (
    _case("an empty folder", files(), "source-empty"),
    _case("a file without the columns that results need", files(results__csv="a,b\n1,2\n"),
          "results-columns"),
    _case("a file that says no measure", files(
        results__csv=GOOD.replace("measure_id", "indicator", 1)), "results-columns"),
    _case("a file that is no TOML", files(about__csv=GOOD, x__toml="="),
          files={"about.csv": (2, 2, 0, 0)}),
    _row("a flag that is neither", f"{NEXT},perhaps,0,1,2025-01-01,2025-12-31",
         "measure_result flag_unreadable"),
    _row("a formula where a flag should be", f"{NEXT},1,0,=1+1,2025-01-01,2025-12-31",
         "measure_result flag_unreadable"),
    _row("a period that is not", f"{NEXT},1,0,1,2025-13-01,2025-12-31",
         "measure_result date_unreadable"),
    _aside("a row of too few cells", NEXT, "wrong_field_count"),
    _aside("a row of too many cells", f"{NEXT},{LATE},x", "wrong_field_count"),
    _aside("the headings once more", HEAD.strip(), "not_a_row"),
    _aside("a count of rows at the end", "(2 rows affected)", "wrong_field_count"),
    _aside("a sum at the end", "Total,2,,,,,,", "not_a_row"),
    _aside("a NUL inside a row", f"{NEXT},\0{LATE}"),
    _aside("a byte of another encoding", NEXT.encode() + b"\xe9," + LATE.encode()),
    _row("a result that names no measure", f"{MARK}-c,,1,{LATE}", "measure_result measure_unnamed"),
    _row("a period that ends before it begins", f"{NEXT},1,0,1,2025-12-31,2025-01-01",
         "measure_result interval_reversed"),
    _row("days as a spreadsheet counts them", f"{NEXT},1,0,1,45658,46022",
         "measure_result date_unreadable"),
    _row("a result that is excluded and met", f"{NEXT},1,1,1,2025-01-01,2025-12-31",
         "measure_result excluded_and_met"),
    _case("people without ids, and with words for none", files(results__csv=GOOD + "".join(
        f"{one},CMS165,1,{LATE}\n" for one in ("", "NULL", "N/A", "1.23E+09"))),
        marks={"measure_result orphan": 6}, files={"results.csv": (6, 6, 0, 0)}),
    _kept("cells parted by semicolons", GOOD.replace(",", ";")),
    _kept("headings in capitals", GOOD.replace(HEAD, HEAD.upper())),
    _kept("a byte order mark", b"\xef\xbb\xbf" + GOOD.encode()),
    _kept("line ends of old Macintoshes", GOOD.replace("\n", "\r")),
    _kept("blank lines before and between rows", "\n\n" + GOOD.replace("\n", "\n\n")),
    _kept("three thousand columns nobody asked for", "\n".join(
        line + "," + ",".join(f"x{n}" for n in range(3000)) for line in GOOD.splitlines()) + "\n"),
    _case("a table in UTF-16", files(results__csv=GOOD.encode("utf-16")), "results-columns",
          says="utf-16"),
    _case("a note of a spreadsheet before the headings", files(results__csv="sep=,\n" + GOOD),
          "results-columns", says="take that line out"),
    _case("a spreadsheet named as a text", files(results__csv=b"PK\3\4\0\0\1\2" * 9),
          "results-columns", says="spreadsheet"),
    _case("a column that stands twice", files(
        results__csv=GOOD.replace("excluded", "in_numerator", 1)), "mapping-column-repeated"),
    _case("an empty file", files(results__csv=""), "results-columns"),
    _case("a gz that breaks off", files(
        results__csv__gz=zipped(HEAD + "".join(
            f"{MARK}-{n},CMS165,1,{LATE}\n" for n in range(9)))[:-9]),
        broken=("results.csv.gz",)),
    _case("no gz at all", files(results__csv__gz=GOOD), "results-columns"),
    _case("a gz that unpacks to 200 MB in one cell", files(
        results__csv__gz=zipped(GOOD.encode() + b"x" * 200_000_000)), aside={"malformed": 1},
        files={"results.csv.gz": (3, 2, 1, 0)}),
    _case("a Parquet file that is text", files(results__parquet=GOOD), "results-columns"),
)  # fmt: skip
