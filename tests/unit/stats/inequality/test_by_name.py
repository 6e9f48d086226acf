"""Every measure by name: draws are measured as tables are, and gradients are right."""

import numpy as np
import pytest

from commonweal.stats.inequality.by_name import GRADIENTS, RATIOS, VALUES, gradient, values
from commonweal.stats.inequality.subgroups import Subgroups

STEP = 1e-5


def tables(favorable=True):
    """Give an ordered table of four, one of three with a named group, and one of two."""
    return Subgroups.many(
        [0, 0, 0, 0, 1, 1, 1, 2, 2],
        [20, 35, 31, 52, 60, 48, 71, 12, 30],
        None,
        [100, 300, 250, 180, 90, 40, 0, 70, 70],
        favorable=favorable,
        reference=[-1, 1, -1],
        order=[1, 2, 3, 4, np.nan, np.nan, np.nan, 2, 1],
    )


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("favorable", [True, False])
def test_draws_are_measured_as_tables_are(name, favorable):
    groups = tables(favorable)
    draws = np.stack([groups.y, groups.y * 0.9, groups.y[::1] + 3])
    found = values(name, draws, groups)
    alone = np.stack([values(name, draw, groups) for draw in draws])
    assert found.shape == (3, 3)
    assert found == pytest.approx(alone, nan_ok=True, rel=1e-13)


@pytest.mark.parametrize("name", VALUES)
def test_what_fills_a_table_up_does_not_count(name):
    groups = tables()
    filled = np.where(groups.mask, groups.y, 77.0)
    assert values(name, filled, groups) == pytest.approx(
        values(name, groups.y, groups), nan_ok=True, rel=1e-13
    )


@pytest.mark.parametrize("name", GRADIENTS)
@pytest.mark.parametrize("favorable", [True, False])
def test_gradients_are_those_of_small_steps(name, favorable):
    groups = tables(favorable)
    found = gradient(name, groups.y, groups)
    for place in range(groups.y.shape[-1]):
        step = np.zeros(groups.y.shape[-1])
        step[place] = STEP
        up, down = (values(name, groups.y + sign * step, groups) for sign in (1, -1))
        if name in RATIOS:
            up, down = np.log(up), np.log(down)
        rise = np.where(groups.mask[:, place], (up - down) / (2 * STEP), 0.0)
        same = np.isfinite(rise) & np.isfinite(found[:, place])
        # The second table has no order and its groups no ranks.
        assert same[[0, 2]].all()
        clamped = name in {"par", "paf"} and (values(name, groups.y, groups) == 0).any()
        if not clamped:
            assert found[same, place] == pytest.approx(rise[same], rel=1e-5, abs=1e-7)


def test_extremes_are_chosen_anew_in_each_draw():
    groups = Subgroups.one([1, 2, 3], None, [5, 5, 5], favorable=True)
    assert values("d", np.array([[[9, 2, 3]], [[1, 2, 3]]]), groups).tolist() == [[7], [2]]


def test_near_equality_the_logarithms_keep_their_digits():
    groups = Subgroups.one([50, 50 * (1 + 2e-7)], None, [1, 1], favorable=True)
    # With d = 1e-7 off the mean each way both are d^2 / 2, to within d^2 of itself.
    for name in ("ti", "mld"):
        assert values(name, groups.y, groups)[0] == pytest.approx(1000 * 1e-14 / 2, rel=5e-7)


def test_series_and_logarithm_meet():
    for off in (0.0099999, 0.0100001):
        groups = Subgroups.one([100 * (1 - off), 100 * (1 + off)], None, [1, 1], favorable=True)
        shares = np.array([1 - off, 1 + off])
        theil, deviation = (shares * np.log(shares)).mean(), -np.log(shares).mean()
        assert values("ti", groups.y, groups)[0] == pytest.approx(1000 * theil, rel=1e-11)
        assert values("mld", groups.y, groups)[0] == pytest.approx(1000 * deviation, rel=1e-11)
