"""Projection by group: what flows give, its band, and the years held out before it is shown."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.projection import estimate

GROUPS = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
ASKED = Asked(options={"years": 5.0, "draws": 200.0})


def history(years: int, top_women: int, top_men: int) -> Rows:
    """Make people who stay for years, half of them women, with so many in the higher rank."""
    women = np.tile(np.repeat([True, False], 20), years)
    rank = np.tile(np.r_[[2.0] * top_women, [1.0] * (20 - top_women),
                         [2.0] * top_men, [1.0] * (20 - top_men)], years)  # fmt: skip
    ago = np.repeat(np.arange(years, 0, -1.0), 40)
    return Rows(GROUPS, np.column_stack((women, ~women)), np.tile(np.arange(40), years),
                np.ones(len(rank), bool),
                {"years_ago": ago, "before": rank, "after": rank})  # fmt: skip


def test_who_stays_keeps_the_share_and_the_years_held_out_are_foretold() -> None:
    found = estimate(history(8, 5, 15), ASKED)
    assert found.value.value == pytest.approx([0.25, 0.75])
    told = {(one.key, one.about): one.value for one in found.figures}
    assert told["today", "female"] == pytest.approx(0.25)
    assert told["within_80", "male"] == 1
    assert told["error", "male"] == told["error_unmoved", "male"] == 0


def test_it_is_described_and_never_compared() -> None:
    found = estimate(history(8, 5, 15), ASKED)
    assert np.isnan(found.p).all()
    assert np.isnan(found.gap.value).all()


def test_chance_gives_a_band_around_it() -> None:
    rows = history(8, 5, 15)
    after = rows.columns["after"].copy()
    after[::9] = np.nan
    moving = Rows(rows.groups, rows.member, rows.person, rows.met,
                  dict(rows.columns) | {"after": after})  # fmt: skip
    found = estimate(moving, ASKED)
    assert (found.value.low < found.value.value).all()
    assert (found.value.high > found.value.value).all()
    again = estimate(moving, ASKED)
    assert found.value.low.tolist() == again.value.low.tolist()


def test_four_years_are_too_few_to_hold_three_out() -> None:
    assert estimate(history(4, 5, 15), ASKED).value.reason == ("years_few", "years_few")


def test_an_empty_top_has_no_share() -> None:
    rows = history(6, 5, 15)
    after = np.where(
        rows.columns["years_ago"] == 1,
        np.where(rows.columns["after"] == 2, np.nan, 1.0),
        rows.columns["after"],
    )
    gone = Rows(rows.groups, rows.member, rows.person, rows.met,
                dict(rows.columns) | {"after": after})  # fmt: skip
    assert estimate(gone, ASKED).value.reason == ("no_population", "no_population")
