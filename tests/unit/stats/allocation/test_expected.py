"""Distances from the line of the others: each beside a line that was fitted without it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from commonweal.kinds import Problem
from commonweal.stats.allocation.expected import from_others

CHANCE = np.random.Generator(np.random.Philox(5))
BURDEN = np.exp(CHANCE.normal(7, 1, 12))
MONEY = 50 * BURDEN**0.7 * np.exp(CHANCE.normal(0, 0.4, 12))


def fitted(x: np.ndarray, y: np.ndarray, at: float) -> tuple[float, float, int]:
    """Give the prediction of a line at a place, its error for a new value, and its freedom."""
    design = np.column_stack((np.ones(len(x)), x))
    beta, *_ = np.linalg.lstsq(design, y, rcond=None)
    left = y - design @ beta
    freedom = len(x) - 2
    new = np.array([1.0, at])
    spread = left @ left / freedom
    return (
        float(new @ beta),
        float(np.sqrt(spread * (1 + new @ np.linalg.inv(design.T @ design) @ new))),
        freedom,
    )


@pytest.mark.parametrize("at", range(12))
def test_each_stands_beside_a_line_fitted_without_it(at: int) -> None:
    found = from_others(MONEY, BURDEN)
    rest = np.arange(12) != at
    x, y = np.log(BURDEN), np.log(MONEY)
    expected, error, freedom = fitted(x[rest], y[rest], x[at])
    assert found.expected[at] == pytest.approx(np.exp(expected), rel=1e-9)
    far = y[at] - expected
    assert found.p[at] == pytest.approx(2 * t.sf(abs(far) / error, freedom), rel=1e-9)
    reach = t.ppf(0.975, freedom) * error
    assert found.ratio.low[at] == pytest.approx(np.exp(far - reach), rel=1e-9)
    assert found.ratio.high[at] == pytest.approx(np.exp(far + reach), rel=1e-9)


def test_a_condition_that_nobody_funds_is_tested_as_if_it_had_half_the_least() -> None:
    money, burden = np.append(MONEY, 0.0), np.append(BURDEN, 900.0)
    found = from_others(money, burden)
    expected, error, freedom = fitted(np.log(BURDEN), np.log(MONEY), np.log(900.0))
    far = np.log(MONEY.min() / 2) - expected
    assert found.ratio.value[-1] == 0
    assert found.ratio.low[-1] == 0
    assert found.p[-1] == pytest.approx(2 * t.sf(abs(far) / error, freedom), rel=1e-9)
    assert found.ratio.value[:-1] == pytest.approx(from_others(MONEY, BURDEN).ratio.value)


def test_chance_alone_is_found_as_often_as_it_says() -> None:
    stream = np.random.Generator(np.random.Philox(11))
    many = [from_others(BURDEN * np.exp(stream.normal(0, 0.5, 12)), BURDEN).p for _ in range(400)]
    assert (np.array(many) < 0.05).mean() == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize(
    ("money", "burden", "reason"),
    [
        ([1, 2, 3, 4], [1, 2, 3, 4], "no_degrees_of_freedom"),
        ([1, 2, 3, 4, 5, 6], [7, 7, 7, 7, 7, 7], "no_variation"),
        ([], [], None),
    ],
)
def test_too_little_to_draw_a_line(money, burden, reason) -> None:
    found = from_others(money, burden)
    assert set(found.ratio.reason) == ({reason} if reason else set())
    assert np.isnan(found.expected).all()
    assert np.isnan(found.p).all()


def test_no_burden_has_no_ratio() -> None:
    found = from_others([*MONEY, 5.0], [*BURDEN, 0.0])
    assert found.ratio.reason[-1] == "zero_in_ratio"


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        from_others([-1.0], [1.0])
    assert caught.value.code == "counts-negative"
