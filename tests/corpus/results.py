"""Bad files of results that another engine computed."""

from __future__ import annotations

from typing import Any

from tests.corpus.case import MARK, Case, Write, files

HEAD = (
    "patient_id,measure_id,measure_version,in_denominator,excluded,in_numerator,"
    "period_start,period_end\n"
)
GOOD = (
    f"{HEAD}{MARK}-a,CMS165,1,1,0,1,2025-01-01,2025-12-31\n"
    f"{MARK}-b,CMS165,1,1,0,0,2025-01-01,2025-12-31\n"
)
NEXT = f"{MARK}-c,CMS165,1"


def _case(name: str, write: Write, refused: str = "", **wanted: Any) -> Case:
    return Case(name, "results", write, refused, **wanted)


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
    _case("a row of too few cells", files(results__csv=GOOD + NEXT + "\n"),
          aside={"wrong_field_count": 1}, files={"results.csv": (3, 2, 1, 0)}),
)  # fmt: skip
