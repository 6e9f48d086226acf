"""Rows that stand in an order, written as Parquet in one pass."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from commonweal.intake import sheets

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
    for name, at_once in (("one", 1), ("two", 100)):
        monkeypatch.setattr(sheets, "_AT_ONCE", at_once)
        sheets.write_parquet(rows, "FROM rows ORDER BY key", tmp_path / name, "key")
        found = pq.read_metadata(tmp_path / name)
        assert [found.row_group(place).num_rows for place in range(3)] == [3, 3, 2]
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert pq.read_table(tmp_path / "one")["key"].to_pylist() == [str(n) for n in range(8)]
