"""Join systolic and diastolic pressure to one reading, as the measures of blood pressure need it.

OMOP holds the two sides as rows of their own. Sides of one person, moment and visit belong
together; a panel that stands there too becomes the reading, and else one is made of the two.
"""

from __future__ import annotations

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, view
from commonweal.intake.staging import Staging

_SIDES = """SELECT _key, patient_key, encounter_key, start_ts, start_day, start_prec, value_num,
    unit, code, side, source_id, _digest, _file, _line, ROW_NUMBER() OVER (PARTITION BY patient_key,
    encounter_key, start_ts, start_prec, side ORDER BY LENGTH(_key), _key) AS place
    FROM measured_valued
    WHERE NOT side IS NULL AND (side = 'panel' OR NOT value_num IS NULL)"""
_PAIRS = """SELECT s.*, d._key AS _other, d.value_num AS other_num, d.unit AS other_unit,
    d.code AS other_code, COALESCE(p._key, CONCAT(s._key, '/reading')) AS reading,
    p._key IS NULL AS made
    FROM pressure_sides AS s JOIN pressure_sides AS d ON d.side = 'diastolic'
    AND d.patient_key = s.patient_key AND d.start_ts = s.start_ts
    AND d.start_prec = s.start_prec AND d.place = s.place
    AND d.encounter_key IS NOT DISTINCT FROM s.encounter_key
    LEFT JOIN pressure_sides AS p ON p.side = 'panel' AND p.patient_key = s.patient_key
    AND p.start_ts = s.start_ts AND p.start_prec = s.start_prec AND p.place = s.place
    AND p.encounter_key IS NOT DISTINCT FROM s.encounter_key
    WHERE s.side = 'systolic'"""
_READINGS = """SELECT * REPLACE (['http://loinc.org|85354-9'] AS code, NULL AS value_num,
    NULL AS unit), reading AS observation_key, [category__] AS category, 'final' AS status,
    start_ts AS end_ts, start_day AS end_day, start_prec AS end_prec, NULL AS issued_ts,
    NULL AS issued_day, NULL AS issued_prec, [] AS value_code, NULL AS value_type,
    [] AS not_done_reason, [] AS problem, 'reading' AS _kind, NULL AS _updated
    FROM pressure_pairs WHERE made"""
_COMPONENTS = """SELECT CONCAT(reading, '#0') AS component_key, reading AS observation_key,
    patient_key, code, value_num, unit, [] AS value_code, 'Quantity' AS _value_type, source_id,
    [] AS problem, 'reading' AS _kind, NULL AS _updated, _digest, _file, _line FROM pressure_pairs
    UNION ALL BY NAME
    SELECT CONCAT(reading, '#1') AS component_key, reading AS observation_key,
    patient_key, other_code AS code, other_num AS value_num, other_unit AS unit, [] AS value_code,
    'Quantity' AS _value_type, source_id, [] AS problem, 'reading' AS _kind, NULL AS _updated,
    _digest, _file, _line FROM pressure_pairs"""
_VITAL = "http://terminology.hl7.org/CodeSystem/observation-category|vital-signs"


def stage(connection: duckdb.DuckDBPyConnection, staging: Staging) -> None:
    """Stage the readings that are made, and the two sides of every reading.

    connection: holds the view `measured_valued`
    staging: where rows go
    """
    connection.sql(build(_SIDES)).create("pressure_sides")
    view(connection, "pressure_pairs", build(_PAIRS))
    staging.take(connection, "observation",
                 build(_READINGS, category=exp.Literal.string(_VITAL)))  # fmt: skip
    staging.take(connection, "component", build(_COMPONENTS))
