"""The figure tells the truth: one scale for ticks and marks, nothing drawn that is not shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.unit.report.example import PROTECTS, count, finding, percent, shown, withheld

from commonweal.findings.finding import Cell
from commonweal.report import words
from commonweal.report.figures import Scale, dot_rows, headed, scale_of


def drawn(**changes: object):
    one = finding(**changes)
    return dot_rows(one, words.named(one.title, one.view), scale_of([one]))


def test_a_scale_holds_all_marks_and_cuts_at_round_numbers() -> None:
    scale = scale_of([finding()])
    assert (scale.start, scale.end, scale.step) == (40_000, 80_000, 10_000)
    assert [tick.text for tick in scale.ticks] == ["40%", "50%", "60%", "70%", "80%"]
    assert [tick.place for tick in scale.ticks] == [0, 25, 50, 75, 100]


@given(low=some.floats(0, 1), wide=some.floats(0, 1))
def test_ticks_and_marks_are_placed_by_one_function(low: float, wide: float) -> None:
    high = min(1.0, low + wide)
    row = replace(shown("One", 1, 2, "N"), rate=percent(low), low=percent(low), high=percent(high))
    scale = scale_of([finding(rows=(row,), everybody=None)])
    assert 2 <= len(scale.ticks) <= 6
    assert 0 <= scale.start < scale.end <= 100_000
    for tick in scale.ticks:
        assert tick.place == scale.place(tick.value)
        assert float(tick.text[:-1]) == pytest.approx(100 * tick.value, abs=1e-9)
    mark = dot_rows(finding(rows=(row,), everybody=None), "T.", scale).dots[0].mark
    assert mark is not None
    assert mark.at == scale.place(low)
    assert 0 <= mark.low <= mark.at <= mark.high <= 100


def test_a_scale_for_rare_things_has_decimals() -> None:
    assert Scale(0, 400, 100).text(100) == "0.1%"
    assert Scale(0, 40, 10).text(10) == "0.01%"
    assert Scale(0, 4_000, 1_000).text(1_000) == "1%"


def test_one_value_still_has_a_scale() -> None:
    same = replace(shown("One", 1, 2, "N"), rate=percent(1.0), low=percent(1.0), high=percent(1.0))
    scale = scale_of([finding(rows=(same,), everybody=None)])
    assert scale.end == 100_000
    assert scale.place(1.0) == 100


def test_a_cut_scale_says_so_and_a_whole_one_too() -> None:
    assert scale_of([finding()]).sentence == words.cut_scale("40%", "80%")
    assert Scale(0, 100_000, 20_000).sentence == words.FULL_SCALE


def test_a_hidden_row_keeps_its_place_and_is_not_drawn() -> None:
    figure = drawn()
    labels = [dot.label for dot in figure.dots]
    assert labels == [*(row.label for row in finding().rows), "All patients"]
    hidden = figure.dots[5]
    assert hidden.mark is None
    assert {hidden.rate, hidden.interval, hidden.people} == {"not shown (1 to 10)"}
    assert words.HATCHED in figure.legend


def test_limits_of_a_hidden_rate_neither_move_the_scale_nor_are_drawn() -> None:
    quiet = withheld("Quiet", PROTECTS, count(312))
    loud = replace(quiet, low=Cell(0.001, "0.1%"), high=Cell(0.999, "99.9%"), interval="")
    with_quiet = drawn(rows=(*finding().rows, quiet))
    with_loud = drawn(rows=(*finding().rows, loud))
    assert with_loud == with_quiet


def test_a_rate_without_an_interval_is_a_dot_alone() -> None:
    bare = replace(shown("One", 1, 2, "N"), low=Cell(None, ""), high=Cell(None, ""), interval="")
    dot = drawn(rows=(bare,)).dots[0]
    assert dot.mark is not None
    assert dot.mark.low == dot.mark.at == dot.mark.high
    assert (dot.rate, dot.interval) == ("50.0%", words.NO_INTERVAL)


def test_a_figure_that_was_counted_has_no_interval() -> None:
    one = shown("One", 1, 2, "N")
    counted = drawn(rows=(replace(one, low=one.rate, high=one.rate, interval="50.0 to 50.0"),))
    assert (counted.dots[0].rate, counted.dots[0].interval) == ("50.0%", words.NO_INTERVAL)


def test_the_line_is_everybody() -> None:
    figure = drawn()
    assert figure.line == figure.dots[-1].mark.at
    assert words.NO_LINE not in figure.legend


@pytest.mark.parametrize("everybody", [None, withheld("All patients")])
def test_no_line_is_drawn_and_that_is_said_where_everybody_is_not_shown(everybody: object) -> None:
    figure = drawn(everybody=everybody)
    assert figure.line is None
    assert words.NO_LINE in figure.legend


def test_nothing_shown_gives_the_whole_scale() -> None:
    figure = drawn(rows=(withheld("One"),), everybody=None)
    assert figure.scale == words.FULL_SCALE


def test_what_is_particular_to_a_figure_is_said_below_its_caption() -> None:
    figure = drawn()
    assert figure.title == "Blood pressure controlled, by race and ethnicity."
    assert figure.caption.startswith("Patients aged 18 to 85,")
    assert figure.legend == (words.HATCHED, words.cut_scale("40%", "80%"))
    whole = drawn(rows=finding().rows[:1])
    assert words.HATCHED not in whole.legend


def test_nobody_to_count_is_not_hatched_for_nothing_is_kept_back() -> None:
    nobody = withheld("Nobody here", "Nobody to count", count(0))
    figure = drawn(rows=(nobody, *finding().rows[:2]))
    assert (figure.dots[0].mark, figure.dots[0].hatched) == (None, False)
    assert words.HATCHED not in figure.legend


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A gap is likely. Of 100, 60.", ("A gap is likely.", "Of 100, 60.")),
        ("A gap is likely.", ("A gap is likely.", "")),
        ("A gap is likely", ("A gap is likely.", "")),
        ("A gap is likely between them.", ("A gap is likely", "between them.")),
        ("A gap is likely-ish.", ("A gap is likely.", "A gap is likely-ish.")),
        ("Of 100, 60.", ("A gap is likely.", "Of 100, 60.")),
    ],
)
def test_a_verdict_that_begins_its_sentence_is_said_once(text: str, parts: object) -> None:
    assert headed(text, "A gap is likely") == parts
