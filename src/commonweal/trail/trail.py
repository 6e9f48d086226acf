"""The trail: who looked, for which purpose, at what, as a chain of hashes in one SQLite file.

Holds ids and hashes, never a value of a person. Entries are added, never changed; the file itself
refuses it, and whoever goes around the file is found by `verify`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from commonweal.kinds import Problem
from commonweal.trail.chain import (
    FIELDS,
    START,
    Entry,
    Kept,
    Row,
    Verdict,
    kept,
    sealed,
    walked,
)

FILE = "trail.sqlite"
PATIENCE = 30.0  # seconds that a writer waits for another one to finish
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


def write(path: Path, entry: Entry, now: datetime) -> str:
    """Add an entry at the end of the trail.

    path:  the trail's file; made when it is not there
    entry: what was done
    now:   the moment, with a time zone
    Gives the hash of the entry, 64 hexadecimal digits. Writers in other processes wait their turn.
    Fails with Problem "trail-time-without-zone", "trail-not-an-id" or "trail-unusable".
    """
    sealed(1, entry, now, START)  # what can not be sealed must not begin a file
    with _opened(path, "rwc") as database:
        database.executescript("BEGIN IMMEDIATE;" + SCHEMA)
        last, previous = _head(database)
        row = sealed(last + 1, entry, now, previous)
        marks = ", ".join("?" * 11)
        database.execute(f"INSERT INTO entry VALUES ({marks})", row)  # noqa: S608 - question marks only
        database.execute("COMMIT")
    return str(row[-1])


def entries(path: Path) -> tuple[Kept, ...]:
    """Give the entries of a trail, oldest first.

    path: the trail's file; a trail never begun has no entries
    Gives them as they stand, whole or not; `verify` says which.
    Fails with Problem "trail-unusable" or "trail-broken".
    """
    return tuple(kept(row) for row in _rows(path))


def verify(path: Path, anchored: str = "") -> Verdict:
    """Walk the whole chain and name the first entry that does not hold.

    path:     the trail's file; a trail never begun is whole
    anchored: a head that was kept elsewhere, as `anchor` gave it; it must still be in the chain
    Gives a Verdict. When the chain holds but lacks the anchored head, entries were cut off its end
    or all of it was written anew: first_bad is then the place after the last entry.
    Fails with Problem "trail-unusable".
    """
    return walked(_rows(path), anchored)


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


def _head(database: sqlite3.Connection) -> tuple[int, str]:
    found = database.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(found[0]), str(found[1])) if found else (0, START)


def _rows(path: Path) -> Iterator[Row]:
    if not path.exists():
        return
    with _opened(path, "ro") as database:
        yield from database.execute(f"SELECT {FIELDS}, hash FROM entry ORDER BY seq")  # noqa: S608 - our own names


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    try:
        if mode == "rwc":
            path.parent.mkdir(parents=True, exist_ok=True)
        # A reading that was left half done may be put away by another thread than began it.
        with closing(
            sqlite3.connect(
                address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
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
