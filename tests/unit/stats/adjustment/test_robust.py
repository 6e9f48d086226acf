"""Robust covariances from cells beside those of the rows."""

import numpy as np
import pytest
from tests.unit.stats.adjustment import dense
from tests.unit.stats.adjustment.models import model, people

from commonweal.kinds import Problem
from commonweal.stats.adjustment import robust
from commonweal.stats.adjustment.coefficients import coefficients
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.outcome import binomial, gaussian, poisson
from commonweal.stats.adjustment.robust import clustered, heteroscedastic
from commonweal.stats.adjustment.terms import term

SHAPE = {"numeric": 1, "interactions": [("race", "age")], "cells": 60}


def close(ours, theirs):
    return ours == pytest.approx(theirs, rel=1e-9, abs=1e-10)


@pytest.fixture(scope="module")
def counted():
    events, count = people()
    chosen = model(**SHAPE)
    ours = fit(chosen, binomial(events, count))
    x, y, cells = dense.rows(dense.matrix(chosen), events, count)
    _, bread, mean = dense.logistic(x, y)
    return ours, x, bread, y - mean, cells


def test_errors_of_people_are_those_of_the_rows(counted):
    ours, x, bread, rest, _ = counted
    expected = dense.sandwich(x, bread, rest)
    assert close(heteroscedastic(ours), expected)
    assert close(heteroscedastic(ours, "HC1"), expected * len(x) / (len(x) - x.shape[1]))


@pytest.mark.parametrize("at_once", [3, 7, 50_000])
def test_errors_of_clusters_are_those_of_the_rows(counted, monkeypatch, at_once):
    monkeypatch.setattr(robust, "AT_ONCE", at_once)
    ours, x, bread, rest, cells = counted
    named = np.random.default_rng(7).integers(-3, 11, 60)
    count = len(np.unique(named))
    expected = dense.sandwich(x, bread, rest, named[cells]) * count / (count - 1)
    assert close(clustered(ours, named), expected)


def test_one_person_a_cluster_is_the_robust_error_of_rows():
    made = np.random.default_rng(3)
    chosen = model(cells=200)
    ours = fit(chosen, binomial(made.integers(0, 2, 200), np.ones(200)))
    assert close(clustered(ours, np.arange(200)), heteroscedastic(ours) * 200 / 199)


def test_clusters_of_empty_cells_do_not_count():
    events, count = people()
    events[40:], count[40:] = 0, 0
    chosen = model()
    ours = clustered(fit(chosen, binomial(events, count)), np.arange(60) // 10)
    kept = design([term(t.name, t.codes[:40], t.levels) for t in chosen.terms])
    fewer = clustered(fit(kept, binomial(events[:40], count[:40])), np.arange(40) // 10)
    assert close(ours, fewer)


def test_errors_of_rates_need_the_squares_where_cells_hold_rows():
    made = np.random.default_rng(8)
    rows = 400
    time = made.uniform(1, 5, rows)
    y = made.poisson(time * 0.5)
    cells = made.integers(0, 60, rows)
    chosen = model()

    def sums(values):
        return np.bincount(cells, values, minlength=60)

    squares = sums(y**2), sums(y * time), sums(time**2)
    ours = fit(chosen, poisson(sums(y), sums(time), sums(np.ones(rows)), squares))
    x = dense.matrix(chosen)[cells]
    _, bread, mean = dense.poisson(x, y, time)
    expected = dense.sandwich(x, bread, y - mean)
    assert close(heteroscedastic(ours), expected)
    assert close(heteroscedastic(ours, "HC1"), expected * rows / (rows - x.shape[1]))
    one_a_cell = fit(chosen, poisson(sums(y), sums(time)))
    _, bread, mean = dense.poisson(dense.matrix(chosen), sums(y), sums(time))
    expected = dense.sandwich(dense.matrix(chosen), bread, sums(y) - mean)
    assert close(heteroscedastic(one_a_cell), expected)


def test_errors_of_means_are_those_of_the_rows():
    made = np.random.default_rng(9)
    groups = [made.normal(120, 5 + at % 7, size) for at, size in enumerate([3] * 30 + [1] * 30)]
    sizes = [len(each) for each in groups]
    spread = [each.std(ddof=1) if len(each) > 1 else 0 for each in groups]
    chosen = model()
    ours = fit(chosen, gaussian([each.mean() for each in groups], sizes, spread))
    x, y = np.repeat(dense.matrix(chosen), sizes, axis=0), np.concatenate(groups)
    _, bread, mean = dense.linear(x, y)
    assert close(heteroscedastic(ours), dense.sandwich(x, bread, y - mean))


def test_one_cluster_or_no_row_to_spare_gives_no_errors():
    chosen = design([term("g", [0, 1], ["A", "B"])])
    ours = fit(chosen, gaussian([1, 3], [1, 1], [0, 0]))
    assert np.isnan(clustered(ours, [4, 4])).all()
    assert np.isnan(heteroscedastic(ours, "HC1")).all()
    counts = fit(chosen, binomial([1, 3], [5, 5]))
    told = coefficients(counts, clustered(counts, [4, 4]))
    assert told.reason == ("no_degrees_of_freedom",) * 2


@pytest.mark.parametrize("clusters", [[1, 2], np.zeros(60), np.zeros((60, 1), dtype=int)])
def test_clusters_that_are_not_one_whole_number_a_cell_are_a_problem(counted, clusters):
    with pytest.raises(Problem) as caught:
        clustered(counted[0], clusters)
    assert caught.value.code == "clusters-unread"
