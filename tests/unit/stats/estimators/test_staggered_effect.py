"""The effect of a program begun one by one: the family's numbers, its own spread, its warnings."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs
from tests.unit.stats.estimators.made_teaching import NEVER, panel_rows

from commonweal.kinds import Asked
from commonweal.stats.estimators.staggered_effect import FEW, estimate

MATTERS = {"matters": 0.5}
DRAW = np.random.Generator(np.random.Philox(11))


def drawn(units: int, effect: float = 0.0, periods: int = 6):
    """Draw units of which a third begins in the third period, a third in the fifth."""
    start = np.where(np.arange(units) % 3 == 0, 180.0, NEVER)
    start[np.arange(units) % 3 == 1] = 360.0
    table = DRAW.normal(0, 1, (units, 1)) + DRAW.normal(0, 0.5, (units, periods))
    begun = np.arange(periods)[None, :] * 90 >= np.nan_to_num(start, nan=np.inf)[:, None]
    return panel_rows(table + effect * begun, start.tolist())


def figures(found, key):
    return [one.value for one in found.figures if one.key == key]


@pytest.mark.parametrize("one", pairs("teaching", "did"))
def test_the_effect_is_that_of_cohorts_by_size(one):
    content, table = one
    wanted = content["nevertreated|dr|varying|none"]["agg"]["group"]
    never = {"", "0", "NA", "Inf"}
    lines = list(csv.DictReader(table.read_text().splitlines()))
    units = sorted({line["countyreal"] for line in lines})
    years = sorted({int(line["year"]) for line in lines})
    outcome, first = np.zeros((len(units), len(years))), np.full(len(units), NEVER)
    for line in lines:
        at = units.index(line["countyreal"])
        outcome[at, years.index(int(line["year"]))] = float(line["lemp"])
        if line["first.treat"] not in never:
            first[at] = (int(line["first.treat"]) - years[0]) * 90
    found = estimate(panel_rows(outcome, first.tolist()), Asked(options=MATTERS))
    # Units not begun yet stand beside too, so the number is near that of those that never do.
    assert found.value.value[0] == pytest.approx(wanted["overall_att"], abs=0.002)
    assert np.asarray(found.value.se)[0] == pytest.approx(wanted["overall_se"], rel=0.02)
    apart = content["notyettreated|dr|varying|none"]["agg"]["group"]
    assert found.value.value[0] == pytest.approx(apart["overall_att"], rel=1e-9)


def test_an_effect_is_found_and_its_interval_holds_it():
    found = estimate(drawn(60, effect=2.0), Asked(options=MATTERS))
    assert found.gap.low[0] < 2 < found.gap.high[0]
    assert found.p[0] < 1e-6
    assert figures(found, "units") == [40]
    assert figures(found, "controls") == [20]
    assert not figures(found, "few")


def test_below_twenty_units_chance_is_counted_by_shuffling():
    rows = drawn(FEW - 2, effect=3.0)
    found = estimate(rows, Asked(seed=3, options=MATTERS))
    assert found.p[0] == estimate(rows, Asked(seed=3, options=MATTERS)).p[0]
    assert found.p[0] * 200 == pytest.approx(round(found.p[0] * 200))
    assert figures(found, "few") == [FEW - 2]


def test_units_from_the_start_or_with_gaps_are_left_out_and_counted():
    table = DRAW.normal(size=(30, 4))
    table[0, 2] = np.nan
    first = [90.0, -10.0, *([180.0] * 13), *([NEVER] * 15)]
    found = estimate(panel_rows(table, first), Asked(options=MATTERS))
    assert figures(found, "unknown") == [1]
    assert figures(found, "from_start") == [1]
    assert figures(found, "units") == [13]


@pytest.mark.parametrize(
    ("units", "periods", "first", "why"),
    [(3, 4, [90, 90, NEVER], "too_few_units"), (5, 1, [0, 0, 0, NEVER, NEVER], "too_few_units"),
     (5, 4, [0, 0, 0, 0, 0], "no_controls")],
)  # fmt: skip
def test_where_nothing_can_be_told_it_says_why(units, periods, first, why):
    found = estimate(panel_rows(DRAW.normal(size=(units, periods)), first), Asked(options=MATTERS))
    assert found.value.reason == (why,)
    assert np.isnan(found.p[0])


def test_a_cohort_of_one_keeps_what_its_influence_says():
    table = DRAW.normal(size=(25, 4))
    found = estimate(
        panel_rows(table, [90.0, *([180.0] * 8), *([NEVER] * 16)]), Asked(options=MATTERS)
    )
    assert np.asarray(found.value.se)[0] > 0


def test_the_interval_is_wider_than_that_of_influences_alone():
    rows = drawn(24)
    found = estimate(rows, Asked(options=MATTERS))
    assert (found.gap.high - found.gap.low)[0] > 2 * 1.96 * np.asarray(found.value.se)[0]


def test_a_test_before_the_start_says_what_it_could_have_seen():
    rows = drawn(60)
    told = [estimate(rows, Asked(options={"matters": size})) for size in (1e-9, 0.2, 5.0)]
    power = [figures(one, "before_power")[0] for one in told]
    assert power == sorted(power)
    assert power[0] == pytest.approx(0.05, abs=1e-6)
    assert power[2] == pytest.approx(1)
