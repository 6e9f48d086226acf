"""Run charts, gap lines and slopes are made of what may be told, and say what fired."""

from __future__ import annotations

from tests.unit.findings.figured import declared
from tests.unit.findings.made import PRESSURE, counted, released
from tests.unit.findings.parted import block, table

from commonweal.disclosure import Gap
from commonweal.findings import course_time, course_words
from commonweal.findings.course_time import gaps, moment, named, runs, slopes, tables_of
from commonweal.findings.parts import KEPT_BACK, part, row_of
from commonweal.kinds import Period

SEXES = {"female": "Female", "male": "Male"}
MONTH = [[60, 40], [50, 50]]
OUT = [[88, 12], [50, 50]]
ONE = Period.parse("2025")


def test_months_are_charted_for_everybody_and_for_each_group() -> None:
    years = (block("2024", [MONTH] * 12), block("2025", [MONTH] * 11 + [OUT]))
    made = runs(years, years, SEXES)
    assert [one.label for one in made] == ["Everybody", "Female", "Male"]
    whole, women, men = made
    assert [len(one.moments) for one in made] == [24, 24, 24]
    assert whole.moments[0].label == "January 2024"
    assert whole.moments[-1].day == "2025-12-01"
    assert (whole.moments[0].rate.text, whole.moments[0].people.text) == ("45.0%", "200")
    assert women.moments[-1].beyond
    assert women.rule == "December 2025 lies beyond what chance alone would give."
    assert len(women.limits) == 24
    low, high = women.limits[0]
    assert low.value < women.center.value < high.value
    assert (men.rule, men.center.text) == (course_words.NO_RULE, "50.0%")
    assert not any(one.beyond for one in men.moments)


def test_eight_on_one_side_are_named_by_the_first_that_ends_them() -> None:
    high, low = [[50, 50], [50, 50]], [[55, 45], [50, 50]]
    years = (block("2025", [low] * 4 + [high] * 8),)
    women = runs(years, years, SEXES)[1]
    assert women.rule == course_words.IN_A_ROW.format(moment="December 2025")
    assert [one.label for one in women.moments if one.beyond] == ["December 2025"]


def test_where_nothing_moves_there_are_no_limits() -> None:
    years = (block("2025", [[[0, 100], [50, 50]]] * 12),)
    women = runs(years, years, SEXES)[1]
    assert women.rule == course_words.NO_LIMITS
    assert (women.center.text, women.limits[0][0].text) == ("", "")


def test_a_group_that_is_not_shown_keeps_its_place_in_words() -> None:
    sex = ("female", "male", "other")
    usual, small = [[400, 600], [50, 50], [20, 20]], [[400, 600], [50, 50], [3, 4]]
    years = (block("2025", [usual] * 11 + [small], sex),)
    made = runs(years, years, {**SEXES, "other": "Other"})
    assert [len(one.moments) for one in made] == [12, 12, 0, 0]
    hidden = made[-1]
    assert (hidden.label, hidden.center.text) == ("Other", KEPT_BACK)
    assert (hidden.center.value, hidden.limits) == (None, ())
    assert hidden.rule == course_words.RUN_HIDDEN


def test_five_points_are_no_chart() -> None:
    years = (block("2025", [MONTH] * 4),)
    assert runs(years, years, SEXES) == ()


def test_an_earlier_year_that_hides_a_group_leaves_this_one() -> None:
    early = block("2024", [MONTH] * 11 + [[[2, 3], [50, 50]]])
    years = (early, block("2025", [MONTH] * 12))
    assert len(tables_of(years, "female")) == 12
    assert len(tables_of(years, "")) == 12 + 12 * early.open
    late = (block("2024", [MONTH] * 12), early)
    assert tables_of(late, "female") == ()


def test_the_gap_is_laid_along_time_beside_everybody_else() -> None:
    quarter = [[120, 80], [60, 140]]
    years = (block("2024", [quarter] * 4), block("2025", [quarter] * 4))
    line, other = gaps(years[-1].whole, years, 4)
    assert {line.label, other.label} == {"Female", "Male"}
    women = line if line.label == "Female" else other
    assert women.apart == (True,) * 8
    assert [one.rate.text for one in women.group] == ["40.0%"] * 8
    assert [one.rate.text for one in women.others] == ["70.0%"] * 8
    assert women.others[0].people.text == "200"
    assert women.others[0].low.value is None
    assert women.verdict.startswith("The gap is steady: any change is within ")


def test_a_gap_that_shrinks_is_closing_and_one_that_grows_is_widening() -> None:
    shrinking = [[[400 - 50 * step, 600 + 50 * step], [300, 700]] for step in (-4, -3, -2, -1)]
    closing = block("2025", [*shrinking])
    lines = gaps(closing.whole, (closing,), 4)
    assert all(one.verdict.startswith("The gap is closing, by about ") for one in lines)
    widening = block("2025", [*reversed(shrinking)])
    lines = gaps(widening.whole, (widening,), 4)
    assert all(one.verdict.startswith("The gap is widening, by about ") for one in lines)


def test_a_gap_that_jumps_is_called_uneven() -> None:
    up, down = [[200, 800], [500, 500]], [[800, 200], [500, 500]]
    uneven = block("2025", [up, down, up, [[600, 400], [500, 500]]])
    assert gaps(uneven.whole, (uneven,), 4)[0].verdict == course_words.UNEVEN


def test_gaps_without_any_doubt_have_no_line_through_them() -> None:
    tables = tuple(table(MONTH, Period.parse(f"2025-0{month}")) for month in (1, 2, 3))
    whole = block("2025", [MONTH] * 4)
    row = row_of(whole.whole, "female")
    sure = Gap(-0.1, -0.1, -0.1, 0.8, 0.5, 0.0, None, 0.05, "worse")
    assert course_time._verdict([sure, sure, sure], 4) == course_words.TOO_SHORT
    assert course_time.gap_line(row, tables[:2], 4) is None


def test_a_group_that_is_not_there_for_a_while_has_others_all_the_same() -> None:
    quarter, gone = [[120, 80], [60, 140]], [[0, 0], [60, 140]]
    year = block("2025", [quarter, quarter, gone, quarter])
    women = next(one for one in gaps(year.whole, (year,), 4) if one.label == "Female")
    assert (women.group[2].rate.text, women.group[2].people.text) == ("Nobody to count", "0")
    assert (women.others[2].rate.text, women.others[2].people.text) == ("70.0%", "200")
    assert women.apart == (True, True, False, True)
    men = next(one for one in gaps(year.whole, (year,), 4) if one.label == "Male")
    assert men.others[2].rate.text == "Nobody to count"


def test_where_nobody_at_all_is_there_nobody_else_is_either() -> None:
    quarter = [[120, 80], [60, 140]]
    year = block("2025", [quarter, quarter, [[0, 0], [0, 0]], quarter])
    women = next(one for one in gaps(year.whole, (year,), 4) if one.label == "Female")
    assert women.others[2].rate.text == "Nobody to count"


def test_four_groups_at_most_have_gap_lines_and_the_gravest_come_first() -> None:
    codes = ("aian", "asian", "black", "hispanic", "white")
    cells = [[50, 50], [60, 40], [20, 80], [45, 55], [500, 500]]
    whole = released(counted([[4 * a, 4 * b] for a, b in cells], codes, "race_ethnicity"))
    parts = tuple(
        released(counted(cells, codes, "race_ethnicity", period=Period.parse(f"2020-Q{one}")))
        for one in (1, 2, 3, 4)
    )
    made = gaps(whole, (part(whole, parts),), 4)
    assert len(made) == 4
    assert made[0].label == "Black or African American"


def test_a_group_is_set_beside_itself_where_both_years_show_it() -> None:
    sex = ("female", "male", "declined")
    now = table([[60, 40], [50, 50], [30, 30]], ONE, sex)
    before = table([[70, 30], [50, 50], [30, 30]], Period.parse("2024"), sex)
    made = slopes(PRESSURE, now, before)
    assert [one.label for one in made] == ["Female", "Male"]
    women = made[0]
    assert (women.before.label, women.before.rate.text) == ("2024", "30.0%")
    assert (women.after.label, women.after.rate.text) == ("2025", "40.0%")
    alone = table([[60, 40]], Period.parse("2024"), ("female",))
    assert [one.label for one in slopes(PRESSURE, now, alone)] == ["Female"]


def test_a_figure_that_is_no_rate_keeps_its_unit() -> None:
    now = table(MONTH, ONE)
    made = slopes(declared(), now, table(MONTH, Period.parse("2024")))
    assert made[0].after.rate.text.endswith(" minutes")


def test_groups_are_named_in_order_and_nobody_stands_for_those_who_did_not_say() -> None:
    sex = ("female", "male", "declined")
    made = table([[60, 40], [50, 50], [30, 30]], ONE, sex)
    assert list(named(made)) == [("female", "Female"), ("male", "Male")]
    assert moment(made, None).people.text == "0"
