"""A crash at any point leaves the old version whole; one writer at a time; nothing half-read."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.unit.intake.records import TODAY, load, patient, visit, write

from commonweal.intake import publish
from commonweal.intake.context import Context
from commonweal.intake.files import digest
from commonweal.intake.keys import SIZE, PatientKeys, key_of
from commonweal.intake.load import LoadReport, ingest
from commonweal.intake.sources import Source
from commonweal.intake.versions import manifest, open_current, open_version
from commonweal.kinds import Problem
from commonweal.vault import vault

CHECKOUT = Path(__file__).resolve().parents[3]


def second(folder: Path) -> LoadReport:
    source = write(folder / "second.ndjson", [patient(), patient("p2"), visit()])
    return ingest(folder / "store", [Source(source, "fhir")], today=TODAY)


def whole(store: Path, version: str, people: int) -> None:
    """The version that is current is the one named, and every file of it is as it was written."""
    found = open_current(store)
    assert found.version == version
    written = manifest(store, version)
    for table, entry in written["tables"].items():
        for name, sha256 in entry["files"].items():
            assert digest(found.folder / "tables" / table / name) == sha256
    for name, sha256 in written["vault"].items():
        assert digest(store / "vault" / version / name) == sha256
    with duckdb.connect() as connection:
        vault.attach(connection, found)
        counted = connection.execute(
            "SELECT count(DISTINCT patient_key) FROM vault_attribute"
        ).fetchall()
    assert counted == [(people,)]


class Crash(Exception):
    """The machine stops here."""


def failing(original: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def call(*values: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise Crash
        return original(*values, **named)

    return call


def until_the_crash(original: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    """Nobody tidies up after a power cut: what a crash leaves behind stays."""

    def call(*values: Any, **named: Any) -> None:
        if left[0] >= 0:
            original(*values, **named)

    return call


def test_a_crash_at_every_step_of_publication_leaves_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = load(tmp_path / "old", [patient()]).dataset
    new = load(tmp_path / "new", [patient(), patient("p2"), visit()]).dataset
    crashes, seen = 0, set()
    for steps in range(200):
        store = tmp_path / str(steps)
        shutil.copytree(old.store, store)
        left = [steps]
        with monkeypatch.context() as patched:
            for name in ("fsync", "rename", "replace"):
                patched.setattr(os, name, failing(getattr(os, name), left))
            patched.setattr(shutil, "rmtree", until_the_crash(shutil.rmtree, left))
            try:
                with publish.writing(store) as made:
                    shutil.copytree(new.folder, made / "version")
                    shutil.copytree(new.store / "vault" / new.version, made / "vault")
                    publish.publish(store, made, new.version)
                break
            except Crash:
                crashes += 1
        current = open_current(store).version
        seen.add(current)
        whole(store, current, {old.version: 1, new.version: 2}[current])
        with publish.writing(store):
            pass
        whole(store, current, {old.version: 1, new.version: 2}[current])
    assert crashes > 15
    assert seen == {old.version, new.version}
    whole(store, new.version, 2)


def test_the_remains_of_a_crash_are_cleaned_by_the_next_load(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(tmp_path, [patient()])
    (store / "tmp-dead" / "stage").mkdir(parents=True)
    (store / "vault" / "0000000000000000").mkdir()
    report = second(tmp_path)
    assert not list(store.glob("tmp-*"))
    assert {path.name for path in (store / "vault").iterdir()} == {
        path.name for path in (store / "versions").iterdir()
    }
    whole(store, report.version, 2)


KILLED = """
import sys
from datetime import date
from pathlib import Path
from commonweal.intake.load import (ingest)
from commonweal.intake.sources import Source
while True:
    for name in ("first", "second"):
        source = Source(Path(sys.argv[1]) / f"{name}.ndjson", "fhir")
        report = ingest(Path(sys.argv[1]) / "store", [source], today=date(2026, 1, 1))
        print(report.version, flush=True)
"""


def test_kill_at_any_moment(tmp_path: Path) -> None:
    people = {}
    for name, many in (("first", 1), ("second", 2)):
        source = write(tmp_path / f"{name}.ndjson", [patient(f"p{n}") for n in range(many)])
        report = ingest(tmp_path / "store", [Source(source, "fhir")], today=TODAY)
        people[report.version] = many
        whole(tmp_path / "store", report.version, many)
    for moment in (0.2, 0.5, 0.8):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, cwd=CHECKOUT
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        current = open_current(tmp_path / "store").version
        whole(tmp_path / "store", current, people[current])


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with publish.writing(store), pytest.raises(Problem) as caught:
        load(tmp_path, [patient()])
    assert caught.value.code == "store-busy"
    assert str(os.getpid()) in caught.value.says
    assert "since" in caught.value.says


def test_the_same_content_is_the_same_version_and_is_not_touched(tmp_path: Path) -> None:
    first = load(tmp_path, [patient()])
    stamp = (first.dataset.folder / "manifest.json").stat().st_mtime_ns
    again = load(tmp_path, [patient()])
    assert first.report.fresh and not again.report.fresh
    assert again.report.version == again.report.parent == first.report.version
    assert (first.dataset.folder / "manifest.json").stat().st_mtime_ns == stamp


def test_a_load_replaces_what_was_there_and_keeps_the_version_before(tmp_path: Path) -> None:
    first = load(tmp_path, [patient(), visit()])
    later = second(tmp_path)
    assert later.parent == first.dataset.version
    assert open_version(tmp_path / "store", later.parent).first_day == "2020-03-01"
    assert open_current(tmp_path / "store").version == later.version


def test_the_manifest_says_what_was_loaded(tmp_path: Path) -> None:
    store = load(tmp_path, [patient(), visit("e1"), visit("e2", period={"start": "2021-05"})])
    written = manifest(store.path, store.dataset.version)
    assert written["tables"]["encounter"]["rows"] == 2
    assert written["tables"]["encounter"]["buckets"] == 1
    assert (written["first_day"], written["last_day"]) == ("2020-03-01", "2021-05-01")
    assert written["loaded_on"] == "2026-01-01"
    (file,) = written["files"]
    assert (file["received"], file["accepted"], file["name"]) == (3, 3, "all.ndjson")
    lineage = store.dataset.folder / "lineage" / "encounter.parquet"
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT key, file, line FROM read_parquet($1)", [str(lineage)]
        ).fetchall()
    assert rows == [("main/e1", 0, 2), ("main/e2", 0, 3)]
    assert store.dataset.tables == {"encounter", "patient"}


def test_a_trial_run_leaves_nothing_behind(tmp_path: Path) -> None:
    source = write(tmp_path / "all.ndjson", [patient(), visit()])
    report = ingest(tmp_path / "store", [Source(source, "fhir")], today=TODAY, dry_run=True)
    assert report.dataset is None and not report.fresh
    assert report.rows == {"encounter": 1, "patient": 1}
    assert not (tmp_path / "store").exists()
    first = load(tmp_path, [patient()])
    ingest(tmp_path / "store", [Source(source, "fhir")], today=TODAY, dry_run=True)
    assert open_current(tmp_path / "store") == first.dataset


def test_a_refused_load_leaves_the_version_before(tmp_path: Path) -> None:
    first = load(tmp_path, [patient()])
    with pytest.raises(Problem):
        ingest(tmp_path / "store", [Source(tmp_path / "nowhere", "fhir")], today=TODAY)
    whole(tmp_path / "store", first.dataset.version, 1)
    assert not list((tmp_path / "store").glob("tmp-*"))


def test_a_table_that_reads_back_otherwise_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fewer:
        num_rows = 0

    monkeypatch.setattr("commonweal.intake.record.pq.read_metadata", lambda path: Fewer)
    with pytest.raises(Problem) as caught:
        load(tmp_path, [patient()])
    assert caught.value.code == "verify-failed"
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_opening_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        open_current(tmp_path)
    assert caught.value.code == "store-missing"
    for version in ("0123456789abcdef", "../../x"):
        with pytest.raises(Problem) as caught:
            open_version(tmp_path, version)
        assert caught.value.code == "version-missing"


def test_the_key_lies_apart_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = load(tmp_path, [patient()])
    path = tmp_path / "store" / "keys" / "patient.key"
    assert path.stat().st_mode & 0o077 == 0
    assert len(path.read_bytes()) == SIZE
    other = load(tmp_path / "b", [patient()], key_file=path)
    assert other.row("patient") == first.row("patient")
    assert not (tmp_path / "b" / "store" / "keys").exists()
    assert load(tmp_path / "c", [patient()]).row("patient") != first.row("patient")
    path.write_bytes(b"short")
    with pytest.raises(Problem) as caught:
        key_of(tmp_path / "store", None)
    assert caught.value.code == "key-unreadable"


def test_keys_of_people_are_the_same_when_many_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonweal.intake.keys.MOST_REMEMBERED", 2)
    keys = PatientKeys(bytes(32))
    assert [keys(name) for name in "abcabc"] == [PatientKeys(bytes(32))(name) for name in "abcabc"]
    monkeypatch.setattr("commonweal.intake.context.MOST_REMEMBERED", 2)
    context = Context("main", keys)
    found = [context.target({"reference": f"Encounter/{name}"}, "Encounter") for name in "abcab"]
    assert found == ["main/a", "main/b", "main/c", "main/a", "main/b"]


def test_the_manifest_is_sorted_json(tmp_path: Path) -> None:
    publish.write_json(tmp_path / "x.json", {"b": "é", "a": 1})
    assert json.loads((tmp_path / "x.json").read_text()) == {"a": 1, "b": "é"}
    assert (tmp_path / "x.json").read_text().index('"a"') == 3


def test_only_the_owner_may_read_the_vault(tmp_path: Path) -> None:
    store = load(tmp_path, [patient()])
    told = list((store.path / "vault" / store.report.version).glob("*.parquet"))
    assert told
    assert {path.stat().st_mode & 0o777 for path in told} == {0o600}
