"""Killed at any moment, a load over what stands and a purge leave the version that stands whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.intake.exports import House
from tests.unit.intake.records import patient, visit, write
from tests.unit.intake.test_intake_publish import (
    CHECKOUT,
    Crash,
    failing,
    until_the_crash,
    whole,
)

from commonweal.intake.renew.purge import old_versions, purge
from commonweal.intake.versions import manifest, open_current

NOW = datetime(2026, 1, 5, tzinfo=UTC)
KILLED = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from commonweal.intake.load import ingest
from commonweal.intake.renew.purge import old_versions, purge
from commonweal.intake.sources import Source
folder = Path(sys.argv[1])
while True:
    for name in ("second", "third", "first"):
        load = "full" if name == "first" else "since"
        source = Source(folder / f"{name}.ndjson", "fhir", load=load)
        ingest(folder / "store", [source], today=date(2026, 1, 1))
        print(name, flush=True)
        if name == "third":
            found = [one.version for one in old_versions(folder / "store", 0, None)]
            purge(folder / "store", found, datetime(2026, 1, 5, tzinfo=UTC))
"""


def test_kill_at_any_moment_of_loads_over_what_stands_and_of_purges(tmp_path: Path) -> None:
    house = House(tmp_path)
    for many, name in enumerate(("first", "second", "third"), 1):
        path = write(tmp_path / f"{name}.ndjson", [patient(f"p{many}"), visit(f"e{many}")])
        house.load(path, load="full" if name == "first" else "since")
    for moment in (0.1, 0.4, 0.8):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, cwd=CHECKOUT
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        as_written(house.store)
    house.load(tmp_path / "second.ndjson", load="since")
    as_written(house.store)
    assert not list(house.store.glob("tmp-*"))


def test_a_crash_at_every_step_of_a_purge_leaves_rows_or_the_word_that_they_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(tmp_path)
    old = house.full([patient()]).report.version
    current = house.since([patient("p2")]).report.version
    crashes, seen = 0, set()
    for steps in range(100):
        store = tmp_path / f"copy{steps}"
        shutil.copytree(house.store, store)
        left = [steps]
        with monkeypatch.context() as patched:
            for name in ("fsync", "rename", "replace", "rmdir"):
                patched.setattr(os, name, failing(getattr(os, name), left))
            patched.setattr(shutil, "rmtree", until_the_crash(shutil.rmtree, left))
            try:
                purge(store, [old], NOW)
                break
            except Crash:
                crashes += 1
        whole(store, current, 2)
        written = "purged_on" in manifest(store, old)
        seen.add(written)
        if not written:
            whole_version(store, old)
        purge(store, [one.version for one in old_versions(store, 0, None)], NOW)
        assert [path.name for path in (store / "versions" / old).iterdir()] == ["manifest.json"]
        whole(store, current, 2)
    assert crashes >= 2
    assert seen == {False, True}


def as_written(store: Path) -> None:
    """Every file of the version that stands is as its manifest says, with its people."""
    current = open_current(store).version
    people = manifest(store, current)["tables"]["patient"]["rows"]
    assert people in (1, 2, 3)
    whole(store, current, people)


def whole_version(store: Path, version: str) -> None:
    tables = store / "versions" / version / "tables"
    assert {path.name for path in tables.iterdir()} == set(manifest(store, version)["tables"])
    assert (store / "vault" / version).is_dir()
