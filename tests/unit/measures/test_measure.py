"""What a declaration must hold, and what is said of one that contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest

from commonweal.kinds import Problem
from commonweal.measures.criteria import Sex
from commonweal.measures.measure import Better, Fidelity, Measure, Privacy, Step, Target, Unit

GOOD: dict[str, Any] = {
    "key": "made.up",
    "version": "1.0.0",
    "title": "Made up",
    "commitments": ("C1",),
    "better": Better.HIGHER,
    "population": (Step("female", Sex("female")),),
    "event": Step("male", Sex("male")),
    "met": "were",
    "needs": ("patient",),
    "why": "",
    "limits": "",
    "levers": "",
    "sources": (),
}


def test_defaults_are_the_careful_ones() -> None:
    made = Measure(**GOOD)
    assert made.unit_of_analysis is Unit.PATIENT
    assert made.privacy.smallest == 11
    assert made.fidelity is Fidelity.LOCAL
    assert made.reference == "everybody_else"
    assert made.target is None
    assert made.reviewed_by == ""


def test_steps_stand_in_the_order_of_leaving() -> None:
    made = Measure(
        **GOOD,
        denominator=(Step("b", Sex("b")),),
        exclusions=(Step("c", Sex("c")), Step("d", Sex("d"))),
        exceptions=(Step("e", Sex("e")),),
    )
    assert made.steps == (
        "not female", "not b", "excluded: c", "excluded: d", "exception: e", "not_met", "met",
    )  # fmt: skip


@pytest.mark.parametrize(("change", "fault"), [
    ({"commitments": ()}, "it names no commitment"),
    ({"title": "one two three four five six seven eight nine"}, "title is longer than 8 words"),
    ({"population": ()}, "it has no population"),
    ({"privacy": Privacy(10)}, "its smallest cell is too small"),
    ({"needs": ()}, "it names no table that it needs"),
    ({"population": (Step("female", Sex("a")), Step("female", Sex("b")))},
     "two of its steps bear the same words"),
    ({"estimator": "mean"}, "another method than a proportion counts the rows of a unit table"),
    ({"event": None}, "a proportion has a numerator"),
    ({"reference": "zero"}, "patients and visits are compared with everybody else only"),
    ({"unit": "furlongs"}, "nobody can write a figure in 'furlongs'"),
    ({"gap": "sum"}, "its gap is neither difference nor ratio"),
    ({"estimator": "mean"}, "its phrase has no {value}"),
    ({"privacy": Privacy(11, "ghosts")}, "'ghosts' are not what is protected"),
    ({"reference": "white"}, "the reference white, which is not built yet"),
    ({"period": "quarter"}, "a period of a quarter, which is not built yet"),
    ({"adjust_for": (("age", "need"),)}, "adjustment, which is not built yet"),
    ({"target": Target(0.8, "us")}, "a target is what it is compared with, or it has none"),
    ({"benchmark": Target(0.8, "us")}, "a benchmark beside the figures, which is not built yet"),
])  # fmt: skip
def test_a_contradiction_is_named(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(Problem) as raised:
        Measure(**GOOD | change)
    assert raised.value.code == "measure-malformed"
    assert "made.up" in raised.value.says
    assert fault in raised.value.says


def test_all_contradictions_are_named_at_once() -> None:
    with pytest.raises(Problem) as raised:
        Measure(**GOOD | {"commitments": (), "needs": ()})
    assert "no commitment; it names no table" in raised.value.says


@pytest.mark.parametrize("change", [
    {"title": "one two three four five six seven eight"}, {"privacy": Privacy(12)},
    {"exclusions": (Step("female", Sex("a")),)},
])  # fmt: skip
def test_what_is_just_within_bounds_passes(change: dict[str, Any]) -> None:
    assert Measure(**GOOD | change).key == "made.up"
