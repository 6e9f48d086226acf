"""Integrating a stratum's effect out, beside dense sums over a fine grid."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from commonweal.stats.pooling.bracket import crossing
from commonweal.stats.pooling.quadrature import integrated, modes

GRID = np.linspace(-12, 12, 48_001)


def dense(had, people, center, sigma):
    share = 1 / (1 + np.exp(-(center + sigma * GRID)))
    return np.log(np.sum(binom.pmf(had, people, share) * norm.pdf(GRID)) * (GRID[1] - GRID[0]))


@pytest.mark.parametrize(
    ("had", "people", "center", "sigma"),
    [(1, 2, 0.0, 1.0), (0, 9, -0.4, 0.7), (9, 9, 0.3, 1.2), (40, 100, -1.0, 0.5), (0, 0, 2.0, 1.0)],
)
def test_25_nodes_equal_a_dense_sum(had, people, center, sigma):
    ours = integrated(*(np.array([each], dtype=float) for each in (had, people, center)), sigma)
    assert ours.value[0] == pytest.approx(dense(had, people, center, sigma), abs=1e-7)


@pytest.mark.parametrize("nodes", [1, 5, 25])
def test_slopes_are_those_of_the_value(nodes):
    had, people = np.array([0.0, 3.0, 7.0, 50.0]), np.array([4.0, 9.0, 7.0, 400.0])
    center, sigma, h = np.array([-0.3, 0.2, 1.0, -2.0]), 0.8, 1e-5
    ours = integrated(had, people, center, sigma, nodes)
    by_center, by_sigma = (
        (integrated(*right, nodes).value - integrated(*left, nodes).value) / (2 * h)
        for right, left in (
            ((had, people, center + h, sigma), (had, people, center - h, sigma)),
            ((had, people, center, sigma + h), (had, people, center, sigma - h)),
        )
    )
    assert ours.by_center == pytest.approx(by_center, abs=1e-7)
    assert ours.by_sigma == pytest.approx(by_sigma, abs=1e-7)


def test_a_mode_is_where_data_and_prior_pull_alike():
    had, people = np.array([0.0, 1e6, 0.0, 5e5]), np.array([1e6, 1e6, 0.0, 1e6])
    for sigma in (0.0, 0.3, -0.3, 20.0):
        found = modes(had, people, np.array([2.0, 2.0, 2.0, -9.0]), sigma)
        odds = np.array([2.0, 2.0, 2.0, -9.0]) + sigma * found
        left = had / (1 + np.exp(odds)) - (people - had) / (1 + np.exp(-odds))
        slack = 1e-10 * (1 + sigma**2 * people * np.exp(-np.abs(odds)))
        assert (np.abs(sigma * left - found) <= slack * (1 + np.abs(found))).all()


def test_a_search_cut_short_gives_what_it_has(monkeypatch):
    monkeypatch.setattr("commonweal.stats.pooling.quadrature.STEPS", 1)
    monkeypatch.setattr("commonweal.stats.pooling.bracket.STEPS", 1)
    rough = modes(np.array([9.0]), np.array([10.0]), np.zeros(1), 1.0)
    assert 0 < rough[0] < 2
    square = crossing(lambda x: (2 - x**2, 2 * x), np.array([0.0]), np.array([5.0]))
    assert 0 < square[0] < 5
