"""A curriculum laid over a frame: edges."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.curriculum.coverage import frame_coverage

EVENTS = {
    "tags": [[1, 0], [0, 0]], "hours": [2, 9], "level": [1, 2], "term": [1, 1],
    "teaches": [1, 1], "assesses": [0, 0],
}  # fmt: skip


def test_hours_of_an_event_without_outcomes_count_for_none():
    ours = frame_coverage(**EVENTS)
    assert ours.hours.tolist() == [2, 0]
    assert ours.gaps.tolist() == [1]
    assert ours.evenness.value[0] == 0
    assert ours.at_level.tolist() == [[True, False], [False, False]]


def test_outcomes_taught_and_tested_at_two_levels_close_the_loop():
    ours = frame_coverage(
        [[1, 0, 0], [1, 1, 0]], [2, 2], level=[1, 2], term=[1, 2], teaches=[1, 0], assesses=[0, 1]
    )
    shares = (ours.coverage, ours.assessed_coverage, ours.closed_loop, ours.spiral)
    assert [each.value[0] * 3 for each in shares] == pytest.approx([1, 2, 1, 1])
    assert ours.in_term.tolist() == [[True, True], [False, True], [False, False]]
    assert ours.unsplit_hours.tolist() == [4, 2, 0]


def test_a_frame_or_a_curriculum_of_nothing_has_a_reason():
    empty = {key: [] for key in EVENTS} | {"tags": np.zeros((0, 2))}
    ours = frame_coverage(**empty)
    assert ours.coverage.value[0] == 0
    assert ours.evenness.reason == ("zero_mean",)
    nothing = frame_coverage(**(EVENTS | {"tags": np.zeros((2, 0))}))
    assert nothing.coverage.reason == ("zero_denominator",)
    assert nothing.evenness.reason == ("zero_mean",)
    one = frame_coverage(**(EVENTS | {"tags": [[1], [0]]}))
    assert one.evenness.reason == ("single_group",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tags": [1, 0]},
        {"tags": [[1, 2], [0, 0]]},
        {"hours": [1]},
        {"teaches": [1]},
        {"assesses": [0.5, 1]},
    ],
)
def test_events_that_can_not_be_read_are_a_problem(wrong):
    with pytest.raises(Problem) as caught:
        frame_coverage(**(EVENTS | wrong))
    assert caught.value.code == "tags-unread"
