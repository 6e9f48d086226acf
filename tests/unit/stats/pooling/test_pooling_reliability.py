"""Which rankings can be trusted."""

import numpy as np
import pytest
from scipy.stats import norm

from commonweal.kinds import Problem
from commonweal.stats.pooling import reliability
from commonweal.stats.pooling.reliability import bands, chance_among_worst


def test_bands_hold_at_their_borders_however_division_rounds():
    assert bands([0, 0.5 - 1e-9, 0.5, 0.7 - 1e-9, 0.7, 1, np.nan]).tolist() == [
        "do_not_rank",
        "do_not_rank",
        "caution",
        "caution",
        "usable",
        "usable",
        "",
    ]
    people = np.arange(1, 2000) * 7
    assert set(bands(people * 0.1 / (people * 0.1 + people / 7 * 0.3))) == {"usable"}


def test_a_share_above_one_is_a_problem():
    with pytest.raises(Problem) as caught:
        bands([1.1])
    assert caught.value.code == "share-outside"


def test_of_two_groups_the_chance_is_that_of_their_difference():
    ours = chance_among_worst([1.0, 1.5], [0.3, 0.4], 1, seed=3, draws=40_000)
    assert ours.value[1] == pytest.approx(norm.cdf(1.0), abs=4 * ours.se[1])
    low = chance_among_worst([1.0, 1.5], [0.3, 0.4], 1, seed=3, high_is_worse=False)
    assert low.value[0] > 0.8


def test_chances_sum_to_the_places_and_do_not_know_other_tables(monkeypatch):
    mean, se = np.array([1.0, 2, 3, 2.5, 9]), np.full(5, 0.8)
    alone = chance_among_worst(mean, se, 2, seed=7)
    assert alone.value.sum() == pytest.approx(2)
    order = [4, 9, 2, 4, 9, 4, 2, 9, 4, 9, 2, 9, 4]
    values = np.ones(13)
    values[np.array(order) == 4] = mean
    monkeypatch.setattr(reliability, "AT_ONCE", 1)
    beside = chance_among_worst(values, 0.8, 2, order, seed=7)
    assert beside.value[np.array(order) == 4].tolist() == alone.value.tolist()
    assert beside.value.sum() == pytest.approx(6)
    assert chance_among_worst(mean, se, 2, seed=8).value.tolist() != alone.value.tolist()


def test_equal_groups_share_the_places():
    assert chance_among_worst([1, 1, 1, 0], [0] * 4, 2, seed=1).value == pytest.approx(
        [2 / 3, 2 / 3, 2 / 3, 0]
    )


def test_no_more_groups_than_places_is_undefined():
    ours = chance_among_worst([1, 2, 3], [1, 1, 1], 2, [0, 0, 1], seed=1)
    assert ours.reason == ("too_few_groups",) * 3


@pytest.mark.parametrize("wrong", [{"worst": 0}, {"seed": -1}, {"draws": 0}])
def test_a_ranking_that_can_not_be_is_a_problem(wrong):
    with pytest.raises(Problem) as caught:
        chance_among_worst([1, 2], [1, 1], **{"worst": 1, "seed": 1, **wrong})
    assert caught.value.code == "ranking-impossible"
