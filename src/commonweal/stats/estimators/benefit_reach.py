"""Dollars a head over tracts ranked by disadvantage, each quarter against all the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.community.benefit import benefit_reach
from commonweal.stats.estimators.sides import both_levels, everybody_else
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
Heads = tuple[FloatArray, FloatArray, FloatArray]


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the dollars a head that reach each quarter of the people.

    rows:  one unit a tract, with the roles dollars, residents and disadvantage (not known for a
           tract without a rank: it stands in no quarter, and is counted)
    asked: the level
    Gives Estimated: dollars a head, and ratios to all other ranked tracts with an error over
    tracts and Student's law on the tracts of the smaller side. Figures: "concentration", the index
    of concentration, above 0 where disadvantaged places get more, with its HC1 limits;
    "last_over_first", the most disadvantaged quarter over the least; "unranked", residents of
    tracts without a rank.
    Source: linearized ratio, Cochran 1977, Sampling Techniques, section 6.4; index as in
    `benefit_reach`; checked in tests/unit/stats/estimators/test_benefit_reach.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("tract_quarter", "q1", "Q1"), Group("tract_quarter", "q4", "Q4"))
    >>> member = np.repeat([[True, False], [False, True]], 2, axis=0)
    >>> rows = Rows(groups, member, np.arange(4), np.ones(4, bool),
    ...     {"dollars": np.array([4.0, 6.0, 1.0, 1.5]), "residents": np.full(4, 10.0),
    ...      "disadvantage": np.arange(4.0)})
    >>> estimate(rows, Asked(ratio=True)).gap.value
    array([4.  , 0.25])
    """
    ranked = rows.known("disadvantage")
    lived = rows.columns["residents"] > 0
    own, others = (
        _heads(rows, side & (ranked & lived)[:, None])
        for side in (rows.member, everybody_else(rows))
    )
    gap, small = both_levels(lambda level: _ratio(own, others, level), asked.level)
    return Estimated(
        value=_told(own, asked.level),
        rest=np.where(others[2] > 0, others[0], NOTHING),
        gap=gap,
        narrow=small,
        p=_p(own, others),
        total=_told(_heads(rows, lived[:, None]), asked.level),
        people=own[2].astype(np.int64),
        figures=_figures(rows, ranked & lived, lived & ~ranked, asked.level),
    )


def _heads(rows: Rows, chosen: BoolArray) -> Heads:
    """Give dollars a head, their error over tracts and the number of tracts of each column."""
    parts = []
    for one in chosen.T:
        dollars, people = rows.columns["dollars"][one], rows.columns["residents"][one]
        many = len(dollars)
        if not many:
            parts.append((0.0, np.nan, 0))
            continue
        head = dollars.sum() / people.sum()
        squares = ((dollars - head * people) ** 2).sum()
        se = np.sqrt(squares * many / (many - 1)) / people.sum() if many > 1 else np.nan
        parts.append((head, se, many))
    columns = np.array(parts, dtype=np.float64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


def _told(found: Heads, level: float) -> Estimate:
    head, se, many = found
    reach = np.asarray(stdtrit(np.maximum(many - 1, 1), (1 + level) / 2)) * se
    return answer(
        head, head - reach, head + reach, level=level, method="linearized",
        reasons={"zero_denominator": many == 0}, se=se, n=many,
    )  # fmt: skip


def _log_ratio(own: Heads, others: Heads) -> Heads:
    """Give the log of the ratio, its error, and the degrees of freedom of the smaller side."""
    positive = (own[0] > 0) & (others[0] > 0)
    value = np.log(np.where(positive, own[0], 1.0) / np.where(positive, others[0], 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.sqrt((own[1] / own[0]) ** 2 + (others[1] / others[0]) ** 2)
    df = np.maximum(np.minimum(own[2], others[2]) - 1, 1.0)
    return value, np.where(positive, se, NOTHING), df


def _ratio(own: Heads, others: Heads, level: float) -> Estimate:
    value, se, df = _log_ratio(own, others)
    reach = np.asarray(stdtrit(df, (1 + level) / 2)) * se
    return answer(
        np.exp(value), np.exp(value - reach), np.exp(value + reach), level=level,
        method="linearized_log", reasons={"not_computable": np.isnan(se)}, se=se,
    )  # fmt: skip


def _p(own: Heads, others: Heads) -> FloatArray:
    value, se, df = _log_ratio(own, others)
    certain = se == 0
    p = 2 * np.asarray(stdtr(df, -np.abs(value) / np.where(certain, 1.0, se)))
    return np.where(certain, np.where(value == 0, 1.0, 0.0), p)


def _figures(
    rows: Rows, ranked: BoolArray, unranked: BoolArray, level: float
) -> tuple[Figure, ...]:
    column = rows.columns
    found = benefit_reach(
        column["dollars"][ranked], column["residents"][ranked], column["disadvantage"][ranked],
        level,
    )  # fmt: skip
    figures = [Figure("unranked", float(column["residents"][unranked].sum()), NOTHING, NOTHING, 0)]
    for key, one in (("concentration", found.concentration), ("last_over_first", found.ratio)):
        if one.ok[0]:
            low, high = float(one.low[0]), float(one.high[0])
            figures.append(Figure(key, float(one.value[0]), low, high, 0))
    return tuple(figures)
