"""Read the files of a FHIR R4 source, each in pieces, and record what became of each file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from commonweal.intake.context import Context
from commonweal.intake.fhir.bulk import Listing, listing
from commonweal.intake.fhir.clinical import HELD, KNOWN
from commonweal.intake.fhir.crew import work
from commonweal.intake.fhir.pieces import PieceReader
from commonweal.intake.files import FileRecord, digest, resource_type
from commonweal.intake.parts import Task, cut
from commonweal.intake.resume.keeper import Keeper
from commonweal.intake.staging import Staging


class FhirReader:
    """Read one source.

    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources; a row names its file by its place here
    """

    def __init__(self, staging: Staging, context: Context, files: list[FileRecord]) -> None:
        self._staging = staging
        self._context = context
        self._files = files
        self.tables: set[str] = set()

    def read(self, path: Path, keeper: Keeper | None = None) -> None:
        """Read every file of a folder, or one file; those that were read before stay read.

        path: the folder or file
        keeper: keeps what was read
        Fails as `listing` does, or with Problem "fhir-stu3".
        """
        keeper = keeper or Keeper.idle(self._staging, self._files)
        found = listing(path)
        if found.bulk:
            keeper.opened(found.bulk.path)
        work(self._tasks(found, keeper), found.read, self._context, keeper,
             PieceReader(self._staging, self._context).take)  # fmt: skip
        for record in self._files[keeper.first :]:
            self.tables |= record.tables
        for file, why in found.aside:
            self._files.append(
                FileRecord(self._context.source_id, file.name, digest(file), skipped=why)
            )

    def _tasks(self, found: Listing, keeper: Keeper) -> Iterator[Task]:
        """Give what a load before left unread, then the pieces of the other files."""
        yield from keeper.unread()
        made = found.bulk.made if found.bulk else ""
        mark = keeper.mark
        for file in found.read[mark.file :]:
            named = None if file in found.deletions else resource_type(file.name, KNOWN)
            record = self._record(file, named, keeper)
            if record.skipped:
                keeper.passed(file)
                continue
            for part in cut(file, record, mark):
                if record.sha256:  # the last one
                    mark.pass_on()
                yield keeper.given(Task(file, record, len(self._files) - 1, named or "", made,
                                        part, part.start))  # fmt: skip

    def _record(self, file: Path, named: str | None, keeper: Keeper) -> FileRecord:
        """Give the record of a file, which may have been begun by a load before."""
        if keeper.mark.begun:
            return self._files[-1]
        record = FileRecord(self._context.source_id, file.name, "")
        self._files.append(record)
        keeper.opened(file, len(self._files) - 1)
        keeper.mark.begun = True
        if named is not None and named not in KNOWN:
            record.sha256, record.skipped = digest(file), named
        elif named is not None:
            record.tables.update(HELD.get(named, ()))
        return record
