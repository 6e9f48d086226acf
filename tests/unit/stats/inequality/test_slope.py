"""The line through ordered groups: straight or logit, and the tables that have no best line."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, logit

from commonweal.kinds import Problem
from commonweal.stats.inequality.direction import disadvantage, disadvantage_ratio
from commonweal.stats.inequality.slope import (
    kunst_mackenbach_index,
    logit_indices,
    relative_index,
    slope_index,
)
from commonweal.stats.inequality.subgroups import Subgroups


def one(estimate, people=None, se=None, order=True, **declared):
    people = [10.0] * len(estimate) if people is None else people
    places = np.arange(1, len(estimate) + 1) if order else None
    return Subgroups.one(estimate, se, people, order=places, **{"favorable": True, **declared})


def test_groups_on_a_straight_line_give_that_line():
    # Ranks 1/8, 3/8, 5/8 and 7/8 on 20 + 40 x rank.
    found = slope_index(one([25, 35, 45, 55], se=[1] * 4), line="straight")
    assert found.value == pytest.approx([40])
    assert relative_index(one([25, 35, 45, 55]), line="straight").value == pytest.approx([3])
    assert slope_index(one([25, 35, 45, 55]), line="straight", error="lack_of_fit").se == (
        pytest.approx([0], abs=1e-12)
    )


def test_what_lies_off_the_line_moves_both_its_ends():
    y, people = np.array([22.0, 41, 38, 61]), np.array([5.0, 20, 10, 30])
    table = Subgroups.one(y, None, people, favorable=True, order=[1, 2, 3, 4])
    found = relative_index(table, line="straight", error="lack_of_fit")
    weight = people / people.sum()
    columns = np.column_stack((np.ones(4), np.cumsum(weight) - weight / 2))
    bread = np.linalg.inv(columns.T @ (weight[:, None] * columns))
    fit = bread @ columns.T @ (weight * y)
    scores = columns * (weight * (y - columns @ fit))[:, None]
    covariance = 4 / 2 * bread @ scores.T @ scores @ bread
    pull = np.array([1, 1]) / fit.sum() - np.array([1, 0]) / fit[0]
    se = np.sqrt(pull @ covariance @ pull)
    assert found.value == pytest.approx([fit.sum() / fit[0]])
    assert found.se == pytest.approx([se])
    assert found.high == pytest.approx(found.value * np.exp(1.959964 * se), rel=1e-6)
    assert found.method == "lack_of_fit_log"
    two = relative_index(one([20, 30]), line="straight", error="lack_of_fit")
    assert two.ok.all()
    assert np.isnan([two.se, two.low]).all()


def test_groups_on_a_logit_line_give_that_line():
    ranks = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
    found = logit_indices(one(100 * expit(-2 + 3 * ranks)))
    assert found.slope.value == pytest.approx([100 * (expit(1) - expit(-2))])
    assert found.relative.value == pytest.approx([expit(1) / expit(-2)])


@pytest.mark.parametrize("seed", range(5))
def test_the_logit_line_is_the_likeliest(seed):
    chance = np.random.Generator(np.random.Philox(key=seed))
    share, people = chance.uniform(0.001, 0.999, 6) ** 3, chance.uniform(1, 1000, 6)
    p = people / people.sum()
    ranks = np.cumsum(p) - p / 2

    def unlikely(line):
        at = line[0] + line[1] * ranks
        return (p * (np.logaddexp(0, at) - share * at)).sum()

    best = minimize(unlikely, [0, 0], method="BFGS", options={"gtol": 1e-9}).x
    found = slope_index(one(share, people, scale=1))
    assert found.value == pytest.approx([expit(best.sum()) - expit(best[0])], abs=1e-6)


@pytest.mark.parametrize(
    ("estimate", "reason"),
    [
        ([0, 0, 0], "all_at_bound"),
        ([100, 100, 100], "all_at_bound"),
        ([0, 0, 100], "separated"),
        ([0, 0, 30], "separated"),
        ([60, 100, 100], "separated"),
        ([30, 0, 0], "separated"),
        ([10, 20, 130], "outside_scale"),
        ([-1, 20, 30], "outside_scale"),
    ],
)
def test_a_logit_line_that_does_not_exist_says_why(estimate, reason):
    found = logit_indices(one(estimate))
    assert found.slope.reason == found.relative.reason == (reason,)


def test_zeros_between_others_do_not_separate():
    assert slope_index(one([10, 0, 30])).ok.all()
    assert slope_index(one([0, 10, 0])).ok.all()
    # A group of nobody separates nothing.
    assert slope_index(one([10, 20, 0], [5, 5, 0])).ok.all()


@pytest.mark.parametrize(
    "estimate",
    [
        [1.5e-10, 3.2],
        [1e-9, 1e-7, 100 - 1e-7],
        [1e-300, 2e-300, 1e-300],
        [99.9999999, 1e-9, 50, 1e-12],
    ],
)
def test_a_line_close_to_the_bounds_is_found(estimate):
    found = logit_indices(one(estimate))
    assert found.slope.ok.all()
    assert np.isfinite(found.relative.value).all()


def test_two_groups_have_the_line_through_both():
    found = logit_indices(one([1.5e-10, 3.2], [84, 16]))
    ranks, at = np.array([0.42, 0.92]), logit(np.array([1.5e-12, 0.032]))
    tilt = (at[1] - at[0]) / 0.5
    ends = expit([at[0] - tilt * ranks[0], at[1] + tilt * (1 - ranks[1])])
    assert found.slope.value == pytest.approx([100 * (ends[1] - ends[0])])
    assert found.relative.value == pytest.approx([ends[1] / ends[0]])


def test_digits_that_are_lost_beside_one_are_said_to_be_lost():
    found = logit_indices(one([100 * (1 - 3e-16), 100, 100, 99.9999999999999], [1, 7, 3, 5]))
    assert found.slope.reason == ("no_convergence",)


def test_without_order_or_with_one_rank_there_is_no_line():
    for line in ("logit", "straight"):
        assert slope_index(one([10, 20], order=False), line=line).reason == ("not_ordered",)
        assert slope_index(one([10, 20], [5, 0]), line=line).reason == ("single_group",)


def test_a_straight_line_that_reaches_zero_has_no_ratio():
    for measure in (
        kunst_mackenbach_index,
        lambda groups: relative_index(groups, line="straight"),
    ):
        assert measure(one([1, 50, 60])).reason == ("line_at_zero",)
        assert measure(one([0, 0, 0])).reason == ("zero_mean",)
        assert measure(one([10, 20], order=False)).reason == ("not_ordered",)


def test_the_larger_end_stands_above_in_the_index_of_kunst_and_mackenbach():
    rising, falling = one([20, 30], se=[1, 1]), one([30, 20], se=[1, 1])
    up, down = kunst_mackenbach_index(rising), kunst_mackenbach_index(falling)
    assert up.value == pytest.approx(down.value)
    assert np.stack([up.low, up.high]) == pytest.approx(np.stack([down.low, down.high]))
    assert up.value == pytest.approx(relative_index(rising, line="straight").value)


def test_positive_means_worse_for_the_disadvantaged():
    good, bad = one([20, 30], se=[1, 1]), one([20, 30], se=[1, 1], favorable=False)
    index = slope_index(good)
    assert disadvantage(index, good).value == index.value
    turned = disadvantage(index, bad)
    assert [turned.value, turned.low, turned.high] == [-index.value, -index.high, -index.low]
    ratio = relative_index(good)
    assert disadvantage_ratio(ratio, good).value == ratio.value
    over = disadvantage_ratio(ratio, bad)
    assert [over.value, over.low, over.high] == [1 / ratio.value, 1 / ratio.high, 1 / ratio.low]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"line": "cubic"}, "line-unknown"),
        ({"line": "logit", "error": "lack_of_fit"}, "error-unknown"),
        ({"line": "straight", "error": "bootstrap"}, "error-unknown"),
    ],
)
def test_what_does_not_exist_is_refused(asked, code):
    with pytest.raises(Problem) as caught:
        slope_index(one([10, 20]), **asked)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("share", "people"),
    [([0.9999999788295372, 0.0752229003], [531930, 135]), ([0.6, 0.00012, 0.4], [6, 900_000, 60])],
)
def test_a_steep_line_is_found_and_not_overshot(share, people):
    tables = Subgroups.one(share, None, people, scale=1, favorable=True,
                           order=range(len(share)))  # fmt: skip
    found = logit_indices(tables)
    assert found.slope.reason == found.relative.reason == ("",)
    if len(share) == 2:
        # Two groups lie on their line, whatever their sizes.
        odds, ridit = logit(np.array(share)), tables.ridit[0]
        tilt = (odds[1] - odds[0]) / (ridit[1] - ridit[0])
        ends = expit(odds[0] + tilt * (np.array([0.0, 1.0]) - ridit[0]))
        assert found.slope.value[0] == pytest.approx(ends[1] - ends[0], rel=1e-7)
