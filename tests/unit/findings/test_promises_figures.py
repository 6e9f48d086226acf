"""The row of a promise: size, direction, certainty and what is missing, from findings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.findings.figured import answer, declared, said
from tests.unit.findings.made import graded, set_for

from commonweal.findings import words
from commonweal.findings.compose import apart, not_computable
from commonweal.findings.finding import Cell, Finding, Promise
from commonweal.findings.promises import first_five, promises
from commonweal.measures.measure import Better
from commonweal.stats.estimators.sides import none
from commonweal.vision.vision import Commitment, Domain, Vision

VISION = Vision("Ours", "en", (Domain("care", "Care", (
    Commitment("C1", "Fair", "We are fair.", (), ""),)),))  # fmt: skip


def row(*findings: Finding) -> Promise:
    return promises(VISION, findings)[0]


def test_a_likely_gap_tells_its_size_its_direction_and_how_sure_it_is() -> None:
    told = row(said(declared(), answer([8.0, -8.0])))
    assert told.size == "+8.0 minutes (+6.0 to +10.0)"
    assert told.direction == words.WORSE
    assert told.certainty == words.sure(2).format(judged=2)
    assert told.measure == "Made up, by sex on record"
    assert told.missing == ""


def test_a_direction_is_told_over_time() -> None:
    told = row(said(declared(), answer([8.0, 0.0]), before=answer([20.0, 0.0])))
    assert told.direction.startswith(words.WORSE)
    assert "The difference is closing: +20.0 minutes" in told.direction


@pytest.mark.parametrize(("better", "gap", "way"), [
    ("higher", 0.1, words.BETTER), ("higher", -0.1, words.WORSE), ("lower", 0.1, words.WORSE),
    ("lower", -0.1, words.BETTER), ("neither", 0.1, words.HIGHER), ("neither", -0.1, words.LOWER),
])  # fmt: skip
def test_the_way_follows_what_is_better(better: str, gap: float, way: str) -> None:
    assert row(graded("B", gap, better=better, over_time="")).direction == way


@pytest.mark.parametrize(("better", "gap", "way"), [
    ("higher", 0.8, words.WORSE), ("higher", 1.2, words.BETTER), ("lower", 1.2, words.WORSE),
    ("neither", 0.8, words.LOWER),
])  # fmt: skip
def test_of_a_ratio_one_is_no_gap(better: str, gap: float, way: str) -> None:
    finding = graded("B", gap, better=better, as_ratio=True, over_time="")
    assert row(finding).direction == way


@pytest.mark.parametrize(("grade", "counted", "certainty"), [
    ("A", False, words.SEEN_TWICE), ("A", True, words.SURE_COUNTED),
    ("B", False, words.sure(1).format(judged=1)), ("B", True, words.SURE_COUNTED),
    ("C", False, words.VERDICTS["C"]), ("C", True, words.VERDICTS["C"]),
])  # fmt: skip
def test_how_sure_it_is_follows_the_grade(grade: str, counted: bool, certainty: str) -> None:
    assert row(graded(grade, judged=1, counted=counted)).certainty == certainty


def test_a_gap_without_an_interval_is_its_text_and_a_hidden_one_has_no_direction() -> None:
    shown = graded("B", -0.1)
    bare = replace(shown, rows=(replace(shown.rows[0], gap=Cell(-0.1, "-10.0")),))
    assert row(bare).size == "-10.0"
    hidden = replace(shown, rows=(replace(shown.rows[0], gap=Cell(None, "not shown")),))
    assert (row(hidden).size, row(hidden).direction) == ("not shown", "")
    nobody = replace(shown, rows=())
    assert (row(nobody).size, row(nobody).direction) == ("", "")


def test_equal_is_sure_and_what_can_not_be_said_is_not() -> None:
    assert row(graded("N")).certainty == words.EQUAL_ENOUGH
    unsure = row(graded("I", price="More people."))
    assert unsure.certainty == words.NOT_SURE
    assert unsure.missing == unsure.sentence == "More people."
    assert row(graded("S", price="")).missing == ""


def test_what_could_not_be_computed_is_missing_beside_what_was_found() -> None:
    absent = not_computable(set_for(), ("No data.",))
    absent = replace(absent, commitments=("C1",), title="Wait")
    twice = row(graded("B"), absent, replace(absent, view="sex"))
    assert twice.missing == "Not computed: Wait."
    assert twice.looked == 1
    unsure = row(graded("I", price="More people."), absent)
    assert unsure.missing == "More people. Not computed: Wait."
    assert row(absent).missing == "Not computed: Wait."
    assert row(absent).verdict == words.NOT_MEASURED


def described() -> Finding:
    nothing = answer([np.nan, np.nan])
    found = replace(nothing, gap=none(2, 0.95), narrow=none(2, 0.90),
                    value=answer([1.0, 2.0]).value)  # fmt: skip
    return said(declared(better=Better.NEITHER), found)


def test_what_only_describes_speaks_where_nothing_is_judged() -> None:
    alone = row(described())
    assert (alone.verdict, alone.grade) == (words.DESCRIBED, "")
    assert alone.sentence == described().headline
    assert alone.measure == "Made up, by sex on record"
    beside = row(described(), graded("N"))
    assert beside.grade == "N"
    assert "1 table looked at" in beside.sentence
    assert beside.looked == 2


def test_half_and_twice_are_as_far_and_none_is_furthest() -> None:
    assert apart(-0.2, as_ratio=False) == 0.2
    assert apart(0.5, as_ratio=True) == pytest.approx(apart(2.0, as_ratio=True))
    assert apart(0.0, as_ratio=True) == np.inf


def test_among_ratios_the_furthest_from_one_comes_first() -> None:
    near = graded("B", 0.7, key="near", as_ratio=True)
    far = graded("B", 0.3, key="far", as_ratio=True)
    assert [one.key for one in first_five((near, far))] == ["far", "near"]
    above = graded("B", 1.5, key="above", as_ratio=True, better="lower")
    assert [one.key for one in first_five((above, near, far))] == ["far", "above", "near"]


def test_the_size_of_a_gap_between_rates_says_of_how_many() -> None:
    shown = graded("B", -0.1)
    gap = replace(shown.rows[0], gap=Cell(-0.1, "-10.0"), gap_interval="-17.5 to -2.5")
    assert row(replace(shown, rows=(gap,))).size == "-10.0 in 100 (-17.5 to -2.5)"
