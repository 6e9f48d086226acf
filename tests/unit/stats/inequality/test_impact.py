"""Attributable risk and fraction: clamped or not, beside the mean or an average of the setting."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality.impact import (
    events_to_close,
    population_attributable_fraction,
    population_attributable_risk,
)
from commonweal.stats.inequality.subgroups import Subgroups

BOTH = [population_attributable_risk, population_attributable_fraction]


def one(estimate, people=None, se=None, **declared):
    people = [10.0] * len(estimate) if people is None else people
    return Subgroups.one(estimate, se, people, **{"favorable": True, **declared})


@pytest.mark.parametrize("measure", BOTH)
def test_an_impact_of_the_wrong_sign_is_zero_and_flagged(measure):
    worst_on_top = one([50, 30], se=[1, 1], order=[1, 2])
    found = measure(worst_on_top)
    assert found.value.tolist() == [0]
    assert np.isnan([found.low[0], found.high[0], found.se[0]]).all()
    assert found.flags == (("clamped",),)
    free = measure(worst_on_top, clamp=False)
    assert free.value[0] < 0
    assert free.low[0] < free.value[0] < free.high[0]
    assert free.flags == ((),)


def test_the_best_is_the_lowest_of_something_bad():
    found = population_attributable_risk(one([50, 30], favorable=False))
    assert found.value.tolist() == [-10]


@pytest.mark.parametrize("measure", BOTH)
def test_a_best_group_of_nobody_can_not_be_reached(measure):
    assert measure(one([90, 30, 10], [0, 5, 5])).reason == ("reference_without_people",)
    assert measure(one([10, 30, 20], [0, 5, 5])).ok.all()


def test_no_fraction_of_nothing():
    assert population_attributable_fraction(one([0, 0])).reason == ("zero_mean",)
    assert population_attributable_fraction(one([-3, 1])).reason == ("negative_mean",)
    assert population_attributable_risk(one([0, 0])).value.tolist() == [0]


def test_an_average_of_the_setting_brings_its_own_error():
    groups = one([40, 20], [10, 30], se=[3, 1])
    risk = population_attributable_risk(groups, average=30, average_se=4)
    assert risk.value.tolist() == [10]
    assert risk.se.tolist() == [5]
    fraction = population_attributable_fraction(groups, average=[32], average_se=[4])
    assert fraction.value[0] == pytest.approx(25)
    # 100 y / a: the error of y over a, and y over a squared times the error of a.
    assert fraction.se[0] == pytest.approx(100 * np.hypot(3 / 32, 40 * 4 / 32**2))
    assert risk.low[0] < risk.value[0] < risk.high[0]


def test_an_average_stands_in_for_a_mean_that_nobody_makes():
    nobody = one([0, 10], [0, 0])
    assert population_attributable_fraction(nobody).reason == ("zero_denominator",)
    known = population_attributable_fraction(nobody, average=5, average_se=0)
    assert known.reason == ("reference_without_people",)


@pytest.mark.parametrize("measure", BOTH)
def test_an_average_without_its_error_is_refused(measure):
    with pytest.raises(Problem) as caught:
        measure(one([40, 20]), average=30)
    assert caught.value.code == "average-without-error"


def test_events_are_the_risk_of_all_people():
    groups = one([400, 200], [100, 300], se=[30, 10], scale=1000)
    events, risk = events_to_close(groups), population_attributable_risk(groups)
    assert events.value.tolist() == pytest.approx([150 * 400 / 1000])
    for ours, theirs in [(events.low, risk.low), (events.high, risk.high), (events.se, risk.se)]:
        assert ours == pytest.approx(theirs * 0.4)
    assert events_to_close(one([0, 10], [0, 0])).reason == ("zero_denominator",)


def test_a_limit_too_large_for_a_number_is_the_largest_number() -> None:
    tables = Subgroups.one([0, 100], [1, 6.74], [1.6e308, 1], favorable=True)
    found = events_to_close(tables)
    assert found.high[0] == np.finfo(np.float64).max
    tables = Subgroups.one([1, 1], [3.9e11, 1], [1, 3.2e299], scale=1000, favorable=False)
    assert np.isfinite(events_to_close(tables).low[0])
