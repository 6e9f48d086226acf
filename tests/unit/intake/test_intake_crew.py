"""Several processes read what one would read, and none is left behind when something fails."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.intake.records import LENIENT, TODAY, about, concept, patient, visit, write

from commonweal.intake import parts
from commonweal.intake.context import Context
from commonweal.intake.fhir import crew
from commonweal.intake.fhir.hand import serve
from commonweal.intake.files import FileRecord
from commonweal.intake.keys import PatientKeys
from commonweal.intake.lines import lines
from commonweal.intake.load import LoadReport, ingest
from commonweal.intake.resume.keeper import Keeper
from commonweal.intake.sources import Source
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

SECRET = bytes(32)


def resources(many: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for n in range(many):
        who = f"p{n}"
        found += [
            patient(who, birthDate=f"19{n % 90 + 10}"), visit(f"e{n}", who),
            about("Observation", f"o{n}", who, code=concept("x"), issued="2020-02-30",
                  component=[{"code": concept("y"), "valueQuantity": {"value": n}}]),
            about("Condition", f"c{n}", f"p{n + 3}", onsetAge={"value": 4, "code": "a"}),
        ]  # fmt: skip
    return [*found, found[0], visit("e1", "p1", status="planned"), {"resourceType": "Goal"}]


def export(folder: Path) -> Path:
    made = resources(40)
    write(folder / "Observation.ndjson", [one for one in made if one.get("code")])
    write(folder / "mixed.ndjson", [one for one in made if not one.get("code")])
    write(folder / "packed.ndjson.gz", [patient("p90"), visit("e90", "p90")])
    with (folder / "mixed.ndjson").open("ab") as handle:
        handle.write(b'\n{"half": \n\xff\n[]\n{"resourceType": "Patient", "id": 7}')
    return folder


def taken(folder: Path, source: Path, key: Path) -> LoadReport:
    return ingest(folder, [Source(source, "fhir"), Source(source, "fhir", "other")],
                  accept=LENIENT, today=TODAY, key_file=key)  # fmt: skip


def published(report: LoadReport) -> dict[str, str]:
    assert report.dataset is not None
    vault = report.dataset.store / "vault" / report.dataset.version
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (report.dataset.folder, vault)
        for path in sorted(folder.rglob("*.parquet"))
        # rows as they were read are kept in the order of reading, which nothing shows
        if path.parent.name != "rows" and not path.name.startswith("said")
    }


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LARGE", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(parts, "PIECE", 700)
    monkeypatch.setattr(parts, "_BLOCK", 100)


def test_several_processes_publish_the_bytes_that_one_publishes(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    source, key = export(tmp_path / "in"), tmp_path / "key"
    alone = taken(tmp_path / "alone", source, key)
    request.getfixturevalue("several")
    together = taken(tmp_path / "together", source, key)
    assert published(together) == published(alone)
    assert together.version == alone.version
    assert [asdict(one) for one in together.files] == [asdict(one) for one in alone.files]
    assert together.quarantined == 2 * 5


@pytest.mark.usefixtures("several")
def test_a_question_by_identifier_is_heard_from_a_process(tmp_path: Path) -> None:
    who = {"reference": "Patient?identifier=s|1"}
    write(tmp_path / "in" / "a.ndjson",
          [patient(identifier=[{"system": "s", "value": "1"}]), visit(subject=who)])  # fmt: skip
    report = ingest(tmp_path / "store", [Source(tmp_path / "in", "fhir")], today=TODAY)
    assert report.problems == ()


@pytest.mark.usefixtures("several")
def test_the_record_of_one_patient_is_read_by_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_PROGRAM", "raise SystemExit(3)")
    write(tmp_path / "in" / "a.ndjson", [patient(), visit()])
    source = Source(tmp_path / "in", "fhir", one_patient=True)
    assert ingest(tmp_path / "store", [source], today=TODAY).rows["encounter"] == 1


@pytest.mark.usefixtures("several")
def test_an_older_version_of_fhir_is_refused_by_a_process_too(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.ndjson", [patient(), about("Condition", "c", context={})])
    with pytest.raises(Problem, match="STU3"):
        ingest(tmp_path / "store", [Source(tmp_path / "in", "fhir")], today=TODAY)
    assert not list((tmp_path / "store").glob("tmp-*"))


ZERO = {"received": 0, "accepted": 0, "quarantined": 0, "left_out": 0, "broken": False,
        "tables": [], "asked": False, "left": None, "reached": 0, "text": 0}  # fmt: skip
ANSWERS_THEN_FAILS = f"""import sys
sys.stdin.readline(), sys.stdin.readline()
for line in sys.stdin:
    print({json.dumps(json.dumps(ZERO))}, flush=True)
raise SystemExit(3)
"""


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize("program", ["raise SystemExit(3)", ANSWERS_THEN_FAILS])
def test_a_process_that_ends_early_is_told_and_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(crew, "_PROGRAM", program)
    write(tmp_path / "in" / "a.ndjson", [patient(), visit()])
    with pytest.raises(Problem, match="ended before") as told:
        ingest(tmp_path / "store", [Source(tmp_path / "in", "fhir")], today=TODAY)
    assert told.value.code == "reader-ended"
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_a_process_that_is_gone_can_not_be_told_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_PROGRAM", "")
    hand = crew._Hand()
    try:
        hand._running.wait()
        with pytest.raises(Problem, match="ended before"):
            hand.begin(Keeper.idle(Staging(tmp_path), []), "main", SECRET.hex())
    finally:
        hand.stop()


def test_an_answer_that_comes_in_pieces_is_taken_in_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_PROGRAM", "input()")
    hand = crew._Hand()
    task = hand.task = parts.Task(Path("a"), FileRecord("main", "a", ""), 0)
    answer = json.dumps(ZERO | {"received": 4}).encode() + b"\n"
    pieces = iter([answer[:5], answer[5:]])
    try:
        monkeypatch.setattr("os.read", lambda *_: next(pieces))
        assert not list(hand.hear()) and hand.task is task
        ((heard, told),) = hand.hear()
    finally:
        monkeypatch.undo()
        hand.stop()
    assert heard is task and told.received == 4 and hand.task is None


def test_a_process_is_told_by_json_lines_and_answers_by_them(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ndjson", [patient("canary"), visit(person="canary")])
    old = write(tmp_path / "b.ndjson", [about("Condition", "c", clinicalStatus="active")])
    (tmp_path / "stage").mkdir()
    charge = {"folder": str(tmp_path / "stage"), "name": "3-1", "source_id": "main",
              "secret": SECRET.hex(), "every": 1 << 62}  # fmt: skip
    task = {"path": str(path), "place": 3, "allowed": "Patient", "made": "",
            "reached": 0, "part": [0, path.stat().st_size, 0]}  # fmt: skip
    told = [charge, task, task | {"path": str(old), "allowed": ""}]
    answers = io.BytesIO()
    serve(io.BytesIO(b"".join(json.dumps(one).encode() + b"\n" for one in told)), answers)
    first, second = map(json.loads, answers.getvalue().splitlines())
    assert (first["received"], first["accepted"], first["quarantined"]) == (2, 1, 1)
    assert first["tables"] == ["patient"] and not first["asked"]
    assert second["problem"][0] == "fhir-stu3"
    assert b"canary" not in answers.getvalue()
    staging = Staging(tmp_path / "stage")
    assert [Path(one).name for one in staging.paths("patient")] == ["patient.3-1.parquet"]


def test_a_process_closes_its_files_when_it_has_read_enough(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ndjson.gz", [patient("a"), patient("b")])
    (tmp_path / "stage").mkdir()
    charge = {"folder": str(tmp_path / "stage"), "name": "0-1", "source_id": "main",
              "secret": SECRET.hex(), "every": 1}  # fmt: skip
    task = {"path": str(path), "place": 0, "allowed": "", "made": "", "reached": 0,
            "part": [0, 1 << 62, 0]}  # fmt: skip
    answers = io.BytesIO()
    told = [json.dumps(one).encode() + b"\n" for one in (charge, task)]
    serve(io.BytesIO(b"".join(told)), answers)
    first, last = map(json.loads, answers.getvalue().splitlines())
    assert first["left"][1] == 1 and last["left"] is None
    assert "patient.0-1.parquet" in first["whole"] and "patient.0-1.c1.parquet" in last["whole"]


def test_what_another_process_is_told_makes_the_same_keys() -> None:
    mine = Context("main", PatientKeys(b"k" * 32))
    source, secret = mine.carried() or ("", "")
    assert Context(source, PatientKeys(bytes.fromhex(secret))).person("a") == mine.person("a")
    assert Context("main", PatientKeys(SECRET), one_patient=True).carried() is None


def test_processes_keep_to_themselves_what_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_PROGRAM", "import sys; sys.stderr.write('a name')")
    hand = crew._Hand()
    hand.finish()
    assert hand._running.stderr is None
    assert hand._running.args[1] == "-c"  # type: ignore[index] # a list of words
    hand.stop()
    assert isinstance(hand._running, subprocess.Popen)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([b"", b"\n", b"a", b"\r\n", b"\xef\xbb\xbf", b"bb\n", b"  \n"])),
       st.integers(1, 9), st.integers(1, 5))  # fmt: skip
def test_the_pieces_of_a_file_hold_its_lines(
    tmp_path_factory: pytest.TempPathFactory, text: list[bytes], piece: int, block: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "pieces.ndjson"
    path.write_bytes(b"".join(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PIECE", piece)
        patch.setattr(parts, "_BLOCK", block)
        record = FileRecord("main", "x", "")
        found = list(parts.cut(path, record))
    assert record.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [one for part in found for one in lines(path, record, part)] == list(lines(path, record))
