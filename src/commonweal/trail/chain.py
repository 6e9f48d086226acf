"""The chain of hashes itself: what an entry is, how it is sealed, and how a chain is walked.

Knows no place to keep it: a file keeps one (trail.py), the database of the offices another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from commonweal.kinds import Problem, Purpose

START = "0" * 64
Row = tuple[int | str, ...]
LONGEST = 200  # characters of an id: what is longer is no id
FIELDS = "seq, time, actor, role, purpose, action, object_id, plan_hash, result_hash, previous"
NAMES = FIELDS.split(", ")
# Made once: walking a million entries must take seconds.
CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr
)


@dataclass(frozen=True)
class Entry:
    """Say who did what, for which purpose.

    actor:       id of the person or the process, never a name
    role:        role in which they acted
    purpose:     why, from the closed list
    action:      what was done, such as "read" or "release"
    object_id:   id of what it was done to
    plan_hash:   hash of the query or plan, or ""
    result_hash: hash of what came out, or ""

    >>> Entry("u1", "analyst", Purpose.EQUITY_MONITORING, "release", "t1").plan_hash
    ''
    """

    actor: str
    role: str
    purpose: Purpose
    action: str
    object_id: str
    plan_hash: str = ""
    result_hash: str = ""


@dataclass(frozen=True)
class Kept:
    """Hold an entry as it stands in the trail.

    seq:      its place, from 1
    time:     when it was written, ISO, UTC
    entry:    what was written
    previous: hash of the entry before it
    hash:     hash of everything above
    """

    seq: int
    time: str
    entry: Entry
    previous: str
    hash: str


@dataclass(frozen=True)
class Verdict:
    """Say whether a trail is whole.

    count:     entries walked
    first_bad: place of the first entry that is changed, missing or moved, or None
    """

    count: int
    first_bad: int | None

    @property
    def whole(self) -> bool:
        """Say whether no entry was found changed, missing or moved."""
        return self.first_bad is None


def sealed(seq: int, entry: Entry, now: datetime, previous: str) -> Row:
    """Seal an entry into its place in a chain.

    seq:      its place, from 1
    entry:    what was done
    now:      the moment, with a time zone
    previous: hash of the entry before it, or START
    Gives the values of FIELDS in their order, and last the hash of all of them.
    Fails with Problem "trail-time-without-zone" or "trail-not-an-id".
    >>> moment = datetime(2026, 1, 1, tzinfo=UTC)
    >>> done = Entry("u1", "analyst", Purpose.EQUITY_MONITORING, "release", "t1")
    >>> len(sealed(1, done, moment, START)[-1])
    64
    """
    row: Row = (seq, *_fields(entry, now), previous)
    return (*row, digest(row))


def walked(rows: Iterable[Row], anchored: str = "") -> Verdict:
    """Walk a whole chain and name the first entry that does not hold.

    rows:     the values of FIELDS and the hash, in the order of seq
    anchored: a head that was kept elsewhere; it must still be in the chain
    Gives a Verdict. When the chain holds but lacks the anchored head, first_bad is the place after
    the last entry.
    >>> walked(()).whole
    True
    """
    previous, count, first_bad = START, 0, None
    seen = anchored in ("", START)
    for row in rows:
        count += 1
        good = row[0] == count and row[9] == previous and row[10] == digest(row[:10])
        if not good and first_bad is None:
            first_bad = count
        previous = str(row[10])
        seen = seen or previous == anchored
    if first_bad is None and not seen:
        first_bad = count + 1
    return Verdict(count, first_bad)


def digest(row: Row) -> str:
    """Hash the canonical JSON of a row: names sorted, no spaces, UTF-8.

    row: the values of FIELDS in their order
    >>> len(digest((1, "", "", "", "", "", "", "", "", START)))
    64
    """
    text = CANONICAL.encode(dict(zip(NAMES, row, strict=True)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def kept(row: Row) -> Kept:
    """Read an entry back from its row.

    row: the values of FIELDS and the hash
    Fails with Problem "trail-broken" where the purpose is none of the list.
    >>> row = (1, "2026", "u1", "analyst", "P1", "read", "t1", "", "", START, START)
    >>> kept(row).entry.actor
    'u1'
    """
    seq, time, actor, role, purpose, action, object_id, plan, result, previous, digest = row
    try:
        why = Purpose(purpose)
    except ValueError:
        raise Problem(
            "trail-broken",
            f"Entry {seq} of the trail names a purpose that is not in the list: it was changed.",
            "Walk the whole trail with: commonweal audit-log verify.",
        ) from None
    entry = Entry(str(actor), str(role), why, str(action), str(object_id), str(plan), str(result))
    return Kept(int(seq), str(time), entry, str(previous), str(digest))


def _fields(entry: Entry, now: datetime) -> tuple[str, ...]:
    if now.utcoffset() is None:
        raise Problem(
            "trail-time-without-zone",
            "The time of a trail entry has no time zone, so nobody could order it.",
            "Give the moment in UTC.",
        )
    values = {**asdict(entry), "purpose": entry.purpose.value}
    for name, value in values.items():
        if len(value) > LONGEST or any(not letter.isprintable() for letter in value):
            raise Problem(
                "trail-not-an-id",
                f"The trail holds ids and hashes only, and what was given as {name} is neither.",
                f"Give at most {LONGEST} printable characters.",
            )
    return (now.astimezone(UTC).isoformat(timespec="microseconds"), *values.values())
