"""Over 200 made-up systems, through the same intake, engine and judgment as a real export: the
planted gap is found as often as computed, and where there is none, flags stay at the nominal rate.

Many small systems are taken in by one load, each as its own source, and counted by source.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from pathlib import Path
from statistics import mean, stdev

import pytest

from commonweal.engine.cells import count
from commonweal.engine.session import Session
from commonweal.findings.judge import GAPS, Flagged, flagged, judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Counts, Period
from commonweal.measures.registry import find
from commonweal.sample.gaps import BASE, PlantedGap, affected, expected_power
from commonweal.sample.system import write
from commonweal.tables.views import by_name

GAP = PlantedGap("care.flu_vaccine_simple", "language", "es", -0.20)
MEASURES = tuple(find(key) for key in (GAP.measure, "care.bp_any_simple"))
VIEWS = tuple(
    by_name(key)
    for key in ("race_ethnicity", "language", "interpreter_needed", "sex", "age", "site")
)
PERIODS = tuple(Period.parse(year) for year in ("2025", "2024", "2023"))
NULL = frozenset(
    (measure.key, view.key) for measure in MEASURES for view in VIEWS
) - affected((GAP,)).keys()  # fmt: skip
SEEDS = 200
AT_ONCE = 25
PATIENTS = 600
NOMINAL_FLAG = 0.05
NOMINAL_REPEAT = 0.005


@dataclass
class Tally:
    """Hold, one entry a system: what was found, and what should have been."""

    found: list[bool] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    flags: list[float] = field(default_factory=list)
    repeats: list[float] = field(default_factory=list)


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    kept = Tally()
    for first in range(0, SEEDS, AT_ONCE):
        folder = tmp_path_factory.mktemp("systems")
        for system in _counted(folder, range(first, first + AT_ONCE)).values():
            _judge(system, kept)
        shutil.rmtree(folder)
    return kept


def _counted(folder: Path, seeds: range) -> dict[str, list[Counts]]:
    """Write, take in and count systems; give the counts of each."""
    sources = []
    for seed in seeds:
        made = write(folder / str(seed), patients=PATIENTS, seed=seed, gaps=(GAP,), profile="small")
        sources.append(Source(made.fhir, "fhir", f"{seed:04d}"))
    loaded = ingest(folder / "store", sources, today=date(2026, 1, 31))
    assert loaded.quarantined == 0
    assert loaded.dataset is not None
    systems: dict[str, list[Counts]] = defaultdict(list)
    with Session(loaded.dataset, None) as look:
        for cells in count(look, MEASURES, PERIODS, VIEWS, place="source"):
            systems[cells.site].append(cells)
    assert len(systems) == len(seeds)
    return systems


def _judge(system: list[Counts], kept: Tally) -> None:
    """Judge every family of one system in each year, the last one in the light of the others."""
    flags, repeats = [], []
    for measure in MEASURES:
        for view in VIEWS:
            years = [
                cells
                for period in PERIODS
                for cells in system
                if (cells.measure, cells.period) == (measure.key, period)
                and cells.groups[0].view == view.key
            ]
            earlier: tuple[Flagged, ...] = tuple(flagged(measure, cells) for cells in years[1:])
            grades = judge(measure, years[0], earlier).grade
            if (measure.key, view.key) in NULL:
                flags += [any(grade in GAPS for grade in grades), *map(bool, earlier)]
                repeats.append("A" in grades)
            elif (measure.key, view.key) == (GAP.measure, GAP.view):
                _note_planted(years[0], grades, kept)
    kept.flags.append(mean(flags))
    kept.repeats.append(mean(repeats))


def _note_planted(cells: Counts, grades: tuple[str, ...], kept: Tally) -> None:
    place = [group.code for group in cells.groups].index(GAP.group)
    size = int(cells.denominators[place])
    inside = size, BASE[GAP.measure] + GAP.difference
    outside = cells.total_denominator - size, BASE[GAP.measure]
    judged = sum(grade not in ("", "S") for grade in grades)
    kept.found.append(grades[place] in GAPS)
    enough = size >= 30
    kept.least.append(expected_power(inside, outside, judged) if enough else 0.0)
    kept.most.append(expected_power(inside, outside) if enough else 0.0)


def _error(shares: list[float]) -> float:
    """Give the standard error of a mean over systems; families of one system are not apart."""
    return stdev(shares) / sqrt(len(shares))


@pytest.mark.slow
def test_a_planted_gap_is_found_as_often_as_computed(tally: Tally) -> None:
    share = mean(tally.found)
    error = sqrt(share * (1 - share) / len(tally.found))
    assert len(tally.found) == SEEDS
    # The rule lies between one test alone and as many as there are groups.
    assert mean(tally.least) - 3 * error < share < mean(tally.most) + 3 * error
    assert mean(tally.least) > 0.6


@pytest.mark.slow
def test_where_there_is_no_gap_flags_stay_at_the_nominal_rate(tally: Tally) -> None:
    assert len(NULL) >= 8
    assert len(tally.flags) == SEEDS
    assert mean(tally.flags) <= NOMINAL_FLAG + 3 * _error(tally.flags)
    # A rule that never flags would pass too: the families must really have been judged.
    assert mean(tally.flags) > 0


@pytest.mark.slow
def test_where_there_is_no_gap_repeated_flags_stay_rarer_still(tally: Tally) -> None:
    nominal = sqrt(NOMINAL_REPEAT * (1 - NOMINAL_REPEAT) / (SEEDS * len(NULL)))
    assert mean(tally.repeats) <= NOMINAL_REPEAT + 3 * max(nominal, _error(tally.repeats))
