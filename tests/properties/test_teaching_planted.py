"""What is planted in the made-up school is found, through intake, engine and verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from benchmarks.planted.teaching import families

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import every_measure, find
from commonweal.sample.teaching import truth
from commonweal.sample.teaching.system import write
from commonweal.sample.written import Gap
from commonweal.tables.views import by_name

pytestmark = pytest.mark.slow
YEAR = Period.parse("2025")
GAPS = {"A", "B"}


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home: Path = tmp_path_factory.mktemp("school")
    made = write(home / "exports", seed=1)
    source = Source(made.folder, "csv", mapping=made.mapping)
    report = ingest(home / "store", [source], today=date(2026, 6, 1))
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


@pytest.mark.parametrize("gap", truth.PLANTED, ids=lambda gap: gap.measure)
def test_a_planted_gap_is_found_and_named(look: Session, gap: Gap) -> None:
    grade, direction = verdicts(look, gap.measure, gap.view)[gap.group]
    assert grade in GAPS
    assert direction == ("better" if gap.measure == "teaching.effect_staggered" else "worse")


def test_the_program_that_did_nothing_is_not_named(look: Session) -> None:
    found = verdicts(look, "teaching.effect_staggered", "evaluation")
    assert found[f"{truth.NULL}{truth.ABOUT}"][0] not in GAPS


def test_the_two_unfair_items_are_named(look: Session) -> None:
    measure = find("teaching.item_fairness")
    (found,) = gather(look, measure, YEAR, (by_name("sex"),))
    figures = judge(measure, found.counts, (), found.rows).figures
    against = {one.about for one in figures if one.key == "item_c" and one.value < 0}
    assert against == {"Q13, Female", "Q30, Female"}


def test_every_measure_can_be_split_as_it_says(look: Session) -> None:
    for measure in every_measure():
        if measure.key.startswith("teaching."):
            for view in measure.stratify_by:
                assert verdicts(look, measure.key, view)


def test_false_alarms_are_few() -> None:
    """Run a few seeds here; the benchmark runs two hundred."""
    flagged, looked = families(range(5), size=600)
    many = looked.total()
    assert many == 5 * 14
    # Five in a hundred, and three standard errors of as many families.
    assert flagged.total() / many <= 0.05 + 3 * (0.05 * 0.95 / many) ** 0.5
