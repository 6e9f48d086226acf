"""Read an export of the OMOP model, 5.3 or 5.4, into the staging: CSV or Parquet, by sets of rows.

A table that is missing, or empty as a model that was never filled, is missing: what needs it can
not be computed, and is never zero.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from commonweal.intake.context import Context
from commonweal.intake.files import FileRecord, digest
from commonweal.intake.meter import Progress
from commonweal.intake.omop import (
    asked,
    care,
    concepts,
    events,
    exports,
    mapping,
    people,
    places,
    pressure,
    times,
)
from commonweal.intake.omop.cdm import READ
from commonweal.intake.omop.copying import Copied
from commonweal.intake.omop.raw import Raw
from commonweal.intake.staging import Staging

_MEMORY = "300MB"
# Results lie in both tables: of one alone nobody can tell what was not measured or not asked. Where
# nothing was asked, an observation table with its head alone says so.
_RESULTS = ("measurement", "observation")
_HELD = {
    "person": ("patient",), "care_site": ("organization",), "payer_plan_period": ("coverage",),
    "visit_occurrence": ("encounter",), "condition_occurrence": ("condition",),
    "procedure_occurrence": ("procedure",),
}  # fmt: skip


def read_omop(
    path: Path,
    chosen: Path | None,
    staging: Staging,
    context: Context,
    *,
    files: list[FileRecord],
    progress: Progress | None = None,
) -> set[str]:
    """Read the tables of a source.

    path: a folder or one file
    chosen: TOML file that says which questions ask for an attribute of people, or None
    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources
    progress: called with (file, done, of how many)
    Gives the tables that the source held.
    Fails with Problem "source-missing", "source-empty", "omop-column-missing", "omop-unreadable",
    "mapping-unreadable" or "mapping-unknown".
    """
    asks = mapping.read(path, chosen)
    found = exports.found(path)
    room = staging.room(f"omop-{len(files)}")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY, "temp_directory": str(room / "spill"),
    }  # fmt: skip
    with duckdb.connect(config=settings) as connection:
        times.learn(connection)
        concepts.learn(connection)
        raw = Raw(connection, room, staging, source_id=context.source_id, files=files)
        _bring(raw, found, context.source_id, progress)
        for name in sorted(READ, key=lambda one: one == "death"):
            raw.settle(READ[name], events.fault(READ[name]))
        present = {table for _, table in found if table in READ}
        filled = {table for table in present if raw.counts(table)} | (present & {"observation"})
        return _stage(raw, staging, context, asks, filled)


def _bring(
    raw: Raw, found: list[tuple[Path, str]], source_id: str, progress: Progress | None
) -> None:
    """Bring all files in: two are copied at a time, and told of in their order."""
    begun = len(raw.files)

    def copied(place: int, file: Path, table: str) -> Copied:
        if table not in READ:
            return Copied(digest(file), True, 0)
        return raw.copy(exports.look(file, table), place)

    alone = []
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(copied, begun + index, *one) for index, one in enumerate(found)]
        try:
            for index, (file, table) in enumerate(found):
                if progress is not None:
                    progress(file.name, index, len(found))
                raw.files.append(FileRecord(source_id, file.name, ""))
                try:
                    _take_up(raw, begun + index, table, waiting[index].result())
                except duckdb.OutOfMemoryException:
                    alone.append(index)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for index in alone:  # two did not fit into the memory at once
        try:
            _take_up(raw, begun + index, found[index][1], copied(begun + index, *found[index]))
        except duckdb.OutOfMemoryException:
            raise exports.unreadable(found[index][0]) from None


def _take_up(raw: Raw, place: int, table: str, became: Copied) -> None:
    """Write down what became of a file, and bring it in where its table is read."""
    raw.files[place].sha256 = became.sha256
    if table in READ:
        raw.bring(READ[table], place, became)
    else:
        raw.files[place].skipped = table


def _stage(
    raw: Raw,
    staging: Staging,
    context: Context,
    asks: tuple[mapping.Answers, ...],
    filled: Collection[str],
) -> set[str]:
    connection, feed = raw.connection, context.key("")
    people.key_people(connection, context)
    concepts.settle(connection, {one: part.attribute for part in asks for one in part.concepts})
    people.stage_patients(connection, staging, context)
    places.stage_sites(connection, staging, feed, context.source_id)
    places.stage_coverage(connection, staging, feed, context.source_id)
    events.settle(connection, feed, context.source_id)
    held = {table for name in filled for table in _HELD.get(name, ())}
    held |= care.stage(connection, staging, feed)
    for place, many in care.given(connection):
        _leave_out(raw.files[place], many)
    asked.stage(connection, staging, asks)
    if set(_RESULTS) <= set(filled):
        pressure.stage(connection, staging, care.stage_results(connection, staging))
        return held | {"observation", "component"}
    for name in _RESULTS:
        for place, many in raw.counts(name):
            _leave_out(raw.files[place], many)
    return held


def _leave_out(record: FileRecord, many: int) -> None:
    record.left_out += many
    record.accepted -= many
