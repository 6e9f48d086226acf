"""Our coverage of roles beside scipy's matching and an enumeration of all vacancies."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.flows.succession import bench, readiness_table
from commonweal.stats.flows.vacancies import vacancy_risk

LEVELS = {"now": 1, "1-2y": 2, "3y+": 3}
CASES = pytest.mark.parametrize("case", cases("workforce", "succession"))


def table_of(given):
    edges = given["edges"]
    table, left_out = readiness_table(
        [given["roles"].index(edge["role"]) for edge in edges],
        [given["people"].index(edge["person"]) for edge in edges],
        [LEVELS[edge["readiness"]] for edge in edges],
        roles=len(given["roles"]),
        people=len(given["people"]),
    )
    assert left_out == 0
    return table


@CASES
def test_coverage_one_by_one_and_all_at_once_matches(case):
    given, expected = case["input"], case["expected"]
    ours = bench(table_of(given))
    same(ours.named, expected["coverage_any"], rel=1e-12)
    same(ours.ready, expected["coverage_ready_now"], rel=1e-12)
    same(ours.per_role, expected["bench_strength_ready_now"], rel=1e-12)
    assert ours.single == expected["single_successor_roles"]
    assert ours.people == expected["distinct_ready_now"]
    same(ours.simultaneous[0], expected["simultaneous_coverage_ready_now"], rel=1e-12)
    soon = ours.simultaneous[: LEVELS["1-2y"]][-1]
    same(soon, expected["simultaneous_coverage_1_2y"], rel=1e-12)
    named = {given["people"][person] for person in ours.pivotal}
    assert named == set(expected["pivotal_people"])


@CASES
def test_the_risk_of_vacancies_matches(case):
    given, expected = case["input"], case["expected"]
    risk = vacancy_risk(table_of(given) == 1, given["vacancy_probability"])
    same(risk.uncovered, expected["expected_uncovered_vacancies"], rel=1e-12)
    same(risk.all_covered, expected["prob_all_vacancies_covered"], rel=1e-12)
    assert risk.uncovered_se == risk.covered_se == 0
