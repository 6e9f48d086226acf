"""Posteriors and the numbers of groups from them, beside our own evaluation of the formulas."""

import numpy as np
import pytest
from tests.reference.vectors import cases

from commonweal.stats.proxies.posterior import posterior
from commonweal.stats.proxies.regressed import regressed
from commonweal.stats.proxies.weighted import weighted

CASES = cases("statistics", "bisg")


def evidence(case):
    return (
        np.array(case["p_race_given_surname"], dtype=float),
        np.array(case["p_race_given_geography"], dtype=float),
        case["national_prior"],
    )


def same(ours, expected):
    expected = np.array(expected, dtype=float)
    assert (np.isnan(ours) == np.isnan(expected)).all()
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-15)


def measured(case):
    found = posterior(*evidence(case))
    used = found.reason == 0
    return found.shares[used], np.array(case["outcome"], dtype=float)[used]


@pytest.mark.parametrize("case", CASES)
def test_posteriors_match(case):
    same(posterior(*evidence(case)).shares, case["posterior"])


@pytest.mark.parametrize("case", CASES)
def test_without_a_surname_the_place_is_left(case):
    surname, place, nation = evidence(case)
    found = posterior(np.full_like(surname, np.nan), place, nation)
    same(found.shares, case["posterior_surname_missing"])


@pytest.mark.parametrize("case", CASES)
def test_weighted_means_match(case):
    ours = weighted(*measured(case))
    same(ours.mean, case["weighted_mean"])
    same(ours.se, case["weighted_se"])
    same(ours.effective, case["effective_n"])
    same(ours.people, case["sum_weights"])


@pytest.mark.parametrize("case", CASES)
def test_the_regression_matches_intercept_first_then_gaps(case):
    white = case["categories"].index("white")
    ours = regressed(*measured(case), white)
    gaps = np.delete(np.where(ours.known, ours.gap, np.nan), white)
    expected = np.array(case["regression_white_reference"], dtype=float)
    intercept = ours.mean[white] if ours.known[white] else np.nan
    assert [intercept, *gaps] == pytest.approx(expected.tolist(), rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("case", CASES)
def test_a_threshold_would_leave_people_out_and_is_computed_here_only(case):
    # The vectors record what sorting at 0.8 would give; the library has no such function.
    chances = posterior(*evidence(case)).shares
    sure = [
        int(np.argmax(row)) if not np.isnan(row).any() and row.max() >= 0.8 else None
        for row in chances
    ]
    assert sure == case["classified_at_0_8"]
