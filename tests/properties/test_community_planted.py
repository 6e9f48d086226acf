"""What is planted in the exports about the community is found, and little else is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from benchmarks.planted.community import COUNTED, families, held

from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import every_measure, find
from commonweal.sample.community.exports import write
from commonweal.sample.community.truth import PLANTED
from commonweal.sample.written import Gap, Written
from commonweal.tables.views import by_name

YEAR = Period.parse("2025")
MEASURES = tuple(one for one in every_measure() if one.key.startswith("community."))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder: Path = tmp_path_factory.mktemp("community")
    return write(folder / "exports", seed=1)


@pytest.fixture(scope="module")
def look(made: Written) -> Iterator[Session]:
    source = Source(made.folder, "csv", mapping=made.mapping)
    report = ingest(made.folder.parent / "store", [source], today=date(2026, 1, 2))
    assert report.dataset is not None
    with Session(report.dataset, None, threads=1) as session:
        yield session


def verdicts(look: Session, key: str, view: str) -> dict[str, tuple[str, str]]:
    (found,) = gather(look, find(key), YEAR, (by_name(view),))
    judged = judge(find(key), found.counts, (), found.rows)
    codes = [group.code for group in found.counts.groups]
    return dict(zip(codes, zip(judged.grade, judged.direction, strict=True), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("gap", PLANTED, ids=lambda gap: f"{gap.measure} {gap.group}")
def test_what_is_planted_is_found_and_named(look: Session, gap: Gap) -> None:
    grade, direction = verdicts(look, gap.measure, gap.view)[gap.group]
    assert grade in {"A", "B"}
    assert direction == "worse"


@pytest.mark.slow
def test_links_that_are_not_broken_are_not_named(look: Session) -> None:
    broken = {gap.group for gap in PLANTED if gap.view == "evidence_link"}
    found = verdicts(look, "community.chain", "evidence_link")
    assert {code for code, (grade, _) in found.items() if grade != "N"} == broken


@pytest.mark.slow
def test_few_of_the_null_families_of_the_full_sample_are_named(
    look: Session, made: Written
) -> None:
    flagged = [
        (measure.key, view)
        for measure in MEASURES
        for view in measure.stratify_by
        if not made.true(measure.key, view)
        and {"A", "B"} & {grade for grade, _ in verdicts(look, measure.key, view).values()}
    ]
    assert len(flagged) <= 1, flagged


@pytest.mark.slow
def test_at_most_five_in_a_hundred_null_families_are_named() -> None:
    flagged, looked = families(range(6))
    assert not any(flagged[key] for key in COUNTED)
    sampled = [one.key for one in MEASURES if one.key not in COUNTED]
    assert held(sum(flagged[key] for key in sampled), sum(looked[key] for key in sampled))
