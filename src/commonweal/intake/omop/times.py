"""How OMOP writes days and times, as macros of DuckDB.

A time bears no zone and is taken in UTC. Midnight stands for "no time": then the day is all that
is known.
"""

from __future__ import annotations

import duckdb

# Only years 1 to 9999, written with four digits; words such as "epoch" are no dates.
_TIME = """CREATE MACRO OMOP_TIME(said) AS CASE
    WHEN said >= '0001' AND said < ':' AND NOT CONTAINS(said, 'B')
    THEN CASE WHEN SUBSTR(said, 5, 1) IN ('-', '/') THEN TRY_CAST(said AS TIMESTAMP)
        WHEN LENGTH(said) = 8 THEN TRY_STRPTIME(said, '%Y%m%d') END END"""
_EXACT = """CREATE MACRO OMOP_EXACT(moment) AS
    CASE WHEN moment <> DATE_TRUNC('day', moment) THEN moment END"""
_BAD = """CREATE MACRO OMOP_BAD(said) AS
    COALESCE(NULLIF(TRIM(said), '') IS NOT NULL AND OMOP_TIME(said) IS NULL, FALSE)"""


def learn(connection: duckdb.DuckDBPyConnection) -> None:
    """Teach a connection the macros.

    connection: DuckDB
    """
    for macro in (_TIME, _EXACT, _BAD):
        connection.execute(macro)
