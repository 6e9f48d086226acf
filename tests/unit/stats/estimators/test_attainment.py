"""The gap of scores: raw, in standard deviations as the vectors say, and adjusted."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.unit.stats.estimators.made_teaching import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.attainment import estimate
from commonweal.stats.mixed.intercepts import fit_intercepts

DRAW = np.random.Generator(np.random.Philox(14))


def scores(size: int = 200):
    groups = np.where(DRAW.random(size) < 0.3, "a", "b")
    prior = DRAW.normal(500, 10, size) - 5 * (groups == "a")
    site, cohort = DRAW.integers(0, 5, size), DRAW.integers(0, 4, size)
    score = 70 + 0.4 * (prior - 500) + site + DRAW.normal(0, 4, size) - 3 * (groups == "a")
    return rows_of(list(groups), {"value": score, "prior": prior, "site": site, "cohort": cohort})


def figure(found, key, about=""):
    return next(one for one in found.figures if (one.key, one.about) == (key, about))


def sample(mean: float, spread: float, size: int):
    """Give values of exactly this mean and standard deviation."""
    values = DRAW.normal(size=size)
    values = (values - values.mean()) / values.std(ddof=1)
    return mean + spread * values


@pytest.mark.parametrize("case", cases("teaching", "hedges"))
def test_the_standardized_gap_is_that_of_the_vector(case):
    one, two = (sample(case[f"m{at}"], case[f"s{at}"], int(case[f"n{at}"])) for at in (1, 2))
    values = np.concatenate((one, two))
    flat = np.zeros(len(values))
    rows = rows_of(
        ["a"] * len(one) + ["b"] * len(two),
        {"value": values, "prior": flat, "site": flat, "cohort": flat},
    )
    found = estimate(rows, Asked())
    assert figure(found, "hedges_g", "a").value == pytest.approx(case["g"], rel=1e-9)
    assert figure(found, "hedges_g", "b").value == pytest.approx(-case["g"], rel=1e-9)


def test_the_adjusted_gap_is_that_of_the_model():
    rows = scores()
    found = figure(estimate(rows, Asked()), "adjusted", "a")
    column = rows.columns
    model = fit_intercepts(
        column["value"],
        {"group": rows.member[:, 0], "prior": column["prior"]},
        {"site": column["site"], "cohort": column["cohort"]},
    ).of("group")
    assert [found.value, found.low, found.high] == pytest.approx(
        [model.value[0], model.low[0], model.high[0]]
    )
    assert found.value == pytest.approx(-3, abs=1.5)
    assert estimate(rows, Asked()).gap.value[0] < found.value


def test_who_has_no_prior_attainment_is_left_out_of_the_adjusted_gap_alone():
    rows = scores()
    rows.columns["prior"][:20] = np.nan
    found = estimate(rows, Asked())
    assert figure(found, "prior_unknown").value == pytest.approx(0.1)
    assert figure(found, "adjusted", "a").people == rows.member[20:, 0].sum()
    assert found.people.sum() == 200


def test_too_few_have_no_adjusted_gap_and_nobody_has_nothing():
    rows = scores(30)
    rows.member[:] = False
    rows.member[:4, 0] = True
    rows.member[4:, 1] = True
    keys = [one.key for one in estimate(rows, Asked()).figures]
    assert "adjusted" not in keys
    assert "hedges_g" in keys
    empty = rows_of([], {name: [] for name in ("value", "prior", "site", "cohort")})
    assert estimate(empty, Asked()).figures == ()


def test_a_model_that_can_not_be_told_gives_no_figure():
    rows = scores(60)
    rows.columns["prior"][:] = rows.member[:, 0]
    assert "adjusted" not in [one.key for one in estimate(rows, Asked()).figures]
