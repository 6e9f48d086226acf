"""What is planted in the made-up staff is found, through intake, engine and verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from benchmarks.planted.workforce import families

from commonweal.engine.gather import Gathered, gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import every_measure, find
from commonweal.sample.workforce.system import write
from commonweal.sample.workforce.truth import PLANTED
from commonweal.sample.written import Gap, Written
from commonweal.tables.views import by_name

YEAR = Period.parse("2025")
MEASURES = [
    measure.key
    for measure in every_measure()
    if measure.key.startswith("workforce.") and measure.needs[0] in {"staff", "applicant"}
]
DESCRIBED = ("workforce.mirror", "workforce.norm", "workforce.projection")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("workforce") / "exports", seed=1)


@pytest.fixture(scope="module")
def look(made: Written) -> Iterator[Session]:
    source = Source(made.folder, "csv", mapping=made.mapping)
    report = ingest(made.folder.parent / "store", [source], today=date(2026, 1, 2))
    assert report.dataset is not None
    with Session(report.dataset, None, threads=1) as session:
        yield session


def gathered(look: Session, key: str, view: str) -> Gathered:
    (found,) = gather(look, find(key), YEAR, (by_name(view),))
    return found


def verdicts(look: Session, key: str, view: str) -> dict[str, tuple[str, str]]:
    found = gathered(look, key, view)
    judged = judge(find(key), found.counts, (), found.rows)
    codes = [group.code for group in found.counts.groups]
    return dict(zip(codes, zip(judged.grade, judged.direction, strict=True), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("gap", PLANTED, ids=lambda gap: f"{gap.measure} {gap.group}")
def test_a_planted_gap_is_found_and_named(look: Session, gap: Gap) -> None:
    grade, direction = verdicts(look, gap.measure, gap.view)[gap.group]
    assert grade in {"A", "B"}
    assert direction == "worse"


@pytest.mark.slow
@pytest.mark.parametrize("key", DESCRIBED)
def test_what_is_described_has_no_verdict(look: Session, key: str) -> None:
    assert {grade for grade, _ in verdicts(look, key, "sex").values()} <= {"", "S"}


@pytest.mark.slow
def test_few_of_the_null_families_are_named(look: Session, made: Written) -> None:
    looked = [
        (key, view)
        for key in MEASURES
        if key not in DESCRIBED
        for view in find(key).stratify_by
        if not made.true(key, view)
    ]
    flagged = []
    for key, view in looked:
        grades = {grade for grade, _ in verdicts(look, key, view).values()}
        flagged += [(key, view)] if grades & {"A", "B"} else []
    assert len(flagged) / len(looked) <= 0.05 + 3 * (0.05 * 0.95 / len(looked)) ** 0.5


@pytest.mark.slow
def test_stocks_and_flows_balance_in_every_year(look: Session) -> None:
    columns = gathered(look, "workforce.projection", "whole").rows.columns
    here_before, here_after = (~np.isnan(columns[name]) for name in ("before", "after"))
    for year in range(2, 11):
        ended = here_after[columns["years_ago"] == year].sum()
        begun = here_before[columns["years_ago"] == year - 1].sum()
        assert ended == begun


@pytest.mark.slow
def test_false_alarms_are_few() -> None:
    """Run a few seeds here; the benchmark runs two hundred."""
    flagged, each = families(range(4), size=700)
    looked = each * 13
    assert sum(flagged.values()) / looked <= 0.05 + 3 * (0.05 * 0.95 / looked) ** 0.5
