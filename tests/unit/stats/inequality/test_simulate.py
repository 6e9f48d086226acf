"""Limits from truncated normals: bounded, the same for the same seed, and absent with a flag."""

import numpy as np
import pytest
from scipy.stats import truncnorm

from commonweal.stats.inequality.simulate import (
    SIMULATED,
    interval_peer,
    truncated_normals,
    uniforms,
)
from commonweal.stats.inequality.subgroups import Subgroups


def one(estimate, se, **declared):
    people = [10.0] * len(estimate)
    return Subgroups.one(estimate, se, people, **{"favorable": True, "reference": 0, **declared})


@pytest.mark.parametrize(("scale", "top"), [(100, 100), (1000, np.inf)])
def test_draws_are_those_of_truncated_normals(scale, top):
    groups = one([3.0, 98.0, 50.0], [4.0, 3.0, 0.0], scale=scale)
    uniform = np.array([[0.01, 0.2, 0.5], [0.5, 0.99, 0.9]])
    drawn = truncated_normals(groups, uniform)[:, 0]
    for place, (mean, se) in enumerate([(3.0, 4.0), (98.0, 3.0)]):
        exact = truncnorm.ppf(uniform[:, place], -mean / se, (top - mean) / se, mean, se)
        assert drawn[:, place] == pytest.approx(exact)
    assert drawn[:, 2].tolist() == [50, 50]


def test_the_same_seed_gives_the_same_limits_and_another_gives_others():
    groups = one([30, 50, 40], [3, 4, 5])
    first, again, other = (interval_peer(groups, seed=seed, draws=500) for seed in (1, 1, 2))
    assert set(first) == set(SIMULATED)
    for name in SIMULATED:
        assert first[name].low == again[name].low != other[name].low
        assert first[name].low < first[name].high
        assert first[name].method == "percentile_truncated_normal"


def test_many_tables_have_the_limits_of_each_alone():
    tables = 30
    rows = Subgroups.many(
        np.concatenate([np.repeat(np.arange(tables), 3), [tables] * 5]),
        np.concatenate([np.linspace(20, 60, 3 * tables), [1, 2, 3, 4, 5]]),
        np.full(3 * tables + 5, 2.0),
        np.ones(3 * tables + 5),
        favorable=True,
    )
    many = interval_peer(rows, seed=4, draws=8000, names=("mdmw", "cov"))
    for table in (0, 17, 29):
        alone = interval_peer(rows.part(np.array([table])), seed=4, draws=8000, names=("mdmw",))
        assert many["mdmw"].low[table] == pytest.approx(alone["mdmw"].low[0], rel=1e-12)


def test_a_level_moves_both_limits():
    groups = one([30, 50, 40], [3, 4, 5])
    wide, narrow = (interval_peer(groups, level, seed=1)["mdmw"] for level in (0.99, 0.5))
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(
    ("estimate", "se", "flag"),
    [
        ([30, 50], None, "standard_error_missing"),
        ([30, 50], [1, np.nan], "standard_error_missing"),
        ([30, 130], [1, 1], "outside_scale"),
        ([-1, 50], [1, 1], "outside_scale"),
    ],
)
def test_where_nothing_can_be_drawn_there_are_no_limits_and_a_flag(estimate, se, flag):
    found = interval_peer(one(estimate, se), seed=1, draws=50)["mdmw"]
    assert np.isnan([found.low[0], found.high[0]]).all()
    assert found.flags == ((flag,),)
    assert found.ok[0]


def test_an_undefined_measure_has_no_limits():
    found = interval_peer(one([30, 50], [1, 1], reference=None), seed=1, draws=50)["mdru"]
    assert found.reason == ("no_reference",)
    assert np.isnan(found.low[0])


def test_uniform_draws_lie_between_their_bounds():
    drawn = uniforms(4, 1000, 9)
    assert drawn.shape == (1000, 4)
    assert ((drawn >= 0) & (drawn < 1)).all()
    assert abs(np.corrcoef(drawn.T) - np.eye(4)).max() < 0.15


def test_draws_too_large_to_measure_leave_no_limits_and_a_flag():
    # Draws of the second group are spread over all numbers there are, so a distance overflows.
    found = interval_peer(
        one([1.0, 1.0], [1.0, 1.7976931348623157e308], scale=1000, favorable=False),
        seed=1,
        draws=20,
    )
    for name, each in found.items():
        assert not np.isinf([each.low[0], each.high[0]]).any(), name
        assert np.isnan(each.low[0]) == np.isnan(each.high[0]), name
    assert found["mdbw"].flags == (("limits_out_of_range",),)


def test_an_undefined_measure_is_not_said_to_be_out_of_range():
    found = interval_peer(one([30, 50], [1, 1], reference=None), seed=1, draws=50)["mdru"]
    assert found.flags == ((),)
