"""Paths start at the estimates, end in equality, and move the groups as little as they can."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from commonweal.stats.inequality.calibrated import paths

DRAW = np.random.Generator(np.random.Philox(31))
Y = DRAW.normal(20, 6, size=(6, 4))
SE = DRAW.uniform(0.5, 4, size=(6, 4))
P = DRAW.dirichlet([2.0] * 4, size=6)
GROUP = np.array([0, 1, 2, 3, 0, 2])
ROWS = np.arange(6)
OTHERS = np.where(np.arange(4) == GROUP[:, None], np.nan, 1.0)
PULLS = np.array([0.1, 0.3, 1.0, 3.0])

MEASURED = {
    "about_mean": lambda m: (P * np.abs(m - (P * m).sum(-1, keepdims=True))).sum(-1),
    "about_group": lambda m: (P * np.abs(m - m[ROWS, GROUP][:, None])).sum(-1),
    "from_top": lambda m: m.max(-1) - (P * m).sum(-1),
    "between_ends": lambda m: np.ptp(m, axis=-1),
    "above": lambda m: m[ROWS, GROUP] - np.nanmin(OTHERS * m, axis=-1),
    "below": lambda m: np.nanmax(OTHERS * m, axis=-1) - m[ROWS, GROUP],
}


def path(name, y=Y, se=SE, p=P, group=GROUP):
    if name == "about_mean":
        return paths.about_mean(y, se, p, p)
    if name == "about_group":
        return paths.about_group(y, se, group, p)
    if name == "from_top":
        return paths.from_top(y, se, p)
    if name == "between_ends":
        return paths.between_ends(y, se)
    return paths.from_group(y, se, group, above=name == "above")


def cost(m):
    return (((m - Y) / SE) ** 2).sum(axis=-1)


@pytest.mark.parametrize("name", MEASURED)
def test_no_pull_gives_the_estimates(name):
    np.testing.assert_allclose(path(name)(np.zeros(6)), Y, rtol=1e-14)


@pytest.mark.parametrize("name", ["about_mean", "about_group", "from_top", "between_ends"])
def test_a_large_pull_gives_equality(name):
    equal = path(name)(np.full(6, 1e4))
    np.testing.assert_allclose(np.ptp(equal, axis=-1), 0.0, atol=1e-9)


@pytest.mark.parametrize("name", ["about_group", "from_top", "between_ends"])
def test_equality_is_where_it_costs_least(name):
    weight = SE**-2 / (SE**-2).sum(-1, keepdims=True)
    np.testing.assert_allclose(path(name)(np.full(6, 1e4))[:, 0], (weight * Y).sum(-1), rtol=1e-9)


@pytest.mark.parametrize("name", MEASURED)
def test_the_measure_falls_with_the_pull(name):
    pulls = np.linspace(-2, 4, 121)
    seen = np.stack([MEASURED[name](path(name)(np.full(6, pull))) for pull in pulls])
    # Soft thresholds may raise the mean distance a little where the mean is put back.
    assert (np.diff(seen, axis=0) <= (5e-3 if name == "about_mean" else 1e-9)).all()
    assert (seen[0] > seen[-1] + 1).all()


@pytest.mark.parametrize("pull", [-0.2, -3.0, -40.0])
@pytest.mark.parametrize("name", ["from_top", "between_ends", "above", "below"])
def test_a_pull_below_0_raises_the_measure_by_as_much(name, pull):
    raised = MEASURED[name](path(name)(np.full(6, pull)))
    np.testing.assert_allclose(raised, MEASURED[name](Y) - pull, rtol=1e-12)


def test_the_difference_rises_where_one_error_is_far_larger():
    # The group with the large error can not be taken for both ends.
    y, se = np.array([[0.0, 1.0]]), np.array([[10.0, 0.1]])
    raised = paths.between_ends(y, se)(np.array([-20.0]))
    assert np.ptp(raised) == pytest.approx(21)


@pytest.mark.parametrize("name", ["about_group", "from_top", "between_ends", "above", "below"])
@pytest.mark.parametrize("pull", PULLS)
def test_nothing_as_low_is_nearer_to_the_estimates(name, pull):
    found = path(name)(np.full(6, pull))
    bound = MEASURED[name](found)
    for row in range(6):
        assert nearest(name, row, bound[row]) >= cost(found)[row] * (1 - 1e-6) - 1e-9


@pytest.mark.parametrize("pull", PULLS)
def test_about_the_mean_little_is_lost_to_the_nearest(pull):
    found = path("about_mean")(np.full(6, pull))
    bound = MEASURED["about_mean"](found)
    best = np.array([nearest("about_mean", row, bound[row]) for row in range(6)])
    # All groups moved alike change no distance, so that part of the way costs nothing.
    weight = SE**-2 / (SE**-2).sum(-1, keepdims=True)
    shifted = found - (weight * (found - Y)).sum(-1, keepdims=True)
    # Near, not nearest: the docstring says so.
    further = np.sqrt(cost(shifted) / best)
    assert (further >= 1 - 1e-6).all()
    assert (further <= 1.6).all()
    assert np.median(further) <= 1.2


@pytest.mark.parametrize("pull", [0.5, 2.0])
def test_two_groups_meet_about_their_mean_in_the_nearest_way(pull):
    y, se, p = np.array([[1.0, 9.0]]), np.array([[1.0, 3.0]]), np.array([[0.2, 0.8]])
    near = paths.about_mean(y, se, p, p)(np.array([pull]))
    nearest = paths.between_ends(y, se)(np.array([(8 - np.ptp(near)) / 10]))
    assert np.ptp(near) == pytest.approx(np.ptp(nearest))


def nearest(name, row, bound):
    """Give the least cost of a table with a measure of at most the bound.

    As a quadratic program: distances become variables of their own that bound each group.
    """
    y, se, p, group = Y[row], SE[row], P[row], GROUP[row]
    eye = np.eye(4)
    if name in {"about_mean", "about_group"}:
        one = p if name == "about_mean" else eye[group]
        lean = eye - one
        rows = [np.hstack([lean, -eye]), np.hstack([-lean, -eye]), np.r_[np.zeros(4), p][None]]
        limits, more = np.r_[np.zeros(8), bound], 4
    elif name == "from_top":
        rows, limits, more = [eye - p], np.full(4, bound), 0
    elif name == "between_ends":
        rows = [(eye[:, None] - eye[None]).reshape(16, 4)]
        limits, more = np.full(16, bound), 0
    else:
        sign = 1 if name == "above" else -1
        rows = [np.stack([sign * (eye[group] - eye[j]) for j in range(4) if j != group])]
        limits, more = np.full(3, bound), 0
    matrix = np.vstack(rows)
    start = np.r_[np.full(4, y.mean()), np.full(more, 1.0)]
    found = minimize(
        lambda v: (((v[:4] - y) / se) ** 2).sum(),
        start,
        jac=lambda v: np.r_[2 * (v[:4] - y) / se**2, np.zeros(more)],
        constraints={
            "type": "ineq",
            "fun": lambda v: limits - matrix @ v,
            "jac": lambda v: -matrix,
        },
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    assert found.success
    return found.fun


@pytest.mark.parametrize("name", ["from_top", "between_ends", "above", "below"])
def test_nothing_as_high_is_nearer_to_the_estimates(name):
    found = path(name)(np.full(6, -2.0))
    # Tables of random directions, each led as far as it takes to be as high.
    for step in SE * DRAW.standard_normal((150, 6, 4)):
        far = np.linspace(0, 30, 301)[1:, None, None]
        tried = np.stack([MEASURED[name](m) for m in Y + far * step])
        high = tried >= MEASURED[name](found)
        cheapest = np.where(high.any(0), far[high.argmax(0), 0, 0] ** 2 * cost(Y + step), np.inf)
        assert (cheapest >= cost(found) * (1 - 1e-9)).all()


@pytest.mark.parametrize("name", ["about_mean", "about_group"])
def test_equal_groups_are_led_apart(name):
    same = np.full((1, 3), 7.0)
    se, p, group = np.array([[1.0, 2.0, 3.0]]), np.full((1, 3), 1 / 3), np.array([1])
    apart = path(name, same, se, p, group)(np.array([-1.0]))
    assert np.ptp(apart) > 1
    np.testing.assert_allclose(path(name, same, se, p, group)(np.array([1.0])), same, rtol=1e-15)


def test_the_order_of_equal_groups_does_not_matter():
    se, p = np.array([[1.0, 2.0, 2.0, 3.0]]), np.array([[0.1, 0.2, 0.3, 0.4]])
    turned = [3, 1, 0, 2]
    np.testing.assert_array_equal(
        paths.turns(se, p)[:, turned], paths.turns(se[:, turned], p[:, turned])
    )


@pytest.mark.parametrize("name", MEASURED)
@pytest.mark.parametrize("pull", [-1.0, 0.4])
def test_a_path_depends_on_its_own_table_only(name, pull):
    whole = path(name)(np.full(6, pull))[2]
    alone = path(name, Y[2:3], SE[2:3], P[2:3], GROUP[2:3])(np.array([pull]))[0]
    np.testing.assert_allclose(whole, alone, rtol=1e-13)
