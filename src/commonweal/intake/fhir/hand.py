"""Read pieces of FHIR files in a process of its own, as it is told on its way in.

What it is told and what it answers is JSON, one line each, and holds no word of any resource.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import orjson

from commonweal.intake.context import Context
from commonweal.intake.fhir.pieces import PieceReader
from commonweal.intake.files import FileRecord
from commonweal.intake.keys import PatientKeys
from commonweal.intake.lines import Part
from commonweal.intake.parts import PIECE, Answer, Task
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem


@dataclass(frozen=True)
class Charge:
    """Say to a process what it is to know before it begins.

    folder: of the staging
    name: of the process, for the files that it writes
    source_id: which feed
    secret: of the keys of people, in hexadecimal digits
    every: bytes of text after which what was staged is closed
    """

    folder: str
    name: str
    source_id: str
    secret: str
    every: int


def serve(told: IO[bytes], answers: IO[bytes]) -> None:
    """Read piece after piece until there is no more to read.

    told: the charge, then the pieces
    answers: what became of each piece
    """
    charge = Charge(**json.loads(told.readline()))
    staging = Staging(Path(charge.folder), charge.name)
    context = Context(charge.source_id, PatientKeys(bytes.fromhex(charge.secret)))
    reader, since = PieceReader(staging, context), 0
    for line in told:
        for answer in _read(reader, charge, json.loads(line)):
            told_back = answer
            if isinstance(answer, Answer):
                since += answer.text
                if since >= charge.every:
                    told_back, since = replace(answer, whole=tuple(staging.renew())), 0
            answers.write(orjson.dumps(told_back))
            answers.write(b"\n")
            answers.flush()
    staging.close(())


def _read(
    reader: PieceReader, charge: Charge, told: dict[str, Any]
) -> Iterator[Answer | dict[str, Any]]:
    task = Task(Path(told["path"]), FileRecord(charge.source_id, "", ""), told["place"],
                told["allowed"], told["made"], Part(*told["part"]), told["reached"])  # fmt: skip
    try:
        yield from reader.take(task, min(PIECE, charge.every))
    except Problem as problem:
        yield {"problem": [problem.code, problem.says, problem.do]}
