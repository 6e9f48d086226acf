"""Published cases of the certified measures: each person must land where the authors say.

All cases are loaded together, each as a source of its own, because ids repeat between them.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.reference.clinical import Case, memberships, published

CASES, OTHERS = published()
ABSENT = "no vectors clinical/ecqm: set COMMONWEAL_VECTORS or keep shared/ beside"


def _cases() -> list[Any]:
    skipped = [
        pytest.param(None, marks=pytest.mark.skip(reason=f"{cms} is not declared yet"), id=cms)
        for cms in OTHERS
    ]
    found = [
        pytest.param(case, id=f"{case.cms}-{case.content.get('case', case.source)}")
        for case in CASES
    ]
    if not found and not skipped:
        return [pytest.param(None, marks=pytest.mark.skip(reason=ABSENT), id="absent")]
    return found + skipped


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    return memberships(CASES, tmp_path_factory.mktemp("ecqm"))


@pytest.mark.parametrize("case", _cases())
def test_lands_where_the_authors_say(case: Case, landed: dict[str, dict[str, int]]) -> None:
    found = landed[case.source]
    assert case.content["expected"], "the case expects nothing"
    for group in case.content["expected"]:
        wanted = group["populations"]
        assert {name: found.get(name) for name in wanted} == wanted, case.content["description"]
