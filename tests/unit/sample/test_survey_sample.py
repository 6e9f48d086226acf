"""The made-up survey: the same for the same seed, faults as exports have, and a known truth."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pytest

from commonweal.intake.mapped.mapping import read_mapping
from commonweal.kinds import Problem
from commonweal.sample.draws import Draws
from commonweal.sample.survey.people import draw
from commonweal.sample.survey.system import write
from commonweal.sample.survey.truth import COMPOSITES, LAYERS, PLANTED, UNITS
from commonweal.sample.written import Gap, Written
from commonweal.tables.survey import SURVEY


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("survey"), seed=4)


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.glob("*.csv")}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write(tmp_path / name, seed=3, size=60)
    write(tmp_path / "other", seed=4, size=60)
    assert digests(tmp_path / "first") == digests(tmp_path / "second")
    assert digests(tmp_path / "first") != digests(tmp_path / "other")


def test_a_gap_changes_answers_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "with", seed=3)
    write(tmp_path / "without", seed=3, gaps=())
    one, other = digests(tmp_path / "with"), digests(tmp_path / "without")
    assert {name for name in one if one[name] != other[name]} == {"answers.csv"}


def test_every_file_is_mapped_and_every_table_is_filled(written: Written) -> None:
    mapped = read_mapping(written.mapping)
    assert {one.table for one in mapped} == {table.name for table in SURVEY}
    assert {one.pattern for one in mapped} == {f"{name}.csv" for name, _ in written.rows}
    for name, rows in written.rows:
        assert len(read(written.folder, name)) == rows


def test_1200_are_invited_in_8_layers_of_12_units(written: Written) -> None:
    last = [row for row in read(written.folder, "invitations") if row["RoundID"] == "R2025"]
    assert sum(int(row["Invited"]) for row in last) == 1200
    assert {row["StaffPosition"] for row in last} == {name for _, name, _, _ in LAYERS}
    assert {row["WorkArea"] for row in last} == set(UNITS)
    assert 0.5 < sum(int(row["Completed"]) for row in last) / 1200 < 0.7


def test_exports_have_faults(written: Written) -> None:
    people = read(written.folder, "participants")
    assert {"Volunteer", ""} <= {row["StaffPosition"] for row in people}
    assert {"Prefer not to answer", "see comment", ""} <= {row["Race"] for row in people}
    assert len({row["RespondentID"] for row in people}) < len(people)
    answers = {row["Answer"] for row in read(written.folder, "answers")}
    assert answers == {"1", "2", "3", "4", "5", "9", "*"}


def test_no_key_of_staff_stands_in_an_export(written: Written) -> None:
    for name, _ in written.rows:
        assert not {"EmployeeID", "StaffID", "Email", "Name"} & set(read(written.folder, name)[0])


def test_shares_are_as_the_truth_says() -> None:
    asked = draw(Draws(8), 2025, 60_000, PLANTED)
    support = asked.layer == [code for code, *_ in LAYERS].index("support")
    for (measure, _, _, share), answers in zip(COMPOSITES, asked.answers, strict=True):
        given = (answers >= 1) & (answers <= 5)
        good = (answers >= 4) & given
        planted = sum(gap.size for gap in PLANTED if gap.measure == measure)
        assert good[~support].sum() / given[~support].sum() == pytest.approx(share, abs=0.01)
        assert good[support].sum() / given[support].sum() == pytest.approx(
            share + planted, abs=0.02
        )


def test_answers_of_one_person_go_together() -> None:
    answers = draw(Draws(8), 2025, 5_000, ()).answers[2]
    whole = answers[((answers >= 1) & (answers <= 5)).all(axis=1)]
    assert 0.35 < np.corrcoef(whole.T)[0, 1] < 0.5


def test_what_is_planted_is_true_and_the_rest_is_null(written: Written) -> None:
    assert written.true("care.communication_openness", "layer")
    assert not written.true("care.teamwork", "layer")
    assert not written.true("workforce.inclusion", "race_ethnicity")


@pytest.mark.parametrize(
    ("gap", "code"),
    [
        (Gap("care.a1c_poor", "layer", "nurse", -0.1), "gap-unknown"),
        (Gap("care.teamwork", "sex", "female", -0.1), "gap-unknown"),
        (Gap("care.teamwork", "layer", "chaplain", -0.1), "gap-unknown"),
        (Gap("care.teamwork", "layer", "nurse", -0.7), "gap-impossible"),
    ],
)
def test_a_gap_that_cannot_be_is_refused(tmp_path: Path, gap: Gap, code: str) -> None:
    with pytest.raises(Problem) as caught:
        write(tmp_path, gaps=(gap,))
    assert caught.value.code == code


@pytest.mark.parametrize("asked", [{"size": 0}, {"seed": -1}])
def test_a_sample_that_cannot_be_is_refused(tmp_path: Path, asked: dict[str, int]) -> None:
    with pytest.raises(Problem) as caught:
        write(tmp_path, **asked)
    assert caught.value.code == "sample-malformed"
