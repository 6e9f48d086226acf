"""A share that is counted and not estimated: its limits are its bounds for what is not known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.shares import less
from commonweal.stats.estimators.sides import narrow
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Count the things of each group that say yes, and say how many say no and how many nothing.

    rows:  one unit a thing (a link, a seat), with the role yes (1, 0 or not known)
    asked: the target that each group is compared with
    Gives Estimated, counted: shares of those known, with the shares if all the unknown said no or
    yes as limits. Figures: "missing", those of each group that say no; "unknown", where there are
    any; and "missing_in_all".
    Source: none, it counts; bounds: Manski 1990, American Economic Review 80:319-323; checked in
    tests/unit/stats/estimators/test_counted_share.py
    >>> from commonweal.kinds import Group
    >>> rows = Rows((Group("evidence_link", "a", "A"),), np.ones((4, 1), bool), np.arange(4),
    ...             np.ones(4, bool), {"yes": np.array([1.0, 1.0, 0.0, np.nan])})
    >>> found = estimate(rows, Asked(reference="target", target=1.0))
    >>> found.value.low, found.value.high, [one.value for one in found.figures]
    (array([0.5]), array([0.75]), [1.0, 1.0, 1.0])
    """
    yes = rows.columns["yes"]
    parts = [yes[one] for one in rows.member.T]
    target = NOTHING if asked.target is None else asked.target
    value = _shares(parts, asked.level)
    small = _shares(parts, narrow(asked.level))
    return Estimated(
        value=value,
        rest=np.full(len(parts), target),
        gap=less(value, target),
        narrow=less(small, target),
        p=np.full(len(parts), NOTHING),
        total=_shares([yes], asked.level),
        people=np.array([len(one) for one in parts], dtype=np.int64),
        counted=True,
        figures=_figures(rows, parts),
    )


def _shares(parts: list[FloatArray], level: float) -> Estimate:
    had, known, size = (
        np.array([count(one) for one in parts], dtype=np.float64)
        for count in (np.nansum, _known, len)
    )
    whole = np.maximum(size, 1.0)
    return answer(
        had / np.maximum(known, 1.0),
        had / whole,
        (had + size - known) / whole,
        level=level,
        method="count",
        reasons={"zero_denominator": known == 0},
        n=size,
    )


def _known(part: FloatArray) -> int:
    return int((~np.isnan(part)).sum())


def _figures(rows: Rows, parts: list[FloatArray]) -> tuple[Figure, ...]:
    found = []
    for group, one in zip(rows.groups, parts, strict=True):
        unknown = int(np.isnan(one).sum())
        found.append(Figure("missing", float((one == 0).sum()), NOTHING, NOTHING, 0, group.code))
        if unknown:
            found.append(Figure("unknown", float(unknown), NOTHING, NOTHING, 0, group.code))
    lost = float((rows.columns["yes"] == 0).sum())
    return (*found, Figure("missing_in_all", lost, NOTHING, NOTHING, 0))
