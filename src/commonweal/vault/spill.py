"""Open DuckDB so that what outgrows memory stays in a closed folder of the store, for as long.

By itself DuckDB would write it in plain text into the folder that somebody happens to work in.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import duckdb

SHELF = "spill"


@contextmanager
def connected(store: Path, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Hold a connection in memory; its spill is readable by its owner only, and goes with it.

    store:   folder of the store
    threads: how many at most, or None for as many as the machine has
    """
    with ExitStack() as stack:
        try:
            folder = str(stack.enter_context(_folder(store)))
        except OSError:
            # The store can not be written to: then rather run out of memory than spill elsewhere.
            folder = ""
        config: dict[str, str | bool | int | float | list[str]] = {"temp_directory": folder}
        if threads is not None:
            config["threads"] = threads
        yield stack.enter_context(duckdb.connect(":memory:", config=config))


@contextmanager
def _folder(store: Path) -> Iterator[Path]:
    """Hold a fresh folder, locked, so that nobody takes it for the remains of a crash."""
    shelf = store / SHELF
    shelf.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as stack:
        with _locked(shelf, fcntl.LOCK_EX):
            _sweep(shelf)
            own = Path(tempfile.mkdtemp(dir=shelf))
            stack.callback(shutil.rmtree, own, ignore_errors=True)
            stack.enter_context(_locked(own, fcntl.LOCK_EX))
        yield own


def _sweep(shelf: Path) -> None:
    """Remove what processes left that were killed: nobody holds it any more."""
    for path in shelf.iterdir():
        with suppress(OSError), _locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


__all__ = ["SHELF", "connected"]
