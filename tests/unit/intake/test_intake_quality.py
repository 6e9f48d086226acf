from __future__ import annotations

from pathlib import Path

from tests.unit.intake.records import (
    about,
    concept,
    load,
    patient,
    race,
    resource,
    to,
    visit,
)

from commonweal.intake.quality import Completeness, QualityReport, quality
from commonweal.kinds import Period
from commonweal.vault import vault

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
        "invalid": 0, "conflict": 0,
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
    assert found.problems == (("procedure", "event_before_birth", 1),)
    assert found.marks == (("ethnicity_code_in_race", 1),)
    assert found.quarantined == 1 and found.broken == ()
    assert [(entry.table, entry.token, entry.rows) for entry in found.unmapped] == [
        ("procedure", "http://local|x", 10)
    ]
    assert [(entry.month, entry.rows, entry.people, entry.dropped) for entry in found.months] == [
        ("2020-01", 10, 1, False),
        ("2020-02", 6, 1, True),
    ]
