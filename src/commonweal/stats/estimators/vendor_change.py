"""Why the share of each group at suppliers changed: suppliers themselves, or whom we buy from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import both_levels, normal_gap
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer
from commonweal.stats.suppliers.change import ShareChange, split_change

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
# Changes of shares are given in points of a hundred.
POINTS = 100.0
PARTS = (
    ("before", 1.0), ("after", 1.0), ("within", POINTS), ("between", POINTS), ("entry", POINTS),
    ("exit", POINTS),
)  # fmt: skip


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Give the change of the spend-weighted share of each group, and its four parts.

    rows:  one unit a supplier and group, with the roles spend and share of the period, and
           spend_before and share_before of the year before; not known where it did not disclose
    asked: the level
    Gives Estimated: changes among those who disclosed, in points of a hundred, compared with none,
    with an error over suppliers. Figures of each group: the shares "before" and "after", and the
    parts "within", "between", "entry" and "exit" in points, which add up to the change. Only
    "within" is suppliers changing.
    Source: parts as in `split_change`; error: both weighted means linearized over suppliers
    together, so that those in both years count once, Binder 1983, International Statistical Review
    51:279-292; checked in tests/unit/stats/estimators/test_vendor_change.py
    >>> from commonweal.kinds import Group
    >>> told = {"spend": [1, 1.0], "share": [0.4, 0.2], "spend_before": [1, 1.0],
    ...         "share_before": [0.2, 0.2]}
    >>> rows = Rows((Group("workforce_group", "a", "A"),), np.ones((2, 1), bool), np.arange(2),
    ...     np.ones(2, bool), {key: np.array(column) for key, column in told.items()})
    >>> estimate(rows, Asked(reference="zero")).value.value.round(3)
    array([10.])
    """
    split = [_split(rows, one) for one in rows.member.T]
    change = np.array([one.change for one in split]) * POINTS
    se = POINTS * np.array([_error(rows, chosen, one)
                   for chosen, one in zip(rows.member.T, split, strict=True)])  # fmt: skip
    gap, small = both_levels(lambda level: normal_gap(change, se, level, "linearized"), asked.level)
    certain = se == 0
    p = 2 * np.asarray(ndtr(-np.abs(change) / np.where(certain, 1.0, se)))
    now = [one & rows.known("spend") for one in rows.member.T]
    heaviest = np.array([_heaviest(rows, one) for one in rows.member.T])
    return Estimated(
        value=gap,
        rest=np.where(np.isnan(change), NOTHING, 0.0),
        gap=gap,
        narrow=small,
        p=np.where(certain, np.where(change == 0, 1.0, 0.0), p),
        total=_whole(split, asked.level),
        people=np.array([int(one.sum()) for one in now], dtype=np.int64),
        heaviest=heaviest,
        # Every supplier has a row in every group: who outweighs them all outweighs the whole.
        heaviest_of_all=float(heaviest.min(initial=1.0)),
        figures=_figures(rows, split, now),
    )


def _whole(split: list[ShareChange], level: float) -> Estimate:
    """Give the change of all groups together, which is 0 where the groups part everybody."""
    known = [POINTS * one.change for one in split if not one.reason]
    reasons = {"zero_denominator": np.array([not known])}
    return answer(np.array([sum(known)]), None, None, level=level, method="sum", reasons=reasons)


def _split(rows: Rows, chosen: BoolArray) -> ShareChange:
    years = []
    for spend, share in (("spend_before", "share_before"), ("spend", "share")):
        there = np.flatnonzero(chosen & rows.known(spend) & rows.known(share))
        money, part = rows.columns[spend], rows.columns[share]
        years.append({str(at): (float(money[at]), float(part[at])) for at in there.tolist()})
    return split_change(years[0], years[1])


def _error(rows: Rows, chosen: BoolArray, split: ShareChange) -> float:
    """Give the error of the change over suppliers; one who is in both years counts once."""
    if split.reason:
        return NOTHING
    column = {name: rows.columns[name][chosen] for name in
              ("spend", "share", "spend_before", "share_before")}  # fmt: skip
    added = _added(column["spend"], column["share"], split.after)
    added -= _added(column["spend_before"], column["share_before"], split.before)
    many = len(added)
    if many < 2:
        return NOTHING
    return float(np.sqrt((added**2).sum() * many / (many - 1)))


def _added(spend: FloatArray, share: FloatArray, mean: float) -> FloatArray:
    known = ~np.isnan(spend) & ~np.isnan(share)
    weight = np.where(known, spend, 0.0)
    return np.asarray(weight / weight.sum() * np.where(known, share - mean, 0.0))


def _heaviest(rows: Rows, chosen: BoolArray) -> float:
    """Give the largest part that one supplier has of either year's purchases."""
    parts = [0.0]
    for name in ("spend", "spend_before"):
        spend = np.nan_to_num(rows.columns[name][chosen])
        parts.append(float(spend.max() / spend.sum()) if spend.sum() > 0 else 0.0)
    return max(parts)


def _figures(rows: Rows, split: list[ShareChange], now: list[BoolArray]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            part, scale * float(getattr(one, part)), NOTHING, NOTHING, int(here.sum()), group.code
        )
        for group, one, here in zip(rows.groups, split, now, strict=True)
        for part, scale in PARTS
        if not one.reason
    )
