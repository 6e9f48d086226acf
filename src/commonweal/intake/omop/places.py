"""CARE_SITE as organizations, and PAYER_PLAN_PERIOD as spans of insurance."""

from __future__ import annotations

import duckdb
from sqlglot import exp

from commonweal.intake.omop.cdm import CARE_SITE, PAYER
from commonweal.intake.omop.concepts import words_of
from commonweal.intake.omop.events import hashed
from commonweal.intake.payers import payer_group
from commonweal.intake.query import build, rows, view
from commonweal.intake.sets import WHOLE, WORD, put
from commonweal.intake.staging import Staging
from commonweal.intake.taking import take

_SITES = """SELECT CONCAT(feed__, id) AS org_key, label, source__ AS source_id, [] AS problem,
    'care_site' AS _kind, NULL AS _updated, ENCODE(CAST(hash__ AS TEXT)) AS _digest, _file, _line
    FROM raw_care_site"""
_SPANS = """SELECT *, COALESCE(NULLIF(source_word, ''), NULLIF(plan_word, '')) AS spoken,
    COALESCE(NULLIF(OMOP_CONCEPT(concept), 0), OMOP_CONCEPT(source_concept), 0)
    AS payer FROM raw_payer_plan_period"""
_PAYERS = """SELECT DISTINCT COALESCE(source_word, ''), COALESCE(plan_word, ''), payer
    FROM payer_spans"""
_COVERAGE = """SELECT CONCAT(feed__, 'payer_plan_period/', s.id) AS coverage_key, k.patient_key,
    CAST(OMOP_TIME(start_on) AS TIMESTAMP) AS start_ts,
    CAST(OMOP_TIME(start_on) AS DATE) AS start_day,
    CASE WHEN NOT OMOP_TIME(start_on) IS NULL THEN 'D' END AS start_prec,
    CAST(OMOP_TIME(end_on) AS TIMESTAMP) AS end_ts, CAST(OMOP_TIME(end_on) AS DATE) AS end_day,
    CASE WHEN NOT OMOP_TIME(end_on) IS NULL THEN 'D' END AS end_prec,
    g.payer_text, g.payer_group, 'payer_plan_period' AS origin, source__ AS source_id,
    CASE WHEN OMOP_BAD(start_on) OR OMOP_BAD(end_on) THEN ['date_unreadable'] ELSE [] END
    AS problem, 'payer_plan_period' AS _kind, NULL AS _updated,
    ENCODE(CAST(hash__ AS TEXT)) AS _digest, _file, _line
    FROM payer_spans AS s JOIN person_keys AS k ON k.id = s.person_id
    JOIN payer_words AS g ON g.word = COALESCE(s.source_word, '')
    AND g.plan = COALESCE(s.plan_word, '') AND g.payer = s.payer"""


def stage_sites(
    connection: duckdb.DuckDBPyConnection, staging: Staging, feed: str, source_id: str
) -> None:
    """Stage the places that serve.

    connection: holds the view `raw_care_site`
    staging: where rows go
    feed: what keys begin with
    source_id: which feed
    """
    take(staging, connection, "organization", build(
        _SITES, feed=exp.Literal.string(feed), source=exp.Literal.string(source_id),
        hash=hashed(CARE_SITE)))  # fmt: skip


def stage_coverage(
    connection: duckdb.DuckDBPyConnection, staging: Staging, feed: str, source_id: str
) -> None:
    """Stage who paid.

    connection: holds the view `raw_payer_plan_period`, `person_keys` and `token`
    staging: where rows go
    feed: what keys begin with
    source_id: which feed
    """
    view(connection, "payer_spans", build(_SPANS))
    labels, tokens = words_of(connection, "label"), words_of(connection, "token")
    made = []
    for word, plan, payer in rows(connection, build(_PAYERS)):
        spoken = (word or None, plan or None, labels.get(payer))
        shown = next((said for said in spoken if said), None)
        token = (tokens[payer],) if payer in tokens else ()
        made.append((word, plan, payer, shown, payer_group(spoken, token)))
    columns = {"word": WORD, "plan": WORD, "payer": WHOLE, "payer_text": WORD, "payer_group": WORD}
    put(connection, "payer_words", columns, made)
    cells = exp.Anonymous(
        this="HASH", expressions=[exp.column(name, table="s") for name in PAYER.names]
    )
    take(staging, connection, "coverage", build(
        _COVERAGE, feed=exp.Literal.string(feed), source=exp.Literal.string(source_id),
        hash=cells,
    ))  # fmt: skip
