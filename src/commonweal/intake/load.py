"""Take in exports and publish them as a new dataset version. One load replaces what was there.

`ingest` is the whole of it: read and set aside, settle, judge, write, publish. A load that is
refused, or that dies, leaves the version before it untouched.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path

import duckdb

from commonweal import __version__
from commonweal.intake import history
from commonweal.intake.context import Context
from commonweal.intake.faults import Fault
from commonweal.intake.faults import found as faults_of
from commonweal.intake.files import FileRecord
from commonweal.intake.finish import NEEDED, Finished, Finishing, Job
from commonweal.intake.keys import PatientKeys, key_of
from commonweal.intake.memory import give_back
from commonweal.intake.meter import Meter, Progress
from commonweal.intake.people import settle
from commonweal.intake.publish import publish, version_of, writing
from commonweal.intake.query import rows
from commonweal.intake.record import ledger, write_manifest, write_trail
from commonweal.intake.renew.again import NOTHING, REPLACE, Again, How, Told
from commonweal.intake.renew.inputs import look
from commonweal.intake.renew.rows import Standing, park
from commonweal.intake.resume.keeper import EVERY, NEVER, Keeper
from commonweal.intake.resume.kept import STAGE, Note, agreement, forget, take_up
from commonweal.intake.rules import personal
from commonweal.intake.sources import Into, Source, originals, read
from commonweal.intake.staging import Staging
from commonweal.intake.versions import open_version
from commonweal.kinds import Problem
from commonweal.tables.dataset import Dataset
from commonweal.tables.registry import ROSTERS
from commonweal.vault import vault

_MEMORY = "256MB"
_LITTLE = "SET memory_limit = '160MB'"  # where most rows are sorted beside DuckDB, not in it
_TRAIL = "Writing down where each row came from"
_SAID = "Writing down what people say of themselves"
# With more rows of what people say it is settled alone: it may take all the memory there is.
_FEW_ANSWERS = 600_000
# Results are held against what was submitted, and rows of unknown people are told there.
KEPT_ORPHANS = frozenset({"measure_result"})


@dataclass(frozen=True)
class Limits:
    """Say how much may be wrong before a load is refused: both must be passed.

    bad_share, bad_lines: lines of one file that had to be set aside
    orphan_share, orphans: rows of one table that point at nobody
    """

    bad_share: float = 0.01
    bad_lines: int = 10
    orphan_share: float = 0.05
    orphans: int = 10


@dataclass(frozen=True)
class LoadReport:
    """Say what a load did, to the row.

    dataset: the version that is current now; None for a trial run
    version: name of the version that the content makes
    parent: version that was current before, or ""
    fresh: whether this content was not in the store before
    files: what became of each file; received = accepted + quarantined + left out
    rows: rows of each table that the load held
    repeated: rows that stood more than once under one id, by table
    problems: (table, code, rows, an example's key, persons they are about), with no persons for a
        table that is not about people
    marks: (code, people) of odd records of self-description
    derived: tables that were made of headcount snapshots, as no file held them
    faults: what could not be read, by file and column of mapped files
    refused: of a trial, why a load of this would be refused, or None
    again: what the load did to what stood in the store
    """

    dataset: Dataset | None
    version: str
    parent: str
    fresh: bool
    files: tuple[FileRecord, ...]
    rows: dict[str, int]
    repeated: dict[str, int]
    problems: tuple[tuple[str, str, int, str, int], ...]
    marks: tuple[tuple[str, int], ...]
    derived: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    refused: Problem | None = None
    again: Told = NOTHING

    @property
    def quarantined(self) -> int:
        """Give how many lines were set aside."""
        return sum(record.quarantined for record in self.files)

    @property
    def broken(self) -> tuple[str, ...]:
        """Name the files that break off."""
        return tuple(record.name for record in self.files if record.broken)


def ingest(
    store: Path,
    sources: Sequence[Source],
    *,
    accept: Limits = Limits(),
    today: date,
    progress: Progress | None = None,
    dry_run: bool = False,
    key_file: Path | None = None,
    errors: Path | None = None,
    how: How = REPLACE,
    resume: bool = False,
    every: int = EVERY,
) -> LoadReport:
    """Take in all sources as one new version of the store, unless it holds just these already.

    store: folder of the store; made when missing
    sources: exports
    accept: how much may be wrong
    today: births after this day are marked; a load that goes on keeps the day on which it began
    progress: called with (what is done, bytes done, of how many)
    dry_run: whether to stop before publication and leave nothing behind
    key_file: file of the key of people, or None for the store's own
    errors: CSV to write with what could not be read (file, line, column, code), or None
    how: how the load stands to what is in the store; it replaces all of it unless said otherwise
    resume: whether to go on where a load was interrupted
    every: bytes of text after which what was read is kept for that
    A trial that a load would refuse ends with a report that says why.
    Fails with Problem "store-busy", "source-missing", "source-empty", "source-id", "fhir-stu3",
    "file-refused", "orphans-too-many", "key-unreadable", "load-shrinks", "rows-missing",
    "rows-older", "erase-malformed", "manifest-file-missing", "resume-nothing", "resume-changed",
    "resume-trial", or one of a mapping.
    """
    _check(sources, how, resume and dry_run)
    existed = store.exists()
    give_back()
    try:
        with writing(store) as folder:
            keys = PatientKeys(key_of(store, key_file, keep=not dry_run))
            again = Again(store, sources, how, asdict(accept), keys)
            many = 0 if resume else again.same()
            if many:
                return _as_it_stands(store, again.stands, many)
            agreed = agreement(sources, asdict(accept), how, keys, again.stands.version)
            note = Note(agreed, today.isoformat())
            if resume:
                note = take_up(store, folder, agreed, sources)
            elif not dry_run:
                forget(store)
            load = _Load(folder, keys, accept, date.fromisoformat(note.day), again)
            found = look(sources)
            load.meter = Meter([one.size for one in found], progress)
            load.every = NEVER if dry_run else Keeper.often(every, found)
            load.trial, load.errors = dry_run, errors
            return load.run(store, sources, note)
    finally:
        if dry_run and not existed:
            shutil.rmtree(store, ignore_errors=True)


class _Load:
    """Hold the state of one load between its steps."""

    def __init__(
        self,
        folder: Path,
        keys: PatientKeys,
        accept: Limits,
        today: date,
        again: Again,
    ) -> None:
        self.folder = folder
        self.again = again
        self.keys = keys
        self.accept = accept
        self.today = today
        self.meter = Meter([0], None)
        self.every = NEVER
        self.files: list[FileRecord] = []
        self.held: set[str] = set()
        self.asked = False
        self.derived: frozenset[str] = frozenset()
        self.trial = False
        self.errors: Path | None = None
        self.faults: tuple[Fault, ...] = ()
        self.marks: list[tuple[str, int]] = []
        self.refused: Problem | None = None

    def run(self, store: Path, sources: Sequence[Source], note: Note) -> LoadReport:
        staging = Staging(self.folder / STAGE, note.name)
        keeper = Keeper(self.folder, staging, self.files, meter=self.meter, note=note,
                        every=self.every)  # fmt: skip
        self._begin(staging, note)
        for place, source in enumerate(sources):
            if place >= note.source:
                keeper.begin(place, source)
                self._read(source, staging, keeper)
            self._hold(source, note.tables[place])
        self.asked = note.asked
        staging.close(self.held | NEEDED)
        if self.errors is not None or any(record.mapping for record in self.files):
            self.faults = faults_of(staging, self.files, self.errors)
        self._judge_files()
        staging = self.again.lay(self.folder, staging, self.files, self.held)
        self.asked = self.asked or self.again.asked
        found = self._write(staging, store, sources)
        shrinks = self.again.compare(self.folder, self.held)
        if shrinks is not None:
            self._refuse(shrinks)
        parent = self.again.stands.version
        version = version_of(
            self.folder / "version" / "tables", self.folder / "vault", ledger(sources, self.files)
        )
        keeper.drop()
        park(staging.folder, self.folder)
        write_manifest(
            self.folder, version=version, parent=parent, today=self.today, files=self.files,
            found=found, marks=self.marks, held=self.held, derived=self.derived,
            code_version=__version__,
            loads=self.again.written(self.today, self.files, self.asked),
        )  # fmt: skip
        if not self.trial:
            self.again.remember()
        fresh = not self.trial and publish(store, self.folder, version)
        return LoadReport(
            None if self.trial else open_version(store, version), version, parent, fresh,
            tuple(self.again.fresh(self.files)),
            {name: found.rows[name] for name in sorted(self.held)},
            {name: n for name, n in found.repeated.items() if n},
            tuple(found.problems), tuple(self.marks), tuple(sorted(self.derived)),
            self.faults, self.refused, self.again.told(self.files),
        )  # fmt: skip

    def _refuse(self, problem: Problem) -> None:
        """Refuse the load; a trial goes on, so that all that is wrong is told at once."""
        if not self.trial:
            raise problem
        self.refused = self.refused or problem

    def _begin(self, staging: Staging, note: Note) -> None:
        """Stage what is named as gone, unless that was kept, and take up the records of files."""
        if not note.rounds:
            staging.folder.mkdir()
            self.files += self.again.begin(staging)
            return
        aside = self.folder / "aside"
        aside.mkdir()
        self.again.begin(Staging(aside))
        self.files += note.files

    def _read(self, source: Source, staging: Staging, keeper: Keeper) -> None:
        context = Context(source.source_id, self.keys, source.one_patient)
        tables = read(source, Into(staging, context, self.files, keeper))
        keeper.end(tables, context.asked)

    def _hold(self, source: Source, tables: Collection[str]) -> None:
        self.again.read(source, set(tables))
        self.held |= set(tables)

    def _judge_files(self) -> None:
        for record in self.again.fresh(self.files):
            share = record.quarantined / max(1, record.received)
            if share > self.accept.bad_share and record.quarantined > self.accept.bad_lines:
                self._refuse(Problem(
                    "file-refused",
                    f"{record.quarantined} of {record.received} lines of {record.name} can not be "
                    "read, so the load was refused.",
                    "Look at the file, or allow more bad lines with --accept-bad.",
                ))  # fmt: skip

    def _write(self, staging: Staging, store: Path, sources: Sequence[Source]) -> Finished:
        spill = self.folder / "spill"
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1, "memory_limit": _MEMORY, "temp_directory": str(spill),
        }  # fmt: skip
        with duckdb.connect(config=settings) as connection:
            finishing = Finishing(connection, staging, frozenset(self.held), self.asked,
                                  lambda: originals(sources, self.files))  # fmt: skip
            self.meter.say("Looking for rows that are repeated")
            finishing.prepare(self.today)
            if finishing.few() and _answers(staging) <= _FEW_ANSWERS // 4:
                rows(connection, _LITTLE)
            if history.wanted(self.held):
                self.derived = history.MADE
                self.held |= history.MADE
            tables = self.folder / "version" / "tables"
            tables.mkdir(parents=True)
            last: dict[str, Job] = {_TRAIL: self._write_trail, _SAID: partial(self._settle, store)}
            alone = [] if _answers(staging) <= _FEW_ANSWERS else [last.pop(_SAID)]
            finishing.write_all(self.held, tables, self.meter, last, _TRAIL)
            self._judge_orphans(finishing.found)
            for settle_people in alone:
                self.meter.say(_SAID)
                settle_people(connection)
        return finishing.found

    def _write_trail(self, connection: duckdb.DuckDBPyConnection) -> None:
        write_trail(connection, self.folder / "version", sorted(self.held))

    def _settle(self, store: Path, connection: duckdb.DuckDBPyConnection) -> None:
        _, self.marks = settle(connection, self.folder / "vault", self.held, store)

    def _judge_orphans(self, found: Finished) -> None:
        for table in sorted(self.held):
            if not personal(table) or table in KEPT_ORPHANS:
                continue
            if self.trial and "patient" not in self.held:
                continue  # one file is tried alone: its people are in another
            orphans = found.marked(table, "orphan")
            share = orphans / max(1, found.rows[table])
            if share > self.accept.orphan_share and orphans > self.accept.orphans:
                self._refuse(Problem(
                    "orphans-too-many",
                    f"{orphans} of {found.rows[table]} rows of {table} point at a person who is "
                    "not in the load, so the load was refused.",
                    "Check that the file that lists these people belongs to the same export.",
                ))  # fmt: skip


def _answers(staging: Staging) -> int:
    """Give how many rows of what people say there are at most: all that is asked, of everybody."""
    people = sum(staging.many(roster.name) for roster in ROSTERS.values())
    return staging.many("_person") + people * len(vault.ATTRIBUTES)


def _as_it_stands(store: Path, stands: Standing, many: int) -> LoadReport:
    """Report a load whose files are those of the version that stands."""
    written = stands.written
    return LoadReport(
        open_version(store, stands.version), stands.version, stands.version, False,
        tuple(stands.files()), {name: entry["rows"] for name, entry in written["tables"].items()},
        dict(written["repeated"]), tuple(tuple(one) for one in written["problems"]),
        tuple(tuple(one) for one in written["marks"]), tuple(written["derived"]),
        again=Told(same=many),
    )  # fmt: skip


def _check(sources: Sequence[Source], how: How, tried: bool) -> None:
    if tried:
        raise Problem("resume-trial", "A trial reads everything; it goes on with nothing.",
                      "Leave out --dry-run, or --resume.")  # fmt: skip
    for source in sources:
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", source.source_id):
            raise Problem(
                "source-id",
                "The name of a source may hold letters, digits, dots, dashes and underscores only.",
                "Choose a short name such as 'main' or 'north-hospital'.",
            )
    if not sources and how.erase is None:
        raise Problem("source-missing", "No source was named.", "Name a folder or a file.")
