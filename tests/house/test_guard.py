"""The guard of lawful use: what no code here may hold, take, reach or show (G1 to G13, K1 to K7).

Which test holds which rule stands in guard.py; docs/why/lawful-use.md tells readers the same.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from types import ModuleType

import duckdb
import grimp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.house.guard import RULES
from tests.house.reading import CHECKOUT, modules

import commonweal
from commonweal import trail
from commonweal.disclosure.policy import Policy
from commonweal.engine.sql import render
from commonweal.engine.units import query_of
from commonweal.kinds import Period, Problem
from commonweal.measures.measure import Measure, Privacy
from commonweal.measures.registry import every_measure
from commonweal.stats.pay.remedy import to_floor, within_budget
from commonweal.stats.selection.four_fifths import below_four_fifths
from commonweal.tables.columns import Table
from commonweal.tables.registry import TABLES
from commonweal.tables.units.workforce import Candidacy, StageDecision
from commonweal.vault import vault

PAGE = CHECKOUT / "docs" / "why" / "lawful-use.md"
ATTRIBUTES = {
    *("race", "races", "ethnicity", "ethnic", "raceeth", "sex", "gender", "pronouns", "religion"),
    *("disability", "orientation", "transgender", "lgbt", "marital", "tribal", "nationality"),
    *("minority", "hispanic", "black", "white", "female", "male", "veteran", "pregnancy"),
}
GROUPS = ATTRIBUTES | {"group", "groups", "protected", "attribute", "attributes", "age", "language"}
MEMBERSHIP = {"membership", "memberships", "employee_group", "affinity", "resource_group", "member"}
GOALS = {
    *("target", "targets", "goal", "goals", "quota", "quotas", "placement", "placements"),
    *("timetable", "timetables", "aspiration"),
}
# What decides about a person, a supplier or money: it knows no group.
DECIDES = (
    "commonweal.stats.pay.remedy",
    "commonweal.stats.flows.succession",
    "commonweal.stats.flows.vacancies",
)
# What bears such a word and is no goal for the share of a group among people who are employed,
# admitted or bought from.
NO_GOAL_OF_A_GROUP = {
    "commonweal.kinds.rows.Asked.target": "where a rate should be for everybody alike",
    "commonweal.measures.measure.Measure.target": "where a rate should be for everybody alike",
    "commonweal.report.packet.Plan.target": "the day by which an initiative should have helped",
    "commonweal.report.document.Link.target": "where a link leads",
    "commonweal.stats.pooling.normal.Shrunken.target": "the mean that values are drawn to",
    "commonweal.stats.time.funnel.Funnel.target": "the middle line of a chart of units",
    "commonweal.stats.enrollment.goal": "how many people a study needs in all",
    "commonweal.stats.enrollment.accrual": "how many people a study needs in all",
    "commonweal.stats.time.funnel": "the middle line of a chart of units",
    "commonweal.stats.time.rate_funnel": "the middle line of a chart of units",
    "commonweal.sample.research.studies.Studies.target": "how many people a study needs in all",
    "study.target": "how many people a study needs in all",
    "enroll_goal.enroll_goal_key": "people whom a study planned to invite, as funders ask by form",
}


@cache
def rooms() -> grimp.ImportGraph:
    return grimp.build_graph("commonweal")


@cache
def imported() -> tuple[ModuleType, ...]:
    found = pkgutil.walk_packages(commonweal.__path__, "commonweal.")
    return tuple(importlib.import_module(one.name) for one in found if "__main__" not in one.name)


def own(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Give what a module defines itself."""
    for name, value in vars(module).items():
        if getattr(value, "__module__", "") == module.__name__:
            yield name, value


def words(name: str) -> set[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")
    return {*apart, *("_".join(pair) for pair in pairwise(apart))}


def deciding() -> list[ModuleType]:
    """Give the modules that decide: all services, and what of stats proposes something."""
    return [
        module
        for module in imported()
        if module.__name__.startswith(("commonweal.services.", *DECIDES))
    ]


def takes(module: ModuleType) -> set[str]:
    """Give the names of all arguments and fields of what a module defines, methods too."""
    found: set[str] = set()
    for _, value in own(module):
        if inspect.isfunction(value):
            found |= set(inspect.signature(value).parameters)
        if inspect.isclass(value):
            for method in vars(value).values():
                if inspect.isfunction(method):
                    found |= set(inspect.signature(method).parameters)
        if dataclasses.is_dataclass(value):
            found |= {field.name for field in dataclasses.fields(value)}
    return found


def reached(room: str) -> set[str]:
    """Give every module that a room imports, through others too."""
    return set(rooms().find_upstream_modules(room, as_package=True))


# The list itself.


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_test_that_a_rule_names_is_there(rule: object) -> None:
    for name in rule.tests:  # type: ignore[attr-defined]
        path, _, function = name.partition("::")
        tree = ast.parse((CHECKOUT / path).read_text(encoding="utf-8"))
        there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert not function or function in there, name


def test_every_rule_of_the_specifications_is_listed_once() -> None:
    wanted = [f"G{number}" for number in range(1, 14)] + [f"K{number}" for number in range(1, 8)]
    assert [rule.key for rule in RULES] == wanted
    assert all(rule.tests or rule.not_yet for rule in RULES)


def test_the_page_for_readers_says_what_the_tests_hold() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    told = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]
    assert told == [(one.key, one.says, one.state, one.not_yet) for one in RULES]


# G1, K1, K6: apart.


@pytest.mark.parametrize("room", ["services", "measures", "stats.pay", "stats.flows"])
def test_no_decision_and_no_measure_reaches_the_vault(room: str) -> None:
    found = {name for name in reached(f"commonweal.{room}") if "vault" in name.split(".")}
    assert found == set()


def test_no_decision_reaches_a_store_or_what_reads_one() -> None:
    readers = {"vault", "engine", "intake", "findings", "report", "sample", "cli", "duckdb"}
    found = {name for name in reached("commonweal.services") if name.split(".")[1] in readers}
    assert found == set()


def test_the_graph_would_show_a_trespass() -> None:
    assert any("vault" in name for name in reached("commonweal.engine"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_table_bears_a_protected_attribute(table: type[Table]) -> None:
    # A count of people by group is a fact about a place or a firm, not about a person.
    if table.person():
        assert [one.name for one in table.declared() if words(one.name) & ATTRIBUTES] == []


# G2: no target object.


def goals() -> Iterator[str]:
    for module in imported():
        for name, value in own(module):
            if dataclasses.is_dataclass(value):
                for field in dataclasses.fields(value):
                    if words(field.name) & GOALS:
                        yield f"{module.__name__}.{name}.{field.name}"
            if inspect.isfunction(value) and not name.startswith("_"):
                for argument in inspect.signature(value).parameters:
                    if words(argument) & GOALS:
                        yield f"{module.__name__}.{name}({argument})"
    for table in TABLES:
        for column in table.declared():
            if words(column.name) & GOALS:
                yield f"{table.name}.{column.name}"


def test_there_is_no_goal_for_a_group_anywhere() -> None:
    known = tuple(NO_GOAL_OF_A_GROUP)
    assert [name for name in goals() if not name.startswith(known)] == []


def test_what_is_called_a_target_is_known_and_is_none_for_a_share() -> None:
    found = list(goals())
    unused = [name for name in NO_GOAL_OF_A_GROUP if not any(one.startswith(name) for one in found)]
    assert unused == []


@pytest.mark.parametrize("measure", every_measure(), ids=lambda measure: measure.key)
def test_no_measure_of_who_is_there_has_a_target(measure: Measure) -> None:
    about = {"W2", "S3"} & set(measure.commitments)
    assert not (about and measure.target)
    assert not (measure.target and measure.reference == "benchmark")


# G3, G5 to G8: what decides knows no group.


def test_something_decides() -> None:
    assert {*DECIDES, "commonweal.services.criteria_lint"} <= {one.__name__ for one in deciding()}


@pytest.mark.parametrize("module", deciding(), ids=lambda module: module.__name__)
def test_what_decides_takes_no_protected_attribute(module: ModuleType) -> None:
    assert [name for name in takes(module) if words(name) & GROUPS] == []


@pytest.mark.parametrize("module", deciding(), ids=lambda module: module.__name__)
def test_what_decides_takes_no_membership(module: ModuleType) -> None:
    assert [name for name in takes(module) if words(name) & MEMBERSHIP] == []


@pytest.mark.parametrize("module", deciding(), ids=lambda module: module.__name__)
def test_no_decision_takes_who_is_in_a_pool(module: ModuleType) -> None:
    composition = {"composition", "pool_share", "representation", "diverse", "diversity"}
    assert [name for name in takes(module) if words(name) & composition] == []


SEARCHES = """
    CREATE TABLE requisition (req_id VARCHAR, job_code VARCHAR, filled_day DATE,
        cancelled_day DATE);
    CREATE TABLE application (app_id VARCHAR, applicant_key VARCHAR, req_id VARCHAR,
        met_basic_quals BOOLEAN);
    CREATE TABLE stage_move (move_key VARCHAR, app_id VARCHAR, applicant_key VARCHAR,
        stage VARCHAR, outcome VARCHAR);
    CREATE TABLE job (job_code VARCHAR, family VARCHAR);
    INSERT INTO requisition VALUES ('open', NULL, NULL, NULL), ('over', NULL, '2025-11-01', NULL),
        ('cancelled', NULL, NULL, '2025-11-01'), ('just over', NULL, '2025-12-02', NULL);
    INSERT INTO application SELECT req_id, req_id, req_id, TRUE FROM requisition;
    INSERT INTO stage_move SELECT req_id, req_id, req_id, 'screened', 'advanced' FROM requisition;
"""


@pytest.mark.parametrize("unit", [StageDecision, Candidacy], ids=lambda unit: unit.name)
def test_a_search_is_not_seen_before_it_has_been_over_for_thirty_days(unit: type[Table]) -> None:
    with duckdb.connect() as connection:
        connection.execute(SEARCHES)
        query = render(query_of(unit, Period.parse("2025")))
        seen = connection.execute(f"SELECT requisition FROM ({query})").fetchall()
    assert sorted(row[0] for row in seen) == ["cancelled", "over"]


def test_a_group_among_the_arguments_would_be_found() -> None:
    assert words("in_group") & GROUPS
    assert words("raceEthnicity") & GROUPS
    assert not words("groups_of_jobs_by") & ATTRIBUTES


def test_pay_does_not_know_who_is_there() -> None:
    who = {"representation", "suppliers", "community", "selection"}
    assert {name for name in reached("commonweal.stats.pay") if set(name.split(".")) & who} == set()


people = st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 10**7)), min_size=1, max_size=20)


@settings(derandomize=True, max_examples=100)
@given(people, st.floats(0, 1), st.integers(0, 10**7))
def test_remedies_only_raise_pay(rows: list[tuple[int, int]], below: float, budget: int) -> None:
    predicted, pay = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    assert (to_floor(predicted, pay, below).raises >= 0).all()
    given_out = within_budget(predicted, pay, budget)
    assert (given_out.raises >= 0).all()
    assert given_out.cost == pytest.approx(budget)


# G9: integers decide.


def test_integers_decide_four_fifths() -> None:
    exact = [
        (4 * had * size // (5 * rest), size, had, rest)
        for size in range(1, 61)
        for rest in range(1, 61)
        for had in range(1, rest + 1)
        if 4 * had * size % (5 * rest) == 0
    ]
    assert len(exact) == 3666
    assert not below_four_fifths(*np.array(exact).T).value.any()
    assert sum((a / b) / (c / d) < 0.8 for a, b, c, d in exact) == 1198  # what dividing would say


def test_one_person_fewer_is_below_four_fifths() -> None:
    tables = [(7, 10, 10, 10), (8, 10, 10, 10), (1, 3, 5, 12), (2, 5, 1, 2)]
    wanted = [Fraction(a, b) / Fraction(c, d) < Fraction(4, 5) for a, b, c, d in tables]
    assert below_four_fifths(*np.array(tables).T).value.astype(bool).tolist() == wanted


# G11, G12: what people say, and who looks.


def test_declining_is_an_answer_and_every_answer_has_its_source() -> None:
    assert {"declined", "not_asked", "unknown"} < set(vault.STATUSES)
    assert {"method", "recorded_ts", "source_element", "source_id"} < set(vault.COLUMNS)


def callers(name: str) -> set[str]:
    """Give the modules outside the vault that call something by this dotted name."""
    return {
        module.name.removeprefix("src/commonweal/")
        for module in modules()
        if module.room != "vault"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    }


def test_who_opens_the_vault_is_known() -> None:
    assert callers("vault.attach") == {"engine/session.py", "intake/quality.py"}
    assert {name.split("/")[0] for name in callers("vault.publish")} == {"intake"}
    assert callers("vault.own") == {"offices/people/own.py"}
    for name in ("said_by", "state"):
        assert callers(f"statements.{name}") == {"offices/people/own.py"}


def test_an_audit_is_written_into_the_trail() -> None:
    conducted = callers("conductor.audit") | callers("audit.audit")
    assert conducted == {"cli/audit.py"}
    assert conducted <= callers("trail.write")
    assert {field.name for field in dataclasses.fields(trail.Entry)} >= {"actor", "purpose", "role"}


# G13, K5, K6: small numbers.


@pytest.mark.parametrize("measure", every_measure(), ids=lambda measure: measure.key)
def test_no_measure_shows_fewer_than_eleven_persons(measure: Measure) -> None:
    if measure.privacy.about == "persons":
        assert measure.privacy.smallest >= 11
    else:
        # What is protected as things or suppliers is not the rows of people.
        unit = measure.unit_of_analysis
        assert inspect.isclass(unit)
        assert issubclass(unit, Table)
        assert not unit.person()


@pytest.mark.parametrize("number", [0, 1, 5, 10])
def test_the_smallest_number_can_only_be_raised(number: int) -> None:
    with pytest.raises(Problem) as caught:
        Policy(threshold=number)
    assert caught.value.code == "threshold-too-low"
    with pytest.raises(Problem) as caught:
        dataclasses.replace(every_measure()[0], privacy=Privacy(number))
    assert caught.value.code == "measure-malformed"


def test_suppliers_are_told_of_five_together_and_none_above_half() -> None:
    vendors = [one for one in every_measure() if one.privacy.about == "vendors"]
    assert all(one.privacy.smallest >= 5 for one in vendors)
    with pytest.raises(Problem):
        dataclasses.replace(every_measure()[0], privacy=Privacy(4, "vendors"))
