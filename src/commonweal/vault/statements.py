"""What persons say of themselves on their own page: kept beside the store, for the next load.

One row a person and attribute, the newest; what it replaces is not kept. A load puts it in the
place of what the exports say. Withdrawn is an answer too: it stays until the person answers again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from commonweal.kinds import Problem

FOLDER, FILE = "statements", "own.sqlite"
SOURCE = "self-reported"
STATUSES = ("stated", "declined", "not_recorded", "withdrawn")
_TABLE = """CREATE TABLE IF NOT EXISTS statement (patient_key TEXT, attribute TEXT, status TEXT,
    answers TEXT, recorded TEXT, PRIMARY KEY (patient_key, attribute))"""
_ELSEWHERE = """SELECT e.* FROM said_elsewhere AS e ANTI JOIN said_here AS h
    ON h.patient_key = e.patient_key AND h.attribute = e.attribute"""
_HERE = """SELECT h.patient_key, h.attribute, h.value, h.system, h.status, 'self' AS method,
    h.recorded_ts, h.source_element, l.source_id, h.ordinal FROM said_here AS h
    JOIN (SELECT patient_key, MIN(source_id) AS source_id FROM said_elsewhere GROUP BY patient_key)
    AS l ON l.patient_key = h.patient_key"""


@dataclass(frozen=True)
class Statement:
    """Hold what a person answered to one question, on their own page.

    attribute: what was asked
    status:    stated, declined, withdrawn, or not_recorded where it is said by another attribute
    answers:   (value, code system or None), one or several where it is stated, else none
    recorded:  when, UTC
    """

    attribute: str
    status: str
    answers: tuple[tuple[str, str | None], ...]
    recorded: datetime


def state(store: Path, patient_key: str, said: Sequence[Statement]) -> None:
    """Keep what a person says of themselves, all of it or none, in the place of what they said.

    store:       folder of the store
    patient_key: whose, as the vault knows them
    said:        one statement an attribute
    Fails with Problem "statement-malformed" where there are answers without "stated", or none with.
    >>> state(Path("store"), "a", [Statement("religion", "imputed", (), datetime.now(UTC))])
    Traceback (most recent call last):
    ...
    commonweal.kinds.problem.Problem: This is no answer that can be kept. Nothing was changed.
    """
    for one in said:
        if one.status not in STATUSES or bool(one.answers) != (one.status == "stated"):
            raise Problem("statement-malformed", "This is no answer that can be kept.")
    with _opened(store) as connection, connection:
        connection.executemany(
            "INSERT OR REPLACE INTO statement VALUES (?, ?, ?, ?, ?)",
            [(patient_key, one.attribute, one.status, json.dumps(one.answers),
              one.recorded.astimezone(UTC).isoformat()) for one in said],
        )  # fmt: skip


def said_by(store: Path, patient_key: str) -> dict[str, Statement]:
    """Give what one person said here, by attribute, for that person's own page only.

    store:       folder of the store
    patient_key: whose
    Gives nothing for somebody who never answered here.
    >>> said_by(Path("no such store"), "a")
    {}
    """
    if not _file(store).exists():
        return {}
    with _opened(store) as connection:
        rows = connection.execute(
            "SELECT attribute, status, answers, recorded FROM statement WHERE patient_key = ?",
            [patient_key],
        ).fetchall()
    return {row[0]: _statement(*row) for row in rows}


def forget(store: Path, people: Collection[str]) -> None:
    """Remove all that certain persons said of themselves on their own page.

    store:  folder of the store
    people: whose
    >>> forget(Path("no such store"), ["a"])
    """
    if _file(store).exists():
        with _opened(store) as connection, connection:
            connection.executemany(
                "DELETE FROM statement WHERE patient_key = ?", [(who,) for who in sorted(people)]
            )


def overlaid(
    connection: duckdb.DuckDBPyConnection, store: Path, said: duckdb.DuckDBPyRelation
) -> duckdb.DuckDBPyRelation:
    """Put what persons said here in the place of what the exports say.

    connection: DuckDB that holds the relation
    store:      folder of the store
    said:       the vault's columns; every person of the load is in it
    Gives both together: the relation itself where nobody said anything here.
    Whoever is not in the load is left out, as the exports leave them out.
    >>> with duckdb.connect() as connection:
    ...     said = connection.sql("SELECT 'a' AS patient_key")
    ...     overlaid(connection, Path("no such store"), said) is said
    True
    """
    rows = list(_rows(store))
    if not rows:
        return said
    connection.execute(
        "CREATE TABLE said_here (patient_key TEXT, attribute TEXT, value TEXT, system TEXT, "
        "status TEXT, recorded_ts TIMESTAMP, source_element TEXT, ordinal INTEGER)"
    )
    connection.executemany("INSERT INTO said_here VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    said.create_view("said_elsewhere")
    return connection.sql(_ELSEWHERE).union(connection.sql(_HERE))


def _rows(store: Path) -> Iterator[tuple[object, ...]]:
    if not _file(store).exists():
        return
    with _opened(store) as connection:
        kept = connection.execute(
            "SELECT patient_key, attribute, status, answers, recorded FROM statement "
            "ORDER BY patient_key, attribute"
        ).fetchall()
    for patient_key, *rest in kept:
        one = _statement(*rest)
        when = one.recorded.replace(tzinfo=None)
        for ordinal, (value, system) in enumerate(one.answers or ((None, None),)):
            yield patient_key, one.attribute, value, system, one.status, when, SOURCE, ordinal


def _statement(attribute: str, status: str, answers: str, recorded: str) -> Statement:
    told = tuple((value, system) for value, system in json.loads(answers))
    return Statement(attribute, status, told, datetime.fromisoformat(recorded))


def _file(store: Path) -> Path:
    return store / FOLDER / FILE


@contextmanager
def _opened(store: Path) -> Iterator[sqlite3.Connection]:
    path = _file(store)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        # What a person took back must not be left in pages of the file that are free.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(_TABLE)
        yield connection


__all__ = ["SOURCE", "STATUSES", "Statement", "forget", "overlaid", "said_by", "state"]
