"""Time the intake of FHIR NDJSON: a sample written many times over under new ids, and two peers.

The intake goes the whole way: read, check, settle, write, publish. The peers only read what they
are told and write it as Parquet: DuckDB with a declared struct, and orjson with pyarrow. Each runs
in a process of its own; its memory is the sum over all processes that it starts.

    python -m benchmarks.speed.fhir SAMPLE [--copies 6] [--rounds 3] [--page]
"""

from __future__ import annotations

import gzip
import re
import statistics
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.fuzz.page import put, rows
from benchmarks.speed.apart import again, asked, took
from benchmarks.speed.clock import PAGE, machine

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source

TARGET, MEMORY, AGAIN = 100, 600, 2
PROGRAM = "benchmarks.speed.fhir"
KINDS = ("Condition", "Encounter", "ExplanationOfBenefit", "Immunization", "MedicationRequest",
         "Observation", "Organization", "Patient", "Procedure")  # fmt: skip
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_BATCH = 8192

REF, TEXT = {"reference": "VARCHAR"}, "VARCHAR"
CONCEPT: dict[str, Any] = {"coding": [{"system": TEXT, "code": TEXT}]}
PERIOD = {"start": TEXT, "end": TEXT}
QUANTITY = {"value": TEXT, "unit": TEXT, "system": TEXT, "code": TEXT}
CLINICAL: dict[str, Any] = {"id": TEXT, "status": TEXT, "code": CONCEPT, "subject": REF,
                            "encounter": REF, "meta": {"lastUpdated": TEXT}}  # fmt: skip
STRUCTS: dict[str, dict[str, Any]] = {
    "Condition": {**CLINICAL, "clinicalStatus": CONCEPT, "verificationStatus": CONCEPT,
                  "category": [CONCEPT], "onsetDateTime": TEXT, "abatementDateTime": TEXT,
                  "recordedDate": TEXT},
    "Encounter": {**CLINICAL, "class": {"code": TEXT}, "type": [CONCEPT], "period": PERIOD,
                  "hospitalization": {"dischargeDisposition": CONCEPT}, "serviceProvider": REF},
    "ExplanationOfBenefit": {
        "id": TEXT, "patient": REF, "billablePeriod": PERIOD, "contained": [{
            "resourceType": TEXT, "beneficiary": REF, "type": {**CONCEPT, "text": TEXT},
            "payor": [{"display": TEXT}]}]},
    "Immunization": {**CLINICAL, "vaccineCode": CONCEPT, "patient": REF,
                     "occurrenceDateTime": TEXT},
    "MedicationRequest": {**CLINICAL, "intent": TEXT, "medicationCodeableConcept": CONCEPT,
                          "authoredOn": TEXT},
    "Observation": {**CLINICAL, "category": [CONCEPT], "effectiveDateTime": TEXT, "issued": TEXT,
                    "valueQuantity": QUANTITY, "valueCodeableConcept": CONCEPT,
                    "component": [{"code": CONCEPT, "valueQuantity": QUANTITY,
                                   "valueCodeableConcept": CONCEPT}]},
    "Organization": {"id": TEXT, "name": TEXT},
    "Patient": {"id": TEXT, "birthDate": TEXT, "gender": TEXT, "deceasedDateTime": TEXT,
                "address": [{"postalCode": TEXT, "state": TEXT}]},
    "Procedure": {**CLINICAL, "performedPeriod": PERIOD},
}  # fmt: skip


def copies(sample: Path, folder: Path, many: int) -> int:
    """Write the sample many times over, each time under other ids; give the bytes written."""
    size = 0
    for kind in KINDS:
        text = gzip.decompress((sample / f"{kind}.ndjson.gz").read_bytes())
        with (folder / f"{kind}.ndjson").open("wb") as out:
            for copy in range(many):
                size += out.write(_ID.sub(rb"\g<0>-%d" % copy, text))
    return size


def ours(folder: Path, out: Path) -> None:
    """Take the export in."""
    ingest(out / "store", [Source(folder, "fhir")], today=date(2026, 1, 1))


def by_duckdb(folder: Path, out: Path) -> None:
    """Read each file with a declared struct, and write it as Parquet."""
    with duckdb.connect(config={"memory_limit": "300MB", "threads": 2}) as connection:
        for kind, struct in STRUCTS.items():
            columns = {name: _sql(part) for name, part in struct.items()}
            found = connection.read_json(
                str(folder / f"{kind}.ndjson"), columns=columns, format="newline_delimited"
            )
            found.write_parquet(str(out / f"{kind}.parquet"), compression="zstd")


def by_orjson(folder: Path, out: Path) -> None:
    """Parse each line, pick what is declared, and write it as Parquet by pyarrow."""
    for kind, struct in STRUCTS.items():
        schema = pa.schema([(name, _arrow(part)) for name, part in struct.items()])
        with pq.ParquetWriter(out / f"{kind}.parquet", schema, compression="zstd") as writer:
            for batch in _batches(folder / f"{kind}.ndjson"):
                picked = [_picked(struct, resource) for resource in batch]
                writer.write_table(pa.Table.from_pylist(picked, schema=schema))


def _batches(path: Path) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    with path.open("rb") as handle:
        for line in handle:
            batch.append(orjson.loads(line))
            if len(batch) == _BATCH:
                yield batch
                batch = []
    yield batch


def _picked(part: Any, found: Any) -> Any:
    if found is None:
        return None
    if isinstance(part, dict):
        return {name: _picked(inner, found.get(name)) for name, inner in part.items()}
    if isinstance(part, list):
        return [_picked(part[0], inner) for inner in found]
    return str(found)


def _sql(part: Any) -> str:
    if isinstance(part, dict):
        return f"STRUCT({', '.join(f'{chr(34)}{n}{chr(34)} {_sql(p)}' for n, p in part.items())})"
    return f"{_sql(part[0])}[]" if isinstance(part, list) else str(part)


def _arrow(part: Any) -> pa.DataType:
    if isinstance(part, dict):
        return pa.struct([(name, _arrow(inner)) for name, inner in part.items()])
    return pa.list_(_arrow(part[0])) if isinstance(part, list) else pa.string()


WAYS = {"ours": ours, "duckdb": by_duckdb, "orjson": by_orjson}


def main() -> None:
    """Time all three in turns, and tell medians."""
    given = asked(__doc__.splitlines()[0], 6)
    if given.only:
        WAYS[given.only[0]](given.sample, Path(given.only[1]))
        return
    with tempfile.TemporaryDirectory() as made:
        size = copies(given.sample, Path(made), given.copies) / 1e6
        rounds = [
            {way: took(PROGRAM, way, Path(made)) for way in WAYS} for _ in range(given.rounds)
        ]
        once_more = statistics.median(again(ours, Path(made)) for _ in range(given.rounds))
    names = {
        "ours": "commonweal, with all checks",
        "duckdb": f"DuckDB {duckdb.__version__}, declared struct",
        "orjson": f"orjson {orjson.__version__} and pyarrow {pa.__version__}",
    }
    targets = {"ours": (f"at least {TARGET}", f"under {MEMORY}")}
    body = []
    for way in WAYS:
        wall, cpu, peak = (statistics.median(one[way][n] for one in rounds) for n in range(3))
        rate, room = targets.get(way, ("", ""))
        body.append([names[way], f"{size / wall:.0f}", rate, f"{cpu:.1f}", f"{peak:.0f}", room])
    head = ["What", "MB a second", "Target", "Seconds of the processor", "Peak MB", "Target"]
    more = (
        f"The same input again takes {once_more / size * 1000:.2f} s a GB; the target is {AGAIN}."
    )
    text = f"{size:.0f} MB of NDJSON.\n\n{rows(head, body)}\n\n{more}\n\n{machine()}"
    print(text)
    if given.page:
        put({"fhir": text}, PAGE)


if __name__ == "__main__":
    main()
