"""Read a worked example written as tables of text, take it in as CSV, and measure it.

Nothing is mocked: each table is written as a CSV file with a mapping that names each column by
itself, taken in by the real intake, read by the real engine and estimated by the real method.

    staff
    person_key  birth       race   language
    ann         1980-02-01  asian  en

The first line of a block is the table's name in the registry; the second names its columns; "-"
is an empty cell and "+" parts several answers. Columns of a roster that the vault knows (race,
ethnicity, language, sex, interpreter_needed ...) go to the vault. A cell holds no spaces. Other
blocks are prose: say there what is expected, and test it below.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from commonweal.disclosure import Judged
from commonweal.engine.gather import Gathered, gather
from commonweal.engine.session import Session
from commonweal.findings.judge import judge
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Period
from commonweal.measures.measure import Measure
from commonweal.tables.columns import Tokens
from commonweal.tables.registry import BY_NAME
from commonweal.tables.views import by_name
from commonweal.vault.vault import ATTRIBUTES

TODAY = date(2026, 6, 1)
ALIASES = {
    "race": "race_1997", "ethnicity": "ethnicity_1997", "language": "pref_lang",
    "sex": "admin_gender",
}  # fmt: skip
SAID = frozenset((*ATTRIBUTES, *ALIASES))


@dataclass(frozen=True)
class Written:
    """Hold one table as it stands in the text.

    name:    of the canonical table
    columns: names
    rows:    cells, as many as there are columns
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(text: str) -> tuple[Written, ...]:
    """Read every block of the text whose first line is the name of a table.

    text: blocks parted by empty lines; a block that names no table is prose and left out
    """
    found = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [line for line in block.splitlines() if line.strip()]
        if len(lines) < 2 or lines[0].strip() not in BY_NAME:
            continue
        columns = tuple(lines[1].split())
        rows = tuple(tuple(line.split()) for line in lines[2:])
        for row in rows:
            if len(row) != len(columns):
                raise ValueError(f"{lines[0].strip()}: {' '.join(row)} does not fill the columns")
        found.append(Written(lines[0].strip(), columns, rows))
    return tuple(found)


@dataclass(frozen=True)
class Measured:
    """Hold what came out of a worked example.

    gathered: counts and rows
    judged:   numbers and verdicts, before anything is hidden
    """

    gathered: Gathered
    judged: Judged

    def group(self, code: str) -> dict[str, float]:
        """Give the numbers of one group: units, people, met, value, low, high, gap, rest."""
        counts, judged = self.gathered.counts, self.judged
        place = [group.code for group in counts.groups].index(code)
        return {
            "units": float(counts.denominators[place]),
            "people": float(counts.people[place]),
            "met": float(counts.events[place]),
            "value": float(judged.rate[place]),
            "low": float(judged.low[place]),
            "high": float(judged.high[place]),
            "gap": float(judged.diff[place]),
            "rest": float(judged.rest_rate[place]),
        }

    def left(self) -> dict[str, int]:
        """Give how many units ended at each step of the measure, by its words."""
        counts = self.gathered.counts
        return dict(zip(counts.steps, counts.total_units.tolist(), strict=True))

    def figure(self, key: str, about: str = "") -> float:
        """Give a further figure."""
        return next(
            one.value for one in self.judged.figures if (one.key, one.about) == (key, about)
        )


def measured(
    measure: Measure, text: str, view: str, period: str = "2025", today: date = TODAY
) -> Measured:
    """Take in the tables of a worked example and measure them.

    measure: what is measured
    text:    the example
    view:    how units are grouped
    period:  when
    today:   day of the load
    """
    return _measured(measure, text, view, period, today)


@cache
def _measured(measure: Measure, text: str, view: str, period: str, today: date) -> Measured:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        write(home / "export", tables_of(text))
        source = Source(home / "export", "csv", mapping=home / "export" / "mapping.toml")
        report = ingest(home / "store", [source], today=today)
        assert report.quarantined == 0, "a row of the example could not be read"
        assert report.dataset is not None
        with Session(report.dataset, None, threads=1) as session:
            (found,) = gather(session, measure, Period.parse(period), (by_name(view),))
    return Measured(found, judge(measure, found.counts, (), found.rows))


def write(folder: Path, tables: Sequence[Written]) -> None:
    """Write tables as CSV files beside their mapping.

    folder: made
    tables: from `tables_of`
    """
    folder.mkdir(parents=True)
    lines: list[str] = []
    for place, table in enumerate(tables):
        file = f"{place:02d}-{table.name}.csv"
        with (folder / file).open("w", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(table.columns)
            writer.writerows([["" if cell == "-" else cell for cell in row] for row in table.rows])
        lines += _mapping(file, table)
    (folder / "mapping.toml").write_text("\n".join(lines) + "\n")


def _mapping(file: str, table: Written) -> list[str]:
    declared = {one.name: one for one in BY_NAME[table.name].declared()}
    # What people say of themselves goes to the vault, where the table is a roster.
    said = [name for name in table.columns if name not in declared and name in SAID]
    lines = ["[[file]]", f'name = "{file}"', f'table = "{table.name}"', "[file.columns]"]
    for name in table.columns:
        if name in said:
            continue
        split = isinstance(declared.get(name), Tokens)
        lines.append(f'{name} = {{ column = "{name}", split = "+" }}' if split
                     else f'{name} = "{name}"')  # fmt: skip
    if said:
        lines.append("[file.vault]")
        lines += [f'{ALIASES.get(name, name)} = {{ column = "{name}", split = "+" }}'
                  for name in said]  # fmt: skip
    return lines
