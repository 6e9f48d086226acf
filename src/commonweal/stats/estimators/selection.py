"""Rates of selection, compared within each search, beside exact tests and whole-number thresholds.

The verdict is that of the comparison within searches; a search whose side is empty, or where all
or none went on, says nothing and is left out of it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import as_if_alike, both_levels, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.results import answer
from commonweal.stats.selection.crude import crude_ratio
from commonweal.stats.selection.exact import mid_p, stratified_mid_p
from commonweal.stats.selection.four_fifths import selections_to_four_fifths
from commonweal.stats.selection.funnel import stage_ratios
from commonweal.stats.selection.impact_ratio import exact_bounds, impact_ratio
from commonweal.stats.selection.reading import readings
from commonweal.stats.selection.size import shortfall
from commonweal.stats.selection.strata import (
    common_rate_ratio,
    mantel_haenszel_test,
    read_strata,
)
from commonweal.stats.selection.tables import Tables

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
# With more selections than this on both sides the normal law is as good, and faster.
EXACT_TO = 2000


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the rate of each group with that of everybody else in the same searches.

    rows:  with `met` for who went on, and the role stratum for the search; without it, or where
           no search says anything, all are compared as one; with the role reached, figures
           stage_2, stage_3 ... for the way to each stage from the one before
    asked: the level
    Gives Estimated: ratios of Mantel and Haenszel with the interval of Greenland and Robins,
    tested exactly within searches; for each group the figures impact_ratio (all searches as
    one), mid_p, shortfall, to_four_fifths, reading (the word of both axes) and, where the
    searches as one point the other way, turned.
    Source: workforce specification, sections 5.1 to 5.9; checked in
    tests/unit/stats/estimators/test_selection.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> member = np.array([[True, False]] * 40 + [[False, True]] * 80)
    >>> met = np.array([True] * 12 + [False] * 28 + [True] * 48 + [False] * 32)
    >>> found = estimate(Rows(groups, member, np.arange(120), met, {}), Asked())
    >>> found.gap.value
    array([0.5, 2. ])
    """
    searches = [by_stratum(rows, group) for group in rows.member.T]
    found = compare(rows, asked, searches)
    told = _figures(rows, searches, asked.level)
    if "reached" in rows.columns:
        told += _stages(rows, asked.level)
    return replace(found, figures=told)


def compare(rows: Rows, asked: Asked, strata: list[Tables]) -> Estimated:
    """Compare each group's rate with that of everybody else within strata, without figures.

    rows:   with `met` for the numerator
    asked:  the level
    strata: tables of each group, from `by_stratum`
    Gives Estimated with ratios of Mantel and Haenszel; where no stratum says anything, of all as
    one. The rate of everybody else is that in the same strata, as the ratio has it. Where nobody
    of a group is met the ratio is 0, and its upper limit is exact.
    Source: Greenland and Robins 1985, Biometrics 41:55-68; checked in
    tests/unit/stats/estimators/test_selection.py
    >>> rows = Rows((), np.zeros((2, 0), bool), np.arange(2), np.array([True, False]), {})
    >>> compare(rows, Asked(), []).total.value
    array([0.5])
    """
    level, tables = asked.level, _added_up(strata)
    own, rest = wilson(tables[0], tables[1], level), wilson(tables[2], tables[3], level)
    gap, narrow = both_levels(lambda at: _ratios(strata, tables, at), level)
    return Estimated(
        value=own,
        rest=as_if_alike(own.value, rest.value, gap.value),
        gap=gap,
        narrow=narrow,
        p=_tests(strata, tables),
        total=wilson([int(rows.met.sum())], [rows.size], level),
        people=persons_in(rows, rows.member),
    )


def by_stratum(rows: Rows, group: BoolArray) -> Tables:
    """Give a table for each stratum of a group and everybody else; unknown strata are one.

    rows:  with `met`, and the role stratum or none
    group: who is of the group, shape (n,)
    Gives four counts of each stratum: met and all of the group, met and all of everybody else.
    Source: none, it counts
    >>> rows = Rows((), np.zeros((2, 0), bool), np.arange(2), np.array([True, False]), {})
    >>> by_stratum(rows, np.array([True, False]))[1]
    array([1.])
    """
    places = rows.columns.get("stratum", np.zeros(rows.size))
    known, place = np.unique(places, return_inverse=True)
    sides = ((group & rows.met), group, (~group & rows.met), ~group)
    had, size, rest_had, rest_size = (
        np.bincount(place, weights=one, minlength=len(known)).astype(np.float64) for one in sides
    )
    return had, size, rest_had, rest_size


def _added_up(searches: list[Tables]) -> Tables:
    sums = np.array([[column.sum() for column in one] for one in searches]).reshape(-1, 4)
    had, size, rest_had, rest_size = sums.T
    return had, size, rest_had, rest_size


def _ratios(searches: list[Tables], tables: Tables, level: float) -> Estimate:
    crude, bound = impact_ratio(*tables, level), exact_bounds(*tables, level)
    none = (tables[0] == 0) & crude.ok
    value = crude.value.copy()
    low, high = np.where(none, 0.0, crude.low), np.where(none, bound.high, crude.high)
    for place, one in enumerate(searches):
        within = common_rate_ratio(read_strata(*one), level)
        if within.ok[0]:
            value[place], low[place], high[place] = within.value[0], within.low[0], within.high[0]
    return answer(
        value, low, high, level=level, method="within_searches",
        reasons={"zero_in_ratio": np.isnan(value)},
    )  # fmt: skip


def _tests(searches: list[Tables], tables: Tables) -> FloatArray:
    p = mid_p(*tables).value.copy()
    for place, one in enumerate(searches):
        strata = read_strata(*one)
        if strata.empty[0]:
            continue
        selected = min(int(tables[0][place]), int(tables[2][place]))
        many = selected > EXACT_TO and len(strata.tables[0]) > 1
        told = mantel_haenszel_test(strata).p if many else stratified_mid_p(strata).value
        p[place] = told[0]
    return p


def _figures(rows: Rows, searches: list[Tables], level: float) -> tuple[Figure, ...]:
    people = persons_in(rows, rows.member)
    tables = _added_up(searches)
    exact, short = mid_p(*tables).value, shortfall(*tables).value
    more, words = selections_to_four_fifths(*tables).value, readings(*tables).word
    told: list[Figure] = []
    for place, group in enumerate(rows.groups):
        if not group.stated:
            continue
        many, about = int(people[place]), group.code
        crude = crude_ratio(*searches[place], level)
        told += [
            Figure("impact_ratio", crude.value[0], crude.low[0], crude.high[0], many, about),
            Figure("mid_p", float(exact[place]), NOTHING, NOTHING, many, about),
            Figure("shortfall", float(short[place]), NOTHING, NOTHING, many, about),
            Figure("to_four_fifths", float(more[place]), NOTHING, NOTHING, many, about),
            Figure("reading", NOTHING, NOTHING, NOTHING, many, about, words[place]),
        ]
        if "simpson" in crude.flags[0]:
            told.append(Figure("turned", NOTHING, NOTHING, NOTHING, many, about, "simpson"))
    return tuple(told)


def _stages(rows: Rows, level: float) -> tuple[Figure, ...]:
    """Give the ratio of each stage: their product is that of the whole way."""
    reached = rows.columns["reached"]
    last = int(np.nanmax(reached, initial=1.0))
    people = persons_in(rows, rows.member)
    told: list[Figure] = []
    for place, group in enumerate(rows.groups):
        if not group.stated or last == 1:
            continue
        inside = rows.member[:, place]
        own, rest = (
            [int((side & (reached >= stage)).sum()) for stage in range(1, last + 1)]
            for side in (inside, ~inside)
        )
        ratios = stage_ratios(own, rest, level)
        told += [
            Figure(f"stage_{stage + 2}", ratios.value[stage], ratios.low[stage],
                   ratios.high[stage], int(people[place]), group.code)
            for stage in range(last - 1)
        ]  # fmt: skip
    return tuple(told)
