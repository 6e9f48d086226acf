"""Where columns stand in FHIR, and what becomes of lines and files that are not as expected."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.unit.intake.records import (
    LOINC,
    SCT,
    TODAY,
    about,
    concept,
    load,
    patient,
    resource,
    to,
    visit,
    write,
)

from commonweal.intake import files, lines
from commonweal.intake.load import Limits, ingest
from commonweal.intake.payers import payer_group
from commonweal.intake.sources import Source
from commonweal.intake.staging import layout
from commonweal.kinds import Problem
from commonweal.tables.clinical import CLINICAL

QICORE = "http://hl7.org/fhir/us/qicore/StructureDefinition/"
STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
FOREVER = datetime(9999, 12, 31)
BEGINNING = datetime(1, 1, 1)


def one(tmp_path: Path, table: str, *resources: dict[str, Any]) -> dict[str, Any]:
    return load(tmp_path, [patient(), *resources]).row(table)


def test_a_person_keeps_birth_death_place_and_nothing_that_names_them(tmp_path: Path) -> None:
    row = load(
        tmp_path,
        [
            patient(
                birthDate="1980", deceasedDateTime="2020-05-06T07:08:09-05:00",
                name=[{"family": "Canary"}], telecom=[{"value": "555-0100"}],
                address=[{"use": "old", "postalCode": "99999"},
                         {"use": "home", "line": ["1 Canary Way"], "city": "Canaryville",
                          "postalCode": "02139-1234", "state": "MA"}],
                identifier=[{"system": "mrn", "value": "CANARY-1"}],
                managingOrganization=to("o1", "Organization"),
            ),
            resource("Organization", "o1", name="North"),
        ],
    ).row("patient")  # fmt: skip
    assert row["birth_day"] == date(1980, 7, 1)
    assert (row["birth_prec"], row["deceased"], row["zip5"]) == ("Y", True, "02139")
    assert row["death_ts"] == datetime(2020, 5, 6, 12, 8, 9)
    assert (row["state"], row["org_key"]) == ("MA", "main/o1")
    assert len(row["patient_key"]) == 32
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            assert b"anary" not in path.read_bytes().replace(b"CANARY", b"Canary")


def test_dying_is_only_what_the_source_says(tmp_path: Path) -> None:
    said = ({}, {"deceasedBoolean": False}, {"deceasedBoolean": True})
    births = ("1980", "1981", "1982")
    people = [patient(f"p{born}", birthDate=born, **elements)
              for born, elements in zip(births, said, strict=True)]  # fmt: skip
    rows = {row["birth_day"].year: row for row in load(tmp_path, people).rows("patient")}
    assert [rows[year]["deceased"] for year in (1980, 1981, 1982)] == [None, False, True]


def test_what_is_no_zip_is_missing(tmp_path: Path) -> None:
    sent = ("00000", "K1A 0B1", "1234", "")
    people = [patient(f"p{n}", address=[{"postalCode": code}]) for n, code in enumerate(sent)]
    assert [row["zip5"] for row in load(tmp_path, people).rows("patient")] == [None] * 4


def test_a_visit(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        "encounter",
        visit(
            type=[concept("1", "2"), {"coding": [{"code": "no system"}, {"system": SCT}]}],
            period={"start": "2020-01-01T22:00:00-05:00", "end": "2020-01-02T01:00:00-05:00"},
            hospitalization={"dischargeDisposition": concept("428361000124107")},
            serviceProvider={"reference": "http://x.org/fhir/Organization/o1/_history/2"},
            appointment=[to("a1", "Appointment")],
        ),
    )
    assert row["type"] == [f"{SCT}|1", f"{SCT}|2"]
    assert (row["visit_class"], row["status"], row["los_min"]) == ("AMB", "finished", 180.0)
    assert (row["start_ts"], row["start_day"]) == (datetime(2020, 1, 2, 3), date(2020, 1, 1))
    assert row["disposition"] == [f"{SCT}|428361000124107"]
    assert (row["org_key"], row["appointment_key"]) == ("main/o1", "main/a1")
    assert row["valid"] and row["problem"] == []


def test_classes_of_visits(tmp_path: Path) -> None:
    sent = ({"code": "IMP"}, [{"coding": [{"code": "EMER"}]}], {"code": "FLD"}, [])
    visits = [visit(f"e{n}", admission={"dischargeDisposition": concept("1")}) | {"class": kind}
              for n, kind in enumerate(sent)]  # fmt: skip
    rows = load(tmp_path, [patient(), *visits]).rows("encounter")
    assert [row["visit_class"] for row in rows] == ["IMP", "EMER", "OTHER", None]
    assert all(row["disposition"] == [f"{SCT}|1"] for row in rows)


def condition(status: str | None = "active", **elements: Any) -> dict[str, Any]:
    given = {"clinicalStatus": concept(status, system=STATUS)} if status else {}
    return about("Condition", "c1", code=concept("44054006"), **given, **elements)


STANDING: list[tuple[dict[str, Any], datetime | None, datetime | None]] = [
        (condition(onsetDateTime="2019-05-01", abatementDateTime="2019-06-01"),
         datetime(2019, 5, 1), datetime(2019, 6, 1)),
        (condition("resolved", abatementDateTime="2019-06-01"), BEGINNING, datetime(2019, 6, 1)),
        (condition(onsetDateTime="2019-05-01"), datetime(2019, 5, 1), FOREVER),
        (condition("relapse", onsetPeriod={"start": "2019-05-01"}), datetime(2019, 5, 1), FOREVER),
        (condition(), None, FOREVER),
        (condition("resolved", onsetDateTime="2019-05-01"), None, None),
        (condition(None, onsetDateTime="2019-05-01"), None, None),
        (condition(onsetString="long ago", abatementString="gone"), None, FOREVER),
        (condition(abatementBoolean=True, onsetPeriod={"end": "2019-01-01"}), None, FOREVER),
        (condition(onsetDateTime="2019-05-01", abatementPeriod={"start": "2019-06-01"}),
         datetime(2019, 5, 1), FOREVER),
        (condition(onsetAge={"value": 40, "code": "a", "system": "http://unitsofmeasure.org"}),
         datetime(2020, 2, 3), FOREVER),
        (condition(onsetRange={"low": {"value": 6, "unit": "months"}}),
         datetime(1980, 8, 3), FOREVER),
        (condition(onsetAge={"value": 10, "code": "d"}), datetime(1980, 2, 13), FOREVER),
        (condition(abatementAge={"value": 40, "code": "a"}), BEGINNING, datetime(2021, 2, 2)),
        (condition(abatementRange={"high": {"value": 41, "code": "a"}}), BEGINNING,
         datetime(2022, 2, 2)),
        (condition(onsetAge={"value": 40, "code": "parsec"}), None, FOREVER),
        (condition(abatementPeriod={"end": "2019-13-01"}), None, FOREVER),
        (condition(onsetAge={"value": -3, "code": "a"}), None, FOREVER),
    ]  # fmt: skip


def test_how_long_a_condition_stands(tmp_path: Path) -> None:
    sent = [entry | {"id": f"c{n:02d}"} for n, (entry, _, _) in enumerate(STANDING)]
    rows = load(tmp_path, [patient(), *sent]).rows("condition")
    for row, (_, start, end) in zip(rows, STANDING, strict=True):
        assert (row["prevalence_start_ts"], row["prevalence_end_ts"]) == (start, end), row
        if start is not None:
            assert row["prevalence_start_day"] == start.date()


def test_a_procedure_at_an_age_fills_the_year_of_that_age(tmp_path: Path) -> None:
    low, high = {"value": 40, "code": "a"}, {"value": 41, "code": "a"}
    sent = (
        {"performedAge": low},
        {"performedRange": {"low": low, "high": high}},
        {"performedRange": {"low": low}},
        {"performedString": "long ago"},
    )
    records = [about("Procedure", f"x{n}", **element) for n, element in enumerate(sent)]
    rows = load(tmp_path, [patient(), *records]).rows("procedure")
    start = date(2020, 2, 3)
    assert [(row["start_day"], row["end_day"], row["start_prec"]) for row in rows] == [
        (start, date(2021, 2, 2), "D"),
        (start, date(2022, 2, 2), "D"),
        (start, None, "D"),
        (None, None, None),
    ]


def test_the_end_of_an_abatement_period_is_exclusive(tmp_path: Path) -> None:
    row = one(tmp_path, "condition", condition(abatementPeriod={"end": "2019-06-01"}))
    assert row["abate_ts"] == datetime(2019, 5, 31, 23, 59, 59, 999000)
    assert (row["abate_day"], row["abate_prec"]) == (date(2019, 5, 31), "T")


def test_condition_codes(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        "condition",
        condition(category=[concept("problem-list-item")], bodySite=[concept("7771000")],
                  recordedDate="2020-01-01", encounter=to("e1", "Encounter"),
                  verificationStatus=concept("confirmed", system=STATUS)),
        visit(),
    )  # fmt: skip
    assert row["category"] == [f"{SCT}|problem-list-item"]
    assert row["body_site"] == [f"{SCT}|7771000"]
    assert row["clinical_status"] == "active"
    assert row["verification_status"] is None
    assert (row["encounter_key"], row["problem"]) == ("main/e1", [])


VALUES: list[tuple[dict[str, Any], float | None, str | None, str | None]] = [
    ({"valueQuantity": {"value": 9, "unit": "percent", "code": "%"}}, 9.0, "%", "Quantity"),
    ({"valueQuantity": {"value": 9.5, "unit": "percent"}}, 9.5, "percent", "Quantity"),
    ({"valueQuantity": {"value": 9}}, 9.0, "1", "Quantity"),
    ({"valueQuantity": {"value": 9, "comparator": ">"}}, None, None, "Quantity"),
    ({"valueQuantity": {"value": 9, "system": "http://local"}}, None, None, "Quantity"),
    ({"valueQuantity": {"unit": "%"}}, None, None, "Quantity"),
    ({"valueString": "a story"}, None, None, "String"),
    ({}, None, None, None),
]


def test_values(tmp_path: Path) -> None:
    sent = [about("Observation", f"o{n}", **value) for n, (value, *_) in enumerate(VALUES)]
    rows = load(tmp_path, [patient(), *sent]).rows("observation")
    found = [(row["value_num"], row["unit"], row["value_type"]) for row in rows]
    assert found == [(number, unit, kind) for _, number, unit, kind in VALUES]


def test_an_observation_with_parts(tmp_path: Path) -> None:
    systolic = {"code": concept("8480-6", system=LOINC), "valueQuantity": {"value": 120}}
    asked = {"code": concept("1"), "valueCodeableConcept": concept("2")}
    reason = {"url": f"{QICORE}qicore-notDoneReason", "valueCodeableConcept": concept("3")}
    store = load(
        tmp_path,
        [patient(), about("Observation", "o1", component=[systolic, asked], extension=[reason],
                          effectivePeriod={"start": "2020-01-01"}, issued="2020-01-02",
                          category=[concept("laboratory")])],
    )  # fmt: skip
    row = store.row("observation")
    assert (row["start_day"], row["end_ts"]) == (date(2020, 1, 1), None)
    assert row["issued_day"] == date(2020, 1, 2)
    assert row["not_done_reason"] == [f"{SCT}|3"]
    first, second = store.rows("component")
    assert first["component_key"] == "main/o1#000"
    assert first["value_num"] == 120.0
    assert second["value_code"] == [f"{SCT}|2"]
    assert first["patient_key"] == row["patient_key"]


def test_a_moment_is_its_own_start_and_end(tmp_path: Path) -> None:
    row = one(tmp_path, "procedure", about("Procedure", "x1", performedDateTime="2020-01-01"))
    assert row["start_day"] == row["end_day"] == date(2020, 1, 1)
    second = one(tmp_path / "b", "immunization",
                 about("Immunization", "x1", occurrenceDateTime="2020-01-01",
                       vaccineCode=concept("140")))  # fmt: skip
    assert second["code"] == [f"{SCT}|140"]


def test_drugs_in_three_forms(tmp_path: Path) -> None:
    drug = resource("Medication", "m1", code=concept("1"))
    inside = resource("Medication", "in", code=concept("2"))
    store = load(
        tmp_path,
        [
            patient(),
            drug,
            about("MedicationRequest", "r1", medicationReference=to("m1", "Medication")),
            about("MedicationRequest", "r2", medicationReference={"reference": "#in"},
                  contained=[inside]),
            about("MedicationRequest", "r3", medicationCodeableConcept=concept("3"),
                  doNotPerform=True),
        ],
    )  # fmt: skip
    found = {row["medication_request_key"]: row for row in store.rows("medication_request")}
    assert found["main/r1"]["referenced_code"] == [f"{SCT}|1"]
    assert found["main/r2"]["referenced_code"] == [f"{SCT}|2"]
    assert found["main/r1"]["code"] == [] == found["main/r3"]["referenced_code"]
    assert found["main/r3"]["code"] == [f"{SCT}|3"]
    assert found["main/r3"]["do_not_perform"] is True
    assert found["main/r3"]["supply_end_ts"] == FOREVER


def test_do_not_perform_is_spelt_exactly(tmp_path: Path) -> None:
    said = (("qicore-doNotPerform", True), ("qicore-doNotPerform", False),
            ("qicore-doNotPeform", True))  # fmt: skip
    orders = [
        about("DeviceRequest", f"d{n}",
              modifierExtension=[{"url": f"{QICORE}{name}", "valueBoolean": value}])
        for n, (name, value) in enumerate(said)
    ]  # fmt: skip
    rows = load(tmp_path, [patient(), *orders]).rows("device_request")
    assert [row["do_not_perform"] for row in rows] == [True, False, None]


def test_who_paid(tmp_path: Path) -> None:
    store = load(
        tmp_path,
        [
            patient(),
            resource("Coverage", "v1", beneficiary=to("p1"), period={"start": "2020-01-01"},
                     type=concept("1", system="https://nahdo.org/sopt")),
            about("ExplanationOfBenefit", "v1", billablePeriod={"start": "2020-02-01"},
                  contained=[resource("Coverage", "in", payor=[{"display": "Medicaid"}])]),
            about("ExplanationOfBenefit", "b2",
                  contained=[resource("ServiceRequest", "s"),
                             resource("Coverage", "in", type={"text": "Aetna"})]),
            about("ExplanationOfBenefit", "b3"),
        ],
    )  # fmt: skip
    found = [(row["coverage_key"], row["origin"], row["payer_text"], row["payer_group"])
             for row in store.rows("coverage")]  # fmt: skip
    assert found == [
        ("main/b2", "ExplanationOfBenefit", "Aetna", "commercial"),
        ("main/v1", "Coverage", "1", "medicare"),
        ("main/v1", "ExplanationOfBenefit", "Medicaid", "medicaid"),
    ]


@pytest.mark.parametrize(
    ("text", "group"),
    [("dual_eligible", "dual"), ("Medicare and Medicaid", "dual"), ("Medicare", "medicare"),
     ("MassHealth", "medicaid"), ("Tricare", "other_public"), ("VA", "other_public"),
     ("NO_INSURANCE", "self_pay"), ("self-pay", "self_pay"), ("Aetna", "commercial"),
     ("Nevada Health", "commercial"), (None, None)],
)  # fmt: skip
def test_payer_groups(text: str | None, group: str | None) -> None:
    assert payer_group((text,)) == group


def test_a_type_code_alone_names_the_payer() -> None:
    assert payer_group((), ("https://nahdo.org/sopt|81",)) == "self_pay"
    assert payer_group((), ("https://nahdo.org/sopt|9", "http://x|1")) is None


def test_an_appointment(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        "appointment",
        resource("Appointment", "a1", status="cancelled", created="2020-01-01",
                 start="2020-02-01T09:00:00Z", minutesDuration=30,
                 serviceType=[concept("57")], cancelationReason=concept("pat-cpp"),
                 participant=[{"actor": to("d1", "Practitioner")}, {"actor": to("p1")}]),
    )  # fmt: skip
    assert (row["minutes"], row["service_type"], row["cancelled_by"]) == (30.0, "57", "patient")
    assert row["problem"] == []
    bare = load(tmp_path / "b", [patient(), resource("Appointment", "a1",
                cancelationReason=concept("other"))]).row("appointment")  # fmt: skip
    assert (bare["patient_key"], bare["cancelled_by"]) == (None, None)
    assert bare["problem"] == ["orphan"]


def test_shapes_of_references(tmp_path: Path) -> None:
    shapes = ("Patient/p1", "http://x.org/fhir/Patient/p1", "urn:uuid:p1",
              "Patient/p1/_history/3", "Patient?identifier=mrn|7")  # fmt: skip
    visits = [visit(f"e{n}", subject={"reference": shape}) for n, shape in enumerate(shapes)]
    person = patient(identifier=[{"system": "mrn", "value": "7"}, {"system": "mrn"}])
    store = load(tmp_path, [person, *visits])
    keys = {row["patient_key"] for row in store.rows("encounter")}
    assert keys == {store.row("patient")["patient_key"]}
    assert store.problems() == {}


def test_what_points_at_nobody_is_an_orphan(tmp_path: Path) -> None:
    nobody = ({"reference": "Group/p1"}, {"reference": "#p1"}, {"display": "somebody"}, None,
              {"reference": "Patient?identifier=mrn|8"},
              {"reference": "Group?identifier=mrn|7"})  # fmt: skip
    visits = [visit(f"e{n}", subject=subject) for n, subject in enumerate(nobody)]
    rows = load(tmp_path, [patient(), *visits]).rows("encounter")
    assert [(row["valid"], row["problem"]) for row in rows] == [(False, ["orphan"])] * 6


def test_a_place_named_by_its_number(tmp_path: Path) -> None:
    def at(number: str) -> dict[str, Any]:
        return {"reference": f"Organization?identifier=npi|{number}"}

    place = resource(
        "Organization", "o1", name="North", identifier=[{"system": "npi", "value": "5"}]
    )
    store = load(tmp_path, [patient(), place, visit("e1", serviceProvider=at("5")),
                            visit("e2", serviceProvider=at("6"))])  # fmt: skip
    assert [row["org_key"] for row in store.rows("encounter")] == ["main/o1", "main/npi|6"]


def test_a_visit_named_by_its_number_is_hashed(tmp_path: Path) -> None:
    link = {"reference": "Encounter?identifier=sys|visit-xyz"}
    store = load(tmp_path, [patient(), about("Procedure", "x1", encounter=link)])
    assert "visit-xyz" not in store.row("procedure")["encounter_key"]


BAD = [
    (b"{not json", "malformed"),
    (b'{"resourceType":"Patient","id":"\xff"}', "malformed"),
    (b'{"resourceType":"Patient","id":"a","x":"\\ud800"}', "malformed"),
    (b"[1]", "not_a_resource"),
    (b'{"id":"a"}', "no_resource_type"),
    (b'{"resourceType":"Patient"}', "no_id"),
    (b'{"resourceType":"Patient","id":7}', "no_id"),
    (b'{"resourceType":"Encounter","id":"e9"}', "wrong_type_for_file"),
    (b'{"resourceType":"Patient","id":"a","birthDate":7}', "wrong_shape"),
    (b'{"resourceType":"Patient","id":"a","address":"x"}', "wrong_shape"),
    (b'{"resourceType":"Patient","id":"a","communication":{"coding":null}}', "wrong_shape"),
    (b'{"resourceType":"Patient","id":"a","deceasedBoolean":"no"}', "wrong_shape"),
    (b'{"resourceType":"Patient","id":"a","extension":[1]}', "wrong_shape"),
    (b'{"resourceType":"Patient","id":"a","managingOrganization":"x"}', "wrong_shape"),
]


def test_bad_lines_are_set_aside_and_the_load_goes_on(tmp_path: Path) -> None:
    good = json.dumps(patient()).encode()
    path = tmp_path / "in" / "Patient.ndjson"
    path.parent.mkdir()
    bad = [line for line, _ in BAD]
    path.write_bytes(b"\xef\xbb\xbf" + good + b"\n\n" + b"\n".join(bad) + b"\n")
    everything = Limits(bad_share=1.0)
    report = ingest(tmp_path / "s", [Source(path.parent, "fhir")], today=TODAY, accept=everything)
    (record,) = report.files
    assert (record.received, record.accepted, record.quarantined) == (len(BAD) + 1, 1, len(BAD))
    assert report.rows == {"patient": 1}
    assert report.dataset is not None
    folder = report.dataset.folder / "quarantine"
    assert folder.stat().st_mode & 0o077 == 0
    with duckdb.connect() as connection:
        listed = connection.execute(
            "SELECT reason, line_no, byte FROM read_parquet($1)", [str(folder / "lines.parquet")]
        ).fetchall()
        text = connection.execute(
            "SELECT text FROM read_parquet($1)", [str(folder / "text.parquet")]
        ).fetchall()
    assert [reason for reason, _, _ in listed] == [reason for _, reason in BAD]
    assert listed[0][1:] == (3, len(good) + 5)
    assert [row[0].strip() for row in text] == bad


def test_numbers_of_the_wrong_kind_are_set_aside(tmp_path: Path) -> None:
    odd = about("Observation", "o1", valueQuantity={"value": "9"})
    other = about("Observation", "o2", valueQuantity={"value": True})
    assert load(tmp_path, [patient(), odd, other]).report.quarantined == 2


def test_a_line_that_is_too_long_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = files.FileRecord("main", "x", "")
    path = tmp_path / "x.ndjson"
    path.write_bytes(b"a" * 30 + b"\nbb\n" + b"c" * 30)
    found = [(line.number, line.byte, line.content.strip(), line.too_long)
             for line in lines.lines(path, record, longest=10)]  # fmt: skip
    assert [(n, byte, too) for n, byte, _, too in found] == [
        (1, 0, True),
        (2, 31, False),
        (3, 34, True),
    ]
    monkeypatch.setattr(lines, "LONGEST_LINE", 80)
    store = load(tmp_path / "s", [patient(), patient("p2", language="x" * 40)])
    assert (store.report.quarantined, store.report.rows["patient"]) == (1, 1)


def test_too_many_bad_lines_refuse_the_load(tmp_path: Path) -> None:
    path = tmp_path / "Patient.ndjson"
    path.write_text(json.dumps(patient()) + "\n" + "{\n" * 11)
    with pytest.raises(Problem) as caught:
        ingest(tmp_path / "store", [Source(path, "fhir")], today=TODAY)
    assert caught.value.code == "file-refused"
    assert not (tmp_path / "store" / "CURRENT").exists()
    ingest(tmp_path / "store", [Source(path, "fhir")], today=TODAY, accept=Limits(bad_share=1.0))


@pytest.mark.parametrize("cut", [30, 200])
def test_a_broken_gz_is_read_as_far_as_it_goes_and_named(tmp_path: Path, cut: int) -> None:
    people = [patient(f"p{n}", note="x" * 50) for n in range(2000)]
    path = write(tmp_path / "in" / "Patient.ndjson.gz", people)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut])
    report = ingest(tmp_path / "store", [Source(path, "fhir")], today=TODAY)
    assert report.broken == ("Patient.ndjson.gz",)
    assert 0 < report.rows["patient"] < 2000


def test_no_gz_at_all_is_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Patient.ndjson.gz").write_bytes(b"not gz")
    source = Source(tmp_path / "in", "fhir")
    with pytest.raises(Problem) as caught:
        ingest(tmp_path / "store", [source], today=TODAY)
    assert (caught.value.code, "breaks off" in caught.value.do) == ("source-nothing-read", True)
    (tmp_path / "in" / "Encounter.ndjson").write_text('{"resourceType":"Encounter","id":"v"}\n')
    report = ingest(tmp_path / "store", [source], today=TODAY)
    assert report.broken == ("Patient.ndjson.gz",)
    assert report.rows == {"encounter": 1, "patient": 0}


def test_a_long_line_in_a_broken_gz(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson.gz"
    whole = gzip.compress(bytes(range(256)) * 4000)
    path.write_bytes(whole[: len(whole) // 2])
    record = files.FileRecord("main", "x", "")
    list(lines.lines(path, record, longest=5))
    assert record.broken


@pytest.mark.parametrize(
    "old",
    [
        {"resourceType": "Condition", "id": "c", "context": {"reference": "Encounter/1"}},
        {"resourceType": "Condition", "id": "c", "clinicalStatus": "active"},
        {"resourceType": "Encounter", "id": "c", "reason": [{"text": "x"}]},
    ],
)
def test_stu3_is_refused_by_name(tmp_path: Path, old: dict[str, Any]) -> None:
    with pytest.raises(Problem) as caught:
        load(tmp_path, [patient(), old])
    assert caught.value.code == "fhir-stu3"
    assert "STU3" in caught.value.says


def test_r5_reasons_are_no_sign_of_stu3(tmp_path: Path) -> None:
    assert load(tmp_path, [patient(), visit(reason=[{"use": [], "value": []}])]).rows("encounter")


def test_types_of_files(tmp_path: Path) -> None:
    known = frozenset({"Patient", "Observation"})
    named = {"Patient.ndjson": "Patient", "Observation.000.ndjson.gz": "Observation",
             "1.Patient.ndjson": "Patient", "Claim-2.ndjson": "Claim",
             "all.ndjson": None}  # fmt: skip
    assert {name: files.resource_type(name, known) for name in named} == named


def test_an_empty_file_makes_a_table_that_is_there_and_a_missing_one_does_not(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "in"
    write(folder / "Patient.ndjson", [patient()])
    write(folder / "Observation.ndjson", [])
    write(folder / "Claim.ndjson", [resource("Claim", "x")])
    write(folder / "mixed.ndjson", [resource("Goal", "g1"), about("Procedure", "x1")])
    (folder / "notes.pdf").write_text("not read")
    report = ingest(tmp_path / "store", [Source(folder, "fhir")], today=TODAY)
    assert report.rows == {"component": 0, "observation": 0, "patient": 1, "procedure": 1}
    records = {record.name: record for record in report.files}
    assert set(records) == {
        "Claim.ndjson", "Observation.ndjson", "Patient.ndjson", "mixed.ndjson", "notes.pdf",
    }  # fmt: skip
    assert records["notes.pdf"].skipped == files.NOT_AN_EXPORT
    assert records["Claim.ndjson"].skipped == "Claim"
    assert records["mixed.ndjson"].left_out == 1


def test_a_claims_file_holds_coverage(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "Patient.ndjson", [patient()])
    write(folder / "ExplanationOfBenefit.ndjson", [])
    report = ingest(tmp_path / "store", [Source(folder, "fhir")], today=TODAY)
    assert report.rows == {"coverage": 0, "patient": 1}


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_nothing_to_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Problem) as caught:
        ingest(tmp_path / "store", [Source(tmp_path / name, "fhir")], today=TODAY)
    assert caught.value.code == ("source-missing" if name == "nowhere" else "source-empty")


def test_ids_repeat_between_sources(tmp_path: Path) -> None:
    first = write(tmp_path / "a.ndjson", [patient(), visit()])
    second = write(tmp_path / "b.ndjson", [patient(gender="male"), visit()])
    report = ingest(
        tmp_path / "store",
        [Source(first, "fhir", "north"), Source(second, "fhir", "south")],
        today=TODAY,
    )
    assert report.rows == {"encounter": 2, "patient": 2}
    assert not report.problems


@pytest.mark.parametrize("sources", [[], ["a b"], [""], ["x/y"]])
def test_names_of_sources(tmp_path: Path, sources: list[str]) -> None:
    path = write(tmp_path / "a.ndjson", [patient()])
    with pytest.raises(Problem) as caught:
        ingest(tmp_path / "s", [Source(path, "fhir", name) for name in sources], today=TODAY)
    assert caught.value.code in ("source-id", "source-missing")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    load(tmp_path, [patient()], progress=lambda *step: told.append(step))
    size, staged = told[0][2], told[-3][2]
    assert min(size, staged) > 60
    assert told == [
        ("Reading all.ndjson", 0, size), ("Reading all.ndjson", size, size),
        ("Looking for rows that are repeated", 0, 1), ("Writing patient", 0, staged),
        ("Writing down where each row came from", 0, 1),
        ("Writing down what people say of themselves", 0, 1),
    ]  # fmt: skip


def test_every_declared_column_has_its_place_or_is_derived() -> None:
    for table in CLINICAL:
        staged = {name for name, _ in layout(table.name)}
        missing = {name for name, _, _ in table.physical()} - staged - {"valid"}
        assert missing <= {
            "los_min",
            *(
                f"prevalence_{end}_{part}"
                for end in ("start", "end")
                for part in ("ts", "day", "prec")
            ),
        }


def test_blank_lines_are_passed_over_at_once_and_still_counted(tmp_path: Path) -> None:
    text = b"\n \t\n" * 50_000 + b" {}\n" + b"\r\n" * 70_000 + b"  {}  "
    plain, packed = tmp_path / "x.ndjson", tmp_path / "x.ndjson.gz"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text))
    record = files.FileRecord("main", "x", "")
    for path in (plain, packed):
        found = [(line.number, line.byte) for line in lines.lines(path, record)]
        assert found == [(100_001, 200_000), (170_002, 340_004)]
    assert not record.broken
    packed.write_bytes(gzip.compress(text[:100_000])[:-9])
    assert list(lines.lines(packed, record)) == []
    assert record.broken
