"""How a promise stands for a reader who may not see every finding: never better than the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonweal.findings import words
from commonweal.findings.compose import ORDER
from commonweal.findings.finding import Finding, Promise
from commonweal.findings.promises import in_order, promises
from commonweal.kinds import message as _
from commonweal.vision.vision import Vision

NOT_RELEASED = _("Not released yet")
_SAID = (words.DESCRIBED, words.NOT_MEASURED)


@dataclass(frozen=True)
class Standing:
    """Say how one promise stands for one reader.

    promise: its row, made only of findings that are open to the reader
    gravest: the finding that the row tells of, or None
    open:    how many findings bear on it and are open to the reader
    closed:  how many bear on it and are not

    >>> Standing(Promise("C1", "Fair care", "Care", NOT_RELEASED, "", 0, ""), None, 0, 2).held
    False
    """

    promise: Promise
    gravest: Finding | None
    open: int
    closed: int

    @property
    def held(self) -> bool:
        """Say whether counsel holds the row back."""
        return self.promise.verdict == words.HELD_BY_COUNSEL

    @property
    def unreleased(self) -> bool:
        """Say whether the verdict waits until more findings are open."""
        return self.promise.verdict == NOT_RELEASED


def standings(
    vision: Vision, seen: tuple[Finding, ...], closed: tuple[Finding, ...]
) -> tuple[Standing, ...]:
    """Give one row a commitment, as one reader may read it.

    vision: whose promises, in whose words
    seen:   the findings that are open to the reader
    closed: all others of the same audit
    Gives a row a commitment, in the order of the vision. Where a finding that is not open is more
    serious than every open one, or "No gap that matters" would rest on findings that are not open,
    the row says "Not released yet" and no size, direction or sentence of the milder ones.

    >>> from commonweal.vision.vision import Commitment, Domain
    >>> promise = Commitment("C1", "Fair care", "We care for all.", (), "")
    >>> ours = Vision("Ours", "en", (Domain("care", "Care", (promise,)),))
    >>> standings(ours, (), ())[0].promise.verdict
    'Not measured'
    """
    told, whole = promises(vision, seen), promises(vision, (*seen, *closed))
    return tuple(
        _standing(row, all_of, _of(row, seen), len(_of(row, closed)))
        for row, all_of in zip(told, whole, strict=True)
    )


def _of(row: Promise, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if row.key in one.commitments)


def _standing(row: Promise, whole: Promise, own: tuple[Finding, ...], closed: int) -> Standing:
    if row.verdict == words.HELD_BY_COUNSEL:
        return Standing(replace(row, looked=0), None, len(own), closed)
    if closed and (not own or row.grade == "N" or _serious(whole) < _serious(row)):
        blank = Promise(row.key, row.title, row.domain, NOT_RELEASED, "", row.looked, "")
        return Standing(blank, None, len(own), closed)
    told = next((one for one in in_order(own) if one.computable), None)
    return Standing(row, told, len(own), closed)


def _serious(row: Promise) -> int:
    """Say how serious a row is: gaps by their grade, then what is not known, then the rest."""
    if row.verdict in _SAID:
        return len(ORDER) + _SAID.index(row.verdict)
    return ORDER.index(row.grade)
