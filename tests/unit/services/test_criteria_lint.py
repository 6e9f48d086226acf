"""Criteria are held against dated words: refused, read by counsel, or open (G4, K1, K3)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.services.criteria_lint import Criterion, Judged, judge, plain
from commonweal.services.term_lists import Terms, Use, Verdict, shipped

TODAY = date(2026, 11, 21)
TERMS = shipped()
PEOPLE_USES = [use for use in Use if use is not Use.SUPPLIER]


def one(words: str, use: Use = Use.PROGRAM, today: date = TODAY, **kept: str) -> Judged:
    (judged,) = judge([Criterion(words, **kept)], use, TERMS, today)
    return judged


@pytest.mark.parametrize("use", PEOPLE_USES)
@pytest.mark.parametrize(
    "words",
    [
        "Open to women in surgery",
        "Men only",
        "Black or African American physicians",
        "White applicants",
        "Members of a racial or ethnic minority",
        "Candidates under 40",
        "People of color",
        "Must be a Christian",
        "Applicants with a disability",
        "LGBTQ+ trainees",
        "WOMEN",
        "wo\u00admen",  # a soft hyphen
        "latin\u00e9 scholars",
        "women-owned",
        "Women of historically Black colleges",
    ],
)
def test_a_protected_attribute_is_refused_whichever_side_it_is_on(words: str, use: Use) -> None:
    judged = one(words, use, rationale="It is needed.", counsel="Read.")
    assert judged.verdict is Verdict.REFUSED
    assert not judged.may_be_used
    assert judged.found
    assert judged.reasons


@pytest.mark.parametrize(
    "words",
    [
        "A diversity statement of one page",
        "Residents of ZIP code 02118",
        "Home address in 02118",
        "Lived experience of illness",
        "Graduates of an HBCU",
        "Graduates of historically Black colleges and universities",
        "Cultural competence",
        "Underrepresented backgrounds",
        "Citizens or permanent residents",
        "At least 18 years of age",
    ],
)
def test_what_may_stand_in_for_one_goes_to_counsel(words: str) -> None:
    bare = one(words)
    assert (bare.verdict, bare.lacks) == (Verdict.COUNSEL, ("rationale", "counsel"))
    assert not bare.may_be_used
    half = one(words, rationale="Service learning takes place there.")
    assert half.lacks == ("counsel",)
    kept = one(words, rationale="Service learning takes place there.", counsel="Read on May 2.")
    assert (kept.verdict, kept.lacks, kept.may_be_used) == (Verdict.COUNSEL, (), True)


def test_a_reason_that_names_a_protected_attribute_is_none() -> None:
    judged = one("Lived experience", rationale="So that more women apply.", counsel="Read.")
    assert judged.lacks == ("rationale",)
    assert not judged.may_be_used


@pytest.mark.parametrize(
    "words",
    [
        "Two years of practice in this hospital",
        "A published white paper",
        "Lean black belt",
        "Mandarin or Spanish at the level of an interpreter",
        "Message of support from a mentor",  # holds "age", "men" inside words
    ],
)
def test_what_names_neither_is_open(words: str) -> None:
    assert one(words).may_be_used
    assert one(words).verdict is Verdict.OPEN


def test_the_longest_phrase_decides_and_takes_only_its_own_words() -> None:
    assert one("A black belt").verdict is Verdict.OPEN
    mixed = one("A black belt, for Black staff")
    assert mixed.verdict is Verdict.REFUSED
    assert mixed.found == (("black", "protected"),)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Lowest price", Verdict.OPEN),
        ("Share of deliveries on time", Verdict.OPEN),
        ("Local and employee-owned", Verdict.OPEN),
        ("Owned by women", Verdict.REFUSED),
        ("Certified MBE", Verdict.REFUSED),
        ("Price, and share of female employees", Verdict.REFUSED),
        ("Reputation", Verdict.REFUSED),
        ("Price and location in a priority tract", Verdict.COUNSEL),
        ("Small business in a HUBZone", Verdict.COUNSEL),
    ],
)
def test_suppliers_are_scored_by_what_is_listed_and_nothing_else(
    words: str, verdict: Verdict
) -> None:
    assert one(words, Use.SUPPLIER).verdict is verdict


def test_the_reason_for_the_unlisted_says_what_is_listed() -> None:
    (reason,) = one("Reputation", Use.SUPPLIER).reasons
    assert reason.startswith("Suppliers are scored by price")
    assert one("Reputation", Use.SUPPLIER).found == ()


def test_a_day_without_a_list_is_unknown_and_never_open() -> None:
    before = one("Two years of practice", today=date(2020, 1, 1))
    assert before.verdict is Verdict.UNKNOWN
    assert not before.may_be_used
    assert before.reasons == (
        "No list of terms is known for that day, so nobody can say that it is open.",
    )
    (none,) = judge([Criterion("Women")], Use.AWARD, Terms((), ""), TODAY)
    assert none.verdict is Verdict.UNKNOWN


def test_past_criteria_are_judged_by_past_lists() -> None:
    assert one("A diversity statement", today=date(2025, 7, 28)).verdict is Verdict.OPEN
    assert one("A diversity statement", today=date(2025, 7, 29)).verdict is Verdict.COUNSEL


def test_each_criterion_is_judged_by_itself_and_in_order() -> None:
    asked = [Criterion("Women"), Criterion("Two years of practice")]
    judged = judge(asked, Use.AWARD, TERMS, TODAY)
    assert [each.criterion for each in judged] == asked
    assert [each.verdict for each in judged] == [Verdict.REFUSED, Verdict.OPEN]
    assert judge([], Use.AWARD, TERMS, TODAY) == ()


WORDS = st.sampled_from(["women", "price", "two years", "zip", "black belt", "asian", "x"])


@settings(derandomize=True, max_examples=100)
@given(st.lists(WORDS, min_size=1, max_size=5), WORDS, st.sampled_from(PEOPLE_USES))
def test_more_words_never_turn_a_refusal(words: list[str], more: str, use: Use) -> None:
    before, after = one(" and ".join(words), use), one(" and ".join([*words, more]), use)
    if before.verdict is Verdict.REFUSED:
        assert after.verdict is Verdict.REFUSED


def test_spelling_can_not_hide_a_word() -> None:
    assert plain("Wo\u200bmen\u2013OWNED_firms") == "women owned firms"
