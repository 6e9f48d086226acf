"""Succession: who counts, who does not, and many roles at once."""

from itertools import product

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.flows import vacancies
from commonweal.stats.flows.succession import bench, matched, readiness_table
from commonweal.stats.flows.vacancies import vacancy_risk


def test_a_person_named_for_four_roles_covers_one():
    four = bench([[1], [1], [1], [1]])
    assert four.ready == 1
    assert four.simultaneous == [0.25]
    assert four.pivotal == (0,)


def test_expired_readiness_and_an_incumbent_as_their_own_successor_are_left_out_and_counted():
    table, left_out = readiness_table(
        [0, 0, 1, 1], [0, 1, 1, 1], [1, 2, 2, 1], roles=2, people=2,
        expired=[False, True, False, False], incumbent=[0, -1],
    )  # fmt: skip
    assert table.tolist() == [[0, 0], [0, 1]]
    assert left_out == 2


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (([2], [0], [1]), "place-outside"),
        (([0], [2], [1]), "place-outside"),
        (([0], [0], [0]), "level-missing"),
        (([0.5], [0], [1]), "counts-not-whole"),
    ],
)
def test_assessments_that_can_not_be_are_refused(columns, code):
    with pytest.raises(Problem) as problem:
        readiness_table(*columns, roles=2, people=2)
    assert problem.value.code == code


def test_a_bench_is_a_table():
    with pytest.raises(Problem):
        bench([1, 2])
    assert np.isnan(bench(np.zeros((0, 3))).ready)
    assert bench(np.zeros((2, 0))).simultaneous == [0]


@pytest.mark.parametrize(
    ("ready", "chance", "code"),
    [([[True]], [1.5], "share-outside"), ([[True]], [0.1, 0.2], "shapes-differ")],
)
def test_vacancies_that_can_not_be_are_refused(ready, chance, code):
    with pytest.raises(Problem) as problem:
        vacancy_risk(ready, chance)
    assert problem.value.code == code


def by_hand(ready, chance):
    gaps = covered = 0.0
    for case in product([False, True], repeat=len(chance)):
        vacant = np.array(case)
        weight = np.where(vacant, chance, 1 - chance).prod()
        gap = vacant.sum() - matched(ready[vacant])
        gaps, covered = gaps + weight * gap, covered + weight * (gap == 0)
    return gaps, covered


def test_counting_sets_is_counting_cases():
    stream = np.random.default_rng(2)
    for _ in range(8):
        ready, chance = stream.random((6, 4)) < 0.35, stream.random(6)
        risk = vacancy_risk(ready, chance)
        assert [risk.uncovered, risk.all_covered] == pytest.approx(by_hand(ready, chance))


def test_too_many_roles_together_are_drawn_with_their_error(monkeypatch):
    stream = np.random.default_rng(2)
    ready, chance = np.ones((6, 2), dtype=bool), stream.random(6) / 4
    exact = vacancy_risk(ready, chance)
    monkeypatch.setattr(vacancies, "EXACT", 5)
    drawn = vacancy_risk(ready, chance, seed=9)
    assert drawn.uncovered == vacancy_risk(ready, chance, seed=9).uncovered
    assert 0 < drawn.uncovered_se < 0.01
    assert abs(drawn.uncovered - exact.uncovered) < 4 * drawn.uncovered_se
    assert abs(drawn.all_covered - exact.all_covered) < 4 * drawn.covered_se


def test_more_readiness_never_uncovers():
    stream = np.random.default_rng(6)
    ready, chance = stream.random((7, 5)) < 0.3, stream.random(7)
    before = vacancy_risk(ready, chance)
    ready[2, 1] = ready[5, 3] = True
    after = vacancy_risk(ready, chance)
    assert after.uncovered <= before.uncovered + 1e-12
    assert after.all_covered >= before.all_covered - 1e-12
