"""Results computed elsewhere and submitted figures: read by their names, unknown never a no."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.intake.records import TODAY, Store, patient, visit, write

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Problem

HEAD = (
    "person_id,measure_id,measure_version,in_denominator,excluded,in_numerator,"
    "period_start,period_end"
)
YEAR = "2025-01-01,2025-12-31"


def taken(folder: Path, files: dict[str, str | bytes]) -> Store:
    """Take in files of results beside two patients, one with a visit."""
    sources = [Source(write(folder / "export.ndjson",
                            [patient(), patient("p2"), visit()]), "fhir")]  # fmt: skip
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        sources.append(Source(folder / name, "results"))
    return Store(folder / "store", ingest(folder / "store", sources, today=TODAY))


def asked(store: Store, query: str) -> list[tuple[Any, ...]]:
    """Ask the tables that were published."""
    with duckdb.connect() as connection:
        for table in store.report.rows:
            connection.from_parquet(store.dataset.parts(table)).create_view(table)
        return connection.execute(query).fetchall()


def lines(*cells: str) -> str:
    return "\n".join((HEAD, *cells)) + "\n"


def problem(folder: Path, files: dict[str, str | bytes]) -> Problem:
    with pytest.raises(Problem) as raised:
        taken(folder, files)
    return raised.value


def test_standard_columns_need_no_mapping(tmp_path: Path) -> None:
    store = taken(tmp_path, {"r.csv": lines(f"p1,CMS165,v13,yes,0,1,{YEAR}")})
    assert asked(
        store,
        "SELECT measure_id, in_denominator, excluded, in_numerator, period_end_day "
        "FROM measure_result",
    ) == [("CMS165", True, False, True, date(2025, 12, 31))]


def test_a_blank_is_unknown_and_never_no(tmp_path: Path) -> None:
    store = taken(tmp_path, {"r.csv": lines(f"p1,CMS165,,,,,{YEAR}")})
    assert asked(
    store, "SELECT in_denominator, excluded, in_numerator, measure_version, problem "
                      "FROM measure_result") == [(None, None, None, None, [])]  # fmt: skip


def test_a_word_that_is_neither_yes_nor_no_is_unknown_and_marked(tmp_path: Path) -> None:
    store = taken(tmp_path, {"r.csv": lines(f"p1,CMS165,v13,yes,,perhaps,{YEAR}")})
    assert asked(store, "SELECT in_numerator, problem FROM measure_result") == [
        (None, ["flag_unreadable"])
    ]


def test_rows_of_unknown_people_are_kept_and_marked_however_many(tmp_path: Path) -> None:
    rows = [f"gone{place},CMS165,v13,yes,no,yes,{YEAR}" for place in range(30)]
    store = taken(tmp_path, {"r.csv": lines(*rows)})
    assert asked(
    store, "SELECT count(*), count_if(list_contains(problem, 'orphan')) "
                      "FROM measure_result") == [(30, 30)]  # fmt: skip


def test_a_row_that_names_a_visit_only_is_of_the_person_whose_visit_it_is(tmp_path: Path) -> None:
    text = "encounter_id|measure_id|value|unit|period_start|period_end\n"
    text += "e1|ED-1|42.5|minutes|2020|2020\nnever|ED-1|7|minutes|2020|2020\n"
    store = taken(tmp_path, {"waits.txt": text})
    assert asked(
    store, "SELECT r.value, r.problem, p.patient_key IS NOT NULL "
                      "FROM measure_result AS r LEFT JOIN patient AS p USING (patient_key) "
                      "ORDER BY r.value") == [
        (7.0, ["orphan", "ref_unresolved"], False), (42.5, [], True),
    ]  # fmt: skip


def test_a_person_that_is_named_counts_before_the_visit(tmp_path: Path) -> None:
    text = f"patient_id,{HEAD[10:]},encounter_id\np2,M,,1,,1,{YEAR},e1\n"
    store = taken(tmp_path, {"r.csv": text})
    assert asked(
        store,
        "SELECT count(DISTINCT patient_key) FROM measure_result "
        "WHERE patient_key NOT IN (SELECT patient_key FROM encounter)",
    ) == [(1,)]


def test_rows_that_say_the_same_twice_are_kept_once_and_counted(tmp_path: Path) -> None:
    row = f"p1,CMS165,v13,1,0,1,{YEAR}"
    store = taken(tmp_path, {"r.csv": lines(row, row, row)})
    assert store.report.repeated == {"measure_result": 2}
    assert store.report.rows["measure_result"] == 1


def test_what_names_no_measure_or_no_period_is_marked(tmp_path: Path) -> None:
    store = taken(tmp_path, {"r.csv": lines(
        f"p1,,v13,1,0,1,{YEAR}", "p1,CMS165,v13,1,0,1,2025-01-01,", f"p1,CMS165,v13,1,1,1,{YEAR}",
    )})  # fmt: skip
    marks = {code: n for table, code, n, _, _ in store.report.problems if table == "measure_result"}
    assert marks == {"measure_unnamed": 1, "period_unknown": 1, "excluded_and_met": 1}


def test_a_file_of_submitted_figures_is_told_by_its_columns(tmp_path: Path) -> None:
    text = "Measure_ID\tDenominator\tNumerator\tRate\nCMS165\t467\t346\t74.1 %\n"
    text += "CMS165\t10\t11\t\n"
    store = taken(tmp_path, {"figures.tsv": text})
    assert asked(
    store, "SELECT denominator, numerator, rate, problem FROM submitted_figure "
                      "ORDER BY denominator") == [
        (10.0, 11.0, None, ["count_implausible"]), (467.0, 346.0, "74.1 %", []),
    ]  # fmt: skip


def test_packed_text_and_parquet_are_read_too(tmp_path: Path) -> None:
    pq.write_table(pa.table({"measure_id": ["M"], "rate": ["50"]}), tmp_path / "f.parquet")
    store = taken(tmp_path, {
        "r.csv.gz": gzip.compress(lines(f"p1,M,,1,,1,{YEAR}").encode()),
        "f.parquet": (tmp_path / "f.parquet").read_bytes(),
    })  # fmt: skip
    assert store.report.rows["measure_result"] == store.report.rows["submitted_figure"] == 1


def test_a_folder_holds_rows_and_figures(tmp_path: Path) -> None:
    folder = tmp_path / "all [of] them"
    folder.mkdir()
    (folder / "r.csv").write_text(lines(f"p1,M,,1,,1,{YEAR}"))
    (folder / "f [1].csv").write_text("measure_id,numerator\nM,20\n")
    report = ingest(tmp_path / "store", [Source(folder, "results")], today=TODAY)
    assert set(report.rows) == {"measure_result", "submitted_figure"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("a,b\n1,2\n", "measure_id, person_id, period_start, period_end, in_numerator"),
        ("measure_id,person_id,in_numerator,period_start,period_end\n", "in_denominator"),
        ("numerator\n3\n", "measure_id"),
        (b"", "measure_id"),
        (gzip.compress(b"measure_id", mtime=0)[:12], "measure_id"),
    ],
)
def test_columns_that_are_missing_are_named(
    tmp_path: Path, text: str | bytes, missing: str
) -> None:
    name = "r.csv.gz" if isinstance(text, bytes) and text else "r.csv"
    found = problem(tmp_path, {name: text})
    assert found.code == "results-columns"
    assert missing in found.says


def test_a_parquet_file_that_is_none_has_no_columns(tmp_path: Path) -> None:
    assert problem(tmp_path, {"r.parquet": b"no parquet"}).code == "results-columns"


def test_a_parquet_file_with_a_column_whose_name_is_no_text_has_none(tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    pq.write_table(pa.table({"measure_id": ["M"], "rate": ["50"]}), path, store_schema=False)
    odd = path.read_bytes().replace(b"rate", b"\xe4ate")
    assert problem(tmp_path / "in", {"r.parquet": odd}).code == "results-columns"


ABOUT = """
[[measure]]
id = "CMS165"
title = "Blood pressure under control"
better = "higher"
promises = ["C1", "R3"]
smallest_gap = 0.05

[[measure]]
id = "ED-1"
version = "2"
unit = "minutes"
met = "waited {value} on average"
smallest_difference = 5
"""


def test_what_is_said_of_measures_is_kept_in_the_store(tmp_path: Path) -> None:
    store = taken(tmp_path, {"about.toml": ABOUT})
    assert asked(
    store, "SELECT measure_id, measure_version, title, better, promises, smallest_gap, "
                      "smallest_difference FROM reported_measure ORDER BY measure_id") == [
        ("CMS165", None, "Blood pressure under control", "higher", "C1 R3", 0.05, None),
        ("ED-1", "2", None, None, None, None, 5.0),
    ]  # fmt: skip
    about = store.report.files[-1]
    assert (about.name, about.received, about.accepted) == ("about.toml", 2, 2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[measure]", "line 1"), (b"\xff", "utf-8"), ("title = 'x'", "no [[measure]] part"),
        ("measure = [3]", "has no id"), ("[[measure]]\ntitle = 'x'", "has no id"),
        ("[[measure]]\nid = 'x'\nbest = 'higher'", "nothing is called 'best'"),
        ("[[measure]]\nid = 'x'\nbetter = 'more'", "higher, lower or neither"),
        ("[[measure]]\nid = 'x'\ntitle = 'a b c d e f g h i'", "longer than 8 words"),
        ("[[measure]]\nid = 'x'\ntitle = ' '", "'title' is not text"),
        ("[[measure]]\nid = 'x'\nmet = 'had {wait}'", "only {value}"),
        ("[[measure]]\nid = 'x'\nsmallest_gap = 0", "not a number above 0"),
        ("[[measure]]\nid = 'x'\nsmallest_gap = true", "not a number above 0"),
        ("[[measure]]\nid = 'x'\npromises = 'C1'", "'promises' is a list"),
        ("[[measure]]\nid = 'x'\npromises = [1]", "'promises' is a list"),
    ],
)  # fmt: skip
def test_what_can_not_be_said_so_is_named(tmp_path: Path, text: str | bytes, why: str) -> None:
    found = problem(tmp_path, {"about.toml": text})
    assert found.code == "about-unreadable"
    assert why in found.says


def test_a_file_about_measures_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        ingest(tmp_path / "s", [Source(tmp_path / "no.toml", "results")], today=TODAY)
    assert raised.value.code == "about-missing"
