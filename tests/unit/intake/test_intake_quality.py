from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from tests.unit.intake.records import (
    about,
    concept,
    load,
    patient,
    race,
    resource,
    to,
    visit,
    write,
)
from tests.unit.intake.test_intake_tables import taken

from commonweal.intake.quality import Completeness, QualityReport, Unmapped, quality
from commonweal.intake.reconcile import Stock
from commonweal.intake.sources import Source
from commonweal.intake.telling import load_lines
from commonweal.kinds import Period
from commonweal.tables.dataset import Dataset
from commonweal.vault import spill, vault

PERIOD = Period.parse("2020")


def report(folder: Path, *resources: dict[str, object]) -> QualityReport:
    store = load(folder, list(resources))
    return quality(store.path, store.dataset, PERIOD)


def of(found: QualityReport, attribute: str, site: str = "") -> Completeness:
    (only,) = [entry for entry in found.completeness
               if (entry.attribute, entry.site) == (attribute, site)]  # fmt: skip
    return only


def test_completeness_counts_people_with_a_visit_in_the_period(tmp_path: Path) -> None:
    def at(identity: str, person: str, site: str, when: str = "2020-05-01") -> dict[str, object]:
        return visit(identity, person, period={"start": when},
                     serviceProvider=to(site, "Organization"))  # fmt: skip

    found = report(
        tmp_path,
        patient("p1", extension=[race("2106-3")]),
        patient("p2", extension=[race("ASKU")]),
        patient("p3", extension=[race("UNK")]),
        patient("p4"),
        patient("late", extension=[race("2106-3")]),
        at("e1", "p1", "north"),
        at("e2", "p1", "north"),
        at("e3", "p2", "north"),
        at("e4", "p3", "south"),
        visit("e5", "p4"),
        at("e6", "late", "north", "2021-01-01"),
        visit("e7", "late", period={"start": "2020-06-01"}, status="entered-in-error"),
        resource("Organization", "north", name="North Hospital"),
        resource("Organization", "south"),
    )
    everyone = of(found, "race_1997")
    assert (found.people, everyone.people, found.everybody) == (4, 4, False)
    assert everyone.statuses == {
        "stated": 1, "declined": 1, "unknown": 1, "not_asked": 0, "not_recorded": 1,
        "invalid": 0, "conflict": 0, "withdrawn": 0,
    }  # fmt: skip
    assert (everyone.stated, everyone.asked) == (0.25, 0.75)
    north = of(found, "race_1997", "main/north")
    assert (north.label, north.people, north.stated) == ("North Hospital", 2, 0.5)
    assert of(found, "race_1997", "main/south").label == "main/south"


def test_without_visits_everybody_is_counted_and_that_is_said(tmp_path: Path) -> None:
    found = report(tmp_path, patient("p1", gender="male"), patient("p2"))
    assert (found.everybody, found.people) == (True, 2)
    assert of(found, "admin_gender").stated == 0.5
    assert "encounter" in found.missing and "patient" not in found.missing
    assert found.rows == {"patient": 2}


def test_a_period_without_visits_has_no_share(tmp_path: Path) -> None:
    found = report(tmp_path, patient(), visit(period={"start": "1999"}))
    assert (found.people, found.completeness) == (0, ())
    nobody = Completeness("race_1997", "", "", 0, dict.fromkeys(vault.STATUSES, 0), 0)
    assert nobody.stated is None and nobody.asked is None


def test_problems_unmapped_codes_and_months(tmp_path: Path) -> None:
    local = {"coding": [{"system": "http://local", "code": "x"}]}
    found = report(
        tmp_path,
        patient(extension=[race("2135-2")]),
        *[about("Procedure", f"x{n}", code=local, performedDateTime="2020-01-05")
          for n in range(10)],
        *[about("Procedure", f"y{n}", code=concept("1"), performedDateTime="2020-02-05")
          for n in range(6)],
        about("Procedure", "z", performedDateTime="1900-01-01"),
        {"resourceType": "Patient"},
    )  # fmt: skip
    assert found.problems == (("procedure", "event_before_birth", 1, 1),)
    assert found.marks == (("ethnicity_code_in_race", 1),)
    assert found.quarantined == 1 and found.broken == ()
    assert [(entry.table, entry.token, entry.rows, entry.persons) for entry in found.unmapped] == [
        ("procedure", "http://local|x", 10, 1)
    ]
    assert [(entry.month, entry.rows, entry.people, entry.dropped) for entry in found.months] == [
        ("2020-01", 10, 1, False),
        ("2020-02", 6, 1, False),  # ten are too few to fall from
    ]


def early(identity: str, person: str | None) -> dict[str, object]:
    """A visit before anybody was born, of a person or of nobody."""
    made = visit(identity, person or "", period={"start": "1900-01-01"})
    if person is None:
        made.pop("subject")
    return made


def test_odd_rows_are_counted_by_the_persons_they_are_about(tmp_path: Path) -> None:
    people = [patient(f"p{n}") for n in range(12)]
    store = load(
        tmp_path,
        [
            *people,
            *[early(f"few{n}", f"p{n % 2}") for n in range(40)],
            *[about("Procedure", f"x{n}", f"p{n}", performedDateTime="1900-01-01")
              for n in range(11)],
            *[early(f"nobody{n}", None) for n in range(30)],
            visit("lost", "stranger"),
        ],
    )  # fmt: skip
    wanted = {
        ("encounter", "event_before_birth"): (40, 2),
        ("encounter", "orphan"): (31, 2),  # a stranger, and rows that name nobody
        ("procedure", "event_before_birth"): (11, 11),
    }
    told = {(table, code): (n, persons) for table, code, n, _, persons in store.report.problems}
    assert told == wanted
    shown = quality(store.path, store.dataset, PERIOD).problems
    assert {(table, code): (n, persons) for table, code, n, persons in shown} == wanted
    lines = load_lines(store.report)
    assert "encounter: rows of 1 to 10 people marked event_before_birth." in lines
    assert "encounter: rows of 1 to 10 people marked orphan." in lines
    assert "procedure: 11 rows marked event_before_birth." in lines
    assert not any("40 rows marked" in line or "31 rows marked" in line for line in lines)


def test_odd_rows_of_a_table_that_is_not_about_people_have_no_persons(tmp_path: Path) -> None:
    odd = [resource("Organization", f"o{n}", name=f"Name {m}") for n in range(3) for m in range(2)]
    store = load(tmp_path, [patient(), *odd])
    ((table, code, n, example, persons),) = store.report.problems
    assert (table, code, n, persons) == ("organization", "dup_conflict", 3, 0)
    assert example == "main/o0"
    assert "organization: 3 rows marked dup_conflict." in load_lines(store.report)


def test_a_manifest_of_before_persons_were_counted_is_held_for_one(tmp_path: Path) -> None:
    store = load(tmp_path, [patient(), early("e1", "p1")])
    path = store.path / "versions" / store.report.version / "manifest.json"
    written = json.loads(path.read_text())
    assert [len(entry) for entry in written["problems"]] == [5]
    written["problems"] = [entry[:4] for entry in written["problems"]]
    path.write_text(json.dumps(written))
    shown = quality(store.path, store.dataset, PERIOD).problems
    assert shown == (("encounter", "event_before_birth", 1, 1),)


def test_codes_of_unknown_systems_tell_how_many_persons_bear_them(tmp_path: Path) -> None:
    local = {"coding": [{"system": "http://local", "code": "x"}]}
    found = report(
        tmp_path,
        *[patient(f"p{n}") for n in range(3)],
        *[about("Procedure", f"x{n}", f"p{n % 3}", code=local) for n in range(7)],
    )
    assert found.unmapped == (Unmapped("procedure", "code", "http://local|x", 7, 3),)


def test_looking_spills_only_into_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = load(tmp_path, [patient()])
    seen = []
    attach = vault.attach

    def watched(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
        seen.extend(connection.execute("SELECT current_setting('temp_directory')").fetchall())
        attach(connection, dataset)

    monkeypatch.setattr(vault, "attach", watched)
    quality(store.path, store.dataset, PERIOD)
    ((folder,),) = seen
    assert Path(folder).parent == store.path / spill.SHELF
    assert not Path(folder).exists()


def months(folder: Path, rows: dict[str, int], period: str) -> list[tuple[str, int, bool]]:
    """Load so many procedures a month, and look at the months."""
    store = load(
        folder,
        [
            patient(),
            *[about("Procedure", f"{month}-{n}", performedDateTime=f"{month}-15")
              for month, many in rows.items() for n in range(many)],
        ],
    )  # fmt: skip
    found = quality(store.path, store.dataset, Period.parse(period)).months
    return [(entry.month, entry.rows, entry.dropped) for entry in found]


@pytest.mark.parametrize(
    ("before", "after", "dropped"),
    [(49, 1, False), (50, 34, True), (50, 35, False), (50, 60, False)],
)
def test_a_drop_is_over_30_percent_and_from_50_rows_on(
    tmp_path: Path, before: int, after: int, dropped: bool
) -> None:
    shown = months(tmp_path, {"2020-01": before, "2020-02": after}, "2020")
    assert shown == [("2020-01", before, False), ("2020-02", after, dropped)]


def test_months_without_rows_count_as_none_between_those_with_some(tmp_path: Path) -> None:
    shown = months(tmp_path, {"2019-11": 50, "2020-02": 40, "2020-03": 9, "2020-05": 8},
                   "2019/2020")  # fmt: skip
    assert shown == [
        ("2019-11", 50, False),
        ("2019-12", 0, True),
        ("2020-01", 0, True),
        ("2020-02", 40, False),
        ("2020-03", 9, False),
        ("2020-04", 0, False),
        ("2020-05", 8, False),
    ]


def test_a_period_without_rows_has_no_months(tmp_path: Path) -> None:
    assert months(tmp_path, {"2019-01": 50}, "2020") == []


SCHOOL = """
[[file]]
name = "staff.csv"
table = "staff"
[file.columns]
person_key = "id"
[file.vault]
religion = "faith"
[[file]]
name = "learners.csv"
table = "learner"
[file.columns]
learner_key = "id"
[file.vault]
religion = "faith"
[[file]]
name = "bought.csv"
table = "purchase"
[file.columns]
purchase_key = "id"
posted = "day"
amount = "amount"
[[file]]
name = "snap.csv"
table = "headcount_snapshot"
[file.columns]
person_key = "id"
as_of = "day"
unit_id = "unit"
"""
FILES = {
    "staff.csv": "id,faith\n1,x\n2,\n3,x\n",
    "learners.csv": "id,faith\n1,\n2,\n",
    "bought.csv": "id,day,amount\n" + "".join(f"{n},2020-01-05,1.00\n" for n in range(60))
    + "x,2020-02-01,2.50\n",
    "snap.csv": "id,day,unit\n1,2020-01-31,A\n2,2020-01-31,A\n1,2020-02-29,B\n",
}  # fmt: skip


def test_each_kind_of_people_is_counted_for_itself(tmp_path: Path) -> None:
    store = taken(tmp_path, SCHOOL, FILES)
    found = quality(store.path, store.dataset, PERIOD)
    asked = {one.whom: one for one in found.completeness if one.attribute == "religion"}
    assert list(asked) == ["staff", "learner"]
    assert (asked["staff"].people, asked["staff"].statuses["stated"]) == (3, 2)
    assert (asked["learner"].people, asked["learner"].stated) == (2, 0.0)
    assert (found.people, found.everybody) == (5, True)
    assert [(one.table, one.month, one.people, one.dropped) for one in found.months] == [
        ("headcount_snapshot", "2020-01", 2, False),
        ("headcount_snapshot", "2020-02", 1, False),
        ("purchase", "2020-01", 0, False),
        ("purchase", "2020-02", 0, True),
    ]
    assert found.derived == ("assignment", "staff_event")
    assert found.stock == Stock(2, 1, ())
    assert (store.dataset.first_day, store.dataset.last_day) == ("2020-01-05", "2020-02-29")


def test_patients_with_a_visit_and_all_staff_stand_beside_each_other(tmp_path: Path) -> None:
    export = write(tmp_path / "all.ndjson", [patient("p1"), patient("p2"), visit("e1", "p1")])
    store = taken(tmp_path, SCHOOL, FILES, beside=[Source(export, "fhir")])
    found = quality(store.path, store.dataset, PERIOD)
    asked = {one.whom: one.people for one in found.completeness if one.attribute == "religion"}
    assert asked == {"patient": 1, "staff": 3, "learner": 2}
    assert not found.everybody
    assert store.dataset.first_day == "2020-03-01", "visits alone say how far the data reach"
