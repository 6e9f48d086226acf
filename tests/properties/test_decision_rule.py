"""The rule of grades raises few false alarms: a small run of benchmarks/decision."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.decision import simulate
from benchmarks.decision.simulate import LARGEST, REST, SMALL, Cell, Planted

from commonweal.stats.decision.grade import grade_groups

FAMILIES = 400
SOME = [
    Cell(2, "500 each", 0.5, REST),
    Cell(40, "500 each", 0.01, REST),
    Cell(20, "20 to 20,000", 0.1, LARGEST),
    Cell(8, "one has 80%", 0.1, SMALL),
    Cell(3, "2,000 each", 0.9, REST),
]
RARE = Cell(40, "500 each", 0.01, REST)


def drawn(cell: Cell, families: int, seed: int) -> np.ndarray:
    chance = np.random.Generator(np.random.Philox(seed))
    return chance.binomial(cell.people, cell.rate, size=(families, cell.groups))


@pytest.mark.parametrize("cell", SOME, ids=str)
def test_equal_groups_are_seldom_flagged(cell: Cell) -> None:
    any_flag, repeated = simulate.false_alarms(cell, FAMILIES, seed=1)
    assert 0 < any_flag <= simulate.bound(simulate.FLAGGED, FAMILIES)
    assert repeated <= simulate.bound(simulate.REPEATED, FAMILIES)


def test_the_usual_test_alone_would_be_caught() -> None:
    families = 2000
    found = simulate.flagged(drawn(RARE, families, 1), RARE.people, None, exact=False)
    assert found.any(axis=1).mean() > simulate.bound(simulate.FLAGGED, families)


@pytest.mark.parametrize("cell", SOME, ids=str)
def test_the_simulation_judges_as_the_rule_does(cell: Cell) -> None:
    families = 12
    events = drawn(cell, families, 2)
    events[:, -2] = np.minimum(events[:, -2] * 4, cell.people[-2])
    quick = simulate.flagged(events, cell.people, cell.against)
    compared = simulate.tables(events, cell.people, cell.against)
    for family in range(families):
        one = (column[family] for column in compared)
        ours = grade_groups(*one, favourable=True, prior_flagged=0, exact_when_few=True)
        assert [grade.value == "B" for grade in ours.grade] == quick[family].tolist()
    assert quick.any()


def test_a_group_below_the_minimum_is_never_flagged() -> None:
    people = np.array([20, 1000, 1000])
    found = simulate.flagged(np.array([[20, 10, 60]]), people, None)
    assert found.tolist() == [[False, True, True]]


def test_a_planted_gap_is_seen_as_often_as_its_power_says() -> None:
    alone = Planted(2, 500, 0.5)
    assert 0.7 < alone.seen(alone.least(), FAMILIES, seed=3) < 0.9
    assert alone.seen(2 * alone.least(), FAMILIES, seed=3) > 0.99
    assert alone.least() < alone.least(family=8)


def test_a_gap_that_matters_is_seldom_called_small() -> None:
    families = 1000
    share = Planted(8, 5000, 0.5).called_small(families, seed=4)
    assert 0.02 < share <= simulate.bound(0.05, families)


def test_the_same_people_coming_again_repeat_a_false_alarm() -> None:
    apart = simulate.repeated_by_the_same(2, 0.0, 2000, seed=5)
    again = simulate.repeated_by_the_same(2, 0.75, 2000, seed=5)
    assert apart <= simulate.bound(simulate.REPEATED, 2000) < again


def test_a_text_is_put_between_its_two_comments_only() -> None:
    page = "a\n% x begins\nold\n% x ends\nb\n% y begins\n% y ends\n"
    assert simulate.put(page, "x", "new") == (
        "a\n% x begins\n\nnew\n\n% x ends\nb\n% y begins\n% y ends\n"
    )
