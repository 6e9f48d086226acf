"""Those who answered are weighed to as many margins of the frame as can be met."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.surveys.frame import weigh

NAN = float("nan")


def test_margins_are_met_as_shares() -> None:
    people = {"site": ["a", "b", "b"], "job": ["x", "x", "y"]}
    frame = {"site": ["a", "a", "b", "b"], "job": ["x", "y", "x", "y"]}
    found = weigh(people, frame, [10, 0, 10, 10])
    assert found.raked is not None
    assert found.raked.weights == pytest.approx([1, 1, 1])
    assert found.margins == ("site", "job")
    assert found.placed.all()


def test_a_label_that_nobody_answered_for_joins_the_smallest() -> None:
    frame = {"site": ["a", "b", "c"]}
    found = weigh({"site": ["a", "a", "b"]}, frame, [10, 5, 15])
    assert found.joined == (("site", "c"),)
    assert found.raked is not None
    # a: 10 of 30; b with c: 20 of 30; times the 3 who answered.
    assert found.raked.weights == pytest.approx([0.5, 0.5, 2])


def test_who_is_in_no_stratum_is_not_weighed() -> None:
    found = weigh({"site": ["a", "", "z", "b"]}, {"site": ["a", "b", ""]}, [1, 3, 9])
    assert found.placed.tolist() == [True, False, False, True]
    assert found.raked is not None
    assert found.raked.weights == pytest.approx([0.5, 1.5])


def test_strata_of_no_known_size_are_left_out() -> None:
    found = weigh({"site": ["a", "b"]}, {"site": ["a", "b", "b"]}, [10, 10, NAN])
    assert found.raked is not None
    assert found.raked.weights == pytest.approx([1, 1])


def test_nobody_in_the_frame_is_weighed_by_nobody() -> None:
    found = weigh({"site": ["z"]}, {"site": ["a"]}, [3])
    assert found.raked is None
    assert found.margins == ()


def test_a_margin_that_cannot_be_met_beside_the_others_is_left_out() -> None:
    # Everybody of a is x and everybody of b is y, so both margins cannot be met at once.
    people = {"site": ["a", "b"], "job": ["x", "y"]}
    frame = {"site": ["a", "a", "b"], "job": ["x", "y", "y"]}
    found = weigh(people, frame, [10, 10, 10])
    assert found.margins == ("site",)
    assert found.raked is not None
    assert found.raked.weights == pytest.approx([4 / 3, 2 / 3])


def test_one_person_far_from_the_frame_does_not_outweigh_everybody() -> None:
    found = weigh({"site": ["a"] * 20 + ["b"]}, {"site": ["a", "b"]}, [10, 90])
    assert found.raked is not None
    assert found.raked.trimmed == 1
    assert found.raked.weights.sum() == pytest.approx(21)
    assert isinstance(found.raked.weights, np.ndarray)


@pytest.mark.parametrize("frame", [{}, {"job": ["a"]}])
def test_a_frame_cut_by_other_things_is_refused(frame: dict[str, list[str]]) -> None:
    with pytest.raises(Problem) as caught:
        weigh({"site": ["a"]} if frame else {}, frame, [1])
    assert caught.value.code == "margins-differ"
