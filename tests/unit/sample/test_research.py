"""The made-up research exports: the same bytes for the same seed, and only what is planted."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.sample.research.conditions import CONDITIONS, STRATA
from commonweal.sample.research.exports import draw, write
from commonweal.sample.research.truth import PLANTED, Size, carried, check, planted
from commonweal.sample.written import Gap, Written
from commonweal.tables.registry import BY_NAME

SMALL = Size(studies=12, approached=20, researchers=60, years=2)


def written(folder: Path, seed: int = 3) -> Written:
    return write(folder, seed=seed, last_year=2025, size=SMALL)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a"), written(tmp_path / "b")
    assert first.rows == second.rows
    for name, _ in first.rows:
        one, other = (tmp_path / place / f"{name}.csv" for place in "ab")
        assert one.read_bytes() == other.read_bytes()
    assert written(tmp_path / "c", seed=4).rows != first.rows


def test_every_file_is_mapped_to_columns_that_stand(tmp_path: Path) -> None:
    found = written(tmp_path)
    mapping = tomllib.loads(found.mapping.read_text())
    assert {entry["name"] for entry in mapping["file"]} == {f"{name}.csv" for name, _ in found.rows}
    for entry in mapping["file"]:
        columns = {column.name for column in BY_NAME[entry["table"]].declared()}
        assert set(entry["columns"]) <= columns
        with (tmp_path / entry["name"]).open(encoding="utf-8") as file:
            assert sum(1 for _ in csv.DictReader(file)) == dict(found.rows)[entry["name"][:-4]]


def test_the_whole_sample_is_as_large_as_the_specification_asks(tmp_path: Path) -> None:
    rows = dict(write(tmp_path, seed=1, last_year=2025).rows)
    assert rows["ctms_protocols"] == 120
    assert rows["ctms_subject_status"] > 30_000


@pytest.mark.parametrize("seed", range(3))
def test_those_enrolled_are_like_those_who_have_the_condition(seed: int) -> None:
    drawn = draw(seed, 2025, Size(), ())
    condition = drawn.found.condition[drawn.people.study[drawn.people.enrolled]]
    expected = drawn.shares[condition].mean(axis=0)
    stratum = drawn.people.stratum[drawn.people.enrolled]
    seen = np.bincount(stratum, minlength=len(STRATA)) / len(stratum)
    error = np.sqrt(expected * (1 - expected) / len(stratum))
    assert (np.abs(seen - expected) < 4.5 * error).all()


def test_what_is_planted_is_there() -> None:
    drawn, bare = draw(1, 2025, Size(), PLANTED), draw(1, 2025, Size(), ())
    people, hispanic, black = drawn.people, STRATA.index("hispanic"), STRATA.index("black")
    had = (people.stratum[people.enrolled] == hispanic).mean()
    assert had < 0.75 * (bare.people.stratum[bare.people.enrolled] == hispanic).mean()
    screened = people.screened & (people.stratum == black)
    assert people.failed[screened].mean() > people.failed[people.screened].mean() + 0.07
    women = drawn.staff.woman[drawn.applied.who]
    assert drawn.applied.funded[women].mean() < drawn.applied.funded[~women].mean() - 0.08
    money = np.bincount(drawn.items.condition, drawn.items.dollars)
    sickle = [one.key for one in CONDITIONS].index("sickle cell")
    assert money[sickle] < 0.2 * np.bincount(bare.items.condition, bare.items.dollars)[sickle]


def test_where_a_planted_gap_shows_besides_is_said(tmp_path: Path) -> None:
    found = written(tmp_path)
    assert found.planted == PLANTED
    assert {key for key, _, _ in carried(PLANTED)} == {
        "research.goals",
        "research.recruitment_funnel",
        "research.screen_failure",
    }
    assert found.true("research.goals", "legacy_re")
    assert not found.true("research.goals", "sex")


def test_a_size_is_found_by_measure_and_group() -> None:
    assert planted(PLANTED, "research.participation", "hispanic", 1.0) == 0.6
    assert planted(PLANTED, "research.participation", "asian", 1.0) == 1.0


@pytest.mark.parametrize(
    ("gap", "code"),
    [
        (Gap("research.accrual", "sex", "female", 0.5), "gap-unknown"),
        (Gap("research.participation", "legacy_re", "green", 0.5), "gap-unknown"),
        (Gap("research.funding_gap", "sex", "female", -0.6), "gap-impossible"),
    ],
)
def test_what_can_not_be_planted_is_refused(gap: Gap, code: str) -> None:
    with pytest.raises(Problem) as caught:
        check((gap,))
    assert caught.value.code == code
