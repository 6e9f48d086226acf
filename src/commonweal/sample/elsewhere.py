"""Write what another engine would hand over: results of two measures, and the figures submitted.

One figure is matched to the decimal. In the other the engine counted people who are in no export,
and rows of an older version: holding both against the data must find just these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from commonweal.sample import writing
from commonweal.sample.drawn import Drawn
from commonweal.sample.draws import BoolArray, IntArray, where
from commonweal.sample.gaps import CLUSTERS, PlantedGap
from commonweal.sample.made import Row
from commonweal.sample.persons import number_of
from commonweal.sample.places import HOSPITALS
from commonweal.sample.years import first_day

PRESSURE, VACCINE = "CMS165", "FLU"
_HEAD = (
    "person_id", "measure_id", "measure_version", "in_denominator", "excluded", "in_numerator",
    "period_start", "period_end", "site",
)  # fmt: skip
_SUBMITTED = (
    "measure_id", "measure_version", "period_start", "period_end", "denominator", "exclusions",
    "numerator", "rate",
)  # fmt: skip
_OLDEST, _SYSTOLIC, _DIASTOLIC = 85, 140, 90
_OLDER_VERSION, _MOVED = 40, 60  # one person in so many
_ABOUT = """\
# What the measures of the other engine are. Nobody but the institution knows which way is better.

[[measure]]
id = "CMS165"
title = "Blood pressure under control"
better = "higher"
met = "had a last reading under 140/90"
promises = ["C1", "C2"]

[[measure]]
id = "FLU"
title = "Influenza vaccine in the year"
better = "higher"
met = "had an influenza vaccine"
promises = ["C1"]
"""


@dataclass(frozen=True, eq=False)
class _Results:
    """Hold the results of a measure, one entry a person.

    measure, version: as the other engine calls them
    person:   place of the person in the system, or -1 for somebody who is in no export
    excluded, met: what the engine found
    older:    whether the row bears the version before
    """

    measure: str
    version: str
    person: IntArray
    excluded: BoolArray
    met: BoolArray
    older: BoolArray


def write(folder: Path, drawn: Drawn) -> list[tuple[str, int]]:
    """Write the results of the last year, the figures submitted, and the file about them.

    folder: made when it is not there
    drawn:  the sample
    Gives (file, rows) of each table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = (_pressure(drawn), _vaccine(drawn))
    (folder / "about.toml").write_text(_ABOUT, encoding="utf-8")
    made = (
        ("results.csv", _HEAD, (row for one in found for row in _rows(one, drawn))),
        ("submitted.csv", _SUBMITTED, (_figure(one, drawn) for one in found)),
    )
    return [(name, writing.table(folder / name, head, rows)) for name, head, rows in made]


def carried(gaps: tuple[PlantedGap, ...]) -> dict[tuple[str, str], str]:
    """Say in which of these measures, by which view, a planted gap must show too, and why.

    gaps: what was planted
    """
    views = [view for gap in gaps if gap.measure == "care.bp_control"
             for cluster in CLUSTERS if gap.view in cluster for view in cluster]  # fmt: skip
    return dict.fromkeys(((f"results.{PRESSURE.lower()}", view) for view in views), "carried")


def _pressure(drawn: Drawn) -> _Results:
    """Look at the last reading of the year, of everybody with hypertension who has one."""
    visit = drawn.pressures.visit
    place = where(drawn.visits.year[visit] == drawn.years.last)
    person = drawn.visits.person[visit[place]]
    last = place[np.append(person[1:] != person[:-1], True)]  # visits stand by person and time
    person = drawn.visits.person[visit[last]]
    ill = drawn.illness.hypertension[person]
    last, person = last[ill], person[ill]
    met = drawn.pressures.systolic[last] < _SYSTOLIC
    met &= drawn.pressures.diastolic[last] < _DIASTOLIC
    old = drawn.people.aged(drawn.years.last)[person] > _OLDEST
    return _Results(PRESSURE, "v13", person, old, met, np.zeros(len(person), dtype=bool))


def _vaccine(drawn: Drawn) -> _Results:
    """Look for a vaccine in the year, of everybody who was seen."""
    year = drawn.years.last
    seen = np.unique(drawn.visits.person[drawn.visits.leads(year)])
    given = drawn.vaccines.person[
        (drawn.vaccines.day >= first_day(year)) & (drawn.vaccines.day < drawn.years.end)
    ]
    moved = np.full(len(seen) // _MOVED, -1)
    person = np.concatenate([seen, moved])
    met = np.concatenate([np.isin(seen, given), np.arange(len(moved)) % 3 > 0])
    older = (np.arange(len(person)) % _OLDER_VERSION == 0) & (person >= 0)
    return _Results(VACCINE, "2", person, np.zeros(len(person), dtype=bool), met, older)


def _rows(found: _Results, drawn: Drawn) -> Iterator[Row]:
    start, end = _period(drawn)
    parts = (found.person, found.excluded, found.met, found.older)
    for place, (person, excluded, met, older) in enumerate(
        zip(*(part.tolist() for part in parts), strict=True)
    ):
        yield (
            number_of(person) if person >= 0 else f"moved-{place}", found.measure,
            _before(found.version) if older else found.version, "yes", _said(excluded),
            "" if excluded else _said(met), start, end,
            HOSPITALS[int(drawn.people.site[person])][1] if person >= 0 else "",
        )  # fmt: skip


def _figure(found: _Results, drawn: Drawn) -> Row:
    """Count what the engine counted, whoever it is and whatever version a row bears."""
    counted = ~found.excluded
    below, above = int(counted.sum()), int((counted & found.met).sum())
    rate = f"{100 * above / below:.1f} %" if below else ""
    return (found.measure, found.version, *_period(drawn), below, int(found.excluded.sum()),
            above, rate)  # fmt: skip


def _period(drawn: Drawn) -> tuple[str, str]:
    return f"{drawn.years.last}-01-01", f"{drawn.years.last}-12-31"


def _before(version: str) -> str:
    return str(int(version) - 1)


def _said(true: bool) -> str:
    return "yes" if true else "no"
