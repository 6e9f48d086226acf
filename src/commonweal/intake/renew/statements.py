"""The statements by which one load is laid over another; constants, with names to be put in."""

from __future__ import annotations

NOTHING = """CREATE TABLE lost_none AS SELECT CAST(NULL AS TEXT) AS _key,
    CAST(NULL AS TEXT) AS _feed, CAST(NULL AS TEXT) AS _sort WHERE FALSE"""
ERASED = """SELECT who FROM erased_given UNION SELECT a.alias AS who FROM
    (SELECT * FROM old__alias UNION ALL SELECT * FROM new__alias) AS a
    JOIN erased_given AS e ON e.who = a.key WHERE a.kind = 'Patient'"""
GONE = """SELECT * FROM new__gone UNION ALL SELECT o.* FROM old__gone AS o
    ANTI JOIN replaced AS r ON r.pair = CONCAT(o.source_id, CHR(10), o.thing)"""
GONE_OF = """SELECT g.key AS _key, g.source_id AS _feed, g.kind AS _sort, g.at AS _at
    FROM gone AS g WHERE g.thing = thing__"""
FRESH = """SELECT key__ AS _key, source_id AS _feed, _kind AS _sort, MAX(_updated) AS _at
    FROM new__ GROUP BY ALL"""
TOUCHED = """SELECT key__ AS _key, source_id AS _feed, _kind AS _sort,
    MAX(_updated) AS _at FROM old__ WHERE key__ IN (SELECT _key FROM fresh__ UNION ALL
    SELECT _key FROM gone__) GROUP BY ALL"""
LOST_OLD = """SELECT DISTINCT o._key, o._feed, o._sort FROM touched__ AS o
    LEFT JOIN fresh__ AS n ON n._key = o._key AND n._feed = o._feed AND n._sort = o._sort
    LEFT JOIN gone__ AS g ON g._key = o._key AND g._feed = o._feed
        AND COALESCE(g._sort, o._sort) = o._sort
    WHERE (NOT n._key IS NULL AND NOT COALESCE(n._at < o._at, FALSE))
    OR (NOT g._key IS NULL AND COALESCE(o._at <= g._at, TRUE))"""
LOST_NEW = """SELECT DISTINCT n._key, n._feed, n._sort FROM fresh__ AS n
    LEFT JOIN touched__ AS o ON n._key = o._key AND n._feed = o._feed AND n._sort = o._sort
    LEFT JOIN gone__ AS g ON g._key = n._key AND g._feed = n._feed
        AND COALESCE(g._sort, n._sort) = n._sort
    WHERE COALESCE(n._at < o._at, FALSE) OR COALESCE(n._at <= g._at, FALSE)"""
DELETED = """SELECT COUNT(DISTINCT CONCAT(o._feed, CHR(10), o._key)) FROM touched__ AS o
    JOIN gone__ AS g ON g._key = o._key AND g._feed = o._feed
        AND COALESCE(g._sort, o._sort) = o._sort AND COALESCE(o._at <= g._at, TRUE)"""
OUT = """SELECT key__ AS _key, source_id AS _feed, _kind AS _sort FROM rows__ WHERE out__"""
REPLACED = """SELECT o.key__ AS _key, o.source_id AS _feed, o._kind AS _sort FROM old__ AS o
    WHERE CONCAT(o.source_id, CHR(10), table__) IN (SELECT pair FROM replaced)"""
REPLACED_WAYSIDE = """SELECT o.key__ AS _key, o.source_id AS _feed, o._kind AS _sort
    FROM old__ AS o WHERE CONCAT(o.source_id, CHR(10), 'medication_request') IN
    (SELECT pair FROM replaced) AND o.source_id IN (SELECT source_id FROM new__)"""
LEFT = """SELECT t.* FROM rows__ AS t ANTI JOIN lost__ AS l ON l._key = t.key__
    AND l._feed = t.source_id AND l._sort = t._kind"""
LEFT_PARTS = """SELECT t.* FROM left__ AS t ANTI JOIN lost__ AS l
    ON l._key = t.observation_key AND l._feed = t.source_id AND l._sort = t._kind"""
SAID = """SELECT t.* FROM rows__ AS t
    ANTI JOIN patient__ AS p ON p._key = t.patient_key AND p._feed = t.source_id
        AND p._sort = t._kind AND t._parent = 'Patient'
    ANTI JOIN observation__ AS o ON o._key = t._parent AND o._feed = t.source_id
        AND o._sort = t._kind
    WHERE NOT t.patient_key IN (SELECT who FROM erased)"""
SAID_AGAIN = """SELECT t.* FROM left__ AS t
    ANTI JOIN said_again AS a ON a.patient_key = t.patient_key AND a.source_id = t.source_id
        AND a._kind = t._kind AND (t.attribute = a.attribute OR t.attribute = '_mark')
    WHERE NOT COALESCE(LIST_CONTAINS(files__, t._file) AND NOT _kind IN ('Patient', 'Observation'),
        FALSE)"""
AGAIN = """CREATE TABLE said_again AS SELECT DISTINCT patient_key, source_id, _kind, attribute
    FROM new__person WHERE NOT _kind IN ('Patient', 'Observation')"""
NAMED = """SELECT t.* FROM rows__ AS t
    ANTI JOIN patient__ AS p ON p._key = t.key AND t.kind = 'Patient'
    ANTI JOIN encounter__ AS e ON e._key = t.key AND t.kind = 'Encounter'
    ANTI JOIN organization__ AS o ON o._key = t.key AND t.kind = 'Organization'
    ANTI JOIN medication__ AS m ON m._key = t.key AND t.kind = 'Medication'"""
TOMBS = """SELECT source_id, thing, key, kind, MAX(at) AS at FROM gone
    WHERE NOT at IS NULL GROUP BY ALL"""
NOBODY = """SELECT t.* REPLACE (CASE WHEN NOT t.other__ IN (SELECT who FROM erased)
    THEN t.other__ END AS other__) FROM left__ AS t"""
COUNTED = "SELECT COUNT(*) FROM rows__ WHERE out__"
LINES = "SELECT _file, _line FROM rows__ WHERE out__"
BY_FILE = "SELECT _file, COUNT(*) FROM left_lines GROUP BY _file"
USED = "SELECT DISTINCT _file FROM left__ WHERE NOT _file IS NULL"
