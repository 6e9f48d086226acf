"""The tables of research: whose rows they are, and what they have no room for."""

from __future__ import annotations

import pytest

from commonweal.tables.columns import Table
from commonweal.tables.registry import BY_NAME, roster_of
from commonweal.tables.research import RESEARCH, ResearchMentoring


@pytest.mark.parametrize("table", RESEARCH, ids=lambda table: table.name)
def test_every_table_is_listed_with_its_key_and_words(table: type[Table]) -> None:
    assert BY_NAME[table.name] is table
    assert table.key in {column.name for column in table.declared()}
    assert all(says for _, _, says in table.physical())


@pytest.mark.parametrize("table", RESEARCH, ids=lambda table: table.name)
def test_no_table_holds_what_belongs_to_the_vault_or_to_nobody(table: type[Table]) -> None:
    kept_apart = {
        *("race", "ethnicity", "sex", "gender", "preferred_language", "religion", "disability"),
        *("name", "street", "phone", "email", "ssn", "mrn", "title", "abstract", "notes"),
    }
    assert not {column.name for column in table.declared()} & kept_apart


def test_participants_and_researchers_are_two_rosters() -> None:
    assert roster_of("participant").name == "participant"
    assert roster_of("researcher").name == "researcher"


def test_mentoring_is_a_row_of_the_one_who_is_mentored() -> None:
    assert ResearchMentoring.person() == "mentee_key"
