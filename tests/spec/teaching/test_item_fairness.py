"""An item harder for women than for men of the same score, worked by hand."""

from __future__ import annotations

from functools import cache
from math import log, sqrt

import pytest
from tests.spec.tabled import Measured, measured

from commonweal.measures.teaching.item_fairness import MEASURE

EXAMPLE = """
answers (1 right) of learners to items a to f; how many of 8 women and of 8 men had item g right
abcdef  women  men
111000  2      6
011100  2      6
001110  2      6
000111  2      6
100011  2      6
110001  2      6
111100  2      6
011110  2      6
001111  2      6
100111  2      6
110011  2      6
111001  2      6

Items a to f are answered alike, so g alone differs and leaves the score of the others. People are
matched by their score on a to f and g itself. With 4 right in all:
men    3 right on a to f and g right: 6 x 6 = 36; 4 right and g wrong: 6 x 2 = 12
women  3 right on a to f and g right: 6 x 2 = 12; 4 right and g wrong: 6 x 6 = 36
odds ratio (36 x 36) / (12 x 12) = 9; delta -2.35 x ln 9 = -5.163
its error 2.35 x sqrt(1/36 + 1/12 + 1/12 + 1/36) = 1.108, so it is sure to be beyond 1: class C
one item of 7 is against women = 14.3%, and none against men
"""


@cache
def screened() -> Measured:
    lines = [line.split() for line in EXAMPLE.splitlines()]
    patterns = [line for line in lines if len(line) == 3 and line[0].isdigit()]
    learners, answers = [], []
    for sex, column in (("female", 1), ("male", 2)):
        for line in patterns:
            for turn in range(8):
                who = f"{sex[0]}{line[0]}{turn}"
                learners.append(f"{who} {sex}")
                right = line[0] + str(int(turn < int(line[column])))
                answers += [
                    f"{who}{item} {who} {item} 2025-05-01 {cell}"
                    for item, cell in zip("abcdefg", right, strict=True)
                ]
    learners.append("nia female")
    answers += ["nia1 nia a 2025-05-01 1", "nia2 nia b 2025-05-01 -", "old nia c 2024-05-01 1"]
    # A second answer of the same learner to the same item does not count.
    first = f"f{patterns[0][0]}0"
    answers.append(f"again {first} g 2025-05-02 0")
    text = "\n".join(
        ["learner", "learner_key sex", *learners, "",
         "exam_item", "item_key test code", *(f"{item} final {item}" for item in "abcdefg"), "",
         "item_response", "item_response_key learner_key item_key answered right", *answers]
    )  # fmt: skip
    return measured(MEASURE, text, "sex")


def test_one_item_is_much_harder_for_women_of_the_same_score() -> None:
    women, men = screened().group("female"), screened().group("male")
    assert women["value"] == pytest.approx(1 / 7)
    assert women["low"] == pytest.approx(1 / 7)
    assert men["value"] == 0
    assert screened().figure("item_c", "g, Female") == pytest.approx(-2.35 * log(9))
    assert screened().figure("item_c", "g, Male") == pytest.approx(2.35 * log(9))


def test_its_error_is_that_of_the_one_score_that_tells() -> None:
    figure = next(
        one for one in screened().judged.figures if (one.key, one.about) == ("item_c", "g, Female")
    )
    error = 2.35 * sqrt(1 / 36 + 1 / 12 + 1 / 12 + 1 / 36)
    assert (figure.high - figure.low) / 2 == pytest.approx(1.959964 * error, rel=1e-6)
    assert figure.people == 96


def test_who_did_not_answer_every_item_is_left_out_and_counted() -> None:
    assert screened().figure("left_out") == 1
    assert screened().group("female")["people"] == screened().group("female")["units"] == 97


def test_the_verdict_is_against_the_item_and_for_women_only() -> None:
    assert screened().judged.grade == ("B", "I")
