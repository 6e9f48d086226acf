"""The events of OMOP under one set of names: people, keys, times, codes and what is odd.

`event_...` is a view for each table of events; the canonical tables are picked from these.
"""

from __future__ import annotations

import duckdb
from sqlglot import exp

from commonweal.intake.heads import SUM
from commonweal.intake.omop.cdm import (
    CONDITION,
    DRUG,
    MEASUREMENT,
    OBSERVATION,
    PAYER,
    PROCEDURE,
    VISIT,
    CdmTable,
)
from commonweal.intake.query import build, expression, view

# An id whose rows differ names several rows: nothing says which of them is right, so all stay.
# Numbers are counted faster than words: only ids whose hash comes again are looked at themselves.
_AGAIN = "SELECT HASH(id) AS _hash FROM raw__ GROUP BY _hash HAVING COUNT(*) > 1"
_SHARED = """SELECT id FROM raw__ AS r SEMI JOIN again__ AS a ON a._hash = HASH(r.id)
    GROUP BY id HAVING MIN(hash__) <> MAX(hash__)"""
_TIMED = """SELECT *, OMOP_ODD(start_at) AS _so, OMOP_ODD(end_at) AS _eo,
    CAST(OMOP_TIME(start_on) AS DATE) AS _sd, CAST(OMOP_TIME(end_on) AS DATE) AS _ed FROM raw__"""
_TOLD = """SELECT *, CASE WHEN OMOP_PLAIN(start_at) THEN OMOP_QUICK(start_at) ELSE _so.wall END
    AS _st, CASE WHEN OMOP_PLAIN(end_at) THEN OMOP_QUICK(end_at) ELSE _eo.wall END AS _et
    FROM timed__"""
# A time that was said and not read is odd: nothing is read twice to know it.
_EXACT = """SELECT *, OMOP_EXACT(_st, _so, _sd) AS _sx, OMOP_EXACT(_et, _eo, _ed) AS _ex,
    COALESCE(_sd, CAST(_st AS DATE)) AS start_day, COALESCE(_ed, CAST(_et AS DATE)) AS end_day,
    OMOP_DIFFER(_st, _so, _sd) OR OMOP_DIFFER(_et, _eo, _ed) AS _differ,
    (_st IS NULL AND TRIM(start_at) <> '') OR (_sd IS NULL AND TRIM(start_on) <> '')
    OR (_et IS NULL AND TRIM(end_at) <> '') OR (_ed IS NULL AND TRIM(end_on) <> '') AS _bad
    FROM told__"""
_EVENT = """SELECT e.*, p.patient_key, source__ AS source_id, kind__ AS _kind, NULL AS _updated,
    ENCODE(CAST(hash__ AS TEXT)) AS _digest,
    CONCAT(prefix__, e.id, CASE WHEN x.id IS NULL THEN ''
        ELSE CONCAT('~', LEFT(SHA256(CONCAT(p.patient_key, CAST(hash__ AS TEXT))), 12)) END)
        AS _key,
    CASE WHEN e.visit_id <> '0' THEN CONCAT(feed__, e.visit_id) END AS encounter_key,
    COALESCE(_sx, CAST(start_day AS TIMESTAMP)) AS start_ts,
    CASE WHEN NOT _sx IS NULL THEN 'T' WHEN NOT start_day IS NULL THEN 'D' END AS start_prec,
    COALESCE(_ex, CAST(end_day AS TIMESTAMP)) AS end_ts,
    CASE WHEN NOT _ex IS NULL THEN 'T' WHEN NOT end_day IS NULL THEN 'D' END AS end_prec,
    CASE WHEN k.token IS NULL AND s.token IS NULL THEN
            CASE WHEN REGEXP_FULL_MATCH(e.source_word, '[A-Za-z0-9.^_:/-]{1,50}')
            THEN [CONCAT('OMOP source|', e.source_word)] ELSE [] END
        WHEN s.token IS NULL OR s.token = k.token THEN [k.token]
        WHEN k.token IS NULL THEN [s.token]
        ELSE LIST_SORT([k.token, s.token]) END AS code,
    CASE WHEN _bad OR _differ OR NOT x.id IS NULL OR COALESCE(k.known, s.known) = FALSE
        OR (s.id IS NULL AND OMOP_ODD_CONCEPT(e.source_concept))
        THEN LIST_SORT(LIST_DISTINCT([CASE WHEN _bad THEN 'date_unreadable' END,
            CASE WHEN _differ THEN 'dates_differ' END,
            CASE WHEN NOT x.id IS NULL THEN 'id_shared' END,
            CASE WHEN s.id IS NULL AND OMOP_ODD_CONCEPT(e.source_concept) THEN 'code_unknown' END,
            CASE WHEN COALESCE(k.known, s.known) = FALSE THEN 'concept_unknown' END]))
        ELSE [] END AS problem,
    COALESCE(k.category, s.category) AS category_word, COALESCE(k.side, s.side) AS side,
    COALESCE(k.attribute, s.attribute) AS attribute,
    COALESCE(k.protected, FALSE) OR COALESCE(s.protected, FALSE)
        OR NOT (COALESCE(k.known, FALSE) OR COALESCE(s.known, FALSE)) AS hidden,
    COALESCE(k.vocabulary = 'CVX', FALSE) OR COALESCE(s.vocabulary = 'CVX', FALSE) AS vaccine
    FROM exact__ AS e JOIN person_keys AS p ON p.id = e.person_id
    LEFT JOIN shared__ AS x ON x.id = e.id
    LEFT JOIN token AS k ON k.id = OMOP_CONCEPT(e.concept)
    LEFT JOIN token AS s ON s.id = OMOP_CONCEPT(e.source_concept)"""
TABLES: tuple[CdmTable, ...] = (VISIT, CONDITION, PROCEDURE, DRUG, MEASUREMENT, OBSERVATION)
# Nothing else is called by an id of a visit or a place alone; rows of other tables say whose it is.
_PLAIN = {VISIT.name}


def settle(connection: duckdb.DuckDBPyConnection, feed: str, source_id: str) -> None:
    """Make the views `event_...`.

    connection: holds the views `raw_...`, `person_keys` and `token`
    feed: what keys begin with
    source_id: which feed
    """
    for table in TABLES:
        own = "" if table.name in _PLAIN else f"{table.name}/"
        _event(connection, table, feed, own, source_id)


def hashed(table: CdmTable) -> exp.Expr:
    """Give the hash of all cells of a row that are read: rows of one id are compared by it.

    table: of the model
    """
    return exp.Anonymous(this="HASH", expressions=[exp.column(name) for name in table.names])


def fault(table: CdmTable) -> exp.Expr:
    """Give why a row can not be used, or NULL.

    table: of the model
    """
    own = table.columns[0][1][0]
    reasons = [
        ("no_id", expression("id IS NULL")),
        ("not_a_row", expression("id >= ':' AND REGEXP_FULL_MATCH(id, pattern__)",
                                 pattern=exp.Literal.string(f"(?i)\\x{{FEFF}}?{own}|{SUM}"))),
    ]  # fmt: skip
    if "person_id" in table.names:
        reasons.append(("no_person", expression("person_id IS NULL")))
    looked = table.names if table.name == "person" else table.ids
    for name in (part for part in looked if table.name == "person" or part in ("id", "person_id")):
        reasons.append(("malformed", expression("CONTAINS(id__, CHR(0))", id=name)))
    if table in TABLES or table is PAYER:
        unread = "OMOP_ODD_CONCEPT(concept)"
        reasons.append(("wrong_type", expression(unread)))
    if table.name == "concept":
        reasons.append(("wrong_type", expression("OMOP_CONCEPT(id) IS NULL")))
    if table.name == "death":
        reasons.append(("no_person", expression("NOT id IN (SELECT id FROM raw_person)")))
    return exp.Case(
        ifs=[exp.If(this=when, true=exp.Literal.string(reason)) for reason, when in reasons],
        default=exp.cast(exp.null(), "VARCHAR"),
    )


def _event(
    connection: duckdb.DuckDBPyConnection, table: CdmTable, feed: str, own: str, source_id: str
) -> None:
    name = table.name
    connection.sql(build(_AGAIN, raw=f"raw_{name}")).create(f"again_{name}")
    shared = build(_SHARED, raw=f"raw_{name}", again=f"again_{name}", hash=hashed(table))
    connection.sql(shared).create(f"shared_{name}")
    view(connection, f"timed_{name}", build(_TIMED, raw=f"raw_{name}"))
    view(connection, f"told_{name}", build(_TOLD, timed=f"timed_{name}"))
    view(connection, f"exact_{name}", build(_EXACT, told=f"told_{name}"))
    cells = exp.Anonymous(
        this="HASH", expressions=[exp.column(short, table="e") for short in table.names]
    )
    view(connection, f"event_{name}", build(
        _EVENT, exact=f"exact_{name}", shared=f"shared_{name}", hash=cells,
        source=exp.Literal.string(source_id), kind=exp.Literal.string(name),
        prefix=exp.Literal.string(feed + own), feed=exp.Literal.string(feed),
    ))  # fmt: skip
