"""What outgrows memory lies in a closed folder of the store, and no longer than it must."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from commonweal.vault import spill


def place(connection: duckdb.DuckDBPyConnection) -> str:
    ((folder,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    return str(folder)


def test_each_connection_has_a_closed_folder_of_its_own(tmp_path: Path) -> None:
    with spill.connected(tmp_path, 1) as first, spill.connected(tmp_path) as second:
        folders = [Path(place(first)), Path(place(second))]
        assert len(set(folders)) == 2
        assert sorted(folders) == sorted((tmp_path / spill.SHELF).iterdir())
        assert all(folder.stat().st_mode & 0o077 == 0 for folder in folders)
        assert first.execute("SELECT current_setting('threads')").fetchall() == [(1,)]
    assert (tmp_path / spill.SHELF).stat().st_mode & 0o077 == 0
    assert list((tmp_path / spill.SHELF).iterdir()) == []


def test_a_fault_within_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error), spill.connected(tmp_path) as connection:
        connection.execute("SELECT nothing")
    assert list((tmp_path / spill.SHELF).iterdir()) == []


def test_the_remains_of_a_killed_process_are_removed(tmp_path: Path) -> None:
    left = tmp_path / spill.SHELF / "left"
    left.mkdir(parents=True)
    (left / "duckdb_temp.tmp").write_text("told in confidence")
    with spill.connected(tmp_path) as connection:
        assert [str(path) for path in (tmp_path / spill.SHELF).iterdir()] == [place(connection)]


def test_a_store_that_can_not_be_written_to_is_looked_at_without_spilling(tmp_path: Path) -> None:
    (tmp_path / spill.SHELF).write_text("a file stands where the folder should")
    with spill.connected(tmp_path) as connection:
        assert place(connection) == ""
        assert connection.execute("SELECT 1").fetchall() == [(1,)]
