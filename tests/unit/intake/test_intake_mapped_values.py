"""What cells of a mapped file mean: dates of any format, ids, answers. Nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.intake.records import Store
from tests.unit.intake.test_intake_csv import taken

from commonweal.intake.mapped.forms import formed, short_year, why_not
from commonweal.intake.mapped.moments import Way, moment
from commonweal.kinds import Problem

PEOPLE = """
[[file]]
name = "people.csv"
table = "patient"
[file.columns]
patient_key = "id"
birth = BORN
"""
SHOTS = """
[[file]]
name = "NAME.csv"
table = "immunization"
[file.columns]
patient_key = "person"
start = "given"
code = { constant = "CODE", system = "cvx" }
"""


def opened(folder: Path, mapping: str, files: dict[str, str | bytes]) -> Store:
    return Store(*taken(folder, mapping, files, people=False))


def refused(folder: Path, mapping: str, files: dict[str, str | bytes]) -> Problem:
    with pytest.raises(Problem) as caught:
        taken(folder, mapping, files, people=False)
    return caught.value


def people(tmp_path: Path, rows: list[str], more: str = "", head: str = "id,born") -> Store:
    mapping = PEOPLE.replace("BORN", '"born"') + more
    return opened(tmp_path, mapping, {"people.csv": "\n".join([head, *rows, ""])})


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("MM/DD/YYYY", "names no part of a date"), ("%m/%d", "does not say the year"),
        ("%H:%M", "does not say the year"), ("%m/%d/%Y %I:%M", "needs %p"),
        ("%m/%d/%Y %H:%M %p", "needs %I"), ("%m/%d/%Y %H %I %p", "says it twice"),
        ("%d/%d/%Y", "no date can be read"), ("%Y-%m-%d %Q", "no date can be read"),
        ("%Y-%m-%", "no date can be read"), ("%Y-%m-%d :%M", "does not say the hour"),
        ("%Y %H", "a time and no day"),
    ],
)  # fmt: skip
def test_a_format_that_would_be_guessed_at_is_refused(tmp_path: Path, form: str, why: str) -> None:
    assert why in why_not(form)
    mapping = PEOPLE.replace("BORN", f'{{ column = "born", format = "{form}" }}')
    problem = refused(tmp_path, mapping, {"people.csv": "id,born\np1,1980-01-01\n"})
    assert (problem.code, form in str(problem)) == ("mapping-unreadable", True)


@pytest.mark.parametrize(
    "form", ["%m/%d/%Y", "%d-%b-%y", "%Y%m%d%H%M%S", "%m/%d/%Y %I:%M %p", "%Y", "%b %Y", "%Y%j",
             "%Y-%m-%dT%H:%M:%S.%f%z", "%A, %d %B %Y", "%c", "%G-W%V-%u", "%d%%%m%%%Y"],
)  # fmt: skip
def test_a_format_that_says_a_date_serves(form: str) -> None:
    assert not why_not(form)


@pytest.mark.parametrize("form", ["%m/%d/%y", "%x", "%d-%b-%y"])
def test_births_need_years_of_four_digits(tmp_path: Path, form: str) -> None:
    assert short_year(form)
    assert not short_year("%d.%m.%Y")
    mapping = PEOPLE.replace("BORN", f'{{ column = "born", format = "{form}" }}')
    problem = refused(tmp_path, mapping, {"people.csv": "id,born\np1,01/02/25\n"})
    assert "a child from a person of a hundred years" in str(problem)


@pytest.mark.parametrize(
    ("text", "form", "read"),
    [
        ("20250304", "%Y%m%d", "2025-03-04"), ("202511", "%Y%m%d", None),
        ("2025111", "%Y%m%d", None), ("010203", "%m%d%y", "2003-01-02"), ("1123", "%m%d%y", None),
        ("1/2/2025", "%m/%d/%Y", "2025-01-02"), ("3Jan2025", "%d%b%Y", "2025-01-03"),
        ("20250304 9:05", "%Y%m%d %H:%M", "2025-03-04T09:05"),
        ("202503049:05", "%Y%m%d%H:%M", None), ("03/2025", "%m/%Y", "2025-03-01"),
        ("03/04/2025 10:00 PM", "%m/%d/%Y %I:%M %p", "2025-03-04T22:00"),
        ("04%03%2025", "%d%%%m%%%Y", "2025-03-04"), ("20250304%", "%Y%m%d%%", "2025-03-04"),
        ("1" * 200, "%Y%m%d", None), ("nothing", "%Y", None),
    ],
)  # fmt: skip
def test_a_text_is_as_long_as_its_format(text: str, form: str, read: str | None) -> None:
    found = formed(text, form)
    if read is None or isinstance(found, datetime):
        assert found == (datetime.fromisoformat(read) if read else None)
    else:
        assert found is not None
        assert found[1] == (date.fromisoformat(read) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2025-01-01 10:00 UTC", "10:00"), ("2025-01-01 10:00 gmt", "10:00"),
        ("2025-01-01 10:00 EST", "15:00"), ("2025-01-01 10:00 PDT", "17:00"),
        ("2025-01-01 10:00 XYZ", None), ("2025-01-01 10:00", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("zone", [None, "America/New_York"])
def test_the_name_of_a_zone_counts_whatever_the_machines_own_is(
    text: str, read: str | None, zone: str | None
) -> None:
    found, mark = moment(text, Way("%Y-%m-%d %H:%M %Z", zone))
    if read is None or found is None or found[0] is None:
        assert (found, mark) == (None, "date_unreadable")
    else:
        assert datetime.fromtimestamp(found[0] / 1e6).astimezone() == datetime.fromisoformat(
            f"2025-01-01T{read}+00:00"
        )


@pytest.mark.parametrize(
    ("form", "text", "day", "exact"),
    [("%Y", "1980", date(1980, 7, 1), "Y"), ("%m/%Y", "02/1980", date(1980, 2, 15), "M"),
     ("%d.%m.%Y", "03.02.1980", date(1980, 2, 3), "D")],
)  # fmt: skip
def test_a_birth_is_as_exact_as_its_format(
    tmp_path: Path, form: str, text: str, day: date, exact: str
) -> None:
    mapping = PEOPLE.replace("BORN", f'{{ column = "born", format = "{form}" }}')
    row = opened(tmp_path, mapping, {"people.csv": f"id,born\np1,{text}\n"}).row("patient")
    assert (row["birth_day"], row["birth_prec"]) == (day, exact)


def test_rows_of_two_files_that_differ_by_a_constant_are_two(tmp_path: Path) -> None:
    mapping = PEOPLE.replace("BORN", '"born"') + "".join(
        SHOTS.replace("NAME", name).replace("CODE", code)
        for name, code in (("flu", "140"), ("covid", "300"), ("again", "300"))
    )
    shots = "person,given\np1,2020-01-05\n"
    files = {"people.csv": "id,born\np1,1980-01-01\n", "flu.csv": shots, "covid.csv": shots,
             "again.csv": shots}  # fmt: skip
    store = opened(tmp_path, mapping, files)
    assert sorted(row["code"][0] for row in store.rows("immunization")) == ["cvx|140", "cvx|300"]
    assert dict(store.report.repeated) == {"immunization": 1}


@pytest.mark.parametrize(
    "id_", ["NA", "?", "-", "--", "TBD", "unk", "-1", "-3", "-1.0", "not available", "#N/A", "NaN",
            "1.5E8", "1.23E+15", "(null)"],
)  # fmt: skip
def test_what_is_nobodys_id_makes_no_person(tmp_path: Path, id_: str) -> None:
    store = people(tmp_path, [f"{id_},1980-01-01", "p1,1980-01-01"])
    assert len(store.rows("patient")) == 1
    assert [file.quarantined for file in store.report.files] == [1]


def test_an_id_is_one_with_and_without_zeros_behind_the_point(tmp_path: Path) -> None:
    mapping = PEOPLE.replace("BORN", '"born"') + SHOTS.replace("NAME", "shots")
    files = {"people.csv": "id,born\n7,1980-01-01\n-70000000001,1981-01-01\n",
             "shots.csv": "person,given\n7.0,2020-01-05\n7.00,2020-01-06\n"}  # fmt: skip
    store = opened(tmp_path, mapping, files)
    assert not store.problems()
    assert len({row["patient_key"] for row in store.rows("immunization")}) == 1
    assert len(store.rows("patient")) == 2


def table(path: Path, columns: dict[str, Any]) -> bytes:
    pq.write_table(pa.table(columns), path)
    content = path.read_bytes()
    path.unlink()
    return content


def test_a_float_that_can_not_hold_its_id_is_no_id(tmp_path: Path) -> None:
    mapping = PEOPLE.replace("people.csv", "people.parquet").replace("BORN", '"born"')
    born = ["1980-01-01"] * 3
    columns = {"id": pa.array([2.0**53, 2.0**53 + 2, 12.0]), "born": born}
    store = opened(tmp_path, mapping, {"people.parquet": table(tmp_path / "x", columns)})
    assert [file.quarantined for file in store.report.files] == [2]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("woman", "stated"), ("??", "invalid"), ("-", "invalid"), ("nan", "not_recorded"),
        ("NA", "not_recorded"), ("Refused", "declined"), ("Prefer not to say", "declined"),
        ("Don't know", "unknown"), ("Not asked", "not_asked"), ("Not reported", "not_recorded"),
        ("Unknown", "unknown"),
    ],
)  # fmt: skip
def test_words_for_no_answer_are_none(tmp_path: Path, said: str, status: str) -> None:
    store = people(tmp_path, [f"p1,1980-01-01,{said}"], '[file.vault]\ngender_identity = "gi"\n',
                   "id,born,gi")  # fmt: skip
    assert [state for _, state in store.said("gender_identity")] == [status]


def test_our_words_for_race_have_no_case(tmp_path: Path) -> None:
    vault = '[file.vault]\nrace_1997 = { column = "race", split = ";" }\n'
    store = people(tmp_path, ["p1,1980-01-01,White;ASIAN"], vault, "id,born,race")
    assert {value for value, _ in store.said("race_1997")} == {"white", "asian"}


def test_a_formula_that_is_a_text_is_that_text(tmp_path: Path) -> None:
    store = people(tmp_path, ['="0001",="1980-01-01"', "0001,1980-01-01", '"=""0002""",1981-01-01'])
    assert dict(store.report.repeated) == {"patient": 1}
    assert [row["birth_day"].year for row in store.rows("patient")] in ([1980, 1981], [1981, 1980])
    assert not store.problems()


UNITS = """
[[file]]
name = "units.csv"
table = "org_unit"
columns = { unit_id = "unit", parent_id = "above" }
"""


def test_units_of_work_meet_by_the_same_rule(tmp_path: Path) -> None:
    mapping = PEOPLE.replace("BORN", '"born"') + UNITS
    files = {"people.csv": "id,born\np1,1980-01-01\n",
             "units.csv": "unit,above\n7,-1\n8.0,7.0\nNA,7\n"}  # fmt: skip
    store = opened(tmp_path, mapping, files)
    found = {(row["unit_id"], row["parent_id"]) for row in store.rows("org_unit")}
    assert found == {("7", None), ("8", "7")}
    assert [file.quarantined for file in store.report.files] == [0, 1]
