"""The leak finder by group: parts that add up, the door that leaks, and a spread that covers."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Estimated, Group, Rows
from commonweal.stats.estimators.leak import estimate, gaps
from commonweal.stats.flows.leak import PARTS, leak
from commonweal.stats.flows.projection import flows

GROUPS = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
ASKED = Asked(options={"years": 10.0, "draws": 60.0})


def staff(seed: int, *, up: float = 0.12, out: float = 0.10, people: int = 300) -> Rows:
    """Draw eight years of two ranks; women are promoted and leave at the rates given."""
    stream = np.random.default_rng(seed)
    lines = []
    for year in range(8, 0, -1):
        for place in range(people):
            woman = place % 2 == 0
            rank = 2.0 if stream.random() < 0.3 else 1.0
            if stream.random() < (out if woman else 0.10):
                after = np.nan
            elif rank == 1 and stream.random() < (up if woman else 0.12):
                after = 2.0
            else:
                after = rank
            lines.append((woman, year, rank, after))
        lines += [(place % 2 == 0, year, np.nan, 1.0) for place in range(people // 8)]
    women, ago, before, after = (np.array(column, float) for column in zip(*lines, strict=True))
    side = women == 1
    return Rows(GROUPS, np.column_stack((side, ~side)), np.arange(len(side)),
                np.ones(len(side), bool),
                {"years_ago": ago, "before": before, "after": after})  # fmt: skip


def parts_of(found: Estimated, about: str) -> dict[str, float]:
    return {one.key: one.value for one in found.figures if one.key in PARTS and one.about == about}


def test_slower_promotion_is_named_as_the_door() -> None:
    found = estimate(staff(1, up=0.04), ASKED)
    assert found.gap.value[0] < 0
    assert found.p[0] < 0.01
    parts = parts_of(found, "female")
    assert sum(parts.values()) == pytest.approx(-found.gap.value[0])
    assert max(parts, key=lambda key: parts[key]) == "promotion"


def test_leaving_more_is_named_as_the_door() -> None:
    found = estimate(staff(2, out=0.25), ASKED)
    parts = parts_of(found, "female")
    assert max(parts, key=lambda key: parts[key]) == "separation"


def test_equal_flows_are_within_their_spread() -> None:
    found = estimate(staff(3), ASKED)
    assert found.gap.low[0] < 0 < found.gap.high[0]


def test_too_few_years_of_people_are_undefined() -> None:
    found = estimate(staff(4, people=8), ASKED)
    assert found.value.reason == ("years_few", "years_few")
    assert found.figures == ()


def test_an_empty_top_has_no_share() -> None:
    rows = staff(5, people=40)
    flat = {name: np.where(rows.columns[name] == 2, np.nan, rows.columns[name])
            for name in ("before", "after")}  # fmt: skip
    low = Rows(rows.groups, rows.member, rows.person, rows.met, dict(rows.columns) | flat)
    assert estimate(low, ASKED).value.reason == ("years_few", "years_few")


def test_many_flows_at_once_are_each_as_the_leak_finder_says() -> None:
    stream = np.random.default_rng(7)
    shares = stream.dirichlet([6, 2, 1, 1], (3, 2, 3))[..., :3]
    stock, hires = stream.uniform(5, 20, (2, 3)), stream.uniform(1, 4, (3, 2, 3))
    each = [leak(flows(one, stock, new), 0, 1, 6) for one, new in zip(shares, hires, strict=True)]
    told = [one.actual - one.equal_flows for one in each]
    assert gaps(shares, stock, hires, 6) == pytest.approx(told)


def test_sides_without_flows_in_common_have_no_leak() -> None:
    # Women of rank 2 nearly all move down to 1, men of rank 2 nearly all up to 3.
    lines = []
    for year in range(6, 0, -1):
        for _ in range(50):
            lines += [(1, year, 2.0, 1.0), (1, year, 1.0, 1.0), (1, year, 3.0, 3.0)]
            lines += [(0, year, 2.0, 3.0), (0, year, 1.0, 1.0), (0, year, 3.0, 3.0)]
    women, ago, before, after = (np.array(column, float) for column in zip(*lines, strict=True))
    side = women == 1
    rows = Rows(GROUPS, np.column_stack((side, ~side)), np.arange(len(side)),
                np.ones(len(side), bool),
                {"years_ago": ago, "before": before, "after": after})  # fmt: skip
    assert np.isnan(estimate(rows, ASKED).value.value[0])


def test_a_top_that_nobody_reaches_any_more_has_no_share() -> None:
    lines = [(side, 6, 2.0, np.nan) for side in (0, 1) for _ in range(10)]
    lines += [(side, year, 1.0, 1.0) for side in (0, 1) for year in range(6, 0, -1)
              for _ in range(20)]  # fmt: skip
    women, ago, before, after = (np.array(column, float) for column in zip(*lines, strict=True))
    side = women == 1
    rows = Rows(GROUPS, np.column_stack((side, ~side)), np.arange(len(side)),
                np.ones(len(side), bool),
                {"years_ago": ago, "before": before, "after": after})  # fmt: skip
    assert np.isnan(estimate(rows, ASKED).value.value).all()
