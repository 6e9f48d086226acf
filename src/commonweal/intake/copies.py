"""Find the ids that several staged rows bear, and keep one row of each.

Kept is the row that was updated last, then the one with the greater hash. Only rows whose id comes
again are ever compared, some at a time, so a large load needs no more memory for a few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import duckdb
from sqlglot import exp

from commonweal.intake import alike
from commonweal.intake.query import build, expression, rows, view
from commonweal.intake.sheets import write_rows
from commonweal.intake.staging import Staging
from commonweal.tables.registry import BY_NAME

TURN_ROWS = 250_000  # that are compared at once: a window holds all of its rows in memory
_FIRST = exp.Literal.number(0)
# Numbers are counted faster than words: only ids whose hash comes again are looked at themselves.
_AGAIN = """SELECT HASH(s.key__, kind__) AS _hash FROM staged__ AS s GROUP BY _hash
    HAVING COUNT(*) > 1"""
_COPIES = """SELECT s.key__ AS _key, kind__ AS _apart, COUNT(*) - 1 AS extra,
    MIN(s._digest) <> MAX(s._digest) AS _conflict FROM staged__ AS s
    SEMI JOIN (SELECT _hash FROM again__ WHERE _hash % turns__ = turn__) AS a
    ON a._hash = HASH(s.key__, kind__) GROUP BY ALL HAVING COUNT(*) > 1"""
_UNLIKE = """SELECT s._file AS file, s._line AS line, s._digest AS written FROM staged__ AS s
    JOIN copies__ AS c ON s.key__ = c._key AND kind__ = c._apart WHERE c._conflict"""
_SINGLE = """SELECT s.*, FALSE AS _conflict FROM staged__ AS s
    ANTI JOIN copies__ AS c ON s.key__ = c._key AND kind__ = c._apart
    UNION ALL SELECT * FROM settled__"""
_LAST = """SELECT s.*, c._conflict FROM staged__ AS s
    JOIN copies__ AS c ON s.key__ = c._key AND kind__ = c._apart
    WHERE HASH(s.key__, kind__) % turns__ = turn__
    QUALIFY ROW_NUMBER() OVER (PARTITION BY s.key__, kind__
    ORDER BY s._updated DESC NULLS LAST, s._digest DESC, s._file, s._line) = 1"""
# The parts of an observation whose id comes again are those of the row that is kept.
_PARTS = """SELECT s.* FROM staged_component AS s
    ANTI JOIN copies_observation AS c ON s._kind = 'Observation' AND s.observation_key = c._key
    UNION ALL SELECT s.* FROM staged_component AS s
    SEMI JOIN settled_observation AS o ON s._kind = 'Observation'
    AND s.observation_key = o.observation_key AND s._digest = o._digest"""


class Copies:
    """Settle the copies of each table, in order: `find_all`, `compare_lines`, `keep` each.

    connection: DuckDB; holds a view `staged_TABLE` of each table, and is given `one_TABLE`
    staging: closed
    repeated: rows that stood more than once under one id, by table; filled here
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, staging: Staging, repeated: dict[str, int]
    ) -> None:
        self._connection = connection
        self._staging = staging
        self._repeated = repeated
        self.conflicts: set[str] = set()

    def find_all(self, tables: Iterable[str]) -> None:
        """List the ids that rows share, and whether their content differs.

        tables: names
        """
        # nothing else is under way yet, and no order comes of it
        rows(self._connection, "SET threads = 2")
        for table in tables:
            self._find(table)
        rows(self._connection, "SET threads = 1")

    def _find(self, table: str) -> None:
        extra, conflicts = self._list(table)
        self._repeated[table] = extra
        if conflicts:
            self.conflicts.add(table)

    def compare_lines(self, originals: Callable[[], Mapping[int, Path]]) -> None:
        """Compare what lines of FHIR say, where the rows of one id are not written alike.

        originals: gives the files of FHIR, by the place by which a row names its file
        """
        files = originals() if self.conflicts else {}
        if not files:
            return
        unlike = [
            expression(_UNLIKE, **_named(table), staged=f"staged_{table}", copies=f"copies_{table}")
            for table in sorted(self.conflicts)
        ]
        every = unlike[0] if len(unlike) == 1 else exp.union(*unlike, distinct=True)
        self._connection.sql(every.sql(dialect="duckdb")).create("unlike")
        alike.read_again(self._connection, files)
        for table in (*BY_NAME, "_medication", "_person"):
            alike.put_right(self._connection, self._staging.paths(table))
        again, self.conflicts = sorted(self.conflicts), set()
        for table in again:
            rows(self._connection, build("DROP TABLE copies__", copies=f"copies_{table}"))
            self._find(table)

    def keep(self, table: str) -> None:
        """Keep one row of each id."""
        staged = f"staged_{table}"
        if self._repeated[table]:
            self._settle(table, staged)
        else:
            view(self._connection, f"one_{table}", build("SELECT * FROM staged__", staged=staged))

    def keep_parts(self) -> None:
        """Keep the parts of the observations that are kept, each once."""
        staged, self._repeated["component"] = "staged_component", 0
        if self._repeated["observation"]:
            view(self._connection, "parts_component", build(_PARTS))
            staged = "parts_component"
            if self._list("component")[0]:
                self._settle("component", staged)
                return
        view(self._connection, "one_component", build("SELECT * FROM staged__", staged=staged))

    def _list(self, table: str) -> tuple[int, int]:
        """Make the table of ids that come again, if any; give rows too many, and ids unlike."""
        name, staged, again = f"copies_{table}", f"staged_{table}", f"again_{table}"
        self._connection.sql(build(_AGAIN, **_named(table), staged=staged)).create(again)
        ((many,),) = rows(self._connection, build("SELECT COUNT(*) FROM again__", again=again))
        if not many:
            rows(self._connection, build("DROP TABLE again__", again=again))
            return 0, 0
        for turn in _turns(int(many)):
            found = build(_COPIES, **_named(table), **turn, staged=staged, again=again)
            if turn["turn"] == _FIRST:
                self._connection.sql(found).create(name)
            else:
                self._connection.sql(found).insert_into(name)
        rows(self._connection, build("DROP TABLE again__", again=again))
        ((extra, conflicts),) = rows(
            self._connection,
            build("SELECT COALESCE(SUM(extra), 0), COUNT_IF(_conflict) FROM copies__", copies=name),
        )
        return int(extra), int(conflicts or 0)

    def _settle(self, table: str, staged: str) -> None:
        """Write the row that is kept of each id that comes again to disk, and put it to the others.

        staged: view of the rows, of which one an id is kept
        """
        settled, copies = f"settled_{table}", f"copies_{table}"
        ((many,),) = rows(
            self._connection, build("SELECT SUM(extra + 1) FROM copies__", copies=copies)
        )
        paths: list[str] = []
        for turn in _turns(int(many)):
            path = self._staging.folder / f"{settled}.{len(paths)}.parquet"
            last = build(_LAST, **_named(table), **turn, staged=staged, copies=copies)
            write_rows(self._connection.sql(last), path)
            paths.append(str(path))
        self._connection.from_parquet(paths).create_view(settled)
        single = build(_SINGLE, **_named(table), staged=staged, copies=copies, settled=settled)
        view(self._connection, f"one_{table}", single)


def _turns(many: int) -> list[dict[str, exp.Expr]]:
    """Give the names of the turns in which so many rows are compared; at least one."""
    turns = max(1, -(-many // TURN_ROWS))
    return [{"turn": exp.Literal.number(turn), "turns": exp.Literal.number(turns)}
            for turn in range(turns)]  # fmt: skip


def _named(table: str) -> dict[str, str | exp.Expr]:
    """Give what a row is known by: its key, and its kind where two kinds may bear one key."""
    # a claim and a policy may bear the same id without being the same thing
    apart = exp.column("_kind", table="s") if table == "coverage" else exp.Literal.string("")
    return {"key": "medication_key" if table == "_medication" else BY_NAME[table].key,
            "kind": apart}  # fmt: skip
