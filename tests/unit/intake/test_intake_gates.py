"""Data-quality gates of staff, community, research and teaching: marked, kept, counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.intake.test_intake_tables import taken

from commonweal.intake.gates import gates, target
from commonweal.intake.marks import MARKS
from commonweal.intake.rules import rules
from commonweal.tables.registry import BY_NAME
from commonweal.tables.teaching import EventNode
from commonweal.tables.workforce import Application, Assignment, StageMove


def marks(folder: Path, tables: dict[str, str]) -> dict[str, dict[str, int]]:
    """Load tables given as CSV text under our own column names, and count marks by table."""
    mapping = ""
    for name, text in tables.items():
        header = text.split("\n", 1)[0].split(",")
        mapping += f'[[file]]\nname = "{name}.csv"\ntable = "{name}"\n[file.columns]\n'
        mapping += "".join(f'{column} = "{column}"\n' for column in header)
    files = {f"{name}.csv": text for name, text in tables.items()}
    store = taken(folder, mapping, files)
    found: dict[str, dict[str, int]] = {name: {} for name in tables}
    for (name, code), n in store.problems().items():
        found[name][code] = n
    for name, text in tables.items():
        assert len(store.rows(name)) == text.count("\n") - 1, "a row was lost"
    return found


STAFF = "person_key,first_hire,birth_year\n1,2010-01-01,1980\n2,2010-01-01,1980\n"


def test_ends_before_starts_and_dates_far_ahead(tmp_path: Path) -> None:
    text = (
        "person_key,position_id,valid_from,valid_to\n"
        "1,a,2020-05-01,2020-04-30\n"
        "1,b,2020-05-01,2020-05-01\n"
        "1,c,2020-05-01,2020\n"  # a year alone is before nothing
        "1,d,2040-01-01,\n"
        "1,e,2020-01-01,2090-01-01\n"  # an end may be planned
    )
    found = marks(tmp_path, {"assignment": text})
    assert found == {"assignment": {"interval_reversed": 1, "date_in_future": 1}}


def test_declared_spans_are_looked_at(tmp_path: Path) -> None:
    found = marks(tmp_path, {
        "researcher": "researcher_key,joined,left\n1,2020-01-01,2019-01-01\n",
        "local_hire": "hire_key,hired,left\n1,2020-01-01,2019-01-01\n",
        "participant": "participant_key,birth\n1,2050-01-01\n2,1950\n",
    })  # fmt: skip
    assert found == {
        "researcher": {"interval_reversed": 1},
        "local_hire": {"interval_reversed": 1},
        "participant": {"birth_in_future": 1},
    }


def test_time_in_service(tmp_path: Path) -> None:
    found = marks(tmp_path, {
        "staff": STAFF + "3,2010-01-01,1850\n4,2010-01-01,2300\n",
        "assignment": (
            "person_key,main,valid_from,valid_to,fte\n"
            "1,yes,2010-01-01,2012-01-01,1\n"
            "1,yes,2012-01-01,2015-01-01,1.5\n"
            "1,yes,2014-12-31,,0.5\n"  # a day too early
            "1,no,2011-01-01,,0\n"  # a second post is no overlap
            "2,yes,2009-12-31,2011-01-01,1.6\n"  # before the day of hire
            "2,yes,2010-02-01,2010-03-01,1\n"  # inside the one before
            "2,yes,2010-06-01,,1\n"  # still inside the first
        ),
        "staff_event": "person_key,on,kind,reason\n1,2009-01-01,hire,\n1,2010-01-01,hired,\n"
                       "1,2012-01-01,separation,moved\n",
        "comp": "person_key,effective,component\n1,2009,base\n1,2009-01-01,gift\n",
    })  # fmt: skip
    assert found == {
        "staff": {"birth_implausible": 2},
        "assignment": {"assignment_overlap": 3, "fte_implausible": 2, "negative_tenure": 1},
        "staff_event": {"negative_tenure": 1, "code_unknown": 2},
        "comp": {"negative_tenure": 1, "code_unknown": 1},
    }


def test_stages_and_dates_out_of_order(tmp_path: Path) -> None:
    found = marks(tmp_path, {
        "stage_move": (
            "app_id,applicant_key,stage,entered\n"
            "a,1,applied,2020-01-01\n"
            "a,1,screened,2020-01-01\n"
            "a,1,offered,2019-12-31\n"
            "b,2,offered,2020-01-01\n"
            "b,2,lunch,2010-01-01\n"
            "c,3,interviewed,\n"
        ),
        "recruit_event": (
            "participant_key,study_key,event,at\n"
            "1,s,identified,2020-02-01\n"
            "1,s,enrolled,2020-01-01\n"
            "1,t,enrolled,2020-01-01\n"
            "1,t,screened,2019-01-01\n"
        ),
        "requisition": "req_id,opened,filled\nr1,2020-01-02,2020-01-01\nr2,2020-01-02,\n",
    })  # fmt: skip
    assert found == {
        "stage_move": {"stage_out_of_order": 1, "code_unknown": 1},
        "recruit_event": {"stage_out_of_order": 1},
        "requisition": {"dates_out_of_order": 1},
    }


def test_references_into_tables_of_the_load(tmp_path: Path) -> None:
    tables = {
        "application": "app_id,req_id,applicant_key\na1,r1,1\na2,r9,1\na3,,1\n",
        "research_mentoring": "mentee_key,mentor_key\n1,2\n1,9\n1,\n",
        "researcher": "researcher_key\n1\n2\n",
        "benchmark": "benchmark_id,kind,share\nb1,norm,1.2\nb2,target,0.2\n",
    }
    assert marks(tmp_path / "a", tables) == {
        "application": {},
        "research_mentoring": {"ref_unresolved": 1},
        "researcher": {},
        "benchmark": {"share_implausible": 1, "code_unknown": 1},
    }
    tables["requisition"] = "req_id,opened\nr1,2020-01-01\n"
    assert marks(tmp_path / "b", tables)["application"] == {"ref_unresolved": 1}


def test_a_reference_is_to_the_table_of_its_own_area() -> None:
    found = target(EventNode, "event_key")
    assert found is not None and found.name == "curriculum_event"
    assert target(StageMove, "app_id") is Application
    assert target(Assignment, "assignment_key") is None
    assert target(Assignment, "fte") is None


@pytest.mark.parametrize("table", [name for name in BY_NAME if name in ("patient", "encounter")])
def test_tables_of_care_have_their_own_rules(table: str) -> None:
    assert gates(table, frozenset(BY_NAME)) == []


def test_every_mark_is_explained() -> None:
    everything = frozenset(BY_NAME)
    given = {code for table in BY_NAME for code, _ in rules(table, everything)}
    read = {"date_unreadable", "number_unreadable", "flag_unreadable", "money_unreadable",
            "value_unmapped", "dates_differ", "dup_conflict", "time_skipped", "time_twice",
            "zip_unreadable", "id_shared", "concept_unknown"}  # fmt: skip
    assert given | read == set(MARKS)
    assert list(MARKS) == sorted(MARKS)
