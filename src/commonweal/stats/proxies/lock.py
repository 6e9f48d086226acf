"""Measure groups by proxy, under lock: likelihoods of persons live and die inside one function.

Rows go in, numbers of groups come out. No object is kept that could be asked about a row, so
nothing can be stored, exported or sorted by person. What it can not stop: comparing the numbers of
two nearly equal sets of people, which the ledger of releases has to catch.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, normal_quantile, numbers, shares
from commonweal.stats.proxies.by_proxy import ByProxy, Whole
from commonweal.stats.proxies.posterior import posterior
from commonweal.stats.proxies.refusal import GROUPS, NOT_SERVED, checked_groups, refused
from commonweal.stats.proxies.regressed import regressed
from commonweal.stats.proxies.weighted import gap_error, weighted


def measure_by_proxy(
    surname: ArrayLike,
    place: ArrayLike,
    nation: ArrayLike,
    outcome: ArrayLike,
    *,
    groups: Sequence[str] = GROUPS,
    first_name: ArrayLike | None = None,
    reference: str = "white",
    allowed: Collection[str] = (),
    correlation: float = 0.1,
    level: float = 0.95,
) -> ByProxy:
    """Measure an outcome by groups that nobody recorded, in all people together.

    surname:     P(group | surname), shape (r, g); a row with any nan is not known
    place:       P(group | place), shape (r, g); a row with any nan is not known
    nation:      P(group) where the shares come from, shape (g,)
    outcome:     what is measured, nan where not known, shape (r,)
    groups:      names of the g columns, some of GROUPS
    first_name:  P(group | first name), shape (r, g), or None
    reference:   group that gaps are counted from
    allowed:     groups of NOT_SERVED to be measured all the same; they are flagged
    correlation: largest correlation of outcome and true group, among people of like evidence, that
                 the bound allows; between 0 and 1
    level:       coverage of the intervals, between 0 and 1
    Gives ByProxy, everything flagged "proxy". American Indian and Alaska Native people and people
    of several races are undefined:proxy_not_served unless allowed, and then flagged
    "proxy_not_validated". Fewer than 11 people, expected or effective, or an outcome that rests on
    fewer than 11, are undefined:too_few_people. A gap to a reference without a number is
    undefined:reference_refused; one that the rows do not tell apart is undefined:not_identified.
    Fails with Problem "proxy-group-unknown" when a group, or the reference, is none of GROUPS.
    Fails with Problem "shapes-differ" and "share-outside" as `posterior` does.
    Source: Chen, Kallus, Mao, Svacha and Udell 2019, Fairness Under Unawareness, FAT* 2019,
    339-348; limits of the proxy: statistics.md section 13; checked in
    tests/unit/stats/proxies/test_lock.py
    >>> chances = [[0.9, 0.1], [0.2, 0.8]] * 50
    >>> ours = measure_by_proxy(chances, [[0.5, 0.5]] * 100, [0.5, 0.5], [0.0, 1.0] * 50,
    ...                         groups=("white", "black"))
    >>> ours.weighted.value.round(3), ours.regressed.value.round(3)
    (array([0.   , 0.707]), array([0.   , 1.429]))
    """
    named = checked_groups(groups, reference, allowed)
    shares(correlation=correlation)
    normal_quantile(level)
    measured = _outcome(outcome)
    if np.shape(surname) != (len(measured), len(named)):
        raise Problem(
            "shapes-differ",
            "Outcome, groups and shares do not belong together.",
            "Give one outcome for each row and one name for each column.",
        )
    found = posterior(surname, place, nation, first_name=first_name)
    used = (found.reason == 0) & ~np.isnan(measured)
    # In a unit that is a power of two: squares stay in range, and no digit changes.
    unit = 2.0 ** (np.frexp(np.abs(measured[used]).max(initial=0.0))[1] - 1)
    chances, y = found.shares[used], measured[used] / unit
    try:
        at = named.index(reference)
        whole = Whole(weighted(chances, y), regressed(chances, y, at), gap_error(chances, y, at))
        hidden = refused(named, allowed, whole.weighted, y)
    finally:
        # A traceback keeps what a function held: leave no person in it.
        found.shares[:], chances[:] = np.nan, np.nan
    flags = {
        "proxy": np.ones(len(named), dtype=np.bool_),
        "proxy_not_validated": np.array([one in NOT_SERVED for one in named]),
    }
    return whole.told(
        named, at, hidden, flags, correlation=correlation, level=level, unit=unit, used=used
    )


def _outcome(given: ArrayLike) -> FloatArray:
    measured = np.asarray(given, dtype=np.float64)
    if measured.ndim != 1:
        raise Problem(
            "shapes-differ", "The outcome is not one plain column.", "Give one number a row."
        )
    numbers(outcome=measured[~np.isnan(measured)])
    return measured
