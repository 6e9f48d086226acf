"""Call the command line as a person does, and see what it says and how it ends."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from commonweal.cli.main import run
from commonweal.sample import system
from commonweal.sample.gaps import PlantedGap

FLU = "care.flu_vaccine_simple"
GAP = PlantedGap(FLU, "sex", "male", -0.35)
ASKED = ("--period", "2025", "--measure", FLU, "--by", "sex")
_HOME = TemporaryDirectory(prefix="commonweal-cli-")
SAID: list[str] = []  # everything that any test made a command say, searched at the end


@dataclass(frozen=True)
class Ended:
    """Hold how a command ended.

    code: it exited with
    out, err: what it said
    """

    code: int
    out: str
    err: str


def call(*words: object) -> Ended:
    """Run a command in this process.

    words: as they are typed after `commonweal`
    """
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        mock.patch.object(sys, "argv", ["commonweal", *map(str, words)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            run()
        except SystemExit as ended:
            code = int(ended.code or 0)
    SAID.extend((out.getvalue(), err.getvalue()))
    return Ended(code, out.getvalue(), err.getvalue())


def marker(number: int) -> str:
    """Give the word that stands where the name of a person would stand."""
    return f"Familyname{number:04d}"


@cache
def exports() -> Path:
    """Give the folder of a made-up system of 300 people, each with a name, a place, a number."""
    folder = Path(_HOME.name) / "exports"
    system.write(folder, patients=300, profile="small", gaps=(GAP,))
    path = folder / "fhir" / "Patient.ndjson.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        people = [json.loads(line) for line in lines]
    for number, person in enumerate(people):
        person["name"] = [{"family": marker(number)}]
        person["identifier"] = [{"system": "urn:example:mrn", "value": f"MRN{number:06d}"}]
    path.unlink()
    text = "".join(f"{json.dumps(person)}\n" for person in people)
    (folder / "fhir" / "Patient.ndjson").write_text(text, encoding="utf-8")
    return folder


def secrets() -> set[str]:
    """List what names a person of the made-up system: ids, birth dates, names and numbers."""
    text = (exports() / "fhir" / "Patient.ndjson").read_text(encoding="utf-8")
    people = [json.loads(line) for line in text.splitlines()]
    return {
        word
        for number, person in enumerate(people)
        for word in (person["id"], person["birthDate"], marker(number), f"MRN{number:06d}")
    }


@cache
def taken_in() -> Ended:
    """Take the made-up system in, once."""
    return call("ingest", exports() / "fhir", "--to", _store(), "--valuesets",
                exports() / "valuesets.ndjson")  # fmt: skip


@cache
def audited() -> Ended:
    """Audit the made-up system, once."""
    return call("audit", store(), *ASKED)


def store() -> Path:
    """Give the store of the made-up system."""
    assert taken_in().code == 0
    return _store()


def _store() -> Path:
    return Path(_HOME.name) / "store"
