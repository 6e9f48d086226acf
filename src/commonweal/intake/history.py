"""Turn headcount snapshots into assignments and events, where a load holds nothing better.

Between two snapshots nobody knows the day: an event stands on the latest day on which it can have
happened, the day of the snapshot that shows it, with the earliest day beside it. Who is there in
the first snapshot was there before: that is no hire. Who is missing from one has left, and is
rehired when seen again; who is there with no hours is on leave.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, expression
from commonweal.intake.staging import layout
from commonweal.tables.workforce import Assignment, HeadcountSnapshot, StaffEvent

MADE = frozenset({Assignment.name, StaffEvent.name})
_DAYS = """SELECT source_id AS _feed, as_of_day AS _day,
    ROW_NUMBER() OVER (PARTITION BY source_id ORDER BY as_of_day) AS _place,
    LAG(as_of_day) OVER (PARTITION BY source_id ORDER BY as_of_day) AS _before,
    LEAD(as_of_day) OVER (PARTITION BY source_id ORDER BY as_of_day) AS _after
    FROM (SELECT DISTINCT source_id, as_of_day FROM kept__ WHERE NOT as_of_day IS NULL) AS days"""
_MAIN = """SELECT s.person_key, s.source_id, s.unit_id, s.job_code, s.rank_code, s.fte,
    s.worker_type, s._digest, s._file, s._line, d._day, d._place, d._before, d._after
    FROM kept__ AS s JOIN snapshot_days AS d ON d._feed = s.source_id AND d._day = s.as_of_day
    WHERE NOT s.person_key IS NULL
    QUALIFY ROW_NUMBER() OVER (PARTITION BY s.person_key, s.as_of_day
    ORDER BY s.fte DESC NULLS LAST, s.snapshot_key) = 1"""
_STEPS = """SELECT *, LAG(_place) OVER w AS _last, LEAD(_place) OVER w AS _next,
    LAG(unit_id) OVER w AS _unit, LAG(job_code) OVER w AS _job, LAG(rank_code) OVER w AS _rank,
    LAG(fte) OVER w AS _fte, LAG(worker_type) OVER w AS _type
    FROM snapshot_main WINDOW w AS (PARTITION BY person_key ORDER BY _place)"""
_RUNS = """SELECT *, SUM(CASE WHEN _last = _place - 1 AND unit_id IS NOT DISTINCT FROM _unit
    AND job_code IS NOT DISTINCT FROM _job AND rank_code IS NOT DISTINCT FROM _rank
    AND fte IS NOT DISTINCT FROM _fte AND worker_type IS NOT DISTINCT FROM _type THEN 0 ELSE 1 END)
    OVER (PARTITION BY person_key ORDER BY _place) AS _run FROM snapshot_steps"""
_ASSIGNMENTS = """SELECT CONCAT(source_id, '/', person_key, '#', CAST(MIN(_day) AS TEXT))
    AS assignment_key, person_key, source_id, ANY_VALUE(unit_id) AS unit_id,
    ANY_VALUE(job_code) AS job_code, ANY_VALUE(rank_code) AS rank_code, ANY_VALUE(fte) AS fte,
    ANY_VALUE(worker_type) AS worker_type, TRUE AS main, MIN(_day) AS _valid_from,
    ARG_MAX(COALESCE(_after, CAST('9999-12-31' AS DATE)), _place) AS _valid_to,
    ARG_MIN(_digest, _place) AS _digest, ARG_MIN(_file, _place) AS _file,
    ARG_MIN(_line, _place) AS _line
    FROM snapshot_runs GROUP BY person_key, source_id, _run"""
_OPEN = """SELECT * REPLACE (NULLIF(_valid_to, CAST('9999-12-31' AS DATE)) AS _valid_to)
    FROM snapshot_assignments"""
_ARRIVALS = """SELECT *, CASE WHEN _last IS NULL THEN 'hire' ELSE 'rehire' END AS kind,
    _day AS _on, _before + 1 AS _earliest, _day AS _latest,
    unit_id AS to_unit, job_code AS to_job, rank_code AS to_rank
    FROM snapshot_steps WHERE _place > 1 AND COALESCE(_last < _place - 1, TRUE)"""
_DEPARTURES = """SELECT *, 'separation' AS kind, _after AS _on, _day + 1 AS _earliest,
    _after AS _latest, unit_id AS from_unit, job_code AS from_job, rank_code AS from_rank
    FROM snapshot_steps WHERE NOT _after IS NULL AND COALESCE(_next > _place + 1, TRUE)"""
_MOVES = """SELECT s.*, CASE WHEN rank_code = _rank OR rank_code IS NULL OR _rank IS NULL
    THEN 'lateral' ELSE higher__ END AS kind, _day AS _on, _before + 1 AS _earliest,
    _day AS _latest, unit_id AS to_unit, job_code AS to_job, rank_code AS to_rank,
    _unit AS from_unit, _job AS from_job, _rank AS from_rank
    FROM snapshot_steps AS s WHERE _last = _place - 1 AND (rank_code <> _rank
    OR unit_id IS DISTINCT FROM _unit OR job_code <> _job)"""
_LEAVES = """SELECT *, CASE WHEN fte = 0 THEN 'leave_start' ELSE 'leave_end' END AS kind,
    _day AS _on, _before + 1 AS _earliest, _day AS _latest
    FROM snapshot_steps WHERE _last = _place - 1 AND (fte = 0) <> (_fte = 0)"""
_HIGHER = """CASE SIGN((SELECT b.rank_order - a.rank_order FROM ranks AS a JOIN ranks AS b
    ON b.track = a.track WHERE a.rank_code = _rank AND b.rank_code = s.rank_code))
    WHEN 1 THEN 'promotion' WHEN -1 THEN 'demotion' ELSE 'rank_change' END"""
_RANKS = """SELECT rank_code, COALESCE(ANY_VALUE(track), '') AS track,
    ANY_VALUE(rank_order) AS rank_order FROM staged_rank WHERE NOT rank_code IS NULL
    GROUP BY rank_code"""
_EVENTS = """SELECT *, CONCAT(source_id, '/', person_key, '#', CAST(_on AS TEXT), '#', kind)
    AS event_key FROM (SELECT * FROM snapshot_arrivals UNION ALL BY NAME
    SELECT * FROM snapshot_departures UNION ALL BY NAME SELECT * FROM snapshot_moves
    UNION ALL BY NAME SELECT * FROM snapshot_leaves) AS found"""
_POINTS = {
    "valid_from": "_valid_from", "valid_to": "_valid_to", "on": "_on", "earliest": "_earliest",
    "latest": "_latest",
}  # fmt: skip
_FILLED = {
    Assignment.name: {"assignment_key", "person_key", "unit_id", "job_code", "rank_code", "fte",
                      "worker_type", "main"},
    StaffEvent.name: {"event_key", "person_key", "kind", "from_unit", "to_unit", "from_job",
                      "to_job", "from_rank", "to_rank"},
}  # fmt: skip
_TAIL = {"source_id", "_digest", "_file", "_line"}


def wanted(held: Collection[str]) -> bool:
    """Say whether assignments and events are to be made of snapshots.

    held: tables that the load holds; what it holds of assignments or events is left as it is
    """
    return HeadcountSnapshot.name in held and not MADE & set(held)


def derive(connection: duckdb.DuckDBPyConnection, kept: str, ranks: bool) -> None:
    """Make `staged_assignment` and `staged_staff_event`, as if files had held them.

    connection: holds the snapshots, each row once, and `staged_rank` when there are ranks
    kept: view of the snapshots
    ranks: whether the order of ranks is known; otherwise a change of rank is neither up nor down
    """
    higher = expression(_HIGHER if ranks else "'rank_change'")
    if ranks:
        _table(connection, "ranks", build(_RANKS))
    _table(connection, "snapshot_days", build(_DAYS, kept=kept))
    _table(connection, "snapshot_main", build(_MAIN, kept=kept))
    _table(connection, "snapshot_steps", build(_STEPS))
    for name, statement in (
        ("runs", build(_RUNS)), ("assignments", build(_ASSIGNMENTS)), ("spans", build(_OPEN)),
        ("arrivals", build(_ARRIVALS)), ("departures", build(_DEPARTURES)),
        ("moves", build(_MOVES, higher=higher)), ("leaves", build(_LEAVES)),
        ("events", build(_EVENTS)),
    ):  # fmt: skip
        connection.sql(statement).create_view(f"snapshot_{name}")
    for table, source in ((Assignment.name, "spans"), (StaffEvent.name, "events")):
        _table(connection, f"staged_{table}", _staged(table, f"snapshot_{source}"))


def _table(connection: duckdb.DuckDBPyConnection, name: str, statement: str) -> None:
    connection.sql(statement).create(name)


def _staged(table: str, source: str) -> str:
    """Give the rows in the layout of the staging; what snapshots do not tell is missing."""
    columns = [_cell(table, name, kind).as_(name, quoted=True) for name, kind in layout(table)]
    return exp.select(*columns).from_(exp.to_table(source)).sql(dialect="duckdb")


def _cell(table: str, name: str, kind: str) -> exp.Expr:
    if name in _FILLED[table] | _TAIL:
        return exp.cast(exp.column(name, quoted=True), kind)
    point, _, part = name.rpartition("_")
    if point in _POINTS:
        day = exp.column(_POINTS[point])
        if part == "prec":
            return expression("CASE WHEN NOT day__ IS NULL THEN 'D' END", day=day)
        return exp.cast(day, kind)
    if name == "_kind":
        return exp.Literal.string("snapshot")
    return exp.cast(exp.Array() if name == "problem" else exp.null(), kind)
