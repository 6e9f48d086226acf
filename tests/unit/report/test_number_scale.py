"""The scale of figures that are no rates: round steps, room for all, far limits at the edge."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.unit.report.example import finding, shown, withheld

from commonweal.findings.finding import Cell, Finding, Row
from commonweal.report import words
from commonweal.report.figures import dot_rows, scale_of
from commonweal.report.number_scale import NumberScale, number_scale

SIZES = some.floats(-1e6, 1e6).filter(lambda one: one == 0 or abs(one) > 1e-3)


def in_minutes(label: str, value: float, reach: float | None = 2.0) -> Row:
    row = shown(label, 40, 100, "B", 8.0)
    low = high = Cell(None, "")
    if reach is not None:
        low, high = (Cell(one, f"{one:.1f} minutes") for one in (value - reach, value + reach))
    return replace(row, rate=Cell(value, f"{value:.1f} minutes"), low=low, high=high)


def waits(*rows: Row) -> Finding:
    return finding(unit="minutes", rows=rows, everybody=in_minutes("All", 30.0))


@pytest.mark.parametrize(("values", "limits", "ends", "ticks"), [
    ([3.0, 17.0], [1.0, 21.0], (0.0, 25.0), ["0", "5", "10", "15", "20", "25"]),
    ([30.0, 38.0], [28.0, 40.0], (25.0, 40.0), ["25", "30", "35", "40"]),
    ([-4.0, 3.0], [], (-4.0, 4.0), ["-4", "-2", "0", "2", "4"]),
    ([0.012, 0.034], [], (0.01, 0.035), ["0.010", "0.015", "0.020", "0.025", "0.030", "0.035"]),
    ([5.0], [], (4.0, 6.0), None),
    ([], [1.0], (0.0, 1.0), ["0", "1"]),
    ([nan, inf], [], (0.0, 1.0), ["0", "1"]),
    ([0.0, 0.0], [-3.0, 5.0], (-4.0, 6.0), ["-4", "-2", "0", "2", "4", "6"]),
])  # fmt: skip
def test_a_scale_has_round_steps_and_holds_all(
    values: list[float], limits: list[float], ends: tuple[float, float], ticks: list[str] | None
) -> None:
    scale = number_scale(values, limits, "days")
    if ticks is not None:
        assert [tick.text for tick in scale.ticks] == ticks
        assert (scale.ticks[0].value, scale.ticks[-1].value) == pytest.approx(ends)
    assert all(0 <= scale.place(one) <= 100 for one in values if one == one)


def test_a_limit_far_beyond_all_figures_is_drawn_at_the_edge() -> None:
    scale = number_scale([1.0, 2.0], [0.5, 3.0, 900.0, -inf, nan], "ratio")
    assert scale.ticks[-1].value == 3.0
    assert (scale.place(900.0), scale.place(-inf), scale.place(inf)) == (100, 0, 100)


def test_the_sentence_and_the_ticks_bear_the_unit_that_they_need() -> None:
    assert NumberScale(-1, 2, 500.0, "dollars").sentence == ("The scale runs from -$500 to $1,000.")
    percents = number_scale([0.1, 0.42], [], "percent")
    assert [tick.text for tick in percents.ticks] == ["10%", "20%", "30%", "40%", "50%"]
    assert percents.sentence == "The scale runs from 10.0% to 50.0%."


@given(values=some.lists(SIZES, min_size=1, max_size=9), limits=some.lists(SIZES, max_size=9))
def test_every_figure_has_its_place_and_the_steps_are_few(
    values: list[float], limits: list[float]
) -> None:
    scale = number_scale(values, limits, "number")
    assert 2 <= len(scale.ticks) <= 6
    assert [tick.place for tick in scale.ticks][0 :: len(scale.ticks) - 1] == [0, 100]
    low, high = scale.ticks[0].value, scale.ticks[-1].value
    slack = 1e-6 * scale.step
    assert low - slack <= min(values) <= max(values) <= high + slack


def test_findings_of_figures_share_a_scale_in_their_unit() -> None:
    one, other = waits(in_minutes("A", 22.0)), waits(in_minutes("B", 41.0, None))
    scale = scale_of([one, other])
    assert isinstance(scale, NumberScale)
    assert scale.sentence == "The scale runs from 20.0 minutes to 45.0 minutes."


def test_what_is_not_shown_does_not_move_the_scale_and_is_not_drawn() -> None:
    scale = scale_of([waits(in_minutes("A", 22.0))])
    hidden = waits(in_minutes("A", 22.0), withheld("B"))
    assert scale_of([hidden]) == scale
    drawn = dot_rows(hidden, words.named(hidden.title, hidden.view), scale)
    assert drawn.columns[1] != words.RATE
    assert drawn.dots[1].mark is None
    assert drawn.dots[1].hatched
    assert drawn.dots[0].mark is not None
    assert drawn.dots[0].mark.at == scale.place(22.0)
    assert drawn.line == scale.place(30.0)


def test_nothing_shown_is_a_scale_of_its_unit() -> None:
    empty = finding(unit="days", rows=(withheld("A"),), everybody=withheld("All"))
    assert scale_of([empty]).sentence == "The scale runs from 0.0 days to 1.0 days."
