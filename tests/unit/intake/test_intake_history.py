"""Snapshots become assignments and events whose flows reconcile with the stock, to zero."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.intake.test_intake_tables import taken

from commonweal.intake import history
from commonweal.intake.reconcile import Stock, Unbalanced, reconcile
from commonweal.intake.telling import load_lines

SNAPSHOTS = """
[[file]]
name = "snap*.csv"
table = "headcount_snapshot"
[file.columns]
person_key = "id"
as_of = "as_of"
unit_id = "dept"
job_code = "job"
rank_code = "rank"
fte = "fte"
[[file]]
name = "ranks.csv"
table = "rank"
[file.columns]
rank_code = "rank"
rank_order = "order"
track = "track"
"""
HEADER = "id,as_of,dept,job,rank,fte\n"
RANKS = "rank,order,track\nassistant,1,clinical\nassociate,2,clinical\nfellow,1,other\n"
FILES = {
    "snap1.csv": HEADER
    + "1,2020-01-31,A,md,assistant,1\n"  # is promoted, then moves
    + "2,2020-01-31,A,rn,,1\n"  # leaves and comes back
    + "3,2020-01-31,B,rn,,0.5\n"  # goes on leave
    + "4,2020-01-31,B,rn,fellow,1\n4,2020-01-31,A,rn,fellow,0.2\n",  # has a second post
    "snap2.csv": HEADER
    + "1,2020-02-29,A,md,associate,1\n"
    + "3,2020-02-29,B,rn,,0\n"
    + "4,2020-02-29,B,rn,assistant,1\n"  # changes track: neither up nor down
    + "5,2020-02-29,B,rn,,1\n",  # is hired
    "snap3.csv": HEADER
    + "1,2020-03-31,B,md,associate,1\n2,2020-03-31,B,rn,,1\n"
    + "3,2020-03-31,B,rn,,0.5\n4,2020-03-31,B,rn,fellow,1\n5,,B,rn,,1\n",
    "ranks.csv": RANKS,
}


def test_events_are_hemmed_in_by_two_snapshots(tmp_path: Path) -> None:
    store = taken(tmp_path, SNAPSHOTS, FILES)
    people = {row["person_key"]: row for row in store.rows("headcount_snapshot")}
    assert len(people) == 5
    told = sorted(
        (row["on_day"].isoformat(), row["kind"], row["from_unit"], row["to_unit"],
         row["earliest_day"].isoformat(), row["latest_day"] == row["on_day"])
        for row in store.rows("staff_event")
    )  # fmt: skip
    feb, mar = ("2020-02-29", "2020-02-01"), ("2020-03-31", "2020-03-01")
    assert told == [
        (feb[0], "hire", None, "B", feb[1], True),
        (feb[0], "leave_start", None, None, feb[1], True),
        (feb[0], "promotion", "A", "A", feb[1], True),
        (feb[0], "rank_change", "B", "B", feb[1], True),
        (feb[0], "separation", "A", None, feb[1], True),
        (mar[0], "lateral", "A", "B", mar[1], True),
        (mar[0], "leave_end", None, None, mar[1], True),
        (mar[0], "rank_change", "B", "B", mar[1], True),
        (mar[0], "rehire", None, "B", mar[1], True),
        (mar[0], "separation", "B", None, mar[1], True),
    ]
    assert store.problems() == {
        ("headcount_snapshot", "second_post"): 1,
        ("headcount_snapshot", "snapshot_undated"): 1,
    }
    assert store.report.rows["headcount_snapshot"] == 14
    assert "staff_event was made of headcount snapshots." in load_lines(store.report)


def test_assignments_hold_while_nothing_changes(tmp_path: Path) -> None:
    store = taken(tmp_path, SNAPSHOTS, FILES)
    held = sorted(
        (row["unit_id"], row["rank_code"] or "", row["fte"], row["valid_from_day"],
         row["valid_to_day"], row["main"], row["valid_to_prec"])
        for row in store.rows("assignment") if row["job_code"] == "md"
    )  # fmt: skip
    jan, feb, mar = date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 31)
    assert held == [
        ("A", "assistant", 1.0, jan, feb, True, "D"),
        ("A", "associate", 1.0, feb, mar, True, "D"),
        ("B", "associate", 1.0, mar, None, True, None),
    ]
    lineage = store.path / "versions" / store.report.version / "lineage" / "assignment.parquet"
    with duckdb.connect() as connection:
        lines = connection.execute("SELECT count(line) FROM read_parquet($1)", [str(lineage)])
        assert lines.fetchall() == [(len(store.rows("assignment")),)]


def test_without_an_order_of_ranks_a_change_is_neither_up_nor_down(tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if name != "ranks.csv"}
    store = taken(tmp_path, SNAPSHOTS, files)
    kinds = [row["kind"] for row in store.rows("staff_event")]
    assert kinds.count("rank_change") == 3 and "promotion" not in kinds


def test_files_of_assignments_count_before_snapshots(tmp_path: Path) -> None:
    mapping = SNAPSHOTS + (
        '[[file]]\nname = "posts.csv"\ntable = "assignment"\n[file.columns]\nperson_key = "id"\n'
    )
    store = taken(tmp_path, mapping, FILES | {"posts.csv": "id\n1\n"})
    assert store.report.rows["assignment"] == 1
    assert "staff_event" not in store.report.rows


Row = tuple[str, date, str | None, str | None, str | None, float | None]


def derived(people: list[Row]) -> duckdb.DuckDBPyConnection:
    """Turn snapshots into a history, without the rest of a load."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE headcount_snapshot (person_key TEXT, as_of_day DATE, unit_id TEXT, "
        "job_code TEXT, rank_code TEXT, fte DOUBLE, snapshot_key TEXT, source_id TEXT, "
        "worker_type TEXT, _digest BLOB, _file INTEGER, _line BIGINT)"
    )
    for place, row in enumerate(people):
        values = [*row, str(place), row[0][:1]]
        connection.execute(
            "INSERT INTO headcount_snapshot (person_key, as_of_day, unit_id, job_code, rank_code, "
            "fte, snapshot_key, source_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values,
        )
    history.derive(connection, "headcount_snapshot", ranks=False)
    for table in history.MADE:
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM staged_{table}")
    return connection


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """Any snapshots: people of two feeds come, go, come back, move, change rank or hours."""
    states = st.none() | st.tuples(
        st.sampled_from(["A", "B", None]), st.sampled_from(["md", "rn"]),
        st.sampled_from(["low", "high", None]), st.sampled_from([1.0, 0.0, None]),
    )  # fmt: skip
    days = [date(2020, 1, 31) + timedelta(days=30 * n) for n in range(draw(st.integers(1, 5)))]
    found: list[Row] = []
    for person in draw(st.sets(st.sampled_from(["a1", "a2", "a3", "b1", "b2"]), min_size=1)):
        for day in days:
            state: Any = draw(states)
            if state is not None:
                found.append((person, day, *state))
    return found


@settings(max_examples=30, deadline=None)
@given(histories())
def test_any_history_reconciles_to_zero(people: list[Row]) -> None:
    with derived(people) as connection:
        everything = {"headcount_snapshot", *history.MADE}
        found = reconcile(connection, everything)
        assert found is not None and found.unbalanced == ()
        # what was assigned on a day is what the snapshot of the day shows
        shown, assigned = (
            connection.execute(query).fetchall()
            for query in (
                "SELECT as_of_day, person_key, unit_id, rank_code, fte FROM headcount_snapshot "
                "ORDER BY ALL",
                "SELECT d.as_of_day, a.person_key, a.unit_id, a.rank_code, a.fte FROM "
                "(SELECT DISTINCT source_id, as_of_day FROM headcount_snapshot) AS d "
                "JOIN assignment AS a ON a.source_id = d.source_id "
                "AND a.valid_from_day <= d.as_of_day "
                "AND COALESCE(a.valid_to_day > d.as_of_day, TRUE) ORDER BY ALL",
            )
        )
        assert shown == assigned
        hemmed = connection.execute(
            "SELECT count(*) FROM staff_event WHERE earliest_day > latest_day "
            "OR earliest_day IS NULL OR on_day <> latest_day"
        ).fetchall()
        assert hemmed == [(0,)]


def kept(events: list[tuple[str, str, str | None, str | None]], posts: list[Any]) -> Stock | None:
    """Reconcile events and assignments that were loaded from files."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE staff_event AS SELECT 'main' AS source_id, CAST(c0 AS DATE) AS on_day, "
            "c1 AS kind, c2 AS from_unit, c3 AS to_unit FROM (SELECT UNNEST($1) AS c0, "
            "UNNEST($2) AS c1, UNNEST($3) AS c2, UNNEST($4) AS c3)",
            [list(column) for column in zip(*events, strict=True)],
        )
        connection.execute(
            "CREATE TABLE assignment AS SELECT 'main' AS source_id, c0 AS person_key, "
            "c1 AS unit_id, c2 AS main, CAST(c3 AS DATE) AS valid_from_day, CAST(c4 AS DATE) "
            "AS valid_to_day FROM (SELECT UNNEST($1) AS c0, UNNEST($2) AS c1, UNNEST($3) AS c2, "
            "UNNEST($4) AS c3, UNNEST($5) AS c4)",
            [list(column) for column in zip(*posts, strict=True)],
        )
        return reconcile(connection, {"staff_event", "assignment"})


POSTS = [
    ("1", "A", None, "2019-05-01", "2021-02-01"),
    ("1", "B", True, "2021-02-01", None),
    ("1", "C", False, "2021-02-01", None),
    ("2", "B", True, "2018-01-01", "2020-06-15"),
    ("3", "A", True, "2020-03-01", None),
]
EVENTS: list[tuple[str, str, str | None, str | None]] = [
    ("2020-06-15", "separation", "B", None),
    ("2020-03-01", "hire", None, "A"),
    ("2021-02-01", "lateral", "A", "B"),
    ("2021-02-02", "leave_start", None, None),
]


def test_events_and_posts_of_files_reconcile_by_year() -> None:
    assert kept(EVENTS, POSTS) == Stock(2, 2, ())
    lost = [event for event in EVENTS if event[1] != "separation"]
    assert kept(lost, POSTS) == Stock(
        2, 2, (Unbalanced("B", date(2020, 3, 1), date(2020, 12, 31), -1),)
    )


def test_nothing_is_reconciled_without_events() -> None:
    with duckdb.connect() as connection:
        assert reconcile(connection, {"assignment"}) is None
        assert reconcile(connection, {"staff_event"}) is None
