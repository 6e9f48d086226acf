"""Keep the rows of a version as they were read, so that a later load can be laid over them.

They lie beside the tables in a folder of their own that only its owner may open; what people say of
themselves lies with the vault. Nobody computes from them: they are there to be merged, and go when
the version is purged.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from commonweal.intake.files import FileRecord
from commonweal.intake.query import build
from commonweal.intake.staging import TAIL, layout
from commonweal.intake.versions import manifest, open_current
from commonweal.kinds import Problem

ROWS = "rows"
SAID = "said"
_LINES = """SELECT l.*, t.text FROM lines__ AS l LEFT JOIN (SELECT sha256, ANY_VALUE(text) AS text
    FROM texts__ GROUP BY sha256) AS t ON t.sha256 = l.sha256"""


@dataclass(frozen=True)
class Standing:
    """Hold what stands in a store before a load.

    version:  name of the version that is current, or "" in an empty store
    folder:   its folder
    vault:    its folder in the vault
    written:  its manifest
    """

    version: str
    folder: Path
    vault: Path
    written: dict[str, Any]

    @property
    def tables(self) -> frozenset[str]:
        """Name the tables that files held."""
        return frozenset(self.written.get("tables", ())) - set(self.written.get("derived", ()))

    @property
    def loads(self) -> list[dict[str, Any]]:
        """Give the records of the loads that made it, oldest first."""
        return list(self.written.get("loads", ()))

    def files(self) -> list[FileRecord]:
        """Give the records of the files that it was made of."""
        return [
            FileRecord(**{**entry, "tables": set(entry.get("tables", ()))})
            for entry in map(_renamed, self.written.get("files", ()))
        ]

    def parts(self, table: str) -> list[str]:
        """Give the files of the kept rows of a table."""
        if table == "_person":
            return sorted(str(path) for path in self.vault.glob(f"{SAID}.*parquet"))
        return sorted(str(path) for path in (self.folder / ROWS).glob(f"{table}.*parquet"))


def _renamed(entry: dict[str, Any]) -> dict[str, Any]:
    return {"aside" if name == "set_aside" else name: value for name, value in entry.items()}


def standing(store: Path) -> Standing:
    """Look at what is in a store.

    store: folder of the store
    """
    if not (store / "CURRENT").is_file():
        return Standing("", store, store, {})
    dataset = open_current(store)
    written = manifest(store, dataset.version)
    return Standing(dataset.version, dataset.folder, store / "vault" / dataset.version, written)


def need_rows(stands: Standing) -> None:
    """Insist on rows that a load can be laid over.

    stands: what is in the store
    Fails with Problem "rows-missing".
    """
    if not stands.version or not (stands.folder / ROWS).is_dir() or not stands.loads:
        raise Problem(
            "rows-missing",
            "This load is to be laid over what the store holds, and the store keeps no rows that "
            "it could be laid over.",
            "Load everything once in full, without --since and --beside.",
        )


def old_view(connection: duckdb.DuckDBPyConnection, stands: Standing, table: str) -> bool:
    """Name the kept rows of a table `old_TABLE`, in its layout.

    connection: DuckDB
    stands: what is in the store
    table: a staged table
    Gives whether there are any. Fails with Problem "rows-older".
    """
    if table == "_quarantine":
        return _quarantined(connection, stands)
    paths = stands.parts(table)
    if not paths:
        return False
    found = connection.from_parquet(paths)
    names = [name for name, _ in layout(table)]
    if set(found.columns) != set(names):
        raise Problem(
            "rows-older",
            f"The rows that the store keeps of {table} were read by another version of this "
            "program, with other columns.",
            "Load everything once in full, without --since and --beside.",
        )
    found.select(*(duckdb.ColumnExpression(name) for name in names)).create_view(f"old_{table}")
    return True


def lasting(table: str) -> bool:
    """Say whether rows of a staged table are kept for a later load.

    table: its name; lines that were set aside stand in a folder of their own
    """
    return table in ("_alias", "_gone") or layout(table)[-len(TAIL) :] == TAIL


def park(staged: Path, made: Path) -> None:
    """Move the rows that a version was made of to where they are kept.

    staged: folder of the staging, closed
    made: with `version` and `vault`
    """
    shelf = made / "version" / ROWS
    shelf.mkdir(mode=0o700)
    for path in sorted(staged.glob("*.parquet")):
        table = path.name.split(".")[0]
        if not lasting(table):
            continue
        kept = shelf / path.name
        if table == "_person":
            kept = made / "vault" / path.name.replace("_person", SAID, 1)
        path.rename(kept)
        kept.chmod(0o600)


def _quarantined(connection: duckdb.DuckDBPyConnection, stands: Standing) -> bool:
    if not stands.version:
        return False
    folder = stands.folder / "quarantine"
    for name in ("lines", "text"):
        connection.from_parquet(str(folder / f"{name}.parquet")).create_view(f"set_aside_{name}")
    names = [exp.column(name) for name, _ in layout("_quarantine")]
    told = build(_LINES, lines="set_aside_lines", texts="set_aside_text")
    connection.sql(
        exp.select(*names).from_(exp.maybe_parse(told, dialect="duckdb").subquery("q"))
        .sql(dialect="duckdb")
    ).create_view("old__quarantine")  # fmt: skip
    return True
