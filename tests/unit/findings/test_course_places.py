"""Sites beside each other, groups at each site, and how far the parts of a group lie apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.findings.made import PRESSURE, counted, measured, released, set_for
from tests.unit.findings.parted import block

from commonweal.findings import course_words
from commonweal.findings.course import Panel, Place
from commonweal.findings.course_places import ahead, panels, places, spreads
from commonweal.findings.parts import KEPT_BACK, part
from commonweal.measures.measure import Better

SETTING = set_for(PRESSURE, "sex")
SITES = ("East", "North", "South", "West")


def sites(*cells: tuple[int, int]) -> tuple[Place, ...]:
    codes = SITES if len(cells) <= 4 else tuple(f"Site {place:02}" for place in range(len(cells)))
    return places(released(counted(cells, codes, "site")))


def test_a_site_far_from_what_its_size_allows_is_told_apart() -> None:
    made = sites((100, 100), (110, 90), (20, 180), (180, 20))
    assert [one.beyond for one in made] == ["", "", "above", "below"]
    assert [one.label for one in made] == list(SITES)
    assert (made[0].rate.text, made[0].people.text) == ("50.0%", "200")
    assert made[0].low.value < 0.5 < made[0].high.value
    assert made[0].low.text.endswith("%")


def test_a_small_site_has_wider_limits() -> None:
    small, large = sites((30, 30), (500, 500))[:2]
    assert small.low.value < large.low.value < large.high.value < small.high.value


def test_a_hidden_site_keeps_its_place_without_a_number() -> None:
    made = sites((100, 100), (110, 90), (50, 50), (4, 5))
    hidden = made[-1]
    assert hidden.label == "West"
    assert "not shown" in hidden.rate.text
    assert "not shown" in hidden.people.text
    assert (hidden.rate.value, hidden.low.value, hidden.high.value, hidden.beyond) == (
        None, None, None, "",
    )  # fmt: skip


def test_where_everybody_is_hidden_or_alike_there_are_no_limits() -> None:
    assert sites((2, 3))[0].low.value is None
    assert sites((0, 100), (0, 100))[0].high.text == ""


def test_many_sites_that_vary_more_than_chance_have_limits_that_allow_for_it() -> None:
    few = sites((100, 100), (140, 60), (60, 140))
    many = sites(*[(100, 100), (140, 60), (60, 140)] * 4)
    assert many[0].high.value - many[0].low.value > few[0].high.value - few[0].low.value


def across(*cells: list[list[int]], codes: tuple[str, ...] = ("female", "male", "other")):
    tables = tuple(
        released(replace(counted(one, codes), site=name))
        for one, name in zip(cells, SITES, strict=False)
    )
    whole = [
        [sum(counts) for counts in zip(*rows, strict=True)] for rows in zip(*cells, strict=True)
    ]
    return part(released(counted(whole, codes)), tables)


USUAL = [[400, 600], [50, 50], [20, 20]]
SMALL = [[400, 600], [50, 50], [3, 4]]


def test_each_site_has_a_row_a_group_without_a_verdict() -> None:
    made = panels(SETTING, across(USUAL, [[400, 600], [70, 30], [0, 0]]))
    assert [one.label for one in made] == ["East", "North"]
    women, men, other = made[1].rows
    assert (men.rate.text, men.numerator.text, men.denominator.text) == ("30.0%", "30", "100")
    assert men.sentence == (
        "At North, 30 of every 100 male patients had a last reading under 140/90."
    )
    assert (men.judged, men.grade, men.verdict, men.price, men.gap.text) == (False, "", "", "", "")
    assert men.trace == "cw-male"
    assert (other.rate.text, other.denominator.text) == ("Nobody to count", "0")
    assert "Nobody among" in other.sentence
    assert women.interval


def test_a_group_that_is_small_at_one_site_has_no_number_at_any() -> None:
    made = panels(SETTING, across(USUAL, SMALL))
    for panel in made:
        women, men, other = panel.rows
        assert women.rate.shown
        for hidden in (men, other):
            for cell in (hidden.rate, hidden.low, hidden.numerator, hidden.denominator):
                assert (cell.value, cell.text) == (None, KEPT_BACK)
            assert hidden.sentence.endswith(f"at {panel.label} is {KEPT_BACK}.")


def test_where_no_group_may_be_shown_there_are_no_panels() -> None:
    hidden: tuple[Panel, ...] = panels(SETTING, across([[2, 3], [4, 5], [0, 0]], USUAL))
    assert hidden == ()


MONTHS = [[[60, 40], [50, 50]], [[58, 42], [50, 50]], [[56, 44], [50, 50]], [[40, 60], [50, 50]]]


def test_five_parts_each_are_compared_pair_by_pair() -> None:
    year = block("2025", [*MONTHS * 3])
    women, men = spreads(SETTING, (year,), course_words.MONTHS, year.whole)
    assert [one.text for one in women.parts] == sorted(one.text for one in women.parts)
    assert len(women.parts) == 12
    assert women.sentence == (
        "If you pick one month of this group and one of everybody else, in 25 of 100 pairs the "
        "first fares better."
    )
    assert "in 75 of 100" in men.sentence


@pytest.mark.parametrize(
    ("better", "said"),
    [(Better.LOWER, "in 75 of 100 pairs the first fares better"),
     (Better.NEITHER, "in 25 of 100 pairs the first is higher")],
)  # fmt: skip
def test_which_way_is_better_decides_who_fares_better(better: Better, said: str) -> None:
    year = block("2025", [*MONTHS * 3])
    setting = set_for(measured(better=better), "sex")
    women = spreads(setting, (year,), course_words.MONTHS, year.whole)[0]
    assert said in women.sentence


def test_with_four_parts_the_ticks_stand_without_a_sentence() -> None:
    year = block("2025", MONTHS)
    women = spreads(SETTING, (year,), course_words.QUARTERS, year.whole)[0]
    assert (len(women.parts), women.sentence) == (4, "")


def test_a_group_that_is_not_shown_has_no_spread() -> None:
    year = block("2025", [USUAL, USUAL, USUAL, SMALL], ("female", "male", "other"))
    (women,) = spreads(SETTING, (year,), course_words.QUARTERS, year.whole)
    assert women.label == "Female"


def test_a_tie_is_half_a_pair() -> None:
    assert ahead([1.0], [1.0]) == 0.5
    assert ahead([2.0], [1.0]) == 1.0
