"""What is planted in access to care is found, through intake, engine and verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.measure import Better
from commonweal.measures.registry import find
from commonweal.sample.gaps import ACCESS, PLANTED, PlantedGap, affected
from commonweal.sample.system import write
from commonweal.tables.views import by_name

YEAR = Period.parse("2025")
HERE = [gap for gap in PLANTED if gap.measure in ACCESS]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home: Path = tmp_path_factory.mktemp("access")
    made = write(home / "exports", patients=5000, seed=1, years=1, last_year=2025)
    sources = [
        Source(made.fhir, "fhir"),
        Source(made.tables, "csv", "main", made.mapping),
    ]
    report = ingest(home / "store", sources, today=date(2026, 6, 1))
    assert report.dataset is not None
    with Session(report.dataset, None, threads=1) as session:
        yield session


def verdicts(look: Session, key: str, view: str) -> dict[str, tuple[str, str]]:
    measure = find(key)
    (found,) = gather(look, measure, YEAR, (by_name(view),))
    judged = judge(measure, found.counts, (), found.rows)
    codes = [group.code for group in found.counts.groups]
    return dict(zip(codes, zip(judged.grade, judged.direction, strict=True), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("gap", HERE, ids=lambda gap: f"{gap.measure} {gap.group}")
def test_a_planted_gap_is_found_and_named(look: Session, gap: PlantedGap) -> None:
    grade, direction = verdicts(look, gap.measure, gap.view)[gap.group]
    assert grade in {"A", "B"}
    assert direction == "worse"
    assert (gap.difference > 0) == (find(gap.measure).better is Better.LOWER)


@pytest.mark.slow
def test_where_nothing_is_planted_nothing_is_named(look: Session) -> None:
    true = affected(PLANTED)
    null = [
        (key, view) for key in ACCESS for view in find(key).stratify_by if (key, view) not in true
    ]
    flagged = [
        pair for pair in null if {"A", "B"} & {grade for grade, _ in verdicts(look, *pair).values()}
    ]
    assert len(null) >= 7
    assert flagged == []
