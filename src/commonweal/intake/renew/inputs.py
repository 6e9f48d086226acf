"""Know a load by its content: the hashes of all its files and everything that bears on the tables.

Sizes alone may say that a load is another one; that it is the same is said by the hashes alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import commonweal
from commonweal.intake.fhir.bulk import SUBFOLDERS
from commonweal.intake.files import CSV_NAME, FHIR_NAME, FileRecord, digest
from commonweal.intake.record import SCHEMA

HANDS = 2


class Given(Protocol):
    """Be a source that was named."""

    @property
    def path(self) -> Path:
        """Give the folder or file."""

    @property
    def kind(self) -> str:
        """Give the kind of export."""

    @property
    def source_id(self) -> str:
        """Give which feed."""

    @property
    def mapping(self) -> Path | None:
        """Give the file that says what columns mean."""

    @property
    def one_patient(self) -> bool:
        """Say whether it is the record of one patient."""

    @property
    def load(self) -> str:
        """Say whether it is all there is, or what is new."""


@dataclass(frozen=True)
class Found:
    """Hold the files of a source as they lie there.

    source: as named
    files: what its reader would take up
    """

    source: Given
    files: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Give the bytes of all files."""
        return sum(file.stat().st_size for file in self.files)


def look(sources: Sequence[Given]) -> list[Found]:
    """List the files of the sources; one that is not there has none.

    sources: as named
    """
    return [Found(source, tuple(_listed(source))) for source in sources]


def hashed(found: Sequence[Found]) -> list[tuple[str, str, str]]:
    """Give (source, name, SHA-256) of every file. Two are read at a time.

    found: from `look`
    """
    every = [(one.source.source_id, file) for one in found for file in one.files]
    with ThreadPoolExecutor(HANDS) as hands:
        hashes = hands.map(digest, (file for _, file in every))
        return [(source, file.name, sha256)
                for (source, file), sha256 in zip(every, hashes, strict=True)]  # fmt: skip


def recorded(files: Sequence[FileRecord]) -> list[tuple[str, str, str]]:
    """Give (source, name, SHA-256) of every file that was read.

    files: their records
    """
    # a file that no reader took has no hash
    return [(one.source_id, one.name, one.sha256) for one in files if one.sha256]


def fingerprint(
    sources: Sequence[Given], files: Sequence[tuple[str, str, str]], settings: Mapping[str, Any]
) -> str:
    """Give one hash of all that makes a load what it is.

    sources: as named
    files: (source, name, SHA-256) of every file
    settings: what else bears on the tables, as plain values
    """
    told = [[source.source_id, source.kind, source.load, source.one_patient, mapping_hash(source)]
            for source in sources]  # fmt: skip
    content = [SCHEMA, commonweal.__version__, sorted(told), sorted(files), dict(settings)]
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def mapping_hash(source: Given) -> str:
    """Give the hash of the mapping of a source, or "".

    source: as named
    """
    mapping = source.mapping
    return digest(mapping) if mapping is not None and mapping.is_file() else ""


def _listed(source: Given) -> list[Path]:
    path = source.path
    if path.is_file():
        return [path]
    if source.kind == "fhir":
        folders = [path, *(path / name for name in SUBFOLDERS)]
        return [file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir())
                if file.is_file() and FHIR_NAME.fullmatch(file.name)]  # fmt: skip
    if not path.is_dir():
        return []
    return [
        file
        for file in sorted(path.rglob("*"))
        if file.is_file() and (CSV_NAME.fullmatch(file.name) or file.suffix == ".parquet")
    ]
