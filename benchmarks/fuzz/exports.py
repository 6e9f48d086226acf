"""Spoil good exports at random and hand them to each reader: nothing may crash, hang or be lost.

    python -m benchmarks.fuzz.exports --cases 20000 --page

Each case takes the bytes of a small good export, spoils them in one to four ways, and reads them.
A reader may refuse with a Problem; else every line is kept, listed, or counted as left out. None
may take over a second of the processor's time, or over 600 MB of memory.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import random
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.fuzz.page import put, rows

from commonweal.intake.context import Context
from commonweal.intake.files import FileRecord
from commonweal.intake.keys import PatientKeys
from commonweal.intake.resume.keeper import Keeper
from commonweal.intake.sources import Into, Kind, Source, read
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

Spoil = Callable[[bytes, random.Random], bytes]
LONGEST = 1.0  # seconds of the processor's for one export
MOST = 600  # MB
PERSON = (
    b'{"resourceType":"Patient","id":"a","birthDate":"1980-02-03","address":[{"postalCode":"02118"'
    b'}],"extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",'
    b'"extension":[{"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238",'
    b'"code":"2106-3"}}]}]}\n'
)
RESULT = (
    b'{"resourceType":"Observation","id":"o","status":"final","subject":{"reference":"Patient/a"},'
    b'"code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"effectiveDateTime":'
    b'"2020-03-01T10:00:00Z","component":[{"code":{"coding":[{"system":"http://loinc.org","code":'
    b'"8480-6"}]},"valueQuantity":{"value":120,"unit":"mm[Hg]","system":"http://unitsofmeasure.org"'
    b"}}]}\n"
)
MAPPING = b"""[[file]]
name = "people*"
table = "patient"
columns = { patient_key = "id", birth = "born", zip5 = "zip", deceased = "died" }
"""
CSV = b"id,born,zip,died\na,1980-02-03,02118,no\nb,1990-01-01,02119,yes\n"
OMOP = (
    b"person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,race_concept_id,"
    b"ethnicity_concept_id\n1,8532,1980,2,3,8516,38003564\n2,8507,1990,1,1,8527,38003564\n"
)
RESULTS = (
    b"patient_id,measure_id,measure_version,in_denominator,in_numerator,period_start,period_end\n"
    b"a,CMS165,1,1,1,2025-01-01,2025-12-31\nb,CMS165,1,1,0,2025-01-01,2025-12-31\n"
)
VISITS = (
    b"visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_end_date\n"
    b'10,1,9202,2020-03-01,"2020-03-01"\n11,2,9201,2020-03-02,2020-03-05\n'
)


def _parquet(text: bytes) -> bytes:
    """Write a small table as Parquet, each cell as text."""
    head, *lines = text.decode().splitlines()
    cells = zip(*(line.split(",") for line in lines), strict=True)
    out = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(zip(head.split(","), map(list, cells), strict=True))), out)
    return bytes(out.getvalue())


GOOD: dict[str, tuple[Kind, dict[str, bytes]]] = {
    "FHIR people": ("fhir", {"Patient.ndjson": PERSON * 3}),
    "FHIR results": ("fhir", {"Patient.ndjson": PERSON, "Observation.ndjson": RESULT * 3}),
    "FHIR packed": ("fhir", {"Patient.ndjson.gz": gzip.compress(PERSON * 3, mtime=0)}),
    "mapping": ("csv", {"mapping.toml": MAPPING, "people.csv": CSV}),
    "table": ("csv", {"people.csv": CSV, "mapping.toml": MAPPING}),
    "table as Parquet": ("csv", {"people.parquet": _parquet(CSV), "mapping.toml": MAPPING}),
    "OMOP": ("omop", {"person.csv": OMOP}),
    "OMOP visits": ("omop", {"visit_occurrence.csv": VISITS, "person.csv": OMOP}),
    "OMOP as Parquet": ("omop", {"person.parquet": _parquet(OMOP)}),
    "results": ("results", {"results.csv": RESULTS}),
    "results as Parquet": ("results", {"results.parquet": _parquet(RESULTS)}),
}
PIECES = (
    b"\0", b"\n", b"\r", b"\xff", b"\xef\xbb\xbf", b'"', b"'", b",", b"{", b"}", b"[", b"]", b":",
    b"null", b"true", b"-1", b"1e999", b"NaN", b"9" * 400, b"\\ud800", b"=cmd()", b"\xe2\x80\xae",
    b"0000-00-00", b"2020-02-30T25:61:61+99:99", b'{"a":' * 200, b"\t", b";", b"|", b" " * 3000,
)  # fmt: skip


def _flip(content: bytes, luck: random.Random) -> bytes:
    spoiled = bytearray(content)
    spoiled[luck.randrange(len(spoiled))] ^= 1 << luck.randrange(8)
    return bytes(spoiled)


def _cut(content: bytes, luck: random.Random) -> bytes:
    return content[: luck.randrange(len(content) + 1)]


def _drop(content: bytes, luck: random.Random) -> bytes:
    start = luck.randrange(len(content))
    return content[:start] + content[start + luck.randrange(1, 30) :]


def _put_in(content: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(content) + 1)
    return content[:at] + luck.choice(PIECES) + content[at:]


def _repeat(content: bytes, luck: random.Random) -> bytes:
    start = luck.randrange(len(content))
    part = content[start : start + luck.randrange(1, 80)]
    return content[:start] + part * luck.randrange(2, 40) + content[start:]


def _swap(content: bytes, luck: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    luck.shuffle(lines)
    return b"".join(lines)


WAYS: tuple[Spoil, ...] = (_flip, _cut, _drop, _put_in, _repeat, _swap)


@dataclass
class Seen:
    """Hold what came of the cases.

    cases, refused: by kind of export
    codes: problems that refused, by code
    faults: what was broken, by words
    longest: (seconds of the processor's, seconds on the clock) of the longest case
    largest: MB of memory that the largest case took at its peak beyond what was held before it
    """

    cases: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    longest: tuple[float, float] = (0.0, 0.0)
    largest: int = 0


def spoiled(files: dict[str, bytes], luck: random.Random) -> dict[str, bytes]:
    """Spoil the first file of an export in one to four ways.

    files: content by name
    luck:  gives what is random
    """
    name, content = next(iter(files.items()))
    for _ in range(luck.randrange(1, 5)):
        if content:
            content = luck.choice(WAYS)(content, luck)
    return files | {name: content}


def one(kind: Kind, files: dict[str, bytes], seen: Seen, name: str) -> None:
    """Read one export and see that nothing is lost.

    kind:  of the export
    files: content by name
    seen:  takes what came of it
    name:  of the sort of export
    """
    seen.cases[name] += 1
    with TemporaryDirectory(prefix="commonweal-fuzz-") as place:
        given, staged = Path(place) / "in", Path(place) / "staged"
        given.mkdir()
        staged.mkdir()
        for file, content in files.items():
            (given / file).write_bytes(content)
        records: list[FileRecord] = []
        mapping = given / "mapping.toml" if kind == "csv" else None
        source = Source(given, kind, "main", mapping)
        context = Context("main", PatientKeys(b"k" * 32))
        before = _standing()
        clock, own = time.perf_counter(), time.process_time()
        try:
            staging = Staging(staged)
            into = Into(staging, context, records, Keeper.idle(staging, records))
            tables = read(source, into)
            staging.close(tables)
        except Problem as problem:
            seen.refused[name] += 1
            seen.codes[problem.code] += 1
        except Exception as error:
            seen.faults[f"{name}: {type(error).__name__}"] += 1
        else:
            if any(r.received != r.accepted + r.quarantined + r.left_out for r in records):
                seen.faults[f"{name}: rows lost"] += 1
        took, peak = time.process_time() - own, max(0, _peak() - before)
        seen.longest = max(seen.longest, (took, time.perf_counter() - clock))
        seen.largest = max(seen.largest, peak)
        if took > LONGEST:
            seen.faults[f"{name}: longer than {LONGEST:g} s"] += 1
        if peak > MOST:
            seen.faults[f"{name}: more than {MOST} MB"] += 1


def _standing() -> int:
    """Give the MB that the process holds now, and measure the peak anew where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> int:
    """Give the MB that the process held at most since it was told to forget, or ever."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run(cases: int, seed: int) -> Seen:
    """Try so many cases, in turn of every sort of export.

    cases: how many
    seed:  of the random numbers
    """
    luck = random.Random(seed)  # noqa: S311  no secret
    seen, names = Seen(), tuple(GOOD)
    for number in range(cases):
        name = names[number % len(names)]
        kind, files = GOOD[name]
        one(kind, spoiled(files, luck), seen, name)
    return seen


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page", action="store_true", help="write docs/why/fuzz.md")
    given = parser.parse_args()
    seen = run(given.cases, given.seed)
    body = [[name, f"{many:,}", f"{seen.refused[name]:,}"] for name, many in seen.cases.items()]
    told = (
        f"{given.cases:,} exports from seed {given.seed}: {sum(seen.faults.values())} promises "
        f"broken. The longest took {seen.longest[0]:.2f} s of the processor's time and "
        f"{seen.longest[1]:.2f} s on the clock. The largest held {seen.largest} MB of memory, the "
        "program itself among them.\n\n" + rows(["Export", "Tried", "Refused with a reason"], body)
    )
    print(told)
    print(dict(seen.codes), dict(seen.faults))
    if given.page:
        put({"exports": told})


if __name__ == "__main__":
    main()
