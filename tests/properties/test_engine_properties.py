"""The one pass of GROUPING SETS against plain counting, on small random populations.

The oracle asks one GROUP BY a view, with COUNT and COUNT(DISTINCT), of the people and the visits
as they were made up; it shares no code with the engine.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.unit.engine.made import Row, dataset, measure

from commonweal.engine.cells import count
from commonweal.engine.session import Session
from commonweal.kinds import Counts, Period
from commonweal.measures.criteria import Has, Here, Lies, OneOf, Records, Sex
from commonweal.measures.measure import Measure, Step, Unit
from commonweal.tables.clinical import Encounter
from commonweal.tables.views import View, by_name

YEARS = (Period.parse("2024"), Period.parse("2025"))
VIEWS = tuple(by_name(key) for key in ("race_ethnicity", "race_any", "language", "sex", "site"))
BEGUN = Records(Encounter, (Lies(Encounter.start),))
EMERGENCY = BEGUN.that(OneOf(Encounter.visit_class, ("EMER",)))
BY_VISIT = measure(
    Here(BEGUN),
    event=Here(EMERGENCY),
    exclusions=(Step("male", Sex("male")),),
    unit=Unit.ENCOUNTER,
    key="made.visits",
)
BY_PERSON = measure(
    Has(BEGUN),
    event=Has(EMERGENCY),
    exclusions=(Step("male", Sex("male")),),
    key="made.people",
)
MEASURES = (BY_VISIT, BY_PERSON)
SITES = (
    "North",
    "St. Mary's",
    'The "New" one',
    "雪の病院",
    "a;b--c",
    "percent % and \\ back",
    "multiple",
)
RACES = ("asian", "black", "hispanic", "nhpi", "white", "xx'; --", "雪")
REASONS = ("declined", "unknown", "not_asked", "invalid", "conflict")
Place = Literal["all", "site", "source"]


@dataclass(frozen=True)
class Population:
    """Hold people, their visits and their answers, as made up."""

    people: list[Row]
    visits: list[Row]
    answers: list[tuple[str, str, str | None, str]]

    def shuffled(self, seed: int) -> Population:
        """Give the same in another order."""
        order = random.Random(seed)  # noqa: S311 an order, no secret

        def mixed(part: list[Any]) -> list[Any]:
            return order.sample(part, len(part))

        return Population(mixed(self.people), mixed(self.visits), mixed(self.answers))


def _answers(draw: Callable[..., Any], who: str) -> list[tuple[str, str, str | None, str]]:
    races = draw(st.lists(st.sampled_from(RACES), max_size=3))
    told: list[tuple[str, str, str | None, str]] = [
        (who, "raceeth_2024", race, "stated") for race in races
    ]
    if not races and draw(st.booleans()):
        told.append((who, "raceeth_2024", None, draw(st.sampled_from(REASONS))))
    for attribute, values in (("lang_group", ("es", "en", "zz'")),
                              ("admin_gender", ("female", "male"))):  # fmt: skip
        value = draw(st.sampled_from((*values, None)))
        if value is not None:
            told.append((who, attribute, value, "stated"))
    return told


@st.composite
def populations(draw: Callable[..., Any]) -> Population:
    people: list[Row] = []
    visits: list[Row] = []
    answers: list[tuple[str, str, str | None, str]] = []
    for number in range(draw(st.integers(0, 9))):
        who = f"p{number}"
        people.append({"patient_key": who, "source_id": draw(st.sampled_from(("one", "two's")))})
        answers += _answers(draw, who)
        for _ in range(draw(st.integers(0, 4))):
            day = f"202{draw(st.sampled_from('3445555'))}-0{draw(st.integers(1, 4))}-01"
            visits.append(
                {
                    "encounter_key": f"e{len(visits)}",
                    "patient_key": draw(st.sampled_from((who, who, who, "nobody"))),
                    "visit_class": draw(st.sampled_from(("EMER", "AMB", None))),
                    "start": draw(st.sampled_from((day, day, day, None))),
                    "org_key": draw(st.sampled_from((*range(len(SITES)), None, "elsewhere"))),
                }
            )
    for visit in visits:
        visit["org_key"] = None if visit["org_key"] is None else str(visit["org_key"])
    return Population(people, visits, answers)


def counted(
    population: Population, home: Path, views: tuple[View, ...], place: Place
) -> tuple[Counts, ...]:
    tables = {
        "patient": population.people,
        "encounter": population.visits,
        "organization": [{"org_key": str(n), "label": name} for n, name in enumerate(SITES)],
    }
    with Session(dataset(home, tables, population.answers), None, threads=1) as session:
        return count(session, MEASURES, YEARS, views, place)


def told(counts: Counts) -> Any:
    """Write counts as they may be compared: by the code of each group."""
    lines = zip(
        counts.groups, counts.units.tolist(), counts.persons.tolist(), counts.people.tolist(),
        counts.clusters.tolist() if counts.clusters is not None else [None] * len(counts.groups),
        strict=True,
    )  # fmt: skip
    total = counts.total_clusters
    return (
        {group.code: tuple(map(str, rest)) for group, *rest in lines},
        counts.total_units.tolist(), counts.total_persons.tolist(), counts.total_people,
        None if total is None else total.tolist(),
    )  # fmt: skip


class Oracle:
    """Count the slow way, one plain GROUP BY at a time."""

    def __init__(self, population: Population) -> None:
        self.database = duckdb.connect(config={"threads": 1})
        run = self.database.execute
        run("CREATE TABLE person (who VARCHAR, source VARCHAR)")
        run("CREATE TABLE visit (key VARCHAR, who VARCHAR, class VARCHAR, day DATE, site VARCHAR)")
        run("CREATE TABLE answer (who VARCHAR, asked VARCHAR, value VARCHAR, status VARCHAR)")
        for one in population.people:
            run("INSERT INTO person VALUES (?, ?)", [one["patient_key"], one["source_id"]])
        for one in population.visits:
            org = one["org_key"]
            site = "not_recorded" if org is None else SITES[int(org)] if org.isdigit() else org
            run(
                "INSERT INTO visit VALUES (?, ?, ?, ?, ?)",
                [one["encounter_key"], one["patient_key"], one["visit_class"], one["start"], site],
            )
        for answer in population.answers:
            run("INSERT INTO answer VALUES (?, ?, ?, ?)", list(answer))
        run("DELETE FROM visit WHERE who NOT IN (SELECT who FROM person)")
        for view in VIEWS:
            self._groups(view)

    def units(self, declared: Measure, period: Period) -> None:
        """Write the table of units of one measure and period: who, site, source, way."""
        run = self.database.execute
        run(
            "CREATE OR REPLACE TABLE inside AS SELECT * FROM visit WHERE day BETWEEN ? AND ?",
            [period.first, period.last],
        )
        run(
            "CREATE OR REPLACE TABLE home AS SELECT who, first(site ORDER BY n DESC, late DESC, "
            "site) AS site FROM (SELECT who, site, count(*) AS n, max(day) AS late FROM inside "
            "GROUP BY who, site) GROUP BY who"
        )
        men = "who IN (SELECT who FROM answer WHERE asked = 'admin_gender' AND value = 'male')"
        if declared is BY_VISIT:
            way = (
                "CASE WHEN key NOT IN (SELECT key FROM inside) THEN 0 "
                f"WHEN {men} THEN 1 WHEN class = 'EMER' THEN 3 ELSE 2 END"
            )
            run(
                f"CREATE OR REPLACE TABLE unit AS SELECT who, site, source, {way} AS way "
                "FROM visit JOIN person USING (who)"
            )
            return
        way = (
            "CASE WHEN who NOT IN (SELECT who FROM inside) THEN 0 "
            f"WHEN {men} THEN 1 "
            "WHEN who IN (SELECT who FROM inside WHERE class = 'EMER') THEN 3 ELSE 2 END"
        )
        run(
            "CREATE OR REPLACE TABLE unit AS "
            f"SELECT who, coalesce(site, 'not_recorded') AS site, source, {way} AS way "
            "FROM person LEFT JOIN home USING (who)"
        )

    def _groups(self, view: View) -> None:
        """Write the table of (who, code), several lines for who stands in several groups."""
        if view.key == "site":
            return
        several = "value" if view.overlapping else "'multiple'"
        self.database.execute(
            f"CREATE TABLE member_{view.key} AS SELECT DISTINCT who, "
            f"CASE WHEN n > 1 THEN {several} ELSE coalesce(value, status, 'not_recorded') END "
            "AS code FROM person LEFT JOIN (SELECT *, (SELECT count(DISTINCT value) FROM answer "
            "AS b WHERE b.who = a.who AND b.asked = a.asked) AS n FROM answer AS a "
            "WHERE asked = ?) USING (who)",
            [view.source],
        )

    def tell(self, declared: Measure, view: View, place: Place, where: str) -> Any:
        """Give what `told` gives, of the units and groups written before."""
        kept = "TRUE" if place == "all" else f"{place} = $1"
        values = [] if place == "all" else [where]
        source = "SELECT who, way, site AS code FROM unit"
        if view.key != "site":
            source = f"SELECT who, way, code FROM unit JOIN member_{view.key} USING (who)"
        source += f" WHERE {kept}"
        every = f"SELECT who, way, '' AS code FROM unit WHERE {kept}"
        each, people, sums = self._counts(source, values)
        whole, everybody, total = self._counts(every, values)
        clustered = declared is BY_VISIT
        nothing = [0] * 6
        lines = {
            code: tuple(
                map(str, (
                    [each[code].get(way, (0, 0))[0] for way in range(4)],
                    [each[code].get(way, (0, 0))[1] for way in range(4)],
                    people.get(code, 0),
                    sums.get(code, nothing) if clustered else None,
                ))
            )
            for code in each
        }  # fmt: skip
        units = [whole.get("", {}).get(way, (0, 0)) for way in range(4)]
        return (
            lines, [n for n, _ in units], [n for _, n in units], everybody.get("", 0),
            total.get("", nothing) if clustered else None,
        )  # fmt: skip

    def _counts(self, source: str, values: list[str]) -> tuple[dict[str, Any], dict[str, int], Any]:
        def ask(query: str) -> list[tuple[Any, ...]]:
            return self.database.execute(query.format(source), values).fetchall()

        cells: dict[str, Any] = {}
        for code, way, units, persons in ask(
            "SELECT code, way, count(*), count(DISTINCT who) FROM ({}) GROUP BY code, way"
        ):
            cells.setdefault(code, {})[way] = (units, persons)
        people = dict(
            ask("SELECT code, count(DISTINCT who) FROM ({}) WHERE way >= 2 GROUP BY code")
        )
        sums = {
            code: list(map(int, rest))
            for code, *rest in ask(
                "SELECT code, count(*), sum(n), sum(x), sum(n * n), sum(n * x), sum(x * x) FROM "
                "(SELECT code, who, count(*) AS n, count(*) FILTER (WHERE way = 3) AS x "
                "FROM ({}) WHERE way >= 2 GROUP BY code, who) GROUP BY code"
            )
        }
        return cells, people, sums


FEW = settings(
    max_examples=6, deadline=None, derandomize=True, database=None,
    phases=[Phase.generate],  # an example is seconds of work: shrinking one would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.mark.parametrize("place", ["all", "site", "source"])
@FEW
@given(population=populations())
def test_the_pass_equals_plain_counting(
    tmp_path_factory: pytest.TempPathFactory, place: Place, population: Population
) -> None:
    found = counted(population, tmp_path_factory.mktemp("pass"), VIEWS, place)
    oracle = Oracle(population)
    seen = 0
    for declared in MEASURES:
        for period in YEARS:
            oracle.units(declared, period)
            for view in VIEWS:
                for counts in found:
                    asked = (counts.measure, counts.period) == (declared.key, period)
                    if asked and view is VIEWS[_place_of(found, counts)]:
                        seen += 1
                        assert told(counts) == oracle.tell(declared, view, place, counts.site)
    assert seen == len(found)


def _place_of(found: tuple[Counts, ...], counts: Counts) -> int:
    """Counts stand in the order of the views, the innermost of the order asked."""
    return next(n for n, one in enumerate(found) if one is counts) % len(VIEWS)


@FEW
@given(population=populations(), seed=st.integers(0, 2**16))
def test_the_order_of_the_input_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, population: Population, seed: int
) -> None:
    first = counted(population, tmp_path_factory.mktemp("order"), VIEWS, "site")
    other = counted(population.shuffled(seed), tmp_path_factory.mktemp("order"), VIEWS, "site")
    assert [(c.measure, c.period, c.site, c.groups) for c in first] == [
        (c.measure, c.period, c.site, c.groups) for c in other
    ]
    assert [told(one) for one in first] == [told(one) for one in other]
