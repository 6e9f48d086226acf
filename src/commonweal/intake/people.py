"""Settle what each person says of themselves, from all that was staged, and hand it to the vault.

Every person of every roster in the load has every attribute: patients, staff, learners and all
others. The vault's column is called patient_key, as its first people were, and is anybody's key.
Of several places that answer one question the best one counts: one with an answer, then a list of
the institution's own, then the Patient resource, then the latest observation.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, expression, rows, view
from commonweal.intake.sheets import write_parquet, write_rows
from commonweal.tables.clinical import Patient
from commonweal.tables.registry import ROSTERS
from commonweal.vault import vault

MARKS = "problem.parquet"
# Each kind apart: of the two sides of such a join the few answers are held, not all results.
_KEPT = """SELECT COALESCE(m.key, s.patient_key) AS patient_key, s.* EXCLUDE (patient_key)
    FROM (SELECT s.* FROM staged__person AS s SEMI JOIN one_patient AS p
        ON p.patient_key = s.patient_key AND p._digest = s._digest WHERE s._kind = 'Patient'
    UNION ALL SELECT s.* FROM staged__person AS s SEMI JOIN one_observation AS o
        ON o.observation_key = s._parent AND o._digest = s._digest WHERE s._kind = 'Observation'
    UNION ALL SELECT * FROM staged__person WHERE _kind = 'csv') AS s
    LEFT JOIN (SELECT alias AS _alias, MIN(key) AS key FROM staged__alias
    WHERE kind = 'Patient' GROUP BY alias) AS m ON m._alias = s.patient_key"""
# Most answer a question once: what several rows answer is compared, the others pass.
_CROWDED = """SELECT HASH(patient_key, attribute) AS _crowd FROM said_by_people
    GROUP BY _crowd HAVING COUNT(*) > 1"""
_ALONE = """SELECT * FROM said_by_people AS s
    ANTI JOIN crowded AS c ON c._crowd = HASH(s.patient_key, s.attribute)"""
_ONCE = """SELECT * FROM said_by_people AS s
    SEMI JOIN crowded AS c ON c._crowd = HASH(s.patient_key, s.attribute) QUALIFY ROW_NUMBER() OVER
    (PARTITION BY patient_key, attribute, _kind, _parent, ordinal ORDER BY _digest DESC) = 1"""
_BEST = """SELECT * FROM said_together WHERE attribute <> '_mark'
    QUALIFY DENSE_RANK() OVER (PARTITION BY patient_key, attribute ORDER BY
    status = 'not_recorded', _trust, recorded_ts DESC NULLS LAST, _parent DESC, _digest DESC) = 1
    UNION ALL BY NAME SELECT * FROM said_alone WHERE attribute <> '_mark'"""
_ALL = """SELECT b.patient_key, b.attribute, b.value, b.system, COALESCE(b.status, 'not_recorded')
    AS status, COALESCE(b.method, 'unknown') AS method, b.recorded_ts,
    COALESCE(b.source_element, '') AS source_element, p.source_id,
    COALESCE(b.ordinal, 0) AS ordinal
    FROM said_best AS b JOIN listed_people AS p ON p._person = b.patient_key
    SEMI JOIN questions AS q ON q.attribute = b.attribute
    UNION ALL BY NAME SELECT a.patient_key, a.attribute, NULL AS value, NULL AS system,
    'not_recorded' AS status, 'unknown' AS method, NULL AS recorded_ts, '' AS source_element,
    a.source_id, 0 AS ordinal
    FROM (SELECT p._person AS patient_key, q.attribute, p.source_id
        FROM listed_people AS p CROSS JOIN questions AS q) AS a
    ANTI JOIN said_best AS b ON b.patient_key = a.patient_key AND b.attribute = a.attribute"""
_MARKS = """SELECT DISTINCT s.patient_key, s.value AS code FROM (SELECT * FROM said_together
    UNION ALL BY NAME SELECT * FROM said_alone) AS s
    JOIN (SELECT DISTINCT _person FROM listed_people) AS p ON p._person = s.patient_key
    WHERE s.attribute = '_mark'
    ORDER BY s.patient_key, code"""


_LISTED = "SELECT key__ AS _person, source_id FROM one__"


def settle(
    connection: duckdb.DuckDBPyConnection, folder: Path, held: Collection[str], store: Path
) -> tuple[int, list[tuple[str, int]]]:
    """Write the vault's part of a version, and the marks of records that are odd.

    connection: after the patients and observations are settled
    folder: the vault's folder of the version that is being made
    held: tables that the load holds
    store: folder of the store, where persons may have answered on their own page
    Gives the number of rows and the marks, (code, people).
    """
    listed = [
        expression(_LISTED, key=roster.key, one=f"one_{roster.name}")
        for roster in ROSTERS.values()
        if roster.name in held or roster is Patient
    ]
    everyone = listed[0] if len(listed) == 1 else exp.union(*listed, distinct=False)
    # Tables, not views: each step gives back its memory before the next, so that a hundred thousand
    # people and all who applied to be among them fit into the little that a load may take.
    view(connection, "people_named", everyone.sql(dialect="duckdb"))
    connection.sql(build("SELECT DISTINCT * FROM people_named")).create("listed_people")
    connection.sql(build(_KEPT)).create("said_by_people")
    connection.sql(build(_CROWDED)).create("crowded")
    connection.sql(build(_ONCE)).create("said_together")
    view(connection, "said_alone", build(_ALONE))
    view(connection, "said_best", build(_BEST))
    rows(connection, build("CREATE TABLE questions AS SELECT UNNEST($1) AS attribute"),
         [list(vault.ATTRIBUTES)])  # fmt: skip
    view(connection, "vault_rows", build(_ALL))
    path = vault.publish(connection, folder, "vault_rows", store, write_rows)
    write_parquet(connection, build(_MARKS), folder / MARKS)
    (folder / MARKS).chmod(0o600)
    connection.from_parquet(str(folder / MARKS)).create_view("vault_marks")
    connection.from_parquet(str(path)).create_view("vault_written")
    marks = rows(
        connection, build("SELECT code, COUNT(*) FROM vault_marks GROUP BY code ORDER BY code")
    )
    many = rows(connection, build("SELECT COUNT(*) FROM vault_written"))[0][0]
    return int(many), [(code, n) for code, n in marks]
