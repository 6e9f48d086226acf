"""How likely each group is for each row, from surname, place and, if given, first name.

Only lock.py may call this: what it gives stands beside a person, and must not leave a function.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, shares
from commonweal.stats.results import Mask

# Why a row has no posterior; the place in this list is what `Posterior.reason` holds.
REASONS = ("", "no_evidence", "evidence_contradicts")


@dataclass(frozen=True, eq=False)
class Posterior:
    """Hold the likelihoods of r rows; it prints none of them, and can not be copied or pickled.

    shares: chance of each group, each row adding to 1, nan where there is a reason, shape (r, g)
    reason: place in REASONS of why there is none, 0 where there is one, shape (r,)

    Fails with Problem "proxy-locked" when it is copied or pickled.
    >>> Posterior(np.array([[1.0]]), np.array([0], dtype=np.int8))
    Posterior()
    """

    shares: FloatArray = field(repr=False)
    reason: NDArray[np.int8] = field(repr=False)

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise Problem(
            "proxy-locked",
            "How likely a person is of a group can not be copied or written.",
            "Ask for numbers of groups.",
        )


def posterior(
    surname: ArrayLike,
    place: ArrayLike,
    nation: ArrayLike,
    *,
    first_name: ArrayLike | None = None,
) -> Posterior:
    """Combine what surname, place and first name say of the group of each row.

    surname:    P(group | surname), shape (r, g); a row with any nan is not known
    place:      P(group | place), shape (r, g); a row with any nan is not known
    nation:     P(group) where the shares come from, all above 0, shape (g,)
    first_name: P(group | first name), shape (r, g), a row with any nan is not known; or None
    Gives Posterior: the product of what is known over the nation's shares, made to add to 1.
    Without surname it is what the place says, without place what the surname says; without both
    there is none (no_evidence, a first name alone is not enough), nor where the two exclude each
    other (evidence_contradicts). A row never depends on other rows.
    Fails with Problem "share-outside" when a share is not between 0 and 1.
    Fails with Problem "shapes-differ" when the tables do not have one shape.
    Fails with Problem "nation-zero" when a group has no share of the nation.
    Source: Elliott and others 2009, Health Services and Outcomes Research Methodology 9:69-83;
    first names: Voicu 2018, Statistics and Public Policy 5:1-13; checked against own evaluation in
    tests/reference/test_statistics_bisg.py and surgeo 1.1.2 in test_statistics_bisg_surgeo.py
    >>> posterior([[0.9, 0.1]], [[0.5, 0.5]], [0.6, 0.4]).shares.round(4)
    array([[0.8571, 0.1429]])
    """
    nation = _nation(nation)
    named, placed = (_evidence(one, nation) for one in (surname, place))
    called = np.full_like(named, np.nan) if first_name is None else _evidence(first_name, nation)
    if not named.shape == placed.shape == called.shape:
        raise Problem(
            "shapes-differ",
            "The shares of names and places do not have one number of rows.",
            "Give one row for each in every table, empty where it is not known.",
        )
    odds = np.broadcast_to(nation, named.shape)
    for evidence in (named, placed, called):
        odds = _updated(odds, evidence, nation)
    nothing: Mask = np.isnan(named[:, 0]) & np.isnan(placed[:, 0])
    total = odds.sum(axis=1, keepdims=True)
    reason = np.where(nothing, 1, np.where(total[:, 0] > 0, 0, 2)).astype(np.int8)
    chances = odds / np.where(total > 0, total, 1.0)
    return Posterior(np.where(reason[:, None] == 0, chances, np.nan), reason)


def _updated(odds: FloatArray, evidence: FloatArray, nation: FloatArray) -> FloatArray:
    known = ~np.isnan(evidence[:, :1])
    product = odds * (np.where(known, evidence, nation) / nation)
    # Back to a largest of 1, so that many small shares do not vanish.
    most = product.max(axis=1, keepdims=True)
    return product / np.where(most > 0, most, 1.0)


def _nation(given: ArrayLike) -> FloatArray:
    (nation,) = shares(nation=given)
    if (nation == 0).any():
        raise Problem(
            "nation-zero",
            "A group has no share of the nation, so nothing can be said of it.",
            "Leave out the group, or give its share.",
        )
    return nation


def _evidence(given: ArrayLike, nation: FloatArray) -> FloatArray:
    table = np.array(given, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != len(nation):
        raise Problem(
            "shapes-differ",
            "A table of shares does not have one column for each group.",
            "Give the groups in the same order everywhere.",
        )
    table[np.isnan(table).any(axis=1)] = np.nan
    shares(share=np.nan_to_num(table, posinf=2.0, neginf=-1.0).ravel())
    return table
