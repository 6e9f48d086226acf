"""Interrupted series and stepped wedges: truths planted, and what can not be told."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.causal.interrupted import interrupt
from commonweal.stats.causal.stepped_wedge import planned_error, stepped_wedge


def test_a_planted_jump_and_bend_are_found():
    draw = np.random.Generator(np.random.Philox(2))
    time = np.arange(1, 81)
    after = np.maximum(time - 40, 0)
    y = 10 + 0.1 * time - 2 * (after > 0) + 0.05 * after + draw.normal(size=80) / 5
    ours = interrupt(y, 40, 10)
    assert ours.lag == 3
    assert ours.effect.low[0] < -1.5 < ours.effect.high[0]
    assert ours.coefficients.value == pytest.approx([10, 0.1, -2, 0.05], abs=0.2)
    assert interrupt(y, 40, 10, lag=0).effect.se[0] != ours.effect.se[0]
    assert interrupt(y, 40, 10, lag=500).effect.ok.all()


def test_a_line_through_every_point_has_no_errors_to_look_at():
    ours = interrupt([1, 2, 3, 5, 7, 9], 3, 1)
    assert np.isnan(ours.durbin_watson)
    four = interrupt([1, 2, 4, 9], 2, 1)
    assert set(four.coefficients.reason) == {"no_degrees_of_freedom"}
    assert np.isnan(four.plain_se).all()


@pytest.mark.parametrize(
    "given", [{"before": 1}, {"before": 5}, {"before": 3, "horizon": -1}, {"before": 3, "lag": -1}]
)
def test_an_interruption_at_an_end_is_a_problem(given):
    with pytest.raises(Problem) as caught:
        interrupt([1, 2, 3, 5, 7, 9], **({"horizon": 1} | given))
    assert caught.value.code == "interruption-outside"


def wedge(clusters, effect=1.0, seed=3):
    draw = np.random.Generator(np.random.Philox(seed))
    cluster, period = (
        np.repeat(np.arange(clusters), 30),
        np.tile(np.repeat(np.arange(5), 6), clusters),
    )
    treated = (period > cluster % 4).astype(int)
    y = effect * treated + 0.2 * period + 0.5 * draw.normal(size=clusters)[cluster]
    return y + draw.normal(size=len(y)), treated, period, cluster


def test_a_planted_effect_is_found():
    found, model = stepped_wedge(*wedge(24))
    assert found.low[0] < 1 < found.high[0]
    assert found.flags == ((),)
    assert model.names[1] == "treated"
    assert stepped_wedge(*wedge(8))[0].flags == (("few_clusters",),)


def test_two_clusters_are_not_enough():
    assert stepped_wedge(*wedge(2))[0].reason == ("no_degrees_of_freedom",)


def test_periods_that_tell_who_is_treated_are_singular():
    y, _, period, cluster = wedge(8)
    assert stepped_wedge(y, period > 2, period, cluster)[0].reason == ("singular",)


def test_a_wedge_that_can_not_be_read_is_a_problem():
    with pytest.raises(Problem) as caught:
        stepped_wedge([1, 2], [0, 1], [1], [1, 2])
    assert caught.value.code == "shapes-differ"


def test_a_design_that_can_not_tell_has_no_finite_error():
    assert planned_error([[0, 0], [0, 0]], 5, 1, 0.1) == np.inf
    assert planned_error([[0, 1, 1], [0, 0, 1]], 5, 1, 0) > planned_error(
        [[0, 1, 1], [0, 0, 1]], 50, 1, 0
    )


@pytest.mark.parametrize(
    "given",
    [
        ([0, 1], 5, 1, 0),
        ([[0, 2]], 5, 1, 0),
        (np.zeros((0, 2)), 5, 1, 0),
        ([[0, 1]], 0, 1, 0),
        ([[0, 1]], 5, 0, 0),
        ([[0, 1]], 5, 1, -1),
    ],
)
def test_designs_that_can_not_be_are_a_problem(given):
    with pytest.raises(Problem) as caught:
        planned_error(*given)
    assert caught.value.code == "design-unread"
