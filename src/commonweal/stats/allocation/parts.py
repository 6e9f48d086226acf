"""How much of an inequality lies within units and how much between them, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from commonweal.kinds import Problem
from commonweal.stats.allocation.spread import read_shared
from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True)
class InequalityParts:
    """Hold Theil's T split by unit; all nan, with a reason, where nothing is shared out.

    total:   Theil's T of all receivers
    within:  part that would stay if all units had one mean
    between: part that would stay if all receivers of a unit got the same
    share:   share of the sum each unit gets, shape (units,)
    inside:  Theil's T inside each unit, 0 where it got nothing, shape (units,)
    reason:  "" or "zero_mean"
    >>> p = split_inequality([1, 1, 3, 3], [0, 0, 1, 1])
    >>> float(p.within), round(p.between, 4)
    (0.0, 0.1308)
    """

    total: float
    within: float
    between: float
    share: FloatArray
    inside: FloatArray
    reason: str = ""


def split_inequality(amounts: ArrayLike, units: ArrayLike) -> InequalityParts:
    """Split Theil's T by unit, career stage or any other division of the receivers.

    amounts: amounts of all receivers, shape (n,), none below 0
    units:   number of each receiver's unit from 0, shape (n,)
    Gives InequalityParts whose within and between add up to the total.
    Fails with Problem "amounts-unread" when an amount is missing or below zero.
    Fails with Problem "codes-outside" when there is not one whole number from 0 for each receiver.
    Source: Shorrocks 1980, Econometrica 48:613-625; checked against base R in
    tests/reference/test_research_theil.py
    >>> round(split_inequality([1, 3, 1, 3], [0, 0, 1, 1]).within, 4)
    0.1308
    """
    got = read_shared(amounts)[0]
    codes = np.asarray(units)
    if codes.shape != got.shape or codes.dtype.kind not in "iu" or codes.min() < 0:
        raise Problem(
            "codes-outside",
            "The units are not one whole number from 0 for each receiver.",
            "Number the units from 0.",
        )
    people = np.bincount(codes).astype(np.float64)
    sums = np.bincount(codes, got)
    total = sums.sum()
    if total == 0:
        nothing = np.full(len(people), np.nan)
        return InequalityParts(np.nan, np.nan, np.nan, nothing, nothing, "zero_mean")
    mean = sums / np.maximum(people, 1.0)
    ratio = got / np.where(mean == 0, 1.0, mean)[codes]
    inside = np.bincount(codes, xlogy(ratio, ratio)) / np.maximum(people, 1.0)
    share = sums / total
    relative = mean / got.mean()
    between = float(xlogy(share, np.where(relative == 0, 1.0, relative)).sum())
    within = float((share * inside).sum())
    whole = got / got.mean()
    return InequalityParts(float(xlogy(whole, whole).mean()), within, between, share, inside)
