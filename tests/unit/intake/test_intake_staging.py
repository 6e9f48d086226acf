"""Rows are staged one by one or from a query, and both stand under one name."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from commonweal.intake.staging import Staging
from commonweal.intake.taking import take


def test_rows_of_a_query_stand_beside_rows_that_were_added(tmp_path: Path) -> None:
    staging, connection = Staging(tmp_path), duckdb.connect()
    staging.add("_alias", ["a", "1", "Patient"])
    taken = take(staging, connection, "_alias", "SELECT 'Patient' AS kind, 'b' AS alias, 2 AS key")
    staging.close([])
    found = connection.from_parquet(staging.paths("_alias")).fetchall()
    assert taken == 1
    assert sorted(found) == [("a", "1", "Patient"), ("b", "2", "Patient")]


def test_a_query_that_lacks_a_column_of_the_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(duckdb.BinderException):
        take(Staging(tmp_path), duckdb.connect(), "_alias", "SELECT 'b' AS alias")
