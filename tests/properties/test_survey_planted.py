"""What is planted in the made-up survey is found, through intake, engine and verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from benchmarks.planted.survey import MEASURES, families

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import find
from commonweal.sample.survey.system import write
from commonweal.sample.survey.truth import PLANTED
from commonweal.tables.views import by_name

YEAR = Period.parse("2025")


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home: Path = tmp_path_factory.mktemp("survey")
    made = write(home / "exports", seed=1)
    report = ingest(
        home / "store",
        [Source(made.folder, "csv", mapping=made.mapping)],
        today=date(2026, 6, 1),
    )
    assert report.dataset is not None
    assert report.quarantined == 0
    with Session(report.dataset, None, threads=1) as session:
        yield session


def verdicts(look: Session, key: str, view: str) -> dict[str, tuple[str, str]]:
    measure = find(key)
    (found,) = gather(look, measure, YEAR, (by_name(view),))
    judged = judge(measure, found.counts, (), found.rows)
    codes = [group.code for group in found.counts.groups]
    return dict(zip(codes, zip(judged.grade, judged.direction, strict=True), strict=True))


@pytest.mark.parametrize("gap", PLANTED, ids=lambda gap: f"{gap.measure} {gap.group}")
def test_a_planted_gap_is_found_and_named(look: Session, gap: object) -> None:
    found = verdicts(look, gap.measure, gap.view)  # type: ignore[attr-defined]
    grade, direction = found[gap.group]  # type: ignore[attr-defined]
    assert grade in {"A", "B"}
    assert direction == "worse"


def test_the_null_beside_it_is_not_named(look: Session) -> None:
    grades = {grade for grade, _ in verdicts(look, "care.teamwork", "layer").values()}
    assert grades <= {"C", "N", "I", "S", ""}


@pytest.mark.parametrize("key", MEASURES)
def test_every_survey_measure_can_be_split_as_it_says(look: Session, key: str) -> None:
    for view in find(key).stratify_by:
        assert verdicts(look, key, view)


@pytest.mark.slow
def test_false_alarms_are_few() -> None:
    """Run a few seeds here; the benchmark runs two hundred."""
    flagged, looked = families(range(8), size=600)
    assert looked == 8 * 8
    # Five in a hundred, and three standard errors of as many families.
    assert flagged / looked <= 0.05 + 3 * (0.05 * 0.95 / looked) ** 0.5
