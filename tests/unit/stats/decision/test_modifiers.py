"""What qualifies a grade."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decision.grade import Grade
from commonweal.stats.decision.modifiers import qualify

ALL = (Grade.A, Grade.B, Grade.C, Grade.N, Grade.I, Grade.S)


@pytest.mark.parametrize("weak", [{"reliability": 0.69}, {"completeness": 0.89}, {"proxy": True}])
def test_weak_numbers_carry_no_more_than_b(weak):
    ours = qualify(ALL, **weak)
    assert "".join(grade.value for grade in ours.grade) == "BBCNIS"
    assert ours.marks == (("-",),) * 6


def test_numbers_at_the_floor_or_not_known_are_not_marked():
    for enough in ({"reliability": 0.7, "completeness": 0.9}, {}, {"proxy": [False] * 6}):
        ours = qualify(ALL, **enough)
        assert ours.grade == ALL
        assert ours.marks == ((),) * 6


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [(-0.1, -0.05, True), (-0.1, -0.0499, False), (-0.1, 0.2, False), (0.1, 0.3, True),
     (0.0, 0.0, False), (np.nan, 0.1, False), (0.1, np.nan, False), (1e300, 1e300, True)],
)  # fmt: skip
def test_a_gap_that_adjusting_leaves_is_marked(before, after, marked):
    ours = qualify((Grade.A,), difference=before, adjusted=after)
    assert ours.marks == ((("adj",) if marked else ()),)
    assert ours.grade == (Grade.A,)


def test_both_marks_can_stand():
    assert qualify((Grade.A,), proxy=[1], difference=[1], adjusted=[1]).marks == (("-", "adj"),)


@pytest.mark.parametrize(
    ("named", "code"),
    [({"reliability": 70}, "share-outside"), ({"completeness": [-0.1]}, "share-outside"),
     ({"proxy": [True, False, True]}, "shapes-differ"), ({"adjusted": [[1.0]]}, "shapes-differ")],
)  # fmt: skip
def test_what_can_not_be_is_refused(named, code):
    with pytest.raises(Problem) as caught:
        qualify((Grade.A, Grade.B), **named)
    assert caught.value.code == code
