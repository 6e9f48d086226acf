"""OMOP tables, small and made up: what becomes of each row, and what is said of what can not be."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.intake.records import Store

from commonweal.intake.load import Limits, LoadReport, ingest
from commonweal.intake.omop import copying, exports, mapping, origin
from commonweal.intake.sources import Source
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

TODAY = date(2026, 1, 1)
LENIENT = Limits(bad_share=1.0, orphan_share=1.0)
PERSON = """person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,birth_datetime,\
race_concept_id,ethnicity_concept_id,location_id,care_site_id,race_source_value,\
ethnicity_source_value,gender_source_value
1,8507,1980,2,3,1980-02-03 00:00:00,8527,38003564,1,7,white,nonhispanic,M
"""
CONCEPT = """concept_id,concept_name,vocabulary_id,concept_class_id,concept_code
11,Diabetes,SNOMED,Clinical Finding,44054006
12,Diabetes,ICD10CM,4-char billing code,E11.9
13,A1c,LOINC,Lab Test,4548-4
14,percent,UCUM,Unit,%
15,Influenza,CVX,CVX,140
16,Metformin,RxNorm,Clinical Drug,860975
17,Systolic,LOINC,Clinical Observation,8480-6
18,Diastolic,LOINC,Clinical Observation,8462-4
19,Panel,LOINC,Clinical Observation,85354-9
20,Housing,LOINC,Survey,71802-3
21,Nursing home,SNOMED,Context,160734000
22,Orientation,LOINC,Clinical Observation,76690-7
23,Bisexual,SNOMED,Context,42035005
24,Refugee,LOINC,Survey,93027-1
25,Office visit,SNOMED,Procedure,185463005
26,Local,Own Codes,Undefined,X1
27,Medicaid,SOPT,SOPT,2
"""
VISIT = "visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_start_datetime,"
VISIT += "visit_end_date,visit_end_datetime,visit_type_concept_id,care_site_id,"
VISIT += "visit_source_concept_id,{leaving}\n"
MEASUREMENT = "measurement_id,person_id,measurement_concept_id,measurement_date,"
MEASUREMENT += "measurement_datetime,measurement_type_concept_id,operator_concept_id,"
MEASUREMENT += "value_as_number,value_as_concept_id,unit_concept_id,visit_occurrence_id,"
MEASUREMENT += "unit_source_value,measurement_source_value\n"
OBSERVATION = "observation_id,person_id,observation_concept_id,observation_date,"
OBSERVATION += "observation_type_concept_id,value_as_number,value_as_string,"
OBSERVATION += "value_as_concept_id,visit_occurrence_id\n"
CONDITION = "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,"
CONDITION += "condition_end_date,condition_type_concept_id,visit_occurrence_id,"
CONDITION += "condition_source_value,condition_source_concept_id\n"
DRUG = "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,"
DRUG += "drug_exposure_end_date,drug_type_concept_id,stop_reason,refills,days_supply\n"
Tables = dict[str, str]


def export(folder: Path, tables: Tables) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / name).write_bytes(text.encode())
    return folder


def load(folder: Path, tables: Tables, **options: Any) -> Store:
    source = export(folder / "in", {"person.csv": PERSON, "concept.csv": CONCEPT} | tables)
    made = options.pop("source", None) or Source(source, "omop", **options)
    return Store(folder / "store", ingest(folder / "store", [made], accept=LENIENT, today=TODAY))


def quarantine(store: Store) -> list[tuple[int, str]]:
    path = store.path / "versions" / store.dataset.version / "quarantine" / "lines.parquet"
    found = duckdb.from_parquet(str(path)).project("line_no, reason").order("line_no").fetchall()
    return [(int(line), str(reason)) for line, reason in found]


def results(*rows: str) -> Tables:
    return {"measurement.csv": MEASUREMENT + "\n".join(rows) + "\n", "observation.csv": OBSERVATION}


def test_a_person_becomes_a_patient(tmp_path: Path) -> None:
    store = load(tmp_path, {
        "location.csv": "location_id,state,zip\n1,MA,02139-1234\n",
        "death.csv": "person_id,death_date,death_datetime\n1,2020-05-06,2020-05-06 00:00:00\n",
        "care_site.csv": "care_site_id,care_site_name\n7,North Clinic\n",
    })  # fmt: skip
    row = store.row("patient")
    assert (row["birth_day"], row["birth_prec"]) == (date(1980, 2, 3), "D")
    assert (row["death_day"], row["deceased"]) == (date(2020, 5, 6), True)
    assert (row["zip5"], row["state"], row["org_key"]) == ("02139", "MA", "main/7")
    assert store.row("organization")["label"] == "North Clinic"
    assert store.said("admin_gender") == [("male", "stated")]
    assert store.said("race_1997") == [("white", "stated")]
    assert store.said("ethnicity_1997") == [("not_hispanic", "stated")]


BIRTHS: tuple[tuple[str, date | None, str | None], ...] = (
    ("1980,,,", date(1980, 7, 1), "Y"),
    ("1980,,,1980-01-01 00:00:00", date(1980, 7, 1), "Y"),
    ("1980,5,,", date(1980, 5, 15), "M"),
    ("1980,5,6,", date(1980, 5, 6), "D"),
    (",,,1980-01-01", date(1980, 1, 1), "D"),
    ("1980,13,1,", None, None),
    ("x,,,", None, None),
)


def test_a_birth_is_as_exact_as_it_was_given(tmp_path: Path) -> None:
    head = "PERSON_ID,YEAR_OF_BIRTH,MONTH_OF_BIRTH,DAY_OF_BIRTH,BIRTH_DATETIME,CARE_SITE_ID\n"
    rows = "".join(f"{at},{cells},{at}\n" for at, (cells, *_) in enumerate(BIRTHS))
    store = load(tmp_path, {"person.csv": head + rows})
    found = {row["org_key"]: row for row in store.rows("patient")}
    for at, (cells, day, precision) in enumerate(BIRTHS):
        row = found.get(f"main/{at}") or found[None]
        assert (row["birth_day"], row["birth_prec"]) == (day, precision), cells
        assert row["problem"] == ([] if day else ["date_unreadable"]), cells


@pytest.mark.parametrize(
    ("race", "ethnicity", "further", "said"),
    [
        ((0, "hispanic"), (0, "italian"), (), ("not_recorded", "hispanic", "hispanic")),
        ((0, "native"), (0, ""), (), ("aian", "not_recorded", "aian")),
        ((0, "hawaiian"), (0, ""), (), ("not_recorded", "not_recorded", "not_recorded")),
        ((8516, "x"), (38003563, ""), (), ("black", "hispanic", "black hispanic")),
        ((8516, ""), (0, ""), ("white",), ("black white", "not_recorded", "black white")),
        ((0, ""), (0, ""), ("asian", "hispanic"), ("asian", "hispanic", "asian hispanic")),
        ((0, "declined"), (0, "UNK"), (), ("declined", "unknown", "declined")),
        ((44814660, ""), (44814653, ""), (), ("declined", "unknown", "declined")),
        ((38003574, ""), (38003564, ""), (), ("asian", "not_hispanic", "asian")),
        ((38003616, ""), (38003564, ""), (), ("white", "not_hispanic", "mena")),
        ((99, ""), (99, ""), (), ("invalid", "invalid", "invalid")),
        ((99, ""), (0, ""), ("white",), ("white", "not_recorded", "white")),
        ((None, ""), (None, ""), (), ("not_recorded", "not_recorded", "not_recorded")),
    ],
)
def test_race_and_ethnicity_as_the_model_bears_them(
    race: tuple[int | None, str],
    ethnicity: tuple[int | None, str],
    further: tuple[str, ...],
    said: tuple[str, str, str],
) -> None:
    found, _ = origin.describe(race, ethnicity, further)
    shown = tuple(
        " ".join(one.value or one.status for one in found[name])
        for name in ("race_1997", "ethnicity_1997", "raceeth_2024")
    )
    assert shown == said


def test_a_word_that_names_no_race_is_marked_and_not_guessed_at() -> None:
    assert origin.describe((0, "hawaiian"), (0, ""), ())[1] == ["code_unknown"]
    assert origin.describe((0, "hispanic"), (38003564, ""), ())[1] == [
        "ethnicity_code_in_race", "ethnicity_conflict",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("concept", "word", "said"),
    [(8532, "", "female"), (8521, "", "other"), (8551, "", "unknown"), (5, "", "invalid"),
     (0, "M", "male"), (None, "", "not_recorded"), (0, "declined", "declined")],
)  # fmt: skip
def test_gender_is_read_from_its_concept_first(concept: int | None, word: str, said: str) -> None:
    found = origin.gender_of(concept, word)
    assert (found.value or found.status) == said


def test_no_concept_is_no_race() -> None:
    assert origin.race_of(None) is None


def test_further_races_stand_among_the_observations(tmp_path: Path) -> None:
    store = load(tmp_path, {
        "measurement.csv": MEASUREMENT,
        "observation.csv": OBSERVATION + "1,1,8516,2020-01-01,0,,,,\n2,1,99,2020-01-01,0,,,8515,\n",
    })  # fmt: skip
    assert [value for value, _ in store.said("race_1997")] == ["asian", "black", "white"]


@pytest.mark.parametrize("leaving", ["discharge_to_concept_id", "DISCHARGED_TO_CONCEPT_ID"])
def test_a_visit_becomes_an_encounter(tmp_path: Path, leaving: str) -> None:
    kinds = {9202: "AMB", 9201: "IMP", 9203: "EMER", 581476: "HH", 5083: "VR", 32036: "OTHER"}
    when = "2020-03-01,2020-03-01 10:00:00,2020-03-01,2020-03-01T10:30:00"
    rows = "".join(f"{one},1,{one},{when},0,7,25,21\n" for one in kinds)
    store = load(tmp_path, {"visit_occurrence.csv": VISIT.format(leaving=leaving) + rows})
    for found in store.rows("encounter"):
        assert found["visit_class"] == kinds[int(found["encounter_key"].removeprefix("main/"))]
        assert (found["start_ts"], found["start_prec"]) == (datetime(2020, 3, 1, 10), "T")
        assert (found["los_min"], found["status"]) == (30.0, "finished")
        assert "http://snomed.info/sct|185463005" in found["type"]
        assert found["disposition"] == ["http://snomed.info/sct|160734000"]
        assert found["org_key"] == "main/7"


def test_an_emergency_that_became_a_stay_is_both(tmp_path: Path) -> None:
    head = VISIT.format(leaving="discharged_to_concept_id")
    row = "5,1,262,2020-03-01,2020-03-01 10:00:00,2020-03-04,2020-03-04 09:00:00,0,0,0,0\n"
    store = load(tmp_path, {"visit_occurrence.csv": head + row})
    stay, emergency = store.rows("encounter")
    assert (stay["encounter_key"], stay["visit_class"]) == ("main/5", "IMP")
    assert (emergency["encounter_key"], emergency["visit_class"]) == ("main/5/emergency", "EMER")
    assert emergency["end_day"] == stay["start_day"] == date(2020, 3, 1)
    # when one ended and the other began nobody wrote down, so neither has a length
    assert stay["los_min"] is None
    assert emergency["los_min"] is None
    assert store.report.files[-1].accepted == 1


def test_a_stay_without_end_is_not_finished(tmp_path: Path) -> None:
    head = VISIT.format(leaving="discharged_to_concept_id")
    store = load(tmp_path, {"visit_occurrence.csv": f"{head}5,1,9201,2020-03-01,,,,0,,0,0\n"})
    row = store.row("encounter")
    assert (row["status"], row["start_prec"], row["org_key"]) == ("in-progress", "D", None)


def test_a_condition_bears_both_its_codes(tmp_path: Path) -> None:
    rows = "1,1,11,2020-01-01,,32840,,E119,12\n2,1,11,2020-01-01,2020-02-01,0,5,,0\n"
    rows += (
        "3,1,0,20200101,,0,,K-77,0\n4,1,0,2020-01-01,,0,0,bad back,\n5,1,12,2020-01-01,,0,,,12\n"
    )
    rows += "6,1,0,2020-01-01,,0,,,12\n7,1,26,2020-01-01,,0,,,0\n"
    store = load(tmp_path, {"condition_occurrence.csv": CONDITION + rows})
    one, two, three, four, five, six, seven = store.rows("condition")
    icd, snomed = "http://hl7.org/fhir/sid/icd-10-cm|E11.9", "http://snomed.info/sct|44054006"
    assert one["code"] == [icd, snomed]
    assert one["category"][0].endswith("|problem-list-item")
    assert (one["clinical_status"], one["prevalence_start_day"]) == ("active", date(2020, 1, 1))
    assert two["category"][0].endswith("|encounter-diagnosis")
    assert (two["encounter_key"], two["clinical_status"]) == ("main/5", "resolved")
    assert three["code"] == ["OMOP source|K-77"]
    assert three["onset_day"] == date(2020, 1, 1)
    assert four["code"] == [], "words are not read"
    assert five["code"] == six["code"] == [icd]
    assert seven["code"] == ["OMOP|26"]
    assert all(row["problem"] == [] for row in store.rows("condition"))


def test_without_concepts_the_numbers_are_kept_and_told(tmp_path: Path) -> None:
    source = export(tmp_path / "in", {
        "person.csv": PERSON, "condition_occurrence.csv": CONDITION + "1,1,11,2020-01-01,,0,,,0\n",
        **results("1,1,13,2020-01-01,,0,,7,0,14,,%,"),
    })  # fmt: skip
    store = load(tmp_path / "x", {}, source=Source(source, "omop"))
    row = store.row("condition")
    assert (row["code"], row["problem"]) == (["OMOP|11"], ["concept_unknown"])
    # nobody can tell what was asked, so no answer is read
    assert store.row("observation")["value_num"] is None


def test_drugs_are_orders_or_vaccines_and_what_was_given_is_counted(tmp_path: Path) -> None:
    rows = "1,1,16,2020-01-01,,38000177,,1,30\n2,1,16,2020-01-01,2020-01-10,32838,stopped,,\n"
    rows += "3,1,15,2020-10-01,2020-10-01,581452,,,\n4,1,16,2020-01-01,,32818,,,\n"
    rows += "5,1,16,,,38000177,,,30\n6,1,16,2020-01-01,,,,,\n"
    store = load(tmp_path, {"drug_exposure.csv": DRUG + rows})
    one, two, five, six = store.rows("medication_request")
    assert (one["supply_start_day"], one["supply_end_day"]) == (date(2020, 1, 1), date(2020, 2, 29))
    assert (one["status"], one["intent"]) == ("active", "order")
    assert (two["supply_end_day"], two["status"]) == (date(2020, 1, 10), "stopped")
    for row in (five, six):
        assert (row["supply_start_day"], row["supply_end_day"]) == (None, date(9999, 12, 31))
    assert store.row("immunization")["code"] == ["http://hl7.org/fhir/sid/cvx|140"]
    drugs = next(one for one in store.report.files if one.name == "drug_exposure.csv")
    assert (drugs.received, drugs.accepted, drugs.left_out) == (6, 5, 1)


def test_without_a_vaccine_nobody_can_say_who_was_vaccinated(tmp_path: Path) -> None:
    store = load(tmp_path, {"drug_exposure.csv": DRUG + "1,1,16,2020-01-01,,38000177,,,30\n"})
    assert "immunization" not in store.report.rows
    assert "medication_request" in store.report.rows


def test_a_procedure_ends_when_it_is_said_to(tmp_path: Path) -> None:
    head = "procedure_occurrence_id,person_id,procedure_concept_id,procedure_date,"
    rows = f"{head}procedure_end_date\n1,1,25,2020-01-01,2020-01-02\n2,1,25,2020-01-01,\n"
    one, two = load(tmp_path, {"procedure_occurrence.csv": rows}).rows("procedure")
    assert (one["end_day"], two["end_day"]) == (date(2020, 1, 2), date(2020, 1, 1))


def test_results_bear_unit_kind_and_value(tmp_path: Path) -> None:
    store = load(tmp_path, results(
        "1,1,13,2020-01-01,2020-01-01 08:00:00,32856,0,7.5,0,14,,percent,",
        "2,1,13,2020-01-01,,32856,4171756,4,0,14,,,",
        "3,1,26,2020-01-01,,32856,,4,0,0,,pills,",
        "4,1,26,2020-01-01,,32862,,4,0,0,,,",
        "5,1,13,2020-01-01,,0,,many,0,0,,,",
        "6,1,26,2020-01-01,,0,,nan,21,0,,,",
        "7,1,13,2020-01-01,,0,4172703,8,0,0,,,",
    ))  # fmt: skip
    one, two, three, four, five, six, seven = store.rows("observation")
    assert (one["value_num"], one["unit"], one["value_type"]) == (7.5, "%", "Quantity")
    assert one["category"][0].endswith("|laboratory")
    assert (two["value_num"], two["value_type"]) == (None, "Quantity"), "less than is no number"
    assert (three["unit"], three["category"][0].rpartition("|")[2]) == ("pills", "laboratory")
    assert (four["unit"], four["category"][0].rpartition("|")[2]) == ("1", "survey")
    assert (five["value_num"], five["problem"]) == (None, ["number_unreadable"])
    assert (six["value_num"], six["value_code"]) == (None, ["http://snomed.info/sct|160734000"])
    assert six["category"] == []
    assert seven["value_num"] == 8


def test_answers_of_people_go_to_the_vault_alone(tmp_path: Path) -> None:
    store = load(tmp_path, {
        "measurement.csv": MEASUREMENT + "9,1,13,2020-01-01,,0,,7,0,14,,,\n",
        "observation.csv": OBSERVATION + "1,1,20,2020-01-01,0,,,21,\n2,1,22,2020-01-01,0,,,23,\n"
        "3,1,24,2020-01-01,0,1,yes,21,\n4,1,20,2020-01-01,0,,free words,,\n",
    })  # fmt: skip
    _, housing, orientation, refugee, words = store.rows("observation")
    assert housing["value_code"] == ["http://snomed.info/sct|160734000"]
    assert housing["category"][0].endswith("|survey")
    assert (orientation["value_code"], orientation["value_type"]) == ([], "CodeableConcept")
    assert (refugee["value_code"], refugee["value_num"]) == ([], None)
    assert words["value_type"] == "string"
    assert store.said("sexual_orientation") == [("42035005", "stated")]


def test_two_sides_of_a_pressure_make_one_reading(tmp_path: Path) -> None:
    store = load(tmp_path, results(
        "1,1,17,2020-01-01,2020-01-01 08:00:00,0,,150,0,0,5,mm[Hg],",
        "2,1,18,2020-01-01,2020-01-01 08:00:00,0,,90,0,0,5,mm[Hg],",
        "3,1,19,2020-02-01,,0,,,0,0,,,", "4,1,17,2020-02-01,,0,,120,0,0,,mm[Hg],",
        "5,1,18,2020-02-01,,0,,80,0,0,,mm[Hg],", "6,1,17,2020-03-01,,0,,120,0,0,,mm[Hg],",
    ))  # fmt: skip
    made = [row for row in store.rows("observation") if "reading" in row["observation_key"]]
    assert [row["code"] for row in made] == [["http://loinc.org|85354-9"]]
    parts = {(row["observation_key"], row["value_num"]) for row in store.rows("component")}
    reading = "main/measurement/1/reading"
    assert parts == {(reading, 150), (reading, 90), ("main/measurement/3", 120),
                     ("main/measurement/3", 80)}  # fmt: skip


def test_results_of_one_table_alone_are_not_held(tmp_path: Path) -> None:
    rows = MEASUREMENT + "1,1,13,2020-01-01,,0,,7,0,14,,,\n"
    store = load(tmp_path, {"measurement.csv": rows})
    assert "observation" not in store.report.rows
    record = next(one for one in store.report.files if one.name == "measurement.csv")
    assert (record.accepted, record.left_out) == (0, 1)


def test_a_table_that_was_never_filled_is_missing(tmp_path: Path) -> None:
    store = load(tmp_path, {"condition_occurrence.csv": CONDITION})
    assert "condition" not in store.report.rows


def test_rows_of_one_id_stay_when_they_differ(tmp_path: Path) -> None:
    two = PERSON + PERSON.splitlines()[1].replace("1,8507", "2,8507") + "\n"
    rows = "1,1,11,2020-01-01,,0,,,0\n1,2,11,2020-01-01,,0,,,0\n2,1,11,2020-01-01,,0,,,0\n"
    rows += "2,1,11,2020-01-01,,0,,,0\n"
    store = load(tmp_path, {"person.csv": two, "condition_occurrence.csv": CONDITION + rows})
    assert store.report.rows["condition"] == 3
    assert store.problems()["condition", "id_shared"] == 2
    assert store.report.repeated == {"condition": 1}


def test_coverage_is_sorted_by_its_payer(tmp_path: Path) -> None:
    head = "payer_plan_period_id,person_id,payer_plan_period_start_date,"
    head += "payer_plan_period_end_date,payer_concept_id,payer_source_value,plan_source_value\n"
    rows = "1,1,2020-01-01,2020-12-31,27,,\n2,1,2021-01-01,2021-12-31,0,Aetna,Gold\n"
    rows += "3,1,2022-13-01,,,,\n"
    one, two, three = load(tmp_path, {"payer_plan_period.csv": head + rows}).rows("coverage")
    assert (one["payer_text"], one["payer_group"]) == ("Medicaid", "medicaid")
    assert (two["payer_text"], two["payer_group"]) == ("Aetna", "commercial")
    assert (three["payer_group"], three["problem"]) == (None, ["date_unreadable"])
    assert two["end_day"] == date(2021, 12, 31)


def test_a_date_that_can_not_be_is_missing_and_told(tmp_path: Path) -> None:
    rows = "1,1,11,1980-13-02,,0,,,0\n2,1,11,epoch,12020-01-01,0,,,0\n"
    for row in load(tmp_path, {"condition_occurrence.csv": CONDITION + rows}).rows("condition"):
        assert (row["onset_day"], row["problem"]) == (None, ["date_unreadable"])


def test_every_row_that_can_not_be_used_is_listed_with_its_line(tmp_path: Path) -> None:
    rows = ["1,1,11,2020-01-01,,0,,,0", "2,1,11", ",1,11,2020-01-01,,0,,,0",
            "4,,11,2020-01-01,,0,,,0", "5,1,eleven,2020-01-01,,0,,,0",
            "6\0,1,11,2020-01-01,,0,,,0", "7,1,11,2020-01-01,,0,,,0,more",
            "8,1,11,2020-01-01,,0,,,0"]  # fmt: skip
    store = load(tmp_path, {"condition_occurrence.csv": CONDITION + "\n".join(rows) + "\n"})
    assert quarantine(store) == [
        (3, "wrong_field_count"), (4, "no_id"), (5, "no_person"), (6, "wrong_type"),
        (7, "malformed"), (8, "wrong_field_count"),
    ]  # fmt: skip
    record = next(one for one in store.report.files if one.name.startswith("condition"))
    assert (record.received, record.accepted, record.quarantined) == (8, 2, 6)
    lines = store.path / "versions" / store.dataset.version / "lineage" / "condition.parquet"
    assert duckdb.from_parquet(str(lines)).project("line").order("line").fetchall() == [(2,), (9,)]


def test_a_death_of_nobody_is_set_aside(tmp_path: Path) -> None:
    store = load(tmp_path, {"death.csv": "person_id,death_date\n1,2020-01-01\n9,2020-01-01\n"})
    assert quarantine(store) == [(3, "no_person")]


def test_a_row_about_somebody_who_is_not_there_is_an_orphan(tmp_path: Path) -> None:
    rows = CONDITION + "1,9,11,2020-01-01,,0,,,0\n"
    row = load(tmp_path, {"condition_occurrence.csv": rows}).row("condition")
    assert (row["valid"], row["problem"]) == (False, ["orphan"])


def same(store: Store) -> tuple[str, dict[str, list[Any]]]:
    return store.dataset.version, {name: store.rows(name) for name in sorted(store.report.rows)}


def tables_of(store: Store) -> dict[str, bytes]:
    return {name: Path(part).read_bytes() for name in store.report.rows
            for part in store.dataset.parts(name)}  # fmt: skip


BODY = [f"{at},1,11,2020-01-{at:02d},,0,,,0" for at in range(1, 9)]
WRITTEN: dict[str, Callable[[Path], None]] = {
    "gz": lambda folder: _gz(folder, CONDITION + "\n".join(BODY)),
    "upper case, BOM, CRLF": lambda folder: _plain(
        folder, "CONDITION_OCCURRENCE.CSV", "\ufeff" + CONDITION.upper().replace("\n", "\r\n")
        + "\r\n".join(BODY)
    ),
    "tab": lambda folder: _plain(
        folder, "condition_occurrence.tsv", (CONDITION + "\n".join(BODY)).replace(",", "\t")
    ),
    "shuffled and split": lambda folder: (
        _plain(folder, "condition_occurrence_1.csv", CONDITION + "\n".join(BODY[::-2])),
        _plain(folder, "condition_occurrence_2.csv", CONDITION + "\n".join(BODY[::2])),
    )[0],
    "floats": lambda folder: _plain(
        folder, "condition_occurrence.csv",
        CONDITION + "\n".join(row.replace(",1,11", ".0,1.0,11.0", 1) for row in BODY),
    ),
    "quoted": lambda folder: _plain(
        folder, "condition_occurrence.csv",
        CONDITION + "\n".join(",".join(f'"{cell}"' for cell in row.split(",")) for row in BODY),
    ),
    "parquet": lambda folder: _parquet(folder, CONDITION + "\n".join(BODY)),
}  # fmt: skip


def _plain(folder: Path, name: str, text: str) -> None:
    (folder / name).write_bytes(text.encode())


def _gz(folder: Path, text: str) -> None:
    (folder / "condition_occurrence.csv.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def _parquet(folder: Path, text: str) -> None:
    plain = folder.parent / "plain.csv"
    plain.write_text(text)
    with duckdb.connect() as connection:
        relation = connection.read_csv(str(plain))
        relation.write_parquet(str(folder / "Condition_Occurrence.parquet"))


@pytest.mark.parametrize("way", WRITTEN)
def test_however_it_is_written_the_tables_are_the_same_bytes(tmp_path: Path, way: str) -> None:
    once = load(tmp_path, {"condition_occurrence.csv": CONDITION + "\n".join(BODY)})
    folder = export(tmp_path / "again", {"person.csv": PERSON, "concept.csv": CONCEPT})
    WRITTEN[way](folder)
    report = ingest(once.path, [Source(folder, "omop")], accept=LENIENT, today=TODAY)
    assert tables_of(Store(once.path, report)) == tables_of(once)


def test_a_gz_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    rows = "".join(f"{at},1,11,2020-01-01,,0,,{at * 7919 % 9973},0\n" for at in range(1, 60_000))
    packed = gzip.compress((CONDITION + rows).encode(), mtime=0)
    folder = export(tmp_path / "in", {"person.csv": PERSON, "concept.csv": CONCEPT})
    (folder / "condition_occurrence.csv.gz").write_bytes(packed[: len(packed) // 2])
    store = load(tmp_path, {}, source=Source(folder, "omop"))
    record = next(one for one in store.report.files if one.name.startswith("condition"))
    assert record.broken
    assert 0 < record.accepted < 59_999
    assert record.received == record.accepted


def test_a_gz_that_breaks_off_within_its_head_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(CONDITION.encode(), mtime=0)
    folder = export(tmp_path / "in", {"person.csv": PERSON})
    (folder / "condition_occurrence.csv.gz").write_bytes(packed[:14])
    with pytest.raises(Problem, match="can not be read") as caught:
        load(tmp_path, {}, source=Source(folder, "omop"))
    assert caught.value.code == "omop-unreadable"


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        load(tmp_path, {"death.parquet": "person_id,death_date\n"})
    assert caught.value.code == "omop-unreadable"


def test_a_parquet_whose_rows_are_damaged_is_refused(tmp_path: Path) -> None:
    folder = export(tmp_path / "in", {"person.csv": PERSON})
    _parquet(folder, CONDITION + "\n".join(BODY))
    path = folder / "Condition_Occurrence.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = b"\xff" * 196
    path.write_bytes(bytes(content))
    with pytest.raises(Problem) as caught:
        load(tmp_path, {}, source=Source(folder, "omop"))
    assert caught.value.code == "omop-unreadable"


def test_a_table_without_a_needed_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="condition_concept_id") as caught:
        load(tmp_path, {"condition_occurrence.csv": "condition_occurrence_id,person_id\n"})
    assert caught.value.code == "omop-column-missing"


def test_a_folder_without_a_table_of_the_model_is_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "source-empty"), (tmp_path / "none", "source-missing")):
        with pytest.raises(Problem) as caught:
            exports.found(path)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "table"),
    [("PERSON.csv", "person"), ("measurement_003.parquet", "measurement"), ("note.csv.gz", "note"),
     ("measurement.000.tsv", "measurement"), ("people.csv", ""), ("person.json", "")],
)  # fmt: skip
def test_a_file_is_named_for_its_table(name: str, table: str) -> None:
    assert exports.table_of(name) == table


def test_tables_of_which_none_is_made_are_named(tmp_path: Path) -> None:
    seen: list[str] = []
    folder = export(tmp_path / "in", {"person.csv": PERSON, "note.csv": "note_id\n1\n"})
    report = ingest(
        tmp_path / "store", [Source(folder, "omop")], today=TODAY,
        progress=lambda what, done, many: seen.append(what),
    )  # fmt: skip
    assert [one.skipped for one in report.files] == ["note", ""]
    assert seen[:2] == ["Bringing in note.csv", "Bringing in person.csv"]


class Short:
    """Let a file be copied only when it has failed so often for want of memory."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, often: int) -> None:
        self.left, self.name = often, name
        write = copying.Copying._write

        def less(
            one: copying.Copying, given: exports.Export, path: Path, parted: bool = False
        ) -> None:
            if path.name.startswith(self.name) and self.left:
                self.left -= 1
                raise duckdb.OutOfMemoryException("two at once")
            write(one, given, path, parted)

        monkeypatch.setattr(copying.Copying, "_write", less)


def test_files_that_do_not_fit_into_memory_beside_another_are_copied_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = VISIT.format(leaving="") + "5,1,9201,2024-01-01,,2024-01-02,,1,,,\n"
    folder = export(tmp_path / "in", {"person.csv": PERSON, "visit_occurrence.csv": visits})
    key = tmp_path / "key"
    key.write_bytes(bytes(32))

    def loaded(name: str) -> LoadReport:
        return ingest(tmp_path / name, [Source(folder, "omop")], today=TODAY, key_file=key)

    whole, short = loaded("whole"), Short(monkeypatch, "person", 1)
    again = loaded("again")
    assert short.left == 0
    assert again.version == whole.version
    assert again.files == whole.files


def test_a_file_that_fits_into_no_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Short(monkeypatch, "person", 2)
    with pytest.raises(Problem) as refused:
        load(tmp_path, {"person.csv": PERSON})
    assert refused.value.code == "omop-unreadable"


def test_a_text_that_was_parted_and_does_not_fit_is_refused_with_nothing_listed_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Short(monkeypatch, "1.csv", 1)  # the copy without the line that swallows others
    with pytest.raises(Problem) as refused:
        load(tmp_path, {"person.csv": f'{PERSON}9,8507,"1950\n8,8507\n'})
    assert refused.value.code == "omop-unreadable"


@pytest.mark.parametrize("bound", ["ROW_GROUP", "_GROUP_BYTES"])
def test_rows_are_the_same_however_many_are_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    people = "".join(f"{n},8507,1950,1,1,,8527,38003564,,,,,M\n" for n in range(100, 5_000))
    wrong = "x,8507\n,8507,1950,1,1,,8527,38003564,,,,,M\n"  # too short, and without an id
    folder = export(tmp_path / "in", {"person.csv": PERSON + people + wrong})
    key = tmp_path / "key"
    key.write_bytes(bytes(32))

    def loaded(name: str) -> LoadReport:
        return ingest(tmp_path / name, [Source(folder, "omop")], today=TODAY, key_file=key)

    whole = loaded("whole")
    monkeypatch.setattr(copying, bound, 1)
    few = loaded("few")
    assert (few.version, few.files) == (whole.version, whole.files)
    assert (few.files[0].received, few.files[0].quarantined) == (1 + 4_900 + 2, 2)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Out of Memory Error: no block of 256 KiB", duckdb.OutOfMemoryException),
        ("Invalid Input Error: a line amid the file", duckdb.InvalidInputException),
    ],
)
def test_what_duckdb_says_amid_its_rows_is_its_own_error(
    said: str, kind: type[duckdb.Error]
) -> None:
    batch = pa.record_batch({"id": ["1"]})

    def amid() -> Iterator[pa.RecordBatch]:
        yield batch
        raise OSError(said)

    with pytest.raises(kind, match=said):
        list(copying._groups(pa.RecordBatchReader.from_batches(batch.schema, amid())))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("cut", [0, 9])
def test_a_line_of_a_hundred_thousand_cells_is_set_aside(
    tmp_path: Path, packed: bool, cut: int
) -> None:
    """DuckDB lists each cell too many with a copy of the line, which took minutes."""
    text = f"{PERSON}9{',8507' * 100_000}\n{PERSON.splitlines()[1].replace('1', '2', 1)}\n3"
    name, content = "person.csv", text.encode()
    if packed:
        name, content = "person.csv.gz", gzip.compress(content)[: -cut or None]
    (tmp_path / name).write_bytes(content)
    (file,) = load(tmp_path, {}, source=Source(tmp_path / name, "omop")).report.files
    assert (file.broken, file.accepted) == (packed and cut > 0, 2)
    assert file.quarantined == (1 if file.broken else 2)  # a last, cut line of a .gz is dropped
    assert file.received == file.accepted + file.quarantined


@pytest.mark.parametrize("refused", [f"9,{'x' * 120_000}\n", "9" + ",8507" * 25_000 + "\n"])
@pytest.mark.parametrize("quote", ["", '9,8507,"1950\n'])
def test_no_row_after_a_long_stretch_of_refused_lines_is_lost(
    tmp_path: Path, refused: str, quote: str
) -> None:
    """DuckDB's threads end where one of them has met refused lines alone, without a word."""
    rows = quote + "".join(f"{n},8507,1950,1,1,,8527,38003564,,,,,M\n" for n in range(100, 200))
    store = load(tmp_path, {"person.csv": f"{PERSON}{refused * 140}{rows}"})
    file = next(one for one in store.report.files if one.name == "person.csv")
    bad = 140 + bool(quote)
    assert (file.received, file.accepted, file.quarantined) == (101 + bad, 101, bad)


def test_no_row_after_a_long_stretch_of_empty_lines_is_lost(tmp_path: Path) -> None:
    rows = "".join(f"{n},8507,1950,1,1,,8527,38003564,,,,,M\n" for n in range(100, 200))
    empty = "\n" * 8_400_000
    store = load(tmp_path, {"person.csv": f"{PERSON}{empty}{rows}"})
    file = next(one for one in store.report.files if one.name == "person.csv")
    assert (file.received, file.accepted) == (101, 101)


def test_of_a_letter_in_a_cell_no_more_is_copied_than_is_needed_to_know_of_it(
    tmp_path: Path,
) -> None:
    letter = "Dear colleague. " * 10_000
    path = export(tmp_path / "in", {
        "observation.csv": f"{OBSERVATION}1,1,11,2024-01-01,1,,{letter},0,\n"
    }) / "observation.csv"  # fmt: skip
    (tmp_path / "staged").mkdir()
    with duckdb.connect() as connection:
        copying.Copying(
            connection, Staging(tmp_path / "staged"), Lock(), folder=tmp_path, place=0,
            source_id="main",
        ).run(exports.look(path, "observation"))  # fmt: skip
    assert pq.read_table(tmp_path / "0.parquet")["text"].to_pylist() == [letter[:4000]]


def test_one_file_alone_is_read(tmp_path: Path) -> None:
    folder = export(tmp_path / "in", {"person.csv": PERSON})
    store = load(tmp_path, {}, source=Source(folder / "person.csv", "omop"))
    assert set(store.report.rows) == {"patient"}


LANGUAGE = """[[answer]]
attribute = "pref_lang"
concepts = [40758030]
[answer.values]
"4180186" = "en"
"Spanish" = "es"

[[answer]]
attribute = "interpreter_needed"
concepts = [77]

[[answer]]
attribute = "admin_gender"
concepts = [78]

[[answer]]
attribute = "birth_sex"
concepts = [79]
"""


@pytest.mark.parametrize("beside", [True, False])
def test_an_institution_says_which_question_asks_for_the_language(
    tmp_path: Path, beside: bool
) -> None:
    named = tmp_path / "own.toml"
    named.write_text(LANGUAGE)
    rows = "1,1,40758030,2020-01-01,0,,,4180186,\n2,1,40758030,2021-01-01,0,,Spanish,0,\n"
    rows += "3,1,77,2021-01-01,0,,yes,0,\n4,1,78,2021-01-01,0,,female,0,\n"
    rows += "5,1,79,2021-01-01,0,,F,0,\n"
    tables = {"measurement.csv": MEASUREMENT, "observation.csv": OBSERVATION + rows}
    if beside:
        store = load(tmp_path, tables | {"mapping.toml": LANGUAGE})
    else:
        store = load(tmp_path, tables, mapping=named)
    assert store.said("lang_group") == [("es", "stated")], "the later answer counts"
    assert store.said("interpreter_needed") == [("yes", "stated")]
    assert store.said("birth_sex") == [("F", "stated")]
    assert store.said("admin_gender") == [("male", "stated")], "PERSON stands first"


def test_an_answer_by_a_code_is_read_as_such() -> None:
    answers = mapping.Answers("birth_sex", (), {})
    assert answers.read("5", "http://x|UNK", "")["birth_sex"].status == "unknown"
    assert answers.read("5", "OMOP|5", "")["birth_sex"].status == "invalid"


@pytest.mark.parametrize(
    "text",
    ["answer = 1", "[[answer]]\nattribute = 'shoe_size'\nconcepts = [1]",
     "[[answer]]\nattribute = 'pref_lang'\nconcepts = ['x']",
     "[[answer]]\nattribute = 'pref_lang'\nconcepts = [1]\nvalues = { a = 1 }"],
)  # fmt: skip
def test_a_mapping_that_can_not_be_meant_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "mapping.toml").write_text(text)
    with pytest.raises(Problem) as caught:
        mapping.read(tmp_path, None)
    assert caught.value.code == "mapping-unknown"


def test_a_mapping_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text("[[")
    with pytest.raises(Problem) as caught:
        mapping.read(tmp_path, None)
    assert caught.value.code == "mapping-unreadable"
