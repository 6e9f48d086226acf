"""Read pieces of FHIR files in a process of its own, as it is told on its way in.

What it is told and what it answers is JSON, one line each, and holds no word of any resource.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from commonweal.intake.context import Context
from commonweal.intake.fhir.reader import FhirReader
from commonweal.intake.files import FileRecord, Part
from commonweal.intake.keys import PatientKeys
from commonweal.intake.parts import Task
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem


@dataclass(frozen=True)
class Charge:
    """Say to a process what it is to know before it begins.

    folder: of the staging
    name: of the process, for the files that it writes
    source_id: which feed
    secret: of the keys of people, in hexadecimal digits
    """

    folder: str
    name: str
    source_id: str
    secret: str


def serve(told: IO[bytes], answers: IO[bytes]) -> None:
    """Read piece after piece until there is no more to read.

    told: the charge, then the pieces
    answers: what became of each piece
    """
    charge = Charge(**json.loads(told.readline()))
    staging = Staging(Path(charge.folder), charge.name)
    context = Context(charge.source_id, PatientKeys(bytes.fromhex(charge.secret)))
    for line in told:
        answers.write(orjson.dumps(_read(staging, context, json.loads(line))))
        answers.write(b"\n")
        answers.flush()
    staging.close(())


def _read(staging: Staging, context: Context, told: dict[str, Any]) -> dict[str, Any]:
    record = FileRecord(context.source_id, "", "")
    task = Task(Path(told["path"]), record, told["place"], told["allowed"], told["made"],
                Part(*told["part"]))  # fmt: skip
    try:
        FhirReader(staging, context, []).take(task)
    except Problem as problem:
        return {"problem": [problem.code, problem.says, problem.do]}
    return {
        "received": record.received, "accepted": record.accepted,
        "quarantined": record.quarantined, "left_out": record.left_out,
        "broken": record.broken, "tables": sorted(record.tables), "asked": context.asked,
    }  # fmt: skip
