"""Figures of any method in sentences: in their unit, with what they are held against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.findings.figured import answer, declared, released, said, sizes
from tests.unit.findings.made import PRESSURE, counted, found

from commonweal.disclosure import Gap, Hidden, Rate, Reason, ReleasedRow
from commonweal.findings import told, words
from commonweal.findings.numbers import NOTHING
from commonweal.kinds import Estimated, Figure
from commonweal.measures.measure import Better, FigureWords, Measure, Privacy, Target
from commonweal.stats.estimators.sides import none
from commonweal.tables.views import by_name

NAN = float("nan")
FEMALE = by_name("sex").group("female")
SMALL = Hidden(Reason.SMALL)


def row(rate: Rate | Hidden | None = None, gap: Gap | Hidden | None = None, grade: str = "B",
        reason: str = "") -> ReleasedRow:  # fmt: skip
    return ReleasedRow(FEMALE, 500, (), 500, 0, 500, rate, gap, grade, reason)


def gap(difference: float, low: float, high: float, rest: float = 30.0, *,
        ratio: bool = False) -> Gap:  # fmt: skip
    return Gap(difference, low, high, None, rest, 0.01, 0.01, 4.0, "worse", as_ratio=ratio)


def sentence(measure: Measure, line: ReleasedRow) -> str:
    return told.sentence(measure, line, "women's visits")


def test_a_figure_and_its_limits_are_written_in_their_unit() -> None:
    cells = told.value_cells(declared(), row(Rate(35.25, 30.0, 40.5)))
    assert [cell.text for cell in cells[:3]] == ["35.3 minutes", "30.0 minutes", "40.5 minutes"]
    assert cells[3] == "30.0 to 40.5"
    assert cells[0].value == 35.25


@pytest.mark.parametrize("rate", [Rate(35.0), Rate(35.0, 30.0), Rate(35.0, None, 40.0)])
def test_a_figure_with_one_limit_or_none_is_written_without(rate: Rate) -> None:
    value, low, high, interval = told.value_cells(declared(), row(rate))
    assert value.text == "35.0 minutes"
    assert (low, high, interval) == (NOTHING, NOTHING, "")


@pytest.mark.parametrize(("line", "text"), [
    (row(SMALL), "not shown (1 to 10)"),
    (row(None), words.NOT_TOLD),
    (row(None, reason="zero_mean"), "all amounts are zero"),
    (row(None, reason="never heard of"), "the method gives no number here"),
])  # fmt: skip
def test_a_figure_that_is_not_there_says_why(line: ReleasedRow, text: str) -> None:
    value, low, high, interval = told.value_cells(declared(), line)
    assert (value.text, low.text, high.text, interval) == (text, text, text, "")
    assert value.value is None


def test_a_gap_is_a_difference_in_the_unit_or_a_ratio() -> None:
    apart, interval, second = told.gap_cells(declared(), row(Rate(35), gap(5.0, 1.0, 9.0)))
    assert (apart.text, interval, second) == (
        "+5.0 minutes", "+1.0 to +9.0", NOTHING,
    )  # fmt: skip
    ratio = row(Rate(0.3), gap(0.8, 0.7, 0.9, 0.4, ratio=True))
    apart, interval, _ = told.gap_cells(declared(gap="ratio", smallest_difference=0.8), ratio)
    assert (apart.text, interval) == ("0.80", "0.70 to 0.90")


@pytest.mark.parametrize("limits", [(NAN, 9.0), (1.0, np.inf)])
def test_a_gap_without_both_limits_has_no_interval(limits: tuple[float, float]) -> None:
    line = row(Rate(35.0), gap(5.0, *limits))
    assert told.gap_cells(declared(), line)[1] == ""
    assert sentence(declared(), line) == "Women's visits waited 35.0 minutes on average."


def test_a_gap_that_is_hidden_or_not_there_is_no_number() -> None:
    assert told.gap_cells(declared(), row(Rate(35.0), SMALL))[0].text == "not shown (1 to 10)"
    assert told.gap_cells(declared(), row(Rate(35.0)))[0] == NOTHING


TARGET: dict[str, Any] = {"reference": "target", "target": Target(30.0, "us")}
BENCHMARK: dict[str, Any] = {"reference": "benchmark"}
ZERO: dict[str, Any] = {"reference": "zero"}
RATIO: dict[str, Any] = {"gap": "ratio", "smallest_difference": 0.8}


@pytest.mark.parametrize(("changes", "wanted"), [
    ({}, "Women's visits waited 35.0 minutes on average; everybody else, 30.0 minutes. The "
         "difference is +5.0 minutes (+1.0 to +9.0)."),
    (TARGET, "Women's visits waited 35.0 minutes on average; the target is 30.0 minutes. The "
             "difference is +5.0 minutes (+1.0 to +9.0)."),
    (BENCHMARK, "Women's visits waited 35.0 minutes on average; the benchmark is 30.0 minutes. "
                "The difference is +5.0 minutes (+1.0 to +9.0)."),
    (ZERO, "Women's visits waited +35.0 minutes on average (+1.0 to +9.0)."),
])  # fmt: skip
def test_a_sentence_names_what_the_figure_is_held_against(
    changes: dict[str, Any], wanted: str
) -> None:
    assert sentence(declared(**changes), row(Rate(35.0), gap(5.0, 1.0, 9.0))) == wanted


@pytest.mark.parametrize(("changes", "wanted"), [
    ({}, "everybody else, 40.0 minutes. That is 0.80 times as much (0.70 to 0.90)."),
    (TARGET, "the target is 40.0 minutes. That is 0.80 times the target (0.70 to 0.90)."),
    (BENCHMARK, "the benchmark is 40.0 minutes. That is 0.80 times the benchmark (0.70 to 0.90)."),
    (ZERO, "Women's visits waited +32.0 minutes on average (0.70 to 0.90)."),
])  # fmt: skip
def test_a_sentence_on_a_ratio_says_times(changes: dict[str, Any], wanted: str) -> None:
    line = row(Rate(32.0), gap(0.8, 0.7, 0.9, 40.0, ratio=True))
    assert sentence(declared(**RATIO | changes), line).endswith(wanted)


def test_a_group_not_judged_hidden_or_undefined_has_a_sentence_without_a_gap() -> None:
    alone = sentence(declared(), row(Rate(35.0), gap(5.0, 1.0, 9.0), grade=""))
    assert alone == "Women's visits waited 35.0 minutes on average."
    hidden = sentence(declared(), row(SMALL, SMALL, "S"))
    assert hidden == "The figure for women's visits is not shown (1 to 10)."
    assert sentence(declared(), row(None, reason="one_value")) == (
        "The figure for women's visits can not be computed: only one person was counted."
    )


def test_a_comparison_that_is_no_number_is_left_out_of_the_sentence() -> None:
    line = row(Rate(35.0), gap(5.0, 1.0, 9.0, NAN))
    assert sentence(declared(), line) == "Women's visits waited 35.0 minutes on average."
    assert "(+1.0 to +9.0)" in sentence(declared(**ZERO), line)


@pytest.mark.parametrize(("rate", "equal", "wanted"), [
    (Rate(30.0), False, "Together, visits waited 30.0 minutes on average."),
    (Rate(30.0), True,
     "Together, visits waited 30.0 minutes on average, and no group is far from that."),
    (SMALL, False, words.OVERALL_HIDDEN),
    (None, False, "The figure for visits can not be computed: the method gives no number here."),
])  # fmt: skip
def test_everybody_together(rate: Rate | Hidden | None, equal: bool, wanted: str) -> None:
    assert told.together(declared(), row(rate), equal=equal) == wanted


FIGURES = (
    FigureWords("part", "share of it", "percent"),
    FigureWords("median", "median wait", "minutes"),
    FigureWords("trend", "which way", "number", (("up", "rising"),)),
)


def test_further_figures_come_in_the_order_of_the_measure_with_whom_they_are_about() -> None:
    figures = (
        Figure("median", 28.0, 25.0, 31.5, 500),
        Figure("part", 0.25, 0.25, 0.25, 500, about="female"),
        Figure("part", 0.5, NAN, 0.6, 500, about="stage one"),
        Figure("part", NAN, NAN, NAN, 500, about="stage two"),
        Figure("trend", NAN, NAN, NAN, 0, text="up"),
        Figure("trend", NAN, NAN, NAN, 0, text="sideways"),
        Figure("unheard of", 1.0, NAN, NAN, 0),
    )
    lines = said(declared(figures=FIGURES), answer([8.0, -8.0], figures=figures)).figures
    assert [(one.label, one.cell.text, one.interval) for one in lines] == [
        ("share of it: Female", "25.0%", ""),
        ("share of it: stage one", "50.0%", ""),
        ("share of it: stage two", "the method gives no number here", ""),
        ("median wait", "28.0 minutes", "25.0 to 31.5"),
        ("which way", "rising", ""),
        ("which way", "sideways", ""),
    ]


@pytest.mark.parametrize(("then", "now", "word"), [
    (20.0, 10.0, "closing: +20.0 minutes in 2019, +10.0 minutes now"),
    (10.0, 20.0, "widening: +10.0 minutes in 2019, +20.0 minutes now"),
    (10.0, 11.0, "steady: +10.0 minutes in 2019, +11.0 minutes now"),
    (-10.0, 10.0, "turned round: -10.0 minutes in 2019, +10.0 minutes now"),
])  # fmt: skip
def test_over_time_a_difference_closes_widens_turns_or_stays(
    then: float, now: float, word: str
) -> None:
    finding = said(declared(), answer([now, 0.0]), before=answer([then, 0.0]))
    assert f"The difference {'has ' if 'turned' in word else 'is '}{word}." == finding.over_time


@pytest.mark.parametrize(("then", "now", "word"), [
    (0.5, 0.7, "closing"), (0.7, 0.5, "widening"), (1.5, 0.5, "turned"), (0.5, 0.5, "steady"),
])  # fmt: skip
def test_over_time_a_ratio_is_measured_from_one(then: float, now: float, word: str) -> None:
    before, after = (gap(one, one - 0.02, one + 0.02, ratio=True) for one in (then, now))
    assert word in told.over_time(declared(**RATIO), before, after, "2019")


def test_the_finding_of_a_gap_says_it_in_its_unit() -> None:
    finding = said(declared(), answer([8.0, -8.0]))
    assert finding.verdict == words.VERDICTS["B"]
    assert finding.headline.startswith("Female visits waited 38.0 minutes on average;")
    assert (finding.unit, finding.as_ratio, finding.counted) == ("minutes", False, False)
    assert finding.rows[1].gap.text == "-8.0 minutes"
    assert "A dot is the figure" in finding.caption
    assert finding.price == ""


def test_where_no_group_is_far_everybody_speaks_and_where_none_can_be_told_too() -> None:
    near = said(declared(), answer([0.0, 0.0]))
    assert near.headline.endswith("and no group is far from that.")
    unsure = said(declared(), answer([0.0, 0.0], [20.0, 20.0]))
    assert unsure.headline == "Together, visits waited 30.0 minutes on average."
    assert unsure.verdict == words.VERDICTS["I"]


def test_a_method_that_describes_is_not_said_to_judge() -> None:
    found = replace(answer([NAN, NAN]), gap=none(2, 0.95), narrow=none(2, 0.90))
    described = said(declared(), replace(found, value=answer([1.0, 2.0]).value))
    assert described.verdict == words.DESCRIBED
    assert described.chance == words.DESCRIBED_ONLY
    assert described.grade == ""
    assert described.headline == "Together, visits waited 30.0 minutes on average."
    assert described.rows[0].sentence == "Female visits waited 31.0 minutes on average."


@pytest.mark.parametrize(("changes", "chance"), [
    (TARGET, words.CHANCE_TARGET), (BENCHMARK, words.CHANCE_BENCHMARK),
    (ZERO, words.CHANCE_EFFECT), ({}, words.CHANCE.format(judged=2)),
])  # fmt: skip
def test_the_sentence_on_chance_follows_what_was_compared(
    changes: dict[str, Any], chance: str
) -> None:
    assert said(declared(**changes), answer([8.0, -8.0])).chance == chance


def test_what_was_counted_is_not_left_to_chance() -> None:
    finding = said(declared(), answer([8.0, -8.0], counted=True))
    assert finding.chance == words.CHANCE_COUNTED
    assert finding.counted


def test_where_too_few_were_counted_nobody_is_judged() -> None:
    finding = said(declared(), answer([8.0, -8.0], people=[20, 20]), sizes(20, 20))
    assert finding.chance == words.NOT_JUDGED.format(minimum=30, people="visits")
    assert finding.grade == "S"


def test_a_ratio_of_none_leads_before_a_small_one() -> None:
    made = answer([0.7, 0.0, 1.5], ratio=True, rest=0.4, p=[0.001] * 3)
    low, high = np.array([0.6, 0.0, 1.4]), np.array([0.75, 0.1, 1.6])
    gaps = replace(made.gap, low=low, high=high)
    found = replace(made, gap=gaps, narrow=replace(gaps, level=0.90))
    measure = declared(unit="percent", better=Better.HIGHER, **RATIO)
    finding = said(measure, found)
    assert finding.headline.startswith("Male visits")
    assert finding.as_ratio


@pytest.mark.parametrize(("privacy", "foot"), [
    (Privacy(), "Numbers from 1 to 10 persons are not shown"),
    (Privacy(5, "vendors"), "fewer than five vendors"),
    (Privacy(1, "things"), ""),
])  # fmt: skip
def test_the_foot_says_what_is_protected(privacy: Privacy, foot: str) -> None:
    said_below = said(declared(privacy=privacy), answer([8.0, -8.0])).foot
    assert foot in said_below
    assert bool(said_below) is bool(foot)


def test_a_proportion_is_still_said_in_people_of_every_hundred() -> None:
    finding = found(counted([[100, 100], [40, 160]]))
    assert finding.unit == ""
    assert told.is_rate(PRESSURE)
    assert not told.is_rate(declared())
    assert "50 of every 100" in finding.rows[0].sentence


def test_a_figure_of_few_hides_its_row_and_is_priced() -> None:
    made: Estimated = answer([8.0, -8.0, 0.0], people=[5, 500, 500])
    table = released(declared(), sizes(100, 500, 500), made)
    assert isinstance(table.rows[0].rate, Hidden)
    finding = said(declared(), made, sizes(100, 500, 500))
    assert finding.rows[0].sentence == "The figure for female visits is not shown (1 to 10)."
    assert finding.rows[0].price.startswith("The figure for female visits is kept back")


@pytest.mark.parametrize("equal", [False, True])
def test_a_share_of_those_counted_is_said_of_them_together(equal: bool) -> None:
    share = declared(unit="percent", met="{value} waited longer", smallest_difference=0.05)
    text = told.together(share, row(Rate(0.31)), equal=equal)
    assert "31.0%" in text
    assert ("far from that" in text) is equal
