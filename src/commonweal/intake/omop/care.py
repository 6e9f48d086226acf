"""Pick the canonical tables of care from the events of OMOP."""

from __future__ import annotations

from pathlib import Path

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, rows, view
from commonweal.intake.staging import Staging
from commonweal.intake.taking import take

_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category|"
_KINDS = "http://terminology.hl7.org/CodeSystem/condition-category|"
# 262 is an emergency visit that became a stay; the model does not say when.
_VISITS = """SELECT *, _key AS encounter_key,
    CASE OMOP_CONCEPT(concept) WHEN 9202 THEN 'AMB' WHEN 9201 THEN 'IMP' WHEN 262 THEN 'IMP'
        WHEN 9203 THEN 'EMER' WHEN 581476 THEN 'HH' WHEN 5083 THEN 'VR' ELSE 'OTHER' END
        AS visit_class,
    OMOP_CONCEPT(concept) IS NOT DISTINCT FROM 262 AS both,
    CASE WHEN end_day IS NULL THEN 'in-progress' ELSE 'finished' END AS status,
    CASE WHEN t.token IS NULL THEN [] ELSE [t.token] END AS disposition,
    feed__ || NULLIF(care_site_id, '0') AS org_key, NULL AS appointment_key
    FROM (SELECT e.* EXCLUDE (encounter_key), OMOP_CONCEPT(e.leaving) AS _leaving
        FROM event_visit_occurrence AS e) AS v
    LEFT JOIN token AS t ON t.id = v._leaving"""
_STAYS = """SELECT * REPLACE (
    CASE WHEN both THEN CAST(start_day AS TIMESTAMP) ELSE start_ts END AS start_ts,
    CASE WHEN both AND start_prec = 'T' THEN 'D' ELSE start_prec END AS start_prec), code AS type
    FROM visits_typed"""
_EMERGENCIES = """SELECT * REPLACE (CONCAT(encounter_key, '/emergency') AS encounter_key,
    'EMER' AS visit_class, 'finished' AS status, [] AS disposition,
    CAST(start_day AS TIMESTAMP) AS end_ts, start_day AS end_day,
    CASE WHEN NOT start_day IS NULL THEN 'D' END AS end_prec), code AS type
    FROM visits_typed WHERE both"""
_CONDITIONS = """SELECT *, _key AS condition_key, [] AS body_site,
    CASE WHEN OMOP_CONCEPT(kind) IN (32840, 38000245)
            THEN [CONCAT(system__, 'problem-list-item')]
        WHEN NOT encounter_key IS NULL THEN [CONCAT(system__, 'encounter-diagnosis')]
        ELSE [] END AS category,
    start_ts AS onset_ts, start_day AS onset_day, start_prec AS onset_prec,
    NULL AS _onset_months, NULL AS _onset_days,
    end_ts AS abate_ts, end_day AS abate_day, end_prec AS abate_prec,
    NULL AS _abate_months, NULL AS _abate_days,
    start_ts AS recorded_ts, start_day AS recorded_day, start_prec AS recorded_prec,
    CASE WHEN end_day IS NULL THEN 'active' ELSE 'resolved' END AS clinical_status,
    'confirmed' AS verification_status
    FROM event_condition_occurrence"""
_PROCEDURES = """SELECT * REPLACE (COALESCE(end_ts, start_ts) AS end_ts,
    COALESCE(end_day, start_day) AS end_day, COALESCE(end_prec, start_prec) AS end_prec),
    _key AS procedure_key, 'completed' AS status, NULL AS _start_months, NULL AS _start_days,
    NULL AS _end_months, NULL AS _end_days FROM event_procedure_occurrence"""
# Given by a nurse or a doctor: no order, and no table holds what was given.
_DRUGS = """SELECT *, OMOP_CONCEPT(kind) IN (32818, 38000179, 38000180, 581373, 43542356,
    43542357, 43542358) AND NOT vaccine AS given,
    OMOP_NUMBER(days) AS _days, COALESCE(OMOP_NUMBER(refills), 0) AS _refills
    FROM event_drug_exposure"""
# A supply that is longer than the calendar lasts to its end, as in FHIR.
_ORDERS = """SELECT * REPLACE (LIST_SORT(LIST_CONCAT(LIST_CONCAT(problem,
        CASE WHEN end_day < start_day THEN ['interval_reversed'] ELSE [] END),
        CASE WHEN (TRIM(days) <> '' AND _days IS NULL) OR (TRIM(refills) <> ''
        AND OMOP_NUMBER(refills) IS NULL) THEN ['number_unreadable'] ELSE [] END)) AS problem),
    _key AS medication_request_key, [] AS referenced_code,
    NULL AS _medication_key, NULL AS do_not_perform, 'order' AS intent,
    CASE WHEN NULLIF(stopped, '') IS NULL THEN 'active' ELSE 'stopped' END AS status,
    start_ts AS authored_ts, start_day AS authored_day, start_prec AS authored_prec,
    CASE WHEN NOT _last IS NULL THEN CAST(start_day AS TIMESTAMP) END AS supply_start_ts,
    CASE WHEN NOT _last IS NULL THEN start_day END AS supply_start_day,
    CASE WHEN NOT _last IS NULL THEN 'D' END AS supply_start_prec,
    CAST(COALESCE(_last, CAST('9999-12-31' AS DATE)) AS TIMESTAMP) AS supply_end_ts,
    COALESCE(_last, CAST('9999-12-31' AS DATE)) AS supply_end_day, 'D' AS supply_end_prec
    FROM (SELECT *, CASE WHEN start_day IS NULL THEN NULL
        WHEN _days > 0 AND _days * (1 + _refills) BETWEEN 1 AND 36525
        THEN LEAST(start_day + CAST(CAST(FLOOR(_days * (1 + _refills)) AS BIGINT) - 1 AS INTEGER),
            CAST('9999-12-31' AS DATE))
        WHEN end_day >= start_day THEN end_day END AS _last
        FROM drugs WHERE NOT vaccine AND NOT COALESCE(given, FALSE))
        AS orders"""
_VACCINES = """SELECT * REPLACE (start_ts AS end_ts, start_day AS end_day,
    start_prec AS end_prec), _key AS immunization_key, 'completed' AS status
    FROM drugs WHERE vaccine"""
_RESULTS = """SELECT e.* REPLACE (start_ts AS end_ts, start_day AS end_day,
        start_prec AS end_prec, CASE WHEN (number <> '' AND _amount IS NULL) OR _unread
        OR (u.id IS NULL AND OMOP_ODD_CONCEPT(e.unit_concept))
        OR (a.id IS NULL AND OMOP_ODD_CONCEPT(e.value_concept))
        THEN LIST_SORT(LIST_DISTINCT(LIST_CONCAT(e.problem, [
            CASE WHEN number <> '' AND _amount IS NULL THEN 'number_unreadable' END,
            CASE WHEN _unread OR (u.id IS NULL AND OMOP_ODD_CONCEPT(e.unit_concept))
                OR (a.id IS NULL AND OMOP_ODD_CONCEPT(e.value_concept)) THEN 'code_unknown' END])))
        ELSE e.problem END AS problem),
    e._key AS observation_key, 'final' AS status, NULL AS issued_ts, NULL AS issued_day,
    NULL AS issued_prec, [] AS not_done_reason,
    CASE WHEN COALESCE(category_word, CASE
        WHEN OMOP_CONCEPT(e.kind) IN (32856, 44818702) THEN 'laboratory'
        WHEN OMOP_CONCEPT(e.kind) IN (32862, 32883, 45905771) THEN 'survey' END) IS NULL
        THEN [] ELSE [CONCAT(system__, COALESCE(category_word, CASE
        WHEN OMOP_CONCEPT(e.kind) IN (32856, 44818702) THEN 'laboratory'
        ELSE 'survey' END))] END AS category,
    CASE WHEN NOT hidden AND NOT compared THEN _amount END AS value_num,
    CASE WHEN NOT hidden AND NOT compared AND NOT _amount IS NULL
        THEN COALESCE(CASE WHEN u.vocabulary = 'UCUM' THEN u.code END, NULLIF(unit_word, ''), '1')
        END AS unit,
    CASE WHEN hidden OR a.token IS NULL THEN [] ELSE [a.token] END AS value_code,
    CASE WHEN NOT _amount IS NULL THEN 'Quantity' WHEN NOT a.token IS NULL
        THEN 'CodeableConcept' WHEN worded THEN 'string' END AS value_type
    FROM results__ AS e LEFT JOIN token AS u ON u.id = OMOP_CONCEPT(e.unit_concept)
    LEFT JOIN token AS a ON a.id = OMOP_CONCEPT(e.value_concept)"""
# A number that is "less than" or "greater than" is no number (measure-logic, common 1.6).
_MEASURED = """SELECT *, OMOP_NUMBER(number) AS _amount, FALSE AS worded,
    COALESCE(OMOP_CONCEPT(operator) NOT IN (0, 4172703), TRIM(operator) NOT IN ('', '='), FALSE)
    AS compared, OMOP_ODD_CONCEPT(operator)
        AND NOT TRIM(operator) IN ('=', '<', '>', '<=', '>=') AS _unread
    FROM event_measurement"""
_OBSERVED = """SELECT *, OMOP_NUMBER(number) AS _amount, COALESCE(text <> '', FALSE) AS worded,
    FALSE AS compared, FALSE AS _unread FROM event_observation"""
_NUMBER = """CREATE MACRO OMOP_NUMBER(said) AS
    CASE WHEN ISFINITE(TRY_CAST(said AS DOUBLE)) THEN TRY_CAST(said AS DOUBLE) END"""


def stage(connection: duckdb.DuckDBPyConnection, staging: Staging, feed: str) -> set[str]:
    """Stage the tables of care but results.

    connection: holds the views `event_...`
    staging: where rows go
    feed: what keys begin with
    Gives those of medication and immunization that hold any row.
    """
    connection.execute(_NUMBER)
    view(connection, "visits_typed", build(_VISITS, feed=exp.Literal.string(feed)))
    take(staging, connection, "encounter", build(_STAYS))
    if rows(connection, build("SELECT 1 FROM raw_visit_occurrence "
                              "WHERE OMOP_CONCEPT(concept) = 262 LIMIT 1")):  # fmt: skip
        take(staging, connection, "encounter", build(_EMERGENCIES))
    take(staging, connection, "condition", build(_CONDITIONS, system=exp.Literal.string(_KINDS)))
    take(staging, connection, "procedure", build(_PROCEDURES))
    view(connection, "drugs", build(_DRUGS))
    taken = {
        "medication_request": take(staging, connection, "medication_request", build(_ORDERS)),
        "immunization": take(staging, connection, "immunization", build(_VACCINES)),
    }
    return {table for table, many in taken.items() if many}


def given(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Count what was given and not ordered, by file: no table holds it.

    connection: after `stage`
    """
    found = rows(connection, build("SELECT _file, COUNT(*) FROM drugs WHERE given GROUP BY _file"))
    return [(int(place), int(many)) for place, many in found]


def stage_results(connection: duckdb.DuckDBPyConnection, staging: Staging) -> Path:
    """Stage measurements and observations.

    connection: holds the views `event_...`
    staging: where rows go
    Gives the file of the measurements.
    """
    files = []
    for name, statement in (("measured", _MEASURED), ("observed", _OBSERVED)):
        view(connection, f"results_{name}", build(statement))
        take(staging, connection, "observation", build(
            _RESULTS, results=f"results_{name}", system=exp.Literal.string(_CATEGORY)))  # fmt: skip
        files.append(staging.took)
    return files[0]
