"""The made-up staff: the same bytes again, its faults, and what is planted."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from commonweal.intake.mapped.mapping import read_mapping
from commonweal.kinds import Problem
from commonweal.sample.draws import Draws
from commonweal.sample.people import ORIGINS
from commonweal.sample.workforce import careers, development, searches, selves, truth
from commonweal.sample.workforce.careers import NEVER, PROMOTED, Careers
from commonweal.sample.workforce.system import write
from commonweal.sample.written import Gap, Written
from commonweal.sample.years import Years

YEARS = Years(2025, 10)
SIZE = 500


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("staff"), size=SIZE, seed=3)


def lines(made: Written, name: str) -> list[dict[str, str]]:
    with (made.folder / f"{name}.csv").open() as handle:
        return list(csv.DictReader(handle))


def drawn(gaps: tuple[Gap, ...] = (), size: int = 6000) -> Careers:
    return careers.draw(Draws(1), size, YEARS, gaps)


def leaving(staff: Careers, among: np.ndarray) -> float:
    """Give the rate of leaving in the last two years, a year."""
    start = YEARS.end - 730
    here = among & (staff.hired <= start) & (staff.left > start)
    left = here & (staff.left < YEARS.end)
    days = np.minimum(staff.left[here], YEARS.end) - start
    return float(left.sum() / days.sum() * 365.25)


def test_the_same_arguments_give_the_same_bytes(made: Written, tmp_path: Path) -> None:
    again = write(tmp_path / "again", size=SIZE, seed=3)
    assert again.rows == made.rows
    for name, _ in made.rows:
        assert (again.folder / f"{name}.csv").read_bytes() == (
            made.folder / f"{name}.csv"
        ).read_bytes()


def test_another_seed_gives_other_people(made: Written, tmp_path: Path) -> None:
    other = write(tmp_path / "other", size=SIZE, seed=4)
    assert lines(other, "workers") != lines(made, "workers")


def test_every_file_is_named_in_the_mapping(made: Written) -> None:
    patterns = {one.pattern for one in read_mapping(made.mapping)}
    assert {f"{name}.csv" for name, _ in made.rows} <= patterns | {"headcount_*.csv"}
    assert dict(made.rows)["workers"] == SIZE + 1


def test_it_holds_the_faults_of_real_exports(made: Written) -> None:
    workers = lines(made, "workers")
    assert sum(not row["Birth_Year"].isdigit() for row in workers) >= 3
    assert max(Counter(row["Employee_ID"] for row in workers).values()) == 2
    assert {"", "Code 99", selves.DECLINES} & {row["Race"] for row in workers}
    assert any(row["Annualized_Amount"] == "see letter" for row in lines(made, "compensation"))


def test_posts_follow_each_other_without_gap_or_overlap(made: Written) -> None:
    held: dict[str, list[dict[str, str]]] = {}
    for row in lines(made, "job_history"):
        mine = held.setdefault(row["Employee_ID"], [])
        if row not in mine:
            mine.append(row)
    for mine in held.values():
        for one, following in pairwise(mine):
            assert one["End_Date"] == following["Effective_Date"]


def test_every_separation_ends_a_post(made: Written) -> None:
    ends = {(row["Employee_ID"], row["End_Date"]) for row in lines(made, "job_history")}
    gone = [row for row in lines(made, "events") if row["Business_Process"] == "Terminate"]
    assert gone
    assert all((row["Employee_ID"], row["Effective_Date"]) in ends for row in gone)


def test_snapshots_stand_in_the_place_of_history(tmp_path: Path) -> None:
    found = write(tmp_path, size=60, profile="snapshots")
    names = [name for name, _ in found.rows if name.startswith("headcount")]
    assert (names[0], names[-1]) == ("headcount_2015-12-31", "headcount_2025-12-31")
    assert len(names) == 41
    assert not (tmp_path / "events.csv").exists()


def test_a_planted_rate_of_leaving_is_there_in_the_last_two_years() -> None:
    staff = drawn((Gap(truth.TURNOVER, "race_ethnicity", "hispanic", 2.0),), size=20_000)
    hispanic = selves.members(staff.selves, "race_ethnicity", "hispanic")
    assert leaving(staff, hispanic) / leaving(staff, ~hispanic) == pytest.approx(2.0, abs=0.4)


def test_a_rate_may_also_be_planted_lower() -> None:
    staff = drawn((Gap(truth.TURNOVER, "sex", "female", 0.5),), size=20_000)
    women = selves.members(staff.selves, "sex", "female")
    assert leaving(staff, women) / leaving(staff, ~women) < 0.8


def test_a_planted_pace_of_promotion_is_there_in_all_years() -> None:
    staff = drawn((Gap(truth.PROMOTION, "sex", "female", 0.6),), size=20_000)
    women = selves.members(staff.selves, "sex", "female")
    lowest = staff.rank == 0
    first = np.where(staff.promoted[:, 0] < NEVER, staff.promoted[:, 0], staff.left)
    days = np.minimum(first, YEARS.end) - staff.hired
    rate = [
        float(((staff.promoted[:, 0] < NEVER) & lowest & side).sum()
              / days[lowest & side].sum() * 365.25)
        for side in (women, ~women)
    ]  # fmt: skip
    assert rate[1] == pytest.approx(PROMOTED[0], rel=0.12)
    assert rate[0] / rate[1] == pytest.approx(0.6, abs=0.07)


def test_without_a_gap_groups_do_not_differ() -> None:
    staff = drawn(size=20_000)
    women = selves.members(staff.selves, "sex", "female")
    assert leaving(staff, women) / leaving(staff, ~women) == pytest.approx(1, abs=0.15)


def test_offers_go_by_weight_and_only_to_who_was_interviewed() -> None:
    gaps = (Gap(truth.OFFERED, "race_ethnicity", "black", 0.45),)
    found = searches.draw(Draws(2), 20_000, YEARS, gaps)
    black = selves.members(found.selves, "race_ethnicity", "black")[found.applicant]
    interviewed, offered = found.reached >= 3, found.reached >= 4
    rates = [float(offered[side].sum() / interviewed[side].sum()) for side in (black, ~black)]
    assert 0.4 < rates[0] / rates[1] < 0.7
    assert (np.bincount(found.search[offered]) <= found.openings.max()).all()
    assert not (offered & ~found.qualified).any()


def test_critical_posts_are_held_and_few_names_stand_on_many_lists() -> None:
    staff = drawn()
    grown = development.draw(Draws(1), staff)
    assert staff.here(YEARS.end - 1)[grown.critical].all()
    assert len(np.unique(grown.person)) < len(grown.person)
    assert (grown.mentor != grown.mentee).all()


def test_shares_elsewhere_are_those_people_are_drawn_by() -> None:
    for groups in selves.shares().values():
        assert sum(groups.values()) == pytest.approx(1)
    assert selves.shares()["race_ethnicity"]["white"] == pytest.approx(
        0.38 / sum(entry[0] for entry in ORIGINS)
    )


@pytest.mark.parametrize(
    ("gap", "code"),
    [
        (Gap("workforce.unknown", "sex", "female", 2.0), "gap-unknown"),
        (Gap(truth.TURNOVER, "sex", "female", 0.0), "gap-unknown"),
        (Gap(truth.TURNOVER, "sex", "nobody", 2.0), "gap-unknown"),
        (Gap(truth.TURNOVER, "shoes", "large", 2.0), "gap-unknown"),
    ],
)
def test_what_can_not_be_planted_is_refused(gap: Gap, code: str, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        write(tmp_path, size=40, gaps=(gap,))
    assert caught.value.code == code


@pytest.mark.parametrize("asked", [{"size": 5}, {"seed": -1}, {"profile": "cards"}])
def test_an_odd_sample_is_refused(asked: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        write(tmp_path, **asked)  # type: ignore[arg-type]
    assert caught.value.code == "sample-malformed"


def test_what_is_carried_is_told_with_its_reason() -> None:
    found = Written(Path("x"), (), truth.PLANTED, truth.carried(truth.PLANTED))
    assert found.true("workforce.turnover", "race_ethnicity")
    assert found.true("workforce.turnover", "language")
    assert not found.true("workforce.turnover", "sex")
    assert found.true("workforce.senior_rank", "sex")
    assert not found.true("workforce.mentoring_reach", "sex")
