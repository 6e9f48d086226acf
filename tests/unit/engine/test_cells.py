"""Counts: measures, periods, places and views in one pass, persons told from units."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from tests.unit.engine.made import YEAR, Row, dataset, measure

from commonweal.engine.cells import count, grouping_query
from commonweal.engine.session import Session
from commonweal.engine.sql import render
from commonweal.kinds import Counts, Period
from commonweal.measures.criteria import Has, Here, Lies, OneOf, Records, Sex
from commonweal.measures.measure import Measure, Step, Unit
from commonweal.tables.clinical import Encounter
from commonweal.tables.views import View, by_name

LAST_YEAR = Period.parse("2024")
RACE, ANY_RACE, SITE, SEX = (by_name(key) for key in ("race_ethnicity", "race_any", "site", "sex"))
QUOTED = 'St. Mary\'s "New" 雪'
PEOPLE: list[Row] = [
    {"patient_key": "ann", "source_id": "one"}, {"patient_key": "ben", "source_id": "one"},
    {"patient_key": "cleo", "source_id": "two"}, {"patient_key": "dev", "source_id": "two"},
]  # fmt: skip
ANSWERS = [
    ("ann", "raceeth_2024", "asian", "stated"),
    ("ben", "raceeth_2024", "asian", "stated"),
    ("ben", "raceeth_2024", "white", "stated"),
    ("cleo", "raceeth_2024", None, "declined"),
    ("ann", "admin_gender", "female", "stated"),
]
PLACES: list[Row] = [{"org_key": "o1", "label": "North"}, {"org_key": "o2", "label": QUOTED}]


def visit(key: str, who: str, place: str, kind: str, day: str) -> Row:
    return {"encounter_key": key, "patient_key": who, "org_key": place, "visit_class": kind,
            "start": day}  # fmt: skip


VISITS = [
    visit("1", "ann", "o1", "EMER", "2025-01-01"),
    visit("2", "ann", "o1", "EMER", "2025-02-01"),
    visit("3", "ann", "o2", "AMB", "2025-03-01"),
    visit("4", "ben", "o2", "EMER", "2025-01-01"),
    visit("5", "ben", "o2", "AMB", "2025-02-01"),
    visit("6", "cleo", "o1", "AMB", "2025-02-01"),
    visit("7", "cleo", "o1", "AMB", "2024-02-01"),
]
BEGUN = Records(Encounter, (Lies(Encounter.start),))
EMERGENCY = BEGUN.that(OneOf(Encounter.visit_class, ("EMER",)))
BY_VISIT = measure(
    Here(BEGUN), event=Here(EMERGENCY), unit=Unit.ENCOUNTER, key="made.visits", people="visits"
)
BY_PERSON = measure(
    Has(BEGUN),
    event=Has(EMERGENCY),
    exclusions=(Step("female", Sex("female")),),
    key="made.people",
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    tables = {"patient": PEOPLE, "encounter": VISITS, "organization": PLACES}
    with Session(dataset(tmp_path_factory.mktemp("cells"), tables, ANSWERS), None) as opened:
        yield opened


def one(session: Session, declared: Measure, view: View, period: Period = YEAR) -> Counts:
    (found,) = count(session, (declared,), (period,), (view,))
    return found


def cells(counts: Counts) -> dict[str, list[int]]:
    return {group.code: list(line) for group, line in zip(counts.groups, counts.units, strict=True)}


def test_visits_are_units_and_people_are_counted_once(session: Session) -> None:
    found = one(session, BY_VISIT, RACE)
    assert found.measure == "made.visits"
    assert found.version == "1.0.0"
    assert found.period == YEAR
    assert found.site == ""
    assert found.steps == ("not step 0", "not_met", "met")
    assert [group.code for group in found.groups] == ["asian", "multiple", "declined"]
    assert found.groups[0].label == "Asian"
    assert found.units.tolist() == [[0, 1, 2], [0, 1, 1], [1, 1, 0]]
    assert found.persons.tolist() == [[0, 1, 1], [0, 1, 1], [1, 1, 0]]
    assert found.people.tolist() == [1, 1, 1]
    assert found.total_units.tolist() == [1, 3, 3]
    assert found.total_persons.tolist() == [1, 3, 2]
    assert found.total_people == 3
    assert not found.overlapping


def test_people_leave_by_exclusion_and_are_not_in_the_denominator(session: Session) -> None:
    found = one(session, BY_PERSON, RACE)
    assert found.steps == ("not step 0", "excluded: female", "not_met", "met")
    assert cells(found) == {
        "asian": [0, 1, 0, 0], "multiple": [0, 0, 0, 1], "declined": [0, 0, 1, 0],
        "not_recorded": [1, 0, 0, 0],
    }  # fmt: skip
    assert found.people.tolist() == [0, 1, 1, 0]
    assert found.total_people == 2
    assert np.array_equal(found.units, found.persons)


def test_the_sums_of_people_are_those_worked_by_hand(session: Session) -> None:
    found = one(session, BY_VISIT, RACE)
    assert found.clusters is not None
    # ann: 3 visits, 2 emergencies; ben: 2 and 1; cleo: 1 and 0
    assert found.clusters.tolist() == [[1, 3, 2, 9, 6, 4], [1, 2, 1, 4, 2, 1], [1, 1, 0, 1, 0, 0]]
    assert found.total_clusters is not None
    assert found.total_clusters.tolist() == [3, 6, 3, 14, 8, 5]


def test_the_sums_of_people_are_the_same_whatever_else_is_asked(session: Session) -> None:
    """Ann's visits are at two sites: she is still one person among those who are Asian."""
    race, site = count(session, (BY_VISIT,), (YEAR,), (RACE, SITE))
    alone = one(session, BY_VISIT, RACE)
    assert race.clusters is not None
    assert alone.clusters is not None
    assert race.clusters.tolist() == alone.clusters.tolist()
    for found in (race, site):
        assert found.total_clusters is not None
        assert found.total_clusters.tolist() == [3, 6, 3, 14, 8, 5]
    assert site.clusters is not None
    assert site.clusters.tolist() == [[2, 3, 2, 5, 4, 4], [2, 3, 1, 5, 2, 1]]


def test_people_as_units_need_no_sums(session: Session) -> None:
    found = one(session, BY_PERSON, RACE)
    assert found.clusters is None
    assert found.total_clusters is None


def test_who_stands_in_several_groups_is_counted_in_each_and_once_in_all(
    session: Session,
) -> None:
    found = one(session, BY_VISIT, ANY_RACE)
    assert found.overlapping
    assert cells(found) == {"asian": [0, 2, 3], "white": [0, 1, 1], "declined": [1, 1, 0]}
    assert found.people.tolist() == [2, 1, 1]
    assert found.total_units.tolist() == [1, 3, 3]
    assert found.clusters is not None
    assert found.clusters.tolist() == [[2, 5, 3, 13, 8, 5], [1, 2, 1, 4, 2, 1], [1, 1, 0, 1, 0, 0]]


def test_sites_are_those_of_the_visit_or_of_most_visits(session: Session) -> None:
    visits, people = one(session, BY_VISIT, SITE), one(session, BY_PERSON, SITE)
    assert cells(visits) == {"North": [1, 1, 2], QUOTED: [0, 2, 1]}
    assert visits.people.tolist() == [2, 2]
    assert visits.total_people == 3
    assert cells(people) == {
        "North": [0, 1, 1, 0], QUOTED: [0, 0, 0, 1], "not_recorded": [1, 0, 0, 0],
    }  # fmt: skip


def test_measures_periods_and_views_come_in_the_order_asked(session: Session) -> None:
    found = count(session, (BY_VISIT, BY_PERSON), (YEAR, LAST_YEAR), (RACE, ANY_RACE, SEX))
    told = [(c.measure, c.period, c.groups[0].view if c.groups else "") for c in found]
    assert told == [
        (declared.key, period, view.key)
        for declared in (BY_VISIT, BY_PERSON)
        for period in (YEAR, LAST_YEAR)
        for view in (RACE, ANY_RACE, SEX)
    ]
    last = found[3]
    assert cells(last) == {"asian": [3, 0, 0], "multiple": [2, 0, 0], "declined": [1, 1, 0]}
    for together in found:
        view = next(v for v in (RACE, ANY_RACE, SEX) if v.key == together.groups[0].view)
        declared = BY_VISIT if together.measure == "made.visits" else BY_PERSON
        alone = one(session, declared, view, together.period)
        assert cells(together) == cells(alone)
        assert together.people.tolist() == alone.people.tolist()


@pytest.mark.parametrize(("place", "wanted"), [
    ("all", {"": ([1, 3, 3], 3)}),
    ("site", {"North": ([1, 1, 2], 2), QUOTED: ([0, 2, 1], 2)}),
    ("source", {"one": ([0, 2, 3], 2), "two": ([1, 1, 0], 1)}),
])  # fmt: skip
def test_places(session: Session, place: str, wanted: dict[str, tuple[list[int], int]]) -> None:
    where = {"all": "all", "site": "site", "source": "source"}[place]
    found = count(session, (BY_VISIT,), (YEAR,), (RACE,), where)  # type: ignore[arg-type] # one of the three
    assert [one.site for one in found] == sorted(wanted)
    for counts in found:
        assert (counts.total_units.tolist(), counts.total_people) == wanted[counts.site]
        assert counts.units.sum(axis=0).tolist() == counts.total_units.tolist()


def test_a_group_that_is_nowhere_at_a_place_has_no_line_there(session: Session) -> None:
    north, other = count(session, (BY_VISIT,), (YEAR,), (RACE,), "site")
    assert cells(north) == {"asian": [0, 0, 2], "declined": [1, 1, 0]}
    assert cells(other) == {"asian": [0, 1, 0], "multiple": [0, 1, 1]}
    assert north.clusters is not None
    assert north.clusters.tolist() == [[1, 2, 2, 4, 4, 4], [1, 1, 0, 1, 0, 0]]


def test_nobody_at_all_gives_counts_of_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = dataset(tmp_path_factory.mktemp("nobody"), {"patient": []})
    with Session(made, None) as session:
        for declared in (BY_VISIT, BY_PERSON):
            for view in (RACE, ANY_RACE):
                found = one(session, declared, view)
                assert found.site == ""
                assert found.groups == ()
                assert found.units.shape == (0, len(declared.steps))
                assert found.persons.shape == (0, len(declared.steps))
                assert found.total_units.tolist() == [0] * len(declared.steps)
                assert found.people.tolist() == []
                assert found.total_people == 0
                assert (found.clusters is None) is (declared is BY_PERSON)


def test_without_views_only_the_query_of_everybody_is_left() -> None:
    text = render(grouping_query(()))
    assert "GROUPING(step)" in text
    assert text.count("measure") == 3


def test_what_is_asked_twice_is_counted_once(session: Session) -> None:
    (twice,) = count(session, (BY_VISIT, BY_VISIT), (YEAR, YEAR), (RACE, RACE))
    assert cells(twice) == cells(one(session, BY_VISIT, RACE))


def test_no_view_gives_no_counts(session: Session) -> None:
    assert count(session, (BY_VISIT,), (YEAR,), ()) == ()
