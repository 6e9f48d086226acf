"""Units of any table as counts and rows: whose they are, how they are grouped, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any as Anything

import numpy as np
import pytest
from tests.unit.engine.made import YEAR, Row, dataset, measure, of_rows

from commonweal.engine.gather import Gathered, applies, gather, unit_of
from commonweal.engine.session import Session
from commonweal.kinds import Problem
from commonweal.measures.criteria import All, Any, Between, Criterion, Is, IsTrue, Known, Not, Sex
from commonweal.measures.measure import Measure, Role, Step, Unit
from commonweal.tables.clinical import Encounter, InterpreterUse
from commonweal.tables.research import Researcher, Study
from commonweal.tables.units.workforce import StaffTime
from commonweal.tables.views import by_name
from commonweal.tables.workforce import Compensation, OrgUnit, Staff

ANSWERS = [
    ("ann", "raceeth_2024", "asian", "stated"), ("ann", "raceeth_2024", "white", "stated"),
    ("bob", "raceeth_2024", "white", "stated"), ("cem", "raceeth_2024", None, "declined"),
    ("ann", "admin_gender", "female", "stated"), ("bob", "admin_gender", "male", "stated"),
    ("p1", "admin_gender", "female", "stated"), ("p2", "admin_gender", "male", "stated"),
]  # fmt: skip
STAFF: list[Row] = [{"person_key": key, "first_hire": "2020-01-01"}
                    for key in ("ann", "bob", "cem", "dee")]  # fmt: skip
PAY: list[Row] = [
    {"comp_key": "c1", "person_key": "ann", "annualized_cents": 100, "component": "base",
     "effective": "2025-01-02"},
    {"comp_key": "c2", "person_key": "ann", "annualized_cents": 300, "component": "bonus"},
    {"comp_key": "c3", "person_key": "bob", "annualized_cents": 500, "component": "base"},
    {"comp_key": "c4", "person_key": "cem", "annualized_cents": None, "component": "base"},
    {"comp_key": "c5", "person_key": "dee", "annualized_cents": 700},
    {"comp_key": "c6", "person_key": "nobody", "annualized_cents": 900, "component": "base"},
]  # fmt: skip
STUDIES: list[Row] = [
    {"study_key": "s1", "sponsor": "federal", "department": "north", "target": 10.0,
     "nih_phase3": True, "condition": "asthma"},
    {"study_key": "s2", "sponsor": "elsewhere", "target": 20.0, "nih_phase3": False,
     "first_planned": "2025-02"},
    {"study_key": "s3", "target": None, "department": "south", "condition": "asthma"},
]  # fmt: skip
VISITS: list[Row] = [
    {"encounter_key": "e1", "patient_key": "p1", "los_min": 30.0, "start": "2025-02-01"},
    {"encounter_key": "e2", "patient_key": "p1", "los_min": 50.0, "start": "2025-03-01"},
    {"encounter_key": "e3", "patient_key": "p2", "los_min": 10.0, "start": "2025-03-01"},
]  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    tables: dict[str, list[Row]] = {
        "patient": [{"patient_key": "p1", "birth": "1980-01-01"}, {"patient_key": "p2"}],
        "staff": STAFF, "comp": PAY, "study": STUDIES, "encounter": VISITS,
        "assignment": [{"assignment_key": "a1", "person_key": "ann", "main": True, "fte": 1.0,
                        "worker_type": "employee", "valid_from": "2025-07-02"}],
        "researcher": [{"researcher_key": "ann", "department": "north"}],
    }  # fmt: skip
    held = dataset(tmp_path_factory.mktemp("gather"), tables, ANSWERS)
    with Session(held, None, 1) as opened:
        yield opened


def of_pay(*population: Criterion, **more: Anything) -> Measure:
    roles = (
        Role("value", Compensation.annualized_cents),
        Role("stratum", Compensation.component),
        Role("since", Compensation.effective),
    )
    steps = population or (Not(Is(Compensation.comp_key, ("none",))),)
    return of_rows(Compensation, *steps, **{"roles": roles} | more)


def seen(session: Session, declared: Measure, *views: str) -> tuple[Gathered, ...]:
    return gather(session, declared, YEAR, tuple(by_name(view) for view in views))


def codes(one: Gathered) -> list[str]:
    return [group.code for group in one.rows.groups]


def test_rows_stand_in_the_order_of_their_keys_with_what_the_method_asks_for(
    session: Session,
) -> None:
    (found,) = seen(session, of_pay(), "whole")
    assert codes(found) == ["all"]
    assert found.rows.member.all()
    np.testing.assert_array_equal(found.rows.columns["value"], [100, 300, 500, np.nan, 700])
    assert found.rows.words("stratum") == ("base", "bonus", "base", "base", "")
    assert found.rows.labels["stratum"] == ("base", "bonus")
    np.testing.assert_array_equal(found.rows.columns["since"], [20090, *[np.nan] * 4])
    assert found.rows.met.all()


def test_several_units_of_one_person_bear_one_number_and_are_summed_by_person(
    session: Session,
) -> None:
    (found,) = seen(session, of_pay(), "sex")
    person = found.rows.person
    assert person[0] == person[1]
    assert len(set(person.tolist())) == 4
    assert found.counts.clusters is not None
    # ann: two rows, both counted as met: persons, units, met, squares and products.
    assert found.counts.clusters[codes(found).index("female")].tolist() == [1, 2, 2, 4, 4, 4]
    assert found.counts.total_clusters is not None
    assert found.counts.total_clusters.tolist() == [4, 5, 5, 7, 7, 7]
    assert found.counts.total_people == 4


def test_a_row_of_nobody_on_the_roster_is_no_unit(session: Session) -> None:
    (found,) = seen(session, of_pay(), "whole")
    assert found.counts.total_units.tolist() == [0, 0, 5]


def test_staff_are_grouped_by_what_they_say_of_themselves(session: Session) -> None:
    sex, race = seen(session, of_pay(), "sex", "race_ethnicity")
    assert codes(sex) == ["female", "male", "not_recorded"]
    assert sex.counts.denominators.tolist() == [2, 1, 2]
    assert [group.stated for group in sex.rows.groups] == [True, True, False]
    assert codes(race) == ["white", "multiple", "declined", "not_recorded"]
    assert race.counts.denominators.tolist() == [1, 2, 1, 1]
    assert not race.counts.overlapping


def test_who_says_several_races_stands_in_each_of_an_overlapping_view(session: Session) -> None:
    (found,) = seen(session, of_pay(), "race_any")
    assert codes(found) == ["asian", "white", "declined", "not_recorded"]
    assert found.counts.overlapping
    assert found.counts.denominators.tolist() == [2, 3, 1, 1]
    assert found.counts.people.tolist() == [1, 2, 1, 1]
    assert int(found.counts.total_denominator) == 5


def test_people_are_listed_once_and_each_set_of_views_apart(session: Session) -> None:
    (first,) = seen(session, of_pay(), "sex")
    (other,) = seen(session, of_rows(Staff, Known(Staff.person_key), roles=()), "race_ethnicity")
    (again,) = seen(session, of_pay(), "sex")
    assert codes(first) == codes(again)
    assert codes(other) == ["white", "multiple", "declined", "not_recorded"]
    # A roster is its own people: one row each, so there is nothing to sum by person.
    assert other.counts.clusters is None


def test_patients_are_grouped_by_their_own_answers_and_their_age(session: Session) -> None:
    stay = of_rows(Encounter, Known(Encounter.los_min), roles=(Role("value", Encounter.los_min),))
    sex, age = seen(session, stay, "sex", "age")
    assert codes(sex) == ["female", "male"]
    assert sex.counts.denominators.tolist() == [2, 1]
    assert codes(age) == ["45-64", "not_recorded"]
    assert age.counts.people.tolist() == [1, 1]


def test_units_without_a_person_count_as_one_each_and_have_no_sums_by_person(
    session: Session,
) -> None:
    declared = of_rows(
        Study, Not(Is(Study.study_key, ("none",))), roles=(Role("value", Study.target),)
    )
    (found,) = seen(session, declared, "whole")
    assert found.rows.person.tolist() == [0, 1, 2]
    assert found.counts.clusters is None
    assert found.counts.total_people == 3


def test_units_are_grouped_by_words_of_their_own_row_and_silence_is_not_recorded(
    session: Session,
) -> None:
    declared = of_rows(Study, Not(Is(Study.study_key, ("none",))), roles=())
    sponsor, department = seen(session, declared, "sponsor", "department")
    assert codes(sponsor) == ["federal", "elsewhere", "not_recorded"]
    assert sponsor.counts.denominators.tolist() == [1, 1, 1]
    assert codes(department) == ["north", "south", "not_recorded"]
    assert sponsor.rows.groups[-1].stated is False


def test_units_leave_at_the_first_step_not_passed_and_rows_hold_those_who_are_left(
    session: Session,
) -> None:
    declared = of_rows(
        Study,
        Between(Study.target, least=10, most=20),
        event=IsTrue(Study.nih_phase3),
        exclusions=(Step("elsewhere", Is(Study.sponsor, ("elsewhere",))),),
    )
    (found,) = seen(session, declared, "sponsor")
    assert found.counts.steps == ("not step 0", "excluded: elsewhere", "not_met", "met")
    assert found.counts.total_units.tolist() == [1, 1, 0, 1]
    assert found.counts.units.tolist() == [[0, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]]
    assert found.rows.size == 1
    assert found.rows.met.tolist() == [True]
    # Groups of whom nobody is left stay, so that rows and counts have the same.
    assert found.rows.member.tolist() == [[True, False, False]]


def test_a_proportion_of_rows_keeps_who_met_it_and_who_did_not(session: Session) -> None:
    declared = of_rows(Study, Known(Study.nih_phase3), event=IsTrue(Study.nih_phase3))
    (found,) = seen(session, declared, "whole")
    assert found.rows.met.tolist() == [True, False]
    assert found.counts.total_events == 1


def test_a_table_nobody_sent_gives_no_group_and_no_row(session: Session) -> None:
    declared = of_rows(
        InterpreterUse,
        Known(InterpreterUse.mode),
        roles=(Role("stratum", InterpreterUse.mode), Role("value", InterpreterUse.declined)),
    )
    sex, whole = seen(session, declared, "sex", "whole")
    assert sex.rows.size == whole.rows.size == 0
    assert sex.rows.groups == ()
    assert sex.counts.units.shape == (0, 3)
    assert sex.counts.clusters is not None
    assert sex.counts.clusters.shape == (0, 6)
    assert codes(whole) == ["all"]
    assert sex.rows.labels == {"stratum": ()}


def test_other_tables_stand_beside_the_units_whole_but_for_lists_of_codings(
    session: Session,
) -> None:
    (found,) = seen(session, of_pay(beside=(Study, Encounter, OrgUnit)), "whole")
    studies = found.rows.beside["study"]
    assert studies.words("sponsor") == ("federal", "elsewhere", "")
    np.testing.assert_array_equal(studies.columns["target"], [10, 20, np.nan])
    np.testing.assert_array_equal(studies.columns["nih_phase3"], [1, 0, np.nan])
    visits = found.rows.beside["encounter"]
    np.testing.assert_array_equal(visits.columns["start"], [20120, 20148, 20148])
    assert "type" not in visits.columns
    assert len(found.rows.beside["org_unit"].columns["valid_from"]) == 0


@pytest.mark.parametrize(("declared", "view", "yes"), [
    (measure(Sex("female")), "sex", True),
    (measure(Sex("female")), "department", False),
    (measure(Sex("female")), "whole", False),
    (of_pay(), "whole", True),
    (of_pay(), "sex", True),
    (of_pay(), "department", False),
    (of_pay(), "age", False),
    (of_pay(), "site", False),
    (of_rows(Encounter, Known(Encounter.los_min)), "site", True),
    (of_rows(Study, Known(Study.target)), "sex", False),
    (of_rows(Study, Known(Study.target)), "sponsor", True),
    (of_rows(Researcher, Known(Researcher.department)), "department", True),
])  # fmt: skip
def test_a_view_applies_where_the_units_bear_it(declared: Measure, view: str, yes: bool) -> None:
    assert applies(declared, by_name(view)) is yes


def test_a_view_that_the_units_do_not_bear_is_refused(session: Session) -> None:
    declared = of_rows(Study, Known(Study.target), stratify_by=("sponsor",))
    with pytest.raises(Problem) as raised:
        seen(session, declared, "sex")
    assert raised.value.code == "view-elsewhere"
    assert raised.value.says.startswith("made.rows can not be split by sex on record")
    assert raised.value.do == "Use one of its own groupings: sponsor."


def test_patients_and_visits_have_no_unit_table() -> None:
    with pytest.raises(Problem) as raised:
        unit_of(measure(Sex("female"), unit=Unit.ENCOUNTER))
    assert raised.value.code == "view-elsewhere"


def test_a_column_view_and_a_view_of_people_stand_beside_each_other(session: Session) -> None:
    declared = of_rows(Researcher, Known(Researcher.researcher_key), roles=())
    department, sex, whole = seen(session, declared, "department", "sex", "whole")
    assert codes(department) == ["north"]
    assert codes(sex) == ["female"]
    assert codes(whole) == ["all"]


def test_derived_units_are_those_of_each_period(session: Session) -> None:
    declared = of_rows(StaffTime, Known(StaffTime.years), roles=(Role("value", StaffTime.years),))
    (view,) = (by_name("sex"),)
    (now,) = gather(session, declared, YEAR, (view,))
    (before,) = gather(session, declared, YEAR.previous(1), (view,))
    assert codes(now) == ["female"]
    assert now.rows.columns["value"][0] == pytest.approx(0.5, abs=0.01)
    assert before.rows.size == 0
    assert before.counts.period == YEAR.previous(1)


@pytest.mark.parametrize(("criterion", "wanted"), [
    (Is(Study.sponsor, ("federal", "industry")), {"s1"}),
    (Not(Is(Study.sponsor, ("federal",))), {"s2", "s3"}),
    (IsTrue(Study.nih_phase3), {"s1"}),
    (Not(IsTrue(Study.nih_phase3)), {"s2", "s3"}),
    (Between(Study.target, least=15), {"s2"}),
    (Between(Study.target, most=15), {"s1"}),
    (Between(Study.target, least=10, most=10), {"s1"}),
    (Not(Between(Study.target, least=15)), {"s1", "s3"}),
    (Between(Study.target), {"s1", "s2", "s3"}),
    (Known(Study.condition), {"s1", "s3"}),
    (Known(Study.first_planned), {"s2"}),
    (All((Known(Study.condition), Known(Study.target))), {"s1"}),
    (Any((Known(Study.first_planned), IsTrue(Study.nih_phase3))), {"s1", "s2"}),
])  # fmt: skip
def test_what_a_row_does_not_say_is_not_true_of_it(
    session: Session, criterion: Criterion, wanted: set[str]
) -> None:
    declared = of_rows(Study, criterion, roles=(Role("stratum", Study.study_key),))
    (found,) = seen(session, declared, "whole")
    assert set(found.rows.words("stratum")) == wanted
