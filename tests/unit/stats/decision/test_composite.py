"""Many measures in one number, with how sure its place is."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decision.composite import blended_index, tertile_index

VALUES = np.array([[10, 90.0], [20, 80], [30, 70], [40, 60], [50, 50], [60, 40]])
TINY = np.full((6, 2), 1e-6)


def tertiles(values=VALUES, se=TINY, *, better=(True, False), reliability=0.9, seed=1, **named):
    return tertile_index(
        values, se, higher_better=better, reliability=reliability, seed=seed, **named
    )


def test_thirds_count_up_and_down():
    ours = tertiles()
    assert ours.index.value.tolist() == [-1, -1, 0, 0, 1, 1]
    assert ours.measures.tolist() == [2] * 6
    against = tertiles(better=(True, True))
    assert against.index.value.tolist() == [0] * 6


def test_weights_count():
    ours = tertiles(better=(True, True), weights=[3, 1])
    assert ours.index.value.tolist() == [-0.5, -0.5, 0, 0, 0.5, 0.5]


def test_ties_share_a_place_and_units_on_an_edge_belong_to_the_middle():
    low = tertiles(np.array([[1.0], [1], [2]]), np.zeros((3, 1)), better=[True])
    high = tertiles(np.array([[1.0], [2], [2]]), np.zeros((3, 1)), better=[True])
    assert low.index.value.tolist() == [0, 0, 1]
    assert high.index.value.tolist() == [-1, 0, 0]


def test_unsteady_or_missing_numbers_are_left_out_and_half_of_the_measures_is_the_least():
    values = np.column_stack([VALUES, VALUES[:, 0]])
    values[0, 1:] = np.nan
    reliability = np.full((6, 3), 0.7)
    reliability[1, 2] = 0.69
    se = np.full((6, 3), 1e-6)
    se[2, 2] = np.nan
    ours = tertiles(values, se, better=[True, False, True], reliability=reliability)
    assert ours.measures.tolist() == [1, 2, 2, 3, 3, 3]
    assert ours.index.reason == ("too_few_measures", "", "", "", "", "")
    assert np.isnan(ours.third[0]).all()
    np.testing.assert_allclose(ours.third[1:].sum(axis=1), 1)


def test_a_measure_that_two_units_have_tells_no_thirds():
    values = VALUES.copy()
    values[2:, 1] = np.nan
    assert tertiles(values).measures.tolist() == [1] * 6


def test_two_units_have_no_thirds():
    ours = tertiles(VALUES[:2], TINY[:2])
    assert set(ours.index.reason) == {"too_few_measures"}
    values = np.array([[1, 1.0, np.nan], [2, 2, np.nan], [3, np.nan, 1], [4, np.nan, 2],
                       [np.nan, 3, 3]])  # fmt: skip
    values[2:, 1:] = [[np.nan, np.nan], [np.nan, np.nan], [3, np.nan]]
    few = tertiles(values, np.zeros((5, 3)), better=[True] * 3)
    assert few.index.reason.count("too_few_units") == 2


def test_noise_shows_in_the_interval_and_in_the_chance_of_a_third():
    ours = tertiles(se=np.full((6, 2), 15.0))
    assert (ours.index.low < ours.index.high).all()
    assert (ours.index.low >= -1).all()
    assert (ours.index.high <= 1).all()
    assert ours.third[1, 0] > ours.third[1, 1] > 0
    np.testing.assert_allclose(ours.third.sum(axis=1), 1)
    sure = tertiles()
    np.testing.assert_array_equal(sure.third[0], [1, 0, 0])
    assert sure.index.low[0] == sure.index.high[0] == -1


def test_one_seed_gives_the_same_bytes_however_many_are_drawn_at_once(monkeypatch):
    ours = tertiles(se=np.full((6, 2), 15.0), draws=50)
    again = tertiles(se=np.full((6, 2), 15.0), draws=50)
    other = tertiles(se=np.full((6, 2), 15.0), draws=50, seed=2)
    assert ours.third.tobytes() == again.third.tobytes()
    assert ours.third.tobytes() != other.third.tobytes()
    monkeypatch.setattr("commonweal.stats.decision.resampling.TOGETHER", 12 * 7)
    slices = tertiles(se=np.full((6, 2), 15.0), draws=50)
    assert slices.third.tobytes() == ours.third.tobytes()
    assert slices.index.low.tobytes() == ours.index.low.tobytes()


def blended(group, rest, better=(True,), **named):
    tiny = np.full(np.shape(group), 1e-6)
    return blended_index(group, tiny, rest, tiny, higher_better=better, reliability=1.0, seed=1,
                         **named)  # fmt: skip


def test_half_is_how_well_a_group_fares_and_half_its_gap():
    ours = blended([[50.0], [60], [70]], [[50.0], [70], [90]])
    # Scores -1, 0, 1 and gaps 0, -10, -20 take each other away.
    np.testing.assert_allclose(ours.index.value, 0, atol=1e-12)
    level = blended([[50.0], [60], [70]], [[50.0], [60], [70]])
    np.testing.assert_allclose(level.index.value, [-0.5, 0, 0.5])


def test_a_lower_number_may_be_the_better_one():
    ours = blended([[50.0], [60], [70]], [[50.0], [50], [50]], better=(False,))
    np.testing.assert_allclose(ours.index.value, [1, 0, -1])


def test_a_gap_needs_both_sides():
    ours = blended([[50.0], [60], [70], [80]], [[50.0], [50], [50], [np.nan]])
    assert ours.index.reason == ("", "", "", "too_few_measures")


def test_a_blend_is_redrawn_too():
    se = np.full((6, 2), 12.0)
    ours = blended_index(VALUES, se, VALUES[::-1], se, higher_better=[True, True],
                         reliability=[0.9, 0.9], seed=4)  # fmt: skip
    assert (ours.index.low < ours.index.value).all()
    assert (ours.index.value < ours.index.high).all()


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"values": VALUES[0]}, "shapes-differ"),
        ({"values": np.empty((0, 2))}, "shapes-differ"),
        ({"values": np.full((6, 2), np.inf)}, "shapes-differ"),
        ({"se": TINY[:4]}, "shapes-differ"),
        ({"se": -TINY}, "counts-negative"),
        ({"weights": [-1, 1]}, "counts-negative"),
        ({"draws": 0}, "draws-too-few"),
        ({"level": 1.0}, "level-outside"),
    ],
)
def test_what_can_not_be_is_refused(named, code):
    with pytest.raises(Problem) as caught:
        tertiles(**named)
    assert caught.value.code == code


def test_measures_that_weigh_nothing_leave_no_index():
    assert set(tertiles(weights=[0, 0]).index.reason) == {"too_few_measures"}


def test_huge_numbers_are_blended_like_others():
    ours = blended(np.array([[50.0], [60], [70]]) * 1e200, np.array([[50.0], [60], [90]]) * 1e200)
    plain = blended([[50.0], [60], [70]], [[50.0], [60], [90]])
    np.testing.assert_allclose(ours.index.value, plain.index.value, rtol=1e-9)
