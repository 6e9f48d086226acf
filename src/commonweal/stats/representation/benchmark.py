"""What a share is held beside, with its kind: only availability admits tests and shortfalls.

A mirror (patients, community) or a norm (peers) is described and never tested: the people served
are no labor market (Hazelwood v. United States, 433 U.S. 299).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, amounts, normal_quantile, shares
from commonweal.stats.results import answer

Kind = Literal["availability", "mirror", "norm"]
# The Census Bureau prints margins of error at 90 percent and divides them by this.
NINETY_PERCENT = 1.645


@dataclass(frozen=True, eq=False)
class Benchmark:
    """Hold the shares that k groups are held beside.

    kind:  "availability" (qualified people within reach), "mirror" (people served) or "norm"
    share: the shares, shape (k,), above 0 and below 1
    se:    their standard errors, 0 where they are counted, shape (k,)

    >>> benchmark("availability", 0.2).kind
    'availability'
    """

    kind: Kind
    share: FloatArray
    se: FloatArray


def benchmark(kind: Kind, share: ArrayLike, se: ArrayLike = 0.0) -> Benchmark:
    """Read benchmark shares of one kind.

    kind:  "availability", "mirror" or "norm"
    share: the shares, shape (k,), above 0 and below 1
    se:    their standard errors, shape (k,)
    Gives a Benchmark of k shares.
    Fails with Problem "benchmark-kind" when the kind is none of the three.
    Fails with Problem "share-outside" when a share is not between 0 and 1, both left out.
    Source: workforce specification, section 4: three kinds, never mixed in one number
    >>> benchmark("mirror", [0.2, 0.3], 0.01).se
    array([0.01, 0.01])
    """
    if kind not in {"availability", "mirror", "norm"}:
        raise Problem(
            "benchmark-kind",
            "A benchmark is an availability, a mirror or a norm.",
            "Say which of the three it is.",
        )
    parts, errors = amounts(share=share, se=se)
    shares(share=parts)
    if ((parts == 0) | (parts == 1)).any():
        raise Problem(
            "share-outside",
            "A benchmark share is 0 or 1: then there is nothing to hold a group beside.",
            "Leave the group out, or correct the share.",
        )
    return Benchmark(kind, parts, errors)


def availability_of(
    weights: ArrayLike, share: ArrayLike, margins: ArrayLike = 0.0, level: float = 0.95
) -> Estimate:
    """Weigh the sources that people come from into one availability.

    weights: weight of each source, shape (m,), not all 0; each needs its written reason elsewhere
    share:   share of the group among qualified people of each source, shape (m,), 0 to 1
    margins: margins of error at 90 percent as the Census Bureau prints them, shape (m,)
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of one share; weights that are all 0 are undefined:zero_denominator.
    Fails with Problem "share-outside" when a share is not between 0 and 1.
    Fails with Problem "counts-negative" when a weight or margin is below zero.
    Source: 41 CFR 60-2.14 (two factors); Census Bureau, Understanding ACS Data, chapter 8
    (margin / 1.645); checked in tests/reference/test_workforce_availability.py
    >>> availability_of([0.3, 0.7], [0.231, 0.188], [0.019, 0]).value.round(4)
    array([0.2009])
    """
    weight, part, margin = amounts(weights=weights, share=share, margins=margins)
    shares(share=part)
    total = weight.sum(keepdims=True)
    each = weight / np.where(total == 0, 1.0, total)
    value = (each * part).sum(keepdims=True)
    se = np.sqrt(((each * margin / NINETY_PERCENT) ** 2).sum(keepdims=True))
    reach = normal_quantile(level) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="weighted_availability",
        reasons={"zero_denominator": total == 0},
        se=se,
    )
