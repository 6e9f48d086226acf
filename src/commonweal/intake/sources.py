"""Name an export, and read it into the staging by the reader of its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from commonweal.intake.context import Context
from commonweal.intake.fhir.reader import FhirReader
from commonweal.intake.files import FileRecord
from commonweal.intake.mapped.reader import read_mapped
from commonweal.intake.staging import Staging

Kind = Literal["fhir", "csv"]
Progress = Callable[[str, int, int], None]
Reader = Callable[["Source", Staging, Context, list[FileRecord], Progress | None], set[str]]


@dataclass(frozen=True)
class Source:
    """Name one export.

    path: a folder or a file
    kind: "fhir" (R4 NDJSON, plain or gz) or "csv" (with a mapping)
    source_id: which feed; ids may repeat between feeds
    mapping: TOML file that says what the columns of a CSV mean
    one_patient: whether the source is the whole record of one patient, as FHIR's $everything
        gives it: references to a patient that is not there are then to that one
    """

    path: Path
    kind: Kind
    source_id: str = "main"
    mapping: Path | None = None
    one_patient: bool = False


def read(
    source: Source,
    staging: Staging,
    context: Context,
    files: list[FileRecord],
    progress: Progress | None,
) -> set[str]:
    """Read a source into the staging.

    source: the export
    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources
    progress: called with (file, done, of how many)
    Gives the tables that the source held. Fails as the reader of its kind does.
    """
    return READERS[source.kind](source, staging, context, files, progress)


def _fhir(
    source: Source,
    staging: Staging,
    context: Context,
    files: list[FileRecord],
    progress: Progress | None,
) -> set[str]:
    reader = FhirReader(staging, context, files)
    reader.read(source.path, progress)
    return reader.tables


def _csv(
    source: Source,
    staging: Staging,
    context: Context,
    files: list[FileRecord],
    progress: Progress | None,
) -> set[str]:
    return read_mapped(
        source.path, source.mapping, staging, context, files=files, progress=progress
    )


READERS: dict[Kind, Reader] = {"fhir": _fhir, "csv": _csv}
