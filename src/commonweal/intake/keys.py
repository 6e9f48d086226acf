"""Make the keys of rows: a person's key is a keyed hash, so that ids never leave the source.

The key file lives apart from the tables and is readable by its owner only.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from commonweal.kinds import Problem

SIZE = 32
MOST_REMEMBERED = 100_000


def key_of(store: Path, key_file: Path | None, keep: bool = True) -> bytes:
    """Read the store's secret key, and make it on first use.

    store: folder of the store
    key_file: where the key lies, or None for `keys/patient.key` in the store
    keep: whether a new key is written down; a trial run leaves nothing behind
    Fails with Problem "key-unreadable".
    """
    path = key_file or store / "keys" / "patient.key"
    if path.exists():
        content = path.read_bytes()
        if len(content) != SIZE:
            raise Problem(
                "key-unreadable",
                f"The key file {path} does not hold {SIZE} bytes.",
                "Bring back the key file that this store was first loaded with.",
            )
        return content
    fresh = secrets.token_bytes(SIZE)
    if keep:
        _write(path, fresh)
    return fresh


class PatientKeys:
    """Give each person's key: 32 hexadecimal digits of HMAC-SHA256 over source and id.

    secret: 32 bytes
    """

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Give the key of one "source/id"."""
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = hmac.digest(self.secret, name.encode(), "sha256").hex()[:32]
            self._known[name] = known
        return known


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(path.name + ".new")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    partial.replace(path)
