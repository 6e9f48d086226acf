"""What is bought, in whole cents: what could be sourced, and from suppliers certified that day.

For reports only, never for choosing a supplier. Columns of numbers, so that millions are fast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, floats, numbers

Mask = NDArray[np.bool_]
IntArray = NDArray[np.int64]
# A float holds every whole number up to here, so sums of cents are exact.
_LARGEST = 2**53
_FOR_EVER = np.iinfo(np.int32).max
_YEARS_WITHOUT_END = 3


@dataclass(frozen=True, eq=False)
class Addressable:
    """Hold what is bought and could be sourced.

    total:    cents, credits taken off
    excluded: cents left out in each category, shape (categories,)
    unlabeled: cents of unknown category, which are kept in the total
    kept:     which purchases are in the total, shape (n,)
    >>> addressable([5, 7], [0, 1], 2, excluded=[1]).total
    5
    """

    total: int
    excluded: IntArray
    unlabeled: int
    kept: Mask


@dataclass(frozen=True, eq=False)
class Certificates:
    """Hold certificates as `read_certificates` reads them.

    supplier:    whose, shape (m,)
    first, last: days on which each is valid, both included, shape (m,)
    kind:        kind of certificate, shape (m,)
    open_ended:  which had no last day and were given one, shape (m,)
    >>> read_certificates([0], [0], [np.nan]).open_ended
    array([ True])
    """

    supplier: IntArray
    first: IntArray
    last: IntArray
    kind: IntArray
    open_ended: Mask


def addressable(
    cents: ArrayLike, category: ArrayLike, categories: int, *, excluded: ArrayLike
) -> Addressable:
    """Add up purchases but those of excluded categories.

    cents:      amount of each purchase, whole cents, below zero for a credit, shape (n,)
    category:   number of each purchase's category from 0 on, -1 where unknown, shape (n,)
    categories: how many categories there are
    excluded:   numbers of the excluded ones, such as tax, payroll and purchases inside the house
    Gives Addressable. A purchase of unknown category is kept, and its money is said.
    Fails with Problem "counts-not-whole" when an amount is not in whole cents.
    Source: community.md section 4.1; checked in tests/reference/test_community_spend.py
    >>> addressable([500, 700, 90], [0, 1, -1], 2, excluded=[1]).excluded
    array([  0, 700])
    """
    money, kind = _columns(cents=cents, category=category)
    out = np.isin(kind, np.asarray(excluded))
    by_category = sum_by(money[out], kind[out], categories)
    unlabeled = int(money[kind < 0].sum())
    return Addressable(int(money[~out].sum()), by_category, unlabeled, ~out)


def sum_by(cents: ArrayLike, code: ArrayLike, codes: int) -> IntArray:
    """Add up cents by code, exactly.

    cents: amounts, whole cents, shape (n,)
    code:  number of each one's class, from 0 on, -1 to leave it out, shape (n,)
    codes: how many classes there are
    Gives cents of each class, shape (codes,).
    Fails with Problem "counts-not-whole" when an amount is not in whole cents.
    Source: none, it adds; checked in tests/reference/test_community_spend.py
    >>> sum_by([5, 7, -2], [1, -1, 1], 2)
    array([0, 3])
    """
    money, place = _columns(cents=cents, code=code)
    named = place >= 0
    sums = np.bincount(place[named], money[named].astype(np.float64), codes)
    return sums.astype(np.int64)


def read_certificates(
    supplier: ArrayLike, first: ArrayLike, last: ArrayLike, kind: ArrayLike | None = None
) -> Certificates:
    """Read certificates.

    supplier: number of the supplier of each, from 0 on, shape (m,)
    first:    first day of each, days since 1970-01-01, shape (m,)
    last:     last day of each, included; nan where none is known: three years after the first
    kind:     number of its kind, from 0 on, shape (m,); None for one kind
    Gives Certificates.
    Fails with Problem "counts-not-whole" when a day is not whole.
    Source: community.md section 12; checked in tests/unit/stats/suppliers/test_spend.py
    >>> read_certificates([0], [0], [np.nan]).last
    array([1096])
    """
    named = np.zeros(len(np.atleast_1d(supplier))) if kind is None else kind
    whose, begins, sort = _columns(supplier=supplier, first=first, kind=named)
    ends = np.broadcast_to(floats("last", last, gaps=True), whose.shape)
    missing = np.isnan(ends)
    later = np.where(missing, _years_after(begins), np.nan_to_num(ends)).astype(np.int64)
    return Certificates(whose, begins, later, sort, np.asarray(missing))


def certified(
    supplier: ArrayLike, posted: ArrayLike, certificates: Certificates, *, dated: bool = True
) -> Mask:
    """Say which purchases were from a supplier with a valid certificate on the day of posting.

    supplier:     number of each purchase's supplier, from 0 on, -1 where unknown, shape (n,)
    posted:       day of each purchase, days since 1970-01-01, shape (n,)
    certificates: which count, as `read_certificates` reads them
    dated:        whether the day counts; not to ask is the common error, shown beside it
    Gives shape (n,). Certificates that overlap count once; both ends are included.
    Fails with Problem "counts-not-whole" when a day is not whole.
    Source: community.md section 4.2; checked in tests/reference/test_community_spend.py
    >>> held = read_certificates([0, 0], [10, 15], [20, 30])
    >>> certified([0, 0, 1], [25, 31, 25], held)
    array([ True, False, False])
    """
    whose, day = _columns(supplier=supplier, posted=posted)
    if not dated:
        return np.isin(whose, certificates.supplier)
    owner, begins, ends = _merged(certificates)
    if not len(owner):
        return np.zeros(len(whose), dtype=np.bool_)
    start = int(min(begins.min(), day.min(initial=0)))
    scale = int(max(ends.max(), day.max(initial=0))) - start + 2
    held_from, asked = owner * scale + begins - start, whose * scale + day - start
    place = np.searchsorted(held_from, asked, side="right") - 1
    at = np.maximum(place, 0)
    found: Mask = (place >= 0) & (owner[at] == whose) & (begins[at] <= day) & (day <= ends[at])
    return found


def certified_by_kind(
    cents: ArrayLike,
    supplier: ArrayLike,
    posted: ArrayLike,
    certificates: Certificates,
    kinds: int,
) -> IntArray:
    """Add up what was bought under each kind of certificate; several kinds count the same money.

    cents:        amount of each purchase, whole cents, shape (n,)
    supplier:     number of each purchase's supplier, from 0 on, shape (n,)
    posted:       day of each purchase, days since 1970-01-01, shape (n,)
    certificates: which count
    kinds:        how many kinds there are
    Gives cents of each kind, shape (kinds,); their sum is at least what is certified at all.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: community.md section 4.2; checked in tests/reference/test_community_spend.py
    >>> held = read_certificates([0, 0], [0, 0], [9, 9], [0, 1])
    >>> certified_by_kind([100], [0], [5], held, 2)
    array([100, 100])
    """
    money, whose, day = _columns(cents=cents, supplier=supplier, posted=posted)
    sums = np.zeros(kinds, dtype=np.int64)
    for kind in range(kinds):
        mine = certificates.kind == kind
        own = Certificates(
            certificates.supplier[mine], certificates.first[mine], certificates.last[mine],
            certificates.kind[mine], certificates.open_ended[mine],
        )  # fmt: skip
        sums[kind] = money[certified(whose, day, own)].sum()
    return sums


def _merged(held: Certificates) -> tuple[IntArray, IntArray, IntArray]:
    """Join certificates of one supplier that overlap, so that one search finds the only one."""
    order = np.lexsort((held.first, held.supplier))
    owner, begins = held.supplier[order], held.first[order]
    scale = np.int64(_FOR_EVER) + 1
    # The latest end so far of the same supplier: suppliers ascend, so the running maximum of
    # supplier and end together never reaches back to another.
    reach = np.maximum.accumulate(owner * scale + held.last[order]) - owner * scale
    fresh = np.ones(len(owner), dtype=np.bool_)
    fresh[1:] = (owner[1:] != owner[:-1]) | (begins[1:] > reach[:-1])
    closes = np.append(np.flatnonzero(fresh)[1:] - 1, len(owner) - 1) if len(owner) else fresh
    return owner[fresh], begins[fresh], reach[closes.astype(np.int64)]


def _years_after(first: IntArray) -> FloatArray:
    day = first.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    later = (month + 12 * _YEARS_WITHOUT_END).astype("datetime64[D]") + (day - month)
    return np.asarray(later.astype(np.int64), dtype=np.float64)


def _columns(**named: ArrayLike) -> tuple[IntArray, ...]:
    given = [np.asarray(each) for each in named.values()]
    # Whole numbers need no check but their size, and millions of them no copy.
    if len({one.shape for one in given}) == 1 and all(_small(one) for one in given):
        return tuple(one.astype(np.int64, copy=False) for one in given)
    read = numbers(**named) if all(np.size(each) for each in named.values()) else None
    if read is None:
        return tuple(np.zeros(0, dtype=np.int64) for _ in named)
    if any((array != np.floor(array)).any() or (abs(array) > _LARGEST).any() for array in read):
        raise Problem(
            "counts-not-whole",
            "Something that is counted in whole cents, days or places is not whole.",
            "Give amounts in cents and days since 1970.",
        )
    return tuple(array.astype(np.int64) for array in read)


def _small(given: NDArray[np.generic]) -> bool:
    if given.dtype.kind != "i" or given.ndim != 1:
        return False
    whole = given.astype(np.int64, copy=False)
    return bool(whole.min(initial=0) >= -_LARGEST and whole.max(initial=0) <= _LARGEST)
