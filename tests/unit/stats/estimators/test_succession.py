"""Succession: different people at once, who is never shown, and posts without anybody."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Beside, Group, Rows
from commonweal.stats.estimators.succession import estimate

GROUPS = (Group("department", "u1", "u1"), Group("department", "u2", "u2"))
Link = tuple[int, int, float, bool]


def posts(size: int, links: list[Link], first: int) -> Rows:
    """Make posts, the first so many in one unit, and links: post, person, level, expired."""
    at, who, level, gone = (np.array([one[place] for one in links], float) for place in range(4))
    words = tuple(f"p{place}" for place in range(size))
    people = tuple(f"person{place}" for place in range(30))
    unit = np.arange(size) < first
    return Rows(
        GROUPS, np.column_stack((unit, ~unit)), np.arange(size), np.ones(size, bool),
        {"post": np.arange(size, dtype=float)}, {"post": words},
        {"succession_link": Beside(
            {"position_id": at, "who": who, "level": level, "expired": gone,
             "holds": np.zeros(len(links))},
            {"position_id": words, "who": people},
        )},
    )  # fmt: skip


def test_naive_coverage_is_not_coverage_at_once() -> None:
    # The specification's case: five of six posts have a name, three can be filled at once.
    links = [(0, 0, 1.0, False), (1, 0, 1.0, False), (2, 0, 1.0, False), (3, 1, 1.0, False),
             (4, 1, 1.0, False), (2, 2, 1.0, False), (5, 3, 2.0, True)]  # fmt: skip
    found = estimate(posts(6, links, 6), Asked())
    told = {one.key: one.value for one in found.figures}
    assert told["ready"] == pytest.approx(5 / 6)
    assert found.total.value[0] == pytest.approx(3 / 6)
    assert told["left_out"] == 1


def test_units_have_their_own_bench() -> None:
    links = [(0, 0, 1.0, False), (1, 0, 1.0, False), (2, 0, 1.0, False)]
    assert estimate(posts(3, links, 2), Asked()).value.value == pytest.approx([0.5, 1.0])


def test_posts_without_anybody_are_uncovered_not_unknown() -> None:
    found = estimate(posts(2, [], 1), Asked())
    assert found.total.value[0] == 0
    assert found.value.value.tolist() == [0, 0]


def test_people_are_counted_where_they_are_many() -> None:
    links = [(place, place, 1.0, False) for place in range(12)]
    told = {one.key: one.people for one in estimate(posts(12, links, 6), Asked()).figures}
    assert told["people"] == told["pivotal"] == 12


def test_an_unknown_level_is_no_readiness() -> None:
    found = estimate(posts(1, [(0, 0, np.nan, False)], 1), Asked())
    assert found.total.value[0] == 0
    assert found.value.reason[1] == "no_population"


def test_no_posts_have_no_coverage() -> None:
    found = estimate(posts(0, [], 0), Asked())
    assert found.total.reason == ("no_population",)
    assert found.figures == ()
