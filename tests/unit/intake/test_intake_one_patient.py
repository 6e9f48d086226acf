from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.unit.intake.records import LENIENT, TODAY, Store, load, patient, visit, write

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.intake.telling import load_lines
from commonweal.kinds import Problem


def test_in_the_record_of_one_patient_every_reference_is_to_that_one(tmp_path: Path) -> None:
    source = write(tmp_path / "one.ndjson", [patient("p1"), visit("e1", "another"), patient("p1")])
    report = ingest(tmp_path / "store", [Source(source, "fhir", one_patient=True)], today=TODAY)
    store = Store(tmp_path / "store", report)
    assert store.row("encounter")["patient_key"] == store.row("patient")["patient_key"]
    assert store.row("encounter")["problem"] == []


def test_the_record_of_one_patient_holds_no_second_one(tmp_path: Path) -> None:
    source = write(tmp_path / "one.ndjson", [patient("p1"), patient("p2")])
    with pytest.raises(Problem) as caught:
        ingest(tmp_path / "store", [Source(source, "fhir", one_patient=True)], today=TODAY)
    assert caught.value.code == "patients-several"


def test_a_load_is_told_in_counts_and_never_in_values(tmp_path: Path) -> None:
    resources = [patient(birthDate="1981-07-23"), visit(), visit(), visit("e2", "nobody"), {}]
    store = load(tmp_path, resources)
    text = "\n".join(load_lines(store.report))
    assert "5 lines received in 1 files: 4 taken in, 1 set aside" in text
    assert "encounter: 1 rows stood there more than once" in text
    assert "encounter: rows of 1 to 10 people marked orphan." in text
    assert text.endswith(f"Published as version {store.report.version}.")
    assert "1981" not in text and "p1" not in text and "nobody" not in text
    again = load(tmp_path, resources)
    assert "Nothing new: the 1 file is in version" in load_lines(again.report)[-1]


def test_a_trial_and_a_broken_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "Patient.ndjson.gz"
    path.write_bytes(gzip.compress(b'{"resourceType":"Patient","id":"a"}\n' * 9)[:-8])
    report = ingest(
        tmp_path / "store", [Source(path, "fhir")], today=TODAY, accept=LENIENT, dry_run=True
    )
    lines = load_lines(report)
    assert any("breaks off" in line for line in lines)
    assert lines[-1].startswith("A trial")
