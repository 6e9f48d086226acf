"""The commands by which data come again and old versions go, as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.calling import call
from tests.unit.intake.exports import at, deleted
from tests.unit.intake.records import patient, visit, write

from commonweal.findings import kept


def test_data_come_again_and_old_versions_go(tmp_path: Path) -> None:
    store = tmp_path / "store"
    whole = write(tmp_path / "whole.ndjson", [patient(f"p{n}") for n in range(14)] + [visit()])
    first = call("ingest", whole, "--to", store)
    assert first.code == 0, first.err
    assert call("ingest", whole, "--to", store).out.startswith("Nothing new: the 1 file is in")
    part = write(tmp_path / "part.ndjson", [at(visit("e2"), "2021-01-01"), deleted("Encounter/e1")])
    again = call("ingest", part, "--to", store, "--since")
    assert "encounter of main: 1 new, 0 changed, 1 gone of 1 (100%)." in again.out
    refused = call("ingest", part, "--to", store)
    assert refused.code == 2 and "patient of main: 0 new, 0 changed, 14 gone" in refused.err
    assert call("ingest", part, "--to", store, "--accept-shrink").code == 0
    beside = call("ingest", whole, "--to", store, "--beside", "--retain", "2020",
                  "--retain-for", "care.flu_vaccine_simple")  # fmt: skip
    assert beside.code == 0, beside.err
    gone = tmp_path / "gone.csv"
    gone.write_text("what,id\nperson,p3\n")
    assert (
        "purge them: commonweal purge STORE" in call("ingest", "--to", store, "--erase", gone).out
    )
    told = call("retention", store, "--measure", "care.flu_vaccine_simple")
    assert "patient" in told.out and "they list people" in told.out
    assert "2023" in call("retention", store, "--period", "2023").out
    trial = call("purge", store, "--keep", "1", "--dry-run")
    assert "Would be purged: 2 of the old versions." in trial.out
    assert call("purge", store, "--before", "2001-01-01").out.startswith("There is no old version")
    assert "Purged: 3 of the old versions." in call("purge", store).out
    assert call("audit-log", "verify", "--store", store).out.startswith("The record is whole: 3")


def test_a_load_without_a_source_is_refused(tmp_path: Path) -> None:
    ended = call("ingest", "--to", tmp_path / "store")
    assert ended.code == 2 and "No source was named." in ended.err


def test_a_number_of_a_purged_version_is_still_traced(tmp_path: Path) -> None:
    store = tmp_path / "store"
    people = [patient(f"p{n}", gender="male" if n % 2 else "female") for n in range(30)]
    seen = [visit(f"e{n}", f"p{n}") for n in range(30)]
    path = write(tmp_path / "whole.ndjson", people + seen)
    assert call("ingest", path, "--to", store).code == 0
    made = call("audit", store, "--period", "2020", "--measure", "care.ed_visits_simple",
                "--by", "sex")  # fmt: skip
    assert made.code == 0, made.err
    trace_id = kept.last(store).traces[0].id
    more = write(tmp_path / "more.ndjson", [visit("e99")])
    assert call("ingest", more, "--to", store, "--since").code == 0
    assert "Computed again just now" in call("trace", trace_id, "--store", store).out
    assert call("purge", store).code == 0
    told = call("trace", trace_id, "--store", store)
    assert told.code == 0, told.err
    assert "so it can not be computed again." in told.out
    sha256 = json.loads((store / "versions" / kept.last(store).audit.version / "manifest.json")
                        .read_text())["files"][0]["sha256"]  # fmt: skip
    assert sha256 in told.out
