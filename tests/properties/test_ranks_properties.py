"""On any rows: an index with limits or a reason; neither order, scale nor company matters."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.inequality.elasticity import explain
from commonweal.stats.inequality.individual_concentration import (
    absolute_index,
    erreygers_index,
    relative_index,
    wagstaff_index,
)
from commonweal.stats.inequality.individual_slope import (
    individual_relative_slope,
    individual_slope_index,
)
from commonweal.stats.inequality.ranks import rank_rows

bounded = settings(max_examples=200, deadline=None, derandomize=True)
OUTCOMES = st.one_of(st.integers(0, 1), st.integers(-5, 5), st.floats(-1e9, 1e9, width=32))
ROWS = st.lists(
    st.tuples(
        OUTCOMES,
        st.integers(0, 6),
        st.one_of(st.just(0), st.integers(0, 9), st.floats(1e-3, 1e6)),
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(0, 3),
    ),
    max_size=25,
)


def columns(rows):
    found = [np.array(column, dtype=float) for column in zip(*rows, strict=True)]
    return found or [np.empty(0)] * 6


def is_sound(ours):
    ok = ours.ok
    for array in (ours.value, ours.low, ours.high, ours.se):
        assert (np.isnan(array) == ~ok).all()
    assert (ours.low[ok] <= ours.value[ok]).all()
    assert (ours.high[ok] >= ours.value[ok]).all()
    assert all((reason == "") == fine for reason, fine in zip(ours.reason, ok, strict=True))


@bounded
@given(rows=ROWS, nu=st.sampled_from([1.0, 1.2, 2.0, 5.0]))
def test_any_rows_have_an_index_with_limits_or_a_reason(rows, nu):
    y, x, w, table, strata, units = columns(rows)
    bounds = -1e9, 1e9
    for design in ({}, {"strata": strata}, {"strata": strata, "units": units}):
        ranked = rank_rows(y, x, w, table=table if rows else None, **design)
        for estimate in (
            absolute_index(ranked, nu),
            relative_index(ranked, nu),
            wagstaff_index(ranked, *bounds),
            erreygers_index(ranked, *bounds),
            individual_slope_index(ranked),
            individual_relative_slope(ranked),
        ):
            is_sound(estimate)


@bounded
@given(rows=ROWS, data=st.data())
def test_neither_the_order_of_rows_nor_the_scale_of_weights_or_ranks_matters(rows, data):
    y, x, w, *_ = columns(rows)
    order = data.draw(st.permutations(range(len(y))))
    ours = absolute_index(rank_rows(y, x, w))
    order = np.array(order, dtype=int)
    again = absolute_index(rank_rows(y[order], x[order] ** 3, 7 * w[order]))
    assert again.reason == ours.reason
    near = 1e-9 * np.abs(y).max(initial=0.0)
    np.testing.assert_allclose(ours.value, again.value, rtol=1e-9, atol=near)


@bounded
@given(rows=ROWS)
def test_ranked_the_other_way_an_index_turns_its_sign(rows):
    y, x, w, *_ = columns(rows)
    ours, turned = absolute_index(rank_rows(y, x, w)), absolute_index(rank_rows(y, -x, w))
    near = 1e-9 * np.abs(y).max(initial=0.0)
    np.testing.assert_allclose(ours.value, -turned.value, rtol=1e-9, atol=near)
    np.testing.assert_allclose(ours.se, turned.se, rtol=1e-6, atol=near)


@bounded
@given(rows=ROWS)
def test_the_parts_of_an_index_sum_to_it(rows):
    y, x, w, one, two, three = columns(rows)
    ours = explain(y, x, [one, two, three], w)
    total = ours.contributions.sum() + ours.residual
    assert np.isnan(total) == (ours.index.reason != ("",))
    if ours.index.ok[0]:
        size = np.abs(y).max() / abs(rank_rows(y, x, w).mean[0])
        assert abs(total - ours.index.value[0]) <= 1e-9 * max(size, 1)
