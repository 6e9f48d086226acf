"""Join systolic and diastolic pressure to one reading, as the measures of blood pressure need it.

OMOP holds the two sides as rows of their own. Sides of one person, moment and visit belong
together; a panel that stands there too becomes the reading, and else one is made of the two.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
from sqlglot import exp

from commonweal.intake.query import build
from commonweal.intake.staging import Staging
from commonweal.intake.taking import take

# Which side the codes of a row name. Of two that its two concepts name the first counts; where
# other rows bear the same two the other way round, none.
_NAMED = """SELECT code, MIN(side) AS side FROM (SELECT
        CASE WHEN s.token IS NULL OR s.token = k.token THEN [k.token]
        WHEN k.token IS NULL THEN [s.token] ELSE LIST_SORT([k.token, s.token]) END AS code,
        COALESCE(k.side, s.side) AS side
    FROM (SELECT DISTINCT OMOP_CONCEPT(concept) AS concept,
        OMOP_CONCEPT(source_concept) AS source_concept FROM raw_measurement) AS m
    LEFT JOIN token AS k ON k.id = m.concept LEFT JOIN token AS s ON s.id = m.source_concept)
    AS named WHERE NOT side IS NULL GROUP BY code HAVING MIN(side) = MAX(side)"""
_SIDES = """SELECT o.observation_key AS _key, o.patient_key, o.encounter_key, o.start_ts,
    o.start_day, o.start_prec, o.value_num, o.unit, o.code, c.side, o.source_id, o._digest, o._file,
    o._line, HASH(o.patient_key, o.encounter_key, o.start_ts, o.start_prec, c.side) AS _moment
    FROM measured_staged AS o JOIN pressure_codes AS c ON c.code = o.code
    WHERE c.side = 'panel' OR NOT o.value_num IS NULL"""
# Most stand alone at their moment: only what may not is put in order.
_CROWDED = "SELECT _moment FROM pressure_sides GROUP BY _moment HAVING COUNT(*) > 1"
_PLACED = """SELECT s.*, 1 AS place FROM pressure_sides AS s
    ANTI JOIN pressure_crowded USING (_moment)
    UNION ALL SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s.patient_key,
    s.encounter_key, s.start_ts, s.start_prec, s.side ORDER BY LENGTH(s._key), s._key) AS place
    FROM pressure_sides AS s SEMI JOIN pressure_crowded USING (_moment)"""
_PAIRS = """SELECT s.*, d._key AS _other, d.value_num AS other_num, d.unit AS other_unit,
    d.code AS other_code, COALESCE(p._key, CONCAT(s._key, '/reading')) AS reading,
    p._key IS NULL AS made
    FROM pressure_placed AS s JOIN pressure_placed AS d ON d.side = 'diastolic'
    AND d.patient_key = s.patient_key AND d.start_ts = s.start_ts
    AND d.start_prec = s.start_prec AND d.place = s.place
    AND d.encounter_key IS NOT DISTINCT FROM s.encounter_key
    LEFT JOIN pressure_placed AS p ON p.side = 'panel' AND p.patient_key = s.patient_key
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


def stage(connection: duckdb.DuckDBPyConnection, staging: Staging, measured: Path) -> None:
    """Stage the readings that are made, and the two sides of every reading.

    connection: holds the view `raw_measurement` and the table `token`
    staging: where rows go
    measured: file of the measurements that were staged
    """
    connection.from_parquet(str(measured)).create_view("measured_staged")
    for name, statement in (("codes", _NAMED), ("sides", _SIDES), ("crowded", _CROWDED),
                            ("placed", _PLACED), ("pairs", _PAIRS)):  # fmt: skip
        connection.sql(build(statement)).create(f"pressure_{name}")
    take(staging, connection, "observation",
                 build(_READINGS, category=exp.Literal.string(_VITAL)))  # fmt: skip
    take(staging, connection, "component", build(_COMPONENTS))
