"""A report is put into a folder whole, and never over a folder of something else."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.report.example import audit, finding, shown

from commonweal.kinds.problem import Problem
from commonweal.report import folder
from commonweal.report.folder import COLUMNS, FORMATS, MARKER, neutral, table_csv, write

TODAY = date(2026, 7, 3)


def content(out: Path) -> dict[str, bytes]:
    return {str(one.relative_to(out)): one.read_bytes() for one in out.rglob("*") if one.is_file()}


def test_all_forms_stand_in_one_folder_and_each_finding_has_its_own(tmp_path: Path) -> None:
    out = tmp_path / "new" / "report"
    paths = write(audit(), out, FORMATS, TODAY)
    names = [str(one.relative_to(out)) for one in paths]
    assert names == sorted(names)
    assert {"index.html", "report.pdf", "report.json", "report.txt"} <= set(names)
    assert "fonts/source-sans-3-latin.woff2" in names
    assert "fonts/LICENSE" in names
    key = "care.bp_control--raceeth_2024-alone"
    assert {f"{key}/page.html", f"{key}/finding.json", f"{key}/table.csv"} <= set(names)
    assert "care.mammography--lang_group/page.html" in names
    assert "care.mammography--lang_group/table.csv" not in names
    assert json.loads((out / key / "finding.json").read_text())["finding"]["title"]
    assert set(content(out)) == {*names, MARKER}
    assert [one.name for one in out.parent.iterdir()] == ["report"]


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    write(audit(), tmp_path / "one", FORMATS, TODAY)
    first = content(tmp_path / "one")
    write(audit(), tmp_path / "one", FORMATS, TODAY)
    assert content(tmp_path / "one") == first


def test_only_the_forms_asked_for_are_written(tmp_path: Path) -> None:
    paths = write(audit(), tmp_path / "out", ["text"], TODAY)
    assert [one.name for one in paths] == ["report.txt"]
    paths = write(audit(), tmp_path / "out", ["csv", "json"], TODAY)
    assert not (tmp_path / "out" / "report.txt").exists()
    assert {one.suffix for one in paths} == {".csv", ".json"}


@pytest.mark.parametrize("formats", [[], ["docx"], ["html", "odt"]])
def test_a_form_we_do_not_write_is_refused(tmp_path: Path, formats: list[str]) -> None:
    with pytest.raises(Problem) as problem:
        write(audit(), tmp_path / "out", formats, TODAY)
    assert problem.value.code == "format-unknown"
    assert not (tmp_path / "out").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(Problem) as problem:
        write(audit(), tmp_path, ["text"], TODAY)
    assert problem.value.code == "out-not-a-report"
    assert content(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("words")
    with pytest.raises(Problem) as problem:
        write(audit(), tmp_path / "out", ["text"], TODAY)
    assert problem.value.code == "out-not-a-report"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert write(audit(), tmp_path / "out", ["text"], TODAY)


def test_a_crash_while_writing_leaves_the_old_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write(audit(), out, ["text", "html"], TODAY)
    before = content(out)

    def broken(*_: object) -> str:
        raise OSError("the disk is full")

    monkeypatch.setattr(folder, "write_html", broken)
    with pytest.raises(OSError, match="full"):
        write(replace(audit(), title="Another"), out, ["text", "html"], TODAY)
    assert content(out) == before
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_a_crash_while_moving_leaves_the_old_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write(audit(), out, ["text"], TODAY)
    before = content(out)
    rename = Path.rename

    def broken(self: Path, target: Path) -> Path:
        if target == out and "replaced" not in self.name:
            raise OSError("the disk is gone")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(OSError, match="gone"):
        write(replace(audit(), title="Another"), out, ["text"], TODAY)
    assert content(out) == before


def test_a_machine_that_stopped_between_two_moves_loses_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(audit(), out, ["text"], TODAY)
    out.rename(tmp_path / ".out.replaced")
    with pytest.raises(Problem):
        write(audit(), out, ["docx"], TODAY)
    write(replace(audit(), title="Another"), out, ["text"], TODAY)
    assert (out / "report.txt").read_text().startswith("Another")
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_begin_like_a_formula_are_neutralized(start: str) -> None:
    assert neutral(f"{start}cmd") == f"'{start}cmd"
    label = f" {start}HYPERLINK(1)"
    rows = (replace(finding().rows[0], label=label, sentence=label), finding().rows[5])
    read = list(csv.reader(io.StringIO(table_csv(finding(rows=rows)))))
    assert not [cell for line in read for cell in line if cell.startswith(("=", "+", "@", "\t"))]
    assert "HYPERLINK(1)" in read[1][0]


def test_a_table_holds_full_numbers_or_the_reason(tmp_path: Path) -> None:
    rows = (shown("One", 1, 3, "N", -0.5), finding().rows[5])
    read = list(csv.DictReader(io.StringIO(table_csv(finding(rows=rows, everybody=None)))))
    assert tuple(read[0]) == COLUMNS
    assert float(read[0]["rate"]) == 1 / 3
    assert read[0]["difference_points"] == "-0.5"
    assert read[1]["rate"] == read[1]["numerator"] == "not shown (1 to 10)"
    assert read[1]["judged"] == "yes"
    assert len(read) == 2
