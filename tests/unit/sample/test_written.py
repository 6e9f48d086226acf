"""What a written sample holds: whole, well-formed, made up, and the same for the same seed."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from tests.unit.sample.reading import age, codes, extension, language, owner, resources

from commonweal.kinds import Problem
from commonweal.measures.criteria import ValueSet
from commonweal.measures.registry import every_measure
from commonweal.sample import system
from commonweal.sample.system import SampleManifest, write
from commonweal.tables.registry import BY_NAME

KINDS = (
    "Organization", "Patient", "Encounter", "Condition", "Observation", "Immunization",
    "Procedure", "ServiceRequest", "MedicationRequest", "Coverage",
)  # fmt: skip
CSV = ("appointment", "interpreter_use", "ed_track")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleManifest:
    return write(tmp_path_factory.mktemp("sample"), patients=1500, seed=11)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write(tmp_path / name, patients=200, seed=3)
    write(tmp_path / "other", patients=200, seed=4)
    first, second = digests(tmp_path / "first"), digests(tmp_path / "second")
    assert first == second
    assert first["fhir/Patient.ndjson.gz"] != digests(tmp_path / "other")["fhir/Patient.ndjson.gz"]


def test_a_gap_changes_only_the_outcome_it_is_planted_in(tmp_path: Path) -> None:
    write(tmp_path / "with", patients=400, seed=3)
    write(tmp_path / "without", patients=400, seed=3, gaps=())
    with_gap, without = digests(tmp_path / "with"), digests(tmp_path / "without")
    changed = {name for name in with_gap if with_gap[name] != without[name]}
    assert changed == {
        "fhir/Observation.ndjson.gz", "fhir/ServiceRequest.ndjson.gz", "truth.json",
        "csv/interpreter_use.csv", "csv/ed_track.csv",
    }  # fmt: skip


def test_every_file_says_how_many_rows_it_has(sample: SampleManifest) -> None:
    rows = dict(sample.rows)
    assert rows["fhir/Patient"] == 1500
    assert [rows[f"fhir/{kind}"] for kind in KINDS] == [
        len(resources(sample.folder, kind)) for kind in KINDS
    ]
    for name in CSV:
        with (sample.tables / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert rows[f"csv/{name}"] == len(list(csv.DictReader(file))) > 0


def test_every_resource_has_its_own_id_and_points_at_what_exists(sample: SampleManifest) -> None:
    known: dict[str, set[str]] = {}
    for kind in KINDS:
        found = resources(sample.folder, kind)
        assert {entry["resourceType"] for entry in found} == {kind}
        known[kind] = {entry["id"] for entry in found}
        assert len(known[kind]) == len(found)
        assert all(re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", entry) for entry in known[kind])
    with (sample.tables / "appointment.csv").open(encoding="utf-8", newline="") as file:
        known["Appointment"] = {row["booking"] for row in csv.DictReader(file)}
    for kind in KINDS:
        text = gzip.decompress((sample.fhir / f"{kind}.ndjson.gz").read_bytes()).decode()
        for target, number in set(re.findall(r'"reference":"(\w+)/([^"]+)"', text)):
            assert number in known[target]


def test_tables_point_at_visits_and_people_that_exist(sample: SampleManifest) -> None:
    people = {entry["id"] for entry in resources(sample.folder, "Patient")}
    visits = {entry["id"]: owner(entry) for entry in resources(sample.folder, "Encounter")}
    with (sample.tables / "appointment.csv").open(encoding="utf-8", newline="") as file:
        bookings = list(csv.DictReader(file))
    assert {row["person"] for row in bookings} <= people
    assert {row["status"] for row in bookings} == {"fulfilled", "noshow", "cancelled"}
    with (sample.tables / "interpreter_use.csv").open(encoding="utf-8", newline="") as file:
        helps = list(csv.DictReader(file))
    assert all(visits[row["visit"]] == row["person"] for row in helps)
    assert {row["declined"] for row in helps} == {"yes", "no"}
    assert all((row["began_at"] == "") == (row["declined"] == "yes") for row in helps)


def test_the_mapping_names_columns_that_stand_on_both_sides(sample: SampleManifest) -> None:
    mapping = tomllib.loads(sample.mapping.read_text(encoding="utf-8"))
    assert [entry["table"] for entry in mapping["file"]] == list(CSV)
    for entry in mapping["file"]:
        with (sample.tables / entry["name"]).open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
        declared = {column.name for column in BY_NAME[entry["table"]].declared()}
        assert set(entry["columns"]) == declared
        # The language of the help stays in the file: it is a protected attribute.
        named = [
            one["column"] if isinstance(one, dict) else one for one in entry["columns"].values()
        ]
        assert sorted(named) == sorted(set(head) - {"language"})


def test_no_procedural_terminology_of_the_ama_is_shipped(sample: SampleManifest) -> None:
    for path in sample.folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert b"ama-assn" not in (gzip.decompress(raw) if path.suffix == ".gz" else raw)


def test_value_sets_are_those_the_measures_name(sample: SampleManifest) -> None:
    found = [json.loads(line) for line in sample.value_sets.read_text().splitlines()]
    assert all(set(entry) == {"url", "name", "version", "codes"} for entry in found)
    urls = [entry["url"] for entry in found]
    assert urls == sorted(set(urls), key=urls.index)
    needed = {
        ValueSet(oid, "").url
        for measure in every_measure()
        for oid in re.findall(r"oid='([0-9.]+)'", repr(measure))
    }
    assert needed == set(urls)


def test_every_coded_thing_the_sample_uses_stands_in_its_value_set(sample: SampleManifest) -> None:
    members = {
        code
        for line in sample.value_sets.read_text().splitlines()
        for _, code in json.loads(line)["codes"]
    }
    used = {
        code for entry in resources(sample.folder, "Condition") for code in codes(entry["code"])
    }
    used |= {
        code for entry in resources(sample.folder, "Procedure") for code in codes(entry["code"])
    }
    used |= {
        code
        for entry in resources(sample.folder, "Encounter")
        if entry["class"]["code"] != "EMER"
        for code in codes(entry["type"][0])
    }
    assert used <= members


def test_the_places_are_four_hospitals_and_a_school(sample: SampleManifest) -> None:
    places = resources(sample.folder, "Organization")
    kinds = [codes(place["type"][0]) for place in places]
    assert kinds.count({"prov"}) == 4
    assert kinds.count({"edu"}) == 1
    served = {
        visit["serviceProvider"]["reference"] for visit in resources(sample.folder, "Encounter")
    }
    assert len(served) == 4


def test_every_state_of_an_answer_occurs(sample: SampleManifest) -> None:
    patients = resources(sample.folder, "Patient")
    for name in ("us-core-race", "us-core-ethnicity"):
        found = [extension(patient, name) for patient in patients]
        text = json.dumps(found)
        assert None in found
        assert all(f'"{code}"' in text for code in ("ASKU", "UNK", "not-asked"))
        answered = [entry["extension"] for entry in found if entry is not None]
        assert all(parts[-1]["url"] == "text" for parts in answered)
    races = [extension(patient, "us-core-race") for patient in patients]
    assert any(entry is not None and len(entry["extension"]) == 3 for entry in races)
    assert {"", "UNK", "en", "es", "zh", "pt", "ht", "ar", "vi"} <= set(map(language, patients))
    assert {patient["gender"] for patient in patients} == {"female", "male", "other", "unknown"}


def test_homes_have_five_digits_where_they_are_known(sample: SampleManifest) -> None:
    homes = [patient["address"][0] for patient in resources(sample.folder, "Patient")]
    assert all(home["state"] == "MA" for home in homes)
    given = [home["postalCode"] for home in homes if "postalCode" in home]
    assert 0 < len(given) < len(homes)
    assert all(re.fullmatch(r"\d{5}", code) for code in given)


def test_identifiers_say_that_they_are_made_up(sample: SampleManifest) -> None:
    for patient in resources(sample.folder, "Patient"):
        assert patient["name"][0]["family"].startswith("Madeup")
        assert patient["identifier"][0]["value"].startswith("MADE-UP-")
        assert patient["telecom"][0]["value"].startswith("555-01")


def test_all_ages_are_there_and_nothing_happens_before_birth_or_after_death(
    sample: SampleManifest,
) -> None:
    patients = resources(sample.folder, "Patient")
    ages = [age(patient, 2025) for patient in patients]
    assert min(ages) == 0
    assert 90 < max(ages) <= 95
    born = {patient["id"]: patient["birthDate"] for patient in patients}
    died = {
        patient["id"]: patient["deceasedDateTime"]
        for patient in patients
        if "deceasedDateTime" in patient
    }
    assert died
    days = [
        (owner(entry), entry[name][:10])
        for kind, name in (
            ("Observation", "effectiveDateTime"), ("Condition", "onsetDateTime"),
            ("Immunization", "occurrenceDateTime"), ("MedicationRequest", "authoredOn"),
        )
        for entry in resources(sample.folder, kind)
    ]  # fmt: skip
    days += [
        (owner(entry), entry["period"][end][:10])
        for entry in resources(sample.folder, "Encounter")
        for end in ("start", "end")
    ]
    assert all(born[person] < day <= died.get(person, "2026-01-31") for person, day in days)


def test_a_small_sample_has_one_visit_a_year_and_no_identifiers(tmp_path: Path) -> None:
    small = write(tmp_path, patients=300, seed=2, profile="small", years=2, last_year=2024)
    assert small.first_year == 2023
    assert not small.tables.exists()
    patients = resources(tmp_path, "Patient")
    assert not any({"name", "identifier", "telecom"} & set(patient) for patient in patients)
    seen = [
        (owner(visit), visit["period"]["start"][:4]) for visit in resources(tmp_path, "Encounter")
    ]
    assert len(seen) == len(set(seen))
    assert {year for _, year in seen} == {"2023", "2024"}


@pytest.mark.parametrize(
    "wrong", [{"patients": 0}, {"years": 0}, {"seed": -1}, {"profile": "huge"}]
)
def test_a_sample_that_can_not_be_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(Problem) as refused:
        write(tmp_path / "none", **wrong)  # type: ignore[arg-type]  # wrong on purpose
    assert refused.value.code == "sample-malformed"
    assert not (tmp_path / "none").exists()


def test_progress_names_each_file(tmp_path: Path) -> None:
    told: list[str] = []
    write(tmp_path, patients=20, progress=told.append)
    assert told == ["drawing", *KINDS, *CSV]


def test_one_person_and_one_year_are_enough(tmp_path: Path) -> None:
    assert dict(write(tmp_path, patients=1, years=1).rows)["fhir/Patient"] == 1
    assert system.PROFILES == ("full", "small")
