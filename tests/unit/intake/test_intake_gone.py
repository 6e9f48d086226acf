"""What may go, and what may not: erased people, shrinking loads, old rows, old versions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.unit.intake.exports import House, at, deleted, keys
from tests.unit.intake.records import Resource, about, concept, patient, resource, to, visit

from commonweal import trail
from commonweal.intake import publish
from commonweal.intake.renew.purge import old_versions, purge
from commonweal.intake.renew.retention import Retention, kept
from commonweal.intake.renew.telling import kept_lines, purge_lines
from commonweal.intake.telling import load_lines
from commonweal.intake.versions import manifest, open_current, open_version
from commonweal.kinds import Period, Problem
from commonweal.vault import statements

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def crowd(people: int, visits: int = 1) -> list[Resource]:
    found: list[Resource] = []
    for n in range(people):
        found.append(patient(f"p{n}"))
        found += [visit(f"e{n}-{m}", f"p{n}", period={"start": f"2020-0{1 + m}-02T10:00:00Z"})
                  for m in range(visits)]  # fmt: skip
    return found


def test_an_erased_person_goes_with_every_row_and_never_comes_back(house: House) -> None:
    everything = [patient("p1"), patient("p2"), visit("e1", "p1"), visit("e2", "p2"),
                  about("Observation", "o1", "p1", component=[{"code": concept("1")}])]  # fmt: skip
    whose = {row["encounter_key"]: row["patient_key"] for row in
             house.full(everything).rows("encounter")}  # fmt: skip
    statements.state(house.store, whose["main/e1"], [
        statements.Statement("religion", "declined", (), NOW)])  # fmt: skip
    store = house.erase("what,id\nperson,p1\n")
    assert keys(store, "encounter") == ["main/e2"]
    assert len(store.rows("patient")) == 1
    assert store.rows("observation") == store.rows("component") == []
    assert len(store.said("religion")) == 1
    assert statements.said_by(house.store, whose["main/e1"]) == {}
    told = load_lines(store.report)
    assert "Older versions still hold these people; purge them: commonweal purge STORE." in told
    assert not [line for line in told if "gone of" in line]
    assert manifest(house.store, store.report.version)["difference"] == []
    again = house.full(everything)
    assert keys(again, "encounter") == ["main/e2"]
    (file,) = again.report.files
    assert (file.received, file.accepted, file.left_out) == (5, 2, 3)
    told = load_lines(again.report)
    assert "Without the rows of people who were erased: encounter, observation, patient." in [
        line.replace("component, ", "") for line in told]  # fmt: skip
    assert (house.store / "keys" / "erased.txt").stat().st_mode & 0o777 == 0o600


def test_a_trial_erases_nobody(house: House) -> None:
    house.full([patient(), visit()])
    path = house.folder / "list.csv"
    path.write_text("what,id\nperson,p1\n")
    with pytest.raises(AssertionError):  # a trial publishes nothing to look at
        house.take([], erase=path, dry_run=True)
    assert not (house.store / "keys" / "erased.txt").exists()
    assert len(keys(house.since([visit("e2")]), "encounter")) == 2


def test_a_person_named_by_a_number_goes_too(house: House) -> None:
    numbered = patient("p1", identifier=[{"system": "s", "value": "7"}])
    by_number = visit("e1", subject={"reference": "Patient?identifier=s|7"})
    house.full([numbered, patient("p2"), by_number])
    store = house.erase("what,id\nperson,p1\n")
    assert store.rows("encounter") == []
    assert house.since([by_number]).rows("encounter") == []


STAFF = """[[file]]
name = "rows.csv"
table = "research_mentoring"
[file.columns]
research_mentoring_key = "id"
mentee_key = "who"
mentor_key = "by"
"""


def test_of_others_the_name_of_the_erased_goes_and_the_row_stays(house: House) -> None:
    house.csv("id,who,by\nm1,r1,r2\nm2,r2,r1\nm3,r1,r3\n", STAFF)
    store = house.erase(
        "what,id,people,source\nperson,r2,researcher,main\nresearch_mentoring,m3,,\n"
    )
    (row,) = store.rows("research_mentoring")
    assert row["research_mentoring_key"] == "main/m1"
    assert row["mentee_key"] and row["mentor_key"] is None


def test_the_record_of_one_patient_is_erased_as_a_whole(house: House) -> None:
    house.load(house.file([patient("x"), visit("e1", "other")]), "solo", one_patient=True)
    store = house.erase("what,id,source\nperson,anything,solo\n")
    assert store.rows("patient") == store.rows("encounter") == []


def test_rows_can_be_deleted_by_a_list(house: House) -> None:
    drug = resource("Medication", "d1")
    unit = resource("Organization", "u1", name="Ward")
    house.full([patient(), patient("p2"), visit("e1"), visit("e2"), drug, unit])
    store = house.erase(
        "\ufeffwhat,id\nEncounter,e1\nMedication,d1\npatient,p2\norganization,u1\n"
        "ExplanationOfBenefit,none\n"
    )
    assert keys(store, "encounter") == ["main/e2"]
    assert len(store.rows("patient")) == 1 and store.rows("organization") == []
    assert store.report.again.deleted == 4
    assert not store.report.again.erasing


@pytest.mark.parametrize(("text", "why"), [
    ("what,id\nplanet,1\n", "line 2 names neither"), ("what,id\nperson,\n", "line 2 has no value"),
    ("what,id\n", "it names nothing"), ("what\nperson\n", "line 2 has no value"),
    ("what,id,people\nperson,1,martian\n", "line 2 names neither"), ("\udcff", "it is no CSV"),
    (None, "it can not be opened"),
])  # fmt: skip
def test_a_list_that_can_not_be_used_changes_nothing(
    house: House, text: str | None, why: str
) -> None:
    before = house.full([patient()])
    path = house.folder / "list.csv"
    if text is not None:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Problem) as caught:
        house.take([], erase=path)
    assert caught.value.code == "erase-malformed" and why in caught.value.says
    assert open_current(house.store).version == before.report.version


def test_a_full_load_that_loses_too_much_is_refused_with_what_is_gone(house: House) -> None:
    before = house.full(crowd(20, 2))
    with pytest.raises(Problem) as caught:
        house.full(crowd(8, 2))
    assert caught.value.code == "load-shrinks"
    assert "patient of main: 0 new, 0 changed, 12 gone of 20 (60%)." in caught.value.says
    assert "24 gone of 40 (60%); most of them in 2020-01 (12), 2020-02 (12)." in caught.value.says
    assert open_current(house.store).version == before.report.version
    store = house.full(crowd(8, 2), accept_shrink=True)
    (patients,) = [one for one in store.report.again.differences if one.table == "patient"]
    assert (patients.gone, patients.months) == (12, ())
    assert any("12 gone of 20 (60%)" in line for line in load_lines(store.report))
    written = manifest(house.store, store.report.version)["difference"]
    assert {"table": "patient", "source_id": "main", "before": 20, "new": 0, "changed": 0,
            "gone": 12, "months": []} in written  # fmt: skip


def test_few_rows_or_a_tenth_may_go(house: House) -> None:
    house.full(crowd(10))
    assert len(house.full([patient("p9")]).rows("patient")) == 1
    house.full(crowd(120))
    assert len(house.full(crowd(108)).rows("patient")) == 108


def test_a_whole_source_or_table_that_is_not_in_the_load_is_gone(house: House) -> None:
    house.full(crowd(12))
    for resources, source in ((crowd(12), "north"), (crowd(12)[::2], "main")):
        with pytest.raises(Problem) as caught:
            house.full(resources, source=source)
        assert caught.value.code == "load-shrinks"
    assert len(house.full(crowd(12), source="north", beside=True).rows("patient")) == 24
    with pytest.raises(Problem):
        house.full([patient()], source="north", beside=True)
    gone = house.since([deleted(*(f"Patient/p{n}" for n in range(12)))])
    assert len(gone.rows("patient")) == 12


OLD = [
    patient(), visit("e1", period={"start": "2015-01-01", "end": "2015-01-02"}),
    visit("e2", period={"start": "2015-01-01"}), visit("e3"),
    about("Immunization", "i1", occurrenceDateTime="2018-02-01"),
    about("Immunization", "i2", occurrenceDateTime="2020-02-01"),
    about("Immunization", "i3", occurrenceDateTime="2019"),
    about("Immunization", "i4", occurrenceDateTime="2019-12"),
    about("Immunization", "i5"),
    about("Condition", "c1", onsetDateTime="2010-01-01", abatementDateTime="2010-02-01"),
]  # fmt: skip
FLU = Retention(Period.parse("2020"), ("care.flu_vaccine_simple",))


def test_rows_that_no_measure_looks_back_to_are_left_out_when_asked(house: House) -> None:
    store = house.full(OLD, retain=FLU)
    assert keys(store, "encounter") == ["main/e2", "main/e3"]
    assert keys(store, "immunization") == ["main/i2", "main/i3", "main/i4", "main/i5"]
    assert keys(store, "condition") == ["main/c1"]
    (file,) = store.report.files
    assert (file.received, file.accepted, file.left_out) == (10, 8, 2)
    assert ("immunization: 1 to 10 rows older than any measure looks back, left out."
            in load_lines(store.report))  # fmt: skip
    assert manifest(house.store, store.report.version)["loads"][0]["cut"] == {
        "encounter": 1, "immunization": 1}  # fmt: skip
    later = house.since([visit("e4")], retain=Retention(Period.parse("2024"), FLU.measures))
    assert keys(later, "encounter") == ["main/e2"]


def test_retention_is_told_by_table(house: House) -> None:
    store = house.full([*OLD, resource("Organization", "u1")])
    found = {one.table: one for one in kept(store.dataset, FLU)}
    assert (found["immunization"].since, found["immunization"].old) == (date(2020, 1, 1), 1)
    assert (found["immunization"].first, found["immunization"].many) == (date(2018, 2, 1), 5)
    assert found["patient"].since is None
    lines = kept_lines(list(found.values()), "2020")
    assert any("since 2020-01-01 (care.flu_vaccine_simple); older: 1 to 10 rows" in line
               for line in lines)  # fmt: skip
    assert any("organization" in line and "no measure bounds them" in line for line in lines)
    assert any("patient" in line and "they list people" in line for line in lines)
    every = {one.table: one for one in kept(store.dataset, Retention(Period.parse("2020")))}
    assert every["condition"].since is None and every["condition"].measure
    assert any("looks at all of them" in line for line in kept_lines(list(every.values()), "2020"))


def three(house: House) -> list[str]:
    loads = [house.full([patient()]), house.since([visit("e1")]), house.since([visit("e2")])]
    return [store.report.version for store in loads]


def test_a_purge_removes_the_rows_of_old_versions_and_keeps_what_is_known(house: House) -> None:
    first, second, current = three(house)
    found = old_versions(house.store, 0, None)
    assert [one.version for one in found] == [first, second] and found[0].size > 0
    assert [one.version for one in old_versions(house.store, 1, None)] == [first]
    assert old_versions(house.store, 0, date(2026, 1, 1)) == []
    assert len(old_versions(house.store, 0, date(2026, 1, 2))) == 2
    purge(house.store, [first], NOW)
    assert [path.name for path in (house.store / "versions" / first).iterdir()] == ["manifest.json"]
    assert not (house.store / "vault" / first).exists()
    assert manifest(house.store, first)["purged_on"] == "2026-01-05"
    assert manifest(house.store, first)["files"]
    with pytest.raises(Problem) as caught:
        open_version(house.store, first)
    assert caught.value.code == "version-purged" and "2026-01-05" in caught.value.says
    assert [one.version for one in old_versions(house.store, 0, None)] == [second]
    (entry,) = trail.entries(house.store / trail.FILE)
    assert (entry.entry.action, entry.entry.object_id) == ("purge", first)
    assert open_current(house.store).version == current
    assert "Purged: 1 of the old versions." in purge_lines(found[:1], done=True)
    assert purge_lines(found, done=False)[0].startswith("A trial, nothing was removed.")
    assert purge_lines([], done=True) == ["There is no old version whose rows could be purged."]


def test_the_current_version_is_never_purged(house: House) -> None:
    *_, current = three(house)
    with pytest.raises(Problem) as caught:
        purge(house.store, [current], NOW)
    assert caught.value.code == "purge-current"
    with pytest.raises(Problem) as caught:
        old_versions(house.store, -1, None)
    assert caught.value.code == "purge-keep"


def test_examples_of_odd_rows_go_with_the_rows(house: House) -> None:
    first = house.full([patient(), visit("e1", "nobody")])
    assert any(key for _, _, _, key, _ in manifest(house.store, first.report.version)["problems"])
    house.since([visit("e2")])
    purge(house.store, [first.report.version], NOW)
    told = manifest(house.store, first.report.version)["problems"]
    assert told and not any(key for _, _, _, key, _ in told)


def test_a_purge_that_died_is_finished_by_the_next_writer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = three(house)
    with monkeypatch.context() as patched:
        patched.setattr("commonweal.intake.renew.purge.sweep", lambda store, version: None)
        purge(house.store, [first], NOW)
    assert (house.store / "versions" / first / "tables").is_dir()
    with publish.writing(house.store):
        pass
    assert not (house.store / "versions" / first / "tables").exists()
    assert not (house.store / "vault" / first).exists()


def test_a_purged_version_that_is_loaded_again_has_its_rows_again(house: House) -> None:
    path = house.file([patient()])
    first = house.load(path)
    house.since([visit("e1")])
    purge(house.store, [first.report.version], NOW)
    again = house.load(path, accept_shrink=True)
    assert again.report.version == first.report.version and again.report.fresh
    assert len(again.rows("patient")) == 1
    assert "purged_on" not in manifest(house.store, first.report.version)


def test_what_is_merged_is_the_same_with_a_time(house: House) -> None:
    house.full([at(patient(), "2020-01-01")])
    store = house.since([at(patient(birthDate="1990-01-01"), "2019-01-01")])
    assert store.row("patient")["birth_day"] == date(1980, 2, 3)
    assert to("x") == {"reference": "Patient/x"}
