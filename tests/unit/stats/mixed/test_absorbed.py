"""Many clusters taken out beforehand: the same model as with all of them in it."""

import numpy as np
import pytest

from commonweal.stats.mixed.intercepts import fit_intercepts

DRAW = np.random.Generator(np.random.Philox(22))
PEOPLE = 40
WHO = np.repeat(np.arange(PEOPLE), DRAW.integers(1, 6, PEOPLE))
RATER, SITE = DRAW.integers(0, 9, len(WHO)), DRAW.integers(0, 4, len(WHO))
EXAM = DRAW.normal(size=PEOPLE)[WHO]
Y = 2 + 0.4 * EXAM + DRAW.normal(size=9)[RATER] + 0.7 * DRAW.normal(size=PEOPLE)[WHO]
Y = Y + 0.5 * DRAW.normal(size=4)[SITE] + DRAW.normal(size=len(WHO))
BOTH = {"rater": RATER, "site": SITE}


def test_it_is_the_model_with_the_many_clusters_in_it():
    ours = fit_intercepts(Y, {"exam": EXAM}, BOTH, repeated=[f"p{one}" for one in WHO])
    whole = fit_intercepts(Y, {"exam": EXAM}, {**BOTH, "repeated": WHO})
    assert ours.criterion == pytest.approx(whole.criterion, rel=1e-10)
    assert ours.coefficients.value == pytest.approx(whole.coefficients.value, rel=1e-5)
    assert ours.coefficients.se == pytest.approx(whole.coefficients.se, rel=1e-5)
    for name in ("rater", "site", "repeated"):
        assert ours.variances[name] == pytest.approx(whole.variances[name], rel=1e-4)


def test_a_ratio_that_is_known_is_kept():
    free = fit_intercepts(Y, {"exam": EXAM}, BOTH, repeated=WHO)
    ratio = free.variances["repeated"] / free.residual
    kept = fit_intercepts(Y, {"exam": EXAM}, BOTH, repeated=WHO, ratio=ratio)
    assert kept.criterion == pytest.approx(free.criterion, rel=1e-9)
    other = fit_intercepts(Y, {"exam": EXAM}, BOTH, repeated=WHO, ratio=5.0)
    assert other.variances["repeated"] == pytest.approx(5 * other.residual)
    assert other.criterion > free.criterion


def test_clusters_that_differ_in_nothing_share_nothing():
    apart = Y - np.bincount(WHO, Y)[WHO] / np.bincount(WHO)[WHO]
    ours = fit_intercepts(apart, {}, {"site": SITE}, repeated=WHO)
    assert ours.variances["repeated"] == 0
