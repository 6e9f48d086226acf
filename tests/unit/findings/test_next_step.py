"""What to do next depends on what a figure was held against."""

from __future__ import annotations

from tests.unit.findings.figured import answer, declared, said

from commonweal.findings import words
from commonweal.measures.measure import Better, Target


def test_the_next_step_after_an_effect_is_about_the_program() -> None:
    effect = declared(reference="zero", better=Better.HIGHER)
    helped, harmed = (said(effect, answer([one])) for one in (9.0, -9.0))
    assert helped.next_step == words.NEXT_EFFECT["better"]
    assert harmed.next_step == words.NEXT_EFFECT["worse"]


def test_the_next_step_below_a_target_names_the_group_and_no_funnel() -> None:
    below = declared(reference="target", target=Target(30.0, "us"), better=Better.HIGHER)
    found = said(below, answer([-9.0]))
    assert found.next_step == words.NEXT_HELD.format(group="female visits")
    assert said(below, answer([9.0])).next_step.startswith("Female visits fare better")
