"""Cells of OMOP that hold something else than they should: converted, or marked, never guessed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.intake.test_intake_omop import (
    CONCEPT,
    CONDITION,
    DRUG,
    PERSON,
    VISIT,
    Tables,
    load,
    quarantine,
    results,
)

from commonweal.intake.payers import payer_group

VISITS = VISIT.format(leaving="discharged_to_concept_id")
DAY = date(2020, 3, 1)
HEAD = "person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,birth_datetime,"
HEAD += "race_concept_id,ethnicity_concept_id,location_id,care_site_id\n"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 3, day, hour, minute)


def person(*cells: str) -> Tables:
    return {"person.csv": HEAD + "".join(f"{n},{one},{n}\n" for n, one in enumerate(cells, 1))}


TIMES: tuple[tuple[str, datetime, str, list[str]], ...] = (
    ("2020-03-01 10:00:00", at(1, 10), "T", []),
    ("2020-03-01 10:00:00.000", at(1, 10), "T", []),
    ("2020-03-01T10:00:00Z", at(1, 10), "T", []),
    ("2020-03-01 23:30:00-05", at(2, 4, 30), "T", []),
    ("2020-03-01 23:30:00.0000000 -05:00", at(2, 4, 30), "T", []),
    ("2020-03-01 01:00:00+0530", datetime(2020, 2, 29, 19, 30), "T", []),
    ("2020-03-01 10:00:00 America/New_York", at(1, 15), "T", []),
    ("2020-03-02 04:30:00+00", at(2, 4, 30), "T", []),
    ("2020-03-01 10:00 PM", at(1, 22), "T", []),
    ("2020-03-01 12:30:00 a.m.", at(1, 0, 30), "T", []),
    ("20200301 10:00:00", at(1, 10), "T", []),
    (" 2020-03-01 9:05 ", at(1, 9, 5), "T", []),
    ("2020-03-01 22:30 PM", at(1, 0), "D", ["date_unreadable"]),
    ("2020-03-01 10:00:00 XYZ", at(1, 0), "D", ["date_unreadable"]),
    ("2020-03-01 10:00:00+99", at(1, 0), "D", ["date_unreadable"]),
    ("2020-03-02 10:00:00", at(2, 10), "T", ["dates_differ"]),
    ("2020-03-07 10:00:00", at(1, 0), "D", ["dates_differ"]),
    ("2020-03-07 10:00:00Z", at(1, 0), "D", ["dates_differ"]),
    ("NA", at(1, 0), "D", []),
)


@pytest.mark.parametrize(("said", "meant", "prec", "marks"), TIMES, ids=[one[0] for one in TIMES])
def test_a_time_is_that_of_its_zone_and_its_day_that_of_the_date(
    tmp_path: Path, said: str, meant: datetime, prec: str, marks: list[str]
) -> None:
    row = load(tmp_path, {"visit_occurrence.csv": VISITS + f"5,1,25,2020-03-01,{said},,,,,,\n"})
    (found,) = row.rows("encounter")
    assert (found["start_ts"], found["start_day"], found["start_prec"]) == (meant, DAY, prec)
    assert found["problem"] == marks


def test_without_a_date_the_day_is_the_one_that_was_written(tmp_path: Path) -> None:
    store = load(tmp_path, {
        "visit_occurrence.csv": VISITS + "5,1,25,,2020-03-01 23:30:00-05,,,,,,\n"})  # fmt: skip
    row = store.row("encounter")
    assert (row["start_ts"], row["start_day"]) == (at(2, 4, 30), DAY)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_times_of_parquet_are_the_same_on_every_machine(tmp_path: Path, zone: str) -> None:
    (tmp_path / "in").mkdir()
    born = pa.array([datetime(1980, 2, 3, 1, 0, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"person_id": [1], "birth_datetime": born}),
                   tmp_path / "in" / "person.parquet")  # fmt: skip
    subprocess.run(
        [sys.executable, "-m", "commonweal", "ingest", str(tmp_path / "in"), "--kind", "omop",
         "--to", str(tmp_path / "store")], check=True, capture_output=True,
        env=os.environ | {"TZ": zone, "COMMONWEAL_STATE": str(tmp_path / "state")},
    )  # fmt: skip
    (file,) = (tmp_path / "store" / "versions").glob("*/tables/patient/*.parquet")
    assert pq.read_table(file)["birth_day"].to_pylist() == [date(1980, 2, 3)]


BORN: tuple[tuple[str, date | None, str | None, list[str]], ...] = (
    ("19800,1,1,", None, None, ["date_unreadable"]),
    ("1980,100,1,", None, None, ["date_unreadable"]),
    ("1980,2,150,", None, None, ["date_unreadable"]),
    ("1980.5,1,1,", None, None, ["date_unreadable"]),
    ("1980.0,2.0,3.0,", date(1980, 2, 3), "D", []),
    ("1980,Feb,3,", date(1980, 7, 1), "Y", ["date_unreadable"]),
    ("1980,2,x,", date(1980, 2, 15), "M", ["date_unreadable"]),
    ("1980,NA,NA,NA", date(1980, 7, 1), "Y", []),
    ("1980,2,3,1980-02-03 10:00 PM", date(1980, 2, 3), "D", []),
    ("1980,2,,1980-02-01", date(1980, 2, 15), "M", []),
    ("1980,2,3,1990-05-06", date(1980, 2, 3), "D", ["dates_differ"]),
    ("1980,,,1990-05-06", date(1980, 7, 1), "Y", ["dates_differ"]),
    ("1980,2,3,1980-02-02 23:00:00+00", date(1980, 2, 3), "D", []),
)


def test_a_birth_is_never_cut_or_rounded_to_a_date(tmp_path: Path) -> None:
    store = load(tmp_path, person(*(f"8507,{cells},8527,38003564," for cells, *_ in BORN)))
    found = {row["org_key"]: row for row in store.rows("patient")}
    for number, (cells, day, prec, marks) in enumerate(BORN, 1):
        row = found[f"main/{number}"]
        assert (row["birth_day"], row["birth_prec"], row["problem"]) == (day, prec, marks), cells


def test_two_days_of_death_and_two_homes_are_told(tmp_path: Path) -> None:
    cells = (f"8507,1980,2,3,,8527,38003564,{n}" for n in (1, 2, 3, 4, 5))
    store = load(tmp_path, person(*cells) | {
        "death.csv": "person_id,death_date,death_datetime\n1,2020-05-06,\n1,2020-05-07,\n"
                     "3,2020-05-06,2020-05-06 10:00:00\n3,2020-05-06,\n4,2020-05-06,2020-06-07\n",
        "location.csv": "location_id,state,zip\n1,MA,02139\n2,MA,02139\n2,CA,90210\n3,MA,2139\n"
                        "4,MA,02139.0\n5,MA,K1A 0B1\n",
    })  # fmt: skip
    found = {row["org_key"]: row for row in store.rows("patient")}
    problems = [found[f"main/{n}"]["problem"] for n in (1, 2, 3, 4, 5)]
    assert problems == [
        ["dup_conflict"], ["dup_conflict"], ["zip_unreadable"], ["dates_differ"],
        ["zip_unreadable"],
    ]  # fmt: skip
    homes = [(found[f"main/{n}"]["zip5"], found[f"main/{n}"]["state"]) for n in (1, 2, 3, 4, 5)]
    assert homes == [("02139", "MA"), ("02139", "MA"), (None, "MA"), ("02139", "MA"), (None, "MA")]


@pytest.mark.parametrize("word", ["White", "8527.4", "x"])
def test_a_word_for_a_concept_is_no_answer(tmp_path: Path, word: str) -> None:
    store = load(tmp_path, person(f"8507,1980,2,3,,{word},38003564,"))
    assert store.said("race_1997") == [(None, "invalid")]
    assert store.row("patient")["problem"] == ["code_unknown"]


@pytest.mark.parametrize(
    "word",
    ["NA", "N/A", "Unknown", "UNK", "nan", ".", "-", "#N/A", "0", "1047", "Not recorded",
     "No matching concept", "NULL", "(null)", "Other", "Unknown payer", "not on file", " na "],
)  # fmt: skip
def test_a_word_for_nothing_is_no_payer(word: str) -> None:
    assert payer_group((word, None)) is None
    assert payer_group((word, "Medicare Part A")) == "medicare"
    assert payer_group((word,), ("https://nahdo.org/sopt|512",)) == "commercial"


@pytest.mark.parametrize(
    ("word", "group"),
    [("Aetna", "commercial"), ("None", "self_pay"), ("Unknown Medicaid plan", "medicaid"),
     ("Other public: TRICARE", "other_public"), ("Nan Insurance", "commercial")],
)  # fmt: skip
def test_a_payer_that_is_named_has_its_group(word: str, group: str) -> None:
    assert payer_group((word,)) == group


NUMBERS: tuple[tuple[str, float | None, list[str]], ...] = (
    ("", 5.0, []), ("0", 5.0, []), ("4172703", 5.0, []), ("4172703.0", 5.0, []), ("=", 5.0, []),
    ("NA", 5.0, []), ("4171756", None, []), ("<", None, []), (">=", None, []),
    ("about", None, ["code_unknown"]),
)  # fmt: skip


@pytest.mark.parametrize(("operator", "value", "marks"), NUMBERS)
def test_a_number_that_is_less_or_more_than_said_is_none(
    tmp_path: Path, operator: str, value: float | None, marks: list[str]
) -> None:
    rows = f"1,1,13,2020-03-01,,,{operator},5,,14,,,"
    row = load(tmp_path, results(rows)).row("observation")
    assert (row["value_num"], row["problem"]) == (value, marks)


def test_concepts_in_words_or_with_fractions_are_told(tmp_path: Path) -> None:
    store = load(tmp_path, results(
        "1,1,13.0,2020-03-01,,,,5,,percent,,,", "2,1,13.4,2020-03-01,,,,5,,14,,,",
        "3,1,13,2020-03-01,,,,5,yes,14,,,", "4,1, ,2020-03-01,,,,5,,14,,,",
    ))  # fmt: skip
    found = {row["observation_key"]: row["problem"] for row in store.rows("observation")}
    assert found == {
        "main/measurement/1": ["code_unknown", "unit_unknown"],
        "main/measurement/3": ["code_unknown"], "main/measurement/4": [],
    }  # fmt: skip
    assert quarantine(store) == [(3, "wrong_type")]


def test_a_concept_whose_rows_differ_is_not_explained(tmp_path: Path) -> None:
    twice = "13,A1c,LOINC,Lab Test,4548-4\n11,Asthma,ICD10CM,Finding,J45\n"
    rows = "1,1,11,2020-03-01,,,,,\n2,1,12,2020-03-01,,,,,\n3,1,13,2020-03-01,,,,,\n"
    store = load(tmp_path, {
        "concept.csv": CONCEPT + twice, "condition_occurrence.csv": CONDITION + rows})  # fmt: skip
    found = {row["condition_key"]: (row["code"], row["problem"]) for row in store.rows("condition")}
    assert found["main/condition_occurrence/1"] == (["OMOP|11"], ["concept_unknown"])
    assert found["main/condition_occurrence/2"][1] == found["main/condition_occurrence/3"][1] == []


@pytest.mark.parametrize("kind", ["decimal", "1.00", "double"])
def test_ids_with_zeros_behind_the_point_are_the_same_ids(tmp_path: Path, kind: str) -> None:
    tables = {"visit_occurrence.csv": VISITS + "5,1,25,2020-03-01,,,,,,,\n"}
    if kind == "1.00":
        tables["person.csv"] = PERSON.replace("\n1,", "\n1.00,")
        store = load(tmp_path, tables)
    else:
        number = pa.decimal128(38, 10) if kind == "decimal" else pa.float64()
        (tmp_path / "in").mkdir()
        pq.write_table(
            pa.table({"person_id": pa.array([1], pa.int64()).cast(number)}),
            tmp_path / "in" / "person.parquet",
        )
        (tmp_path / "made").mkdir()
        store = load(tmp_path, tables | {"person.csv": "person_id\n"})
    assert store.row("encounter")["problem"] == []


def test_na_of_r_is_nothing(tmp_path: Path) -> None:
    store = load(tmp_path, {
        "person.csv": PERSON + "NA" + ",8507,1980,2,3" + "," * 8 + "\n",
        "condition_occurrence.csv": CONDITION + "1,1,11,2020-03-01,NA,NA,NA,NA,NA\n"
                                    "2,NA,11,2020-03-01,NA,NA,NA,NA,NA\n",
    })  # fmt: skip
    row = store.row("condition")
    assert (row["encounter_key"], row["abate_day"], row["problem"]) == (None, None, [])
    assert sorted(quarantine(store)) == [(3, "no_id"), (3, "no_person")]


def test_a_supply_is_within_the_calendar_and_what_is_odd_of_it_is_told(tmp_path: Path) -> None:
    store = load(tmp_path, {"drug_exposure.csv": DRUG
        + "1,1,16,9999-12-31,,,,,30\n2,1,16,2020-03-05,2020-03-01,,,,\n"
          "3,1,16,2020-03-01,,,,two,thirty\n4,1,16,2020-03-01,2020-03-05,,,1,2\n"})  # fmt: skip
    found = {
        row["medication_request_key"].rpartition("/")[2]: (row["supply_end_day"], row["problem"])
        for row in store.rows("medication_request")
    }
    far = date(9999, 12, 31)
    assert found["1"][0] == far and "number_unreadable" not in found["1"][1]
    assert found["2"] == (far, ["interval_reversed"])
    assert found["3"] == (far, ["number_unreadable"])
    assert found["4"] == (date(2020, 3, 4), [])


def test_a_folder_beside_the_files_is_named_and_not_read(tmp_path: Path) -> None:
    beside = tmp_path / "in" / "visit_occurrence"
    beside.mkdir(parents=True)
    (tmp_path / "in" / "empty").mkdir()
    (beside / "part-0.parquet").write_bytes(b"x")
    store = load(tmp_path, {})
    assert [one.name for one in store.report.files if one.skipped] == ["visit_occurrence/"]
