"""Read a table of made-up people, load them as FHIR R4 and see where the engine puts each of them.

Nothing is mocked: the records are written as NDJSON, taken in by the real intake, and counted by
the real engine. Each value set holds one made-up code, so the examples hold everywhere.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.spec.records import EXAMPLE, Records, Resource, seconds

from commonweal.engine import rows
from commonweal.engine.needs import of
from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.intake.keys import PatientKeys
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.measure import Measure, Unit

YEAR = Period.parse("2025")
TODAY = date(2026, 6, 1)
WAYS = ("out", "excluded", "exception", "not met", "met")


@dataclass(frozen=True)
class Landing:
    """Hold one unit of a table, a person or a visit, and where it should land.

    who:   as the table names the person, with the number of the visit if visits are counted
    key:   id of the Patient or Encounter
    lands: as written, such as "excluded: hospice"
    """

    who: str
    key: str
    lands: str


@dataclass(frozen=True)
class Table:
    """Hold one table: its title, its units, its records, the counts worked by hand."""

    title: str
    units: tuple[Landing, ...]
    resources: tuple[Resource, ...]
    counts: dict[str, int]


def worked(measure: Measure, example: str, *rules: str) -> tuple[Callable[..., None], ...]:
    """Make the two tests of a measure's spec file: where each person lands, and the counts.

    measure: what is counted
    example: the worked example of the measure's page
    rules:   further tables, one a rule
    """
    tables = [read(text, f"t{place}", measure) for place, text in enumerate((example, *rules))]
    units = [(table, unit) for table in tables for unit in table.units]

    @cache
    def landed() -> dict[str, int]:
        return run(measure, tuple(tables))

    @pytest.mark.parametrize("unit", [pytest.param(u, id=f"{t.title}: {u.who}") for t, u in units])
    def test_each_lands_as_written(unit: Landing) -> None:
        step = landed()[unit.key]
        way, _, words = unit.lands.partition(": ")
        agrees = _way(measure, step) == way and words in measure.steps[step]
        assert agrees, f"lands at '{measure.steps[step]}', not at '{unit.lands}'"

    counted = [table for table in tables if table.counts or table is tables[0]]

    @pytest.mark.parametrize("table", counted, ids=lambda table: table.title)
    def test_counts_are_those_worked_by_hand(table: Table) -> None:
        ways = Counter(_way(measure, landed()[unit.key]) for unit in table.units)
        found = {way: ways[way] for way in WAYS}
        found["denominator"] = found["met"] + found["not met"]
        assert {"denominator", "met"} <= set(table.counts)
        assert {name: found[name] for name in table.counts} == table.counts

    return test_each_lands_as_written, test_counts_are_those_worked_by_hand


def read(text: str, prefix: str, measure: Measure) -> Table:
    """Read a table: a title, what everybody has, aligned columns, counts.

    text:    as it stands in the spec file
    prefix:  keeps the people of several tables apart
    measure: says whether people or visits are counted
    """
    lines = [line for line in text.splitlines() if line.strip()]
    head = next(n for n, line in enumerate(lines) if re.match("(person|case) ", line))
    starts = [found.start() for found in re.finditer(r"\S+", lines[head])]
    names = lines[head].split()
    common = _common(lines[:head])
    title = " ".join(line for line in lines[:head] if not re.match("everybody | ", line))
    people: list[list[dict[str, str]]] = []
    counts: dict[str, int] = {}
    for line in lines[head + 1 :]:
        if line.startswith("counts "):
            counts = {name: int(n) for name, n in re.findall(r"([a-z ]+?) (\d+)", line[7:])}
            counts = {name.strip(): n for name, n in counts.items()}
            continue
        cells = dict(zip(names, _cells(line, starts), strict=True))
        if cells[names[0]]:
            people.append([])
        elif people[-1][-1]["records"].endswith(","):
            before = people[-1].pop()
            cells |= before | {"records": f"{before['records']} {cells['records']}",
                               "lands": cells["lands"]}  # fmt: skip
        people[-1].append(cells)
    units: list[Landing] = []
    resources: list[Resource] = []
    for number, said in enumerate(people):
        person = _Person(f"{prefix}-{number:02d}", said[0][names[0]], common, measure)
        units += person.read(said)
        resources += [person.patient, *person.records.made]
    return Table(title or "example", tuple(units), tuple(resources), counts)


class _Person:
    """Build one person from the lines of a table."""

    def __init__(self, key: str, who: str, common: list[str], measure: Measure) -> None:
        self.who = who
        self.measure = measure
        self.records = Records(key)
        self.patient: Resource = {"resourceType": "Patient", "id": key}
        for phrase in common:
            self._say(phrase)

    def read(self, lines: list[dict[str, str]]) -> list[Landing]:
        visits = self.measure.unit_of_analysis is Unit.ENCOUNTER
        units: list[Landing] = []
        for cells in lines:
            for name in ("born", "sex"):
                if cells.get(name):
                    self._say(f"{name} {cells[name]}")
            made = [self._say(part) for part in re.split(r"\s*;\s*", cells["records"]) if part]
            lands = cells["lands"]
            if not lands:
                continue
            if visits:
                seen = [one for one in made if one and one["resourceType"] == "Encounter"]
                if len(seen) != 1:
                    raise ValueError(f"{self.who}: a line that lands holds one visit")
                units.append(Landing(f"{self.who}, visit {len(units) + 1}", seen[0]["id"], lands))
            else:
                units.append(Landing(self.who, self.patient["id"], lands))
        if not units or (len(units) > 1 and not visits):
            raise ValueError(f"{self.who} must land once")
        return units

    def _say(self, phrase: str) -> Resource | None:
        word, _, value = phrase.partition(" ")
        element = {"born": "birthDate", "sex": "gender", "died": "deceasedDateTime"}.get(word)
        if element is None:
            return self.records.add(phrase)
        self.patient[element] = seconds(value.strip())
        if value == "unknown" and word == "born":
            del self.patient[element]
        return None


def run(measure: Measure, tables: tuple[Table, ...]) -> dict[str, int]:
    """Load the people of some tables and give the step at which each unit left.

    measure: what is counted
    tables:  read before
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _write(home / "export", [one for table in tables for one in table.resources])
        report = ingest(home / "store", [Source(home / "export", "fhir")], today=TODAY)
        assert report.quarantined == 0
        assert report.dataset is not None
        codes = home / "valuesets.parquet"
        _write_sets(measure, codes)
        with Session(report.dataset, codes) as session:
            session.prepare((measure,))
            rows.build(session, "rows", (measure,), (YEAR,), ())
            found = session.run(fill("SELECT patient_key, unit_key, step FROM rows"))
        people = _people_of((home / "store" / "keys" / "patient.key").read_bytes(), tables)
    if measure.unit_of_analysis is Unit.ENCOUNTER:
        return {str(unit).removeprefix("main/"): int(str(step)) for _, unit, step in found}
    return {people[str(person)]: int(str(step)) for person, _, step in found}


def _people_of(secret: bytes, tables: tuple[Table, ...]) -> dict[str, str]:
    keys = PatientKeys(secret)
    everyone = [one["id"] for table in tables for one in table.resources
                if one["resourceType"] == "Patient"]  # fmt: skip
    return {keys(f"main/{name}"): name for name in everyone}


def _write(folder: Path, resources: list[Resource]) -> None:
    folder.mkdir()
    for kind in {one["resourceType"] for one in resources}:
        lines = [json.dumps(one) for one in resources if one["resourceType"] == kind]
        (folder / f"{kind}.ndjson").write_text("\n".join(lines) + "\n")


def _write_sets(measure: Measure, path: Path) -> None:
    sets = sorted(of(measure).value_sets, key=lambda entry: entry.url)
    columns = {
        "url": [entry.url for entry in sets],
        "name": [entry.name for entry in sets],
        "version": ["" for _ in sets],
        "token": [f"{EXAMPLE}|{entry.name}" for entry in sets],
    }
    pq.write_table(pa.table({name: pa.array(v, pa.string()) for name, v in columns.items()}), path)


def _way(measure: Measure, step: int) -> str:
    passed = len(measure.population + measure.denominator)
    if step < passed:
        return "out"
    if step < passed + len(measure.exclusions):
        return "excluded"
    return {len(measure.steps) - 2: "not met", len(measure.steps) - 1: "met"}.get(step, "exception")


def _common(lines: list[str]) -> list[str]:
    """Give what everybody has: the line that says so, and the indented lines below it."""
    said: list[str] = []
    for line in lines:
        if line.startswith("everybody ") or (said and line.startswith(" ")):
            said += re.split(r"\s*;\s*", line.removeprefix("everybody").strip())
    return [phrase for phrase in said if phrase]


def _cells(line: str, starts: list[int]) -> list[str]:
    for start in starts[1:]:
        if line[start - 1 : start].strip():
            raise ValueError(f"a cell does not begin at column {start}: {line}")
    return [line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
