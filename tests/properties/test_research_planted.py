"""What is planted in the made-up research exports is found, through intake, engine and verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from benchmarks.planted.research import MEASURES, families, most

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import find
from commonweal.sample.research.exports import write
from commonweal.sample.research.truth import PLANTED
from commonweal.sample.written import Gap, Written
from commonweal.tables.views import by_name

YEAR = Period.parse("2025")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("research"), seed=1, last_year=2025)


@pytest.fixture(scope="module")
def look(made: Written, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home: Path = tmp_path_factory.mktemp("store")
    source = Source(made.folder, "csv", mapping=made.mapping)
    report = ingest(home, [source], today=date(2026, 6, 1))
    assert report.dataset is not None
    assert report.quarantined == 0
    problems = {code for _, code, _, _, _ in report.problems}
    assert problems == {"date_unreadable", "orphan", "value_unmapped"}
    with Session(report.dataset, None, threads=1) as session:
        yield session


def verdicts(look: Session, key: str, view: str) -> dict[str, tuple[str, str]]:
    measure = find(key)
    (found,) = gather(look, measure, YEAR, (by_name(view),))
    judged = judge(measure, found.counts, (), found.rows)
    codes = [group.code for group in found.counts.groups]
    return dict(zip(codes, zip(judged.grade, judged.direction, strict=True), strict=True))


@pytest.mark.parametrize("gap", PLANTED, ids=lambda gap: f"{gap.measure} {gap.group}")
def test_a_planted_gap_is_found_and_named(look: Session, gap: Gap) -> None:
    grade, direction = verdicts(look, gap.measure, gap.view)[gap.group]
    assert grade in {"A", "B"}
    assert direction == "worse"


def test_what_is_null_is_not_named_more_often_than_chance_names_it(
    look: Session, made: Written
) -> None:
    null = [
        (key, view) for key in MEASURES for view in find(key).stratify_by
        if not made.true(key, view)
    ]  # fmt: skip
    flagged = [
        (key, view) for key, view in null
        if {"A", "B"} & {grade for grade, _ in verdicts(look, key, view).values()}
    ]  # fmt: skip
    assert len(null) >= 10
    assert len(flagged) / len(null) <= most(len(null))


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_can_be_split_as_it_says(look: Session, key: str) -> None:
    for view in find(key).stratify_by:
        assert verdicts(look, key, view)


def test_false_alarms_are_few() -> None:
    """Run a few seeds here; the benchmark runs two hundred."""
    flagged, looked = families(range(3))
    assert looked.total() >= 40
    assert flagged.total() / looked.total() <= most(looked.total())
