"""Products without a dummy matrix beside products of one."""

import numpy as np
import pytest
from tests.unit.stats.adjustment.dense import matrix
from tests.unit.stats.adjustment.models import SHAPES, model

from commonweal.stats.adjustment import parts as parts_module
from commonweal.stats.adjustment.crossing import Crossing
from commonweal.stats.adjustment.grid import Grid
from commonweal.stats.adjustment.parts import gathered, parts
from commonweal.stats.adjustment.products import products


def symmetric(size, seed=4):
    made = np.random.default_rng(seed).normal(size=(size, size))
    return made + made.T


def test_the_columns_have_the_names_of_a_dense_matrix(chosen):
    assert matrix(chosen).shape == (chosen.cells, len(chosen.names))
    assert len(set(chosen.names)) == len(chosen.names)


def test_products_over_cells_are_those_of_the_dense_matrix(chosen):
    x, ours = matrix(chosen), Crossing(chosen)
    made = np.random.default_rng(5)
    weights, beta = made.uniform(size=chosen.cells), made.normal(size=x.shape[1])
    square = symmetric(x.shape[1])
    assert ours.predict(beta) == pytest.approx(x @ beta, abs=1e-12)
    assert ours.pull(weights) == pytest.approx(x.T @ weights, abs=1e-11)
    assert ours.gram(weights) == pytest.approx(x.T @ (x * weights[:, None]), abs=1e-11)
    dense = np.einsum("ni,ij,nj->n", x, square, x)
    assert ours.quadratic(square) == pytest.approx(dense, abs=1e-10)
    assert ours.gathered(weights) is weights


def test_products_over_a_table_are_those_over_cells(chosen):
    cells, table = Crossing(chosen), products(chosen)
    if len(chosen.numeric) or len(parts(chosen)) > 2 or chosen.cells < 60:
        assert isinstance(table, Crossing)
        return
    assert isinstance(table, Grid)
    made = np.random.default_rng(6)
    weights, beta = made.uniform(size=chosen.cells), made.normal(size=len(chosen.names))
    square = symmetric(len(chosen.names))
    summed = table.gathered(weights)
    assert table.pull(summed) == pytest.approx(cells.pull(weights), abs=1e-11)
    assert table.gram(summed) == pytest.approx(cells.gram(weights), abs=1e-11)
    for here, there in (
        (table.predict(beta), cells.predict(beta)),
        (table.quadratic(square), cells.quadratic(square)),
    ):
        assert summed @ here == pytest.approx(weights @ there, rel=1e-12)
        assert set(there.round(8)) <= set(here.round(8))


def test_terms_that_interact_stay_together_even_in_too_large_a_part(monkeypatch):
    monkeypatch.setattr(parts_module, "LARGEST", 4)
    assert gathered([["a", "b"], ["c"], ["d"]], {"a": 3, "b": 3, "c": 2, "d": 2}) == [
        ["a", "b"],
        ["c"],
        ["d"],
    ]
    chosen = model(interactions=[("race", "month")], cells=70)
    assert parts(chosen)[0].names == ("race", "month")
    x, weights = matrix(chosen), np.linspace(0.5, 2, 70)
    assert Crossing(chosen).gram(weights) == pytest.approx(x.T @ (x * weights[:, None]))


def test_three_parts_are_really_made(monkeypatch):
    monkeypatch.setattr(parts_module, "LARGEST", 50)
    assert len(parts(model(**SHAPES["three parts"]))) == 3
