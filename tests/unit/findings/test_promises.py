"""Each promise has one row: its most serious finding, or why there is none."""

from __future__ import annotations

from itertools import permutations

import pytest
from tests.unit.findings.made import graded

from commonweal.findings import words
from commonweal.findings.promises import first_five, promises
from commonweal.vision.vision import Commitment, Domain, Vision


def vision(*, held: bool = False) -> Vision:
    promise = Commitment("C1", "Fair care", "We care for all.", (), "", held)
    other = Commitment("C2", "Near care", "We are near.", (), "")
    return Vision("Ours", "en", (Domain("care", "Care", (promise, other)),))


@pytest.mark.parametrize(
    ("grades", "worst"),
    [("NISCBA", "A"), ("NISCB", "B"), ("NISC", "C"), ("NSI", "I"), ("NS", "S"), ("NN", "N")],
)
def test_the_most_serious_finding_speaks_for_a_promise(grades: str, worst: str) -> None:
    for order in list(permutations(grades))[:24]:
        found = tuple(graded(grade, view_key=f"v{at}") for at, grade in enumerate(order))
        row, other = promises(vision(), found)
        assert row.grade == worst
        assert row.looked == len(grades)
        assert (row.domain, other.verdict) == ("Care", words.NOT_MEASURED)


def test_a_gap_speaks_in_the_words_of_its_finding() -> None:
    row, _ = promises(vision(), (graded("B"), graded("N")))
    assert (row.verdict, row.sentence) == ("Verdict B", "Headline B.")


def test_equal_is_said_only_when_every_finding_is() -> None:
    row, _ = promises(vision(), (graded("N"), graded("N", view_key="other")))
    assert row.sentence == words.promise_equal(2).format(looked=2)
    for other in ("S", ""):
        unsure, _ = promises(vision(), (graded("N"), graded(other)))
        assert unsure.verdict == words.CANNOT_SAY


def test_what_can_not_be_said_tells_its_price_or_its_headline() -> None:
    with_price, _ = promises(vision(), (graded("I", price="More people."),))
    assert (with_price.verdict, with_price.sentence) == (words.CANNOT_SAY, "More people.")
    without, _ = promises(vision(), (graded(""),))
    assert (without.verdict, without.sentence, without.grade) == (
        words.CANNOT_SAY, "Headline .", "",
    )  # fmt: skip


def test_a_promise_that_nothing_measures_says_so() -> None:
    own = Commitment("X9", "Fair parking", "Everybody finds a place.", (), "")
    (row,) = promises(Vision("Ours", "en", (Domain("x", "Else", (own,)),)), ())
    assert (row.verdict, row.sentence, row.looked) == (
        words.NOT_MEASURED, words.PROMISE_MISSING, 0,
    )  # fmt: skip


def test_a_promise_that_was_not_asked_about_is_not_called_unmeasured_by_us() -> None:
    row, _ = promises(vision(), ())
    assert (row.verdict, row.sentence) == (words.NOT_MEASURED, words.PROMISE_NOT_ASKED)
    assert not row.asked


def test_a_promise_whose_measures_lack_data_says_how_many_measures() -> None:
    lacking = tuple(graded("", computable=False, view_key=view) for view in ("a", "b"))
    row, _ = promises(vision(), lacking)
    assert row.verdict == words.NOT_MEASURED
    assert row.sentence == words.promise_not_computed(1).format(looked=1)
    assert row.looked == 0


def test_what_counsel_holds_is_not_told() -> None:
    row, _ = promises(vision(held=True), (graded("A"),))
    assert (row.verdict, row.grade, row.sentence) == (
        words.HELD_BY_COUNSEL, "", words.HELD_BY_COUNSEL,
    )  # fmt: skip
    assert row.looked == 1


def test_at_most_five_matter_and_one_a_measure() -> None:
    many = tuple(graded("B", key=f"care.m{at}", gap=-at / 100) for at in range(1, 8))
    assert [one.key for one in first_five(many)] == [f"care.m{at}" for at in (7, 6, 5, 4, 3)]
    views = (graded("B", view_key="sex", gap=-0.1), graded("A", view_key="language", gap=-0.1))
    assert [one.view_key for one in first_five(views)] == ["language"]


def test_a_simplified_form_is_the_same_measure_and_gives_way_to_the_full_one() -> None:
    full, simple = graded("B", key="care.x", gap=-0.1), graded("B", key="care.x_simple", gap=-0.3)
    assert first_five((simple, full)) == (full,)
    assert first_five((simple,)) == (simple,)
    graver = graded("A", key="care.x_simple")
    assert first_five((full, graver)) == (graver,)


def test_only_gaps_can_matter() -> None:
    assert first_five(tuple(graded(grade, key=f"care.{grade}") for grade in ("N", "I", "S"))) == ()


def test_the_worse_side_comes_before_the_larger_gap() -> None:
    def first(better: str, *gaps: float) -> list[float]:
        found = tuple(
            graded("B", gap, key=f"care.m{at}", better=better) for at, gap in enumerate(gaps)
        )
        return [one.rows[0].gap.value or 0.0 for one in first_five(found)]

    assert first("higher", 0.3, -0.1) == [-0.1, 0.3]
    assert first("lower", -0.3, 0.1) == [0.1, -0.3]
    assert first("neither", -0.1, 0.3) == [0.3, -0.1]
