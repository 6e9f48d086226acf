"""The made-up school: the same for the same seed, faults as exports have, and a known truth."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from pathlib import Path

import pytest

from commonweal.intake.mapped.mapping import read_mapping
from commonweal.kinds import Problem
from commonweal.sample.teaching import programs, truth
from commonweal.sample.teaching.curriculum import FRAMES
from commonweal.sample.teaching.school import UNFAIR
from commonweal.sample.teaching.system import write
from commonweal.sample.written import Gap, Written
from commonweal.tables.registry import BY_NAME
from commonweal.tables.teaching import TEACHING


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("school"), seed=4)


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.csv")
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write(tmp_path / name, seed=3, size=40)
    write(tmp_path / "other", seed=4, size=40)
    assert digests(tmp_path / "first") == digests(tmp_path / "second")
    assert digests(tmp_path / "first") != digests(tmp_path / "other")


def test_a_gap_changes_only_the_export_it_shows_in(tmp_path: Path) -> None:
    write(tmp_path / "with", seed=3, size=60)
    write(tmp_path / "without", seed=3, size=60, gaps=())
    with_gaps, without = digests(tmp_path / "with"), digests(tmp_path / "without")
    assert {name for name in with_gaps if with_gaps[name] != without[name]} == {
        "gradebook.csv", "exam_responses.csv", "sessions.csv", "session_objectives.csv",
        "training_transcript.csv", "clinic_outcomes.csv",
    }  # fmt: skip


def test_every_file_is_mapped_and_every_table_is_filled(written: Written) -> None:
    mapped = read_mapping(written.mapping)
    assert {one.table for one in mapped} == {table.name for table in TEACHING}
    assert {one.pattern for one in mapped} == {f"{name}.csv" for name, _ in written.rows}
    entries = tomllib.loads(written.mapping.read_text(encoding="utf-8"))["file"]
    for entry in entries:
        declared = {one.name for one in BY_NAME[entry["table"]].declared()}
        assert set(entry["columns"]) <= declared


def test_rows_are_counted_and_there_are_600_learners(written: Written) -> None:
    for name, rows in written.rows:
        assert len(read(written.folder, name)) == rows
    assert dict(written.rows)["student_roster"] == 600
    assert dict(written.rows)["exam_responses"] == 600 * 40


def test_exports_have_faults(written: Written) -> None:
    grades = read(written.folder, "gradebook")
    assert {row["FinalScore"] for row in grades} >= {"see note"}
    assert {row["Outcome"] for row in grades} == {"H", "P", "F", "I"}
    assert len({row["RecordNo"] for row in grades}) < len(grades)
    roster = read(written.folder, "student_roster")
    assert {"Prefer not to answer", "see paper form"} <= {row["Race"] for row in roster}
    assert {row["AdmissionIndex"] for row in roster} >= {"not on file"}
    assert any(not row["Score"] for row in read(written.folder, "exam_responses"))


def test_a_second_attempt_follows_a_failed_first(written: Written) -> None:
    grades = read(written.folder, "gradebook")
    failed = {
        (row["StudentID"], row["Term"]) for row in grades if row["Attempt"] == "1"
        and row["FinalScore"] != "see note" and float(row["FinalScore"]) < 60
    }  # fmt: skip
    again = {(row["StudentID"], row["Term"]) for row in grades if row["Attempt"] == "2"}
    assert failed
    assert len(failed & again) > 0.9 * len(failed)


def test_unfair_items_are_harder_for_the_group_only(written: Written) -> None:
    sex = {row["StudentID"]: row["LegalSex"] for row in read(written.folder, "student_roster")}
    right: dict[tuple[bool, str], list[int]] = {}
    for row in read(written.folder, "exam_responses"):
        if row["Score"]:
            unfair = int(row["ItemID"][-3:]) - 1 in UNFAIR
            right.setdefault((unfair, sex[row["StudentID"]]), []).append(int(row["Score"]))
    share = {key: sum(found) / len(found) for key, found in right.items()}
    assert share[True, "M"] - share[True, "F"] > 0.2
    assert abs(share[False, "M"] - share[False, "F"]) < 0.05


def test_the_thin_domain_lacks_three_tests(written: Written) -> None:
    nodes = read(written.folder, "competencies")
    held = {row["CompetencyID"]: row["Domain"] for row in nodes if row["Version"] == "2.0"}
    tests = {row["SessionID"] for row in read(written.folder, "sessions")
             if row["Type"] == "Assessment"}  # fmt: skip
    links = read(written.folder, "session_objectives")
    tested = {row["CompetencyID"] for row in links if row["SessionID"] in tests}
    untested = [domain for node, domain in held.items() if node not in tested]
    assert untested == [truth.THIN_DOMAIN] * 3
    assert len(held) == sum(len(texts) for _, texts in FRAMES) == 24


def test_one_program_narrows_the_gap_and_the_others_do_nothing(written: Written) -> None:
    laid = programs.clinics()
    late: dict[str, list[float]] = {}
    for row in read(written.folder, "clinic_outcomes"):
        if row["QuarterStart"] >= "2025-07":
            place = int(row["Site"][-3:]) - 1
            sign = 1 if row["Who"] == "Group" else -1
            share = sign * int(row["Met"]) / int(row["Eligible"])
            late.setdefault(laid.program[place], []).append(share)
    gap = {name: 2 * sum(found) / len(found) for name, found in late.items()}
    assert gap[truth.REAL] > gap[""] + 0.04
    for name in (truth.NULL, truth.WEDGE, truth.SERIES):
        assert abs(gap[name] - gap[""]) < 0.03


def test_the_truth_names_what_is_planted_and_what_it_carries(written: Written) -> None:
    assert written.true("teaching.passing", "race_ethnicity")
    assert written.true("teaching.item_fairness", "sex")
    assert not written.true("teaching.ratings", "race_ethnicity")


def test_what_can_not_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        write(tmp_path, size=0)
    assert refused.value.code == "sample-malformed"
    with pytest.raises(Problem) as unknown:
        write(tmp_path, gaps=(Gap("teaching.ratings", "sex", "male", 1.0),))
    assert unknown.value.code == "gap-unknown"
