"""Exports that come again: resources with a time, loads of several kinds into one store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.unit.intake.records import TODAY, Resource, Store, write

from commonweal.intake.load import Limits, ingest
from commonweal.intake.renew.again import How
from commonweal.intake.sources import Kind, Load, Source

LENIENT = Limits(bad_share=1.0, orphan_share=1.0)


def at(resource: Resource, day: str, **elements: Any) -> Resource:
    """The resource as it was updated on a day."""
    return resource | {"meta": {"lastUpdated": f"{day}T00:00:00Z"}} | elements


def deleted(*references: str, day: str = "") -> Resource:
    """What a server says is no longer there."""
    entries = [{"request": {"method": "DELETE", "url": one}} for one in references]
    stamp = {"meta": {"lastUpdated": f"{day}T00:00:00Z"}} if day else {}
    return {"resourceType": "Bundle", "id": "b", "type": "transaction", "entry": entries} | stamp


class House:
    """One store and the loads into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.count = 0

    def file(self, resources: list[Resource], name: str = "all.ndjson") -> Path:
        self.count += 1
        return write(self.folder / f"export{self.count}" / name, resources)

    def full(self, resources: list[Resource], source: str = "main", **how: Any) -> Store:
        return self.load(self.file(resources), source, **how)

    def since(self, resources: list[Resource], source: str = "main", **how: Any) -> Store:
        return self.load(self.file(resources), source, load="since", **how)

    def csv(self, rows: str, mapping: str, *, load: Load = "full", **how: Any) -> Store:
        self.count += 1
        folder = self.folder / f"export{self.count}"
        folder.mkdir()
        (folder / "rows.csv").write_text(rows)
        (folder / "mapping.toml").write_text(mapping)
        return self.load(
            folder / "rows.csv", kind="csv", mapping=folder / "mapping.toml", load=load, **how
        )

    def erase(self, lines: str, **how: Any) -> Store:
        self.count += 1
        path = self.folder / f"list{self.count}.csv"
        path.write_text(lines)
        return self.take([], erase=path, **how)

    def load(
        self, path: Path, source: str = "main", *, kind: Kind = "fhir", load: Load = "full",
        mapping: Path | None = None, one_patient: bool = False, **how: Any,
    ) -> Store:  # fmt: skip
        return self.take([Source(path, kind, source, mapping, one_patient, load)], **how)

    def take(self, sources: list[Source], *, dry_run: bool = False, **how: Any) -> Store:
        report = ingest(
            self.store, sources, accept=LENIENT, today=TODAY, dry_run=dry_run, how=How(**how)
        )
        return Store(self.store, report)


def keys(store: Store, table: str) -> list[str]:
    return [row[f"{table}_key"] for row in store.rows(table)]
