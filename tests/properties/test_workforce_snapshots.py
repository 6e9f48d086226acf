"""A payroll by quarter says what a history of posts says, as far as a payroll can know it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commonweal.disclosure import Judged
from commonweal.engine.gather import gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.registry import find
from commonweal.sample.workforce.system import PROFILES, write
from commonweal.tables.views import by_name

YEAR = Period.parse("2025")


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Session]]:
    home: Path = tmp_path_factory.mktemp("profiles")
    found = {}
    for profile in PROFILES:
        made = write(home / profile, size=500, profile=profile)
        source = Source(made.folder, "csv", mapping=made.mapping)
        report = ingest(home / f"{profile}-store", [source], today=date(2026, 1, 2))
        assert report.dataset is not None
        found[profile] = Session(report.dataset, None, threads=1)
    yield found
    for session in found.values():
        session.__exit__()


def measured(look: Session, key: str) -> tuple[int, Judged]:
    measure = find(key)
    (found,) = gather(look, measure, YEAR, (by_name("sex"),))
    return found.counts.total_denominator, judge(measure, found.counts, (), found.rows)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["workforce.senior_rank", "workforce.mentoring_reach"])
def test_who_is_here_on_the_last_day_is_the_same(looks: dict[str, Session], key: str) -> None:
    (many, history), (same, payroll) = (measured(looks[profile], key) for profile in PROFILES)
    assert many == same
    assert history.rate.tolist() == payroll.rate.tolist()


@pytest.mark.slow
@pytest.mark.parametrize("key", ["workforce.turnover", "workforce.promotion", "workforce.exit"])
def test_what_happened_is_known_to_the_quarter(looks: dict[str, Session], key: str) -> None:
    (_, history), (_, payroll) = (measured(looks[profile], key) for profile in PROFILES)
    assert payroll.total_rate == pytest.approx(history.total_rate, rel=0.15)
