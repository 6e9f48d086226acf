"""How unequally something is shared out: edges and identities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.allocation.parts import split_inequality
from commonweal.stats.allocation.spread import (
    atkinson,
    concentration,
    gini,
    lorenz,
    mean_log_deviation,
    theil,
    top_share,
)

INDICES = [
    gini, theil, mean_log_deviation, lambda x: atkinson(x, 1), lambda x: atkinson(x, 0.5),
    top_share, concentration,
]  # fmt: skip


@pytest.mark.parametrize("index", INDICES)
def test_nothing_shared_out_is_undefined(index):
    assert index([[0, 0, 0], [1, 1, 1]]).reason == ("zero_mean", "")
    assert np.isnan(lorenz([0, 0], [0.5])).all()


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("amounts", [[1, -1], [np.nan], [], np.ones((1, 1, 1))])
def test_amounts_that_can_not_be_are_a_problem(index, amounts):
    with pytest.raises(Problem) as caught:
        index(amounts)
    assert caught.value.code == "amounts-unread"


def test_receivers_of_nothing():
    assert mean_log_deviation([0, 1]).reason == ("zero_in_ratio",)
    assert atkinson([0, 1], 1).value[0] == 1
    assert theil([0, 1]).value[0] == pytest.approx(np.log(2))


def test_few_receivers_have_no_error():
    assert gini([1, 2]).reason == ("one_value",)
    assert gini([5], corrected=False).value[0] == 0
    assert gini([5]).status == ("insufficient",)


def test_leaving_out_is_as_done_by_hand():
    given = np.array([3.0, 0.0, 0.0, 10.0, 4.0, 9.5])
    without = [gini(np.delete(given, at)).value[0] for at in range(6)]
    by_hand = np.sqrt(5 / 6 * ((without - np.mean(without)) ** 2).sum())
    ours = gini(given)
    assert ours.se[0] == pytest.approx(by_hand, rel=1e-12)
    assert 0 <= ours.low[0] < ours.value[0] < ours.high[0] <= 1


def test_one_receiver_of_all():
    assert gini([0, 0, 9]).value[0] == pytest.approx(1)
    assert top_share([0, 0, 9]).value[0] == concentration([0, 0, 9]).value[0] == 1


def test_parameters_outside_are_a_problem():
    for make in (lambda: atkinson([1], 0), lambda: top_share([1], 0), lambda: top_share([1], 2)):
        with pytest.raises(Problem):
            make()
    assert top_share(np.arange(30)).value[0] == pytest.approx((27 + 28 + 29) / 435)


@settings(derandomize=True, max_examples=80)
@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 3)), min_size=1, max_size=30).filter(
        lambda rows: sum(amount for amount, _ in rows) > 1e-3
    )
)
def test_within_and_between_add_up(rows):
    ours = split_inequality([row[0] for row in rows], [row[1] for row in rows])
    assert ours.within + ours.between == pytest.approx(ours.total, rel=1e-9, abs=1e-10)
    assert ours.between >= -1e-12
    assert ours.share.sum() == pytest.approx(1)


def test_units_that_got_nothing_add_nothing():
    ours = split_inequality([0, 0, 2, 2], [0, 0, 2, 2])
    assert ours.inside.tolist() == [0, 0, 0]
    assert split_inequality([0, 0], [0, 1]).reason == "zero_mean"
    for units in ([0], [0.5, 1], [0, -1]):
        with pytest.raises(Problem) as caught:
            split_inequality([1, 2], units)
        assert caught.value.code == "codes-outside"
