"""Rates steady enough to be shown."""

import numpy as np
import pytest

from commonweal.kinds import Estimate, Problem
from commonweal.stats.decision.rate_presentation import judge_rate, nchs_rate


def rates(value, low, high):
    return Estimate(np.array([value]), np.array([low]), np.array([high]), 0.95, "made")


def test_fewer_than_ten_events_or_people_are_not_shown():
    ours = nchs_rate([9, 10, 10, 0], [4000, 4000, 9, 4000])
    assert ours.display == ("suppress", "present", "suppress", "suppress")
    assert ours.flags == (("few_events",), (), ("few_people",), ("few_events",))
    assert np.isnan(ours.relative_width).tolist() == [False, False, False, True]


def test_a_design_effect_takes_events_and_people_away():
    ours = nchs_rate([15, 15], [4000, 4000], deff=[1.5, 1.6])
    assert ours.display == ("present", "suppress")
    assert ours.effective_events.tolist() == [10, 15 / 1.6]
    assert ours.effective_people.tolist() == [4000 / 1.5, 2500]
    assert ours.rate.value == pytest.approx([15 / 4000] * 2)
    plain = nchs_rate([10], [4000 / 1.5]).rate
    assert ours.rate.high[0] == pytest.approx(plain.high[0])


def test_an_interval_wider_than_160_percent_of_the_rate_is_not_shown():
    ours = judge_rate(rates(10, 4, 20), [50], [1000])
    assert (ours.relative_width[0], ours.display) == (160, ("present",))
    wider = judge_rate(rates(10, 4, 20.1), [50], [1000])
    assert (wider.display, wider.flags) == (("suppress",), (("wide",),))


def test_ten_events_counted_in_full_are_just_narrow_enough():
    # Exact limits of 10 events are 4.80 and 18.39: 136 percent of 10.
    assert nchs_rate([10], [1000]).relative_width[0] == pytest.approx(135.95, abs=0.01)


def test_few_degrees_of_freedom_are_not_shown():
    ours = nchs_rate([50, 50], [1000, 1000], df=[7, 8])
    assert ours.display == ("suppress", "present")
    assert ours.flags == (("few_degrees",), ())


def test_nobody_is_undefined_and_not_shown():
    ours = nchs_rate([0, 12], [0, 0])
    assert ours.rate.reason == ("zero_denominator", "zero_denominator")
    assert ours.display == ("suppress", "suppress")
    assert "few_people" in ours.flags[1]


def test_a_rate_without_an_interval_is_not_shown():
    ours = judge_rate(rates(10, np.nan, np.nan), [50], [1000])
    assert (ours.display, ours.flags) == (("suppress",), ((),))


def test_the_unit_of_a_rate_does_not_matter():
    plain, scaled = nchs_rate([30], [999]), nchs_rate([30], [999], 100000)
    assert scaled.relative_width == pytest.approx(plain.relative_width)
    assert scaled.rate.value == pytest.approx(1e5 * plain.rate.value)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (([-1], [10]), "counts-negative"),
        (([1, 2], [10, 20, 30]), "shapes-differ"),
    ],
)
def test_a_table_that_can_not_be_is_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        nchs_rate(*given)
    assert caught.value.code == code


def test_a_design_effect_below_one_is_a_problem():
    with pytest.raises(Problem) as caught:
        nchs_rate([1], [10], deff=0.5)
    assert caught.value.code == "design-effect-below-one"


def test_numbers_of_another_length_than_the_rates_are_a_problem():
    with pytest.raises(Problem) as caught:
        judge_rate(nchs_rate([20, 30], [999, 999]).rate, [20, 30, 40], [999])
    assert caught.value.code == "shapes-differ"
