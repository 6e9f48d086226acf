"""Ratings for the same raters and sites, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.teaching.ratings import MEASURE

EXAMPLE = """
rating of 5 that each of two raters gave, before chance, at each site
rater  hill  mill
rita   4.0   3.5
rolf   3.0   2.5

rita rates mostly women and rolf mostly men, so women stand higher without their doing. On the scale
from 0 to 100 a point of 5 is 20 points. For the same rater at the same site women and men are rated
alike but for 0.1 points of 5 that women are given less: 20 x 0.1 = -2 points of 100.
"""
GIVEN = {("rita", "hill"): 4.0, ("rita", "mill"): 3.5, ("rolf", "hill"): 3.0, ("rolf", "mill"): 2.5}


def text() -> str:
    learners, ratings = [], []
    for at in range(40):
        woman = at < 20
        learners.append(f"l{at} {'female' if woman else 'male'} {500 + at % 7}")
        for turn, site in enumerate(("hill", "mill")):
            # Three of four women are rated by rita, one of four men.
            rater = "rita" if (at % 4 < 3) == woman else "rolf"
            chance = ((at // 4 + turn) % 5 - 2) * 0.05
            value = GIVEN[rater, site] - 0.1 * woman + chance
            ratings.append(f"{at}-{turn} l{at} {rater} {site} {value:.2f} 5 2025-03-0{turn + 1}")
    ratings.append("late l1 rita hill 1 5 2026-01-01")
    ratings.append("blank l1 rita hill - 5 2025-03-01")
    return "\n".join(
        ["learner", "learner_key sex prior_score", *learners, "",
         "rating", "rating_key learner_key rater_key site value highest rated", *ratings]
    )  # fmt: skip


def test_the_same_raters_at_the_same_sites_tell_another_story_than_the_means() -> None:
    found = measured(MEASURE, text(), "sex")
    women, men = found.group("female"), found.group("male")
    assert women["gap"] == pytest.approx(-2, abs=0.15)
    assert men["gap"] == pytest.approx(2, abs=0.15)
    rows = found.gathered.rows
    plain = [rows.columns["value"][one].mean() for one in rows.member.T]
    assert plain[0] - plain[1] > 5
    assert women["value"] - women["rest"] == pytest.approx(women["gap"])


def test_ratings_of_the_period_with_a_value_are_counted() -> None:
    found = measured(MEASURE, text(), "sex")
    assert found.gathered.rows.size == 80
    assert found.left()["not rated in the period, with a rating"] == 1
    assert found.figure("raters") == 2
    parts = [found.figure(key) for key in ("rater", "site", "learner", "rating")]
    assert sum(parts) == pytest.approx(1)
    assert found.figure("rater") == max(parts)
