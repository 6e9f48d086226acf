"""The made-up exports about the community: same seed, same bytes; what is planted is there."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Problem
from commonweal.sample.community.exports import write
from commonweal.sample.community.truth import (
    BENEFIT,
    CHAIN,
    LOCAL,
    PLANTED,
    RETENTION,
    Size,
    check,
    planted,
)
from commonweal.sample.written import Gap, Written

SMALL = Size(
    suppliers=120, purchases=1500, hires=400, participants=150, tracts=60, partners=75,
    programs=20, years=2,
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("community"), seed=3, size=SMALL)


def rows(written: Written, name: str) -> list[dict[str, str]]:
    with (written.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(
    written: Written, tmp_path: Path
) -> None:
    again = write(tmp_path / "again", seed=3, size=SMALL)
    other = write(tmp_path / "other", seed=4, size=SMALL)
    assert again.rows == written.rows
    for name, _ in written.rows:
        assert (again.folder / name).read_bytes() == (written.folder / name).read_bytes()
    ledger = "ap_ledger.csv"
    assert (other.folder / ledger).read_bytes() != (written.folder / ledger).read_bytes()


def test_every_row_is_taken_in_and_what_is_odd_is_marked(written: Written, tmp_path: Path) -> None:
    report = ingest(
        tmp_path / "store",
        [Source(written.folder, "csv", "community", written.mapping)],
        today=date(2026, 3, 1),
    )
    assert report.quarantined == 0
    assert all(not record.skipped for record in report.files)
    assert sum(report.rows.values()) + sum(report.repeated.values()) == sum(
        many for _, many in written.rows
    )
    assert report.repeated == {"purchase": SMALL.years}
    codes = {(table, code) for table, code, *_ in report.problems}
    assert ("local_hire", "date_unreadable") in codes
    assert ("supplier", "value_unmapped") in codes


def test_links_are_broken_as_often_as_planted(written: Written) -> None:
    silent = [
        row for row in rows(written, "strategies.csv")
        if row["ADDRESSED"] == "N" and not row["REASON"]
    ]  # fmt: skip
    assert len(silent) == planted(PLANTED, CHAIN, "need_answered", 0)
    for year in ("2024", "2025"):
        unknown = [
            row for row in rows(written, "outcomes.csv")
            if row["MEASURED_DT"].startswith(year) and not row["BASELINE"]
        ]  # fmt: skip
        assert len(unknown) == planted(PLANTED, CHAIN, "outcome_baseline", 0)


def test_every_kind_of_link_can_be_broken(tmp_path: Path) -> None:
    kinds = ("strategy_program", "program_need", "dollars_activity", "program_outcome")
    gaps = tuple(Gap(CHAIN, "evidence_link", kind, 2) for kind in kinds)
    made = write(tmp_path, size=SMALL, gaps=gaps)
    answered = {row["NEED_ID"] for row in rows(made, "program_needs.csv")}
    addressed = {r["NEED_ID"] for r in rows(made, "strategies.csv") if r["ADDRESSED"] == "Y"}
    assert len(addressed - answered) == 2
    known = {row["PROGRAM_ID"] for row in rows(made, "programs.csv")}
    for name in ("program_needs.csv", "activities.csv", "outcomes.csv"):
        assert len(known - {row["PROGRAM_ID"] for row in rows(made, name)}) == 2


def test_benefit_does_not_reach_the_tracts_that_it_is_kept_from(written: Written) -> None:
    tracts = {row["GEOID"]: row for row in rows(written, "tracts.csv")}
    poor = {place for place, row in tracts.items() if float(row["ADI_NATRANK"] or 0) > 80}
    dollars = dict.fromkeys(tracts, 0.0)
    for row in rows(written, "benefit_ledger.csv"):
        if row["GEOID"]:
            dollars[row["GEOID"]] += float(row["EXPENSE"].replace(",", ""))
    head = {place: dollars[place] / float(tracts[place]["POP"]) for place in tracts}
    inside = np.mean([head[place] for place in poor])
    outside = np.mean([value for place, value in head.items() if place not in poor])
    assert inside / outside < 0.7


def test_people_from_pathways_leave_early_where_it_is_planted(written: Written) -> None:
    def early(row: dict[str, str]) -> bool:
        if not row["TERM_DT"]:
            return False
        return (np.datetime64(row["TERM_DT"]) - np.datetime64(row["HIRE_DT"])).astype(int) < 90

    entry = [
        row for row in rows(written, "new_hires.csv")
        if row["ENTRY_LVL"] == "Y" and row["HIRE_DT"] != "2024-02-31" and row["HIRE_DT"] < "2025-09"
    ]  # fmt: skip
    through = [early(row) for row in entry if row["PATHWAY_ID"]]
    others = [early(row) for row in entry if not row["PATHWAY_ID"]]
    assert 0.05 < np.mean(through) - np.mean(others) < 0.25


def test_a_site_can_be_made_to_hire_less_from_priority_places(tmp_path: Path) -> None:
    made = write(tmp_path, size=SMALL, gaps=(Gap(LOCAL, "hiring_site", "Northside", 0.2),))
    first = {row["GEOID"] for row in rows(made, "priority_tracts.csv")}
    hired = rows(made, "new_hires.csv")
    there = [row["HOME_GEOID"] in first for row in hired if row["SITE"] == "Northside"]
    elsewhere = [row["HOME_GEOID"] in first for row in hired if row["SITE"] != "Northside"]
    assert np.mean(there) < np.mean(elsewhere) / 2


@pytest.mark.parametrize(
    ("gap", "code"),
    [
        (Gap("community.voice", "board", "Grants panel", 1), "gap-unknown"),
        (Gap(CHAIN, "evidence_link", "weather", 1), "gap-unknown"),
        (Gap(BENEFIT, "tract_quarter", "q4", 0.0), "gap-impossible"),
        (Gap(RETENTION, "way_in", "pathway", 0.9), "gap-impossible"),
    ],
)
def test_what_the_sample_can_not_hold_is_refused(gap: Gap, code: str) -> None:
    with pytest.raises(Problem) as caught:
        check((gap,))
    assert caught.value.code == code
