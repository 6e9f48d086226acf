"""Join the columns of an extract to those of a delivered file, through their mappings.

The starter of an extract says which column of a table each of its columns fills; the mapping of an
institution says which of its own columns fills the same.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from commonweal.intake.extracts.spec import Extract, ExtractFile, starter
from commonweal.intake.mapped.cell import Cell
from commonweal.intake.mapped.mapping import FileMapping, chosen, read_mapping
from commonweal.kinds import Problem

Target = tuple[str, int, str]


def wired(
    extract: Extract, path: Path, mapping: Path | None
) -> tuple[ExtractFile, tuple[FileMapping, ...], dict[str, Cell]]:
    """Give which file of an extract was delivered, how it is read, and where its columns stand.

    extract: what was asked for
    path: the delivered file
    mapping: TOML file of the institution, or None when the file bears the extract's own columns
    Gives a cell for each column of the extract that the mapping reads.
    Fails with Problem "extract-file-unknown", or as `read_mapping` does.
    """
    own = mappings_of(extract.key)
    parts = chosen(own if mapping is None else read_mapping(mapping), path, True)
    file = _file(extract, own, parts)
    if file is None:
        names = " or ".join(one.name for one in extract.files)
        raise Problem(
            "extract-file-unknown",
            f"The file {path.name} is none of the extract '{extract.key}' by its name or mapping.",
            f"Call it {names} with its ending, or name a mapping that has it.",
        )
    meant = [part for part in own if _stem(part) == file.name]
    given = dict(_targets(list(parts)))
    cells = {cell.column: given[target] for target, cell in _targets(meant)
             if cell.column is not None and target in given}  # fmt: skip
    return file, parts, cells


@cache
def mappings_of(key: str) -> tuple[FileMapping, ...]:
    """Give the mapping of a file that bears the columns of an extract.

    key: of the extract
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{key}.toml"
        path.write_text(starter(key), encoding="utf-8")
        return read_mapping(path)


def _stem(part: FileMapping) -> str:
    return part.pattern.removesuffix(".*")


def _file(
    extract: Extract, own: tuple[FileMapping, ...], parts: tuple[FileMapping, ...]
) -> ExtractFile | None:
    """Give the file whose first table is that of the parts."""
    tables = {_stem(part): part.table for part in reversed(own)}
    named = [one for one in extract.files if parts and _stem(parts[0]) == one.name]
    alike = [one for one in extract.files if parts and tables[one.name] == parts[0].table]
    fuller = [one for one in alike
              if sum(_stem(part) == one.name for part in own) == len(parts)]  # fmt: skip
    return next(iter(named + fuller + alike), None)


def _targets(parts: list[FileMapping]) -> Iterator[tuple[Target, Cell]]:
    """Give (table, which part of that table, column) of all that a file fills."""
    seen: Counter[str] = Counter()
    for part in parts:
        for name, cell in {**part.columns, **part.attributes}.items():
            yield (part.table, seen[part.table], name), cell
        seen[part.table] += 1
