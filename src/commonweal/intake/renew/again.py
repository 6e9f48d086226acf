"""Load again: know what is the same, lay what is new over what stands, say what it changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from commonweal.intake.fhir import bulk
from commonweal.intake.files import FileRecord, digest
from commonweal.intake.keys import PatientKeys
from commonweal.intake.renew import erased, inputs, rows
from commonweal.intake.renew.difference import Difference, differences, guard, listed
from commonweal.intake.renew.inputs import Given
from commonweal.intake.renew.merge import Laid, Merging, Over
from commonweal.intake.renew.retention import Retention
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem
from commonweal.vault import statements


@dataclass(frozen=True)
class How:
    """Say how a load stands to what is in the store.

    beside:        sources and tables that the load does not hold stay as they are
    accept_shrink: rows may be gone, however many
    erase:         CSV that names what is to go, or None
    retain:        what is too old to be kept, or None
    """

    beside: bool = False
    accept_shrink: bool = False
    erase: Path | None = None
    retain: Retention | None = None


@dataclass(frozen=True)
class Told:
    """Say what a load did to what stood.

    erasing:     whether people were named who are to be erased
    same:        number of files, where all of them are in the version that stands
    laid:        whether it was laid over what stands
    differences: what changed against the version before, by table and source
    deleted:     things that were named as deleted, and stood
    erased, cut: rows left out, by table: of erased people; older than any measure looks back
    outcomes:    what the server said went wrong, by severity
    short:       (file, lines that the manifest of the export says, lines that were there)
    """

    erasing: bool = False
    same: int = 0
    laid: bool = False
    differences: tuple[Difference, ...] = ()
    deleted: int = 0
    erased: Mapping[str, int] = field(default_factory=dict)
    cut: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    short: tuple[tuple[str, int, int], ...] = ()


REPLACE, NOTHING = How(), Told()


class Again:
    """Hold what stands in the store, and how a load is laid over it.

    store: folder of the store
    sources: as named
    how: as asked
    limits: how much may be wrong, as plain values
    keys: makes the keys of people
    """

    def __init__(
        self,
        store: Path,
        sources: Sequence[Given],
        how: How,
        limits: Mapping[str, float],
        keys: PatientKeys,
    ) -> None:
        self.store = store
        self.stands = rows.standing(store)
        self.laid = Laid()
        self.erasing = False
        self._sources = sources
        self._how = how
        self._keys = keys
        self._before = 0
        self._found = inputs.look(sources)
        self._replaced: set[tuple[str, str]] = set()  # (source, table)
        self._people = erased.erased(store)
        self.differences: tuple[Difference, ...] = ()
        self._retain = how.retain.key if how.retain else ""
        self._limits = dict(limits)

    @property
    def over(self) -> bool:
        """Say whether the load is laid over what stands; otherwise it replaces all of it."""
        adds = any(source.load == "since" for source in self._sources)
        return adds or self._how.beside or not self._sources

    @property
    def asked(self) -> bool:
        """Say whether a reference of the rows that stay names its target by an identifier."""
        return self.over and bool(self.stands.written.get("asked"))

    def same(self) -> int:
        """Give the number of files if all of them are what made the version that stands, else 0."""
        before = self._last()
        many = sum(len(one.files) for one in self._found)
        if self._how.erase or before is None or not many:
            return 0
        if before["bytes"] != sum(one.size for one in self._found):
            return 0  # another size is another content; the same size says nothing
        print_ = inputs.fingerprint(self._sources, inputs.hashed(self._found), self._settings())
        return many if print_ == before["fingerprint"] else 0

    def begin(self, staging: Staging) -> list[FileRecord]:
        """Give the records of the files that stay, and stage what is named as gone.

        staging: open
        Fails with Problem "rows-missing" or "erase-malformed".
        """
        if self.over:
            rows.need_rows(self.stands)
        if self._how.erase is not None:
            alone = {one["source_id"]: bool(one["one_patient"])
                     for load in self.stands.loads for one in load["sources"]}  # fmt: skip
            source = self._sources[0].source_id if self._sources else "main"
            people, gone = erased.read_list(self._how.erase, self._keys, source, alone)
            self.erasing = bool(people)
            self._people |= people
            for row in gone:
                staging.add("_gone", row)
        files = self.stands.files() if self.over else []
        self._before = len(files)
        return files

    def read(self, source: Given, tables: set[str]) -> None:
        """Note which tables a source held.

        source: as named
        tables: what it held
        """
        if source.load == "full" and self.over:
            self._replaced |= {(source.source_id, table) for table in tables}

    def fresh(self, files: Sequence[FileRecord]) -> list[FileRecord]:
        """Give the records of the files that this load read.

        files: of all
        """
        return list(files[self._before :])

    def lay(
        self, folder: Path, staging: Staging, files: list[FileRecord], held: set[str]
    ) -> Staging:
        """Lay what was read over what stands.

        folder: of the load
        staging: closed
        files: records of all files; put right
        held: tables that the load holds; those that stay are added
        Gives the staging to finish.
        """
        cut = self._how.retain.cut() if self._how.retain else {}
        if not (self.over or self._people or cut or staging.many("_gone")):
            return staging
        stands = self.stands if self.over else rows.Standing("", folder, folder, {})
        held |= stands.tables
        over = Over(frozenset(self._replaced), self._people, cut)
        merged = folder / "merged"
        merged.mkdir()
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1, "memory_limit": "256MB", "temp_directory": str(folder / "spill"),
        }  # fmt: skip
        with duckdb.connect(config=settings) as connection:
            merging = Merging(connection, stands, staging, over)
            self._before = merging.run(held, merged, files, self._before)
        self.laid, self._people = merging.laid, self._people | merging.laid.keys
        return Staging(merged)

    def compare(self, made: Path, held: Collection[str]) -> Problem | None:
        """Find what changed against the version before; give why the load is refused, or None.

        made: with `version`
        held: tables of the new version
        """
        if not self.stands.version:
            return None
        tables = {*held, *self.stands.written["tables"]}
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1, "memory_limit": "256MB", "temp_directory": str(made / "spill"),
        }  # fmt: skip
        with duckdb.connect(config=settings) as connection:
            self.differences = tuple(
                differences(connection, self.stands.folder / "tables",
                            made / "version" / "tables", tables)
            )  # fmt: skip
        replaced = frozenset(self._replaced) if self.over else None
        return None if self._how.accept_shrink else guard(self.differences, replaced)

    def written(self, today: date, files: Sequence[FileRecord], asked: bool) -> dict[str, Any]:
        """Give what the manifest says of the loads that made the version.

        today: day of the load
        files: records of all files
        asked: whether any reference names its target by an identifier
        """
        manifests = [found for source in self._sources if source.kind == "fhir"
                     if (found := bulk.manifest_of(source.path)) is not None]  # fmt: skip
        record = {
            "loaded_on": today.isoformat(), "erase": self._how.erase is not None,
            "files": len(self.fresh(files)), "bytes": sum(one.size for one in self._found),
            "fingerprint": inputs.fingerprint(
                self._sources, inputs.recorded(self.fresh(files)), self._settings()),
            "sources": [
                {"source_id": one.source_id, "kind": one.kind, "load": one.load,
                 "one_patient": one.one_patient, "mapping": inputs.mapping_hash(one)}
                for one in self._sources
            ],
            "transaction_time": [one.made for one in manifests],
            "request": [one.request for one in manifests], "outcomes": self._outcomes(),
            "deleted": self.laid.deleted, "retained": self._retain,
            "cut": dict(sorted(self.laid.cut.items())),
        }  # fmt: skip
        return {
            "loads": [*(self.stands.loads if self.over else ()), record], "asked": asked,
            # what goes with one person would be told by the difference
            "difference": [] if self.erasing else listed(self.differences),
        }  # fmt: skip

    def told(self, files: Sequence[FileRecord]) -> Told:
        """Say what the load did to what stood.

        files: records of all files
        """
        received = {record.name: record.received for record in self.fresh(files)}
        short = [
            (name, said, received[name])
            for source in self._sources if source.kind == "fhir"
            if (found := bulk.manifest_of(source.path)) is not None
            for name, said in sorted(found.counts.items())
            if name in received and received[name] != said
        ]  # fmt: skip
        return Told(
            self.erasing, 0, self.over, self.differences, self.laid.deleted, self.laid.erased,
            self.laid.cut, self._outcomes(), tuple(short),
        )  # fmt: skip

    def remember(self) -> None:
        """Remember who was erased, so that no later load brings them back."""
        if self._people:
            erased.remember(self.store, self._people)
            statements.forget(self.store, self._people)

    def _settings(self) -> dict[str, Any]:
        """Give what bears on the tables beside the files, as plain values."""
        people = "".join(sorted(self._people))
        return {"limits": self._limits, "beside": self._how.beside, "retain": self._retain,
                "erased": hashlib.sha256(people.encode()).hexdigest(),
                "said": _said(self.store)}  # fmt: skip

    def _outcomes(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for source in self._sources:
            if source.kind == "fhir":
                found.update(bulk.outcomes(source.path))
        return dict(found)

    def _last(self) -> dict[str, Any] | None:
        """Give the record of the load that this one may repeat, or None.

        What replaces everything repeats a version that one load made; what is laid over others
        repeats the last load of its own sources.
        """
        loads = self.stands.loads
        if not self.over:
            return loads[0] if len(loads) == 1 else None
        mine = {source.source_id for source in self._sources}
        touching = [load for load in loads if load["erase"] or mine & {
            one["source_id"] for one in load["sources"]}]  # fmt: skip
        return touching[-1] if touching else None


def _said(store: Path) -> str:
    """Give the hash of what people said on their own page since the last load."""
    path = store / statements.FOLDER / statements.FILE
    return digest(path) if path.is_file() else ""
