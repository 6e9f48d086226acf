"""Write the made-up staff: the exports, their mapping, and what is true in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from commonweal.kinds import Problem
from commonweal.sample import tables
from commonweal.sample.draws import Draws
from commonweal.sample.made import Made
from commonweal.sample.workforce import (
    careers,
    development,
    exports,
    mapping,
    places,
    recruiting,
    searches,
    truth,
)
from commonweal.sample.workforce.careers import Careers
from commonweal.sample.written import Gap, Written
from commonweal.sample.years import Years

PROFILES = ("history", "snapshots")
YEARS = 10
_UNITS = ("Organization_ID", "Superior", "Name", "Location", "Type", "Effective_Date", "Inactive")
_JOBS = ("Job_Profile", "Title", "Job_Family", "SOC", "EEO_Category", "Pay_Grade", "Track",
         "Exempt")  # fmt: skip
_RANKS = ("Compensation_Grade", "Sequence", "Track")


def write(
    folder: Path,
    *,
    seed: int = 1,
    last_year: int = 2025,
    size: int = 8000,
    gaps: tuple[Gap, ...] = truth.PLANTED,
    profile: str = "history",
) -> Written:
    """Write the made-up staff of ten years. The same arguments give the same bytes.

    folder:    made when it is not there; files of the same names are written over
    seed:      of the random numbers
    last_year: the last of the ten years
    size:      how many people worked here in these years
    gaps:      what is planted
    profile:   "history" for assignments and business processes, "snapshots" for the payroll of
               the last day of each quarter in their place
    Fails with Problem "sample-malformed" or "gap-unknown".
    """
    if size < 20 or seed < 0 or profile not in PROFILES:
        raise Problem(
            "sample-malformed",
            "A made-up staff has at least 20 people, a seed from 0 and a known profile.",
            f"Profiles are {' and '.join(PROFILES)}.",
        )
    truth.check(gaps)
    draws, years = Draws(seed), Years(last_year, YEARS)
    staff = careers.draw(draws, size, years, gaps)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mapping.toml").write_text(mapping.MAPPING, encoding="utf-8")
    made = {**_places(), **_made(draws, staff, size, gaps), **_kept(staff, profile)}
    rows = tuple((name, tables.write(folder, name, each)) for name, each in made.items())
    return Written(folder, rows, gaps, truth.carried(gaps))


def _places() -> dict[str, Made]:
    return {
        "organizations": Made(_UNITS, iter(places.unit_rows())),
        "job_profiles": Made(_JOBS, iter(places.job_rows())),
        "compensation_grades": Made(_RANKS, iter(places.rank_rows())),
    }


def _made(draws: Draws, staff: Careers, size: int, gaps: tuple[Gap, ...]) -> dict[str, Made]:
    grown = development.draw(draws, staff)
    sought = searches.draw(draws, size, staff.years, gaps)
    return {
        "workers": exports.workers(staff),
        "positions": exports.positions(staff, grown),
        "compensation": exports.pay(staff, grown),
        "compensation_ranges": exports.ranges(staff),
        "mentoring": exports.mentoring(staff, grown),
        "succession": exports.succession(staff, grown),
        "benchmarks": exports.benchmarks(staff),
        "requisitions": recruiting.requisitions(sought),
        "candidates": recruiting.candidates(sought),
        "applications": recruiting.applications(sought),
        "stages": recruiting.stages(sought),
    }


def _kept(staff: Careers, profile: str) -> dict[str, Made]:
    if profile == "history":
        return {"job_history": exports.history(staff), "events": exports.events(staff)}
    found = {}
    for day in _quarter_ends(staff.years):
        name = str(np.datetime64(day, "D"))
        found[f"headcount_{name}"] = exports.snapshots(staff, day)
    return found


def _quarter_ends(years: Years) -> Iterator[int]:
    """Give the day before the export begins, then the last day of each quarter."""
    months = np.arange(f"{years.first}-01", f"{years.last + 1}-02", 3, dtype="datetime64[M]")
    for first, _ in pairwise([*months.astype("datetime64[D]").astype(np.int64).tolist(), 0]):
        yield first - 1
