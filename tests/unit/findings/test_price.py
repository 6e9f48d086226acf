"""The price of knowing is said in people and quarters, from released numbers only."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from tests.unit.findings.made import YEAR, counted, found, measured

from commonweal.disclosure import Gap, Hidden, Policy, Rate, Reason, ReleasedRow
from commonweal.findings import price as prices
from commonweal.findings import words
from commonweal.findings.price import price
from commonweal.kinds import Group, Period
from commonweal.measures.measure import Unit
from commonweal.tables.views import by_name

MEASURE = measured()
VIEW = by_name("sex")
SMALL, KEPT = Hidden(Reason.SMALL), Hidden(Reason.PROTECTS)
EITHER = Hidden(Reason.SMALL_OR_PROTECTS)
FEMALE = VIEW.group("female")
EVERYBODY = ReleasedRow(None, 10_000, (), 10_000, 5_000, 5_000, Rate(0.5, 0.49, 0.51), None, "")


def gap(rest: float = 0.5, difference: float = -0.05) -> Gap:
    return Gap(difference, -0.1, 0.1, 1.0, rest, 0.5, 0.5, 0.123, "worse")


def row(
    people: int | Hidden,
    grade: str,
    rate: Rate | Hidden | None = None,
    distance: Gap | Hidden | None = None,
    group: Group | None = FEMALE,
) -> ReleasedRow:
    rate = Rate(0.5) if rate is None and people else rate
    return ReleasedRow(group, people, (), people, SMALL, SMALL, rate, distance, grade)


def priced(line: ReleasedRow, everybody: ReleasedRow = EVERYBODY, period: Period = YEAR) -> str:
    return price(MEASURE, VIEW, period, line, everybody)


def test_nothing_is_asked_for_everybody_or_for_those_who_did_not_say() -> None:
    assert priced(row(20, "S", group=None)) == ""
    assert priced(row(20, "S", group=VIEW.group("declined"))) == ""


def test_a_group_that_was_judged_has_no_price() -> None:
    for grade in ("A", "B", "C", "N", ""):
        assert priced(row(100, grade, distance=gap())) == ""


def test_a_group_of_nobody_has_no_price() -> None:
    assert priced(row(0, "S")) == ""


def test_a_size_that_is_shown_is_told_at_its_own_pace() -> None:
    said = priced(row(20, "S", distance=gap()))
    assert said == words.price_more(2).format(
        group="female patients", minimum=30, people="patients", more="10", quarters="2"
    )


def test_one_quarter_is_not_several() -> None:
    said = priced(row(29, "S", distance=gap()), period=Period.parse("2020-Q1"))
    assert "1 more quarter at" in said


def test_a_shown_size_whose_figure_is_hidden_is_not_called_small() -> None:
    line = row(500, "S", rate=SMALL)
    assert priced(line) == words.PRICE_KEPT.format(group="female patients")


def test_a_hidden_size_is_told_from_the_rule_and_never_from_the_count() -> None:
    said = priced(row(SMALL, "S", rate=SMALL))
    assert said == words.PRICE_SMALL.format(group="female patients", least=20, people="patients")


def test_a_minimum_under_the_rule_still_asks_for_one_more() -> None:
    line = row(SMALL, "S", rate=SMALL)
    assert "at least 1 more" in price(measured(minimum=5), VIEW, YEAR, line, EVERYBODY)


def test_a_figure_that_protects_another_says_so() -> None:
    for people in (KEPT, 500):
        line = row(people, "S", rate=KEPT)
        assert priced(line) == words.PRICE_PROTECTS.format(group="female patients")


def test_in_public_one_mark_has_one_price() -> None:
    for people in (EITHER, 500):
        assert priced(row(people, "S", rate=EITHER)) == words.PRICE_KEPT.format(
            group="female patients"
        )


def test_a_count_hidden_beside_a_rate_that_is_shown_has_no_price() -> None:
    assert priced(row(KEPT, "S", rate=Rate(0.5))) == ""


def test_what_it_takes_to_see_a_gap_is_told_in_people_and_quarters() -> None:
    said = priced(row(100, "I", distance=gap()))
    assert said.startswith("To see a gap of 5.0 in 100 for female patients, about ")
    needed = int(said.split("about ")[1].split(" ")[0].replace(",", ""))
    more = int(said.split(": ")[1].split(" ")[0].replace(",", ""))
    assert needed - more == 100
    assert 700 < needed < 1_000


def test_the_sign_of_the_gap_chooses_the_side_that_is_planned_for() -> None:
    below = priced(row(100, "I", distance=gap(0.3, -0.05)))
    above = priced(row(100, "I", distance=gap(0.3, 0.05)))
    assert below.startswith("To see a gap of 3.0")
    assert above.startswith("To see a gap of 3.0")


def test_where_enough_were_seen_the_smallest_gap_is_told() -> None:
    said = priced(row(4_000, "I", distance=gap()))
    assert said == words.SEEN_AT_LEAST.format(size="12.3")


@pytest.mark.parametrize("needed", [inf, np.nan, prices.OUT_OF_REACH + 1])
def test_a_number_that_no_group_reaches_is_not_promised(
    needed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = type("Answer", (), {"value": np.array([needed])})
    monkeypatch.setattr(prices, "people_needed_beside", lambda *_: answer)
    said = priced(row(100, "I", distance=gap()))
    assert said == words.PRICE_OUT_OF_REACH.format(size="5.0", group="female patients")


def test_too_few_others_are_out_of_reach_by_the_real_formula_too() -> None:
    few = replace(EVERYBODY, denominator=300)
    assert "can not be told from chance" in priced(row(250, "I", distance=gap()), few)


def test_no_gap_matters_where_all_or_none_met_it() -> None:
    for rest in (0.0, 1.0):
        assert priced(row(100, "I", distance=gap(rest))) == ""


def test_without_everybody_there_is_no_price_of_a_gap() -> None:
    for everybody in (replace(EVERYBODY, denominator=KEPT), replace(EVERYBODY, rate=KEPT)):
        assert priced(row(100, "I", distance=gap()), everybody) == ""


def test_nobody_to_compare_with_has_no_price() -> None:
    assert priced(row(100, "I")) == ""


@pytest.mark.parametrize("level", ["internal", "public"])
def test_nothing_that_is_said_varies_with_a_hidden_count(level: str) -> None:
    said = set()
    for few in range(1, 11):
        cells = [[400, 600], [500, 500], [few // 2, few - few // 2]]
        total = np.array([905, 1105])
        cells[1] = list(total - cells[0] - cells[2])
        finding = found(counted(cells), policy=Policy(level=level))
        hidden = finding.rows[2]
        assert not hidden.denominator.shown
        said.add((hidden, finding.rows[1].price, finding.price, finding.everybody))
    assert len(said) == 1


def test_of_visits_no_number_is_promised_because_one_person_may_have_several() -> None:
    visits = measured(unit_of_analysis=Unit.ENCOUNTER, people="visits")
    said = price(visits, by_name("sex"), YEAR, row(100, "I", distance=gap()), EVERYBODY)
    assert said == words.PRICE_UNITS.format(group="female visits", people="visits")


def test_nobody_is_asked_to_see_less_than_what_is_written() -> None:
    everybody = replace(EVERYBODY, rate=Rate(0.002, 0.001, 0.003))
    assert "0.1 in 100" in priced(row(100, "I", distance=gap(0.002)), everybody)
