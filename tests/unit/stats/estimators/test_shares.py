"""Shares beside everybody else's, or beside a number that is known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.shares import compared, less, share_of
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.two_proportions import fisher, newcombe

NAN = float("nan")
ROWS = rows_of(["a"] * 10 + ["b"] * 20, {})
YES = np.array([1.0] * 8 + [0.0] * 2 + [1.0] * 9 + [0.0] * 10 + [NAN])
EVERY = np.ones(30, dtype=bool)


def test_groups_stand_beside_everybody_else() -> None:
    found = compared(ROWS, YES, Asked(), chosen=EVERY)
    assert found.value.value == pytest.approx([0.8, 9 / 19])
    assert found.rest == pytest.approx([9 / 19, 0.8])
    by_hand = newcombe(8, 10, 9, 19)
    assert (found.gap.low[0], found.gap.high[0]) == (by_hand.low[0], by_hand.high[0])
    assert found.narrow.level == pytest.approx(0.9)
    assert found.p[0] == pytest.approx(fisher(8, 10, 9, 19).value[0])
    assert found.people.tolist() == [10, 19]
    assert found.total.value[0] == pytest.approx(17 / 29)


def test_groups_stand_beside_a_number_that_is_known() -> None:
    found = compared(ROWS, YES, Asked(), 0.5, chosen=EVERY)
    own = wilson([8, 9], [10, 19])
    assert found.gap.value == pytest.approx(own.value - 0.5)
    assert found.gap.low == pytest.approx(own.low - 0.5)
    assert found.rest.tolist() == [0.5, 0.5]
    # Exact with few: 8 or more, or 2 or fewer, of 10 at one half.
    assert found.p[0] == pytest.approx(2 * (45 + 10 + 1) / 1024)


def test_only_the_chosen_count_and_a_group_of_nobody_has_a_reason() -> None:
    found = compared(ROWS, YES, Asked(), chosen=np.arange(30) < 10)
    assert found.value.reason == ("", "zero_denominator")
    assert np.isnan(found.rest).tolist() == [True, False]
    assert np.isnan(found.gap.value).all()
    assert (
        compared(rows_of([], {}), np.zeros(0), Asked(), chosen=np.zeros(0, bool)).people.size == 0
    )


def test_nothing_is_taken_from_what_is_not_there() -> None:
    found = less(wilson([1, 0], [2, 0]), 0.25)
    assert found.reason == ("", "not_computable")
    assert np.isnan(less(wilson([1], [2]), NAN).value[0])


@pytest.mark.parametrize(
    ("said", "few"), [([1, 0, 0], 1), ([1, 1, 0], 1), ([1, 1, 1], 3), ([0, 0], 2)]
)
def test_a_share_stands_for_its_smaller_side(said: list[int], few: int) -> None:
    figure = share_of("unplaced", np.array(said, dtype=bool), "a")
    assert (figure.people, figure.about) == (few, "a")
    assert figure.value == pytest.approx(sum(said) / len(said))
