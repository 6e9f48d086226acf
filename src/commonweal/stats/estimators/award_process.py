"""How money was given: through an open call, by published criteria, by a panel, how soon.

A ledger: shares are counted, and what is not on record moves them between two bounds. It
describes, for a share alone does not say whether a unit had reasons.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import none, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
PANEL = 3


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Give the share of the money that came through an open call, between its bounds.

    rows:  one row an award, with the roles dollars, open, criteria (1 yes, 0 no), panel (people)
           and waited (days); an award of no known value is left out of the share of money
    asked: the level
    Gives Estimated, counted, without gaps: the share among money of which it is known, and as
    limits the shares if all that is unknown had come through a call, or none; figures "awards"
    (share of the awards), "criteria", "panel" (shares) and "waited" (median days).
    Source: research.md section 3.1; checked in tests/unit/stats/estimators/test_award_process.py
    >>> one = np.ones(3)
    >>> rows = Rows((), np.ones((3, 0), bool), np.arange(3), np.ones(3, bool),
    ...             {"dollars": np.array([60.0, 20, 20]), "open": np.array([1, 0, np.nan]),
    ...              "criteria": one, "panel": one, "waited": one})
    >>> found = estimate(rows, Asked()).total
    >>> found.value, found.low, found.high
    (array([0.75]), array([0.6]), array([0.8]))
    """
    groups = len(rows.groups)
    everybody = np.ones((rows.size, 1), dtype=np.bool_)
    return Estimated(
        value=_shares(rows, rows.member, asked.level),
        rest=np.full(groups, np.nan),
        gap=none(groups, asked.level),
        narrow=none(groups, 2 * asked.level - 1),
        p=np.full(groups, np.nan),
        total=_shares(rows, everybody, asked.level),
        people=persons_in(rows, rows.member),
        counted=True,
        heaviest=_heaviest(rows),
        figures=_figures(rows),
    )


def _shares(rows: Rows, chosen: BoolArray, level: float) -> Estimate:
    money = np.nan_to_num(rows.columns["dollars"])
    called = rows.columns["open"]
    through, other, unsaid = (
        (money[:, None] * (chosen & kind[:, None])).sum(axis=0)
        for kind in (called == 1, called == 0, np.isnan(called))
    )
    known, whole = through + other, through + other + unsaid
    safe, base = np.where(known == 0, 1.0, known), np.where(whole == 0, 1.0, whole)
    return answer(
        through / safe,
        through / base,
        (through + unsaid) / base,
        level=level,
        method="counted",
        reasons={"zero_denominator": known == 0},
        n=chosen.sum(axis=0).astype(np.float64),
    )


def _heaviest(rows: Rows) -> FloatArray:
    """Give the largest receiver's share of the money of each group."""
    money = np.nan_to_num(rows.columns["dollars"])
    found = []
    for inside in rows.member.T:
        _, place = np.unique(rows.person[inside], return_inverse=True)
        sums = np.bincount(place, money[inside])
        found.append(float(sums.max() / sums.sum()) if len(sums) and sums.sum() > 0 else 0.0)
    return np.array(found)


def _figures(rows: Rows) -> tuple[Figure, ...]:
    panel = rows.columns["panel"]
    told = {
        "awards": _mean(rows.columns["open"]),
        "criteria": _mean(rows.columns["criteria"]),
        "panel": _mean(np.where(np.isnan(panel), np.nan, panel >= PANEL)),
    }
    waited = rows.columns["waited"][rows.known("waited")]
    told["waited"] = float(np.median(waited)) if len(waited) else np.nan
    people = rows.persons(np.ones(rows.size, dtype=np.bool_))
    return tuple(
        Figure(key, value, np.nan, np.nan, people)
        for key, value in told.items()
        if not np.isnan(value)
    )


def _mean(flags: FloatArray) -> float:
    known = flags[~np.isnan(flags)]
    return float(known.mean()) if len(known) else float("nan")
