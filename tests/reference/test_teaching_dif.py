"""Our item differences beside the R package difR 5.1."""

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs, present

from commonweal.stats.items.breslow_day import breslow_day
from commonweal.stats.items.logistic import find_logistic_differences
from commonweal.stats.items.mantel_haenszel import find_differences, standardized_difference
from commonweal.stats.items.matching import read_answers, score_tables
from commonweal.stats.items.purification import purify

KINDS = {"both": "both", "udif": "uniform", "nudif": "crossing"}
STANDARDIZED_CUT = 0.10


PAIRS = pairs("teaching", "dif")


def answers_of(table):
    """Read items, which are the 0 and 1 columns, and the group, which is the last one."""
    rows = list(csv.reader(table.read_text().splitlines()))
    cells = np.array(rows[1:], dtype=float)
    items = np.isin(cells[:, :-1], (0, 1)).all(axis=0)
    return cells[:, :-1][:, items], cells[:, -1]


EACH = [
    pytest.param((one.values[0][0][way], *answers_of(one.values[0][1]), way == "purified"), id=way)
    for one in PAIRS
    if present(one)
    for way in ("plain", "purified")
    if way in one.values[0][0]
] or PAIRS


def places(mask):
    return (np.flatnonzero(mask) + 1).tolist()


def listed(found):
    return [found] if isinstance(found, int) else list(found or [])


@pytest.mark.parametrize("one", EACH)
def test_mantel_haenszel(one):
    expected, right, focal, pure = one
    ours = find_differences(right, focal, purification=pure)
    assert ours.corrected == pytest.approx(expected["mh_chi2_cc"], rel=1e-9)
    assert ours.chi_square == pytest.approx(expected["mh_chi2"], rel=1e-9)
    assert ours.odds_ratio.value == pytest.approx(expected["alpha"], rel=1e-9)
    assert ours.odds_ratio.se**2 == pytest.approx(expected["var_log_alpha"], rel=1e-9)
    assert ours.delta.value == pytest.approx(expected["ets"]["delta"], rel=1e-9)
    assert ours.delta.se == pytest.approx(expected["ets"]["se"], rel=1e-9)
    assert ours.classes.tolist() == expected["ets"]["class"]
    assert ours.size_classes.tolist() == expected["ets"]["simple_class"]
    assert places(ours.p.value <= 0.05) == listed(expected["dif_items_cc"])
    if pure:
        assert ours.purified.rounds == expected["nrPur"]
        assert ours.purified.settled == expected["converged"]


@pytest.mark.parametrize("one", EACH)
def test_standardized(one):
    expected, right, focal, pure = one
    answers = read_answers(right, focal)

    def flagged(anchor):
        found = standardized_difference(score_tables(answers, anchor)).value
        return np.abs(found) >= STANDARDIZED_CUT

    anchor = purify(flagged, answers.items).anchor if pure else None
    ours = standardized_difference(score_tables(answers, anchor)).value
    assert ours == pytest.approx(expected["st_p_dif"], rel=1e-9)
    assert places(np.abs(ours) >= STANDARDIZED_CUT) == listed(expected["st_items"])


@pytest.mark.parametrize("one", EACH)
def test_breslow_day(one):
    expected, right, focal, _ = one
    statistic, freedom, p = breslow_day(score_tables(read_answers(right, focal)))
    assert freedom.tolist() == expected["bd_df"]
    # difR prints four digits.
    assert statistic == pytest.approx(expected["breslow_day"], abs=5.1e-5)
    assert p.value == pytest.approx(expected["bd_p"], abs=5.1e-5)


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("one", EACH)
def test_logistic(one, key):
    expected, right, focal, pure = one
    wanted = expected["logistic"][key]
    ours = find_logistic_differences(right, focal, KINDS[key], purification=pure)
    assert ours.statistic.value == pytest.approx(wanted["stat"], rel=1e-7, abs=1e-8)
    assert ours.r2_change.value == pytest.approx(wanted["deltaR2"], rel=1e-7, abs=1e-9)
    assert places(ours.p.value <= 0.05) == listed(wanted["items"])
    assert ours.classes.tolist() == wanted["jodoin_gierl"]
    assert ours.wide_classes.tolist() == wanted["zumbo_thomas"]
    if pure:
        # The vector counts the look that finds nothing as a step.
        assert max(ours.purified.rounds, 1) == wanted["purify_steps"]
        assert ours.purified.settled == wanted["converged"]
