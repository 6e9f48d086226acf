"""Is this a gap, when the number is no proportion?"""

import numpy as np
import pytest

from commonweal.kinds import Estimate, Problem
from commonweal.stats.decision.interval_grade import grade_by_interval

Z95, Z90 = 1.959964, 1.644854


def gaps(value, se, level=0.95):
    value, se = np.array(value, dtype=float), np.array(se, dtype=float)
    z = {0.95: Z95, 0.9: Z90}[level]
    return Estimate(value, value - z * se, value + z * se, level, "welch")


def judged(value, rest, se, *, p, people=100, prior=0, favourable=True, **named):
    difference = np.array(value, dtype=float) - rest
    return grade_by_interval(
        value, rest, gaps(difference, se), gaps(difference, se, 0.9), p=p, people=people,
        favourable=favourable, prior_flagged=prior, **named,
    )  # fmt: skip


def letters(ours):
    return "".join(grade.value for grade in ours.grade)


def test_the_six_letters_of_means():
    value = [40.0, 40.0, 49.9, 48.0, 44.0, 47.0]
    se = [1.0, 1.0, 0.5, 0.5, 2.8, 4.0]
    p = [1e-9, 1e-9, 0.84, 1e-4, 0.032, 0.45]
    ours = judged(value, 50.0, se, p=p, prior=[1, 0, 0, 0, 0, 0], relative=0.05)
    assert letters(ours) == "ABNCBI"
    # The family takes the fifth back when many are looked at with it.
    many = judged([*value, *[50.0] * 20], 50.0, [*se, *[5.0] * 20], p=[*p, *[1.0] * 20],
                  relative=0.05)  # fmt: skip
    assert letters(many)[4] == "C"


def test_few_people_are_never_judged_and_no_part_of_the_family():
    ours = judged([40.0, 40.0], 50.0, [1.0, 1.0], p=[1e-9, 0.001], people=[29, 30])
    assert letters(ours) == "SB"
    assert np.isnan(ours.q[0])
    assert ours.q[1] == 0.001


def test_the_declared_smallest_difference_is_the_margin():
    ours = judged([44.0, 44.0], 50.0, [1.0, 1.0], p=[1e-8] * 2, smallest=[6.0, 6.1])
    assert letters(ours) == "BC"
    assert ours.margin.tolist() == [6.0, 6.1]
    small = judged([49.0], 50.0, [0.3], p=[0.3], smallest=2)
    assert letters(small) == "N"


def test_a_gap_is_large_where_there_is_nothing_to_be_relative_to():
    ours = judged([0.2, 0.0], 0.0, [0.01, 0.0], p=[1e-9, 1.0])
    assert letters(ours) == "BI"
    assert np.isnan(ours.relative_as_reported).all()
    assert ours.margin.tolist() == [0, 0]


def test_an_interval_that_holds_zero_is_never_flagged_whatever_p_says():
    ours = judged([40.0], 50.0, [6.0], p=[0.001])
    assert letters(ours) == "I"


def test_the_margin_of_a_negative_number_is_its_size():
    ours = judged([-40.0], -50.0, [1.0], p=[1e-9])
    assert ours.relative_as_reported[0] == pytest.approx(0.2)
    assert ours.margin[0] == 5
    assert ours.direction == ("better",)
    assert judged([-40.0], -50.0, [1.0], p=[1e-9], favourable=False).direction == ("worse",)


def test_no_number_gives_no_verdict_and_says_so():
    ours = judged([np.nan, 50.0], [50.0, 50.0], [np.nan, 1.0], p=[np.nan, 1.0])
    assert letters(ours) == "IN"
    assert ours.direction == ("same", "same")
    assert ours.mdd.reason == ("no_interval", "")
    assert np.isnan(ours.q[0])


def test_the_smallest_gap_that_would_have_been_seen_follows_from_the_interval():
    ours = judged([45.0], 50.0, [2.0], p=[0.01])
    assert ours.mdd.value[0] == pytest.approx(2 * (1.959964 + 0.8416212), rel=1e-6)
    assert ours.mdd.level == 0.95


def test_huge_ratios_do_not_overflow():
    ours = judged([1e300], 1e-300, [1e290], p=[1e-9])
    assert letters(ours) == "B"


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"p": [0.1, 0.2]}, "shapes-differ"),
        ({"p": [1.2]}, "share-outside"),
        ({"p": [np.inf]}, "numbers-missing"),
        ({"p": [0.1], "people": -1}, "counts-negative"),
        ({"p": [0.1], "smallest": -1}, "counts-negative"),
        ({"p": [0.1], "smallest": [1, 2]}, "shapes-differ"),
    ],
)
def test_what_can_not_be_is_refused(named, code):
    with pytest.raises(Problem) as caught:
        judged([45.0], 50.0, [2.0], **named)
    assert caught.value.code == code


def test_the_two_intervals_belong_together():
    with pytest.raises(Problem) as caught:
        grade_by_interval([45], [50], gaps([-5], [1]), gaps([-5], [1]), p=[0.01], people=[99],
                          favourable=True, prior_flagged=0)  # fmt: skip
    assert caught.value.code == "levels-apart"


def test_families_are_adjusted_apart():
    ours = judged([40.0, 40.0, 40.0], 50.0, [3.0] * 3, p=[0.03, 0.04, 0.001], family=[1, 1, 2])
    assert ours.q.tolist() == [0.04, 0.04, 0.001]
