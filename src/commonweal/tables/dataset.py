"""A published dataset version: where its files are and what was loaded. Never changed again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Dataset:
    """Point at one immutable version of a store.

    store:   folder of the store
    version: content hash, 16 hexadecimal digits
    tables:  names of the tables that the loads held (a table of no rows counts as held when its
             file was there; a table not named here is missing, which is not the same as empty)
    first_day, last_day: first and last day on which an encounter starts, or, where no table holds
        any, on which something else happened, such as a hire or a purchase; ISO, or ""

    >>> Dataset(Path("s"), "ab12", frozenset({"patient"})).folder.as_posix()
    's/versions/ab12'
    """

    store: Path
    version: str
    tables: frozenset[str]
    first_day: str = ""
    last_day: str = ""

    @property
    def folder(self) -> Path:
        """Give the folder of this version."""
        return self.store / "versions" / self.version

    def parts(self, table: str) -> list[str]:
        """Give the Parquet files of one table, sorted; none when the table is missing."""
        return sorted(str(path) for path in (self.folder / "tables" / table).glob("part-*.parquet"))
