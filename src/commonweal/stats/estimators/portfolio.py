"""What is spent on each condition beside the burden it is, and beside what others get."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.allocation.burden import Portfolio, weigh_portfolio
from commonweal.stats.allocation.expected import FromOthers, from_others
from commonweal.stats.estimators.sides import narrow
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Hold the funding of each condition against the line of all others, on the scale of ratios.

    rows:  one row a condition, with the roles funding and burden, grouped by condition; one of no
           known burden is left out
    asked: the level
    Gives Estimated: shares of all funding; as `rest` the share that the others lead us to expect;
    the first over the second. Of each condition the figures "ratio" (funding share over burden
    share) and "above" (money more than expected); of all, "slope", "explained" (part of the
    variance), "distance" (part of the money that would have to move), "rank_correlation",
    "unfunded" (how many conditions) and "no_burden" (part of the money).
    Source: Gillum et al. 2011, PLoS ONE 6(2):e16837; checked against numpy in
    tests/unit/stats/estimators/test_portfolio.py
    >>> from commonweal.kinds import Group
    >>> groups = tuple(Group("condition", code, code) for code in "abcdef")
    >>> rows = Rows(groups, np.eye(6, dtype=bool), np.arange(6), np.ones(6, bool),
    ...     {"funding": np.array([2, 4, 9, 15, 4, 60.0]), "burden": 2.0 ** np.arange(6)})
    >>> estimate(rows, Asked(ratio=True)).gap.value.round(2)[4]
    np.float64(0.13)
    """
    known = rows.known("burden") & rows.known("funding")
    own = rows.member & known[:, None]
    money, burden = (
        np.array([column[one].sum() for one in own.T], dtype=np.float64)
        for column in (rows.columns["funding"], rows.columns["burden"])
    )
    wide, small = (
        from_others(money, burden, level) for level in (asked.level, narrow(asked.level))
    )
    total = float(money.sum())
    share = money / (total or 1.0)
    empty = np.asarray(~own.any(axis=0) | (total == 0), dtype=np.bool_)
    return Estimated(
        value=answer(share, share, share, level=asked.level, method="shares",
                     reasons={"zero_denominator": empty}),
        rest=np.where(empty, np.nan, wide.expected / (total or 1.0)),
        gap=wide.ratio,
        narrow=small.ratio,
        p=wide.p,
        total=_nothing(asked.level),
        people=own.sum(axis=0).astype(np.int64),
        figures=_figures(rows, weigh_portfolio(money, burden), wide, money),
    )  # fmt: skip


def _nothing(level: float) -> Estimate:
    missing = {"not_compared": np.ones(1, dtype=np.bool_)}
    return answer(np.full(1, np.nan), None, None, level=level, method="none", reasons=missing)


def _figures(
    rows: Rows, found: Portfolio, others: FromOthers, money: FloatArray
) -> tuple[Figure, ...]:
    told: list[Figure] = []
    for at, group in enumerate(rows.groups):
        for key, value in (
            ("ratio", found.ratio.value[at]), ("above", money[at] - others.expected[at]),
        ):  # fmt: skip
            if not np.isnan(value):
                told.append(Figure(key, float(value), np.nan, np.nan, 0, about=group.code))
    lost = rows.columns["funding"][~rows.known("burden")]
    spent = float(np.nansum(rows.columns["funding"]))
    whole = {
        "slope": found.line.value[1],
        "explained": found.r2,
        "distance": found.distance.value[0],
        "rank_correlation": found.rank_correlation.value[0],
        "unfunded": float(((money == 0) & (found.burden_share > 0)).sum()),
        "no_burden": float(np.nansum(lost)) / spent if spent else np.nan,
    }
    return (*told, *(
        Figure(key, float(value), np.nan, np.nan, 0)
        for key, value in whole.items() if not np.isnan(value)
    ))  # fmt: skip
