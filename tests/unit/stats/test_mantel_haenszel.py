"""Two groups within strata."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.rates.mantel_haenszel import (
    chi_square,
    odds_ratio,
    risk_difference,
    risk_ratio,
    stratified,
)

POOLED = [risk_ratio, risk_difference, odds_ratio]


def test_one_stratum_gives_the_plain_comparison():
    tables = stratified([30], [100], [20], [100])
    assert risk_ratio(tables).value[0] == pytest.approx(1.5)
    assert risk_difference(tables).value[0] == pytest.approx(0.1)
    assert odds_ratio(tables).value[0] == pytest.approx((30 / 70) / (20 / 80))
    plain = np.sqrt(0.3 * 0.7 / 100 + 0.2 * 0.8 / 100)
    assert risk_difference(tables).se[0] == pytest.approx(plain, rel=1e-9)
    logs = np.sqrt(1 / 30 + 1 / 70 + 1 / 20 + 1 / 80)
    assert odds_ratio(tables).se[0] == pytest.approx(logs, rel=1e-9)


@pytest.mark.parametrize("method", POOLED)
def test_strata_without_both_groups_say_nothing(method):
    ours = method(
        stratified([[3, 0], [3, 2]], [[9, 0], [9, 5]], [[0, 2], [1, 2]], [[0, 5], [4, 5]])
    )
    assert ours.reason == ("zero_denominator", "")
    alone = method(stratified([2], [5], [2], [5])).value
    added = method(stratified([2, 3], [5, 9], [2, 0], [5, 0])).value
    assert alone == pytest.approx(added)


@pytest.mark.parametrize("method", [risk_ratio, odds_ratio])
def test_no_event_is_undefined_in_a_ratio(method):
    assert method(stratified([0], [9], [3], [9])).reason == ("zero_in_ratio",)
    assert method(stratified([3], [9], [0], [9])).reason == ("zero_in_ratio",)


def test_nothing_that_could_differ_can_not_be_tested():
    statistic, p = chi_square(stratified([[9], [3]], [[9], [9]], [[9], [1]], [[9], [9]]))
    assert p.reason == ("no_variation", "")
    assert np.isnan(statistic).tolist() == [True, False]


def test_the_correction_takes_half_a_person():
    tables = stratified([8], [10], [4], [10])
    expected, variance = 6.0, 10 * 10 * 12 * 8 / (400 * 19)
    assert chi_square(tables)[0][0] == pytest.approx((8 - expected) ** 2 / variance)
    corrected = chi_square(tables, correction=True)[0][0]
    assert corrected == pytest.approx((8 - expected - 0.5) ** 2 / variance)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (([1], [2], [1], [2, 3]), "shapes-differ"),
        ((1, 2, 1, 2), "shapes-differ"),
        (([3], [2], [1], [2]), "counts-above-people"),
        (([1], [2], [-1], [2]), "counts-above-people"),
        (([np.nan], [2], [1], [2]), "counts-above-people"),
    ],
)
def test_tables_that_can_not_be_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        stratified(*given)
    assert caught.value.code == code
