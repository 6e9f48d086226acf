"""A released table becomes a finding: its headline, its rows, its step, in whole sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.findings.made import counted, found, measured, released, set_for

from commonweal.disclosure import Gap, Hidden, Rate, Reason, Released, ReleasedRow
from commonweal.findings import words
from commonweal.findings.compose import Setting, _ratio, compose, not_computable
from commonweal.kinds import Period
from commonweal.measures.measure import Better
from commonweal.tables.views import by_name

BEFORE = Period.parse("2019")
FAR = [[600, 400], [200, 800]]
ALIKE = [[5000, 5000], [5000, 5000]]
ONLY = frozenset({("female", "worse")})


def changed(table: Released, **changes: object) -> Released:
    """Change a released table as `release` would never, to reach a rare branch."""
    copy = object.__new__(Released)
    for name in Released.__dataclass_fields__:
        if name != "maker":
            object.__setattr__(copy, name, changes.get(name, getattr(table, name)))
    return copy


def test_the_headline_is_that_of_the_row_that_matters_most() -> None:
    finding = found(counted(FAR))
    assert finding.grade == "B"
    assert finding.verdict == words.VERDICTS["B"]
    assert finding.headline == finding.rows[0].sentence
    assert finding.headline.startswith("40 of every 100 female patients had a last reading")
    assert "of everybody else, 80 of every 100" in finding.headline
    assert (finding.judged, finding.chance) == (2, words.CHANCE.format(judged=2))


def test_a_graver_grade_comes_before_a_larger_gap() -> None:
    cells = [[500, 500], [300, 700], [70, 30]]
    finding = found(counted(cells), flags=(ONLY,))
    assert [row.grade for row in finding.rows] == ["A", "B", "B"]
    assert (finding.rows[2].gap.value or 0) < (finding.rows[0].gap.value or 0)
    assert (finding.grade, finding.headline) == ("A", finding.rows[0].sentence)


def test_the_worse_side_leads_before_the_better_one() -> None:
    lower = found(counted(FAR), measured(better=Better.LOWER))
    assert lower.headline == lower.rows[1].sentence
    assert "80 of every 100 male patients" in lower.headline


def test_what_repeats_is_said_to_repeat_and_asks_for_an_action() -> None:
    finding = found(counted(FAR), flags=(ONLY,))
    assert finding.verdict == words.VERDICTS["A"]
    assert finding.next_step == words.NEXT["A"].format(group="female patients")


def test_those_who_fare_better_are_asked_what_works() -> None:
    cells = [[40, 960], [6000, 14000], [60, 90]]
    finding = found(counted(cells, ("female", "male", "declined")), flags=(
        frozenset({("female", "better")}),))  # fmt: skip
    assert finding.headline == finding.rows[0].sentence
    assert finding.next_step == words.NEXT_BETTER.format(group="Female patients")


def test_where_no_way_is_better_the_group_is_asked() -> None:
    finding = found(counted(FAR), measured(better=Better.NEITHER))
    assert finding.next_step == words.NEXT_NEITHER.format(group="female patients")
    assert finding.better == "neither"


def test_where_groups_are_alike_everybody_speaks() -> None:
    finding = found(counted(ALIKE))
    assert finding.grade == "N"
    assert finding.headline == words.TOGETHER.format(
        rate="50 of every 100", people="patients", met=finding.met
    )
    assert finding.next_step == words.NEXT["N"]
    assert finding.price == ""


def test_a_small_group_keeps_the_table_from_being_called_equal() -> None:
    finding = found(counted([*ALIKE, [15, 14]]))
    assert [row.grade for row in finding.rows] == ["N", "N", "S"]
    assert (finding.grade, finding.verdict) == ("S", words.VERDICTS["S"])
    assert finding.headline == finding.rows[2].sentence
    assert finding.price == finding.rows[2].price != ""


def test_a_hidden_group_beside_alike_ones_is_not_said_to_be_all_there_is() -> None:
    table = released(counted(ALIKE))
    row = replace(table.rows[1], rate=Hidden(Reason.SMALL), gap=Hidden(Reason.SMALL), grade="S")
    finding = compose(set_for(), changed(table, rows=(table.rows[0], row)), None)
    assert finding.headline == words.SOME_EQUAL.format(
        rate="50 of every 100", people="patients", met=finding.met
    )


def test_where_none_could_be_judged_it_is_said() -> None:
    finding = found(counted([[3, 4], [2, 5], [40, 60]], ("female", "male", "declined")))
    assert finding.judged == 0
    assert finding.chance == words.NOT_JUDGED.format(minimum=30, people="patients")
    assert finding.headline.startswith("No group could be judged. Together, ")


def test_a_table_where_nobody_said_who_they_are_has_no_lead() -> None:
    finding = found(counted([[40, 60]], ("declined",)))
    assert (finding.grade, finding.verdict) == ("", words.CANNOT_SAY)
    assert finding.headline == words.NO_JUDGEMENT.format(
        rate="60 of every 100", people="patients", met=finding.met
    )
    assert finding.next_step == words.NEXT["S"]
    assert finding.rows[0].sentence.startswith("60 of every 100 patients (declined to say)")
    assert (finding.rows[0].judged, finding.rows[0].verdict) == (False, "")


def test_a_group_with_nobody_beside_it_could_not_be_judged() -> None:
    finding = found(counted([[40, 60]]))
    assert finding.grade == "I"
    assert finding.headline.startswith("No group could be judged.")


def test_a_table_too_small_as_a_whole_shows_nothing() -> None:
    finding = found(counted([[2, 1], [1, 2]]))
    assert finding.headline == words.OVERALL_HIDDEN
    assert finding.everybody is not None
    assert finding.everybody.sentence == words.HIDDEN_ROW.format(
        group="patients", reason=finding.everybody.rate.text
    )
    assert finding.everybody.rate.text.startswith("not shown")


def test_nobody_at_all_is_nothing_to_compare() -> None:
    finding = found(counted([[0, 0], [0, 0]]))
    assert finding.headline == words.NO_GROUPS
    assert finding.rows[0].sentence == words.NO_ONE.format(group="female patients")
    assert finding.rows[0].rate.text == words.NOBODY
    assert finding.notes == ("Note.",)


def test_a_group_of_nobody_is_zero_and_not_hidden() -> None:
    finding = found(counted([*FAR, [0, 0]]))
    assert finding.rows[2].denominator.text == "0"
    assert finding.rows[2].price == ""


def test_rows_hold_their_numbers_and_their_words() -> None:
    row = found(counted(FAR)).rows[0]
    assert (row.numerator.text, row.denominator.text) == ("400", "1,000")
    assert row.rate.text == "40.0%"
    assert row.low.value is not None
    assert row.high.value is not None
    assert row.interval == f"{row.low.text[:-1]} to {row.high.text[:-1]}"
    assert row.gap.text == "-40.0"
    assert row.ratio.value == pytest.approx(0.5)
    assert row.ratio.text.startswith("0.50 (0.4")
    assert row.gap_interval.startswith("-43.")
    assert row.trace == "cw-female"


def test_everybody_is_neither_judged_nor_priced() -> None:
    everybody = found(counted(FAR)).everybody
    assert everybody is not None
    assert (everybody.label, everybody.judged, everybody.price) == (words.EVERYBODY, False, "")
    assert (everybody.gap.text, everybody.ratio.text, everybody.trace) == ("", "", "cw-")
    assert everybody.sentence == words.ALONE.format(
        rate="60 of every 100", group="patients", met=found(counted(FAR)).met
    )


def test_a_rate_without_an_interval_stands_alone() -> None:
    table = released(counted(FAR))
    first = replace(table.rows[0], rate=Rate(0.4))
    finding = compose(set_for(), changed(table, rows=(first, table.rows[1])), None)
    assert (finding.rows[0].interval, finding.rows[0].low.text) == ("", "")


def test_an_interval_of_one_number_is_not_said() -> None:
    table = released(counted(FAR))
    first = replace(table.rows[0], rate=Rate(0.4, 0.4, 0.4))
    row = compose(set_for(), changed(table, rows=(first, table.rows[1])), None).rows[0]
    assert (row.interval, row.low.text, row.high.text) == ("", "40.0%", "40.0%")


def test_a_caption_speaks_of_the_line_of_everybody_only_where_there_is_one() -> None:
    table = released(counted(FAR))
    alone = changed(table, everybody=replace(table.everybody, rate=None))
    assert "the dashed line is everybody." in compose(set_for(), table, None).caption
    caption = compose(set_for(), alone, None).caption
    assert "dashed" not in caption
    assert "its line is the 95% interval. Further along is better." in caption


def test_there_is_no_ratio_to_a_rate_of_none() -> None:
    finding = found(counted([[500, 500], [1000, 0]]))
    assert finding.rows[0].ratio.text == ""
    assert finding.rows[0].gap.shown


def test_the_way_names_each_step_and_has_a_cell_a_row_and_everybody_last() -> None:
    cells = [[40, 60, 400, 600], [50, 70, 500, 500]]
    finding = found(counted(cells, steps=("too young", "in hospice")))
    assert [step.label for step in finding.funnel] == ["too young", "in hospice"]
    assert [[cell.text for cell in step.cells] for step in finding.funnel] == [
        ["40", "50", "90"],
        ["60", "70", "130"],
    ]


def test_steps_that_were_put_together_are_named_together() -> None:
    cells = [[40, 3, 400, 600], [50, 2, 500, 500]]
    finding = found(counted(cells, steps=("too young", "in hospice")))
    labels = [step.label for step in finding.funnel]
    assert labels == ["too young; in hospice"]
    assert [cell.text for cell in finding.funnel[0].cells] == ["43", "52", "95"]


@pytest.mark.parametrize(
    ("then", "now", "message"),
    [
        ([[700, 300], [200, 800]], [[500, 500], [200, 800]], words.CLOSING),
        ([[400, 600], [200, 800]], [[600, 400], [200, 800]], words.WIDENING),
        ([[600, 400], [200, 800]], [[600, 400], [200, 800]], words.STEADY),
        ([[200, 800], [600, 400]], [[600, 400], [200, 800]], words.TURNED),
    ],
)
def test_over_time_a_gap_closes_widens_or_stays(
    then: list[list[int]], now: list[list[int]], message: str
) -> None:
    finding = found(counted(now), earlier=counted(then, period=BEFORE))
    assert finding.over_time.startswith(message.partition("{")[0])
    assert "in 2019, " in finding.over_time


def test_a_better_side_that_grows_widens_too() -> None:
    measure = measured(better=Better.LOWER)
    finding = found(counted(FAR), measure, counted([[400, 600], [200, 800]], period=BEFORE))
    assert finding.over_time.startswith("The gap is widening: +20.0 in 100 in 2019, +40.0")


def test_nothing_is_said_over_time_without_a_gap_then_and_now() -> None:
    assert found(counted(FAR)).over_time == ""
    assert found(counted(ALIKE), earlier=counted(FAR, period=BEFORE)).over_time == ""
    hidden = counted([[3, 4], [200, 800]], period=BEFORE)
    assert found(counted(FAR), earlier=hidden).over_time == ""
    absent = counted([[200, 800], [300, 700]], ("other", "male"), period=BEFORE)
    assert found(counted(FAR), earlier=absent).over_time == ""


def test_how_many_gave_no_answer_is_noted() -> None:
    codes = ("female", "male", "declined")
    finding = found(counted([*FAR, [100, 100]], codes))
    assert finding.notes == ("Note.", words.ANSWERS.format(share="9.1%"))


@pytest.mark.parametrize("silent", [[0, 0], [2, 3]])
def test_no_share_is_noted_of_nobody_or_of_a_few(silent: list[int]) -> None:
    finding = found(counted([*FAR, silent], ("female", "male", "declined")))
    assert finding.notes == ("Note.",)


def test_no_share_is_noted_where_groups_overlap_or_all_answered() -> None:
    codes = ("black", "white", "declined")
    overlapping = counted(
        [*FAR, [100, 100]], codes, "race_any", overlapping=True, total=[800, 1200]
    )
    assert found(overlapping).notes == ("Note.",)
    assert found(counted(FAR)).notes == ("Note.",)


def test_what_can_not_be_computed_says_why_and_what_to_ask_for() -> None:
    finding = not_computable(set_for(), ("The export holds no Encounter.", "More."))
    assert finding.computable is False
    assert finding.headline == words.WHY_NOT.format(reasons="The export holds no Encounter. More.")
    assert (finding.verdict, finding.next_step) == (
        words.NOT_COMPUTABLE, words.NEXT_NOT_COMPUTABLE,
    )  # fmt: skip
    assert (finding.rows, finding.everybody, finding.trace) == ((), None, "cw-")


def test_the_caption_says_who_when_and_where() -> None:
    assert found(counted(FAR)).caption.startswith("Patients counted in 2020, all sites.")
    setting = set_for()
    there = Setting(setting.measure, setting.view, setting.period, "East", "v", lambda _: "")
    assert not_computable(there, ("Why.",)).site == "East"


def test_a_review_names_who_and_when_or_says_there_was_none() -> None:
    reviewed = measured(
        reviewed_by="The council", reviewed_on=date(2026, 1, 2), review_by=date(2027, 1, 2)
    )
    assert not_computable(set_for(reviewed), ()).review == (
        "Reviewed by The council on January 2, 2026; due again on January 2, 2027."
    )
    half = measured(reviewed_by="The council", reviewed_on=None, review_by=None)
    assert not_computable(set_for(half), ()).review == words.UNREVIEWED


def test_the_foot_follows_the_smallest_cell_of_the_measure() -> None:
    assert "1 to 10 persons" in found(counted(FAR)).foot


def test_a_lead_without_a_gap_gives_its_own_step() -> None:
    table = released(counted(FAR))
    lone = ReleasedRow(by_name("sex").group("female"), 100, (), 100, 40, 60, Rate(0.6), None, "B")
    finding = compose(set_for(), changed(table, rows=(lone,)), None)
    assert finding.next_step == words.NEXT["B"].format(group="female patients")
    assert isinstance(table.rows[0].gap, Gap)


def test_where_no_way_is_better_the_larger_gap_leads() -> None:
    measure = measured(better=Better.NEITHER)
    cells = counted([[100, 500], [400, 600], [500, 300]])
    finding = found(cells, measure=measure)
    sizes = {row.label: abs(row.gap.value or 0) for row in finding.rows}
    lead = next(row for row in finding.rows if row.sentence == finding.headline)
    assert sizes[lead.label] == max(sizes.values())


def test_how_many_were_compared_is_told_only_when_none_is_hidden() -> None:
    assert found(counted([[100, 500], [400, 600]])).chance.startswith("Groups were compared")
    assert "2 at once" in found(counted([[100, 500], [400, 600]])).chance
    some = found(counted([[100, 500], [400, 600], [4, 33]]))
    assert some.chance == words.CHANCE_SOME


def test_a_ratio_of_none_has_only_an_upper_limit_and_none_is_written_without_a_limit() -> None:
    base = Gap(-0.1, -0.2, -0.05, 0.0, 0.5, 0.01, 0.02, 0.1, "worse", 0.0, 0.21)
    assert _ratio(base).text == "0.00 (up to 0.21)"
    assert _ratio(replace(base, ratio_high=None)).text == ""
    assert _ratio(replace(base, ratio=None)).text == ""
    assert _ratio(replace(base, ratio=0.8, ratio_low=0.7, ratio_high=0.91)).text == (
        "0.80 (0.70 to 0.91)"
    )
