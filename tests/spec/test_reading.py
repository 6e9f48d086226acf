"""A worked example that is misspelt, misaligned or wrong is found out."""

from __future__ import annotations

import pytest
from tests.spec.people import read, worked
from tests.spec.records import Records, Unreadable, concept, seconds

from commonweal.measures.care.bp_any_simple import MEASURE
from commonweal.measures.care.ed_visits_simple import MEASURE as VISITS

RIGHT = """
person  born        records                  lands
ann     1960-05-01  bp 120/80 on 2025-06-01  met
ben     1960-05-01  bp 150/80 on 2025-06-01  not met
cleo    1960-05-01                           out: reading
counts  out 1, denominator 2, met 1
"""


def outcome(text: str) -> list[str]:
    """Run a table and give what fails."""
    test_people, test_counts = worked(MEASURE, text)
    failures = []
    for test in (test_people, test_counts):
        (mark,) = getattr(test, "pytestmark")  # noqa: B009 - pytest adds it at run time
        for value in mark.args[1]:
            try:
                test(getattr(value, "values", (value,))[0])
            except AssertionError as failure:
                failures.append(str(failure))
    return failures


def test_a_table_that_is_right_passes() -> None:
    assert outcome(RIGHT) == []


def test_a_person_who_lands_elsewhere_fails() -> None:
    (failure,) = outcome(RIGHT.replace("2025-06-01  met", "2025-06-01  not met"))
    assert failure.startswith("lands at 'met', not at 'not met'")


def test_a_person_who_leaves_at_another_step_fails() -> None:
    (failure,) = outcome(RIGHT.replace("out: reading", "out: 18 to 85"))
    assert failure.startswith("lands at 'not with a blood pressure reading in the period'")


@pytest.mark.parametrize("wrong", ["out 2", "denominator 3", "met 2"])
def test_a_count_that_is_wrong_fails(wrong: str) -> None:
    name = wrong.split(maxsplit=1)[0]
    line = "counts  out 1, denominator 2, met 1"
    others = ", ".join(part for part in line[8:].split(", ") if not part.startswith(name))
    assert len(outcome(RIGHT.replace(line, f"counts  {others}, {wrong}"))) == 1


def test_an_example_without_counts_fails() -> None:
    assert len(outcome(RIGHT.replace("counts  out 1, denominator 2, met 1\n", ""))) == 1


@pytest.mark.parametrize(
    "phrase",
    [
        "offize visit 2025-03-01",
        "a1c 9.1 %",
        "a1c nine % on 2025-06-01",
        "a1c 9.1 % on 2025-06-01, prelimnary",
        "diabetes",
        "officevisit 2025-03-01",
    ],
)
def test_a_phrase_that_is_not_understood_fails(phrase: str) -> None:
    with pytest.raises(Unreadable):
        Records("p").add(phrase)


def test_a_value_set_that_no_measure_refers_to_fails() -> None:
    with pytest.raises(Unreadable, match="Office Visits"):
        concept("Office Visits")


def test_a_cell_that_does_not_begin_under_its_heading_fails() -> None:
    with pytest.raises(ValueError, match="does not begin"):
        read(RIGHT.replace("cleo    1960", "cleopatra  1960"), "t", MEASURE)


def test_a_person_lands_once() -> None:
    with pytest.raises(ValueError, match="ann must land once"):
        read(RIGHT.replace("ben   ", "      "), "t", MEASURE)
    with pytest.raises(ValueError, match="cleo must land once"):
        read(RIGHT.replace("out: reading", ""), "t", MEASURE)


def test_where_visits_are_counted_a_line_holds_one() -> None:
    with pytest.raises(ValueError, match="ann: a line that lands holds one visit"):
        read(RIGHT, "t", VISITS)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("2025-06-01", "2025-06-01"),
        ("2025-06-01T23:59", "2025-06-01T23:59:00"),
        ("2025-06-01T23:59-05:00", "2025-06-01T23:59:00-05:00"),
        ("2025-06-01T23:59:59.999", "2025-06-01T23:59:59.999"),
    ],
)
def test_times_are_completed_as_fhir_wants_them(written: str, sent: str) -> None:
    assert seconds(written) == sent
