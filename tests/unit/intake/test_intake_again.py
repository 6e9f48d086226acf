"""Loads that come again: the same is skipped, what is new is laid over, what is gone goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.exports import House, at, deleted, keys
from tests.unit.intake.records import (
    LOINC,
    TODAY,
    Resource,
    about,
    concept,
    patient,
    race,
    resource,
    to,
    visit,
)

from commonweal.intake.load import Limits, ingest
from commonweal.intake.renew.inputs import hashed
from commonweal.intake.sources import Source
from commonweal.intake.telling import load_lines
from commonweal.intake.versions import manifest
from commonweal.kinds import Problem
from commonweal.vault import statements

EARLY, MIDDLE, LATE = "2020-01-01", "2020-02-01", "2020-03-01"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def pressure(identity: str, *values: int) -> Resource:
    parts = [
        {
            "code": concept("8480-6", system=LOINC),
            "valueQuantity": {"value": value, "unit": "mm[Hg]"},
        }
        for value in values
    ]
    return about("Observation", identity, component=parts)


def test_a_load_of_the_same_content_reads_hashes_only_and_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = house.file([patient(), visit()])
    first = house.load(path)
    with monkeypatch.context() as patched:
        patched.setattr("commonweal.intake.load.read", None)
        again = house.load(path)
    assert not again.report.fresh
    assert load_lines(again.report) == [
        f"Nothing new: the 1 file is in version {first.report.version}."
    ]
    assert again.report.rows == first.report.rows
    path.write_text(path.read_text().replace("AMB", "IMP"))  # the same size, another content
    assert house.load(path).report.fresh


@pytest.mark.parametrize("change", ["size", "limits", "name", "said", "kind"])
def test_what_bears_on_the_tables_makes_another_load(house: House, change: str) -> None:
    path = house.file([patient()])
    house.load(path)
    limits = Limits(bad_share=1.0, orphan_share=1.0)
    if change == "size":
        path.write_text(path.read_text() + "\n")
    elif change == "limits":
        limits = Limits()
    elif change == "name":
        path = path.rename(path.with_name("other.ndjson"))
    elif change == "said":
        statements.state(house.store, "0" * 32, [])
    one_patient = change == "kind"
    report = ingest(house.store, [Source(path, "fhir", one_patient=one_patient)], accept=limits,
                    today=TODAY)  # fmt: skip
    assert not report.again.same


def test_a_folder_is_known_again_with_its_manifest_and_its_mapping(house: House) -> None:
    mapping = SAYS.split("[file.vault]", maxsplit=1)[0]
    first = house.csv("id\np1\n", mapping)
    folder = house.folder / "export1"
    again = house.load(folder, kind="csv", mapping=folder / "mapping.toml")
    assert again.report.again.same == 1
    assert again.report.version == first.report.version
    (folder / "mapping.toml").write_text(mapping + 'zip5 = "id"\n')
    assert not house.load(folder, kind="csv", mapping=folder / "mapping.toml").report.again.same
    assert hashed([]) == []
    with pytest.raises(Problem):
        house.load(house.folder / "nowhere", kind="csv")


def test_what_is_newer_wins_and_the_rest_stays(house: House) -> None:
    house.full([at(patient(), EARLY), at(visit("e1"), MIDDLE), at(visit("e2"), EARLY)])
    store = house.since([
        at(visit("e1"), EARLY, status="too old"), at(visit("e2"), LATE, status="newer"),
        at(visit("e3"), LATE),
    ])  # fmt: skip
    found = {row["encounter_key"]: (row["status"], row["problem"]) for row in
             store.rows("encounter")}  # fmt: skip
    assert found == {"main/e1": ("finished", []), "main/e2": ("newer", []),
                     "main/e3": ("finished", [])}  # fmt: skip
    written = manifest(house.store, store.report.version)
    assert [file["received"] for file in written["files"]] == [3, 3]
    assert [len(store.report.files), store.report.files[0].received] == [1, 3]
    assert [load["sources"][0]["load"] for load in written["loads"]] == ["full", "since"]
    (moved,) = [one for one in store.report.again.differences if one.table == "encounter"]
    assert (moved.new, moved.changed, moved.gone, moved.before) == (1, 1, 0, 2)
    assert "  encounter of main: 1 new, 1 changed, 0 gone of 2." in load_lines(store.report)


def test_without_a_time_the_later_load_wins(house: House) -> None:
    house.full([patient(), visit(status="first")])
    assert house.since([visit(status="second")]).row("encounter")["status"] == "second"
    assert house.since([at(visit(), EARLY, status="third")]).row("encounter")["status"] == "third"
    assert house.since([visit(status="fourth")]).row("encounter")["status"] == "fourth"


def test_the_same_export_since_is_skipped_until_another_load_of_its_source(house: House) -> None:
    whole = house.file([patient(), visit(status="a")])
    part = house.file([visit(status="b")])
    house.load(whole)
    first = house.load(part, load="since")
    again = house.load(part, load="since")
    assert again.report.again.same == 1 and again.report.version == first.report.version
    house.load(whole, beside=True)
    assert house.load(part, load="since").row("encounter")["status"] == "b"
    assert house.load(whole).row("encounter")["status"] == "a"


def test_parts_and_answers_stand_and_fall_with_what_they_were_read_from(house: House) -> None:
    house.full([at(patient(extension=[race("2106-3")]), EARLY), at(pressure("o1", 120, 80), EARLY),
                at(pressure("o2", 110), EARLY)])  # fmt: skip
    store = house.since(
        [
            at(patient(extension=[race("2054-5")]), LATE),
            at(pressure("o1", 130), LATE),
            at(pressure("o2", 1, 2, 3), "2019-01-01"),
        ]
    )
    found = {row["component_key"]: row["value_num"] for row in store.rows("component")}
    assert found == {"main/o1#000": 130.0, "main/o2#000": 110.0}
    assert store.said("race_1997") == [("black", "stated")]


def test_an_identifier_follows_its_person(house: House) -> None:
    def known_as(identity: str, number: str, day: str) -> Resource:
        return at(patient(identity, identifier=[{"system": "s", "value": number}]), day)

    house.full([known_as("p1", "7", EARLY), known_as("p2", "8", EARLY)])
    by_number = visit("e1", subject={"reference": "Patient?identifier=s|7"})
    store = house.since([at(by_number, MIDDLE)])
    keys_of = {row["patient_key"] for row in store.rows("patient")}
    assert store.row("encounter")["patient_key"] in keys_of
    assert store.row("encounter")["problem"] == []
    moved = house.since([known_as("p1", "9", LATE)])
    assert moved.row("encounter")["problem"] == ["orphan"]


def test_what_a_server_deleted_goes_unless_it_was_updated_later(house: House) -> None:
    everything = [at(patient(), EARLY), at(visit("e1"), EARLY), at(visit("e2"), LATE), visit("e3"),
                  at(pressure("o1", 120), EARLY)]  # fmt: skip
    house.full(everything)
    gone = deleted("Encounter/e1", "https://x/fhir/Encounter/e2", "Encounter/e3",
                   "Observation/o1", "Group/g1", "Encounter/never", day=MIDDLE)  # fmt: skip
    store = house.since([gone])
    assert keys(store, "encounter") == ["main/e2"]
    assert store.rows("component") == []
    assert store.report.again.deleted == 3
    assert "Deleted, as was said: 1 to 10 things." in load_lines(store.report)
    late = house.since([at(visit("e1"), EARLY)])  # an export that comes late revives nothing
    assert keys(late, "encounter") == ["main/e2"]
    assert keys(house.since([at(visit("e1"), LATE)]), "encounter") == ["main/e1", "main/e2"]
    assert len(keys(house.full(everything), "encounter")) == 3


def test_a_deletion_without_a_time_holds_for_what_stood(house: House) -> None:
    house.full([patient(), visit("e1"), visit("e2")])
    store = house.since([deleted("Encounter/e1", "Patient/nobody"), visit("e1", status="again")])
    assert [row["status"] for row in store.rows("encounter")] == ["again", "finished"]


def test_a_claim_and_a_policy_of_one_id_are_two_things(house: House) -> None:
    policy = resource("Coverage", "c1", beneficiary=to("p1"))
    claim = about("ExplanationOfBenefit", "c1", contained=[
        resource("Coverage", "x", beneficiary=to("p1"), type={"text": "Medicaid"})])  # fmt: skip
    house.full([patient(), policy, claim])
    store = house.since([deleted("ExplanationOfBenefit/c1")])
    assert [row["origin"] for row in store.rows("coverage")] == ["Coverage"]


@pytest.mark.parametrize("bundle", [
    {"type": "collection"}, {"entry": [{"request": {"method": "PUT", "url": "Encounter/e1"}}]},
    {"entry": [{"request": {"method": "DELETE"}}]}, {"entry": ["x"]}, {"entry": "x"},
    {"entry": [{"request": {"method": "DELETE", "url": "Encounter?status=x"}}]},
])  # fmt: skip
def test_other_bundles_are_left_out(house: House, bundle: Resource) -> None:
    store = house.full([patient(), resource("Bundle", "b", **bundle)])
    (file,) = store.report.files
    assert (file.accepted, file.left_out) == (1, 1)


def test_what_is_laid_over_needs_rows_that_stand(house: House) -> None:
    with pytest.raises(Problem) as caught:
        house.since([patient()])
    assert caught.value.code == "rows-missing"
    store = house.full([patient()])
    rows = store.dataset.folder / "rows"
    (rows / "patient.parquet").write_bytes((rows / "_gone.parquet").read_bytes())
    with pytest.raises(Problem) as caught:
        house.since([visit()])
    assert caught.value.code == "rows-older"


def test_kept_rows_are_for_their_owner_only(house: House) -> None:
    house.full([patient(extension=[race("2106-3")]), visit(), {}])
    store = house.since([visit("e2")])
    rows = store.dataset.folder / "rows"
    assert rows.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in rows.iterdir()} == {0o600}
    assert not list(rows.glob("_person*")) and not list(rows.glob("_quarantine*"))
    lines = store.dataset.folder / "quarantine" / "lines.parquet"
    assert lines.is_file()
    assert sum(file["quarantined"] for file in
               manifest(house.store, store.report.version)["files"]) == 1  # fmt: skip


BESIDE = """[[file]]
name = "rows.csv"
table = "appointment"
[file.columns]
appointment_key = "id"
patient_key = "p"
status = "s"
"""


def test_beside_replaces_what_the_load_holds_and_nothing_else(house: House) -> None:
    house.full([patient(), visit("e1"), {}])
    house.csv("id,p,s\na1,p1,booked\na2,p1,booked\n", BESIDE, beside=True)
    store = house.csv("id,p,s\na2,p1,noshow\nbroken\n", BESIDE, beside=True)
    assert keys(store, "encounter") == ["main/e1"]
    assert [(row["appointment_key"], row["status"]) for row in store.rows("appointment")] == [
        ("main/a2", "noshow")]  # fmt: skip
    written = manifest(house.store, store.report.version)
    assert [file["name"] for file in written["files"]] == ["all.ndjson", "rows.csv"]
    other = house.full([patient("p9"), visit("e9", "p9")], source="north", beside=True)
    assert keys(other, "encounter") == ["main/e1", "north/e9"]
    swapped = house.full([patient(), visit("e2")], beside=True)
    assert keys(swapped, "encounter") == ["main/e2", "north/e9"]
    assert len(swapped.rows("appointment")) == 1
    names = [file["name"] for file in manifest(house.store, swapped.report.version)["files"]]
    assert names == ["rows.csv", "all.ndjson", "all.ndjson"]
    with pytest.raises(Problem) as caught:
        House(house.folder / "empty").full([patient()], beside=True)
    assert caught.value.code == "rows-missing"


def test_the_drugs_of_orders_go_with_them(house: House) -> None:
    drug = resource("Medication", "d1", code=concept("1", system="rx"))
    order = about("MedicationRequest", "m1", medicationReference=to("d1", "Medication"))
    house.full([patient(), drug, order])
    store = house.full([drug | {"code": concept("2", system="rx")}, order], beside=True)
    assert store.row("medication_request")["referenced_code"] == ["rx|2"]
    assert house.since([order]).row("medication_request")["referenced_code"] == ["rx|2"]


SAYS = """[[file]]
name = "rows.csv"
table = "patient"
[file.columns]
patient_key = "id"
[file.vault]
race_1997 = "race"
religion = "faith"
"""


def test_answers_of_a_list_are_said_anew_by_whoever_is_in_the_next(house: House) -> None:
    house.csv("id,race,faith\np1,white,x\np2,black,y\n", SAYS)
    store = house.csv("id,race,faith\np2,white,\n", SAYS, load="since")
    assert sorted(value or "" for value, _ in store.said("race_1997")) == ["white", "white"]
    assert sorted(value or "" for value, _ in store.said("religion")) == ["", "x"]
    replaced = house.csv("id,race,faith\np2,black,\n", SAYS, beside=True)
    assert replaced.said("race_1997") == [("black", "stated")]


def bulk(house: House, files: dict[str, list[Resource]], **parts: Any) -> Path:
    house.count += 1
    folder = house.folder / f"export{house.count}"
    folder.mkdir()
    for name, resources in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(one) + "\n" for one in resources))
    content = {"transactionTime": f"{MIDDLE}T00:00:00Z", "request": "https://x/$export"} | parts
    (folder / "manifest.json").write_text(json.dumps(content, indent=1))
    return folder


def listed(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"type": "x", "url": f"https://x/files/{name}"} | more for name in names]


def test_the_manifest_of_a_bulk_export_is_honored(house: House) -> None:
    house.full([at(patient(), EARLY), at(visit("e1"), EARLY), at(visit("e2"), LATE)])
    wrong = {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}, {}]}
    folder = bulk(
        house,
        {"Encounter.ndjson": [at(visit("e3"), EARLY)], "log.ndjson": [{}],
         "deleted/Encounter.gone.ndjson": [deleted("Encounter/e1", "Encounter/e2")],
         "error/wrong.ndjson": [wrong]},
        output=listed("Encounter.ndjson", count=2), deleted=listed("Encounter.gone.ndjson"),
        error=listed("wrong.ndjson"),
    )  # fmt: skip
    store = house.load(folder, load="since")
    assert keys(store, "encounter") == ["main/e2", "main/e3"]
    load = manifest(house.store, store.report.version)["loads"][-1]
    assert load["transaction_time"] == [f"{MIDDLE}T00:00:00Z"]
    assert load["request"] == ["https://x/$export"]
    assert (load["outcomes"], load["deleted"]) == ({"error": 1, "unreadable": 1}, 1)
    told = load_lines(store.report)
    assert "Encounter.ndjson: the manifest of the export says 2 lines, 1 were there." in told
    assert "The server says that something went wrong: 1 of severity error." in told
    assert "Not read (not in the manifest of the export): log.ndjson." in told
    assert house.load(folder, load="since").report.again.same == 5


def test_files_under_other_names_are_all_read_and_lacking_ones_refused(house: House) -> None:
    folder = bulk(
        house, {"1.ndjson": [patient()], "2.ndjson": [{"issue": 5}]},
        output=listed("abc"), error=listed("2.ndjson"), deleted="x", request=7,
    )  # fmt: skip
    store = house.load(folder)
    assert [(file.name, file.skipped) for file in store.report.files][:2] == [
        ("1.ndjson", ""), ("manifest.json", "the manifest of the export")]  # fmt: skip
    assert store.report.again.outcomes == {"unreadable": 1}
    lacking = bulk(house, {"a.ndjson": [patient()]}, output=[*listed("a.ndjson", "b.ndjson"), 5])
    with pytest.raises(Problem) as caught:
        house.load(lacking)
    assert caught.value.code == "manifest-file-missing"
    assert "such as b.ndjson" in caught.value.says


def test_an_export_of_what_is_new_may_hold_nothing(house: House) -> None:
    first = house.full([patient()])
    store = house.load(bulk(house, {}, output=[]), load="since")
    assert store.report.rows == first.report.rows
    assert "Against the version before, no row is new, changed or gone." in load_lines(store.report)


def test_a_json_that_is_no_manifest_is_read_as_lines(house: House) -> None:
    path = house.file([patient()], "Patient.json")
    path.with_name("more.json").write_text("{")
    store = house.load(path.parent)
    assert [file.accepted for file in store.report.files] == [1, 0]
