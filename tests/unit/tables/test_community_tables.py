"""The tables of the community are whole, and nothing that chooses a supplier could read a group."""

from __future__ import annotations

import pytest

from commonweal.tables.columns import Table
from commonweal.tables.community import COMMUNITY, LocalHire, PathwayParticipant, Supplier
from commonweal.tables.registry import BY_NAME, roster_of


@pytest.mark.parametrize("table", COMMUNITY, ids=lambda table: table.name)
def test_every_table_is_whole_and_known(table: type[Table]) -> None:
    names = [name for name, _, _ in table.physical()]
    assert len(set(names)) == len(names)
    assert table.key in names
    assert table.says
    assert all(says for _, _, says in table.physical())
    assert BY_NAME[table.name] is table


def test_hires_and_participants_have_rosters() -> None:
    assert roster_of("hire") is LocalHire
    assert roster_of("pathway_participant") is PathwayParticipant


def test_only_people_have_person_columns() -> None:
    about_people = {table.name for table in COMMUNITY if table.person()}
    assert about_people == {"local_hire", "pathway_participant", "pathway_stage"}


def test_the_list_of_suppliers_says_nothing_of_who_owns_or_staffs_them() -> None:
    # K1: certificates and head counts stand in tables of their own.
    assert {column.name for column in Supplier.declared()} == {
        *("supplier_key", "parent_key", "naics", "location", "ownership_form"),
        *("valid_from", "valid_to"),
    }
