"""What is said of a submitted figure and its rows: the same or not, and nothing small."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from commonweal.disclosure import Policy
from commonweal.engine.explained import Lot, Tally, explain
from commonweal.engine.reconciling import Compared
from commonweal.engine.submitted import Submitted
from commonweal.findings.finding import Reconciled
from commonweal.findings.reconciled import reconciled
from commonweal.kinds import Period
from commonweal.measures.reported import Reported, measure_of

YEAR = Period.parse("2025")
SAID = Reported("CMS165", "v13", title="Blood pressure under control", better="higher")
MEASURE = measure_of(SAID, "results.cms165")
WAITS = measure_of(Reported("ED-1", "", measured=True, unit="min"), "results.ed_1")


def told(
    ours: Tally, *lots: Lot, mean: Fraction | None = None, measured: bool = False, **figure: Any
) -> Reconciled:
    """Say how a figure stands to rows that give these counts."""
    submitted = Submitted("CMS165", "v13", YEAR, **figure)
    size, met, out = ours
    made = Compared(submitted, WAITS if measured else MEASURE, YEAR, ours,
                    (size, met, size - met, out), mean)  # fmt: skip
    explained = explain(made.difference, lots)
    made = Compared(submitted, made.measure, YEAR, ours, made.persons, mean, explained=explained)
    return reconciled([made], Policy())[0]


def test_the_same_rate_is_said_in_the_words_it_was_submitted_in() -> None:
    found = told((467, 346, 13), rate="74.1 %", denominator=467, numerator=346, exclusions=13)
    assert (found.same, found.sentence, found.lines) == ("yes", "74.1 %, same as submitted.", ())
    assert found.title == "Blood pressure under control (CMS165 v13), 2025"
    assert found.measure == "results.cms165"
    assert told((467, 346, 13), rate="0.741", unit="proportion").sentence == (
        "0.741, same as submitted."
    )


def test_counts_alone_give_the_rate_with_one_decimal() -> None:
    assert told((467, 346, 0), denominator=467, numerator=346).sentence == (
        "74.1%, same as submitted."
    )


def test_the_same_rate_of_other_numbers_is_not_the_same() -> None:
    found = told((400, 200, 0), rate="50", denominator=420, numerator=210)
    assert (found.same, found.sentence) == (
        "no", "50%, same as submitted, though the numbers behind it differ.",
    )  # fmt: skip
    assert found.lines == (
        "Denominator: 420 submitted, 400 here.",
        "Numerator: 210 submitted, 200 here.",
        "What the difference is made of, to the row:",
        "Not in any row: the denominator by a number that protects another, the numerator by +1 "
        "to 10.",
        "These parts add up to the difference. The option --rows names each row.",
    )


def test_a_difference_is_told_reason_by_reason() -> None:
    lots = (
        Lot("orphan", 40, 40, (40, 20, 0)), Lot("unknown", 3, 3, (3, 0, 0), (0, 3, 0)),
        Lot("version", 30, 30, (30, 25, 0), sure=False),
        Lot("duplicate", 55, 50, (55, 55, 0), sure=False),
        Lot("excluded_met", 4, 4, (4, 4, -4), sure=False),
    )  # fmt: skip
    found = told((400, 200, 0), *lots, rate="51.9", denominator=473, numerator=247)
    assert found.sentence == "50.0% here, 51.9% as submitted."
    assert found.lines[3:] == (
        "Rows of people who are not in the data: 40 rows. They change the denominator by +40, "
        "the numerator by +20.",
        "Rows that do not say whether they count, or whether they met it: rows of 1 to 10 people, "
        "so what they change is not shown.",
        "Rows of another version of the measure: not shown, as the number would tell of few "
        "people.",
        "These parts add up to the difference. The option --rows names each row.",
        "Not counted either, but no part of the difference: Further rows of a person or visit "
        "that is counted once (55 rows).",
    )


FEW = Lot("unknown", 3, 3, (3, 0, 0), (0, 3, 0))


def test_one_small_part_can_not_be_had_by_taking_the_others_away() -> None:
    orphans = Lot("orphan", 40, 40, (40, 20, 0))
    beside = told((400, 200, 0), orphans, FEW, denominator=443, numerator=220).lines
    assert [line for line in beside if "not shown, as the number would tell" in line] == [
        "Rows of people who are not in the data: not shown, as the number would tell of few "
        "people.",
    ]  # fmt: skip
    alone = told((400, 200, 0), FEW, denominator=443, numerator=240).lines
    assert "Not in any row: not shown, as the number would tell of few people." in alone


def test_two_small_parts_protect_each_other() -> None:
    lots = (Lot("orphan", 40, 40, (40, 20, 0)), FEW, Lot("unmapped", 2, 2, (2, 1, 0)))
    found = told((400, 200, 0), *lots, denominator=445, numerator=221).lines
    assert any("40 rows. They change the denominator by +40" in line for line in found)


def test_rows_that_are_too_many_are_told_with_their_sign() -> None:
    found = told((400, 200, 60), denominator=380, numerator=200, exclusions=90)
    assert found.lines[-2] == ("Not in any row: the denominator by -20, the exclusions by +30.")


def test_small_numbers_are_not_shown_on_either_side() -> None:
    same = told((300, 296, 0), denominator=300, numerator=296, rate="98.7")
    assert same.sentence == "Same as submitted. The figure itself is not shown (1 to 10)."
    other = told((300, 296, 0), denominator=301, numerator=250, rate="83.1")
    assert other.sentence == (
        "Not the same as submitted. The figures themselves are not shown (1 to 10)."
    )
    assert other.lines[1] == ("Numerator: 250 submitted, not shown (protects another number) here.")


def test_a_rate_alone_can_be_compared_and_not_explained() -> None:
    found = told((400, 200, 0), Lot("orphan", 40, 40, (40, 20, 0)), rate="51.0")
    assert (found.same, found.sentence) == ("no", "50.0% here, 51.0% as submitted.")
    assert found.lines == (
        "No counts were submitted, so the difference can not be told row by row.",
        "Not counted either, but no part of the difference: Rows of people who are not in the "
        "data (40 rows).",
    )


def test_some_counts_alone_can_be_compared() -> None:
    assert told((400, 200, 0), denominator=400).sentence == (
        "The counts are the same as submitted."
    )
    assert told((400, 200, 0), denominator=420).sentence == (
        "The counts are not the same as submitted."
    )


def test_nothing_submitted_is_nothing_compared() -> None:
    assert told((400, 200, 0)).same == "unknown"


def test_a_rate_that_can_not_be_read_is_said() -> None:
    found = told((400, 200, 0), rate="about half", denominator=400)
    assert found.sentence.startswith("The rate that was submitted can not be read")


def test_nobody_is_no_rate() -> None:
    found = told((0, 0, 0), rate="50", denominator=400, numerator=200)
    assert (found.same, found.sentence) == ("no", "Nobody is counted here; 50% was submitted.")
    few = told((0, 0, 0), rate="50", denominator=4, numerator=2)
    assert few.sentence == "The counts are not the same as submitted."


def test_means_are_compared_too() -> None:
    found = told((400, 0, 0), mean=Fraction(421, 10), measured=True, rate="42.1", denominator=400)
    assert (found.same, found.sentence) == ("yes", "42.1, same as submitted.")
    found = told((400, 0, 0), mean=Fraction(421, 10), measured=True, denominator=430)
    assert found.sentence == "The counts are not the same as submitted."
    assert found.lines[0] == "Denominator: 430 submitted, 400 here."
    assert found.lines[2] == "Not in any row: the denominator by +30."
    few = told((4, 0, 0), mean=Fraction(421, 10), measured=True, rate="42.1")
    assert few.sentence == "Same as submitted. The figure itself is not shown (1 to 10)."


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("version", "Not compared: name the version that was submitted. The rows hold 1, 2."),
        ("no_rows", "Not compared: the rows hold no result of this measure and version."),
    ],
)
def test_what_can_not_be_compared_says_why(why: str, sentence: str) -> None:
    asked = Compared(Submitted("X"), None, None, why_not=why, choice=("1", "2"))
    (found,) = reconciled([asked], Policy())
    assert found == Reconciled("", "X (X), period not named", "unknown", sentence)


def test_a_site_stands_in_the_title() -> None:
    asked = Compared(Submitted("X", "2", YEAR, site="North"), None, YEAR, why_not="no_rows")
    assert reconciled([asked], Policy())[0].title == "X (X 2), 2025, North"
