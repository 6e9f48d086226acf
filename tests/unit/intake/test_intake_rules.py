"""Row rules, duplicates and limits: nothing silent, nothing fatal without cause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.records import (
    LOINC,
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

from commonweal.intake.finish import bucket_count
from commonweal.intake.load import Limits, ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Problem


def quantity(code: str, value: float, unit: str) -> dict[str, Any]:
    return {"code": concept(code, system=LOINC), "valueQuantity": {"value": value, "code": unit}}


def timed(identity: str, start: str, end: str | None = None) -> dict[str, Any]:
    return visit(identity, period={"start": start} | ({"end": end} if end else {}))


def test_times_that_can_not_be(tmp_path: Path) -> None:
    store = load(
        tmp_path,
        [
            patient(birthDate="1980-02-03", deceasedDateTime="2021-06-01"),
            patient("p2", birthDate="2030-01-01"),
            patient("p3", birthDate="2000-01-01", deceasedDateTime="1999-01-01"),
            patient("p4", birthDate="1980-13-02"),
            patient("p5", birthDate="1980", deceasedDateTime="2021"),
            timed("after", "2021-06-03"),
            timed("just", "2021-06-02"),
            timed("before", "1979-01-01"),
            timed("unborn", "1979-07-01"),
            timed("reversed", "2020-01-02T10:00:00Z", "2020-01-02T09:00:00Z"),
            timed("days", "2020-01-02", "2020-01-01"),
            timed("odd", "2020-02-31"),
            visit("vague", "p5", period={"start": "2022"}),
            about("Condition", "c1", onsetDateTime="2020-01-02", abatementDateTime="2020-01-01"),
            about("Procedure", "x1", performedDateTime="2022-01-01T00:00:00Z"),
            about("ServiceRequest", "s1", authoredOn="1970-01-01"),
        ],
    )
    assert store.problems() == {
        ("condition", "interval_reversed"): 1,
        ("encounter", "date_unreadable"): 1,
        ("encounter", "event_after_death"): 1,
        ("encounter", "event_before_birth"): 1,
        ("encounter", "interval_reversed"): 2,
        ("patient", "birth_in_future"): 1,
        ("patient", "date_unreadable"): 1,
        ("patient", "death_before_birth"): 1,
        ("procedure", "event_after_death"): 1,
        ("service_request", "event_before_birth"): 1,
    }
    visits = {row["encounter_key"]: row for row in store.rows("encounter")}
    assert visits["main/reversed"]["los_min"] is None
    assert visits["main/reversed"]["end_ts"] is not None
    assert visits["main/odd"]["start_ts"] is None
    assert all(row["valid"] for row in visits.values())


def test_values_that_can_not_be_are_kept_and_marked(tmp_path: Path) -> None:
    def pressure(identity: str, value: float, unit: str) -> dict[str, Any]:
        return about("Observation", identity, component=[quantity("8480-6", value, unit)])

    store = load(
        tmp_path,
        [
            patient(),
            about("Observation", "a1", **quantity("4548-4", 2.9, "%")),
            about("Observation", "a2", **quantity("4548-4", 20, "%")),
            about("Observation", "a3", **quantity("4548-4", 75, "mmol/mol")),
            about("Observation", "a4", **quantity("4548-4", 75, "mg/dL")),
            pressure("b1", 49, "mm[Hg]"),
            pressure("b2", 300, "mm[Hg]"),
            pressure("b3", 120, "kPa"),
        ],
    )
    assert store.problems() == {
        ("component", "unit_unknown"): 1,
        ("component", "value_implausible"): 1,
        ("observation", "unit_unknown"): 1,
        ("observation", "value_implausible"): 1,
    }
    assert all(row["value_num"] is not None for row in store.rows("component"))


def test_what_is_not_valid(tmp_path: Path) -> None:
    def judged(identity: str, code: str) -> dict[str, Any]:
        system = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
        return about("Condition", identity, verificationStatus=concept(code, system=system))

    store = load(
        tmp_path,
        [
            patient(),
            visit("e1"),
            visit("e2", status="entered-in-error"),
            visit("e3", "nobody"),
            judged("c1", "confirmed"),
            judged("c2", "refuted"),
            judged("c3", "entered-in-error"),
            about("Procedure", "x1", encounter=to("e9", "Encounter")),
        ],
    )
    assert {row["encounter_key"]: (row["valid"], row["problem"])
            for row in store.rows("encounter")} == {
        "main/e1": (True, []),
        "main/e2": (False, ["entered_in_error"]),
        "main/e3": (False, ["orphan"]),
    }  # fmt: skip
    assert [(row["valid"], row["problem"]) for row in store.rows("condition")] == [
        (True, []),
        (False, ["refuted"]),
        (False, ["diagnosis_in_error"]),
    ]
    assert store.row("procedure")["problem"] == ["ref_unresolved"]
    assert store.row("procedure")["valid"]


def test_a_visit_is_no_fault_when_visits_are_not_in_the_load(tmp_path: Path) -> None:
    store = load(tmp_path, [patient(), about("Procedure", "x1", encounter=to("e9", "Encounter"))])
    assert store.row("procedure")["problem"] == []


def test_too_many_orphans_refuse_the_load(tmp_path: Path) -> None:
    lost = [visit(f"e{n}", "nobody") for n in range(11)]
    with pytest.raises(Problem) as caught:
        load(tmp_path, [patient(), *lost], accept=Limits())
    assert caught.value.code == "orphans-too-many"
    few = load(tmp_path / "few", [patient(), *lost[:10]], accept=Limits())
    assert few.problems() == {("encounter", "orphan"): 10}


def copies(*updated: str | None) -> list[dict[str, Any]]:
    return [visit("e1", status=f"status-{n}", **({"meta": {"lastUpdated": when}} if when else {}))
            for n, when in enumerate(updated)]  # fmt: skip


def test_the_row_updated_last_is_kept_whatever_the_order(tmp_path: Path) -> None:
    rows = copies(None, "2020-01-02T00:00:00Z", "2020-01-01T00:00:00Z")
    for index, order in enumerate((rows, rows[::-1])):
        store = load(tmp_path / str(index), [patient(), *order])
        row = store.row("encounter")
        assert (row["status"], row["problem"]) == ("status-1", ["dup_conflict"])
        assert store.report.repeated == {"encounter": 2}


def test_without_times_the_greater_hash_is_kept_whatever_the_order(tmp_path: Path) -> None:
    rows = copies(None, None, None)
    kept = {load(tmp_path / str(index), [patient(), *order]).row("encounter")["status"]
            for index, order in enumerate((rows, rows[::-1]))}  # fmt: skip
    assert len(kept) == 1


def test_the_same_content_twice_is_no_conflict(tmp_path: Path) -> None:
    first = patient(gender="male", birthDate="1980-02-03")
    again = {key: first[key] for key in reversed(list(first))}
    store = load(tmp_path, [first, again, visit(), visit(), about("Observation", "o1", component=[
        quantity("8480-6", 120, "mm[Hg]")]), about("Observation", "o1", component=[
        quantity("8480-6", 120, "mm[Hg]")])])  # fmt: skip
    assert store.report.rows == {"component": 1, "encounter": 1, "observation": 1, "patient": 1}
    assert store.problems() == {}
    assert store.said("admin_gender") == [("male", "stated")]


def test_parts_and_answers_of_the_row_that_lost_are_gone(tmp_path: Path) -> None:
    def panel(when: str, parts: int) -> dict[str, Any]:
        return about("Observation", "o1", meta={"lastUpdated": when},
                     component=[quantity("8480-6", 120, "mm[Hg]")] * parts)  # fmt: skip

    store = load(
        tmp_path,
        [
            patient(gender="male", meta={"lastUpdated": "2020-01-01"}),
            patient(gender="female", meta={"lastUpdated": "2021-01-01"}),
            panel("2021-01-01", 1),
            panel("2020-01-01", 3),
        ],
    )
    assert store.report.rows == {"component": 1, "observation": 1, "patient": 1}
    assert store.said("admin_gender") == [("female", "stated")]


def test_buckets_grow_with_rows() -> None:
    assert [bucket_count(n) for n in (0, 250_000, 250_001, 10**6, 10**12)] == [1, 1, 2, 4, 256]


def test_many_rows_are_published_in_buckets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonweal.intake.finish.BUCKET_ROWS", 10)
    people = [patient(f"p{n}") for n in range(40)]
    lost = resource("Encounter", "lost")
    visits = [visit(f"e{n}", f"p{n}") for n in range(40)]
    source = write(tmp_path / "all.ndjson", [*people, *visits, lost])
    report = ingest(tmp_path / "store", [Source(source, "fhir")], today=TODAY)
    assert report.dataset is not None
    parts = report.dataset.parts("encounter")
    assert [Path(part).name for part in parts] == [f"part-{n:03d}.parquet" for n in range(8)]
    assert report.rows == {"encounter": 41, "patient": 40}
