"""How OMOP writes days and times, as macros of DuckDB.

A time without a zone is taken in UTC; one that states its zone becomes UTC. Midnight stands for
"no time": then the day is all that is known. The day is that of the column of dates, and else the
one that was written, not that of UTC.
"""

from __future__ import annotations

import duckdb

# Only years 1 to 9999, written with four digits; words such as "epoch" are no dates.
_QUICK = """CREATE MACRO OMOP_QUICK(said) AS CASE
    WHEN said >= '0001' AND said < ':' AND SUBSTR(said, 5, 1) IN ('-', '/')
    AND NOT CONTAINS(said, 'B') THEN TRY_CAST(said AS TIMESTAMP) END"""
# Nearly all are written so: what else may stand there, such as a zone, is looked at slowly.
_PLAIN = """CREATE MACRO OMOP_PLAIN(said) AS LENGTH(said) = 10
    OR (LENGTH(said) = 19 AND SUBSTR(said, 17, 1) = ':' AND SUBSTR(said, 14, 1) = ':')"""
# A day; a time with the half of the day that clocks of twelve hours need; a zone or an offset.
_SPLIT = """CREATE MACRO OMOP_SPLIT(said) AS REGEXP_EXTRACT(said,
    '^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|[0-9]{8})'
    || '(?:[ Tt]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]*)?)?) *'
    || '(?:([AaPp])[.]?[Mm][.]?(?: +|$))?([Zz]|[+-](?:0[0-9]|1[0-4])(?::?[0-9]{2}){0,2}'
    || '|[A-Za-z]{2,}(?:/[A-Za-z0-9_+-]+)*)?)?$', ['day', 'clock', 'half', 'zone'])"""
_DAY = """CREATE MACRO OMOP_DAY(said) AS CASE WHEN SUBSTR(said, 5, 1) IN ('-', '/')
    THEN CASE WHEN said >= '0001' THEN TRY_CAST(said AS DATE) END
    ELSE CAST(TRY_STRPTIME(said, '%Y%m%d') AS DATE) END"""
_CLOCK = """CREATE MACRO OMOP_CLOCK(day, clock, half) AS CASE WHEN clock = ''
    THEN CAST(day AS TIMESTAMP) WHEN half = '' THEN TRY_CAST(CONCAT(day, ' ', clock) AS TIMESTAMP)
    ELSE TRY_STRPTIME(CONCAT(day, ' ', clock, ' ', half, 'M'), ['%Y-%m-%d %I:%M:%S.%f %p',
        '%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p']) END"""
_UTC = """CREATE MACRO OMOP_UTC(wall, zone) AS CASE
    WHEN UPPER(zone) IN ('', 'Z', 'UTC', 'GMT') THEN wall
    ELSE MAKE_TIMESTAMP(EPOCH_US(TRY_CAST(CONCAT(wall,
        CASE WHEN zone < 'A' THEN '' ELSE ' ' END, zone) AS TIMESTAMPTZ))) END"""
# A macro is written out wherever it stands; what a lambda is given is worked out once.
_READ = """CREATE MACRO OMOP_READ(said) AS LIST_TRANSFORM(LIST_TRANSFORM(LIST_TRANSFORM(
    [OMOP_SPLIT(TRIM(said))],
    LAMBDA p: {wall: OMOP_CLOCK(OMOP_DAY(p.day), p.clock, p.half), zone: p.zone}),
    LAMBDA p: {wall: p.wall, moment: OMOP_UTC(p.wall, p.zone), zoned: p.zone <> ''}),
    LAMBDA p: CASE WHEN p.moment >= CAST('0001-01-01' AS TIMESTAMP)
        AND p.moment < CAST('10000-01-01' AS TIMESTAMP) THEN p END)[1]"""
_ODD = """CREATE MACRO OMOP_ODD(said) AS CASE WHEN NOT said IS NULL AND NOT OMOP_PLAIN(said)
    THEN OMOP_READ(said) END"""
_TIME = """CREATE MACRO OMOP_TIME(said) AS
    CASE WHEN OMOP_PLAIN(said) THEN OMOP_QUICK(said) ELSE OMOP_ODD(said).wall END"""
# Some zone of the world has this day at that time.
_NEAR = """CREATE MACRO OMOP_NEAR(moment, day) AS
    day BETWEEN CAST(moment - INTERVAL 12 HOUR AS DATE) AND CAST(moment + INTERVAL 14 HOUR AS DATE)
    """
_EXACT = """CREATE MACRO OMOP_EXACT(wall, odd, day) AS
    CASE WHEN wall <> DATE_TRUNC('day', wall) AND (day IS NULL OR CAST(wall AS DATE) = day
        OR OMOP_NEAR(COALESCE(odd.moment, wall), day)) THEN COALESCE(odd.moment, wall) END"""
_DIFFER = """CREATE MACRO OMOP_DIFFER(wall, odd, day) AS CASE WHEN CAST(wall AS DATE) <> day
    THEN NOT (COALESCE(odd.zoned, FALSE) AND OMOP_NEAR(odd.moment, day)) ELSE FALSE END"""
_BAD = """CREATE MACRO OMOP_BAD(said) AS
    COALESCE(NULLIF(TRIM(said), '') IS NOT NULL AND OMOP_TIME(said) IS NULL, FALSE)"""
_MACROS = (_QUICK, _PLAIN, _SPLIT, _DAY, _CLOCK, _UTC, _READ, _ODD, _TIME, _NEAR, _EXACT, _DIFFER,
           _BAD)  # fmt: skip


def learn(connection: duckdb.DuckDBPyConnection) -> None:
    """Teach a connection the macros, and to tell times of Parquet in UTC on every machine.

    connection: DuckDB
    """
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    for macro in _MACROS:
        connection.execute(macro)
