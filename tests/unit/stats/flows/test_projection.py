"""Projections: what can not be, what never ends, and people that do not get lost."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.flows.leak import leak
from commonweal.stats.flows.levers import (
    equally_promoted,
    equally_retained,
    more_hires,
    retained,
    wider_pool,
)
from commonweal.stats.flows.projection import (
    chance_of_top,
    flows,
    hires_to_hold,
    leavers,
    projected,
    spread,
    steady_state,
    years_in_grades,
)
from commonweal.stats.flows.rows import equal_moves, move_shares

ONE, OTHER = [[0.7, 0.2], [0, 0.9]], [[0.8, 0.1], [0, 0.8]]
TWO = flows([ONE, OTHER], [[100, 20], [50, 5]], [[10, 2], [5, 0]])


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (([[0.5, 0.6], [0, 1]], [1, 1], [1, 1]), "row-above-one"),
        (([[-0.5]], [1], [1]), "counts-negative"),
        (([[np.nan]], [1], [1]), "numbers-missing"),
        (([[0.5]], [1, 2], [1]), "shapes-differ"),
        (([[0.5]], [1], [1, 2]), "shapes-differ"),
        (([0.5], [1], [1]), "shapes-differ"),
        (([["a"]], [1], [1]), "shapes-differ"),
        (([[0.5, 0.1]], [1], [1]), "shapes-differ"),
    ],
)
def test_flows_that_can_not_be_are_refused(columns, code):
    with pytest.raises(Problem) as problem:
        flows(*columns)
    assert problem.value.code == code


def test_nobody_gets_lost():
    stocks, left = projected(TWO, 6), leavers(TWO, 6)
    change = stocks[1:].sum(axis=2) - stocks[:-1].sum(axis=2)
    assert change == pytest.approx(TWO.hires.sum(axis=1) - left.sum(axis=2))


def test_a_projection_does_not_go_back():
    for ask in (projected, spread):
        with pytest.raises(Problem) as problem:
            ask(TWO, -1)
        assert problem.value.code == "years-negative"


def test_a_steady_state_stays():
    steady = np.array([each.value for each in steady_state(TWO)])
    again = projected(flows([ONE, OTHER], steady, TWO.hires), 1)[1]
    assert again == pytest.approx(steady)


def test_what_nobody_leaves_has_no_end():
    forever = flows([[0.5, 0.5], [0, 1]], [10, 5], [2, 0])
    assert np.isnan(years_in_grades(forever)).all()
    assert np.isnan(chance_of_top(forever)).all()
    assert steady_state(forever)[0].reason == ("nobody_leaves",) * 2
    assert steady_state(flows(ONE, [1, 1], [0, 0]))[0].reason == ("no_hires",) * 2


def test_the_spread_is_that_of_simulated_people():
    stream = np.random.default_rng(4)
    counts = np.array([stream.multinomial(300, [0.7, 0.2, 0.1])[:2] for _ in range(4000)])
    ours = spread(flows(ONE, [300, 0], [9, 9]), 1)[1, 0]
    assert counts.std(axis=0) == pytest.approx(ours, rel=0.04)


def test_a_headcount_is_of_all_together():
    hires = hires_to_hold(TWO, [150, 60])
    assert hires.tolist() == pytest.approx([150 - 70 - 40, 60 - 20 - 18 - 5 - 4])
    with pytest.raises(Problem):
        hires_to_hold(TWO, [150])


def test_levers_keep_what_they_do_not_change():
    for lever in (lambda m: retained(m, 0.2), equally_retained):
        after = lever(TWO)
        assert np.triu(after.shares, 1).tolist() == np.triu(TWO.shares, 1).tolist()
        assert (after.leaving <= TWO.leaving + 1e-12).all()
    assert equally_promoted(TWO).leaving == pytest.approx(TWO.leaving)
    assert wider_pool(TWO, 1, [0.5, 0.5]).hires.sum(axis=0).tolist() == [15, 2]
    assert more_hires(TWO, [1, 3]).hires[0].tolist() == [10, 6]


def test_a_pool_of_one_group_stays_as_it_is():
    alone = flows([ONE, OTHER], [[9, 9], [9, 9]], [[0, 0], [5, 3]])
    assert wider_pool(alone, 1, [0.4, 0.4]).hires.tolist() == [[0, 0], [5, 3]]


@pytest.mark.parametrize(
    ("try_it", "code"),
    [
        (lambda: retained(TWO, 1.2), "share-outside"),
        (lambda: wider_pool(TWO, 0, [0.4]), "shapes-differ"),
        (lambda: more_hires(TWO, [-1, 1]), "counts-negative"),
        (
            lambda: equally_promoted(
                flows(
                    [[[0.1, 0.8], [0, 1]], [[0.3, 0.1], [0, 1]]], np.ones((2, 2)), np.ones((2, 2))
                )
            ),
            "row-above-one",
        ),
        (lambda: leak(TWO, 1, 1, 3), "groups-repeat"),
    ],
)
def test_levers_that_can_not_be_are_refused(try_it, code):
    with pytest.raises(Problem) as problem:
        try_it()
    assert problem.value.code == code


def test_a_leak_of_equal_flows_is_none_and_of_an_empty_top_is_unknown():
    same = flows([ONE, ONE], [[10, 2], [30, 6]], [[1, 0], [3, 0]])
    found = leak(same, 0, 1, 8)
    assert found.parts == pytest.approx(dict.fromkeys(found.parts, 0))
    nobody = flows([ONE, ONE], [[0, 0], [0, 0]], [[0, 0], [0, 0]])
    assert np.isnan(leak(nobody, 0, 1, 2).actual)


def test_a_group_without_years_takes_the_pooled_row_and_says_so():
    shares, pooled = move_shares([[[8, 2], [0, 0]], [[0, 0], [0, 0]]])
    assert pooled.tolist() == [[False, True], [True, True]]
    assert shares[1, 0].tolist() == [0.8, 0.2]
    assert np.isnan(shares[:, 1]).all()


def test_small_cells_are_pulled_to_the_pooled_row():
    shares, _ = move_shares([[[2, 0]], [[70, 28]]], prior_years=20)
    pooled = 72 / 100
    assert shares[0, 0, 0] == pytest.approx((2 + 20 * pooled) / 22)
    assert shares.sum(axis=2) == pytest.approx(1)


def test_moves_that_can_not_be_compared_are_said():
    assert equal_moves([[[8, 2]]]).statistic.reason == ("single_group",)
    assert equal_moves([[[8, 2]], [[0, 0]]]).statistic.reason == ("no_variation",)
    many = [[[8, 2, 0]], [[4, 6, 0]], [[0, 0, 0]]]
    assert equal_moves(many).df == 1
    one, other = equal_moves(many).statistic.value, equal_moves(many[::-1]).statistic.value
    assert one == pytest.approx(other)


@pytest.mark.parametrize("moves", [[[1, 2]], [[["a"]]], [[[]]]])
def test_moves_are_groups_by_grades_by_outcomes(moves):
    with pytest.raises(Problem) as problem:
        move_shares(moves)
    assert problem.value.code == "shapes-differ"
