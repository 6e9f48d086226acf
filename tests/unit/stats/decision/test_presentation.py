"""Steady enough to be shown."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decision.presentation import nchs


def test_few_people_or_few_effective_people_are_not_shown():
    ours = nchs([15, 15, 15], [29, 30, 31], deff=[1, 1, 1.1])
    assert [one.status for one in (ours.share,)] == [("ok", "ok", "ok")]
    assert ours.display == ("suppress", "suppress", "suppress")


def test_a_wide_interval_is_not_shown_and_a_narrow_one_is():
    ours = nchs([20, 30, 2], [40, 60, 400])
    assert (ours.width >= 0.30).tolist() == [True, False, False]
    assert ours.display == ("suppress", "present", "present")


def test_an_interval_wide_for_a_small_proportion_is_not_shown():
    ours = nchs([3], [100])
    assert 0.05 < ours.width[0] < 0.30
    assert ours.relative_width[0] > 130
    assert ours.display == ("suppress",)


def test_a_large_proportion_is_shown_and_its_complement_flagged():
    ours = nchs([97], [100])
    assert ours.relative_complement[0] > 130
    assert ours.display == ("present",)
    assert ours.flags == (("complement_unreliable",),)


def test_no_event_and_nothing_else_are_reviewed_when_shown():
    ours = nchs([0, 400, 0], [400, 400, 40])
    assert ours.display == ("present", "present", "suppress")
    assert ours.flags == (("review_zero_or_all",), ("review_zero_or_all",), ())
    assert np.isnan([ours.relative_width[0], ours.relative_complement[1]]).all()


def test_few_degrees_of_freedom_are_reviewed():
    ours = nchs([400, 400], [1000, 1000], df=[7, 8])
    assert ours.flags == (("review_df",), ())


def test_nobody_is_not_shown_and_undefined():
    ours = nchs([0], [0])
    assert (ours.share.reason, ours.display) == (("zero_denominator",), ("suppress",))


def test_a_design_effect_below_one_is_a_problem():
    with pytest.raises(Problem) as caught:
        nchs([4], [50], deff=0.5)
    assert caught.value.code == "design-effect-below-one"
