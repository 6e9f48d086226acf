"""Purge old versions: their rows go, and what is known about them stays.

A purged version keeps its manifest, which says when its rows went. First that is written down, then
the rows are removed: a purge that dies is finished by the next one, or by the next load.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from commonweal import trail
from commonweal.intake.publish import PURGED, replace_json, sweep, writing
from commonweal.intake.versions import manifest, open_current
from commonweal.kinds import Problem, Purpose


@dataclass(frozen=True)
class Old:
    """Name a version whose rows go.

    version:   its name
    loaded_on: day of its load
    size:      bytes that its rows take
    """

    version: str
    loaded_on: str
    size: int


def old_versions(store: Path, keep: int, before: date | None) -> list[Old]:
    """List the versions whose rows would go, oldest first. The current one is never among them.

    store: folder of the store
    keep: how many of the latest are kept beside the current one
    before: only those loaded before this day, or None
    Fails with Problem "store-missing" or "purge-keep".
    """
    if keep < 0:
        raise Problem(
            "purge-keep", "Fewer than no version can not be kept.", "Give --keep 0 or more."
        )
    current = open_current(store).version
    found = []
    for path in (store / "versions").iterdir():
        written = manifest(store, path.name)
        if path.name != current and PURGED not in written:
            stamp = (path / "manifest.json").stat().st_mtime_ns
            old = Old(path.name, str(written["loaded_on"]), _size(store, path.name))
            found.append((old.loaded_on, stamp, old))
    ordered = [old for *_, old in sorted(found, key=lambda one: one[:2])]
    going = ordered[: max(0, len(ordered) - keep)]
    return [old for old in going if before is None or old.loaded_on < before.isoformat()]


def purge(store: Path, versions: Collection[str], now: datetime) -> None:
    """Remove the rows of versions, and write down in the trail that they are gone.

    store: folder of the store
    versions: names, from `old_versions`
    now: the moment, with a time zone
    Fails with Problem "store-busy" or "purge-current".
    """
    with writing(store):
        for version in versions:
            if version == open_current(store).version:
                raise Problem(
                    "purge-current",
                    f"Version {version} is the current one; its rows are never purged.",
                    "Load a newer version first.",
                )
            entry = trail.Entry("commonweal", "cli", Purpose.OPERATE_THE_SYSTEM, "purge", version)
            trail.write(store / trail.FILE, entry, now)
            folder = store / "versions" / version
            written = manifest(store, version)
            written[PURGED] = now.date().isoformat()
            # counts of odd rows stay, the key of an example goes with its row
            written["problems"] = [
                [table, code, many, "", persons]
                for table, code, many, _, persons in written["problems"]
            ]
            replace_json(folder / "manifest.json", written)
            sweep(store, version)


def _size(store: Path, version: str) -> int:
    folders = (store / "versions" / version, store / "vault" / version)
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*")
               if path.is_file() and path.name != "manifest.json")  # fmt: skip
