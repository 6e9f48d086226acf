"""Calibrated intervals cover as often as they say: a small run of benchmarks/coverage."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from benchmarks.coverage import simulate
from benchmarks.coverage.scenarios import scenarios

from commonweal.stats.inequality.simulate import interval_peer
from commonweal.stats.inequality.summary import by_delta, summarize

REPLICATES, DRAWS, SEED = 400, 1000, 11
LEVEL = 0.95
# Three and a half standard errors of so many replicates.
CHANCE = 3.5 * np.sqrt(LEVEL * (1 - LEVEL) / REPLICATES)
EQUAL, NEAR, FAR, MANY = (2, 4), (84, 152), (194, 196), 7
CLOSED, DRAWN = ("bgsd", "ti", "sii_linear"), ("mdmw", "mdbw", "d")


@cache
def counted(number):
    """Give how many intervals each measure had, how many cover and how many are said to be wide."""
    one = scenarios(number + 1)[number]
    rows = simulate.closed(one, REPLICATES, SEED)
    rows += simulate.drawn(one, REPLICATES, DRAWS, SEED, DRAWN)
    return {name: (given, covered, wide) for _, name, _, given, covered, wide in rows}


@pytest.mark.parametrize("number", EQUAL + NEAR + FAR)
@pytest.mark.parametrize("name", CLOSED + DRAWN)
def test_coverage_is_the_level(name, number):
    given, covered, wide = counted(number)[name]
    assert given > REPLICATES / 2
    assert covered / given > LEVEL - CHANCE
    # Where the best group is not clear, the interval says that it covers too often.
    assert wide > given / 2 or covered / given < LEVEL + CHANCE


def test_the_scenarios_are_what_they_are_taken_for():
    told = {one.number: one.says for one in scenarios(max(FAR) + 1)}
    assert all(", equal, " in told[number] for number in (*EQUAL, MANY))
    assert all("by 1 " in told[number] or "by 0.5 " in told[number] for number in NEAR)
    assert all("by 5 " in told[number] for number in FAR)


def test_the_delta_interval_of_theils_index_misses_equality_of_many_groups():
    drawn, _ = simulate.tables(scenarios(MANY + 1)[MANY], 50, SEED)
    delta, calibrated = by_delta(drawn)["ti"], summarize(drawn)["ti"]
    given = np.isfinite(calibrated.low)
    assert given.all()
    assert (delta.low <= 0).mean() < 0.1
    assert (calibrated.low == 0).mean() > 0.85


@pytest.mark.parametrize("number", EQUAL)
def test_the_percentile_interval_never_holds_equality(number):
    drawn, _ = simulate.tables(scenarios(number + 1)[number], 50, SEED)
    found = interval_peer(drawn, seed=SEED, draws=DRAWS, names=("mdmw",))["mdmw"]
    assert (found.low > 0).all()
