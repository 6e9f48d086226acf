"""Gap charts: the mover is named at each signal, and only there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.time.gap_chart import gap_chart

NAN = float("nan")
CALM = [10.0, 11, 10, 12, 11, 10, 12, 10]
REST = [5.0, 5, 6, 5, 4, 6, 5, 5]
VALUE = st.one_of(st.just(NAN), st.integers(0, 30).map(float))
ROWS = st.integers(1, 20).flatmap(
    lambda length: st.lists(
        st.lists(st.tuples(VALUE, VALUE), min_size=length, max_size=length), min_size=1, max_size=3
    )
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ROWS)
def test_a_mover_is_named_where_the_gap_signals_and_only_there(rows):
    one, other = np.moveaxis(np.array(rows), 2, 0)
    length = one.shape[1]
    ours, turned = gap_chart(one, other, 1 + length // 2), gap_chart(other, one, 1 + length // 2)
    signals = ours.gap.beyond | ours.gap.run
    assert ((ours.mover != "") == signals).all()
    assert not (ours.by_itself & ~signals).any()
    swapped = {"group": "rest", "rest": "group", "both": "both", "": ""}
    assert [[swapped[name] for name in row] for row in ours.mover] == turned.mover.tolist()


@pytest.mark.parametrize(
    ("last", "rest_last", "mover", "by_itself"),
    [
        (30, 5, "group", True),
        (11, -30, "rest", True),
        (30, -20, "both", True),
        (14.5, 3, "group", False),
    ],
)
def test_the_mover_is_whose_own_chart_signals_or_who_is_further_out(
    last, rest_last, mover, by_itself
):
    ours = gap_chart([*CALM, last], [*REST, rest_last], 8)
    assert ours.gap.beyond[0, 8]
    assert (ours.mover[0, 8], ours.by_itself[0, 8]) == (mover, by_itself)
    assert set(ours.mover[0, :8]) == {""}
    turned = gap_chart([*REST, rest_last], [*CALM, last], 8)
    swapped = {"group": "rest", "rest": "group", "both": "both"}
    assert turned.mover[0, 8] == swapped[mover]


def test_a_side_that_moves_against_the_gap_is_not_the_mover():
    ours = gap_chart([*CALM, 40.0], [*REST, 15.0], 8)
    assert ours.rest.beyond[0, 8]
    assert ours.mover[0, 8] == "group"


def test_a_run_is_judged_over_its_points_not_by_its_last():
    group = [*CALM, *[12.5] * 7, 10.5, NAN]
    ours = gap_chart(group, [*REST, *[5.2] * 7, 3.0, NAN], 8)
    assert ours.gap.run[0].tolist() == [False] * 15 + [True, False]
    assert not ours.gap.beyond[0, 15]
    assert ours.mover[0, 15] == "group"


def test_the_two_sides_add_up_to_the_gap():
    ours = gap_chart([*CALM, 30], [*REST, NAN], 8)
    assert ours.gap.center == pytest.approx(ours.group.center - ours.rest.center)
    assert np.isnan(ours.group.values[0, 8])


def test_a_gap_that_never_moved_has_no_chart_and_no_mover():
    ours = gap_chart([[3, 4, 9]], [[2, 3, 4]], 2)
    assert ours.gap.reason == ("no_variation",)
    assert set(ours.mover[0]) == {""}


def test_series_of_two_shapes_are_a_problem():
    with pytest.raises(Problem) as caught:
        gap_chart([1, 2], [1, 2, 3])
    assert caught.value.code == "shapes-differ"
