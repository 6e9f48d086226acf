"""What an outcome of cells may be."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.adjustment.outcome import binomial, gaussian, poisson


def code_of(make):
    with pytest.raises(Problem) as caught:
        make()
    return caught.value.code


def test_the_squares_of_people_are_those_of_zeros_and_ones():
    ours = binomial([3, 0], [10, 0])
    y = np.array([1] * 3 + [0] * 7)
    assert ours.scatter.tolist() == pytest.approx([((y - 0.3) ** 2).sum(), 0])
    assert ours.rows == 10


def test_more_events_than_people_is_a_problem():
    assert code_of(lambda: binomial([3], [2])) == "counts-above-people"
    assert code_of(lambda: binomial([-1], [2])) == "counts-negative"


def test_events_need_time():
    assert code_of(lambda: poisson([3], [0])) == "events-without-time"
    assert poisson([0], [0]).rows == 0
    assert poisson([3, 1, 0], [5, 5, 0]).rows == 2
    assert poisson([3, 1], [5, 5], [7, 8]).rows == 15
    assert code_of(lambda: poisson([3], [1], [-1])) == "counts-negative"
    assert code_of(lambda: poisson([3], [1], None, ([-1], [1], [1]))) == "counts-negative"


def test_a_spread_is_no_less_than_zero():
    assert code_of(lambda: gaussian([3], [2], [-1])) == "counts-negative"
    assert code_of(lambda: gaussian([3], [-2], [1])) == "counts-negative"
    assert gaussian([-3], [2], [1]).total.tolist() == [-6]
    assert gaussian([3], [0.5], [1]).scatter.tolist() == [0]
