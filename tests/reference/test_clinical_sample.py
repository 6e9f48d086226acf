"""Figures of the simplified measures on every FHIR sample folder, before disclosure rules.

Where a folder lacks a table that the measure needs, the product says so, whatever figure a plain
count gives there.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.reference import vectors
from tests.reference.clinical import sample

from commonweal.engine import needs
from commonweal.engine.cells import count
from commonweal.engine.session import Session
from commonweal.kinds import Counts, Period
from commonweal.measures.registry import find
from commonweal.tables.dataset import Dataset
from commonweal.tables.views import by_name

MEASURES = {
    "a1c_poor": ("care.a1c_poor_simple", "race_ethnicity"),
    "bp_control": ("care.bp_control_simple", "race_ethnicity"),
    "bp_below_140_90_any_adult": ("care.bp_any_simple", "race_ethnicity"),
    "flu_vaccine_by_language": ("care.flu_vaccine_simple", "language"),
    "ed_visits": ("care.ed_visits_simple", "race_ethnicity"),
    "readmit30": ("care.readmit30_simple", "race_ethnicity"),
}


def _named(key: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"(.+)_(\d{4})", key)
    return (found[1], found[2]) if found and found[1] in MEASURES else None


def _cases() -> list[Any]:
    path = vectors.find("clinical", "expected.json")
    found = [
        pytest.param(folder, *named, expected, id=f"{folder}-{key}")
        for folder, figures in (vectors.read(path) if path else {}).items()
        if folder.startswith("fhir")
        for key, expected in figures.items()
        if (named := _named(key)) is not None
    ]
    if found:
        return found
    reason = "no vectors clinical/expected.json: set COMMONWEAL_VECTORS or keep shared/ beside"
    return [pytest.param("", "", "", None, marks=pytest.mark.skip(reason=reason), id="absent")]


CASES = _cases()


@cache
def _years(folder: str, name: str) -> tuple[str, ...]:
    """Give all years asked of a measure in a folder: they are counted together."""
    return tuple(sorted({str(c.values[2]) for c in CASES if c.values[:2] == (folder, name)}))


@cache
def _counted(dataset: Dataset, name: str, years: tuple[str, ...]) -> dict[str, Counts]:
    key, view = MEASURES[name]
    periods = tuple(Period.parse(year) for year in years)
    with Session(dataset, None) as session:
        counts = count(session, (find(key),), periods, (by_name(view),))
    return {one.period.label: one for one in counts}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample")


def _figures(name: str, counts: Counts) -> dict[str, Any]:
    cells = list(zip(counts.groups, counts.events, counts.denominators, strict=True))
    if name == "ed_visits":
        return {group.code: int(events) for group, events, _ in cells if events}
    found: dict[str, Any] = {
        group.code: [int(events), int(denominator)]
        for group, events, denominator in cells
        if denominator
    }
    return found | {"total": [counts.total_events, counts.total_denominator]}


@pytest.mark.parametrize(("folder", "name", "year", "expected"), CASES)
def test_figure(home: Path, folder: str, name: str, year: str, expected: Any) -> None:
    dataset = sample(folder, home)
    measure = find(MEASURES[name][0])
    absent = [table for table in measure.needs if table not in dataset.tables]
    reasons = needs.why_not(measure, dataset, frozenset())
    if absent:
        assert len(reasons) == 1
        assert reasons[0].startswith("The export holds no ")
        assert all(needs.described_source(table) in reasons[0] for table in absent)
        return
    assert reasons == ()
    counts = _counted(dataset, name, _years(folder, name))[year]
    assert _figures(name, counts) == expected
