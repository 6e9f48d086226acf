"""The tables of the workforce: whose rows they are, and what they have no room for."""

from __future__ import annotations

import pytest

from commonweal.tables.columns import Table
from commonweal.tables.registry import BY_NAME, roster_of
from commonweal.tables.workforce import WORKFORCE, HeadcountSnapshot


@pytest.mark.parametrize("table", WORKFORCE, ids=lambda table: table.name)
def test_every_table_is_listed_with_its_key_and_words(table: type[Table]) -> None:
    assert BY_NAME[table.name] is table
    assert table.key in {column.name for column in table.declared()}
    assert all(says for _, _, says in table.physical())


@pytest.mark.parametrize("table", WORKFORCE, ids=lambda table: table.name)
def test_no_table_has_room_for_a_goal_or_a_quota(table: type[Table]) -> None:
    forbidden = {"goal", "quota", "target", "deadline", "minimum_share", "placement"}
    words = {word for column in table.declared() for word in column.name.split("_")}
    assert not words & forbidden


@pytest.mark.parametrize("table", WORKFORCE, ids=lambda table: table.name)
def test_no_table_holds_what_belongs_to_the_vault(table: type[Table]) -> None:
    kept_apart = {"race", "ethnicity", "sex", "gender", "language", "religion", "disability"}
    assert not {column.name for column in table.declared()} & kept_apart


def test_staff_and_applicants_are_two_rosters() -> None:
    assert roster_of("staff").name == "staff"
    assert roster_of("applicant").name == "applicant"


def test_a_snapshot_holds_what_events_are_made_from() -> None:
    assert [column.name for column in HeadcountSnapshot.declared()][1:] == [
        *("person_key", "as_of", "unit_id", "job_code", "rank_code", "fte", "worker_type"),
    ]
