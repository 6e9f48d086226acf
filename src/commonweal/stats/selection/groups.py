"""Several groups in one pool: each beside the highest rate, by exact fractions.

Any group may be the highest. Small groups are shown and never set the comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, shares
from commonweal.stats.results import Mask, answer
from commonweal.stats.selection.four_fifths import below_four_fifths
from commonweal.stats.selection.impact_ratio import impact_ratio
from commonweal.stats.selection.tables import divisor, selection_tables


@dataclass(frozen=True, eq=False)
class AgainstHighest:
    """Hold k groups of one pool beside the group with the highest selection rate.

    highest:  place of the comparison among the groups, or -1 where no group may set it
    share:    share of the pool each group is, an Estimate of k
    rate:     selection rates, an Estimate of k
    ratio:    impact ratios, an Estimate of k as `impact_ratio` gives them
    exact:    the ratios as exact fractions, k of them, None where undefined
    below:    1 where the ratio is below four fifths and 0 where not, an Estimate of k
    eligible: whether a group is large enough to set the comparison, shape (k,)

    >>> against_highest(["a", "b"], [5, 1], [12, 3]).exact
    (Fraction(1, 1), Fraction(4, 5))
    """

    highest: int
    share: Estimate
    rate: Estimate
    ratio: Estimate
    exact: tuple[Fraction | None, ...]
    below: Estimate
    eligible: Mask


def against_highest(
    names: Sequence[str],
    selected: ArrayLike,
    pool: ArrayLike,
    smallest_share: float | Fraction = Fraction(1, 50),
    level: float = 0.95,
) -> AgainstHighest:
    """Compare every group with the highest rate among the groups that are not very small.

    names:          names of the groups, all different, k of them
    selected:       people of each group who were selected, shape (k,)
    pool:           people of each group who could be, shape (k,)
    smallest_share: the share of the pool a group must be to set the comparison, from 0 to 1
    level:          coverage of the intervals, between 0 and 1
    Gives AgainstHighest. Among equal rates the larger pool is the comparison, then the first
    name. A group of nobody is undefined:zero_denominator, and so is every ratio where nobody can
    set the comparison; nobody selected in the comparison is undefined:zero_in_ratio.
    Fails with Problem "groups-repeat" when two groups have one name.
    Fails with Problem "counts-above-people" and "counts-not-whole" as `impact_ratio` does.
    Fails with Problem "share-outside" when the smallest share is not between 0 and 1.
    Source: 29 CFR 1607.4(D) and 1607.15A(2)(a) (2 percent of the pool); checked against exact
    fractions in tests/reference/test_workforce_multi_group.py
    >>> against_highest(["a", "b", "c"], [48, 12, 1], [80, 40, 1]).ratio.value.round(3)
    array([1.   , 0.5  , 1.667])
    """
    had, size, *_ = selection_tables(selected, pool, 0, 0)
    _named(names, len(had))
    least = _exact_share(smallest_share)
    eligible: Mask = (size > 0) & np.array([int(one) >= least * int(size.sum()) for one in size])
    highest = _highest(names, had, size, eligible)
    rest_had, rest_size = (had[highest], size[highest]) if highest >= 0 else (0.0, 0.0)
    ratio = impact_ratio(had, size, rest_had, rest_size, level)
    everybody = np.full(len(had), size.sum())
    return AgainstHighest(
        highest,
        _part(size, everybody, "share_of_pool"),
        _part(had, size, "selection_rate"),
        ratio,
        tuple(
            _fraction(one, people, rest_had, rest_size) if known else None
            for known, one, people in zip(ratio.ok, had, size, strict=True)
        ),
        below_four_fifths(had, size, rest_had, rest_size),
        eligible,
    )


def _named(names: Sequence[str], groups: int) -> None:
    if len(names) != groups:
        raise Problem(
            "shapes-differ",
            "There is not one name for each group.",
            "Give one name for each group.",
        )
    if len(set(names)) != len(names):
        raise Problem(
            "groups-repeat",
            "Two groups have one name.",
            "Add up the rows of a group, or name them apart.",
        )


def _exact_share(share: float | Fraction) -> Fraction:
    shares(smallest_share=float(share))
    # The decimal a person wrote, not the binary number nearest to it.
    return share if isinstance(share, Fraction) else Fraction(repr(float(share)))


def _highest(names: Sequence[str], had: FloatArray, size: FloatArray, eligible: Mask) -> int:
    places = [int(at) for at in np.flatnonzero(eligible)]
    order = sorted(
        places, key=lambda at: (-Fraction(int(had[at]), int(size[at])), -size[at], names[at])
    )
    return order[0] if order else -1


def _part(part: FloatArray, whole: FloatArray, method: str) -> Estimate:
    reasons = {"zero_denominator": whole == 0}
    return answer(
        part / divisor(whole), None, None, level=0.95, method=method, reasons=reasons, n=whole
    )


def _fraction(had: float, size: float, rest_had: float, rest_size: float) -> Fraction:
    return Fraction(int(had), int(size)) / Fraction(int(rest_had), int(rest_size))
