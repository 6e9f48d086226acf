"""Our staggered differences in differences beside R did 2.5.1."""

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs, present

from commonweal.stats.causal.effect_summaries import (
    effects_by_cohort,
    effects_by_period,
    effects_since_start,
    simple_effect,
)
from commonweal.stats.causal.panel import read_panel
from commonweal.stats.causal.staggered import group_time_effects

CONTROLS = {"nevertreated": "never_treated", "notyettreated": "not_yet_treated"}
METHODS = {"dr": "doubly_robust", "reg": "regression", "ipw": "weighting"}
SUMMARIES = {
    "simple": simple_effect,
    "dynamic": effects_since_start,
    "group": effects_by_cohort,
    "calendar": effects_by_period,
}
# The columns of a table go by one of these names each.
PERIOD = ("year", "period", "time", "t")
UNIT = ("countyreal", "unit", "id", "county")
OUTCOME = ("lemp", "y", "outcome")
START = ("first.treat", "first_treat", "g", "cohort", "start")
NEVER = {"", "0", "0.0", "NA", "Inf", "inf"}


def called(rows, names):
    return next(name for name in names if name in rows[0])


def panel(table, covariate):
    rows = list(csv.DictReader(table.read_text().splitlines()))
    when, who, what, first = (called(rows, names) for names in (PERIOD, UNIT, OUTCOME, START))
    periods = sorted({float(row[when]) for row in rows})
    units = {name: at for at, name in enumerate(dict.fromkeys(row[who] for row in rows))}
    outcome = np.full((len(units), len(periods)), np.nan)
    start, known = np.full(len(units), np.nan), np.zeros(len(units))
    for row in rows:
        at = units[row[who]]
        outcome[at, periods.index(float(row[when]))] = float(row[what])
        start[at] = np.inf if row[first] in NEVER else float(row[first])
        known[at] = 0.0 if covariate == "none" else float(row[covariate])
    return read_panel(outcome, periods, start, None if covariate == "none" else known)


PAIRS = pairs("teaching", "did")
KEYS = [
    pytest.param((*one.values[0], key), id=f"{one.id}-{key}")
    for one in PAIRS
    if present(one)
    for key in one.values[0][0]
    if key.count("|") == 3
] or PAIRS


def estimated(one):
    content, table, key = one
    expected = content[key]
    controls, method, base, covariate = key.split("|")
    found = group_time_effects(
        panel(table, covariate), controls=CONTROLS[controls], method=METHODS[method], base=base
    )
    return found, expected


def numbers(listed):
    return [np.nan if each is None else each for each in np.atleast_1d(np.array(listed, object))]


@pytest.mark.parametrize("one", KEYS)
def test_effects_of_cohorts_and_periods(one):
    found, expected = estimated(one)
    assert found.cohort.tolist() == expected["group"]
    assert found.time.tolist() == expected["time"]
    assert found.effect.value == pytest.approx(numbers(expected["att"]), rel=1e-9, abs=1e-10)
    assert found.effect.se == pytest.approx(numbers(expected["se"]), rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", SUMMARIES)
@pytest.mark.parametrize("one", KEYS)
def test_summaries(one, name):
    found, expected = estimated(one)
    ours, wanted = SUMMARIES[name](found), expected["agg"][name]
    assert ours.overall.value[0] == pytest.approx(wanted["overall_att"], rel=1e-9, abs=1e-10)
    assert ours.overall.se[0] == pytest.approx(wanted["overall_se"], rel=1e-9)
    if wanted.get("egt") is not None:
        assert ours.at.tolist() == np.atleast_1d(wanted["egt"]).tolist()
        assert ours.effects.value == pytest.approx(numbers(wanted["att"]), rel=1e-9, abs=1e-10)
        assert ours.effects.se == pytest.approx(numbers(wanted["se"]), rel=1e-9, nan_ok=True)
