"""Odd tables: units, orders and gaps change no interval, and none is missing without a word."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.inequality.calibrated.statistics import MEASURES
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import summarize

DRAWS = 1000
ABSOLUTE = ("bgsd", "d", "par", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw")
ODD = st.one_of(
    st.floats(-200, 200),
    st.sampled_from([0.0, 1e-300, 1e-12, 1e12, 1e300, -1e300, 100.0]),
)
GROUP = st.tuples(ODD, st.one_of(ODD.map(abs), st.just(np.nan)), st.sampled_from([0, 1, 7, 10**9]))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    groups=st.lists(GROUP, min_size=1, max_size=5),
    favorable=st.booleans(),
    scale=st.sampled_from([1.0, 100.0, 100000.0]),
    ranked=st.booleans(),
    named=st.booleans(),
)
def test_no_interval_is_missing_without_a_word(groups, favorable, scale, ranked, named):
    y, se, people = (np.array(part) for part in zip(*groups, strict=True))
    tables = Subgroups.one(
        y,
        se,
        people,
        scale=scale,
        favorable=favorable,
        order=np.arange(len(y)) if ranked else None,
        reference=0 if named else None,
    )
    for name, found in summarize(tables, draws=DRAWS).items():
        low, high = found.low[0], found.high[0]
        assert np.isnan(low) == np.isnan(high), name
        assert not low > high, name
        assert found.reason[0] or found.flags[0] or not np.isnan(low), name


@cache
def in_unit(unit, scale):
    y, se = np.array([200.0, 260.0, 240.0]), np.array([6.0, 5.0, 7.0])
    tables = Subgroups.one(
        y * unit, se * unit, [500, 900, 700], scale=scale, favorable=True, reference=0
    )
    return summarize(tables, draws=DRAWS)


@pytest.mark.parametrize("name", ABSOLUTE)
def test_a_smaller_unit_gives_the_same_interval_in_it(name):
    coarse, fine = in_unit(1.0, 1000)[name], in_unit(100.0, 100000)[name]
    np.testing.assert_allclose(
        [fine.low[0] / 100, fine.high[0] / 100], [coarse.low[0], coarse.high[0]], atol=0.05
    )


@cache
def in_order(*order):
    y, se = np.array([200.0, 260, 240, 300]), np.array([6.0, 5, 7, 6])
    people, turned = np.array([5, 9, 7, 6]), list(order)
    tables = Subgroups.one(
        y[turned], se[turned], people[turned], scale=1000, favorable=True, reference=order.index(0)
    )
    return summarize(tables, draws=4000)


@pytest.mark.parametrize("name", sorted({*MEASURES, "bgv", "bgsd", "cov", "ti", "mld"}))
def test_the_order_of_the_groups_does_not_matter_beyond_chance_in_draws(name):
    one, other = in_order(0, 1, 2, 3)[name], in_order(2, 0, 3, 1)[name]
    wide = one.high[0] - one.low[0]
    assert wide > 0
    near = 0.05 if name in MEASURES else 1e-6
    np.testing.assert_allclose(
        [other.low[0], other.high[0]], [one.low[0], one.high[0]], atol=near * wide
    )
