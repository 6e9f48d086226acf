"""The way into a study: what the split promises at its edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.enrollment.stages import split_stages


@settings(derandomize=True, max_examples=60)
@given(st.lists(st.tuples(*[st.integers(1, 200)] * 3), min_size=1, max_size=5))
def test_the_stages_multiply_to_the_whole(drops):
    table = np.cumsum(np.array(drops)[:, ::-1], axis=1)[:, ::-1]
    ours = split_stages(table)
    ratios = ours.ratio.value.reshape(ours.groups, ours.steps)
    assert ratios.prod(axis=1) == pytest.approx(ours.whole.value, rel=1e-12)
    logs = ours.log_ratio.value.reshape(ours.groups, ours.steps)
    assert logs.sum(axis=1) == pytest.approx(np.log(ours.whole.value), abs=1e-12)


def test_a_stage_nobody_passes_has_no_logarithm_and_ends_the_way():
    ours = split_stages([[10, 0, 0], [10, 5, 1]])
    assert ours.ratio.value[0] == 0
    assert ours.log_ratio.reason == ("zero_in_ratio", "zero_denominator", "", "")
    assert ours.leak(0) == 0
    assert ours.leak(1) is None


def test_a_group_of_nobody_and_a_stage_of_nobody_are_undefined():
    ours = split_stages([[0, 0, 0], [10, 5, 0]])
    assert ours.whole.reason == ("zero_denominator", "zero_denominator")
    assert ours.rate.reason == ("zero_denominator", "zero_denominator", "", "")
    assert ours.ratio.reason[3] == "zero_denominator"


def test_the_largest_loss_is_the_leak():
    assert split_stages([[100, 90, 30, 20], [100, 90, 80, 20]]).leak(0) == 1


def test_a_group_alone_has_no_error_of_its_ratio():
    ours = split_stages([[100, 40]])
    assert ours.ratio.value[0] == 1
    assert ours.ratio.se[0] == pytest.approx(0, abs=1e-12)


def test_the_error_is_that_of_many_made_up_ways():
    draw = np.random.Generator(np.random.Philox(4))
    people, rates = np.array([400, 800]), np.array([0.3, 0.4])
    passed = draw.binomial(people, rates, (20_000, 2))
    logs = np.log(passed[:, 0] / 400) - np.log(passed.sum(axis=1) / 1200)
    ours = split_stages([[400, 120], [800, 320]])
    assert ours.log_ratio.se[0] == pytest.approx(logs.std(), rel=0.03)


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([[5, 6]], "counts-above-people"),
        ([[5, -1]], "counts-negative"),
        ([[5, np.nan]], "counts-negative"),
        ([5, 4], "shapes-differ"),
        ([[5], [4]], "shapes-differ"),
        (np.zeros((0, 3)), "shapes-differ"),
    ],
)
def test_stages_that_can_not_be_are_a_problem(table, code):
    with pytest.raises(Problem) as caught:
        split_stages(table)
    assert caught.value.code == code
