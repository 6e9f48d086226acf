"""The made-up system as OMOP: both routes give equal cells for every measure both can carry."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commonweal.engine import needs
from commonweal.engine.cells import count
from commonweal.engine.session import Session
from commonweal.intake import valuesets
from commonweal.intake.load import LoadReport, ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period, Problem
from commonweal.measures.registry import every_measure, find
from commonweal.sample import system
from commonweal.tables.views import by_name

TODAY = date(2026, 11, 22)
YEARS = (Period.parse("2025"),)
VIEWS = tuple(
    by_name(key)
    for key in (
        "race_ethnicity", "race_any", "legacy_re", "race", "ethnicity", "language", "sex",
        "interpreter_needed", "age", "payer", "site",
    )
)  # fmt: skip
# What the model has no place for, so that a measure can not be the same, and why.
NOT_COMPUTABLE = {
    "care.cancelled_by_us": "no table of bookings",
    "care.interpreter_provided": "no table of help with language",
    "care.wait_to_provider": "no times of a tracking board",
}
DIFFERENT = {
    "care.depression": "neither orders nor refusals, so a plan is never seen",
    "care.left_without_being_seen": "no board that says how a visit ended, so no visit is counted",
}
SURVEYS = {"care.communication_openness", "care.teamwork"}
OF_CARE = tuple(
    measure
    for measure in every_measure()
    if measure.key.startswith("care.") and measure.key not in SURVEYS
)
CARRIED = sorted({measure.key for measure in OF_CARE} - NOT_COMPUTABLE.keys() - DIFFERENT.keys())


class Routes:
    """One made-up system, loaded from FHIR and from OMOP."""

    def __init__(self, home: Path) -> None:
        self.made = system.write(home / "made", patients=400, omop=home / "omop")
        self._cells: dict[str, dict[str, Any]] = {}
        fhir = [Source(self.made.fhir, "fhir"),
                Source(self.made.tables, "csv", mapping=self.made.mapping)]  # fmt: skip
        self.reports = {
            "fhir": self._load(home / "by-fhir", fhir),
            "omop": self._load(home / "by-omop", [Source(home / "omop", "omop")]),
        }

    def _load(self, store: Path, sources: list[Source]) -> LoadReport:
        report = ingest(store, sources, today=TODAY)
        valuesets.load(store, self.made.value_sets)
        return report

    def cells(self, route: str) -> dict[str, Any]:
        if route not in self._cells:
            self._cells[route] = self._counted(route)
        return self._cells[route]

    def _counted(self, route: str) -> dict[str, Any]:
        """Give the cells of every measure of care, or why it can not be computed."""
        dataset = self.reports[route].dataset
        assert dataset is not None
        found: dict[str, Any] = {}
        sets = valuesets.current(dataset.store)
        assert sets is not None
        with Session(dataset, sets[1]) as session:
            for measure in OF_CARE:
                reasons = needs.why_not(measure, dataset, session.known_sets())
                found[measure.key] = reasons or []
            able = tuple(measure for measure in OF_CARE if not found[measure.key])
            for one in count(session, able, YEARS, VIEWS):
                groups = sorted(
                    (group.view, group.label, units.tolist())
                    for group, units in zip(one.groups, one.units, strict=True)
                )
                found[one.measure].append(
                    (one.period.label, one.steps, one.total_units.tolist(), groups)
                )
        return found


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Routes:
    return Routes(tmp_path_factory.mktemp("routes"))


@pytest.mark.parametrize("key", CARRIED)
def test_both_routes_give_equal_cells(routes: Routes, key: str) -> None:
    by_fhir, by_omop = routes.cells("fhir")[key], routes.cells("omop")[key]
    assert by_omop == by_fhir
    assert by_fhir[0][2][-1] > 0, "nobody met it, so equal cells would say little"


@pytest.mark.parametrize("key", sorted(NOT_COMPUTABLE))
def test_what_the_model_has_no_table_for_is_not_computable(routes: Routes, key: str) -> None:
    assert isinstance(routes.cells("fhir")[key], list)
    assert "The export holds no" in routes.cells("omop")[key][0], NOT_COMPUTABLE[key]


def test_a_plan_after_a_screen_is_named_among_what_is_unseen(routes: Routes) -> None:
    dataset = routes.reports["omop"].dataset
    assert dataset is not None
    assert "ServiceRequest" in needs.unseen(find("care.depression"), dataset)


def test_visits_whose_end_is_not_recorded_are_no_share(routes: Routes) -> None:
    for _, _, total, _ in routes.cells("omop")["care.left_without_being_seen"]:
        assert total[-2:] == [0, 0]


def test_neither_route_finds_anything_odd(routes: Routes) -> None:
    assert routes.reports["omop"].problems == ()
    assert routes.reports["omop"].quarantined == 0


def test_the_same_system_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("once", "again"):
        system.write(tmp_path / name, patients=20, years=1, omop=tmp_path / f"{name}-omop")
    files = sorted(path.name for path in (tmp_path / "once-omop").iterdir())
    assert "visit_occurrence.csv" in files
    for name in files:
        first = (tmp_path / "once-omop" / name).read_bytes()
        assert first == (tmp_path / "again-omop" / name).read_bytes(), name


def test_the_manifest_counts_the_rows_of_each_table(tmp_path: Path) -> None:
    made = system.write(tmp_path / "made", patients=20, years=1, omop=tmp_path / "omop")
    rows = dict(made.rows)
    with (tmp_path / "omop" / "person.csv").open(encoding="utf-8") as file:
        assert rows["omop/person"] == len(list(csv.DictReader(file))) == 20


def test_the_small_profile_is_not_written_as_omop(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        system.write(tmp_path, patients=20, profile="small", omop=tmp_path / "omop")
    assert caught.value.code == "sample-malformed"
