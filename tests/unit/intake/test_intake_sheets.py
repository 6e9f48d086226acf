"""Rows that stand in an order, written as Parquet in one pass."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from commonweal.intake import sheets
from commonweal.intake.query import select

_KEYS = [None, None, "00aa", "3fff", "40", "40", "bfff", "c0aa"]


@pytest.fixture
def rows() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE TABLE said AS SELECT UNNEST($1) AS person", [_KEYS])
    connection.execute("CREATE TABLE rows AS SELECT person, CAST(rowid AS TEXT) AS key FROM said")
    return connection


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_each_bucket_holds_its_people_and_the_first_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: duckdb.DuckDBPyConnection, at_once: int
) -> None:
    monkeypatch.setattr(sheets, "_AT_ONCE", at_once)
    paths = [tmp_path / f"{place}.parquet" for place in range(4)]
    sheets.write_buckets(rows, "FROM rows ORDER BY person NULLS FIRST, key", paths,
                         person="person", unique="key")  # fmt: skip
    held = [pq.read_table(path)["person"].to_pylist() for path in paths]
    assert held == [[None, None, "00aa", "3fff"], ["40", "40"], ["bfff"], ["c0aa"]]


def test_buckets_without_rows_are_written_too(
    tmp_path: Path, rows: duckdb.DuckDBPyConnection
) -> None:
    paths = [tmp_path / f"{place}.parquet" for place in range(4)]
    sheets.write_buckets(rows, "FROM rows WHERE person = '40'", paths, person="person")
    assert [pq.read_metadata(path).num_rows for path in paths] == [0, 2, 0, 0]
    sheets.write_buckets(rows, "FROM rows WHERE key = ''", paths, person="person")
    assert [pq.read_metadata(path).num_rows for path in paths] == [0, 0, 0, 0]


def test_row_groups_are_cut_by_rows_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: duckdb.DuckDBPyConnection
) -> None:
    monkeypatch.setattr(sheets, "ROW_GROUP", 3)
    monkeypatch.setattr(sheets, "PIECE_ROWS", 1)
    for name, at_once in (("one", 1), ("two", 100)):
        monkeypatch.setattr(sheets, "_AT_ONCE", at_once)
        sheets.write_parquet(rows, "FROM rows ORDER BY key", tmp_path / name, "key")
        found = pq.read_metadata(tmp_path / name)
        assert [found.row_group(place).num_rows for place in range(3)] == [3, 3, 2]
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert pq.read_table(tmp_path / "one")["key"].to_pylist() == [str(n) for n in range(8)]


@pytest.mark.parametrize("together", [1, 2, 3, 8])
def test_rows_that_are_sorted_in_turns_come_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: duckdb.DuckDBPyConnection, together: int
) -> None:
    ordered = select("SELECT * FROM rows ORDER BY person NULLS FIRST, key")
    sheets.write_parquet(rows, ordered.sql("duckdb"), tmp_path / "whole")
    monkeypatch.setattr(sheets, "TURN_ROWS", together)
    queries = sheets.in_turns(ordered, "person", len(_KEYS))
    assert len(queries) == {1: 8, 2: 4, 3: 4, 8: 1}[together]
    sheets.write_parquet(rows, queries, tmp_path / "turns")
    assert (tmp_path / "turns").read_bytes() == (tmp_path / "whole").read_bytes()


def test_few_rows_are_sorted_as_many_are(tmp_path: Path, rows: duckdb.DuckDBPyConnection) -> None:
    ordered = "SELECT * FROM rows ORDER BY person NULLS FIRST, key"
    sheets.write_parquet(rows, ordered, tmp_path / "many", "key")
    many = len(rows.sql(ordered).fetchall())
    for told in (many, 3):  # a count that is too small takes longer, and gives the same
        few = sheets.Few("SELECT * FROM rows ORDER BY hash(key)", told, ("person", "key"))
        sheets.write_parquet(rows, few, tmp_path / "few", "key")
        assert (tmp_path / "few").read_bytes() == (tmp_path / "many").read_bytes()
    none = sheets.Few("SELECT * FROM rows WHERE FALSE", 0, ("person", "key"))
    sheets.write_parquet(rows, none, tmp_path / "none", "key")
    assert rows.from_parquet(str(tmp_path / "none")).fetchall() == []
