"""How money was given: counted shares between bounds."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import each, keyed, rows

from commonweal.kinds import Asked
from commonweal.stats.estimators.award_process import estimate

NAN = np.nan
GIVEN = {
    "dollars": [60, 20, 20, 50, NAN],
    "open": [1, 0, NAN, 1, 1],
    "criteria": [1, 0, 0, NAN, 1],
    "panel": [3, 1, NAN, 5, 2],
    "waited": [30, NAN, NAN, 50, 40],
}


def test_shares_of_money_stand_between_their_bounds() -> None:
    found = estimate(rows(each((3, 2)), **GIVEN), Asked())
    assert found.counted
    assert found.value.value == pytest.approx([0.75, 1.0])
    assert found.value.low == pytest.approx([0.6, 1.0])
    assert found.value.high == pytest.approx([0.8, 1.0])


def test_the_heaviest_receiver_is_told() -> None:
    person = np.array([1, 1, 2, 3, 3])
    found = estimate(rows(each((3, 2)), person=person, **GIVEN), Asked())
    assert found.heaviest == pytest.approx([0.8, 1.0])


def test_a_group_without_money_is_undefined() -> None:
    member = np.column_stack((np.ones(5), np.zeros(5)))
    found = estimate(rows(member, **GIVEN), Asked())
    assert found.value.reason == ("", "zero_denominator")
    assert found.heaviest[1] == 0


def test_how_awards_were_given_stands_beside() -> None:
    told = keyed(estimate(rows(each((3, 2)), **GIVEN), Asked()).figures)
    assert told["awards", ""].value == pytest.approx(0.75)
    assert told["criteria", ""].value == pytest.approx(0.5)
    assert told["panel", ""].value == pytest.approx(0.5)
    assert told["waited", ""].value == 40


def test_what_is_not_known_at_all_is_not_told() -> None:
    given = GIVEN | {"waited": [NAN] * 5, "panel": [NAN] * 5}
    told = keyed(estimate(rows(each((3, 2)), **given), Asked()).figures)
    assert {key for key, _ in told} == {"awards", "criteria"}
