"""CSV by a mapping: what FHIR exports lack, and answers for the vault."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.records import LENIENT, TODAY, Store, patient, visit, write

from commonweal.intake.load import LoadReport, ingest
from commonweal.intake.mapped.mapping import read_mapping
from commonweal.intake.sources import Source
from commonweal.kinds import Problem

APPOINTMENTS = """
[[file]]
name = "appointments*.csv"
table = "appointment"
[file.columns]
appointment_key = "ID"
patient_key = "Person"
service_type = "Clinic"
created = { column = "Made", format = "%m/%d/%Y" }
start = { column = "When", format = "%m/%d/%Y %H:%M" }
minutes = "Minutes"
status = { column = "Status", map = { "No Show" = "noshow", "Done" = "fulfilled" } }
cancelled_by = { constant = "patient" }
org_key = "Site"
"""


def taken(
    folder: Path, mapping: str, files: dict[str, str | bytes], *, people: bool = True
) -> tuple[Path, LoadReport]:
    source = folder / "csv"
    source.mkdir(parents=True)
    for name, text in files.items():
        (source / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / "map.toml").write_text(mapping)
    sources = [Source(source, "csv", mapping=folder / "map.toml")]
    if people:
        export = write(folder / "export.ndjson", [patient(), patient("p2"), visit()])
        sources.insert(0, Source(export, "fhir"))
    return folder / "store", ingest(folder / "store", sources, accept=LENIENT, today=TODAY)


def opened(folder: Path, mapping: str, files: dict[str, str | bytes], **options: Any) -> Store:
    return Store(*taken(folder, mapping, files, **options))


def refused(folder: Path, mapping: str, files: dict[str, str | bytes] | None = None) -> str:
    with pytest.raises(Problem) as caught:
        taken(folder, mapping, files or {"appointments.csv": "ID\n"})
    return caught.value.code


HEADER = "ID,Person,Clinic,Made,When,Minutes,Status,Site,Extra\n"


def test_appointments_beside_fhir(tmp_path: Path) -> None:
    text = HEADER + (
        "a1,p1,Eye,01/02/2020,02/03/2020 14:30,30,No Show,north,ignored\n"
        'a2,p1,"Eye, ear",13/13/2020,,x,Unheard,,\n'
        "a3,nobody,Eye,,,inf,Done,,\n"
    )
    store = opened(tmp_path, APPOINTMENTS, {"appointments.csv": "﻿" + text})
    first, second, third = sorted(store.rows("appointment"), key=lambda row: row["appointment_key"])
    assert first["start_ts"] == datetime(2020, 2, 3, 14, 30)
    assert (first["start_prec"], first["created_prec"]) == ("T", "D")
    assert first["created_day"] == date(2020, 1, 2)
    assert (first["minutes"], first["status"], first["org_key"]) == (30.0, "noshow", "main/north")
    assert (first["cancelled_by"], first["problem"], first["valid"]) == ("patient", [], True)
    assert second["problem"] == ["date_unreadable", "number_unreadable", "value_unmapped"]
    assert (second["service_type"], second["status"]) == ("Eye, ear", None)
    assert third["problem"] == ["number_unreadable", "orphan"]


def test_rows_that_can_not_be_read_are_set_aside(tmp_path: Path) -> None:
    text = HEADER.encode() + (
        b"a1,p1,Eye,,,,,,\n"
        b"a2,p1\n"
        b"\n"
        b",p1,Eye,,,,,,\n"
        b"a4,p1,\xff,,,,,,\n"
        b"a5,p1,\x00,,,,,,\n"
        b"a6,p1," + b"x" * 200_000 + b",,,,,,\n"
        b"a7,p1,Eye,,,,,,\n"
    )
    store = opened(tmp_path, APPOINTMENTS, {"appointments.csv": text})
    record = store.report.files[-1]
    assert (record.received, record.accepted, record.quarantined) == (7, 2, 5)
    assert store.report.rows["appointment"] == 2


def test_gz_and_a_gz_that_breaks_off(tmp_path: Path) -> None:
    text = HEADER + "".join(f"a{n},p1,Eye{n * 7919},,,,,,\n" for n in range(5000))
    whole = gzip.compress(text.encode())
    store = opened(tmp_path / "a", APPOINTMENTS, {"appointments.csv.gz": whole})
    assert store.report.rows["appointment"] == 5000
    store = opened(tmp_path / "b", APPOINTMENTS, {"appointments.csv.gz": whole[: len(whole) // 2]})
    assert store.report.broken == ("appointments.csv.gz",)
    assert 0 < store.report.rows["appointment"] < 5000


def test_a_key_is_made_from_the_row_when_the_file_has_none(tmp_path: Path) -> None:
    mapping = """
[[file]]
table = "interpreter_use"
delimiter = ";"
encoding = "cp1252"
[file.columns]
patient_key = "person"
encounter_key = "VISIT"
mode = "MODE"
start = "begun"
declined = "declined"
"""
    text = "Person;visit;mode;begun;declined\n" + (
        "p1;e1;video;2020-03-01 10:05;no\n" * 2
        + "p1;e9;t\xe9l\xe9phone;2020-03-01T11:00:00Z;Yes\np2;;;2020;perhaps\n"
    )
    store = opened(tmp_path, mapping, {"use.csv": text.encode("cp1252")})
    assert store.report.repeated == {"interpreter_use": 1}
    rows = {row["mode"]: row for row in store.rows("interpreter_use")}
    assert rows["video"]["declined"] is False
    assert rows["video"]["start_ts"] == datetime(2020, 3, 1, 10, 5)
    assert rows["t\xe9l\xe9phone"]["problem"] == ["ref_unresolved"]
    assert rows["t\xe9l\xe9phone"]["declined"] is True
    assert rows[None]["problem"] == ["flag_unreadable"]
    assert rows[None]["start_prec"] == "Y"


PEOPLE = """
[[file]]
name = "people.csv"
table = "patient"
[file.columns]
patient_key = "id"
birth = "born"
death = "died"
zip5 = "zip"
[file.vault]
race_1997 = { column = "race", split = ";", map = { W = "white", B = "black", R = "declined" } }
ethnicity_1997 = { column = "ethnicity" }
admin_gender = { column = "gender", map = { F = "female", U = "unknown" } }
pref_lang = "language"
interpreter_needed = "interpreter"
pronouns = { column = "pronouns", system = "urn:ours" }
recorded = "asked"
method = { constant = "self" }
"""


def test_people_and_what_they_say(tmp_path: Path) -> None:
    header = "id,born,died,zip,race,ethnicity,gender,language,interpreter,pronouns,asked\n"
    rows = (
        "p1,1980,,02139-1,W; B,not_hispanic,F,es-MX,yes,they,2020-05-06\n"
        "p2,1980-02-30,2020-01-01,x,R,,U,,maybe,declined,\n"
        "p3,,,,Q,hispanic,X,tlh!,,,soon\n"
        ",,,,,,,,,,\n"
    )
    store = opened(tmp_path, PEOPLE, {"people.csv": header + rows}, people=False)
    assert store.report.quarantined == 1
    shown = {row["birth_prec"]: row for row in store.rows("patient")}
    assert shown["Y"]["birth_day"] == date(1980, 7, 1)
    assert (shown["Y"]["zip5"], shown["Y"]["deceased"]) == ("02139", None)
    answers = {name: set(store.said(name)) for name in (
        "race_1997", "raceeth_2024", "ethnicity_1997", "admin_gender", "lang_group",
        "interpreter_needed", "pronouns", "religion")}  # fmt: skip
    assert answers == {
        "race_1997": {("black", "stated"), ("white", "stated"), (None, "declined"),
                      (None, "invalid")},
        "raceeth_2024": {("black", "stated"), ("white", "stated"), (None, "declined"),
                         ("hispanic", "stated")},
        "ethnicity_1997": {("not_hispanic", "stated"), (None, "not_recorded"),
                           ("hispanic", "stated")},
        "admin_gender": {("female", "stated"), (None, "unknown"), (None, "invalid")},
        "lang_group": {("es", "stated"), (None, "not_recorded"), (None, "invalid")},
        "interpreter_needed": {("yes", "stated"), (None, "invalid"), (None, "not_recorded")},
        "pronouns": {("they", "stated"), (None, "declined"), (None, "not_recorded")},
        "religion": {(None, "not_recorded")},
    }  # fmt: skip


BOXES = """
[[file]]
name = "people.csv"
table = "patient"
[file.columns]
patient_key = "record_id"
[file.vault.race_1997.checked]
RACE___1 = "asian"
race___2 = "white"
race___99 = "declined"
"""


def test_check_boxes_are_one_list_of_answers(tmp_path: Path) -> None:
    rows = "p1,1,1,0\np2,0,Checked,\np3,0,,1\np4,0,0,0\n"
    text = "record_id,race___1,race___2,race___99\n" + rows
    store = opened(tmp_path, BOXES, {"people.csv": text}, people=False)
    assert sorted(store.said("race_1997"), key=str) == sorted(
        [
            ("asian", "stated"), ("white", "stated"), ("white", "stated"), (None, "declined"),
            (None, "not_recorded"),
        ],
        key=str,
    )  # fmt: skip


def test_a_column_of_check_boxes_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = "record_id,race___1,race___2\np1,1,1\n"
    assert refused(tmp_path, BOXES, {"people.csv": text}) == "mapping-column-missing"


def test_answers_of_a_list_count_before_the_export(tmp_path: Path) -> None:
    mapping = """
[[file]]
table = "vault"
[file.columns]
patient_key = "id"
[file.vault]
admin_gender = "gender"
race_1997 = "race"
"""
    text = "id,gender,race\np1,female,2106-3\np2,,\n,male,\n"
    store = opened(tmp_path, mapping, {"list.csv": text})
    assert sorted(store.said("admin_gender"), key=str) == [
        ("female", "stated"),
        (None, "not_recorded"),
    ]
    assert ("white", "stated") in store.said("race_1997")
    assert store.report.quarantined == 1
    assert "vault" not in store.dataset.tables


def test_a_list_may_hold_one_question_only(tmp_path: Path) -> None:
    mapping = """
[[file]]
table = "vault"
[file.columns]
patient_key = "id"
[file.vault]
religion = "faith"
"""
    store = opened(tmp_path, mapping, {"list.csv": "id,faith\np1,1013\n"})
    assert ("1013", "stated") in store.said("religion")
    assert store.said("race_1997") == [(None, "not_recorded")] * 2


def test_other_tables_by_csv(tmp_path: Path) -> None:
    mapping = """
[[file]]
name = "results.csv"
table = "observation"
[file.columns]
observation_key = "id"
patient_key = "person"
code = { column = "code", system = "http://loinc.org", split = "|" }
value_num = "value"
unit = { constant = "%" }
value_code = "coded"
start = "when"
[[file]]
name = "plans.csv"
table = "coverage"
[file.columns]
coverage_key = "id"
patient_key = "person"
payer_text = "payer"
[[file]]
name = "orders.csv"
table = "medication_request"
[file.columns]
medication_request_key = "id"
patient_key = "person"
authored = "when"
"""
    files: dict[str, str | bytes] = {
        "results.csv": "id,person,code,value,when,coded\no1,p1,4548-4|1-1,7.5,2020-01-01,\n"
        "o2,p1,,,,s|1\no3,p1,,,,\n",
        "plans.csv": "id,person,payer\nv1,p1,MassHealth\n",
        "orders.csv": "id,person,when\nm1,p1,2020-01-01\n",
        "unnamed.csv": "x\n1\n",
    }
    store = opened(tmp_path, mapping, files)
    results = {row["observation_key"]: row for row in store.rows("observation")}
    assert results["main/o1"]["code"] == ["http://loinc.org|1-1", "http://loinc.org|4548-4"]
    assert results["main/o1"]["end_day"] == date(2020, 1, 1)
    assert [results[f"main/o{n}"]["value_type"] for n in (1, 2, 3)] == [
        "Quantity", "CodeableConcept", None]  # fmt: skip
    plan = store.row("coverage")
    assert (plan["payer_group"], plan["origin"]) == ("medicaid", "csv")
    order = store.row("medication_request")
    assert (order["supply_start_ts"], order["supply_end_day"]) == (None, date(9999, 12, 31))
    assert store.report.files[-1].skipped == "no mapping"


def test_one_file_by_itself_needs_no_name(tmp_path: Path) -> None:
    path = tmp_path / "whatever.txt"
    path.write_text("ID,Person,Clinic,Made,When,Minutes,Status,Site\na1,p1,,,,,,\n")
    (tmp_path / "map.toml").write_text(APPOINTMENTS)
    told: list[str] = []
    export = write(tmp_path / "p.ndjson", [patient()])
    report = ingest(
        tmp_path / "store",
        [Source(export, "fhir"), Source(path, "csv", mapping=tmp_path / "map.toml")],
        today=TODAY,
        progress=lambda what, done, total: told.append(what),
    )
    assert report.rows == {"appointment": 1, "patient": 1}
    assert "Reading whatever.txt" in told


def test_an_empty_file_is_an_empty_table(tmp_path: Path) -> None:
    mapping = '[[file]]\ntable = "appointment"\n[file.columns]\nstatus = {constant = "x"}\n'
    assert opened(tmp_path, mapping, {"a.csv": b""}).report.rows["appointment"] == 0


COLUMN = '[[file]]\ntable = "appointment"\n[file.columns]\n'


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("[[file", "mapping-unreadable"),
        ("x = 1", "mapping-unreadable"),
        ("file = []", "mapping-unreadable"),
        ("file = [1]", "mapping-unreadable"),
        ('[[file]]\ntable = "nothing"', "mapping-unknown"),
        (COLUMN + 'nothing = "x"', "mapping-unknown"),
        ('[[file]]\ntable = "encounter"\n[file.columns]\nlos_min = "x"', "mapping-unknown"),
        # Which language a person is helped in is a protected attribute: no table holds it.
        (
            '[[file]]\ntable = "interpreter_use"\n[file.columns]\nlanguage = "x"',
            "mapping-unknown",
        ),
        (COLUMN + "status = 1", "mapping-unreadable"),
        (COLUMN + 'status = {column = "a", constant = "b"}', "mapping-unreadable"),
        (COLUMN + 'status = {map = {a = "b"}}', "mapping-unreadable"),
        (COLUMN + 'status = {column = "a", nonsense = "b"}', "mapping-unreadable"),
        (COLUMN + 'status = {column = "a", map = 3}', "mapping-unreadable"),
        (COLUMN + 'status = {column = "a", map = {x = 3}}', "mapping-unreadable"),
        (COLUMN + 'status = {column = ""}', "mapping-unreadable"),
        (COLUMN + "status = {checked = 3}", "mapping-unreadable"),
        (COLUMN + 'status = {checked = {a = "b"}, column = "c"}', "mapping-unreadable"),
        ('[[file]]\ntable = "appointment"\ncolumns = 3', "mapping-unreadable"),
        ('[[file]]\ntable = "vault"\n[file.vault]\nreligion = "x"', "mapping-unreadable"),
        ('[[file]]\ntable = "vault"\n[file.vault]\nraceeth_2024 = "x"', "mapping-unknown"),
        (COLUMN + 'patient_key = "x"\n[file.vault]\nreligion = "x"', "mapping-unreadable"),
        (APPOINTMENTS, "mapping-column-missing"),
        ('[[file]]\nname = "other.csv"\ntable = "appointment"', "source-empty"),
        ('[[file]]\ntable = "appointment"\nencoding = "martian"', "mapping-unknown"),
    ],
)
def test_mappings_that_can_not_be_used(tmp_path: Path, mapping: str, code: str) -> None:
    assert refused(tmp_path, mapping) == code
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_a_mapping_is_needed(tmp_path: Path) -> None:
    for path in (None, tmp_path / "nowhere.toml"):
        with pytest.raises(Problem) as caught:
            read_mapping(path)
        assert caught.value.code == "mapping-missing"
    (tmp_path / "latin.toml").write_bytes(b"# \xff")
    with pytest.raises(Problem):
        read_mapping(tmp_path / "latin.toml")
