"""Any declared table by mapped CSV, and the people of any roster."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.records import LENIENT, TODAY, Store, patient, visit, write

from commonweal.intake.context import Context
from commonweal.intake.load import Limits, LoadReport, ingest
from commonweal.intake.sources import Source
from commonweal.intake.staging import OTHERS, Staging, layout
from commonweal.kinds import Problem
from commonweal.tables.columns import Money, Person, Point, Tokens
from commonweal.tables.registry import BY_NAME, TABLES

STAFF = """
[[file]]
name = "people.csv"
table = "staff"
[file.columns]
person_key = "EMPLID"
birth_year = "BIRTH_YR"
first_hire = { column = "ORIG_HIRE", format = "%m/%d/%Y" }
[file.vault]
race_1997 = { column = "RACE", map = { W = "white", B = "black", N = "declined" } }
admin_gender = { column = "SEX", map = { F = "female", M = "male" } }
"""
PAY = """
[[file]]
name = "pay.csv"
table = "comp"
[file.columns]
person_key = "EMPLID"
effective = "FROM"
component = { constant = "base" }
annualized_cents = "RATE"
fte = "FTE"
"""
PEOPLE = "EMPLID,BIRTH_YR,ORIG_HIRE,RACE,SEX\n1,1970,07/01/2001,W,F\n2,1985,02/30/2010,N,X\n"


def taken(
    folder: Path, mapping: str, files: dict[str, str], accept: Limits = LENIENT, **options: Any
) -> Store:
    """Load CSV files by a mapping, beside other sources when named."""
    source = folder / "csv"
    source.mkdir(parents=True)
    for name, text in files.items():
        (source / name).write_text(text)
    (folder / "map.toml").write_text(mapping)
    beside: list[Source] = options.pop("beside", [])
    report: LoadReport = ingest(
        folder / "store", [*beside, Source(source, "csv", mapping=folder / "map.toml", **options)],
        accept=accept, today=TODAY,
    )  # fmt: skip
    return Store(folder / "store", report)


def test_staff_with_pay_and_no_patient(tmp_path: Path) -> None:
    pay = (
        'EMPLID,FROM,RATE,FTE\n1,2024-07-01,"$91,250.50",1\n'
        "1,2025-07-01,1.005,1\n2,2025-07-01,(12.00),x\n"
    )
    store = taken(tmp_path, STAFF + PAY, {"people.csv": PEOPLE, "pay.csv": pay})
    assert store.report.rows == {"comp": 3, "staff": 2}
    paid = store.rows("comp")
    assert sorted((row["annualized_cents"], tuple(row["problem"])) for row in paid if
                  row["annualized_cents"] is not None) == [
        (-1200, ("number_unreadable",)), (9_125_050, ())]  # fmt: skip
    (odd,) = [row for row in paid if row["annualized_cents"] is None]
    assert odd["problem"] == ["money_unreadable"] and odd["valid"]
    assert {row["person_key"] for row in paid} == {row["person_key"] for row in store.rows("staff")}
    assert sorted(store.said("race_1997"), key=str) == [("white", "stated"), (None, "declined")]
    assert sorted(store.said("admin_gender"), key=str) == [("female", "stated"), (None, "invalid")]
    assert len(store.said("religion")) == 2
    assert store.problems()["staff", "date_unreadable"] == 1


def test_amounts_in_cents(tmp_path: Path) -> None:
    mapping = PAY.replace('"RATE"', '{ column = "RATE", unit = "cents" }')
    text = "EMPLID,FROM,RATE,FTE\n1,2024-07-01,9125050,1\n"
    store = taken(tmp_path, mapping, {"pay.csv": text})
    assert store.row("comp")["annualized_cents"] == 9_125_050


def test_keys_of_staff_are_never_keys_of_patients(tmp_path: Path) -> None:
    export = write(tmp_path / "export.ndjson", [patient("7"), patient("staff/7"), visit("e", "7")])
    text = "EMPLID,BIRTH_YR,ORIG_HIRE,RACE,SEX\n7,1970,07/01/2001,W,F\n"
    store = taken(tmp_path, STAFF, {"people.csv": text}, beside=[Source(export, "fhir")])
    secret = (store.path / "keys" / "patient.key").read_bytes()
    keys = {row["patient_key"] for row in store.rows("patient")}
    assert hmac.digest(secret, b"main/7", "sha256").hex()[:32] in keys
    assert store.row("staff")["person_key"] not in keys
    assert len(keys) == 2
    assert len(store.said("race_1997")) == 3


def test_rows_of_people_who_are_not_listed(tmp_path: Path) -> None:
    pay = "EMPLID,FROM,RATE,FTE\n1,2024-07-01,1,1\n9,2024-07-01,1,1\n,2024-07-01,2,1\n"
    listed = taken(tmp_path / "a", STAFF + PAY, {"people.csv": PEOPLE, "pay.csv": pay})
    assert listed.problems()["comp", "orphan"] == 2
    assert sorted(row["valid"] for row in listed.rows("comp")) == [False, False, True]
    alone = taken(tmp_path / "b", PAY, {"pay.csv": pay})
    assert alone.problems() == {}
    assert all(row["valid"] for row in alone.rows("comp"))


def test_too_many_rows_of_people_who_are_not_listed(tmp_path: Path) -> None:
    pay = "EMPLID,FROM,RATE,FTE\n" + "".join(f"x{n},2024-07-01,1,1\n" for n in range(11))
    with pytest.raises(Problem) as caught:
        taken(tmp_path, STAFF + PAY, {"people.csv": PEOPLE, "pay.csv": pay}, Limits())
    assert caught.value.code == "orphans-too-many"


def test_a_person_without_an_id_is_set_aside(tmp_path: Path) -> None:
    text = PEOPLE + ",1970,07/01/2001,W,F\n"
    store = taken(tmp_path, STAFF, {"people.csv": text})
    assert (store.report.quarantined, store.report.rows["staff"]) == (1, 2)


ANSWERS = """
[[file]]
name = "self.csv"
table = "vault"
people = "staff"
[file.columns]
person_key = "id"
[file.vault]
religion = "faith"
"""


def test_answers_of_staff_in_a_file_of_their_own(tmp_path: Path) -> None:
    files = {"people.csv": PEOPLE, "self.csv": "id,faith\n1,1013\n99,1013\n"}
    store = taken(tmp_path, STAFF + ANSWERS, files)
    assert sorted(store.said("religion"), key=str) == [("1013", "stated"), (None, "not_recorded")]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (ANSWERS.replace('"staff"', '"nobody"'), "people-unknown"),
        (ANSWERS.replace("person_key", "patient_key"), "mapping-unknown"),
        (ANSWERS.replace('person_key = "id"', ""), "mapping-unreadable"),
        (PAY + 'currency = { column = "CUR", unit = "cents" }\n', "mapping-unreadable"),
        (PAY.replace('"RATE"', '{ column = "RATE", unit = "pence" }'), "mapping-unreadable"),
        (PAY.replace('table = "comp"', 'table = "comp"\npeople = "staff"'), "mapping-unreadable"),
        (PAY + '[file.vault]\nreligion = "faith"\n', "mapping-unreadable"),
        ('[[file]]\ntable = "staff"\n[file.vault]\nreligion = "faith"\n', "mapping-unreadable"),
    ],
)
def test_mappings_that_can_not_be_used(tmp_path: Path, mapping: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        taken(tmp_path, mapping, {"pay.csv": "EMPLID\n1\n"})
    assert caught.value.code == code


def _entry(column: object) -> str:
    if isinstance(column, Person):
        return "7"
    return "2025-01-02" if isinstance(column, Point) else "1"


@pytest.mark.parametrize("area", range(4))
def test_every_table_can_be_filled(tmp_path: Path, area: int) -> None:
    mapping, files = "", {}
    for table in TABLES[area::4]:
        names = [column.name for column in table.declared()]
        mapping += f'[[file]]\nname = "{table.name}.csv"\ntable = "{table.name}"\n[file.columns]\n'
        mapping += "".join(f'{name} = "{name}"\n' for name in names if name not in _MADE)
        cells = ",".join(_entry(column) for column in table.declared())
        files[f"{table.name}.csv"] = f"{','.join(names)}\n{cells}\n"
    store = taken(tmp_path, mapping, files)
    assert {store.report.rows[table.name] for table in TABLES[area::4]} == {1}
    for table in TABLES[area::4]:
        row = store.row(table.name)
        for column in table.declared():
            if isinstance(column, Money):
                assert row[column.name] == 100
            if isinstance(column, Person):
                assert len(row[column.name]) == 32
            if isinstance(column, Tokens):
                assert row[column.name] == ["1"]


_MADE = {"los_min", "prevalence_start", "prevalence_end", "supply_start", "supply_end"}


def test_only_tables_of_the_load_are_staged(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    staging.add("comp", [None] * len(layout("comp")))
    staging.close({"staff"})
    made = {path.stem for path in tmp_path.iterdir()}
    assert made == {"comp", "staff", *OTHERS}


def test_the_largest_table_is_written_first_and_problems_stand_by_table(tmp_path: Path) -> None:
    visits = [visit(f"e{n}", period={"start": "x"}) for n in range(90)]
    write(tmp_path / "in" / "a.ndjson", [patient(birthDate="x"), *visits])
    shown: list[tuple[str, int, int]] = []
    report = ingest(tmp_path / "store", [Source(tmp_path / "in", "fhir")], today=TODAY,
                    accept=LENIENT, progress=lambda *told: shown.append(told))  # fmt: skip
    written = [what for what, *_ in shown if what.startswith("Writing ")]
    assert list(dict.fromkeys(written))[:2] == ["Writing encounter", "Writing patient"], written
    assert [table for table, *_ in report.problems] == ["encounter", "patient"]


def test_the_record_of_one_patient_may_hold_many_staff() -> None:
    context = Context("main", str, one_patient=True)  # type: ignore[arg-type]
    assert context.person("1") == context.person("2") == "main/"
    assert context.person("1", "staff") == "main:staff/1"


def test_every_table_has_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(TABLES)


WIDE = """
[[file]]
name = "people.csv"
table = "comp"
[file.columns]
comp_key = "BONUS_ID"
person_key = "EMPLID"
component = { constant = "incentive" }
annualized_cents = "BONUS"
[[file]]
name = "people.csv"
table = "comp"
[file.columns]
person_key = "EMPLID"
component = { constant = "base" }
annualized_cents = "PAY"
[[file]]
name = "people.csv"
table = "comp"
[file.columns]
person_key = "EMPLID"
component = { constant = "differential" }
annualized_cents = "PAY"
"""


def test_a_row_of_a_wide_file_holds_several_things(tmp_path: Path) -> None:
    text = (
        "EMPLID,BIRTH_YR,ORIG_HIRE,RACE,SEX,PAY,BONUS,BONUS_ID\n"
        "1,1970,07/01/2001,W,F,100,5,b1\n"
        "2,1970,07/01/2001,W,F,x,,\n"
        ",1970,07/01/2001,W,F,7,7,b3\n"
    )
    store = taken(tmp_path, STAFF + WIDE, {"people.csv": text})
    (record,) = store.report.files
    assert (record.received, record.accepted, record.quarantined) == (3, 2, 1)
    assert store.report.rows == {"comp": 5, "staff": 2}
    found = sorted((row["component"], row["annualized_cents"] or 0) for row in store.rows("comp"))
    assert found == [("base", 0), ("base", 10_000), ("differential", 0),
                     ("differential", 10_000), ("incentive", 500)]  # fmt: skip
    assert store.problems() == {("comp", "money_unreadable"): 2}


def test_parts_of_one_file_are_written_in_one_way(tmp_path: Path) -> None:
    mapping = STAFF + WIDE.replace('table = "comp"', 'table = "comp"\ndelimiter = ";"', 1)
    with pytest.raises(Problem) as caught:
        taken(tmp_path, mapping, {"people.csv": PEOPLE})
    assert caught.value.code == "mapping-unreadable"
