"""Whose rows a table holds, which tables list people, and what an amount is."""

from __future__ import annotations

from typing import ClassVar

import pytest

from commonweal.kinds import Problem
from commonweal.tables.clinical import Encounter, Patient
from commonweal.tables.columns import Money, Person, Table, Text
from commonweal.tables.registry import ROSTERS, TABLES, roster_of
from commonweal.tables.research import ResearchMentoring, Study
from commonweal.tables.workforce import Compensation, Staff


def test_an_amount_is_whole_cents_and_a_person_is_text() -> None:
    amount, who = Money("paid"), Person("staff", "who")
    for name, column in (("amount", amount), ("person_key", who)):
        column.__set_name__(type("Made", (), {"name": "made"}), name)
    assert amount.columns() == (("amount", "BIGINT", "paid"),)
    assert who.columns() == (("person_key", "VARCHAR", "who"),)
    assert who.people == "staff"


@pytest.mark.parametrize(("table", "person", "people", "roster"), [
    (Patient, "patient_key", "patient", True),
    (Encounter, "patient_key", "patient", False),
    (Staff, "person_key", "staff", True),
    (Compensation, "person_key", "staff", False),
    (ResearchMentoring, "mentee_key", "researcher", False),
    (Study, "", "", False),
])  # fmt: skip
def test_a_table_says_whose_rows_it_holds(
    table: type[Table], person: str, people: str, roster: bool
) -> None:
    assert (table.person(), table.people(), table.roster()) == (person, people, roster)


def test_a_table_without_columns_is_of_nobody() -> None:
    class Empty(Table):
        name: ClassVar[str] = "empty"
        key: ClassVar[str] = ""

    assert (Empty.person(), Empty.people(), Empty.roster()) == ("", "", False)


def test_a_key_of_another_kind_makes_no_roster() -> None:
    class Loan(Table):
        name: ClassVar[str] = "loan"
        key: ClassVar[str] = "loan_key"
        loan_key = Text("key")
        person_key = Person("staff", "who")

    assert not Loan.roster()


def test_every_people_has_one_roster() -> None:
    rosters = [table for table in TABLES if table.roster()]
    assert len(rosters) == len(ROSTERS)
    for table in rosters:
        assert roster_of(table.people()) is table


def test_people_whom_no_table_lists_are_refused() -> None:
    with pytest.raises(Problem) as raised:
        roster_of("ghosts")
    assert raised.value.code == "people-unknown"
    assert "ghosts" in raised.value.says
    assert "staff" in raised.value.do
