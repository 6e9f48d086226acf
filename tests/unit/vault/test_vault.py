from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from commonweal.kinds import Problem
from commonweal.tables.dataset import Dataset
from commonweal.vault import vault

ROWS = """CREATE TABLE said AS SELECT * FROM (VALUES
    ('b', 'race_1997', 'white', 'urn:cdc', 'stated', 'self', TIMESTAMP '2020-01-01', 'Patient',
     'main', 1, 'ignored'),
    ('b', 'race_1997', 'asian', 'urn:cdc', 'stated', 'self', NULL, 'Patient', 'main', 0, ''),
    ('a', 'religion', NULL, NULL, 'declined', 'unknown', NULL, 'Patient', 'main', 0, ''))
    AS said(patient_key, attribute, value, system, status, method, recorded_ts, source_element,
    source_id, ordinal, more)"""


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    found = Dataset(tmp_path, "0123456789abcdef", frozenset({"patient"}))
    with duckdb.connect() as connection:
        connection.execute(ROWS).fetchall()
        path = vault.publish(connection, tmp_path / "vault" / found.version, "said", tmp_path)
    assert path.parent.stat().st_mode & 0o077 == 0
    assert path.stat().st_mode & 0o777 == 0o600
    return found


def test_the_engine_reads_the_vault_as_a_view(dataset: Dataset) -> None:
    with duckdb.connect() as connection:
        vault.attach(connection, dataset)
        rows = connection.execute("SELECT patient_key, value FROM vault_attribute").fetchall()
        columns = connection.execute("DESCRIBE vault_attribute").fetchall()
    assert rows == [("a", None), ("b", "asian"), ("b", "white")]
    assert tuple(column[0] for column in columns) == vault.COLUMNS


def test_a_person_sees_what_is_held_about_them(dataset: Dataset) -> None:
    first, second = vault.own(dataset, "b")
    assert (first.attribute, first.value, first.recorded) == ("race_1997", "asian", None)
    assert second.recorded is not None and second.recorded.year == 2020
    assert [answer.status for answer in vault.own(dataset, "a")] == ["declined"]
    assert vault.own(dataset, "nobody' OR '1'='1") == []


def test_a_missing_vault_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        vault.own(Dataset(tmp_path, "0" * 16, frozenset()), "a")
    assert caught.value.code == "vault-missing"
