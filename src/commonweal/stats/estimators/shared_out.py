"""How unequally something is shared out, by group, and how much of it lies between the groups.

It describes: inequality alone says nothing of fairness, so no group is judged by it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.allocation.parts import split_inequality
from commonweal.stats.allocation.spread import gini, theil, top_share
from commonweal.stats.estimators.sides import none, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
# Of fewer, an index of inequality says nothing.
FEWEST = 5


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Give the Gini index of each group, with its error of leaving out one receiver at a time.

    rows:  with the role value, one row a receiver, 0 for those who got nothing; a receiver whose
           sum is unknown is left out
    asked: the level
    Gives Estimated without gaps; the figures "theil", "within" and "between" (parts of it, where
    each receiver is in one group), "top_tenth" (share of the tenth who got most), "nothing"
    (share who got nothing) and "unknown". Fewer than five receivers are insufficient:one_value.
    Source: research.md section 3.1; checked against base R in
    tests/unit/stats/estimators/test_shared_out.py
    >>> rows = Rows((), np.ones((6, 0), bool), np.arange(6), np.ones(6, bool),
    ...             {"value": np.array([0, 1, 2, 3, 4, 5.0])})
    >>> estimate(rows, Asked()).total.value.round(4)
    array([0.4667])
    """
    known = rows.known("value")
    amounts = rows.columns["value"]
    own = rows.member & known[:, None]
    groups = len(rows.groups)
    return Estimated(
        value=_ginis(amounts, own, asked.level),
        rest=np.full(groups, np.nan),
        gap=none(groups, asked.level),
        narrow=none(groups, 2 * asked.level - 1),
        p=np.full(groups, np.nan),
        total=_ginis(amounts, known[:, None], asked.level),
        people=persons_in(rows, own),
        figures=_figures(rows, known),
    )


def _ginis(amounts: FloatArray, chosen: BoolArray, level: float) -> Estimate:
    found = [_one(amounts[inside], level) for inside in chosen.T]
    table = np.array([each[:4] for each in found]).reshape(-1, 4).T
    reasons = {
        code: np.array([each[4] == code for each in found], dtype=np.bool_)
        for code in ("zero_denominator", "one_value", "zero_mean")
    }
    value, low, high, se = table
    people = chosen.sum(axis=0).astype(np.float64)
    return answer(
        value, low, high, level=level, method="gini_jackknife", reasons=reasons, se=se, n=people
    )


def _one(got: FloatArray, level: float) -> tuple[float, float, float, float, str]:
    if len(got) < FEWEST:
        return np.nan, np.nan, np.nan, np.nan, "one_value" if len(got) else "zero_denominator"
    found = gini(got, level=level)
    se = np.nan if found.se is None else float(found.se[0])
    return float(found.value[0]), float(found.low[0]), float(found.high[0]), se, found.reason[0]


def _figures(rows: Rows, known: BoolArray) -> tuple[Figure, ...]:
    got = rows.columns["value"][known]
    if len(got) < FEWEST or not got.sum() > 0:
        return ()
    people = rows.persons(known)
    told = {
        "theil": float(theil(got).value[0]),
        **_split(rows, known),
        "top_tenth": float(top_share(got).value[0]),
        "nothing": float((got == 0).mean()),
        "unknown": float((~known).mean()),
    }
    return tuple(Figure(key, value, np.nan, np.nan, people) for key, value in told.items())


def _split(rows: Rows, known: BoolArray) -> dict[str, float]:
    """Split the inequality, where every receiver who is counted is in one group."""
    member = rows.member[known]
    if member.shape[1] < 2 or (member.sum(axis=1) != 1).any():
        return {}
    parts = split_inequality(rows.columns["value"][known], member.argmax(axis=1))
    if not parts.total > 0:
        return {}
    return {"within": parts.within / parts.total, "between": parts.between / parts.total}
