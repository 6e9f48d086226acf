"""Read what a bulk export says of itself: when it was made, its files, deletions and errors.

The manifest is a .json file beside the export. What it lists is read; what it does not list is
named and left alone. A transaction Bundle of DELETE entries says what is no longer there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson

from commonweal.intake.context import Context
from commonweal.intake.fhir.clinical import ALSO, HELD, ROWS
from commonweal.intake.files import FHIR_NAME, FileRecord, listed
from commonweal.intake.lines import lines
from commonweal.intake.points import point
from commonweal.kinds import Problem

LONGEST = 16 * 1024 * 1024
SUBFOLDERS = ("deleted", "error")
NOT_LISTED = "not in the manifest of the export"
MANIFEST = "the manifest of the export"


@dataclass(frozen=True)
class Bulk:
    """Hold the manifest of a bulk export.

    path: its file
    made: transactionTime, as sent, or ""
    request: what was asked, or ""
    output, deleted, error: names of files
    counts: lines that a file should hold, by its name, where that is said
    """

    path: Path
    made: str
    request: str
    output: tuple[str, ...]
    deleted: tuple[str, ...]
    error: tuple[str, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Listing:
    """Sort the files of an export.

    read: to be read, by their types
    deletions: those of them that say what is no longer there
    aside: (file, why it is not read)
    bulk: the manifest, or None
    """

    read: tuple[Path, ...]
    deletions: frozenset[Path] = frozenset()
    aside: tuple[tuple[Path, str], ...] = ()
    bulk: Bulk | None = None


def listing(path: Path) -> Listing:
    """Sort the files of an export by what its manifest says; without one all are read.

    path: a folder or one file
    Fails as `listed` does, or with Problem "manifest-file-missing".
    """
    found = listed(path, FHIR_NAME)
    bulk = manifest_of(path)
    if bulk is None:
        return Listing(tuple(found))
    inner = [
        file
        for name in SUBFOLDERS
        if (path / name).is_dir()
        for file in sorted((path / name).iterdir())
        if FHIR_NAME.fullmatch(file.name)
    ]
    there = [file for file in (*found, *inner) if file != bulk.path]
    output, deleted, error = (
        _of(there, names) for names in (bulk.output, bulk.deleted, bulk.error)
    )
    if not output:  # the files bear other names here than on the server
        output = {file for file in found if file != bulk.path} - deleted - error
    else:
        _check(bulk, there)
    read = tuple(sorted(output | deleted))
    rest = [
        (file, "OperationOutcome" if file in error else NOT_LISTED)
        for file in there
        if file not in output | deleted
    ]
    return Listing(read, frozenset(deleted - output), ((bulk.path, MANIFEST), *rest), bulk)


def manifest_of(path: Path) -> Bulk | None:
    """Read the manifest in a folder, if there is one.

    path: a folder or one file
    """
    for file in sorted(path.glob("*.json")) if path.is_dir() else ():
        content = _json(file) if file.stat().st_size <= LONGEST else None
        if isinstance(content, dict) and isinstance(content.get("output"), list) \
                and "transactionTime" in content and "resourceType" not in content:  # fmt: skip
            return _bulk(file, content)
    return None


def deletions(resource: dict[str, Any]) -> list[tuple[str, str]] | None:
    """Give (type, id) of what a Bundle says is no longer there.

    resource: a Bundle
    Gives None where the Bundle is of another kind.
    """
    found = []
    entries = resource.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        request = entry.get("request") if isinstance(entry, dict) else None
        if not isinstance(request, dict) or request.get("method") != "DELETE":
            return None
        parts = str(request.get("url") or "").split("?")[0].rstrip("/").split("/")
        if len(parts) < 2 or not parts[-1]:
            return None
        found.append((parts[-2], parts[-1]))
    return found or None


def tombs(resource: dict[str, Any], context: Context, made: str) -> list[list[Any]] | None:
    """Give the staged rows of what a Bundle says is no longer there.

    resource: a Bundle
    context: source and keys
    made: when the export was made, as sent, or ""
    Gives None where the Bundle is of another kind.
    """
    named = deletions(resource)
    if named is None:
        return None
    meta = resource.get("meta")
    updated = meta.get("lastUpdated") if isinstance(meta, dict) else None
    sent = [one for one in (updated, resource.get("timestamp"), made) if isinstance(one, str)]
    at = next((found for found in map(point, sent) if found is not None), None)
    return [row for kind, identity in named
            for row in tomb(context, kind, identity, at[0] if at else None)]  # fmt: skip


def tomb(context: Context, kind: str, identity: str, at: int | None) -> list[list[Any]]:
    """Give the staged rows that say that a resource is no longer there.

    context: source and keys
    kind: resource type; of one that no table is made from there is nothing to say
    identity: id of the resource
    at: when it was deleted, microseconds, or None
    """
    table = ROWS[kind].table if kind in ROWS else HELD[kind][0] if kind in ALSO else ""
    if not table:
        return []
    key = context.person(identity) if kind == "Patient" else context.key(identity)
    return [[context.source_id, table, key, kind, at]]


def outcomes(path: Path) -> dict[str, int]:
    """Count what the server says went wrong, by severity.

    path: folder of the export
    """
    bulk = manifest_of(path)
    found: dict[str, int] = {}
    there = [] if bulk is None else [*path.iterdir(), *(path / "error").glob("*")]
    for file in sorted(_of(there, bulk.error)) if bulk else ():
        for severity in _severities(file):
            found[severity] = found.get(severity, 0) + 1
    return dict(sorted(found.items()))


def _severities(file: Path) -> Iterator[str]:
    for line in lines(file, FileRecord("", file.name, "")):
        try:
            issues = orjson.loads(line.content)["issue"]
            yield from (str(issue["severity"]) for issue in issues)
        except (orjson.JSONDecodeError, TypeError, KeyError):
            yield "unreadable"


def _bulk(file: Path, content: dict[str, Any]) -> Bulk:
    names: dict[str, tuple[str, ...]] = {}
    counts: dict[str, int] = {}
    for part in ("output", "deleted", "error"):
        entries = content.get(part)
        told = [
            entry
            for entry in (entries if isinstance(entries, list) else ())
            if isinstance(entry, dict) and isinstance(entry.get("url"), str)
        ]
        names[part] = tuple(_name(entry["url"]) for entry in told)
        counts |= {_name(entry["url"]): entry["count"] for entry in told
                   if type(entry.get("count")) is int}  # fmt: skip
    made, request = content["transactionTime"], content.get("request")
    return Bulk(file, made if isinstance(made, str) else "",
                request if isinstance(request, str) else "", names["output"], names["deleted"],
                names["error"], counts)  # fmt: skip


def _name(url: str) -> str:
    return unquote(urlsplit(url).path).rsplit("/", 1)[-1]


def _of(files: list[Path], names: tuple[str, ...]) -> set[Path]:
    plain = {name.removesuffix(".gz") for name in names}
    return {file for file in files if file.name.removesuffix(".gz") in plain}


def _check(bulk: Bulk, there: list[Path]) -> None:
    have = {file.name.removesuffix(".gz") for file in there}
    missing = sorted({name for name in (*bulk.output, *bulk.deleted)
                      if name.removesuffix(".gz") not in have})  # fmt: skip
    if missing:
        raise Problem(
            "manifest-file-missing",
            f"The manifest of the export lists {len(bulk.output) + len(bulk.deleted)} files, and "
            f"{len(missing)} of them are not here, such as {missing[0]}.",
            "Fetch the missing files, or take them out of the manifest if they are not wanted.",
        )


def _json(file: Path) -> Any:
    try:
        return orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError:
        return None
