"""Bands of a projection: they hold what they say, and the same seed draws the same."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.flows.bands import bands
from commonweal.stats.flows.projection import flows, projected, spread

SHARES = np.array([[0.80, 0.12, 0.08], [0.0, 0.92, 0.08]])
STOCK, HIRES = [[300, 200]], [[24.0, 5.0]]


def test_the_same_seed_draws_the_same():
    one, again, other = (
        bands([SHARES * 200], STOCK, HIRES, 3, seed=seed, draws=100) for seed in (1, 1, 2)
    )
    assert (one.low == again.low).all()
    assert (one.low != other.low).any()
    assert (one.low[0] == STOCK).all()


def test_rows_known_for_sure_give_the_spread_of_people_alone():
    found = bands([SHARES * 1e9], STOCK, [[0, 0]], 2, seed=3, draws=4000)
    moving = flows(SHARES[:, :-1], STOCK[0], [0, 0])
    width = (found.high - found.low)[1:, 0]
    assert width == pytest.approx(2 * 1.96 * spread(moving, 2)[1:, 0], rel=0.06)
    assert found.middle[1:, 0] == pytest.approx(projected(moving, 2)[1:, 0], abs=1)


def test_bands_hold_what_they_say():
    stream, inside = np.random.default_rng(8), []
    for seed in range(120):
        past = [stream.multinomial(150, row) for row in SHARES]
        found = bands([past], STOCK, HIRES, 3, seed=seed, draws=300, level=0.8)
        now = np.array(STOCK[0])
        for _ in range(3):
            moved = [stream.multinomial(n, row)[:-1] for n, row in zip(now, SHARES, strict=True)]
            now = np.sum(moved, axis=0) + stream.poisson(HIRES[0])
        inside.append((found.low[-1, 0] <= now) & (now <= found.high[-1, 0]))
    assert np.mean(inside) == pytest.approx(0.8, abs=0.08)


def test_a_small_group_leans_on_all_together():
    few = [SHARES * 200, [[0, 0, 2], [0, 1, 0]]]
    stock, hires = [[300, 200], [20, 10]], [[24, 5], [2, 0]]
    leaning = bands(few, stock, hires, 1, seed=4, draws=400)
    assert leaning.middle[1, 1, 0] == pytest.approx(17.0, abs=2.0)


@pytest.mark.parametrize(
    ("moves", "stock", "changes", "code"),
    [
        ([SHARES], STOCK, {"draws": 0}, "draws-missing"),
        ([SHARES], STOCK, {"years": -1}, "years-negative"),
        ([SHARES], [[1.5, 2]], {}, "counts-not-whole"),
        ([[[1, 2, 3], [0, 0, 0]]], STOCK, {}, "row-missing"),
        ([SHARES, SHARES * 0], STOCK * 2, {"prior_years": 0}, "row-missing"),
        ([SHARES], STOCK, {"prior_years": -1}, "counts-negative"),
        ([SHARES], [[1, 2, 3]], {}, "shapes-differ"),
        ([[[-1, 2, 3], [0, 1, 0]]], STOCK, {}, "counts-negative"),
    ],
)
def test_what_can_not_be_projected_is_refused(moves, stock, changes, code):
    years = changes.pop("years", 2)
    with pytest.raises(Problem) as problem:
        bands(moves, stock, HIRES, years, seed=1, **changes)
    assert problem.value.code == code
