"""Texts below a drawing never touch: for months, quarters and years, few and many, at any width."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import pairwise

import pytest
from tests.unit.report.courses import behind, moment

from commonweal.findings.course import Course, GapLine, Moment, RunChart
from commonweal.findings.finding import Cell
from commonweal.kinds import Period
from commonweal.report.behind import over_time
from commonweal.report.drawn_text import labels, short
from commonweal.report.figure_nodes import Beside
from commonweal.report.writers.html_charts import chart

LETTER = 7.7  # px of a letter of 14 px; a word of a date is narrower
NARROW = {"run": 129.0, "gap": 111.0}  # px of the drawing on a page of 320 px
WIDE = 480.0  # px of the narrowest drawing that shows the spare texts
BESIDE = 6.0  # px between the drawing and its scale
BELOW = re.compile(r'<svg class="along">(.*?)</svg></div>', re.DOTALL)
TEXT = re.compile(
    r'<svg class="mark( spare)?" x="([\d.]+)%"[^>]*><text class="(\w+)">(.*?)</text>', re.DOTALL
)
LINE = re.compile(r"<tspan[^>]*>(.*?)</tspan>")
SIDES = {"start": 0.0, "middle": 0.5, "end": 1.0}
STEPS = {"months": 1, "quarters": 3, "years": 12}


def stretches(step: int, many: int, month: int = 0) -> tuple[Moment, ...]:
    """Give stretches of as many months, one after the other."""
    made = []
    for at in range(many):
        first, last = (
            date((month + each) // 12 + 2001, (month + each) % 12 + 1, 1)
            for each in (at * step, (at + 1) * step)
        )
        label = Period(first, date.fromordinal(last.toordinal() - 1)).label
        made.append(moment(label, first.isoformat(), 0.5 + 0.001 * at))
    return tuple(made)


def drawn(moments: tuple[Moment, ...]) -> dict[str, str]:
    """Give the HTML of the charts over time, by role."""
    limits = ((Cell(0.4, "40%"), Cell(0.6, "60%")),) * len(moments)
    course = Course(
        runs=(RunChart("Everybody", moments, Cell(0.5, "50%"), limits, "No rule."),),
        gaps=(GapLine("Asian", moments, moments, (False,) * len(moments), "Steady."),),
    )
    finding = replace(behind(), course=course)
    return {one.role: chart(one) for one in over_time(finding, [finding])}


def extents(html: str, width: float, spare: bool) -> list[tuple[float, float, str]]:
    """Estimate where the texts below a drawing start and end, in px from its edge."""
    found = []
    for below in BELOW.findall(html):
        for left_out, at, side, inner in TEXT.findall(below):
            if left_out and not spare:
                continue
            lines = [unescape(one) for one in LINE.findall(inner)]
            room = LETTER * max(map(len, lines))
            start = float(at) / 100 * width - SIDES[side] * room
            found.append((start, start + room, " ".join(lines)))
    return sorted(found)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("month", [0, 6, 10], ids=["January", "July", "November"])
def test_names_of_stretches_never_touch(step: int, month: int) -> None:
    for many in range(2, 37):
        for role, html in drawn(stretches(step, many, month)).items():
            for width, spare in ((NARROW[role], False), (WIDE, True), (2 * WIDE, True)):
                names = extents(html, width, spare)
                assert len(names) >= 2
                assert names[0][0] >= -BESIDE, (many, role, names)
                assert names[-1][1] <= width + BESIDE, (many, role, names)
                for one, two in pairwise(names):
                    assert one[1] <= two[0], (many, role, width, names)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("many", [2, 8, 24, 36])
def test_the_first_and_the_last_stretch_are_named_at_any_width(step: int, many: int) -> None:
    moments = stretches(step, many)
    for role, html in drawn(moments).items():
        said = [text for _start, _end, text in extents(html, NARROW[role], spare=False)]
        assert [said[0], said[-1]] == [short(moments[0].label), short(moments[-1].label)]


def test_a_year_is_said_once_where_both_months_share_it() -> None:
    assert short("October 2025 to December 2025") == "Oct to Dec 2025"
    assert short("November 2024 to January 2025") == "Nov 2024 to Jan 2025"
    assert short("March 4, 2025 to May 3, 2025") == "Mar 4 to May 3, 2025"
    assert short("Mayfield, before 2025") == "Mayfield, before 2025"


def test_one_between_is_named_where_there_is_room_and_left_out_on_a_narrow_page() -> None:
    months = [f"Month {at}" for at in range(12)]
    named = labels(months, tuple(range(0, 96, 8)))
    assert [one.text for one in named] == ["Month 0", "Month 6", "Month 11"]
    assert [one.role for one in named] == ["", "spare", ""]
    assert [one.role for one in labels(months, (*range(11), 100.0))] == ["", ""]


def test_three_years_are_all_named_unless_two_stand_close() -> None:
    years = ("2023", "2024", "2025")
    assert [one.side for one in labels(years, (16.7, 50.0, 83.3))] == ["middle"] * 3
    assert [one.role for one in labels(years, (16.7, 26.0, 83.3))] == ["", ""]


def test_of_two_long_words_a_narrow_page_shows_the_first() -> None:
    before, after = labels(("Before-the-change", "After-the-change"), (25.0, 75.0))
    assert before == Beside("Before-the-change", 8.0, "start")
    assert (after.role, after.side) == ("spare", "end")
    assert labels(("Before-the-change",), (50.0,))[0].side == "middle"
