"""The funding gap in steps: when no model may speak."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.adjustment.terms import number
from commonweal.stats.allocation.funding_gap import nested_gaps, raw_gap

DRAW = np.random.Generator(np.random.Philox(7))
GROUP = DRAW.integers(0, 2, 300)
RECORD = DRAW.normal(size=300) - GROUP
WON = (DRAW.random(300) < 1 / (1 + np.exp(-RECORD))).astype(int)


def test_a_record_that_carries_the_gap_takes_it_away():
    raw, alone, adjusted = nested_gaps(WON, GROUP, np.arange(300), [[number("record", RECORD)]])
    assert raw.gap.value[0] == pytest.approx(alone.gap.value[0], abs=1e-9)
    assert raw.gap.high[0] < 0
    assert abs(adjusted.gap.value[0]) < abs(raw.gap.value[0]) / 2
    assert adjusted.names == ("(Intercept)", "group1", "record")


def test_few_events_leave_only_the_raw_gap():
    few = np.zeros(60, dtype=int)
    few[:12] = 1
    raw, alone = nested_gaps(few, np.arange(60) % 2, np.arange(60), [])
    assert raw.gap.status == ("ok",)
    assert alone.gap.reason == ("few_events",)
    assert alone.beta.reason == ("few_events",) * 2


def test_one_group_or_one_applicant_can_not_be_told():
    assert nested_gaps(WON, np.ones(300), np.arange(300), [])[1].gap.reason == ("single_group",)
    assert nested_gaps(WON, GROUP, np.zeros(300), [])[1].gap.reason == ("no_degrees_of_freedom",)
    assert raw_gap([1, 0], [1, 1]).gap.reason == ("zero_denominator",)


def test_a_group_that_always_wins_is_fitted_with_a_penalty():
    always = np.where(GROUP == 1, 1, WON)
    assert "firth" in nested_gaps(always, GROUP, np.arange(300), [])[1].gap.flags[0]


@pytest.mark.parametrize("given", [([0.5, 1], [0, 1]), ([0, 1], [0.5, 1])])
def test_values_that_are_neither_yes_nor_no_are_a_problem(given):
    with pytest.raises(Problem) as caught:
        raw_gap(*given)
    assert caught.value.code == "flags-unread"
