"""Measures of draws are the kernels' own, whatever estimates are counted from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from commonweal.stats.inequality.by_name import values
from commonweal.stats.inequality.calibrated.statistics import MEASURES, Side
from commonweal.stats.inequality.subgroups import Subgroups

TABLES, GROUPS, DRAWS = 5, 4, 7
DRAW = np.random.Generator(np.random.Philox(32))
Y = DRAW.uniform(20, 60, size=(TABLES, GROUPS))
PEOPLE = DRAW.integers(50, 900, size=(TABLES, GROUPS))
DRAWN = Y[:, :, None] + DRAW.normal(0, 5, size=(TABLES, GROUPS, DRAWS))
NAMED = np.array([0, 3, 1, 2, 0])
OF_GROUP = frozenset({"mdru", "mdrw"})


def tables(favorable, reference):
    return Subgroups.many(
        np.repeat(np.arange(TABLES), GROUPS),
        Y.ravel(),
        np.ones(Y.size),
        PEOPLE.ravel(),
        favorable=favorable,
        reference=NAMED if reference else -1,
    )


def side(some):
    return Side(some.y, some.se, some.weight, bool(some.favorable[0]), some.reference)


@pytest.mark.parametrize("favorable", [False, True])
@pytest.mark.parametrize(
    ("name", "reference"),
    [
        (name, named)
        for name in MEASURES
        for named in (False, True)
        if named or name not in OF_GROUP
    ],
)
def test_draws_are_measured_as_by_the_kernels(name, favorable, reference):
    some = tables(favorable, reference)
    expected = values(name, np.moveaxis(DRAWN, 2, 0), some).T
    # Losses of PAR and PAF have a sign there, and none here.
    expected = np.abs(expected) if name in {"par", "paf"} else expected
    found = MEASURES[name].of(DRAWN.copy(), side(some))
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("name", MEASURES)
def test_the_origin_changes_no_measure(name):
    whole = side(tables(True, name in OF_GROUP))
    origin = DRAW.uniform(5, 15, size=TABLES)
    moved = replace(whole, y=whole.y - origin[:, None], origin=origin)
    measure = MEASURES[name]
    np.testing.assert_allclose(measure.at(moved.y, moved), measure.at(whole.y, whole), rtol=1e-12)
    np.testing.assert_allclose(measure.size(moved), measure.size(whole), rtol=1e-12)


@pytest.mark.parametrize("favorable", [False, True])
@pytest.mark.parametrize("name", MEASURES)
def test_at_equality_a_measure_has_its_value_of_equality(name, favorable):
    some = replace(side(tables(favorable, name in OF_GROUP)), y=np.full((TABLES, GROUPS), 30.0))
    found = MEASURES[name].at(some.y, some)
    np.testing.assert_allclose(found, MEASURES[name].equality, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in MEASURES if MEASURES[name].relative])
def test_the_size_of_a_relative_measure_is_what_it_grows_by(name):
    some = side(tables(True, False))
    measure = MEASURES[name]
    tables_there = measure.path(some)(np.zeros(TABLES))
    grown = measure.at(tables_there, some)
    absolute = {"r": "d", "paf": "par", "idisu": "mdmu", "idisw": "mdmw"}.get(name, "mdbu")
    base = MEASURES[absolute].at(tables_there, some)
    factor = GROUPS / (GROUPS - 1) if name == "index_of_disparity_hp2010" else 1.0
    expected = measure.size(some) * base * factor + measure.equality
    np.testing.assert_allclose(grown, expected, rtol=1e-12)


def test_single_estimates_are_not_used_up():
    some = side(tables(True, True))
    before = some.y.copy()
    for measure in MEASURES.values():
        measure.at(some.y, some)
        measure.size(some)
    np.testing.assert_array_equal(some.y, before)


@pytest.mark.parametrize(("name", "below"), [("d", True), ("r", True), ("mdrw", False)])
def test_only_ends_against_a_named_group_can_lie_below_equality(name, below):
    assert MEASURES[name].bounded(side(tables(True, True))) is not below
    assert MEASURES[name].bounded(side(tables(True, False)))


def test_an_empty_side_names_no_group():
    empty = Side(*[np.ones((0, 2))] * 3, True, np.zeros(0, dtype=np.intp))
    assert not empty.named
