"""On any values: two means, pairs, and a group beside its total compare, or say why not."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.rates.against_total import difference_from_total, ratio_to_total
from commonweal.stats.rates.paired import mcnemar, paired_means, paired_newcombe
from commonweal.stats.rates.two_means import welch_difference, welch_test
from commonweal.stats.rates.weighted_means import weighted_means

bounded = settings(max_examples=150, deadline=None, derandomize=True)
VALUES = st.one_of(st.integers(0, 1), st.integers(-9, 9), st.floats(-1e9, 1e9, width=32))
COUNTS = st.one_of(st.integers(0, 5), st.integers(0, 10**6))
ROWS = st.lists(
    st.tuples(VALUES, VALUES, st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=25
)


def is_sound(ours, limits=True):
    ok = ours.ok
    assert (np.isnan(ours.value) == ~ok).all()
    assert [reason == "" for reason in ours.reason] == ok.tolist()
    if limits:
        near = 1e-9 * np.abs(ours.value[ok])
        assert (ours.low[ok] <= ours.value[ok] + near).all()
        assert (ours.high[ok] >= ours.value[ok] - near).all()
    else:
        assert ((ours.value[ok] >= 0) & (ours.value[ok] <= 1)).all()


@bounded
@given(rows=ROWS)
def test_any_means_compare_or_a_reason_is_given(rows):
    one, other, weight, table = (
        np.array(column, dtype=float) for column in zip(*rows, strict=True)
    )
    pairs = paired_means(one, other, table=table)
    is_sound(pairs)
    means = weighted_means(one, weight, table)
    is_sound(means)
    turned = means, weighted_means(one[::-1], weight[::-1], table[::-1])
    is_sound(welch_difference(pairs, pairs))
    is_sound(welch_test(pairs, pairs), limits=False)
    np.testing.assert_allclose(turned[0].value, turned[1].value, rtol=1e-9, atol=1e-3)


@bounded
@given(rows=ROWS)
def test_any_group_stands_beside_its_total_or_a_reason_is_given(rows):
    y, se, people, table = (np.abs(np.array(c, dtype=float)) for c in zip(*rows, strict=True))
    for compare in (difference_from_total, ratio_to_total):
        is_sound(compare(y, se, people, table=table))


@bounded
@given(table=st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), level=st.sampled_from([0.6, 0.95, 0.998]))
def test_the_same_people_twice_compare_or_a_reason_is_given(table, level):
    ours = paired_newcombe(*([count] for count in table), level)
    is_sound(ours)
    assert ours.low[0] >= -1 or not ours.ok[0]
    for midp in (False, True):
        is_sound(mcnemar([table[1]], [table[2]], midp=midp), limits=False)
