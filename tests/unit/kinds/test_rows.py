"""Units one line each: what is known of them, their words, and the persons behind them."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Asked, Beside, Group, Rows

GROUP = Group("sex", "female", "Female")


def rows() -> Rows:
    return Rows(
        groups=(GROUP,),
        member=np.array([[True], [False], [True]]),
        person=np.array([4, 4, 9]),
        met=np.array([True, False, True]),
        columns={"value": np.array([0.0, np.nan, -1.0]), "stratum": np.array([1.0, -1.0, 0.0])},
        labels={"stratum": ("night", "day")},
    )


def test_a_number_is_known_unless_it_is_missing_and_a_word_unless_it_has_no_place() -> None:
    assert rows().known("value").tolist() == [True, False, True]
    assert rows().known("stratum").tolist() == [True, False, True]


def test_words_are_given_back_and_an_unknown_one_is_empty() -> None:
    assert rows().words("stratum") == ("day", "", "night")
    beside = Beside({"layer": np.array([-1.0, 0.0])}, {"layer": ("board",)})
    assert beside.words("layer") == ("", "board")


def test_persons_are_counted_however_far_apart_their_numbers_are() -> None:
    everybody = np.ones(3, dtype=bool)
    person = np.array([5, 10**12, 5])
    assert Rows((), np.ones((3, 0), bool), person, everybody, {}).persons(everybody) == 2


def test_persons_are_counted_once_however_many_units_they_have() -> None:
    assert rows().size == 3
    assert rows().persons(np.array([True, True, False])) == 1
    assert rows().persons(np.ones(3, dtype=bool)) == 2
    assert rows().persons(np.zeros(3, dtype=bool)) == 0


def test_rows_of_no_words_and_of_nothing_beside_them_say_so() -> None:
    bare = Rows((), np.ones((0, 0), bool), np.arange(0), np.ones(0, bool), {})
    assert (bare.size, dict(bare.labels), dict(bare.beside)) == (0, {}, {})


def test_what_is_asked_has_the_usual_answers_and_reads_numbers_from_its_options() -> None:
    asked = Asked(options={"horizon": "60"})
    assert (asked.level, asked.reference, asked.target) == (0.95, "everybody_else", None)
    assert (asked.ratio, asked.seed, asked.number("horizon")) == (False, 1, 60.0)
