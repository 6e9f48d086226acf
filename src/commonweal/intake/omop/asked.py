"""What people say of themselves in MEASUREMENT and OBSERVATION: it goes to the vault alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from commonweal.intake.fhir.answers import ATTRIBUTES
from commonweal.intake.omop.mapping import Answers
from commonweal.intake.query import build, expression
from commonweal.intake.staging import Staging, answer_row

_AT_ONCE = 8192
_ASKED = """SELECT e.patient_key, e.attribute, e._key, EPOCH_US(start_ts),
    COALESCE(NULLIF(e.value_concept, '0'), ''),
    COALESCE(a.token, ''), COALESCE(TRIM(word__), ''), e.source_id, _digest, _file, _line
    FROM event__ AS e LEFT JOIN token AS a ON a.id = OMOP_CONCEPT(e.value_concept)
    WHERE NOT e.attribute IS NULL AND (NOT a.token IS NULL OR TRIM(word__) <> '')"""


def stage(
    connection: duckdb.DuckDBPyConnection, staging: Staging, asked: Iterable[Answers]
) -> None:
    """Stage the answers, one row each.

    connection: holds the views `event_...`
    staging: where rows go
    asked: what the institution says about its questions
    """
    plain = {name: Answers(name, (), {}) for name in ATTRIBUTES.values()}
    meant = plain | {answers.attribute: answers for answers in asked}
    # a measurement has no words of its own: only an answer by concept is one
    for table, word in (("measurement", "NULL"), ("observation", "text")):
        query = build(_ASKED, event=f"event_{table}", word=expression(word))
        found = connection.execute(query)
        while some := found.fetchmany(_AT_ONCE):
            for row in some:
                _stage_one(staging, meant[row[1]], row)


def _stage_one(staging: Staging, answers: Answers, row: tuple[Any, ...]) -> None:
    person, _, key, stamp, concept, token, word, source_id, digest, file, line = row
    tail = [source_id, [], "csv", None, digest, file, line]
    for attribute, said in answers.read(concept, token, word).items():
        staging.add("_person", answer_row(
            person, attribute, said, 0, element="OBSERVATION", parent=key, stamp=stamp, trust=2,
            method="self") + tail)  # fmt: skip
