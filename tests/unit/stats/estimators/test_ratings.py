"""Ratings by group: the vector's model, learners rated often, and too few to compare."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs
from tests.unit.stats.estimators.made_teaching import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.ratings import estimate
from commonweal.stats.mixed.intercepts import fit_intercepts

DRAW = np.random.Generator(np.random.Philox(16))


def drawn(learners: int = 60, gap: float = 0.0, turns: int = 3):
    person = np.repeat(np.arange(learners), turns)
    inside = (np.arange(learners) % 3 == 0)[person]
    rater, prior = DRAW.integers(0, 12, len(person)), DRAW.normal(size=learners)[person]
    site = rater % 4
    value = 70 + 2 * prior + DRAW.normal(0, 4, 12)[rater] + DRAW.normal(0, 2, 4)[site]
    value = value + DRAW.normal(0, 3, learners)[person] + gap * inside
    value = value + DRAW.normal(0, 5, len(person))
    columns = {"value": value, "prior": prior, "rater": rater, "site": site}
    return rows_of(["a" if yes else "b" for yes in inside], columns, person=person)


@pytest.mark.parametrize("one", pairs("teaching", "ratings"))
def test_the_gap_is_the_coefficient_of_the_vector(one):
    expected, table = one
    lines = list(csv.DictReader(table.read_text().splitlines()))
    column = {key: np.array([float(line[key]) for line in lines]) for key in ("rating", "exam")}
    codes = {
        key: np.unique([line[key] for line in lines], return_inverse=True)[1]
        for key in ("rater", "site")
    }
    groups = ["a" if float(line["group"]) else "" for line in lines]
    rows = rows_of(groups, {"value": column["rating"], "prior": column["exam"], **codes})
    found = estimate(rows, Asked())
    assert found.gap.value[0] == pytest.approx(expected["fixef"]["group"], rel=1e-6)
    assert np.asarray(found.gap.se)[0] == pytest.approx(expected["se"]["group"], rel=1e-6)
    assert found.value.value[0] - found.rest[0] == pytest.approx(found.gap.value[0])


def test_ratings_of_one_learner_are_alike_and_the_interval_allows_for_it():
    rows = drawn(turns=4)
    found = estimate(rows, Asked())
    column = rows.columns
    alone = fit_intercepts(
        column["value"],
        {"group": rows.member[:, 0], "prior": column["prior"]},
        {"rater": column["rater"], "site": column["site"]},
    ).of("group")
    assert np.asarray(found.gap.se)[0] > 1.1 * np.asarray(alone.se)[0]
    assert {one.key for one in found.figures} >= {"learner", "rater", "site", "rating"}
    shares = [one.value for one in found.figures if one.key not in {"raters", "left_out"}]
    assert sum(shares) == pytest.approx(1)


def test_a_gap_is_found_and_its_interval_holds_it():
    found = estimate(drawn(learners=150, gap=-6.0), Asked())
    assert found.gap.low[0] < -6 < found.gap.high[0]
    assert found.p[0] < 0.001
    assert found.gap.value[1] == pytest.approx(-found.gap.value[0])
    assert found.narrow.high[0] < found.gap.high[0]


def test_what_is_not_known_is_left_out_and_counted():
    rows = drawn()
    rows.columns["prior"][:18] = np.nan
    found = estimate(rows, Asked())
    assert found.people.sum() == 54
    left = next(one for one in found.figures if one.key == "left_out")
    assert left.value == pytest.approx(0.1)


def test_where_all_came_alike_the_prior_says_nothing():
    rows = drawn()
    rows.columns["prior"][:] = 3.0
    assert estimate(rows, Asked()).gap.ok.all()


def test_too_few_on_a_side_are_not_compared():
    rows = drawn()
    rows.member[:] = False
    rows.member[:9, 0] = True
    rows.member[9:, 1] = True
    found = estimate(rows, Asked())
    assert found.gap.reason == ("too_few_to_test",) * 2
    assert np.isnan(found.p).all()
    assert found.total.ok[0]


def test_hardly_anybody_is_not_compared_at_all():
    found = estimate(drawn(learners=12), Asked())
    assert found.value.reason == ("too_few_to_test",) * 2
    assert found.total.reason == ("too_few_to_test",)
    assert found.figures == ()


def test_a_model_that_is_not_told_from_the_prior_gives_no_gap():
    rows = drawn()
    rows.columns["prior"][:] = rows.member[:, 0]
    assert estimate(rows, Asked()).gap.reason == ("too_few_to_test",) * 2
