"""What explains a concentration index, and its change."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality.elasticity import explain, explain_change
from commonweal.stats.inequality.individual_concentration import relative_index
from commonweal.stats.inequality.ranks import rank_rows

NUMBER = np.arange(30.0)
RANKING = (NUMBER * 7) % 31
NEED = RANKING / 10 + (NUMBER * 5) % 4
DISTANCE = 9 - RANKING / 5 + (NUMBER * 3) % 5
OUTCOME = 2 + 3 * NEED - 0.5 * DISTANCE + 4 * ((NUMBER * 11) % 3)


def test_a_factor_adds_its_elasticity_times_its_own_index():
    ours = explain(OUTCOME, RANKING, [NEED, DISTANCE])
    own = [relative_index(rank_rows(x, RANKING)).value[0] for x in (NEED, DISTANCE)]
    assert ours.factor_indices == pytest.approx(own)
    means = np.array([NEED.mean(), DISTANCE.mean()])
    assert ours.elasticities == pytest.approx(ours.coefficients[1:] * means / OUTCOME.mean())
    assert ours.contributions == pytest.approx(ours.elasticities * own)
    total = ours.contributions.sum() + ours.residual
    assert total == pytest.approx(relative_index(rank_rows(OUTCOME, RANKING)).value[0], abs=1e-14)


def test_coefficients_are_those_of_weighted_least_squares():
    weights = 1 + NUMBER % 4
    ours = explain(OUTCOME, RANKING, [NEED, DISTANCE], weights)
    design = np.column_stack([np.ones(30), NEED, DISTANCE])
    expected = np.linalg.solve(design.T * weights @ design, design.T @ (weights * OUTCOME))
    assert ours.coefficients == pytest.approx(expected)


def test_a_perfect_fit_leaves_nothing():
    ours = explain(2 * NEED + 1, RANKING, [NEED])
    assert ours.residual == pytest.approx(0, abs=1e-14)
    assert ours.contributions[0] == pytest.approx(ours.index.value[0])


def test_a_factor_that_the_others_say_is_left_out_and_named():
    alone = explain(OUTCOME, RANKING, [NEED, DISTANCE])
    constant = np.full(30, 0.1)
    ours = explain(OUTCOME, RANKING, [NEED, constant, 5 - 2 * NEED, DISTANCE, 1e9 * constant])
    assert ours.aliased == (1, 2, 4)
    assert ours.coefficients[[2, 3, 5]].tolist() == [0, 0, 0]
    assert ours.contributions[[0, 3]] == pytest.approx(alone.contributions)
    assert alone.aliased == ()


def test_factors_of_any_size_are_kept():
    ours = explain(OUTCOME, RANKING, [1e-9 * NEED, 1e9 * DISTANCE])
    plain = explain(OUTCOME, RANKING, [NEED, DISTANCE])
    assert ours.aliased == ()
    assert ours.contributions == pytest.approx(plain.contributions)


def test_a_factor_with_a_mean_of_zero_adds_but_has_no_index_of_its_own():
    ours = explain(OUTCOME, RANKING, [NEED - NEED.mean().round(12), DISTANCE])
    turned = np.concatenate([np.arange(15.0) - 15, np.arange(15.0) + 1])
    ours = explain(OUTCOME, RANKING, [turned, DISTANCE])
    assert np.isnan(ours.factor_indices).tolist() == [True, False]
    assert np.isfinite(ours.contributions).all()
    assert ours.elasticities[0] == 0
    assert ours.contributions.sum() + ours.residual == pytest.approx(ours.index.value[0])


@pytest.mark.parametrize(
    ("outcome", "ranking", "reason"),
    [
        ([-1, 1], [1, 2], "zero_mean"),
        ([1, 2], [5, 5], "single_group"),
        ([], [], "zero_denominator"),
    ],
)
def test_an_undefined_index_has_no_parts_but_a_reason(outcome, ranking, reason):
    ours = explain(outcome, ranking, [[1.0] * len(outcome)])
    assert ours.index.reason == (reason,)
    assert np.isnan([ours.residual, *ours.contributions, *ours.coefficients]).all()
    assert np.isnan(explain_change(ours, ours).total)


def test_no_factor_leaves_all_to_the_residual():
    ours = explain(OUTCOME, RANKING, np.empty((0, 30)))
    assert ours.residual == pytest.approx(ours.index.value[0])


@pytest.mark.parametrize("factors", [[1, 2, 3], [[1, 2]], [[[1, 2, 3]]]])
def test_factors_of_another_shape_are_a_problem(factors):
    with pytest.raises(Problem) as caught:
        explain([1, 2, 3], [1, 2, 3], factors)
    assert caught.value.code == "shapes-differ"


def test_a_factor_that_is_no_number_is_a_problem():
    with pytest.raises(Problem) as caught:
        explain([1, 2], [1, 2], [[1, np.nan]])
    assert caught.value.code == "numbers-missing"


def test_a_change_sums_up_in_either_order():
    before = explain(OUTCOME, RANKING, [NEED, DISTANCE])
    after = explain(OUTCOME + NEED**2, RANKING, [NEED + RANKING / 9, DISTANCE])
    ours = explain_change(before, after)
    assert ours.total == pytest.approx(after.index.value[0] - before.index.value[0])
    for order in (0, 1):
        parts = ours.inequality[order].sum() + ours.elasticity[order].sum() + ours.residual
        assert parts == pytest.approx(ours.total)
    assert not np.allclose(ours.inequality[0], ours.inequality[1])
    first = after.elasticities * (after.factor_indices - before.factor_indices)
    assert ours.inequality[0] == pytest.approx(first)


def test_a_change_between_different_factors_is_a_problem():
    one = explain(OUTCOME, RANKING, [NEED])
    two = explain(OUTCOME, RANKING, [NEED, DISTANCE])
    with pytest.raises(Problem) as caught:
        explain_change(one, two)
    assert caught.value.code == "shapes-differ"
