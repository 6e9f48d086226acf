"""Publish a version so that a reader sees the old one or the new one, never part of one.

Everything is written into a folder of its own, made durable and read again; then folders are
renamed, and last one line, `CURRENT`, is replaced. A crash at any point leaves the old version
whole. One writer at a time, by a lock of the operating system.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commonweal.intake.files import digest
from commonweal.kinds import Problem

TEMPORARY = "tmp-"
KEPT = "kept.json"
PURGED = "purged_on"


@contextmanager
def writing(store: Path) -> Iterator[Path]:
    """Hold the store for writing, and give a fresh folder to write into.

    store: folder of the store; made when missing
    What is left in the folder at the end is removed, and so are the remains of earlier crashes.
    What a load has noted in `KEPT` stays when the load is interrupted.
    Fails with Problem "store-busy".
    """
    store.mkdir(parents=True, exist_ok=True)
    with (store / ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _busy(store / ".lock") from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        _clean(store)
        folder = store / f"{TEMPORARY}{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        stays = False
        try:
            yield folder
        except KeyboardInterrupt:
            stays = (folder / KEPT).exists()
            raise
        finally:
            if not stays:
                shutil.rmtree(folder, ignore_errors=True)


def version_of(tables: Path, vault: Path, loads: list[tuple[str, str, str]]) -> str:
    """Give the name of a version: a hash of its content, 16 hexadecimal digits.

    tables, vault: folders that were written
    loads: (source id, kind, SHA-256) of each file that was read
    """
    content = [[path.relative_to(folder).as_posix(), digest(path)]
               for folder in (tables, vault) for path in _files(folder)]  # fmt: skip
    text = json.dumps([content, sorted(loads)], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def publish(store: Path, made: Path, version: str) -> bool:
    """Make a version current.

    store: folder of the store
    made: folder with `version` and `vault`, both complete
    version: its name
    Gives whether the version is new; one that stands already is never touched.
    """
    for folder in (made / "vault", made / "version"):
        _make_durable(folder)
    stands = store / "versions" / version
    fresh = not stands.exists() or _purged(stands)
    if fresh:
        if stands.exists():  # its rows are gone; it is made anew
            stands.rename(made / "purged")
        for part, shelf in (("vault", "vault"), ("version", "versions")):
            (store / shelf).mkdir(exist_ok=True, mode=0o700)
            (made / part).rename(store / shelf / version)
            sync(store / shelf)
    _point(store, version)
    return fresh


def sweep(store: Path, version: str) -> None:
    """Remove what is left of the rows of a purged version.

    store: folder of the store
    version: one whose manifest says that it is purged
    """
    shutil.rmtree(store / "vault" / version, ignore_errors=True)
    for path in (store / "versions" / version).iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def replace_json(path: Path, content: Any) -> None:
    """Write a file of JSON in the place of another, so that a reader sees the one or the other.

    path: file
    content: what to write
    """
    fresh = path.with_name(path.name + ".new")
    write_json(fresh, content)
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def write_json(path: Path, content: Any) -> None:
    """Write a file of JSON, keys sorted.

    path: file
    content: what to write
    """
    path.write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def _point(store: Path, version: str) -> None:
    fresh = store / "CURRENT.new"
    fresh.write_text(version + "\n")
    sync(fresh)
    fresh.replace(store / "CURRENT")
    sync(store)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _make_durable(folder: Path) -> None:
    for path in _files(folder):
        sync(path)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Wait until the disk holds a file, or the names in a folder.

    path: file or folder
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clean(store: Path) -> None:
    """Remove what crashed loads left: we hold the lock, so nobody is at work in it."""
    for path in store.glob(f"{TEMPORARY}*"):
        if not (path / KEPT).exists():
            shutil.rmtree(path, ignore_errors=True)
    for path in (store / "vault").glob("*"):
        if not (store / "versions" / path.name).exists():
            shutil.rmtree(path, ignore_errors=True)
    for path in (store / "versions").glob("*"):
        if _purged(path):
            sweep(store, path.name)


def _purged(folder: Path) -> bool:
    written = folder / "manifest.json"
    return written.is_file() and PURGED in json.loads(written.read_text())


def _busy(lock: Path) -> Problem:
    since = datetime.fromtimestamp(lock.stat().st_mtime, UTC).strftime("%Y-%m-%d %H:%M UTC")
    holder = lock.read_text().strip() or "another process"
    return Problem(
        "store-busy",
        f"This store is being loaded by process {holder} since {since}.",
        "Wait until it has finished, then start again.",
    )
