"""Name an export, and read it into the staging by the reader of its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Literal

from commonweal.intake.context import Context
from commonweal.intake.fhir.bulk import listing
from commonweal.intake.fhir.reader import FhirReader
from commonweal.intake.files import NOT_AN_EXPORT, FileRecord
from commonweal.intake.mapped.reader import read_mapped
from commonweal.intake.meter import BRINGING
from commonweal.intake.omop.exports import found
from commonweal.intake.omop.mapping import FILE
from commonweal.intake.omop.reader import read_omop
from commonweal.intake.results import read_results
from commonweal.intake.resume.keeper import Keeper
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

Load = Literal["full", "since"]
Kind = Literal["fhir", "csv", "results", "omop"]


@dataclass(frozen=True)
class Source:
    """Name one export.

    path: a folder or a file
    kind: "fhir" (R4 NDJSON, plain or gz), "csv" (with a mapping), "results" (of
        measures, computed elsewhere, with standard columns, or what is said of those measures) or
        "omop" (tables of the OMOP model, CSV or Parquet)
    source_id: which feed; ids may repeat between feeds
    mapping: TOML file that says what the columns of a CSV mean
    one_patient: whether the source is the whole record of one patient, as FHIR's $everything
        gives it: references to a patient that is not there are then to that one
    load: "full" when the source holds all there is, "since" when it holds what is new or changed
    """

    path: Path
    kind: Kind
    source_id: str = "main"
    mapping: Path | None = None
    one_patient: bool = False
    load: Load = "full"


@dataclass(frozen=True)
class Into:
    """Say where a reader puts what it reads.

    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources
    keeper: knows what of the source was read before, and keeps what is read
    """

    staging: Staging
    context: Context
    files: list[FileRecord]
    keeper: Keeper


def read(source: Source, into: Into) -> set[str]:
    """Read a source into the staging, or what is left of it.

    source: the export
    into: where its rows go
    Files of the folder that no reader took are recorded too, so that none goes unseen.
    Gives the tables that the source held. Fails as the reader of its kind does, or with Problem
    "source-nothing-read".
    """
    tables = READERS[source.kind](source, into)
    own = into.files[into.keeper.first :]
    whole = source.load == "full"  # an export of what is new may hold nothing
    if not any(record.accepted for record in own) and any(
        record.received or record.broken or (record.skipped and whole) for record in own
    ):
        raise Problem(
            "source-nothing-read",
            f"Nothing in {source.path.name} could be used: of "
            f"{sum(record.received for record in own)} lines in {len(own)} files, none became a "
            "row.",
            _instead(source.kind, own),
        )
    into.files.extend(_unread(source, {record.name for record in own}))
    return tables


def originals(sources: Sequence[Source], files: Sequence[FileRecord]) -> dict[int, Path]:
    """Give the files of FHIR that were read, by the place by which a row names its file.

    sources: exports
    files: records of the files that were read
    """
    found = {(source.source_id, file.name): file for source in sources if source.kind == "fhir"
             for file in listing(source.path).read}  # fmt: skip
    named = [(place, found.get((one.source_id, one.name))) for place, one in enumerate(files)]
    return {place: file for place, file in named if file is not None}


def _instead(kind: Kind, own: list[FileRecord]) -> str:
    """Say what to do about a source of which nothing became a row."""
    if any(record.broken for record in own):
        return "Fetch the files again, whole: one is no .gz, or breaks off."
    if kind == "fhir":
        return "Check that --kind says what the files are; a FHIR export holds one resource a line."
    return "Check that each row has as many cells as the first line has names, parted alike."


def _unread(source: Source, read_names: set[str]) -> list[FileRecord]:
    if not source.path.is_dir():
        return []
    beside = (
        path for path in sorted(source.path.iterdir())
        if path.name not in read_names and path != source.mapping and path.name[0] != "."
    )  # fmt: skip
    return [
        FileRecord(source.source_id, name, "", skipped=NOT_AN_EXPORT)
        for path in beside if (name := _named(path))
    ]  # fmt: skip


def _named(path: Path) -> str:
    """Name a file, or a folder that holds any: nobody looks into it."""
    if not path.is_dir():
        return path.name
    return f"{path.name}/" if any(one.is_file() for one in path.rglob("*")) else ""


def _fhir(source: Source, into: Into) -> set[str]:
    reader = FhirReader(into.staging, into.context, into.files)
    reader.read(source.path, into.keeper)
    return reader.tables


def _csv(source: Source, into: Into) -> set[str]:
    return read_mapped(source.path, source.mapping, into.staging, into.context,
                       files=into.files, keeper=into.keeper)  # fmt: skip


def _results(source: Source, into: Into) -> set[str]:
    if source.path.suffix == ".toml" and source.path.is_file():  # it is read at once
        into.keeper.opened(source.path, len(into.files))
    return read_results(source.path, into.staging, into.context,
                        files=into.files, keeper=into.keeper)  # fmt: skip


def _omop(source: Source, into: Into) -> set[str]:
    """Read an export of the OMOP model, which is kept only when all of it was read."""
    files, before, keeper = found(source.path), len(into.files), into.keeper
    ends = [0, *accumulate(file.stat().st_size for file, _ in files)]
    tables = read_omop(
        source.path, source.mapping, into.staging, into.context, files=into.files,
        # when all files are in, their rows are still to be joined: that has no bytes
        progress=lambda name, place, _: keeper.meter.at(name, ends[place], BRINGING),
    )  # fmt: skip
    for place, (file, _) in enumerate(files, before):
        keeper.opened(file, place)
    if (source.path / FILE).is_file():
        keeper.opened(source.path / FILE)
    return tables


READERS: dict[Kind, Callable[[Source, Into], set[str]]] = {
    "fhir": _fhir, "csv": _csv, "results": _results, "omop": _omop,
}  # fmt: skip
