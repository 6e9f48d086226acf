"""Write lines of JSON, plain tables and lists to files: same content, same bytes."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from commonweal.sample.codes import VALUE_SETS, VERSION

_LINES_AT_ONCE = 4096


def lines(path: Path, resources: Iterable[dict[str, Any]]) -> int:
    """Write resources as gzipped NDJSON and give how many there were.

    path: ends in .ndjson.gz
    resources: in order
    """
    written = 0
    stream = iter(resources)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as file:
        while batch := [orjson.dumps(resource) for resource in islice(stream, _LINES_AT_ONCE)]:
            written += len(batch)
            batch.append(b"")
            file.write(b"\n".join(batch))
    return written


def table(path: Path, head: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> int:
    """Write a CSV file and give how many rows there were.

    path: ends in .csv
    head: names of the columns
    rows: in order
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    written = 0
    for row in rows:
        writer.writerow(row)
        written += 1
    path.write_text(text.getvalue(), encoding="utf-8")
    return written


def value_sets(path: Path) -> int:
    """Write the value sets the six published measures name, with the codes the sample uses.

    path: ends in .ndjson
    """
    found = [
        orjson.dumps(
            {
                "url": f"http://cts.nlm.nih.gov/fhir/ValueSet/{oid}",
                "name": name,
                "version": VERSION,
                "codes": codes,
            }
        )
        for oid, name, codes in sorted(VALUE_SETS)
    ]
    path.write_bytes(b"\n".join([*found, b""]))
    return len(found)
