"""What a declaration must hold, and what is said of one that contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest

from commonweal.kinds import Problem
from commonweal.measures.criteria import Known, Sex
from commonweal.measures.measure import (
    Better,
    Fidelity,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
    Target,
    Unit,
)
from commonweal.tables.clinical import Appointment, Encounter

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


def of_rows(**changes: Any) -> Measure:
    """Declare the mean stay of visits."""
    rows: dict[str, Any] = {
        "unit_of_analysis": Encounter,
        "population": (Step("known", Known(Encounter.los_min)),),
        "event": None,
        "met": "stayed {value}",
        "needs": ("encounter",),
        "estimator": "mean",
        "unit": "minutes",
        "roles": (Role("value", Encounter.los_min),),
    }
    return Measure(**GOOD | rows | changes)


@pytest.mark.parametrize(("change", "fault"), [
    ({"roles": (Role("value", Appointment.minutes),)}, "a role is read from another table"),
    ({"unit_of_analysis": Unit.ENCOUNTER},
     "another method than a proportion counts the rows of a unit table"),
    ({"reference": "target"}, "a target is what it is compared with, or it has none"),
    ({"target": Target(3.0, "us")}, "a target is what it is compared with, or it has none"),
    ({"met": "stayed long"}, "its phrase has no {value}"),
    ({"privacy": Privacy(4, "vendors")}, "its smallest cell is too small"),
    ({"privacy": Privacy(0, "things")}, "its smallest cell is too small"),
    ({"estimator": "proportion", "roles": ()}, "a proportion has a numerator"),
    *(({"estimator": "proportion", "unit": "percent", "event": GOOD["event"]} | wrong,
       "a proportion is a percent, held against everybody else by a difference")
      for wrong in ({"unit": "days"}, {"reference": "zero"}, {"gap": "ratio"},
                    {"smallest_difference": 0.1})),
])  # fmt: skip
def test_a_contradiction_of_a_method_is_named(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(Problem) as raised:
        of_rows(**change)
    assert fault in raised.value.says


def test_a_measure_asks_its_method_in_the_words_of_the_method() -> None:
    plain = of_rows().asked
    assert (plain.reference, plain.target, plain.ratio) == ("everybody_else", None, False)
    asked = of_rows(
        reference="target", target=Target(15.0, "us"), gap="ratio", options=(("horizon", 60.0),)
    ).asked
    assert (asked.reference, asked.target, asked.ratio) == ("target", 15.0, True)
    assert asked.number("horizon") == 60.0


def test_a_further_figure_is_found_by_its_key_or_is_not_there() -> None:
    words = FigureWords("median", "median stay", "minutes")
    declared = of_rows(figures=(words,))
    assert declared.figure("median") is words
    assert declared.figure("mode") is None


@pytest.mark.parametrize(
    "privacy", [Privacy(5, "vendors"), Privacy(1, "things"), Privacy(11), Privacy(20)]
)
def test_the_smallest_number_of_each_kind_is_allowed(privacy: Privacy) -> None:
    assert of_rows(privacy=privacy).privacy is privacy


def test_a_person_may_be_counted_once_or_by_visit() -> None:
    assert Measure(**GOOD).one_each
    assert not Measure(**GOOD, unit_of_analysis=Unit.ENCOUNTER).one_each
