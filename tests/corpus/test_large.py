"""Bad lines deep in large exports are listed, and what a process takes stays bounded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import pytest

from tests.corpus import fhir, mapped, omop
from tests.corpus.case import MARK
from tests.corpus.test_bad_input import manifest, set_aside

STATUS = Path("/proc/self/status")
DEEP = 900_000
MOST = 600  # MB, of any process of the load
PROGRAM = """
import resource, sys
from pathlib import Path
from commonweal.cli.main import run
try:
    run()
except SystemExit as ended:
    code = ended.code or 0
own = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines()
           if line.startswith("VmHWM"))
hands = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(code, max(int(own), hands) // 1024)
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not STATUS.exists(), reason="this system tells no peak of memory"),
]


def taken(folder: Path, kind: str) -> Path:
    """Take an export in by a process of its own, and hold what it took at most."""
    words = ["ingest", folder / "in", "--to", folder / "store", "--kind", kind]
    words += ["--mapping", folder / "in" / "mapping.toml"] if kind == "csv" else []
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, words)], capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert MARK not in ended.stdout + ended.stderr
    code, peak = ended.stdout.splitlines()[-1].split()
    assert (code, int(peak) < MOST) == ("0", True), f"{peak} MB: {ended.stderr}"
    return folder / "store"


def long_line(out: TextIO, start: str, end: str) -> None:
    out.write(start)
    for _ in range(200):
        out.write("x" * 1_000_000)
    out.write(end)


def fhir_line(folder: Path) -> str:
    with (folder / "Patient.ndjson").open("w") as out:
        out.write(fhir.GOOD)
        long_line(out, '{"resourceType":"Patient","id":"x","extra":"', '"}\n')
    return "line_too_long"


def csv_line(folder: Path) -> str:
    (folder / "mapping.toml").write_text(mapped.MAPPING)
    with (folder / "people.csv").open("w") as out:
        out.write(mapped.GOOD)
        long_line(out, "x,", ",02118,no\n")
    return "malformed"


def omop_line(folder: Path) -> str:
    with (folder / "person.csv").open("w") as out:
        out.write(omop.GOOD)
        long_line(out, "3,8507,1990,1,1,0,0,", "\n")
    return "line_too_long"


@pytest.mark.parametrize(
    ("kind", "write"), [("fhir", fhir_line), ("csv", csv_line), ("omop", omop_line)]
)
def test_a_line_of_200_mb_is_set_aside(
    kind: str, write: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    reason = write(tmp_path / "in")
    store = taken(tmp_path, kind)
    (told,) = manifest(store)["files"]
    assert (told["received"], told["accepted"], told["quarantined"]) == (3, 2, 1)
    assert dict(set_aside(store)) == {reason: 1}


def numbers() -> Iterator[tuple[int, str]]:
    """Count, and turn to a word at last."""
    return ((n, "x" if n == DEEP - 1 else str(n)) for n in range(DEEP))


def fhir_rows(folder: Path) -> str:
    (folder / "Patient.ndjson").write_text(fhir.GOOD)
    subject = f'"subject":{{"reference":"Patient/{MARK}-a"}}'
    with (folder / "Observation.ndjson").open("w") as out:
        out.writelines(
            f'{{"resourceType":"Observation",{subject},"id":"{n}",'
            f'"valueQuantity":{{"value":{value.replace("x", "[]")}}}}}\n'
            for n, value in numbers()
        )
    return "Observation.ndjson"


def csv_rows(folder: Path) -> str:
    (folder / "mapping.toml").write_text(mapped.MAPPING)
    (folder / "people.csv").write_text(mapped.GOOD)
    with (folder / "results.csv").open("w") as out:
        out.write("id,person,value\n")
        out.writelines(f"s{n},{MARK}-a,{value}\n" for n, value in numbers())
    return "results.csv"


def omop_rows(folder: Path) -> str:
    (folder / "person.csv").write_text(omop.GOOD)
    head = "_id,person_id,{0}_concept_id,{0}_date,value_as_number\n"
    (folder / "observation.csv").write_text("observation" + head.format("observation"))
    with (folder / "measurement.csv").open("w") as out:
        out.write("measurement" + head.format("measurement"))
        out.writelines(f"{n},1,3004249,2020-03-01,{value}\n" for n, value in numbers())
    return "measurement.csv"


@pytest.mark.parametrize(
    ("kind", "write"), [("fhir", fhir_rows), ("csv", csv_rows), ("omop", omop_rows)]
)
def test_a_column_whose_type_changes_in_row_900_000_is_told(
    kind: str, write: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    name = write(tmp_path / "in")
    store = taken(tmp_path, kind)
    told = next(one for one in manifest(store)["files"] if one["name"] == name)
    aside = 1 if kind == "fhir" else 0
    assert (told["received"], told["accepted"], told["quarantined"]) == (DEEP, DEEP - aside, aside)
    marks = {code: rows for table, code, rows, *_ in manifest(store)["problems"]
             if table == "observation"}  # fmt: skip
    assert marks.get("number_unreadable", 0) == 1 - aside
    assert dict(set_aside(store)) == ({"wrong_shape": 1} if aside else {})
