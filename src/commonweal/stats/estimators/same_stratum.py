"""Shares compared with everybody else's in the same stratum (study, site), pooled over strata.

What differs between studies then looks like no difference between groups.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import both_levels, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.mantel_haenszel import (
    StratifiedTables,
    chi_square,
    risk_difference,
    risk_ratio,
    stratified,
)
from commonweal.stats.rates.proportion import wilson

BoolArray = NDArray[np.bool_]


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share who met the measure in each group with everybody else's, by stratum.

    rows:  one row a person, with the role stratum (words); a row of no known stratum is left out
    asked: the level, and whether the gap is a ratio
    Gives Estimated: plain shares, pooled differences (variance by Sato) or ratios (variance by
    Greenland and Robins), p of the chi-square without correction; as `rest` the plain share less
    the pooled difference, what everybody else would have in the group's strata; of each group the
    other of the two as figure "risk_ratio" or "risk_difference".
    Source: Mantel and Haenszel 1959, JNCI 22:719-748; checked against base R in
    tests/unit/stats/estimators/test_same_stratum.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> member = np.array([[True, False], [True, False], [False, True], [False, True]] * 20)
    >>> rows = Rows(groups, member, np.arange(80), np.array([True, True, True, False] * 20),
    ...             {"stratum": np.zeros(80)}, {"stratum": ("one site",)})
    >>> estimate(rows, Asked()).gap.value
    array([ 0.5, -0.5])
    """
    known = rows.known("stratum")
    tables = _tables(rows, known)
    main, other = (risk_ratio, risk_difference) if asked.ratio else (risk_difference, risk_ratio)
    gap, small = both_levels(lambda level: main(tables, level), asked.level)
    had, size = tables.had.sum(axis=1), tables.people.sum(axis=1)
    value = wilson(had, size, asked.level)
    whole = np.array([float(known.sum())])
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = value.value / gap.value if asked.ratio else value.value - gap.value
    beside = other(tables, asked.level)
    key = "risk_difference" if asked.ratio else "risk_ratio"
    return Estimated(
        value=value,
        rest=np.clip(rest, 0.0, 1.0),
        gap=gap,
        narrow=small,
        p=chi_square(tables)[1].value,
        total=wilson(np.array([float(rows.met[known].sum())]), whole, asked.level),
        people=persons_in(rows, rows.member & known[:, None]),
        figures=tuple(
            Figure(key, float(beside.value[at]), float(beside.low[at]), float(beside.high[at]),
                   _fewest(had[at], size[at]), about=group.code)
            for at, group in enumerate(rows.groups)
            if group.stated and beside.ok[at]
        ),
    )  # fmt: skip


def _tables(rows: Rows, known: BoolArray) -> StratifiedTables:
    strata = np.where(known, rows.columns["stratum"], 0).astype(np.int64)
    many = len(rows.labels["stratum"])

    def by_stratum(chosen: BoolArray) -> FloatArray:
        return np.array(
            [np.bincount(strata, one, many) for one in (chosen & known[:, None]).T]
        ).reshape(-1, many)

    met = rows.met[:, None]
    own, others = rows.member, ~rows.member
    return stratified(
        by_stratum(own & met), by_stratum(own), by_stratum(others & met), by_stratum(others)
    )


def _fewest(had: float, size: float) -> int:
    counts = [int(one) for one in (had, size - had) if one > 0]
    return min(counts, default=0)
