"""Keep what a load has read: rows in closed files, and a note of what is still to be read.

The order of rows does not matter, so each process closes its files when it has read enough. The
note names the files that are closed, and every piece whose rows are not all in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from commonweal.intake.files import FileRecord
from commonweal.intake.lines import Part
from commonweal.intake.meter import Meter
from commonweal.intake.parts import PIECE, Answer, Mark, Task, weight
from commonweal.intake.publish import sync
from commonweal.intake.renew.inputs import Found, Given
from commonweal.intake.resume.kept import Note, Seen, names_of
from commonweal.intake.staging import Staging

EVERY = 128 * 1024 * 1024
MOST = 64
NEVER = 1 << 62
HERE = "here"


class Keeper:
    """Count what is read, and note it each time that enough was.

    folder: of the load
    staging: takes the rows that this process reads
    files: records of the files read so far, of all sources
    meter: tells how far the load is
    note: what a load before has read, or an empty one
    every: bytes of text after which what was read is noted; `NEVER` for no note at all
    """

    def __init__(
        self,
        folder: Path,
        staging: Staging,
        files: list[FileRecord],
        *,
        meter: Meter,
        note: Note,
        every: int = NEVER,
    ) -> None:
        self.staging = staging
        self.meter = meter
        self.every = every
        self._folder = folder
        self._files = files
        self._note = note
        self._root = folder
        self._since = 0
        self._whole = False  # whether a source is kept only when all of it was read
        self._open: dict[tuple[int, int], Task] = {}
        self._reached: dict[tuple[int, int], int] = {}
        self._answers: defaultdict[str, list[tuple[Task, Answer, int]]] = defaultdict(list)
        self._unsafe: list[str] = []  # names of closed files that the disk may not hold yet

    @staticmethod
    def often(every: int, found: Iterable[Found]) -> int:
        """Give the bytes of text after which what was read is noted: not often in a large load.

        every: the fewest; a load that is smaller is not noted at all
        found: the files of the sources
        """
        whole = sum(weight(file) for one in found for file in one.files)
        return max(every, whole // MOST) if whole >= every else NEVER

    @classmethod
    def idle(cls, staging: Staging, files: list[FileRecord]) -> Keeper:
        """Give one that counts and keeps nothing, for a source that is read alone."""
        return cls(staging.folder, staging, files, meter=Meter([0], None), note=Note({}, ""))

    @property
    def first(self) -> int:
        """Give the place of the first record of the source at hand."""
        return self._note.first

    @property
    def mark(self) -> Mark:
        """Give up to where the source at hand was given out."""
        return self._note.mark

    @property
    def step(self) -> int:
        """Give the bytes of text after which it may be asked whether to note what was read."""
        return min(PIECE, self.every)

    def name_of(self, process: str) -> str:
        """Give the name by which a process marks the files that it stages."""
        return ".".join(filter(None, (self.staging.name, process)))

    def begin(self, place: int, source: Given) -> None:
        """Begin a source, or go on with it.

        place: of the source among all
        source: as named
        """
        note, self._root, self._whole = self._note, source.path, source.one_patient
        if len(note.names) == place:
            note.first, note.inside, note.mark = len(self._files), 0, Mark()
            note.names.append(names_of(source))
        self.meter.begin(place, note.inside)

    def opened(self, path: Path, record: int | None = None) -> None:
        """Remember how a file looks that is begun.

        path: the file
        record: place of its record
        """
        self.meter.at(path.name, self.meter.inside)
        if self.every < NEVER:
            self._note.seen.append(Seen.of(path, self._root, self._note.source, record))

    def unread(self) -> Iterator[Task]:
        """Give the pieces that a load before has begun, and not kept to the end."""
        for piece in self._note.pieces:
            yield self.given(piece.task(self._root, self._files))

    def given(self, task: Task) -> Task:
        """Know a piece that will be read; it is open until all of its rows are kept."""
        self._open[_key(task)] = task
        self._reached[_key(task)] = task.reached
        return task

    def passed(self, path: Path, told: int = 0) -> None:
        """Pass over a file that is not read in pieces.

        path: the file
        told: bytes of it that the meter knows of
        """
        self.meter.at(path.name, self.meter.inside + path.stat().st_size - told)
        self.mark.pass_on()

    def pause(self, text: int) -> None:
        """Note what was read here, where that is worth it and nothing is half read.

        text: bytes that were read since the last pause
        """
        self._since += text
        if self._since >= self.every and not self._whole:
            self._write()

    def heard(self, who: str, task: Task, answer: Answer) -> None:
        """Count what became of a piece.

        who: the process that read it, or `HERE`
        task: the piece
        answer: what became of it since the last answer
        """
        answer.count(task.record)
        self._note.asked |= answer.asked
        came = answer.reached - self._reached[_key(task)]
        self._reached[_key(task)] = answer.reached
        self.meter.at(task.record.name, self.meter.inside + came)
        if self.every == NEVER:
            return
        self._answers[who].append((task, answer, came))
        if who == HERE:
            self.pause(answer.text)
        elif answer.whole is not None:
            self._close(who, answer.whole)
            self._write()

    def end(self, tables: Collection[str], asked: bool) -> None:
        """End a source: all processes have closed their files.

        tables: what it held
        asked: whether a reference named its target by an identifier
        """
        note = self._note
        note.asked |= asked
        note.tables.append(sorted(tables))
        note.source += 1
        for held in (self._open, self._reached, self._answers):
            held.clear()
        if self.every == NEVER:
            return
        self.staging.renew()
        known = set(note.parts) - set(self._unsafe)
        note.parts = sorted(path.name for path in self.staging.folder.iterdir())
        self._unsafe = [name for name in note.parts if name not in known]
        note.mark = Mark()
        self._write()

    def drop(self) -> None:
        """Keep nothing any more: what was read becomes a version."""
        self._note.drop(self._folder)

    def _close(self, who: str, names: Sequence[str]) -> None:
        for task, answer, _ in self._answers.pop(who, ()):
            if answer.left is None:
                del self._open[_key(task)]
            else:
                start, before = answer.left
                self._open[_key(task)] = replace(
                    task, part=Part(start, task.part.end, before), reached=answer.reached
                )
        self._note.parts += names
        self._unsafe += names

    def _write(self) -> None:
        note, self._since = self._note, 0
        self._close(HERE, self.staging.renew())
        for name in self._unsafe:
            sync(self.staging.folder / name)
        sync(self.staging.folder)
        self._unsafe = []
        lost, records = 0, deepcopy(self._files)
        for task, answer, came in (one for many in self._answers.values() for one in many):
            answer.count(records[task.place], -1)
            lost += came
        note.done = self.meter.done - lost
        note.inside = self.meter.inside - lost
        note.write(self._folder, records, [*self._open.values()], self._root)


def _key(task: Task) -> tuple[int, int]:
    return task.place, task.part.start
