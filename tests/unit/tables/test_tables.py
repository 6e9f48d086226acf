"""The shapes of the tables: what a column is, what a table holds, where a dataset lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.tables.clinical import CLINICAL
from commonweal.tables.columns import Flag, Number, Point, Span, Table, Text, Tokens
from commonweal.tables.dataset import Dataset
from commonweal.tables.registry import BY_NAME, TABLES

KINDS = {"VARCHAR", "DOUBLE", "BOOLEAN", "VARCHAR[]", "TIMESTAMP", "DATE"}


@pytest.mark.parametrize(
    ("column", "sql"),
    [
        (Text("words"), "VARCHAR"),
        (Number("a value"), "DOUBLE"),
        (Flag("whether"), "BOOLEAN"),
        (Tokens("codings"), "VARCHAR[]"),
    ],
)
def test_a_plain_column_is_one_physical_column(column: Text, sql: str) -> None:
    column.__set_name__(type("Visit", (), {"name": "visit"}), "each")
    assert column.columns() == (("each", sql, column.says),)
    assert repr(column) == "visit.each"


def test_a_point_is_three_physical_columns() -> None:
    point = Point("start")
    point.__set_name__(type("Nameless", (), {}), "start")
    assert [(name, sql) for name, sql, _ in point.columns()] == [
        ("start_ts", "TIMESTAMP"),
        ("start_day", "DATE"),
        ("start_prec", "VARCHAR"),
    ]
    assert repr(point) == ".start"


def test_a_span_runs_on_unless_told() -> None:
    assert Span(Point("start"), Point("end")).open_ended
    assert not Span(Point("start"), Point("end"), open_ended=False).open_ended


@pytest.mark.parametrize("table", CLINICAL, ids=lambda table: table.name)
def test_every_table_is_whole(table: type[Table]) -> None:
    names = [name for name, _, _ in table.physical()]
    assert names[-3:] == ["source_id", "valid", "problem"]
    assert len(set(names)) == len(names)
    assert table.key in names
    assert {sql for _, sql, _ in table.physical()} <= KINDS
    assert all(says for _, _, says in table.physical())
    assert table.says
    assert BY_NAME[table.name] is table


@pytest.mark.parametrize("table", CLINICAL, ids=lambda table: table.name)
def test_a_row_about_a_person_points_at_the_person(table: type[Table]) -> None:
    people = {column.name for column in table.declared()} & {"patient_key"}
    assert people or table.name == "organization"


@pytest.mark.parametrize("table", CLINICAL, ids=lambda table: table.name)
def test_no_table_holds_what_belongs_to_the_vault_or_to_nobody(table: type[Table]) -> None:
    kept_apart = {
        *("race", "ethnicity", "sex", "gender", "preferred_language", "religion", "disability"),
        *("name", "street", "phone", "email", "ssn", "mrn", "photo"),
    }
    assert not {column.name for column in table.declared()} & kept_apart


def test_columns_come_in_the_order_of_the_declaration() -> None:
    class Visit(Table):
        name = "visit"
        key = "visit_key"
        visit_key = Text("id")
        start = Point("start")

    assert [column.name for column in Visit.declared()] == ["visit_key", "start"]
    assert [name for name, _, _ in Visit.physical()][:2] == ["visit_key", "start_ts"]


def test_a_dataset_knows_its_folder_and_its_parts_in_order(tmp_path: Path) -> None:
    dataset = Dataset(tmp_path, "ab12", frozenset({"patient"}))
    folder = dataset.folder / "tables" / "patient"
    folder.mkdir(parents=True)
    for name in ("part-01.parquet", "part-00.parquet", "notes.txt"):
        (folder / name).write_bytes(b"")
    assert [Path(part).name for part in dataset.parts("patient")] == [
        "part-00.parquet",
        "part-01.parquet",
    ]
    assert dataset.parts("encounter") == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_hides_what_a_table_says_of_itself(table: type[Table]) -> None:
    own = {name for name in dir(Table) if not name.startswith("_")} | {"name", "says", "key"}
    assert own.isdisjoint(column.name for column in table.declared())
