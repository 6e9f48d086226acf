"""A second, independent reading of six measure pages must agree with the product everywhere.

The oracle knows no SQL and no tables. It is held against the published cases, then the product is
held against it on patients made from those cases by moving them over every edge the pages name.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.reference import vectors
from tests.reference.clinical import Case, memberships, published, value_sets
from tests.reference.oracle.mutants import mutants
from tests.reference.oracle.pages import MEASURES, evaluate
from tests.reference.oracle.pages import value_sets as by_oid

ABSENT = "no vectors clinical/ecqm: set COMMONWEAL_VECTORS or keep shared/ beside"
CASES = tuple(case for case in published()[0] if case.cms in MEASURES)
PRESENT = [cms for cms in MEASURES if any(case.cms == cms for case in CASES)]
EACH = 150
SEED = 20250101


def _or_absent(found: list[Any]) -> list[Any]:
    if found:
        return found
    return [pytest.param(None, marks=pytest.mark.skip(reason=ABSENT), id="absent")]


@pytest.fixture(scope="module")
def sets() -> dict[str, set[tuple[str, str]]]:
    path = value_sets()
    if path is None:
        pytest.skip("no value sets: clinical/ecqm/valuesets.ndjson.gz is not there")
    return by_oid(vectors.lines(path))


def _expected(case: Case, sets: dict[str, set[tuple[str, str]]]) -> dict[str, int]:
    period = (case.period.first, case.period.last)
    return evaluate(case.cms, case.content["resources"], period, sets)


@pytest.mark.parametrize(
    "case",
    _or_absent(
        [
            pytest.param(case, id=f"{case.cms}-{case.content.get('case', case.source)}")
            for case in CASES
        ]
    ),
)
def test_the_oracle_agrees_with_the_authors(
    case: Case, sets: dict[str, set[tuple[str, str]]]
) -> None:
    found = _expected(case, sets)
    for group in case.content["expected"]:
        wanted = group["populations"]
        assert {name: found[name] for name in wanted} == wanted, case.content["description"]


def _made(cms: str, sets: dict[str, set[tuple[str, str]]]) -> list[Case]:
    """Make mutants of the cases that share the period of the measure's first case."""
    own = [case for case in CASES if case.cms == cms]
    first = own[0]
    records = [case.content["resources"] for case in own if case.period == first.period]
    period = (first.period.first, first.period.last)
    return [
        Case(
            cms,
            f"{cms}-mutant-{index:04d}",
            {"resources": resources, "period": first.content["period"]},
        )
        for index, resources in enumerate(mutants(cms, records, sets, SEED, EACH, period))
    ]


@pytest.fixture(scope="module")
def varied(sets: dict[str, set[tuple[str, str]]]) -> dict[str, list[Case]]:
    return {cms: _made(cms, sets) for cms in PRESENT}


@pytest.fixture(scope="module")
def landed(
    varied: dict[str, list[Case]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, int]]:
    together = tuple(case for some in varied.values() for case in some)
    return memberships(together, tmp_path_factory.mktemp("mutants"))


@pytest.mark.parametrize("cms", _or_absent(PRESENT))
def test_the_product_agrees_with_the_oracle(
    cms: str,
    varied: dict[str, list[Case]],
    landed: dict[str, dict[str, int]],
    sets: dict[str, set[tuple[str, str]]],
) -> None:
    for case in varied[cms]:
        assert landed[case.source] == _expected(case, sets), (
            f"{case.source}: {json.dumps(case.content['resources'])}"
        )


def _reached(cases: list[Case], sets: dict[str, set[tuple[str, str]]]) -> set[str]:
    found = [_expected(case, sets) for case in cases]
    names = {name for one in found for name, count in one.items() if count}
    return names | {"nobody" for one in found if not any(one.values())}


@pytest.mark.parametrize("cms", _or_absent(PRESENT))
def test_the_mutants_reach_every_population_that_the_cases_reach(
    cms: str, varied: dict[str, list[Case]], sets: dict[str, set[tuple[str, str]]]
) -> None:
    published_ones = _reached([case for case in CASES if case.cms == cms], sets)
    assert published_ones
    assert published_ones <= _reached(varied[cms], sets)


@pytest.mark.parametrize("cms", _or_absent(PRESENT))
def test_the_same_seed_makes_the_same_mutants(
    cms: str, varied: dict[str, list[Case]], sets: dict[str, set[tuple[str, str]]]
) -> None:
    assert [case.content for case in _made(cms, sets)] == [case.content for case in varied[cms]]
