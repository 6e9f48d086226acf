"""The ten extracts: what is asked for can be delivered, checked and taken in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.intake.delivered import deliver, rows_of, write
from tests.unit.intake.test_intake_mapped import parquet

from commonweal.intake.extracts import tally
from commonweal.intake.extracts.check import Checked, check
from commonweal.intake.extracts.spec import (
    SYSTEMS,
    Extract,
    ExtractFile,
    extracts,
    find,
    starter,
    system_starters,
)
from commonweal.intake.extracts.telling import KINDS, check_lines, list_lines, show_lines
from commonweal.intake.extracts.wiring import mappings_of, wired
from commonweal.intake.load import ingest
from commonweal.intake.mapped.mapping import read_mapping
from commonweal.intake.sources import Source
from commonweal.kinds import Period, Problem

TODAY = date(2026, 11, 1)
EVERY = [(one, file) for one in extracts() for file in one.files]
NAMES = [f"{one.key}-{file.name}" for one, file in EVERY]


def checked(
    folder: Path, key: str, rows: list[dict[str, str]], name: str = "", period: str = ""
) -> Checked:
    one = find(key)
    path = write(folder / f"{name or one.files[0].name}.csv", rows)
    return check(one, path, None, today=TODAY, period=Period.parse(period) if period else None)


def rows(key: str, place: int = 0) -> list[dict[str, str]]:
    return rows_of(find(key).files[place])


def test_there_are_ten() -> None:
    assert [one.key for one in extracts()] == [
        "patients", "encounters", "appointments", "diagnoses", "results", "procedures",
        "medications", "interpreter", "referrals", "coverage",
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "file"), EVERY, ids=NAMES)
def test_every_column_asked_for_fills_a_column_of_a_table(one: Extract, file: ExtractFile) -> None:
    names = {column.name for column in file.columns}
    parts = [part for part in mappings_of(one.key) if part.pattern == f"{file.name}.*"]
    assert {name for part in parts for name in part.names} == names
    assert set(file.key) | {file.person, file.when} - {""} <= names
    assert {column.kind for column in file.columns} <= set(KINDS)
    assert file.traps
    assert file.expects or not file.person


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_mapping_for_a_system_can_be_read_and_says_that_it_is_untested(
    tmp_path: Path, system: str
) -> None:
    for key in system_starters(system):
        text = starter(key, system)
        assert text.splitlines()[2].startswith("# UNTESTED on a real instance")
        path = tmp_path / f"{key}.toml"
        path.write_text(text)
        for part in read_mapping(path):
            assert all(name.upper() == name for name in part.names)
            assert part.table in {own.table for own in mappings_of(key)}


def test_where_a_system_says_too_little_there_is_none() -> None:
    assert system_starters("oracle") == ()
    for key, system in (("interpreter", "epic"), ("patients", "oracle")):
        with pytest.raises(Problem) as caught:
            starter(key, system)
        assert caught.value.code == "starter-unknown"
    with pytest.raises(Problem) as caught:
        starter("nothing")
    assert caught.value.code == "extract-unknown"


def test_a_delivery_fits_and_is_taken_in_whole(tmp_path: Path) -> None:
    paths = deliver(tmp_path / "in")
    for one, file in EVERY:
        found = check(one, paths[file.name], None, today=TODAY, period=Period.parse("2025"))
        assert found.problems == (), (file.name, found.problems)
    mapping = tmp_path / "all.toml"
    mapping.write_text("\n".join(starter(one.key) for one in extracts()))
    report = ingest(
        tmp_path / "store", [Source(tmp_path / "in", "csv", mapping=mapping)], today=TODAY
    )
    assert report.quarantined == 0
    assert report.faults == ()
    assert report.rows == {
        "appointment": 1200, "component": 2400, "condition": 1200, "coverage": 150,
        "ed_track": 300, "encounter": 1200, "immunization": 1200, "interpreter_use": 1200,
        "medication_request": 1200, "observation": 2400, "organization": 3, "patient": 100,
        "procedure": 1200, "service_request": 1200,
    }  # fmt: skip


def test_what_is_wrong_is_said_by_column_and_line(tmp_path: Path) -> None:
    given = rows("appointments")
    given[0]["appointment_id"] = given[1]["appointment_id"]
    given[2]["appointment_id"] = ""
    given[3]["starts_at"] = "31.12."
    given[4]["status"] = "gone"
    given[5]["minutes"] = "long"
    given[6]["starts_at"] = "2020-01-01 10:00"
    for row in given[:100]:
        row["person_id"] = ""
    found = checked(tmp_path, "appointments", given, period="2025")
    assert found.problems == (
        "Without a key: 1 row (line 4).",
        "With a key that stood before: 1 row (line 3).",
        "person_id: empty in 8.3% of rows; up to 0% is usual.",
        "starts_at: no date and time in 1 row (line 5).",
        "minutes: no number in 1 row (line 7).",
        "status: a word that is not in its list in 1 row (line 6).",
        "Dated outside 2025-01-01 to 2025-12-31: 1 row (line 8).",
    )
    assert found.persons == 100


def test_columns_that_lack(tmp_path: Path) -> None:
    given = rows("appointments")
    for row in given:
        del row["status"], row["minutes"]
    found = checked(tmp_path, "appointments", given)
    assert found.problems == ("status: not in the file. It is what became of it.",)
    assert found.notes == ("Without these columns some things can not be told: minutes.",)


def test_columns_that_lack_under_a_name_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        '[[file]]\nname = "x.csv"\ntable = "organization"\n[file.columns]\norg_key = "Dept"\n'
    )
    path = tmp_path / "x.csv"
    path.write_text("Other\n1\n")
    found = check(find("encounters"), path, tmp_path / "m.toml", today=TODAY)
    assert found.part == "sites"
    assert found.problems[:2] == (
        "site_id (yours: Dept): not in the file. It is number of the place, as in the other "
        "extracts.",
        "name: not in the mapping. It is name of the place.",
    )


def test_counts_out_of_the_range_and_thin_months(tmp_path: Path) -> None:
    given = [{**row, "appointment_id": f"{place}-{row['appointment_id']}"}
             for place in range(4) for row in rows("appointments")]  # fmt: skip
    given = [row for row in given if row["starts_at"][:7] != "2025-04"]
    found = checked(tmp_path, "appointments", given)
    assert found.problems == (
        "44.00 bookings a person and year; expected are 1 to 40. Is the grain right, and is the "
        "file whole?",
        "Far fewer rows than in other months: 2025-04. Is a part of the file missing?",
    )
    people = [row | {"person_id": f"x{n}"} for n, row in enumerate(rows("patients"))]
    assert checked(tmp_path, "patients", people).problems == ()
    assert checked(tmp_path, "patients", people * 2).problems[-1].startswith("2.00 rows a person;")


def test_few_rows_are_not_called_thin(tmp_path: Path) -> None:
    given = [row for row in rows("appointments")[:200] if row["starts_at"][:7] != "2025-04"]
    assert not any("Far fewer" in one for one in checked(tmp_path, "appointments", given).problems)


def test_times_that_are_dates_only(tmp_path: Path) -> None:
    given = [row | {"started_at": row["started_at"][:10] + " 00:00"} for row in rows("encounters")]
    (problem,) = checked(tmp_path, "encounters", given).problems
    assert problem == (
        "started_at: 1,200 of 1,200 times are midnight, so they are dates only. Send the time of "
        "day."
    )


def test_what_happened_after_today(tmp_path: Path) -> None:
    given = rows("diagnoses")
    given[0]["onset_on"] = "2026-12-01"
    given[1]["ended_on"] = "2999-12-31"
    assert checked(tmp_path, "diagnoses", given).problems == (
        "Dated after today: 2 rows (lines 2, 3).",
    )


def test_rows_that_a_system_made_are_counted_apart(tmp_path: Path) -> None:
    given = rows("encounters")
    for row in given[:5]:
        row |= {"class": "", "site_id": "", "ended_at": "", "started_at": "2025-01-31 00:00"}
    found = checked(tmp_path, "encounters", given)
    assert found.rows == 1195
    assert found.notes[0] == (
        "Made by the system, and to be set aside: 5 rows (lines 2, 3, 4 ...)."
    )


def test_rows_that_can_not_be_read_and_a_file_that_breaks_off(tmp_path: Path) -> None:
    import gzip

    path = write(tmp_path / "sites.csv", rows("encounters", 2))
    path.write_text(path.read_text() + "only one cell\n")
    found = check(find("encounters"), path, None, today=TODAY)
    assert found.problems == ("Not to be read as rows of this header: 1 row (line 5).",)
    packed = tmp_path / "sites.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes())[:-4])
    found = check(find("encounters"), packed, None, today=TODAY)
    assert found.problems[0] == "The file breaks off. Write or copy it again."
    (tmp_path / "sites.tsv").write_text("site_id\tname\n")
    found = check(find("encounters"), tmp_path / "sites.tsv", None, today=TODAY)
    assert found.problems == ("The file holds no row that could be read.",)


def test_a_flag_a_form_and_a_word_of_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        starter("interpreter").replace(
            'mode = "mode"', 'mode = { column = "mode", map = { vid = "video" } }'
        )
    )
    given = rows("interpreter")[:60]
    for place, row in enumerate(given):
        row |= {"mode": "vid", "declined": "perhaps" if place == 0 else "Y"}
    given[1]["mode"] = "video"
    path = write(tmp_path / "interpreter_use.csv", given)
    found = check(find("interpreter"), path, tmp_path / "m.toml", today=TODAY)
    assert found.problems == (
        "mode: a word that is not in its list in 1 row (line 3).",
        "declined: no yes or no in 1 row (line 2).",
    )
    codes = rows("diagnoses")
    codes[0]["icd10cm"] = "diabetes"
    codes[1]["icd10cm"] = "I10;x"
    assert checked(tmp_path, "diagnoses", codes).problems == (
        "icd10cm: no code of the expected form in 2 rows (lines 2, 3).",
    )


def test_a_word_that_stands_in_the_mapping_alone(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(
        starter("appointments").replace('status = "status"', 'status = { constant = "booked" }')
    )
    given = rows("appointments")
    for row in given:
        del row["status"]
    path = write(tmp_path / "appointments.csv", given)
    assert check(find("appointments"), path, tmp_path / "m.toml", today=TODAY).problems == ()


def test_a_number_without_end_is_none(tmp_path: Path) -> None:
    given = rows("results")
    given[0]["value"] = "inf"
    assert checked(tmp_path, "results", given).problems == ("value: no number in 1 row (line 2).",)


def test_a_check_takes_ids_numbers_and_flags_as_a_load_does(tmp_path: Path) -> None:
    given = rows("results")
    given[0]["result_id"] = "NA"
    given[1]["result_id"], given[2]["result_id"] = "77.0", "77"
    given[3]["value"] = "1_000"
    assert checked(tmp_path, "results", given).problems == (
        "Without a key: 1 row (line 2).",
        "With a key that stood before: 1 row (line 4).",
        "value: no number in 1 row (line 5).",
    )
    used = rows("interpreter")
    used[0]["declined"] = "1.0"
    assert checked(tmp_path, "interpreter", used).problems == ()


def test_keys_are_held_apart_over_many_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "BATCH", 7)
    given = rows("appointments")
    given[-1]["appointment_id"] = given[0]["appointment_id"]
    found = checked(tmp_path, "appointments", given)
    assert found.problems == ("With a key that stood before: 1 row (line 1201).",)


def test_parquet_is_checked_as_text_is(tmp_path: Path) -> None:
    given = rows("encounters", 2)
    columns = {name: [row[name] for row in given] for name in given[0]}
    path = tmp_path / "sites.parquet"
    path.write_bytes(parquet(tmp_path / "x", columns))
    assert check(find("encounters"), path, None, today=TODAY).problems == ()


def test_which_file_of_an_extract_it_is(tmp_path: Path) -> None:
    results = find("results")
    path = tmp_path / "vitals.csv"
    (tmp_path / "m.toml").write_text(
        "#" + starter("results").split("# One row")[1].replace("blood_pressure.*", "vitals.*", 3)
    )
    file, parts, cells = wired(results, path, tmp_path / "m.toml")
    assert (file.name, len(parts)) == ("blood_pressure", 3)
    assert cells["diastolic"].column == "diastolic"
    with pytest.raises(Problem) as caught:
        wired(results, path, None)
    assert caught.value.code == "extract-file-unknown"
    assert "results or blood_pressure" in caught.value.do
    (tmp_path / "other.toml").write_text('[[file]]\ntable = "staff"\n')
    with pytest.raises(Problem) as caught:
        wired(results, path, tmp_path / "other.toml")
    assert caught.value.code == "extract-file-unknown"
    assert wired(find("coverage"), tmp_path / "any.csv", None)[0].name == "coverage"


def test_a_file_that_is_not_there_or_names_a_column_twice(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        check(find("coverage"), tmp_path / "nothing.csv", None, today=TODAY)
    assert caught.value.code == "source-missing"
    (tmp_path / "sites.csv").write_text("site_id,Name,NAME\n")
    with pytest.raises(Problem) as caught:
        check(find("encounters"), tmp_path / "sites.csv", None, today=TODAY)
    assert caught.value.code == "mapping-column-repeated"


def test_words_for_the_command_line() -> None:
    listed = list(list_lines(extracts()))
    assert len(listed) == 10 + len(SYSTEMS) + 1
    assert "Oracle Health: none" in listed[-2]
    shown = list(show_lines(find("patients")))
    assert " * person_id" in "\n".join(shown)
    assert "Expected: rows a person: 1" in shown
    assert "File sites: One row a place" in "\n".join(show_lines(find("encounters")))
    odd = Checked("a.csv", "patients", 3, 2, "2025-01", "2025-02", ("x.",), ("y.",))
    assert list(check_lines(odd)) == [
        "a.csv read as patients: 3 rows about 2 people, 2025-01 to 2025-02.",
        "To mend:", "  x.", "To know:", "  y.",
    ]  # fmt: skip
    fine = Checked("a.csv", "sites", 3, 0, "", "", (), ())
    assert list(check_lines(fine)) == ["a.csv read as sites: 3 rows.", "It fits the extract."]
