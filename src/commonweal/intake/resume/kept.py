"""The note of what an interrupted load has read: written, found again, held against what is there.

It lies in the folder of the load, beside the rows, and names no person and no key.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import commonweal
from commonweal.intake.files import FileRecord, digest
from commonweal.intake.keys import PatientKeys
from commonweal.intake.lines import Part
from commonweal.intake.parts import Mark, Task, first_hash
from commonweal.intake.publish import KEPT, TEMPORARY, replace_json
from commonweal.intake.renew.again import How
from commonweal.intake.renew.inputs import Given, look, mapping_hash
from commonweal.kinds import Problem

STAGE = "stage"
_AGAIN = "Load again without --resume; that removes what was kept."


@dataclass(frozen=True)
class Seen:
    """Say how a file looked when it was begun.

    source: place of its source
    path: from the folder of its source, or "." where the source is a file
    size, changed: bytes, and nanoseconds of its last change
    record: place of its record, or None where it has none
    """

    source: int
    path: str
    size: int
    changed: int
    record: int | None

    @classmethod
    def of(cls, path: Path, root: Path, source: int, record: int | None) -> Seen:
        """Look at a file."""
        looked = path.stat()
        return cls(source, str(path.relative_to(root)), looked.st_size, looked.st_mtime_ns, record)


@dataclass(frozen=True)
class Piece:
    """Name a piece of a file whose rows are not all kept.

    path: from the folder of its source, as in `Seen`
    place, allowed, made, reached: as of a `Task`
    part: its first byte, the byte after its last, and the lines before it
    """

    path: str
    place: int
    allowed: str
    made: str
    part: tuple[int, int, int]
    reached: int

    @classmethod
    def of(cls, task: Task, root: Path) -> Piece:
        """Give what is noted of a piece."""
        part = task.part.start, task.part.end, task.part.before
        return cls(str(task.path.relative_to(root)), task.place, task.allowed, task.made, part,
                   task.reached)  # fmt: skip

    def task(self, root: Path, files: Sequence[FileRecord]) -> Task:
        """Give the piece to be read."""
        return Task(root / self.path, files[self.place], self.place, self.allowed, self.made,
                    Part(*self.part), self.reached)  # fmt: skip


@dataclass
class Note:
    """Hold what is written of a load that may be interrupted.

    agreed: what must be the same when the load goes on, by what it is called
    day: on which the load began
    rounds: how often it went on
    source: place of the source at hand; those before it are done
    done: bytes that were read, of all sources
    first, inside, mark: of that source: place of its first record, bytes that were read, and up to
        where its files were given out
    names: files of each source that was begun
    tables: what each source that is done held
    asked: whether a reference named its target by an identifier
    seen: how the files looked that were begun
    files: their records
    pieces: what was given out and is not kept
    parts: staged files that hold all that is kept
    """

    agreed: Mapping[str, Any]
    day: str
    rounds: int = 0
    source: int = 0
    done: int = 0
    first: int = 0
    inside: int = 0
    mark: Mark = field(default_factory=Mark)
    names: list[list[str]] = field(default_factory=list)
    tables: list[list[str]] = field(default_factory=list)
    asked: bool = False
    seen: list[Seen] = field(default_factory=list)
    files: list[FileRecord] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Give a name for the files that are staged now, other than those of the rounds before."""
        return f"r{self.rounds}" if self.rounds else ""

    def write(
        self, folder: Path, files: list[FileRecord], tasks: Sequence[Task], root: Path
    ) -> None:
        """Write the note in the place of the one before.

        folder: of the load
        files: records, of what is kept alone
        tasks: what was given out and is not kept
        root: of the source at hand
        """
        self.files = files
        self.pieces = [Piece.of(task, root) for task in tasks]
        plain = asdict(self)
        for record in plain["files"]:
            record["tables"] = sorted(record["tables"])
        replace_json(folder / KEPT, plain)

    def drop(self, folder: Path) -> None:
        """Remove the note."""
        (folder / KEPT).unlink(missing_ok=True)


def agreement(
    sources: Sequence[Given],
    limits: Mapping[str, float],
    how: How,
    keys: PatientKeys,
    stands: str,
) -> dict[str, Any]:
    """Give what must be the same when a load goes on, by what it is called, as plain values.

    sources: as named
    limits: how much may be wrong
    how: how the load stands to what is in the store
    keys: makes the keys of people
    stands: the version in the store
    """
    return {
        "the sources": [[one.source_id, one.kind, one.load, one.one_patient] for one in sources],
        "the mapping": [mapping_hash(one) for one in sources],
        "the limits": dict(limits),
        "--beside": how.beside,
        "--accept-shrink": how.accept_shrink,
        "the list of what goes": _hash(how.erase),
        "how long rows are kept": how.retain.key if how.retain else "",
        "the key of people": keys(""),  # of nobody: no name of a source is empty
        "the version in the store": stands,
        "the version of Commonweal": commonweal.__version__,
    }


def kept_in(store: Path) -> Path | None:
    """Give the folder of what an interrupted load has read, or None.

    store: folder of the store
    """
    found = sorted(store.glob(f"{TEMPORARY}*/{KEPT}"), key=lambda path: path.stat().st_mtime_ns)
    return found[-1].parent if found else None


def read_before(store: Path) -> int | None:
    """Give how many bytes an interrupted load has read and kept, or None where nothing is kept.

    store: folder of the store
    """
    found = kept_in(store)
    return None if found is None else int(json.loads((found / KEPT).read_text())["done"])


def forget(store: Path) -> None:
    """Remove what interrupted loads have read.

    store: folder of the store, held for writing
    """
    for path in store.glob(f"{TEMPORARY}*/{KEPT}"):
        shutil.rmtree(path.parent, ignore_errors=True)


def take_up(store: Path, folder: Path, agreed: Mapping[str, Any], sources: Sequence[Given]) -> Note:
    """Make what an interrupted load has read the beginning of this one.

    store: folder of the store, held for writing
    folder: of this load, empty
    agreed: of this load
    sources: as named
    Fails with Problem "resume-nothing" or "resume-changed"; what was kept then stays.
    """
    found = kept_in(store)
    if found is None:
        raise Problem(
            "resume-nothing",
            "Nothing is kept in this store that a load could go on with.",
            "Load again without --resume. A load is kept from its first 128 MB on.",
        )
    note = _read(found / KEPT)
    _compare(note, agreed, sources)
    if not all((found / STAGE / name).is_file() for name in note.parts):
        raise Problem("resume-changed", "Files are missing from what was kept.", _AGAIN)
    # A process of the killed load may still be writing: under the new name it finds nothing.
    found.rename(folder)
    for path in folder.iterdir():
        if path.name == STAGE:
            _keep_only(path, frozenset(note.parts))
        elif path.is_dir():
            shutil.rmtree(path)
        elif path.name != KEPT:
            path.unlink()
    note.rounds += 1
    return note


def names_of(source: Given) -> list[str]:
    """Give the names of the files of a source.

    source: as named
    """
    return [str(file.relative_to(source.path)) for found in look([source]) for file in found.files]


def _read(path: Path) -> Note:
    plain = json.loads(path.read_text())
    plain["mark"] = Mark(**plain["mark"])
    plain["seen"] = [Seen(**one) for one in plain["seen"]]
    plain["pieces"] = [Piece(**one | {"part": tuple(one["part"])}) for one in plain["pieces"]]
    plain["files"] = [FileRecord(**one | {"tables": set(one["tables"])}) for one in plain["files"]]
    return Note(**plain)


def _keep_only(folder: Path, names: frozenset[str]) -> None:
    for path in folder.iterdir():
        if path.name not in names:
            path.unlink()


def _compare(note: Note, agreed: Mapping[str, Any], sources: Sequence[Given]) -> None:
    """Fail where anything differs from when the load began."""
    other = [name for name, value in agreed.items() if note.agreed.get(name) != value]
    if other:
        raise Problem(
            "resume-changed",
            f"What is kept is of another load. What differs: {'; '.join(other)}.",
            f"Name just what you named before. {_AGAIN}",
        )
    for source, names in zip(sources, note.names, strict=False):
        there = names_of(source)
        if there != names:
            name = min(set(there) ^ set(names))
            raise _changed(Path(name).name, "was added" if name in there else "is gone")
    for seen in note.seen:
        path = sources[seen.source].path / seen.path
        if not _same(path, seen, note):
            raise _changed(path.name, "has changed")


def _same(path: Path, seen: Seen, note: Note) -> bool:
    looked = path.stat()
    if (looked.st_size, looked.st_mtime_ns) != (seen.size, seen.changed):
        return False
    if seen.record is None:
        return True
    sha256 = note.files[seen.record].sha256
    if sha256:
        return digest(path) == sha256
    return not note.mark.end or first_hash(path, note.mark.end) == note.mark.sha256


def _changed(name: str, how: str) -> Problem:
    return Problem("resume-changed", f"The file {name} {how} since the load began.", _AGAIN)


def _hash(path: Path | None) -> str:
    return digest(path) if path is not None and path.is_file() else ""
