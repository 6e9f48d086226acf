"""Joins: found where they were put, not found where there are none, bounded as declared."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.time.joinpoint import join_pieces

RANDOM = np.random.Generator(np.random.Philox(5))


def bent(length, bends, slopes, noise=0.01, level=2.0):
    when = np.arange(length, dtype=float)
    logs = level + slopes[0] * when
    for bend, before, after in zip(bends, slopes, slopes[1:], strict=False):
        logs = logs + (after - before) * np.maximum(when - bend, 0)
    return np.exp(logs + noise * RANDOM.normal(size=length))


def test_joins_are_found_where_they_were_put():
    table = [bent(15, (5,), (0.2, -0.1)), bent(15, (4, 9), (0.2, -0.1, 0.3)), bent(15, (), (0.1,))]
    found = join_pieces(table, periods=np.arange(2000, 2015))
    assert found.joins.tolist() == [1, 2, 0]
    assert found.series.tolist() == [0, 0, 1, 1, 1, 2]
    assert found.start.tolist() == [2000, 2005, 2000, 2004, 2009, 2000]
    assert found.end.tolist() == [2005, 2014, 2004, 2009, 2014, 2014]
    slopes = np.array([0.2, -0.1, 0.2, -0.1, 0.3, 0.1])
    assert found.change.value == pytest.approx(100 * np.expm1(slopes), abs=1.5)
    assert (found.change.low < found.change.value).all()
    assert (found.change.value < found.change.high).all()


def test_the_fit_of_known_joins_is_that_of_least_squares():
    rates, se = bent(11, (4,), (0.3, -0.2), 0.02), RANDOM.uniform(0.05, 0.2, 11)
    found = join_pieces(rates, se * rates, most_joins=1)
    when = np.arange(11.0)
    join = found.end[0]
    columns = np.column_stack((np.ones(11), when, np.maximum(when - join, 0)))
    weight = 1 / se**2
    known = np.linalg.inv(columns.T @ (columns * weight[:, None]))
    line = known @ columns.T @ (weight * np.log(rates))
    left = (weight * (np.log(rates) - columns @ line) ** 2).sum() / (11 - 4)
    slopes, sums = np.array([line[1], line[1] + line[2]]), np.array([[0, 1, 0], [0, 1, 1]])
    assert found.change.value == pytest.approx(100 * np.expm1(slopes))
    assert found.change.se == pytest.approx(np.sqrt(np.diag(sums @ known @ sums.T) * left))
    weight_mean = left * (11 - 4) / weight.mean()
    assert found.bic == pytest.approx(np.log(weight_mean / 11) + 4 * np.log(11) / 11)


@pytest.mark.parametrize(("length", "most"), [(4, 0), (6, 0), (7, 1), (10, 1), (11, 2), (15, 3)])
def test_never_more_joins_than_the_periods_support(length, most):
    wild = np.exp(RANDOM.normal(size=(60, length)) * 3)
    wild[0] = bent(length, range(3, length - 3, 3), (1, -1) * 4, 0.001)
    assert join_pieces(wild, most_joins=9).joins.max() == most
    assert join_pieces(wild, most_joins=0).joins.max() == 0


def test_neither_company_nor_the_unit_of_the_rate_moves_a_join():
    table = np.array([bent(11, (5,), (0.2, -0.2), 0.05) for _ in range(8)])
    found = join_pieces(table)
    for row in range(8):
        alone = join_pieces(table[row] * 1000)
        assert alone.joins[0] == found.joins[row]
        assert alone.change.value == pytest.approx(found.change.value[found.series == row])


def test_an_exact_line_has_no_joins_and_one_level_none():
    exact = join_pieces([2.0 ** np.arange(11), np.full(11, 1.0), np.full(11, 7.0)])
    assert exact.joins.tolist() == [0, 0, 0]
    assert exact.change.value == pytest.approx([100, 0, 0], abs=1e-9)


def test_each_gap_has_its_reason():
    short = join_pieces([[1, 2, 3], [1, 2, 4]])
    assert short.change.status == ("insufficient", "insufficient")
    assert short.change.reason == ("no_degrees_of_freedom",) * 2
    found = join_pieces([bent(11, (5,), (1, -1)), np.arange(11.0)])
    assert found.change.reason == ("", "", "zero_in_ratio")
    assert np.isnan(found.bic).tolist() == [False, True]
    assert found.joins.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("counts-negative", lambda: join_pieces([1, 2, -3, 4])),
        ("counts-negative", lambda: join_pieces([1, 2, 3, 4], [1, 1, 1, -1])),
        ("standard-error-zero", lambda: join_pieces([1, 2, 3, 4], [1, 1, 1, 0])),
        ("numbers-missing", lambda: join_pieces([1, 2, np.nan, 4])),
    ],
)
def test_what_can_not_be_is_a_problem(code, call):
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.code == code
