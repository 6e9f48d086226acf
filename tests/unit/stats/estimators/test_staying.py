"""Who is still here on a day: Kaplan-Meier on both sides."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.staying import estimate

NAN = float("nan")
ASKED = Asked(options={"horizon": 90.0, "later": 365.0})


def test_a_gap_has_the_errors_of_both_sides() -> None:
    days = [30, 100, 100, 100, 20, 40, 100, 100]
    left = [1, 0, 0, 0, 1, 1, 0, 0]
    found = estimate(rows_of(["a"] * 4 + ["b"] * 4, {"exit": days, "status": left}), ASKED)
    assert found.value.value == pytest.approx([0.75, 0.5])
    assert found.rest == pytest.approx([0.5, 0.75])
    # Without censoring Greenwood's variance is p (1 - p) / n.
    se = np.sqrt(0.75 * 0.25 / 4 + 0.5 * 0.5 / 4)
    assert found.gap.low[0] == pytest.approx(0.25 - 1.959963984540054 * se)
    assert found.p[0] == pytest.approx(found.p[1])
    assert found.total.value[0] == pytest.approx(5 / 8)


def test_nobody_is_seen_longer_than_they_are_seen() -> None:
    days = [50, 60, 400, 400]
    found = estimate(rows_of(["a", "a", "b", "b"], {"exit": days, "status": [0] * 4}), ASKED)
    assert found.value.reason == ("beyond_follow_up", "")
    assert found.gap.reason == ("not_computable", "not_computable")
    assert [one.about for one in found.figures] == ["b"]


def test_where_nobody_leaves_there_is_no_gap_and_four_people_make_none_sure() -> None:
    alike = estimate(rows_of(["a", "a", "b", "b"], {"exit": [100] * 4, "status": [0] * 4}), ASKED)
    assert alike.p.tolist() == [1.0, 1.0]
    apart = estimate(
        rows_of(["a", "a", "b", "b"], {"exit": [9, 9, 100, 100], "status": [1, 1, 0, 0]}), ASKED
    )
    assert apart.gap.value.tolist() == [-1.0, 1.0]
    # Two of two against none of two: all alike, half would leave; 1 / sqrt(2 x 0.25 / 2) = 2.
    assert apart.p == pytest.approx([2 * ndtr(-2)] * 2)


def test_a_spell_that_is_not_known_is_left_out() -> None:
    rows = rows_of(["a", "a", "b"], {"exit": [100, NAN, NAN], "status": [0, 1, 0]})
    found = estimate(rows, ASKED)
    assert found.people.tolist() == [1, 0]
    assert found.value.reason == ("", "zero_denominator")
