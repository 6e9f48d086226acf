"""The keys of a work list become records only where the ids and the key of people are."""

from __future__ import annotations

import csv
import json
import shutil
import stat
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.unit.cli.calling import call, exports, store

from commonweal import trail
from commonweal.intake.keys import PatientKeys, key_of
from commonweal.intake.versions import open_current


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return Path(shutil.copytree(store(), tmp_path / "store"))


def people() -> list[str]:
    text = (exports() / "fhir" / "Patient.ndjson").read_text(encoding="utf-8")
    return [json.loads(line)["id"] for line in text.splitlines()]


def keys(house: Path, ids: list[str]) -> list[str]:
    made = PatientKeys(key_of(house, None))
    return [made(f"main/{one}") for one in ids]


def sheet(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(rows)
    return path


def written(path: Path) -> list[tuple[str, ...]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return [tuple(row) for row in csv.reader(handle)]


def test_each_key_gets_its_id_and_what_is_unknown_stays_in_the_list(house: Path) -> None:
    chosen = people()[5:9]
    listed = sheet(house / "list.csv", ("key",), *((one,) for one in keys(house, chosen)))
    known = sheet(
        house / "ids.csv", ("mrn", "id"), *(("x", one) for one in people() if one != chosen[0])
    )
    out = house / "out.csv"
    ended = call("match", listed, "--ids", known, "--column", "id", "--store", house, "--out", out)
    assert ended.code == 0
    rows = list(zip(keys(house, chosen), ["", *chosen[1:]], strict=True))
    assert written(out) == [("key", "id"), *rows]
    assert "3 of 4 keys have an id now" in ended.out
    assert "1 have none" in ended.out
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not any(one in ended.out + ended.err for one in chosen)


def test_the_keys_are_those_of_the_tables(house: Path) -> None:

    parts = open_current(house).parts("patient")
    held = {key for part in parts for key in pq.read_table(part)["patient_key"].to_pylist()}
    assert set(keys(house, people())) == held


def test_it_is_written_into_the_trail_without_any_id(house: Path) -> None:
    chosen = people()[:2]
    listed = sheet(house / "list.csv", ("clave",), *((one,) for one in keys(house, chosen)))
    known = sheet(house / "ids.csv", ("id",), *((one,) for one in chosen))
    call("match", listed, "--ids", known, "--store", house, "--out", house / "out.csv")
    last = trail.entries(house / trail.FILE)[-1].entry
    assert (last.action, last.purpose.value) == ("match a work list", "P2")
    assert not any(one in repr(last) for one in chosen)


def test_rows_that_bear_their_id_need_no_file_of_ids_to_name_it(house: Path) -> None:
    listed = sheet(house / "list.csv", ("key",), ("main/e-7",))
    known = sheet(house / "ids.csv", ("id",), ("1",))
    call("match", listed, "--ids", known, "--store", house, "--out", house / "out.csv")
    assert written(house / "out.csv")[1] == ("main/e-7", "e-7")


@pytest.mark.parametrize(
    ("ids", "more", "code"),
    [
        ("id,mrn\n1,2\n", (), "list-column"),
        ("id,mrn\n1,2\n", ("--column", "no"), "list-column"),
        ("", (), "list-column"),
        ("id\n\udce4\n", (), "list-unreadable"),
        ("id\n1\n", ("--key-file", "nowhere"), "key-missing"),
        (None, (), "list-missing"),
    ],
)
def test_what_can_not_be_read_is_told_and_nothing_is_written(
    house: Path, ids: str | None, more: tuple[str, ...], code: str
) -> None:
    listed = sheet(house / "list.csv", ("key",), ("k",))
    if ids is not None:
        (house / "ids.csv").write_bytes(ids.encode("utf-8", "surrogateescape"))
    out = house / "out.csv"
    ended = call("match", listed, "--ids", house / "ids.csv", "--store", house, "--out", out, *more)
    assert (ended.code, f"({code})" in ended.err, out.exists()) == (2, True, False)


def test_no_file_is_written_over(house: Path) -> None:
    listed = sheet(house / "list.csv", ("key",), ("k",))
    ended = call("match", listed, "--ids", listed, "--store", house, "--out", listed)
    assert (ended.code, "(list-there)" in ended.err) == (2, True)
    assert written(listed) == [("key",), ("k",)]


def test_a_folder_that_is_not_there_is_told(house: Path) -> None:
    listed = sheet(house / "list.csv", ("key",), ("k",))
    out = house / "nowhere" / "out.csv"
    ended = call("match", listed, "--ids", listed, "--store", house, "--out", out)
    assert (ended.code, "(list-unwritable)" in ended.err) == (2, True)
