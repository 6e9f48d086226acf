"""The policy can be made stricter, never laxer; the words of hidden numbers stand once."""

from __future__ import annotations

import pytest

from commonweal.disclosure import Hidden, Policy, Reason
from commonweal.disclosure.primary import judge_rate
from commonweal.kinds import Problem


@pytest.mark.parametrize("laxer", [{"threshold": 10}, {"certainty_below": 49}])
def test_a_laxer_policy_is_refused(laxer):
    with pytest.raises(Problem) as problem:
        Policy(**laxer)
    assert problem.value.code == "threshold-too-low"


def test_an_unknown_level_is_refused():
    with pytest.raises(Problem) as problem:
        Policy(level="friends")
    assert problem.value.code == "level-unknown"


def test_the_four_reasons_and_the_public_mark_are_in_words():
    assert [str(Hidden(reason)) for reason in Reason] == [
        "not shown (1 to 10)",
        "not shown (protects another number)",
        "not asked",
        "not recorded",
        "not shown (small, or protects a small number)",
    ]


@pytest.mark.parametrize(
    ("numerator", "denominator", "approved", "shown"),
    [
        (20, 40, False, True),
        (0, 60, False, True),
        (0, 40, False, False),
        (0, 40, True, True),
        (10, 40, True, False),
        (35, 40, True, False),
        (0, 10, True, False),
        (0, 0, False, True),
    ],
)
def test_when_a_rate_is_shown(numerator, denominator, approved, shown):
    policy = Policy(certainty_approved=approved)
    assert judge_rate(numerator, denominator, policy).shown is shown
