"""Make the page of the extracts from their specifications."""

from __future__ import annotations

from pathlib import Path

from marked import bullets, code, page, plain, table, term

from commonweal.intake.extracts.spec import (
    SYSTEMS,
    Column,
    Extract,
    ExtractFile,
    extracts,
    system_starters,
)
from commonweal.intake.extracts.telling import KINDS, column_text, expected_text


def pages(checkout: Path) -> dict[str, str]:
    """Give the page. It is made from the package, so the checkout is not read."""
    del checkout
    return {
        "extracts.md": page(
            "Extracts",
            "What to ask of those who keep the data. `commonweal extracts` prints the same, and "
            f"`commonweal extracts check` checks what came. A {term('mapping')} lets a file bear "
            "other names.",
            "Expected counts are plain ranges, wide enough for any health system that we know of. "
            "They come from general knowledge, not from a study. Out of the range means: look.",
            "## Mappings to begin with",
            bullets(_system(system, name) for system, name in SYSTEMS.items()),
            *(_extract(one) for one in extracts()),
        )
    }


def _system(system: str, name: str) -> str:
    offered = ", ".join(map(code, system_starters(system)))
    if not offered:
        return (
            f"{name}: none. What is public of it names no tables and columns that we could check."
        )
    return f"{name}, by the names that it publishes, untested on a real instance: {offered}."


def _extract(one: Extract) -> str:
    return "\n\n".join(
        [
            f"## {plain(one.key)}",
            f"**{plain(one.title)}.** {plain(one.why)}",
            *map(_file, one.files),
        ]
    )


def _file(file: ExtractFile) -> str:
    rows = (_row(column) for column in file.columns)
    parts = [f"### {code(file.name)}", plain(file.grain)]
    parts.append(f"Key: {', '.join(map(code, file.key))}.")
    if file.expects:
        parts.append(f"Expected: {plain(expected_text(file))}.")
    parts.append(table(("Column", "Kind", "What stands in it", "Needed"), rows))
    parts.append("Traps:")
    parts.append(bullets(map(plain, file.traps)))
    return "\n\n".join(parts)


def _row(column: Column) -> tuple[str, str, str, str]:
    needed = "yes" if column.needed else "no"
    return code(column.name), KINDS[column.kind], plain(column_text(column)), needed
