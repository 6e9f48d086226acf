"""What must hold for every input: equal bytes for equal content, nothing lost, nothing fatal."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.intake import records

from commonweal.intake.alike import canonical
from commonweal.intake.context import Context
from commonweal.intake.fhir.pieces import PieceReader
from commonweal.intake.fhir.plain import PlainReader
from commonweal.intake.files import FileRecord
from commonweal.intake.keys import PatientKeys
from commonweal.intake.lines import Block, lines
from commonweal.intake.load import Limits, LoadReport, ingest
from commonweal.intake.points import birth, day_of, just_before, point
from commonweal.intake.race import ETHNICITY_URLS, RACE_URLS, answers, hear
from commonweal.intake.sources import Source
from commonweal.kinds import Problem

ANYTHING = Limits(bad_share=1.0, orphan_share=1.0)


def people(many: int) -> list[dict[str, Any]]:
    """Resources of several types, with copies that differ and copies that do not."""
    found: list[dict[str, Any]] = []
    for n in range(many):
        who = f"p{n}"
        found += [
            records.patient(who, gender="female" if n % 2 else "male",
                            extension=[records.race(("2106-3", "2054-5", "UNK")[n % 3])]),
            records.visit(f"e{n}", who, type=[records.concept(str(n))]),
            records.about("Observation", f"o{n}", who, component=[
                {"code": records.concept("8480-6", system=records.LOINC),
                 "valueQuantity": {"value": 100 + n}}]),
            records.about("Condition", f"c{n}", who, onsetDateTime=f"20{n % 20:02d}-01-01"),
            records.about("MedicationRequest", f"m{n}", who, authoredOn="2020-01-01"),
        ]  # fmt: skip
        if n % 4 == 0:
            found += [found[-4], records.visit(f"e{n}", who, status="planned")]
    return found


def tables(report: LoadReport) -> dict[str, str]:
    """Hash of every file of the tables and the vault.

    The rows that are kept for later loads say in which file and line they stood, and so differ.
    """
    assert report.dataset is not None
    vault = report.dataset.store / "vault" / report.dataset.version
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (report.dataset.folder / "tables", vault)
        for path in sorted(folder.rglob("*.parquet"))
        if path.name != "said.parquet"
    }


def split(folder: Path, resources: list[dict[str, Any]], pieces: int, ending: str) -> Path:
    for kind in sorted({entry["resourceType"] for entry in resources}):
        mine = [entry for entry in resources if entry["resourceType"] == kind]
        for piece in range(pieces):
            records.write(folder / f"{kind}.{piece:02d}.{ending}", mine[piece::pieces])
    return folder


@pytest.mark.parametrize("buckets", [False, True])
def test_shuffled_split_and_packed_copies_give_equal_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, buckets: bool
) -> None:
    if buckets:
        monkeypatch.setattr("commonweal.intake.finish.BUCKET_ROWS", 8)
    key = tmp_path / "patient.key"
    resources = people(24)
    found = []
    for index, (pieces, ending) in enumerate(
        ((1, "ndjson"), (1, "ndjson.gz"), (3, "ndjson"), (2, "ndjson.gz"))
    ):
        random.Random(index).shuffle(resources)  # noqa: S311 no secret: a test that repeats
        source = split(tmp_path / f"in{index}", resources, pieces, ending)
        found.append(tables(ingest(tmp_path / f"store{index}", [Source(source, "fhir")],
                                   today=records.TODAY, key_file=key)))  # fmt: skip
    assert found[0] == found[1] == found[2] == found[3]
    assert len(found[0]) > (20 if buckets else 7)


@pytest.mark.parametrize("seed", range(3))
def test_a_corrupted_byte_changes_only_its_own_line_and_marks_of_rows_that_point_at_it(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 no secret: a test that repeats
    written = list(dict.fromkeys(json.dumps(entry).encode() for entry in people(4)))
    key = tmp_path / "patient.key"
    hurt = chance.randrange(len(written))
    place = chance.randrange(len(written[hurt]))
    spoiled = [*written]
    spoiled[hurt] = written[hurt][:place] + bytes([chance.choice(b"\x00\xff{}")]) + written[hurt][
        place + 1 :]  # fmt: skip
    stores = []
    for name, content in (("a", written), ("b", spoiled)):
        path = tmp_path / name / "all.ndjson"
        path.parent.mkdir()
        path.write_bytes(b"\n".join(content) + b"\n")
        report = ingest(tmp_path / name / "store", [Source(path, "fhir")], today=records.TODAY,
                        accept=ANYTHING, key_file=key)  # fmt: skip
        stores.append(records.Store(tmp_path / name / "store", report))
    own = json.loads(written[hurt])
    touched = own["id"]
    for table in stores[0].dataset.tables & stores[1].dataset.tables:
        before, after = (
            [_unmarked(row, own) for row in store.rows(table) if not _of(row, table, touched)]
            for store in stores
        )
        if own["resourceType"] != "Patient" or table != "patient":
            assert sorted(before, key=str) == sorted(after, key=str)


def _of(row: dict[str, Any], table: str, identity: str) -> bool:
    keys = [row[name] for name in (f"{table}_key", "observation_key") if row.get(name)]
    return any(key.split("#")[0].startswith(f"main/{identity}"[: len(key)]) for key in keys)


def _unmarked(row: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A row without the marks that a lost person or visit may give it."""
    pointing = {"orphan", "ref_unresolved"}
    return row | {"problem": sorted(set(row["problem"]) - pointing), "valid": None}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(["2020-01-01", "2020-02-30T10:00:00Z", "Patient/p1", "#x", "?identifier=|"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from([
            "coding", "code", "system", "value", "unit", "start", "end", "reference", "url",
            "extension", "valueCoding", "valueCode", "valueQuantity", "valueCodeableConcept",
            "repeat", "timing", "low", "high", "text", "display", "contained", "type", "payor",
        ]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
ELEMENTS = st.sampled_from([
    "subject", "patient", "encounter", "code", "category", "status", "period", "class", "type",
    "onsetDateTime", "onsetAge", "abatementPeriod", "abatementRange", "clinicalStatus",
    "effectivePeriod", "valueQuantity", "valueString", "component", "extension", "birthDate",
    "address", "communication", "maritalStatus", "deceasedBoolean", "identifier", "meta",
    "dosageInstruction", "dispenseRequest", "authoredOn", "medicationReference", "contained",
    "payor", "participant", "serviceType", "modifierExtension", "hospitalization", "gender",
    "billablePeriod", "medicationCodeableConcept", "minutesDuration", "name", "beneficiary",
])  # fmt: skip
KINDS = st.sampled_from([
    "Patient", "Encounter", "Condition", "Observation", "Procedure", "MedicationRequest",
    "Immunization", "ServiceRequest", "DeviceRequest", "Coverage", "ExplanationOfBenefit",
    "Organization", "Appointment", "Medication",
])  # fmt: skip


class Collected:
    """A staging that keeps what it is given, so that thousands of lines cost no disk."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, list[Any]]] = []

    def add(self, table: str, row: list[Any]) -> None:
        self.rows.append((table, row))

    def put(self, table: str, columns: pa.Table) -> None:
        whole = {pa.timestamp("us"): pa.int64(), pa.date32(): pa.int32()}
        one_piece = [one.combine_chunks() for one in columns.columns]
        told = [one.view(whole[one.type]) if one.type in whole else one for one in one_piece]
        for row in zip(*(one.to_pylist() for one in told), strict=True):
            self.add(table, list(row))


def read_line(content: bytes, times: int = 1) -> tuple[FileRecord, list[tuple[str, list[Any]]]]:
    staging, record = Collected(), FileRecord("main", "x", "")
    reader = PieceReader(staging, Context("main", PatientKeys(bytes(32))))  # type: ignore[arg-type] # a stand-in
    for _ in range(times):
        reader._block(Block(1, 0, content), record)
    reader._plain.write()
    return record, staging.rows


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(KINDS, st.dictionaries(ELEMENTS, JSON, max_size=5))
def test_no_resource_is_fatal_and_none_is_lost(kind: str, elements: dict[str, Any]) -> None:
    entry = {"resourceType": kind, "id": "p1"} | elements
    try:
        record, _ = read_line(json.dumps(entry).encode())
    except Problem as problem:
        assert problem.code == "fhir-stu3"
        return
    assert record.received == record.accepted + record.quarantined + record.left_out


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=60).filter(lambda line: line.strip() and b"\n" not in line))
def test_no_line_is_fatal(content: bytes) -> None:
    record, rows = read_line(content)
    assert (record.quarantined, [table for table, _ in rows]) == (1, ["_quarantine"])


@settings(deadline=None, derandomize=True)
@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_points_read_back_what_was_written(moment: Any, offset: int) -> None:
    sign, off = ("-" if offset < 0 else "+"), abs(offset)
    text = f"{moment.isoformat(timespec='microseconds')}{sign}{off // 60:02d}:{off % 60:02d}"
    found = point(text)
    if found is None:
        assert moment.year in (1, 9999)
        return
    assert day_of(found) == moment.date()
    before = just_before(text)
    assert before is None or before[0] == (found[0] or 0) - 1000


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_no_text_is_fatal_as_a_date(text: str) -> None:
    for read in (point, birth, just_before):
        found = read(text)
        assert found is None or found[2] in ("Y", "M", "D", "T")


CODES = st.lists(st.sampled_from([
    "1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2131-1", "2135-2", "2186-5", "UNK",
    "ASKU", "2118-8", "2123-8", "2034-7", "W",
]), max_size=4)  # fmt: skip


@given(CODES, CODES)
def test_nobody_is_guessed_and_nobody_is_left_out(races: list[str], ethnic: list[str]) -> None:
    person = records.patient(extension=[records.race(*races), records.ethnicity(*ethnic)])
    found, _ = answers(hear(person, RACE_URLS), hear(person, ETHNICITY_URLS))
    for many in found.values():
        assert many
        stated = [said for said in many if said.status == "stated"]
        assert stated == [said for said in many if said.value is not None]
    shown = {said.value for said in found["raceeth_2024"] if said.value}
    assert ("hispanic" in shown) == (
        "2135-2" in races or ("2135-2" in ethnic and "2186-5" not in ethnic)
    )
    assert shown <= {"aian", "asian", "black", "hispanic", "mena", "nhpi", "white", "other"}
    assert "other" not in shown or shown == {"other"}


def test_packed_and_plain_lines_are_the_same(tmp_path: Path) -> None:
    text = b"a\n\nbb"
    (tmp_path / "x.gz").write_bytes(gzip.compress(text))
    (tmp_path / "x").write_bytes(text)
    record = FileRecord("main", "x", "")
    assert list(lines(tmp_path / "x", record)) == list(lines(tmp_path / "x.gz", record))


CLAIM = {
    "resourceType": "ExplanationOfBenefit", "id": "c1", "meta": {"lastUpdated": "2020-01-01"},
    "contained": [
        {"resourceType": "Coverage", "id": "c", "type": {"text": "medicaid"},
         "beneficiary": {"reference": "Patient/p1"}, "payor": [{"display": "medicaid"}]},
    ],
    "patient": {"reference": "Patient/p1"}, "billablePeriod": {"start": "2019", "end": "2020-02"},
    "item": [{"sequence": 1, "note": "caf\u00e9"}], "total": {"value": 1.5},
}  # fmt: skip
PLAIN = {
    "resourceType": "Observation", "id": "o1", "status": "final",
    "category": [records.concept("laboratory")], "code": records.concept("2345-7"),
    "subject": {"reference": "Patient/p1"}, "encounter": {"reference": "Encounter/e1"},
    "effectiveDateTime": "2020-02-01", "issued": "2020-02-01T10:00:00Z",
    "valueQuantity": {"value": 5.5, "unit": "g", "code": "g",
                      "system": "http://unitsofmeasure.org"},
    "performer": [{"reference": "Practitioner/1"}],
}  # fmt: skip
_QUANTITY = {"value": 120, "unit": "mm[Hg]"}
_ABOUT = {
    "subject": {"reference": "Patient/p1"},
    "encounter": {"reference": "Encounter/e1"},
    "code": records.concept("x-1"),
    "status": "final",
    "meta": {"lastUpdated": "2021"},
}
SHAPED = [
    CLAIM, PLAIN,
    {"resourceType": "Observation", "id": "o2", **_ABOUT, "effectiveDateTime": "2020-02",
     "component": [{"code": records.concept("8480-6"), "valueQuantity": _QUANTITY},
                   {"code": records.concept("8462-4"), "valueString": "low"}]},
    {"resourceType": "Observation", "id": "o3", **_ABOUT, "issued": "2020-02-01T10:00:00Z",
     "valueCodeableConcept": records.concept("y-2")},
    {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "EMER"},
     "type": [records.concept("50849002")], "subject": {"reference": "Patient/p1"},
     "period": {"start": "2020-01-01T10:00:00Z", "end": "2020-01-02"},
     "hospitalization": {"dischargeDisposition": records.concept("home")},
     "serviceProvider": {"reference": "Organization/w"}},
    {"resourceType": "Condition", "id": "c1", **{**_ABOUT, "status": ""},
     "clinicalStatus": records.concept("active"), "onsetDateTime": "2019",
     "abatementDateTime": "2020-03-01", "recordedDate": "2019-05-05"},
    {"resourceType": "Procedure", "id": "r1", **_ABOUT,
     "performedPeriod": {"start": "2020-01-01", "end": "2020-01-01T11:00:00+02:00"}},
    {"resourceType": "MedicationRequest", "id": "m1", **_ABOUT, "intent": "order",
     "medicationCodeableConcept": records.concept("562251"), "authoredOn": "2020-04-05",
     "dosageInstruction": [{"timing": {"repeat": {"frequency": 1, "period": 1.0,
                                                  "periodUnit": "d"}}}]},
    {"resourceType": "Immunization", "id": "i1", **_ABOUT, "vaccineCode": records.concept("140"),
     "patient": {"reference": "Patient/p1"}, "occurrenceDateTime": "2020-10-01"},
]  # fmt: skip
SPLICED = st.sampled_from([
    b'"', b"\\", b"{", b"}", b"]", b",", b"\x00", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"NaN",
    b"01", b"9" * 30, b"[" * 255 + b"]" * 255, b"[" * 300, b'{"id":"x"}',
    b'"resourceType":"Patient",',
    b'"id":7,', b'"id":"z",', b'"contained":null,', b'"contained":[null],', b'"contained":[],',
    b'"meta":5,', b'"patient":[1],', b'"x":"\xff",', b'"x":"\\udc00",', b'"x":01,', b'"x":NaN,',
    b'"valueQuantity":{"value":5,"comparator":"<"},', b'"valueQuantity":{"value":7},',
    b'"valueQuantity":{"value":-0,"system":"x"},', b'"valueString":"x",', b'"component":[],',
    b'"code":{"coding":[{"system":"http://loinc.org","code":"76690-7"}]},', b'"code":null,',
    b'"status":"",', b'"status":5,', b'"issued":"2020-13-01",', b'"effectiveDateTime":"",',
    b'"subject":{"reference":"Patient?identifier=a|b"},', b'"subject":null,', b'"context":{},',
    b'"meta":{"lastUpdated":"2020"},', b'"note":' + b"[" * 250 + b"]" * 250 + b",",
    b'"billablePeriod":{"start":5},', b'"\\u0069d":"q",', b'"period":null,', b'"period":{},',
    b'"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"76690-7"}]}}],',
    b'"component":[{"code":null}],', b'"component":null,', b'"valueQuantity":null,',
    b'"valueCodeableConcept":{"coding":[{"system":"s","code":"c"}]},', b'"identifier":[],',
    b'"identifier":[{"system":"s","value":"v"}],', b'"clinicalStatus":"active",', b'"reason":[],',
    b'"onsetAge":{"value":4,"code":"a"},', b'"class":[],', b'"type":[{}],', b'"patient":null,',
    b'"text":{"div":"\\ud83d\\ude00"},', b'"performedPeriod":{"start":"2020-13"},',
    b'"bodySite":5,', b'"dispenseRequest":{"quantity":{"value":9}},', b'"doNotPerform":true,',
    b'"dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"end":"2020-09"}}}}],',
    b'"dosageInstruction":[{"timing":{"repeat":{"frequency":"x"}}}],', b'"doNotPerform":null,',
    b'"dosageInstruction":[{},5],', b'"medicationReference":{"reference":"Medication/1"},',
])  # fmt: skip


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(
    st.sampled_from(SHAPED),
    st.lists(st.tuples(st.integers(0, 10_000), SPLICED), max_size=2),
    st.booleans(),
)
def test_a_line_that_is_read_quickly_is_read_as_one_parsed_whole(
    resource: dict[str, Any], spliced: list[tuple[int, bytes]], between: bool
) -> None:
    line = json.dumps(resource, separators=(",", ":")).encode()
    for place, piece in spliced:
        ends = [at + 1 for at, byte in enumerate(line) if byte == ord(",")] if between else []
        at = ends[place % len(ends)] if ends else place % len(line)
        line = line[:at] + piece + line[at:]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PlainReader, "take", lambda self, block: ({}, range(len(block.texts))))
        whole = told(line)
    assert told(line) == whole


def told(line: bytes) -> Any:
    """What becomes of a line that comes twice, also where the whole export is refused for it."""
    try:
        record, rows = read_line(line, times=2)
    except Problem as problem:
        return problem.code
    return record, sorted(rows, key=repr)


@pytest.mark.parametrize("resource", SHAPED, ids=lambda resource: str(resource["id"]))
def test_a_plain_line_is_read_quickly_and_an_odd_one_is_not(resource: dict[str, Any]) -> None:
    plain = PlainReader(Collected(), Context("main", PatientKeys(bytes(32))))  # type: ignore[arg-type] # a stand-in
    line = json.dumps(resource, separators=(",", ":")).encode()
    spaced = json.dumps(resource).encode()
    many, others = plain.take(Block(1, 0, b"\r\n".join((line, spaced, line))))
    assert (many, others) == ({resource["resourceType"]: 3}, [])
    odd = line.replace(b"Patient/", b"Patient/\xff")
    _, others = plain.take(Block(1, 0, b"\n".join((odd, line, line[:-1], b"[]", b""))))
    assert others == [0, 2, 3, 4]


def test_what_can_not_be_read_in_one_plain_line_leaves_the_others_as_they_are() -> None:
    line = json.dumps(SHAPED[2], separators=(",", ":")).encode()
    dated = line.replace(b"2020-02", b"2020-22").replace(b'"o2"', b'"dated"')
    asked = line.replace(b"8462-4", b"76690-7").replace(records.SCT.encode(), b"http://loinc.org")
    whole = b"\n".join((dated, line, asked.replace(b'"o2"', b'"asked"')))
    record, rows = read_line(b"\n".join((whole, line.replace(b'"o2"', b'"o9"'))))
    assert (record.received, record.accepted) == (4, 4)
    found = {row[0]: row for table, row in rows if table == "observation"}
    parts = [row[1] for table, row in rows if table == "component"]
    assert sorted(parts) == sorted(2 * [f"main/{name}" for name in ("dated", "o2", "asked", "o9")])
    assert found["main/o9"][1:-3] == found["main/o2"][1:-3]
    assert (found["main/dated"][6], found["main/dated"][-6]) == (None, ["date_unreadable"])
    assert (found["main/o2"][6], found["main/o2"][-6]) == (1580515200000000, [])


def test_a_number_too_large_to_hold_spoils_no_claim_that_does_not_need_it() -> None:
    content = json.dumps(CLAIM, separators=(",", ":")).encode()
    record, found = read_line(content.replace(b"1.5", b"1e999"))
    assert (record.accepted, [table for table, _ in found]) == (1, ["coverage"])
    assert canonical(content.replace(b"1.5", b"1e999")) != canonical(content)
