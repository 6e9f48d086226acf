"""The trail: who looked, for which purpose, at what, as a chain of hashes in one SQLite file.

Holds ids and hashes, never a value of a person. Entries are added, never changed; the file itself
refuses it, and whoever goes around the file is found by `verify`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from commonweal.kinds import Problem, Purpose

FILE = "trail.sqlite"
START = "0" * 64
Row = tuple[int | str, ...]
PATIENCE = 30.0  # seconds that a writer waits for another one to finish
LONGEST = 200  # characters of an id: what is longer is no id
FIELDS = "seq, time, actor, role, purpose, action, object_id, plan_hash, result_hash, previous"
NAMES = FIELDS.split(", ")
# Made once: walking a million entries must take seconds.
CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr
)
SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
  seq INTEGER PRIMARY KEY, time TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
  purpose TEXT NOT NULL, action TEXT NOT NULL, object_id TEXT NOT NULL, plan_hash TEXT NOT NULL,
  result_hash TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS entry_never_changes BEFORE UPDATE ON entry
  BEGIN SELECT RAISE(ABORT, 'an entry of the trail never changes'); END;
CREATE TRIGGER IF NOT EXISTS entry_never_goes BEFORE DELETE ON entry
  BEGIN SELECT RAISE(ABORT, 'an entry of the trail never goes'); END;
CREATE TRIGGER IF NOT EXISTS entry_comes_last BEFORE INSERT ON entry
  WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  BEGIN SELECT RAISE(ABORT, 'an entry of the trail comes last'); END;
"""


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


def write(path: Path, entry: Entry, now: datetime) -> str:
    """Add an entry at the end of the trail.

    path:  the trail's file; made when it is not there
    entry: what was done
    now:   the moment, with a time zone
    Gives the hash of the entry, 64 hexadecimal digits. Writers in other processes wait their turn.
    Fails with Problem "trail-time-without-zone", "trail-not-an-id" or "trail-unusable".
    """
    fields = _fields(entry, now)
    with _opened(path, "rwc") as database:
        database.executescript("BEGIN IMMEDIATE;" + SCHEMA)
        last, previous = _head(database)
        row: Row = (last + 1, *fields, previous)
        digest = _digest(row)
        marks = ", ".join("?" * 11)
        database.execute(f"INSERT INTO entry VALUES ({marks})", (*row, digest))  # noqa: S608 - question marks only
        database.execute("COMMIT")
    return digest


def entries(path: Path) -> tuple[Kept, ...]:
    """Give the entries of a trail, oldest first.

    path: the trail's file; a trail never begun has no entries
    Gives them as they stand, whole or not; `verify` says which.
    Fails with Problem "trail-unusable" or "trail-broken".
    """
    return tuple(_kept(row) for row in _rows(path))


def verify(path: Path, anchored: str = "") -> Verdict:
    """Walk the whole chain and name the first entry that does not hold.

    path:     the trail's file; a trail never begun is whole
    anchored: a head that was kept elsewhere, as `anchor` gave it; it must still be in the chain
    Gives a Verdict. When the chain holds but lacks the anchored head, entries were cut off its end
    or all of it was written anew: first_bad is then the place after the last entry.
    Fails with Problem "trail-unusable".
    """
    previous, count, first_bad = START, 0, None
    seen = anchored in ("", START)
    for row in _rows(path):
        count += 1
        good = row[0] == count and row[9] == previous and row[10] == _digest(row[:10])
        if not good and first_bad is None:
            first_bad = count
        previous = str(row[10])
        seen = seen or previous == anchored
    if first_bad is None and not seen:
        first_bad = count + 1
    return Verdict(count, first_bad)


def anchor(path: Path) -> str:
    """Give the head of the chain: to be signed and kept where nobody here can change it.

    path: the trail's file
    Gives the hash of the last entry, or 64 zeros for a trail never begun.
    Fails with Problem "trail-unusable".
    """
    if not path.exists():
        return START
    with _opened(path, "ro") as database:
        return _head(database)[1]


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


def _digest(row: Row) -> str:
    """Hash the canonical JSON of a row: names sorted, no spaces, UTF-8."""
    text = CANONICAL.encode(dict(zip(NAMES, row, strict=True)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _head(database: sqlite3.Connection) -> tuple[int, str]:
    found = database.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(found[0]), str(found[1])) if found else (0, START)


def _rows(path: Path) -> Iterator[Row]:
    if not path.exists():
        return
    with _opened(path, "ro") as database:
        yield from database.execute(f"SELECT {FIELDS}, hash FROM entry ORDER BY seq")  # noqa: S608 - our own names


def _kept(row: Row) -> Kept:
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


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    try:
        if mode == "rwc":
            path.parent.mkdir(parents=True, exist_ok=True)
        with closing(
            sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
        ) as database:
            # Text that somebody spoilt must come through, so that the walk can name its entry.
            database.text_factory = _text
            yield database
    except (sqlite3.Error, OSError) as error:
        raise Problem(
            "trail-unusable",
            f"The trail {path.name} can not be used: {error}.",
            "Check that the file is a trail, that its folder can be written, and that no other "
            "program holds it. What is not recorded must not be done.",
        ) from None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
