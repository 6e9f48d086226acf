"""Raking: what can not be met is said with its margin, and what is cut is counted."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.surveys.raking import rake, trim
from commonweal.stats.surveys.weighted import effective_people, raked_means

PEOPLE = {"site": ["a", "a", "b", "b", "b"], "job": ["x", "y", "x", "x", "y"]}
FRAME = {"site": {"a": 30, "b": 70}, "job": {"x": 60, "y": 40}}


def test_every_margin_is_met():
    raked = rake(PEOPLE, FRAME)
    for name, totals in FRAME.items():
        for label, total in totals.items():
            here = np.array(PEOPLE[name]) == label
            assert raked.weights[here].sum() == pytest.approx(total, rel=1e-11)
    assert raked.cells.sum(axis=1).tolist() == [2] * 5


def test_starting_weights_are_kept_within_cells():
    raked = rake({"site": ["a", "a"]}, {"site": {"a": 9}}, start=[1, 2])
    assert raked.weights == pytest.approx([3, 6])


@pytest.mark.parametrize(
    ("people", "frame", "start", "code"),
    [
        ({}, {}, 1, "margins-differ"),
        (PEOPLE, {"site": FRAME["site"]}, 1, "margins-differ"),
        ({"site": ["a"]}, {"site": {"a": 3, "b": 4}}, 1, "margins-differ"),
        (PEOPLE, FRAME | {"job": {"x": 60, "y": 41}}, 1, "margins-differ"),
        (
            {"site": ["a"], "job": ["x", "x"]},
            {"site": {"a": 3}, "job": {"x": 3}},
            1,
            "shapes-differ",
        ),
        ({"site": ["a"]}, {"site": {"a": 3}}, 0, "counts-negative"),
        ({"site": ["a"]}, {"site": {"a": -3}}, 1, "counts-negative"),
    ],
)
def test_margins_that_can_not_be_are_refused(people, frame, start, code):
    with pytest.raises(Problem) as problem:
        rake(people, frame, start)
    assert problem.value.code == code


def test_margins_that_no_weights_meet_are_refused_by_name():
    # Everybody at site a does job x, so their totals can not differ.
    people = {"site": ["a", "b"], "job": ["x", "y"]}
    with pytest.raises(Problem) as problem:
        rake(people, {"site": {"a": 3, "b": 4}, "job": {"x": 4, "y": 3}})
    assert problem.value.code == "margin-unmet"
    assert "'site'" in problem.value.says or "'job'" in problem.value.says


def test_a_label_with_a_total_of_none_weighs_nothing():
    raked = rake({"site": ["a", "b", "b"]}, {"site": {"a": 0, "b": 8}})
    assert raked.weights.tolist() == [0, 4, 4]


def test_trimming_keeps_the_total_and_counts():
    raked = rake({"site": ["a"] * 9 + ["b"]}, {"site": {"a": 9, "b": 90}})
    cut = trim(raked)
    assert cut.trimmed == 1
    assert cut.weights.sum() == pytest.approx(99)
    assert cut.weights[-1] == 5
    assert trim(cut, 100).trimmed == 0
    assert effective_people(cut.weights).value > effective_people(raked.weights).value
    with pytest.raises(Problem) as problem:
        trim(raked, 0.5)
    assert problem.value.code == "trim-below-median"


def test_a_margin_that_is_known_has_no_error():
    raked = rake(PEOPLE, FRAME)
    share = raked_means(np.array(PEOPLE["site"]) == "a", raked)
    assert share.value[0] == pytest.approx(0.3)
    assert share.se[0] == pytest.approx(0, abs=1e-12)


def test_one_person_and_no_weight_are_said():
    alone = rake({"site": ["a"]}, {"site": {"a": 9}})
    assert raked_means([1], alone).reason == ("one_value",)
    assert effective_people([0, 0]).reason == ("zero_denominator",)


def test_domains_are_one_a_person():
    with pytest.raises(Problem) as problem:
        raked_means([1] * 5, rake(PEOPLE, FRAME), ["a"])
    assert problem.value.code == "shapes-differ"
