"""Keep an institution's value sets in the store, by the hash of their content.

Value sets come from the user's own terminology source; none is shipped. A set that lists no codes
is kept as known and empty, which is not the same as missing.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.intake.publish import write_json
from commonweal.kinds import Problem

Sets = dict[str, tuple[str, str, frozenset[str]]]
_SCHEMA = pa.schema([(name, pa.string()) for name in ("url", "name", "version", "token")])


def load(store: Path, path: Path) -> str:
    """Take in a file of value sets; it replaces the one before.

    store: folder of the store; made when missing
    path: NDJSON of {url, name, version, codes: [[system, code], ...]}, or FHIR ValueSets with
        their codes (JSON, NDJSON, or a Bundle), plain or gz
    Gives the hash of the content, 16 hexadecimal digits, whatever the order of the file.
    Fails with Problem "valuesets-missing" or "valuesets-unreadable".
    """
    sets: Sets = {}
    for entry in _entries(path):
        _add(sets, path, entry)
    if not sets:
        raise _unreadable(path, "it holds no value set")
    found = [[url, name, version, sorted(tokens)]
             for url, (name, version, tokens) in sorted(sets.items())]  # fmt: skip
    name = hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]
    _write(store / "valuesets", name, found)
    return name


def current(store: Path) -> tuple[str, Path] | None:
    """Give the hash and the file of the value sets that are current, or None.

    store: folder of the store
    The file has the columns url, name, version, token ("system|code"; missing for a set that is
    known to be empty); beside it, a JSON of the same name lists every set.
    """
    pointer = store / "valuesets" / "CURRENT"
    if not pointer.is_file():
        return None
    name = pointer.read_text().strip()
    return name, store / "valuesets" / f"{name}.parquet"


def empty(store: Path) -> tuple[str, ...]:
    """Give the addresses of the sets that are known to hold no codes.

    store: folder of the store
    """
    found = current(store)
    if found is None:
        return ()
    listed = json.loads(found[1].with_suffix(".json").read_text())
    return tuple(listed["empty"])


def known(store: Path) -> frozenset[str]:
    """Give the addresses of all sets that are loaded, the empty ones too.

    store: folder of the store
    """
    found = current(store)
    if found is None:
        return frozenset()
    listed = json.loads(found[1].with_suffix(".json").read_text())
    return frozenset(str(entry["url"]) for entry in listed["sets"])


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise Problem("valuesets-missing", f"There is no file of value sets at {path}.",
                      "Name a file that exists.")  # fmt: skip
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        yield from _parsed(content.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, EOFError, OSError) as error:
        raise _unreadable(path, "it is no JSON, or breaks off") from error


def _parsed(content: bytes) -> Iterator[Any]:
    try:
        whole = orjson.loads(content)
    except orjson.JSONDecodeError:
        yield from (orjson.loads(line) for line in content.splitlines() if line.strip())
        return
    if isinstance(whole, dict) and whole.get("resourceType") == "Bundle":
        yield from (entry.get("resource") for entry in whole.get("entry") or ())
    else:
        yield from (whole if isinstance(whole, list) else [whole])


def _add(sets: Sets, path: Path, entry: Any) -> None:
    try:
        url, pinned = _address(entry["url"])
        version = str(entry.get("version") or pinned)
        tokens = frozenset(_tokens(entry))
        name = str(entry.get("name") or entry.get("title") or "")
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _unreadable(path, "an entry is no value set with its codes") from None
    known = sets.get(url)
    if known is None or known[1] < version:
        sets[url] = (name, version, tokens)
    elif known[1] == version:
        sets[url] = (max(name, known[0]), version, tokens | known[2])


def _address(url: str) -> tuple[str, str]:
    address, _, version = url.partition("|")
    if not address:
        raise ValueError("an address is empty")
    return address, version


def _tokens(entry: dict[str, Any]) -> Iterator[str]:
    if "codes" in entry:
        for system, code in entry["codes"]:
            yield f"{system}|{code}"
        return
    if entry.get("resourceType") != "ValueSet":
        raise ValueError("an entry is no value set")
    if "expansion" in entry:
        yield from _contained(entry["expansion"].get("contains") or ())
        return
    compose = entry["compose"]
    if compose.get("exclude"):
        raise ValueError("a set has to be expanded first")
    for part in compose["include"]:
        if "filter" in part or "valueSet" in part or "concept" not in part:
            raise ValueError("a set has to be expanded first")
        for concept in part["concept"]:
            yield f"{part['system']}|{concept['code']}"


def _contained(parts: Any) -> Iterator[str]:
    for part in parts:
        if part.get("code") and part.get("system") and not part.get("abstract"):
            yield f"{part['system']}|{part['code']}"
        yield from _contained(part.get("contains") or ())


def _write(folder: Path, name: str, found: list[list[Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(url, title, version, token) for url, title, version, tokens in found
            for token in tokens or [None]]  # fmt: skip
    columns = zip(*rows, strict=True) if rows else ((),) * len(_SCHEMA)
    table = pa.table([pa.array(list(column), pa.string()) for column in columns], schema=_SCHEMA)
    listed = {
        "sets": [{"url": url, "name": title, "version": version, "codes": len(tokens)}
                 for url, title, version, tokens in found],
        "empty": [url for url, _, _, tokens in found if not tokens],
    }  # fmt: skip
    fresh = folder / f"{name}.json.new"
    write_json(fresh, listed)
    fresh.replace(folder / f"{name}.json")
    fresh = folder / f"{name}.parquet.new"
    pq.write_table(table, fresh, compression="zstd")
    fresh.replace(folder / f"{name}.parquet")
    fresh = folder / "CURRENT.new"
    fresh.write_text(name + "\n")
    fresh.replace(folder / "CURRENT")


def _unreadable(path: Path, why: str) -> Problem:
    return Problem("valuesets-unreadable", f"The value sets in {path.name} can not be read: {why}.",
                   "Use NDJSON lines of url, name, version and codes, or FHIR ValueSets that are "
                   "expanded.")  # fmt: skip
