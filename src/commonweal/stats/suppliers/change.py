"""Why a share among suppliers changed: suppliers themselves, or which suppliers are bought from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commonweal.stats.inputs import FloatArray, amounts, shares


@dataclass(frozen=True)
class ShareChange:
    """Hold a change split exactly; all nan, with a reason, where nothing was bought in a period.

    before, after: weighted share in the first and in the second period
    within:        what suppliers who stayed changed themselves
    between:       what moving purchases among those who stayed changed
    entry:         what new suppliers changed
    exit:          what suppliers who left changed
    reason:        "" or "zero_denominator"
    >>> split_change({"a": (1, 0.2)}, {"a": (1, 0.4)}).within
    0.2
    """

    before: float
    after: float
    within: float
    between: float
    entry: float
    exit: float
    reason: str = ""

    @property
    def change(self) -> float:
        """Give the whole change, the sum of the four parts."""
        return self.after - self.before


def split_change(
    first: Mapping[str, tuple[float, float]], second: Mapping[str, tuple[float, float]]
) -> ShareChange:
    """Split the change of a share weighted by spend.

    first:  what was bought from each supplier who disclosed, and its share, in the first period
    second: the same in the second period, under the same names; merged suppliers matched before
    Gives a ShareChange whose four parts add up to the change. Only `within` is suppliers changing.
    Fails with Problem "share-outside" when a share is not between 0 and 1.
    Fails with Problem "counts-negative" when a purchase is below zero.
    Source: Griliches and Regev 1995, Journal of Econometrics 65:175-203 (midpoint weights); checked
    in tests/reference/test_community_vendor_change.py
    >>> round(split_change({"a": (1, 0.2), "b": (1, 0.4)}, {"a": (1, 0.2)}).exit, 3)
    -0.075
    """
    names = sorted({*first, *second})
    (w0, p0), (w1, p1) = _read(first, names), _read(second, names)
    if not (w0.sum() > 0 and w1.sum() > 0):
        nan = float("nan")
        return ShareChange(nan, nan, nan, nan, nan, nan, "zero_denominator")
    w0, w1 = w0 / w0.sum(), w1 / w1.sum()
    before, after = float(w0 @ p0), float(w1 @ p1)
    middle = (before + after) / 2
    came, left = _marked(names, second, first), _marked(names, first, second)
    stayed = ~came & ~left
    within = ((w0 + w1) / 2 * (p1 - p0))[stayed].sum()
    between = ((w1 - w0) * ((p0 + p1) / 2 - middle))[stayed].sum()
    entry = (w1 * (p1 - middle))[came].sum()
    gone = -(w0 * (p0 - middle))[left].sum()
    return ShareChange(before, after, float(within), float(between), float(entry), float(gone))


def _read(
    period: Mapping[str, tuple[float, float]], names: list[str]
) -> tuple[FloatArray, FloatArray]:
    pairs = [period.get(name, (0.0, 0.0)) for name in names] or [(0.0, 0.0)]
    (money,) = amounts(spend=[pair[0] for pair in pairs])
    (share,) = shares(share=[pair[1] for pair in pairs])
    return money, share


def _marked(
    names: list[str],
    here: Mapping[str, tuple[float, float]],
    absent: Mapping[str, tuple[float, float]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.array([name in here and name not in absent for name in names], dtype=np.bool_)
