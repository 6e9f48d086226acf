"""Load the clinical vectors with the real intake, and read from the engine where people land."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.reference import vectors

from commonweal.engine import rows
from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.intake import valuesets
from commonweal.intake.load import Limits, ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.measure import Measure
from commonweal.measures.registry import find
from commonweal.tables.dataset import Dataset

TODAY = date(2026, 11, 21)
DECLARED = {
    "CMS122": "care.a1c_poor",
    "CMS165": "care.bp_control",
    "CMS130": "care.colorectal",
    "CMS125": "care.breast",
    "CMS124": "care.cervical",
    "CMS2": "care.depression",
}
# A case that is refused must fail alone, not take the others with it.
ANYTHING = Limits(1.0, 10**9, 1.0, 10**9)


@dataclass(frozen=True)
class Case:
    """Hold one published case: which measure, where its records go, what must come out."""

    cms: str
    source: str
    content: dict[str, Any]

    @property
    def period(self) -> Period:
        said = self.content["period"]
        return Period(date.fromisoformat(said["start"][:10]), date.fromisoformat(said["end"][:10]))


@cache
def published() -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """Give the cases of declared measures, and the names of those that are not declared."""
    folder = vectors.find("clinical", "ecqm")
    files = sorted(folder.glob("*.cases.ndjson*")) if folder else []
    found: list[Case] = []
    others: list[str] = []
    for path in files:
        cms = path.name.split(".")[0]
        if cms not in DECLARED:
            others.append(cms)
            continue
        found += [
            Case(cms, f"{cms}-{index:04d}", content)
            for index, content in enumerate(vectors.lines(path))
        ]
    return tuple(found), tuple(others)


def value_sets() -> Path | None:
    """Give the file of value sets, that of the sample data where the vectors have none."""
    shared = vectors.CHECKOUT.parent / "shared" / "data" / "clinical" / "ecqm"
    own = vectors.find("clinical", "ecqm/valuesets.ndjson")
    spare = shared / "valuesets.ndjson.gz"
    return own or (spare if spare.exists() else None)


def memberships(cases: tuple[Case, ...], home: Path) -> dict[str, dict[str, int]]:
    """Load all cases at once and give the memberships of each, by the name of its source.

    cases: read before
    home:  an empty folder
    """
    codes = value_sets()
    if codes is None:
        pytest.skip("no value sets: clinical/ecqm/valuesets.ndjson.gz is not there")
    sources = []
    for case in cases:
        path = home / f"{case.source}.ndjson"
        path.write_text("\n".join(json.dumps(one) for one in case.content["resources"]) + "\n")
        sources.append(Source(path, "fhir", case.source, None, one_patient=True))
    store = home / "store"
    report = ingest(store, sources, accept=ANYTHING, today=TODAY)
    assert report.dataset is not None
    valuesets.load(store, codes)
    current = valuesets.current(store)
    assert current is not None
    together: dict[tuple[str, Period], list[Case]] = defaultdict(list)
    for case in cases:
        together[case.cms, case.period].append(case)
    found: dict[str, dict[str, int]] = {}
    with Session(report.dataset, current[1]) as session:
        for (cms, period), some in together.items():
            measure = find(DECLARED[cms])
            steps = _steps(session, measure, period)
            for case in some:
                found[case.source] = _membership(measure, steps[case.source])
    return found


def _steps(session: Session, measure: Measure, period: Period) -> dict[str, Counter[int]]:
    session.prepare((measure,))
    rows.build(session, "rows", (measure,), (period,), ())
    steps: dict[str, Counter[int]] = defaultdict(Counter)
    for source, step in session.run(fill("SELECT source, step FROM rows")):
        steps[str(source)][int(str(step))] += 1
    return steps


def _membership(measure: Measure, steps: Counter[int]) -> dict[str, int]:
    """Count the units of one case in each population (measure-logic, common 1.1)."""
    inside = len(measure.population)
    denominator = inside + len(measure.denominator)
    exceptions = denominator + len(measure.exclusions)
    not_met = exceptions + len(measure.exceptions)

    def between(first: int, before: int) -> int:
        return sum(units for step, units in steps.items() if first <= step < before)

    everything = len(measure.steps)
    return {
        "initial-population": between(inside, everything),
        "denominator": between(denominator, everything),
        "denominator-exclusion": between(denominator, exceptions),
        "denominator-exception": between(exceptions, not_met),
        "numerator": between(everything - 1, everything),
    }


@cache
def sample(folder: str, home: Path) -> Dataset:
    """Load a sample folder, once.

    folder: its name under clinical/
    home:   folder of the stores
    """
    path = vectors.find("clinical", folder)
    if path is None:
        pytest.skip(f"no sample folder clinical/{folder}")
    report = ingest(home / folder, [Source(path, "fhir")], today=TODAY)
    assert report.dataset is not None
    return report.dataset
