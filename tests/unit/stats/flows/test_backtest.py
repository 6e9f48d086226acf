"""A projection beside years already seen."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.flows.backtest import backtest
from commonweal.stats.flows.projection import flows, projected

SHARES = np.array([[0.8, 0.1], [0.0, 0.9]])


def lived(stream, years=4):
    """Let people move by chance, a year at a time."""
    stock, found = np.array([300, 200]), []
    for _ in range(years):
        moved = [
            stream.multinomial(many, [*row, 1 - row.sum()])[:2]
            for many, row in zip(stock, SHARES, strict=True)
        ]
        stock = np.sum(moved, axis=0) + np.array([30, 5])
        found.append([stock])
    return found


def test_bands_hold_what_they_say_when_the_flows_are_true():
    stream = np.random.default_rng(11)
    moving = flows(SHARES, [300, 200], [30, 5])
    tried = [backtest(moving, lived(stream)) for _ in range(300)]
    assert np.mean([one.within_80 for one in tried]) == pytest.approx(0.80, abs=0.05)
    assert np.mean([one.within_95 for one in tried]) == pytest.approx(0.95, abs=0.03)
    assert np.mean([one.error < one.error_unmoved for one in tried]) > 0.9


def test_a_perfect_projection_is_inside_every_band():
    moving = flows(SHARES, [300, 200], [30, 5])
    perfect = backtest(moving, projected(moving, 3)[1:])
    assert (perfect.within_80, perfect.within_95, perfect.error) == (1, 1, 0)


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ([[[1, 2]]] * 2, "years-few"),
        ([[[1]]] * 3, "shapes-differ"),
        ([[1, 2]] * 3, "shapes-differ"),
        ([[[1, np.nan]]] * 3, "numbers-missing"),
    ],
)
def test_years_that_can_not_be_compared_are_refused(seen, code):
    with pytest.raises(Problem) as problem:
        backtest(flows(SHARES, [300, 200], [30, 5]), seen)
    assert problem.value.code == code
