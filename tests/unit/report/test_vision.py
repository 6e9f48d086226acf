"""The vision page: a row a promise, with nothing left blank and nothing said twice."""

from __future__ import annotations

from dataclasses import replace

from commonweal.findings.finding import Promise
from commonweal.report import words
from commonweal.report.vision import vision_lines, vision_tables

FAIR = Promise("C1", "Fair care", "Care", "A gap is likely", "B", 4, "Women waited longer.",
               "Wait, by sex", "+8 minutes", "worse", "seen beyond chance",
               "Not computed: Pain.")  # fmt: skip
BLANK = Promise("C2", "Open doors", "School", "Not measured", "", 0, "")


def test_every_promise_has_verdict_size_direction_certainty_and_what_is_missing() -> None:
    care, school = vision_tables([FAIR, BLANK])
    (fair,), (blank,) = care.rows, school.rows
    assert fair[:3] == ("C1 Fair care", "A gap is likely", "Women waited longer.")
    assert all(part in " ".join(fair) for part in (FAIR.size, FAIR.direction, FAIR.certainty))
    assert fair[-1] == "Not computed: Pain."
    assert blank[:3] == ("C2 Open doors", "Not measured", words.NOT_STATED)
    assert blank[-1] == words.NOTHING_MISSING
    assert all(cell for row in (fair, blank) for cell in row)
    assert len(care.columns) == len(care.figures) == len(fair)


def test_domains_stand_in_the_order_of_the_vision_each_once() -> None:
    tables = vision_tables([FAIR, BLANK, replace(FAIR, key="C3")])
    assert [len(table.rows) for table in tables] == [2, 1]
    assert [table.caption for table in tables] == [
        words.promises_of("Care"), words.promises_of("School"),
    ]  # fmt: skip
    assert vision_tables([]) == vision_lines([]) == []


def test_a_terminal_says_how_sure_it_is_and_what_is_missing_after_the_sentence() -> None:
    (care,) = vision_lines([FAIR])
    text = care.rows[0][2]
    assert text.startswith(f"Women waited longer. {words.CERTAINTY}: seen beyond chance")
    assert text.endswith(". Not computed: Pain.")


def test_a_terminal_leaves_out_what_the_audit_did_not_ask_about() -> None:
    left = replace(BLANK, asked=False)
    assert [table.rows[0][0] for table in vision_lines([FAIR, left])] == ["C1 Fair care"]
    assert len(vision_tables([FAIR, left])) == 2


def test_a_terminal_does_not_say_twice_what_the_sentence_says() -> None:
    said = replace(FAIR, sentence="More people are needed.", missing="More people are needed.",
                   certainty="")  # fmt: skip
    assert vision_lines([said])[0].rows[0][2] == "More people are needed."
    assert vision_lines([BLANK])[0].rows[0][2] == words.NOT_STATED
