"""What suppliers buy from certified suppliers in turn: as reported, and allocated by our part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, numbers
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True)
class SecondTier:
    """Hold second-tier spend.

    indirect:  each prime's certified spend in the part we are of its revenue, an Estimate of n; a
               prime without revenue is undefined
    direct:    spend the reporting primes name as ours, money
    combined:  first tier and second tier of primes that are not certified themselves, money
    share:     combined over addressable spend, an Estimate of 1
    reporting: part of our purchases with primes who report, an Estimate of 1
    >>> second_tier(10, 100, 20, 1, prime_certified=0, reported=1).indirect.value
    array([2.])
    """

    indirect: Estimate
    direct: float
    combined: float
    share: Estimate
    reporting: Estimate

    @property
    def total(self) -> float:
        """Give direct and indirect spend together."""
        return self.direct + float(np.nansum(self.indirect.value))


def second_tier(
    purchases: ArrayLike,
    revenue: ArrayLike,
    certified: ArrayLike,
    direct: ArrayLike,
    *,
    prime_certified: ArrayLike,
    reported: ArrayLike,
    first_tier: float = 0.0,
    addressable: float = 0.0,
) -> SecondTier:
    """Add up what primes buy from certified suppliers for us.

    purchases:       what we buy from each prime, shape (n,)
    revenue:         each prime's revenue, shape (n,)
    certified:       what each prime buys from certified suppliers in all, shape (n,)
    direct:          what of it each prime names as bought for us, shape (n,)
    prime_certified: whether the prime is certified itself, 0 or 1, shape (n,)
    reported:        whether the prime reported, 0 or 1, shape (n,); the silent count for nothing
    first_tier:      our certified spend of the first tier
    addressable:     our addressable spend
    Gives a SecondTier.
    Fails with Problem "purchases-above-revenue" when we buy more of a prime than it sells.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: community.md section 4.3; checked in tests/reference/test_community_tier2.py
    >>> second_tier(10, 100, 20, 1, prime_certified=0, reported=1, first_tier=5).combined
    8.0
    """
    read = amounts(purchases=purchases, revenue=revenue, certified=certified, direct=direct)
    known, said = _flags(prime_certified=prime_certified, reported=reported)
    ours, sold, spent, named, known, said = numbers(
        purchases=read[0],
        revenue=read[1],
        certified=read[2],
        direct=read[3],
        prime_certified=known,
        reported=said,
    )
    if ((ours > sold) & (sold > 0)).any():
        raise Problem(
            "purchases-above-revenue",
            "We buy more from a supplier than it sells in all.",
            "Check that both are of one year and one currency.",
        )
    part = np.where(sold > 0, ours / np.where(sold > 0, sold, 1.0), 0.0)
    indirect = np.where(said > 0, spent * part, 0.0)
    counted = (named * said + indirect) * (known == 0)
    combined = float(first_tier) + float(counted.sum())
    reporting = _ratio(float((ours * said).sum()), float(ours.sum()))
    missing: dict[str, Mask] = {"zero_denominator": (sold == 0) & (said > 0)}
    told = answer(indirect, None, None, level=0.95, method="allocated", reasons=missing)
    return SecondTier(
        told, float((named * said).sum()), combined, _ratio(combined, float(addressable)), reporting
    )


def _flags(**named: ArrayLike) -> tuple[FloatArray, ...]:
    read = numbers(**named)
    if not all(np.isin(each, (0, 1)).all() for each in read):
        raise Problem(
            "flags-unread",
            "Whether a supplier reported or is certified is neither yes nor no.",
            "Write 1 for yes and 0 for no.",
        )
    return read


def _ratio(part: float, whole: float) -> Estimate:
    value = np.array([part / (whole or 1.0)])
    reasons = {"zero_denominator": np.array([whole == 0])}
    return answer(value, None, None, level=0.95, method="ratio", reasons=reasons)
