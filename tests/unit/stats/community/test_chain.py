"""The chain of evidence by names: the same links as the engine's query finds in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from commonweal.engine.session import Session
from commonweal.engine.sql import render
from commonweal.engine.units import query_of
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.sample.community.exports import write
from commonweal.sample.community.truth import CHAIN, Size
from commonweal.sample.written import Gap
from commonweal.stats.community.chain import LINKS, Evidence, Link, chain
from commonweal.tables.units.community import EvidenceLink

SIZE = Size(
    suppliers=20, purchases=50, hires=20, participants=20, tracts=20, partners=20, needs=16,
    programs=25, years=2,
)  # fmt: skip
GAPS = tuple(Gap(CHAIN, "evidence_link", kind, 2) for kind in LINKS)
YEAR = Period.parse("2025")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("chain")
    made = write(folder / "export", size=SIZE, gaps=GAPS)
    report = ingest(folder / "store", [Source(made.folder, "csv", "c", made.mapping)],
                    today=date(2026, 3, 1))  # fmt: skip
    assert report.dataset is not None
    with Session(report.dataset, None, threads=1) as found:
        yield found


def asked(session: Session, query: str) -> list[Any]:
    return session.connection.execute(query).fetchall()


def test_the_query_finds_the_links_that_the_chain_finds(session: Session) -> None:
    this_year = "BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'"
    record = Evidence(
        needs=[one for (one,) in asked(session, "SELECT need_key FROM need")],
        strategies={
            need: (bool(yes), bool(reason))
            for need, yes, reason in asked(
                session, "SELECT need_key, addressed, reason_if_not FROM strategy"
            )
        },
        programs=dict(asked(session, "SELECT program_key, owner FROM benefit_program")),
        answers=[
            (program, need)
            for program, need in asked(session, "SELECT program_key, need_key FROM program_need")
        ],
        activities={
            one for (one,) in asked(
                session, f"SELECT program_key FROM benefit_activity WHERE held_day {this_year}"
            )
        },
        expenses={
            one for (one,) in asked(
                session, f"SELECT program_key FROM benefit_expense WHERE spent_day {this_year}"
            )
        },
        outcomes={
            outcome: (program, before is not None)
            for outcome, program, before in asked(
                session,
                "SELECT outcome_key, program_key, baseline FROM benefit_outcome "
                f"WHERE measured_day {this_year}",
            )
        },
    )  # fmt: skip
    query = render(query_of(EvidenceLink, YEAR))
    told = {
        Link(kind, thing, owner or "", whole)
        for _, kind, thing, owner, whole in asked(session, query)
    }
    assert told == set(chain(record))
    for kind in LINKS:
        broken = [link for link in told if link.kind == kind and not link.whole]
        assert len(broken) == 2, kind


def test_nothing_on_record_has_no_links() -> None:
    assert chain(Evidence((), {}, {}, (), (), (), {})) == ()


def test_an_owner_is_named_where_there_is_one() -> None:
    record = Evidence((), {}, {"pantry": "Health"}, (), (), ("pantry", "ghost"), {})
    broken = {(link.kind, link.thing): link.owner for link in chain(record)}
    assert broken["dollars_activity", "pantry"] == "Health"
    assert broken["dollars_activity", "ghost"] == ""
