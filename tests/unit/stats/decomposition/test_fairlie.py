"""Swapping covariates: parts add up, orders average, pairs are exact, errors follow the fit."""

from itertools import product

import numpy as np
import pytest
from scipy.special import expit

from commonweal.kinds import Problem
from commonweal.stats.decomposition import swap
from commonweal.stats.decomposition.fairlie import fairlie
from commonweal.stats.decomposition.orders import marginal_steps

RANDOM = np.random.Generator(np.random.Philox(3))


def cells(blocks, seed=5):
    random = np.random.Generator(np.random.Philox(seed))
    grid = np.array(list(product([0.0, 1.0], repeat=blocks)))
    columns = np.hstack((np.ones((len(grid), 1)), grid))
    names = ["", *(f"block {index}" for index in range(blocks))]
    people = random.integers(0, 50, (2, len(grid)))
    return columns, names, *people, random.normal(size=blocks + 1)


def predicted(table):
    columns, _, people, rest_people, coefficients = table
    rate = expit(columns @ coefficients)
    return rate @ people / people.sum() - rate @ rest_people / rest_people.sum()


@pytest.mark.parametrize("blocks", [1, 3, 6, 8])
def test_the_shares_add_up_to_the_gap_of_predicted_rates(blocks):
    table = cells(blocks)
    found = fairlie(*table, orders=40)
    assert found.gap.value[0] == pytest.approx(predicted(table), abs=1e-12)
    assert found.shares.value.sum() == pytest.approx(predicted(table), abs=1e-12)
    assert (found.smallest <= found.shares.value + 1e-12).all()
    assert (found.shares.value <= found.largest + 1e-12).all()
    assert found.orders == {1: 1, 3: 6, 6: 720, 8: 40}[blocks]


def test_the_average_over_orders_by_hand():
    columns, names, people, rest, effects = cells(2)
    here, there = people / people.sum(), rest / rest.sum()

    def mean(first, second):
        pairs = product(range(4), repeat=2)
        total = 0.0
        for one, two in pairs:
            picked = {"here": columns[one], "there": columns[two]}
            line = effects[0] + picked[first][1] * effects[1] + picked[second][2] * effects[2]
            total += here[one] * there[two] * expit(line)
        return total

    steps = [
        mean("here", "here") - mean("there", "here"),
        mean("here", "there") - mean("there", "there"),
    ]
    found = fairlie(columns, names, people, rest, effects)
    assert found.shares.value[0] == pytest.approx(np.mean(steps), rel=1e-12)
    assert (found.smallest[0], found.largest[0]) == pytest.approx((min(steps), max(steps)))


def test_what_blocks_add_to_the_predictor_serves_as_well_as_columns():
    columns, names, people, rest, effects = cells(3)
    by_column = fairlie(columns, names, people, rest, effects)
    by_block = fairlie(columns * effects, names, people, rest, np.ones(4))
    assert by_column.shares.value == pytest.approx(by_block.shares.value, rel=1e-12)
    halves = np.hstack((columns, columns[:, 1:2]))
    split = np.append(effects, effects[1] / 2)
    split[1] /= 2
    shared = fairlie(halves, [*names, names[1]], people, rest, split)
    assert by_column.shares.value == pytest.approx(shared.shares.value, rel=1e-12)
    assert by_column.blocks == shared.blocks == ("block 0", "block 1", "block 2")


def test_drawn_orders_repeat_with_the_seed_and_come_near_all_of_them():
    table = cells(7)
    one, again, other = (fairlie(*table, orders=400, seed=seed) for seed in (1, 1, 2))
    assert one.shares.value.tobytes() == again.shares.value.tobytes()
    assert one.shares.value.tobytes() != other.shares.value.tobytes()
    assert one.shares.value == pytest.approx(other.shares.value, abs=2e-3)


def test_the_order_of_cells_and_few_pairs_at_a_time_move_nothing(monkeypatch):
    columns, names, people, rest, effects = cells(4)
    order = RANDOM.permutation(len(people))
    before = fairlie(columns, names, people, rest, effects, covariance=np.eye(5))
    monkeypatch.setattr(swap, "PAIRS", 5)
    after = fairlie(
        columns[order], names, people[order], rest[order], effects, covariance=np.eye(5)
    )
    assert before.shares.value == pytest.approx(after.shares.value, abs=1e-12)
    assert before.shares.se == pytest.approx(after.shares.se, abs=1e-12)


def test_standard_errors_follow_the_coefficients():
    columns, names, people, rest, effects = cells(3)
    mixing = RANDOM.normal(size=(4, 4)) / 30
    covariance = mixing @ mixing.T
    found = fairlie(columns, names, people, rest, effects, covariance=covariance)
    drawn = [
        fairlie(columns, names, people, rest, effects + mixing @ RANDOM.normal(size=4))
        for _ in range(500)
    ]
    spread = np.std([one.shares.value for one in drawn], axis=0)
    assert found.shares.se == pytest.approx(spread, rel=0.12)
    assert found.gap.se[0] == pytest.approx(np.std([one.gap.value for one in drawn]), rel=0.12)
    assert ((found.shares.high - found.shares.low) > 0).all()
    assert drawn[0].shares.se is None


def test_nobody_in_a_group_is_undefined_and_no_block_explains_nothing():
    columns, names, people, rest, effects = cells(2)
    for table in ((people, rest * 0), (people * 0, rest)):
        found = fairlie(columns, names, *table, effects, covariance=np.eye(3))
        assert set(found.gap.reason + found.shares.reason) == {"zero_denominator"}
        assert np.isnan([found.smallest, found.largest]).all()
    bare = fairlie(columns[:, :1], [""], people, rest, effects[:1])
    assert (bare.gap.value[0], bare.blocks, bare.orders) == (0.0, (), 1)


def test_no_thing_at_all_has_one_order():
    steps, orders = marginal_steps(0, lambda here: np.array([float(len(here))]), 9, 0)
    assert (steps.mean.shape, orders) == ((0, 1), 1)


def test_what_can_not_be_is_a_problem():
    columns, names, people, rest, effects = cells(2)
    bad = {
        "shapes-differ": (columns, names[1:], people, rest, effects),
        "column-without-block": (columns, ["", "", "a"], people, rest, effects),
        "counts-negative": (columns, names, -people, rest, effects),
        "numbers-missing": ([[1, 2], [3]], names, people, rest, effects),
    }
    for code, table in bad.items():
        with pytest.raises(Problem) as caught:
            fairlie(*table)
        assert caught.value.code == code
    with pytest.raises(Problem) as caught:
        fairlie(columns, names, people, rest, effects, covariance=np.eye(2))
    assert caught.value.code == "shapes-differ"
    with pytest.raises(Problem) as caught:
        fairlie(columns, names, people, rest, effects, orders=0)
    assert caught.value.code == "orders-none"
