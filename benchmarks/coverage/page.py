"""Write what the simulation counted into docs/why/coverage.md, between its marks.

python -m benchmarks.coverage.page results.csv [more.csv ...]; a later file replaces an earlier one.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.coverage.scenarios import Scenario, scenarios

PAGE = Path(__file__).parents[2] / "docs" / "why" / "coverage.md"
LOW, HIGH, NOMINAL = 0.935, 0.965, 0.95
# A cell is claimed when nearly every table of it is given an interval.
CLAIMED = 0.97
NAMES = {
    "bgv": "Between-group variance",
    "bgsd": "Between-group standard deviation",
    "cov": "Coefficient of variation",
    "ti": "Theil index",
    "mld": "Mean log deviation",
    "mdmu": "Mean difference from mean, unweighted",
    "mdmw": "Mean difference from mean, weighted",
    "idisu": "Index of disparity, unweighted",
    "idisw": "Index of disparity, weighted",
    "mdbu": "Mean difference from best, unweighted",
    "mdbw": "Mean difference from best, weighted; PAR",
    "mdru": "Mean difference from reference, unweighted",
    "mdrw": "Mean difference from reference, weighted",
    "index_of_disparity_hp2010": "Index of disparity (HP2010)",
    "paf": "PAF, no order",
    "d": "Difference, highest and lowest",
    "r": "Ratio, highest and lowest",
    "d (reference)": "Difference, named group",
    "r (reference)": "Ratio, named group",
    "d (ordered)": "Difference, ordered",
    "r (ordered)": "Ratio, ordered",
    "par (ordered)": "PAR, ordered",
    "paf (ordered)": "PAF, ordered",
    "aci": "Absolute concentration index",
    "rci": "Relative concentration index",
    "rci_wagstaff": "Wagstaff index",
    "rci_erreygers": "Erreygers index",
    "sii_linear": "Slope index, straight line",
    "rii_linear": "Relative index, straight line",
    "kmi": "Kunst-Mackenbach index",
    "sii_logit": "Slope index, logit line",
    "rii_logit": "Relative index, logit line",
}


@dataclass(frozen=True)
class Cell:
    """Hold what was counted for one measure in one scenario."""

    scenario: Scenario
    replicates: int
    given: int
    covered: int
    wide: int

    @property
    def coverage(self) -> float:
        """Give the share of intervals that hold the truth."""
        return self.covered / self.given

    @property
    def claimed(self) -> bool:
        """Say whether nearly every table was given an interval."""
        return self.given >= CLAIMED * self.replicates

    @property
    def conservative(self) -> bool:
        """Say whether the interval is said to cover more often than it says."""
        return 2 * self.wide > self.given

    @property
    def slack(self) -> float:
        """Give three Monte Carlo standard errors where the interval itself is simulated."""
        return 3 * (NOMINAL * (1 - NOMINAL) / self.given) ** 0.5 if self.replicates < 10_000 else 0

    @property
    def fails(self) -> bool:
        """Say whether the coverage is outside what is asked of it."""
        high = 1.0 if self.conservative else HIGH + self.slack
        return not LOW - self.slack <= self.coverage <= high

    @property
    def by_chance(self) -> bool:
        """Say whether what is outside may be the error of counting: three standard errors."""
        error = 3 * (self.coverage * (1 - self.coverage) / self.given) ** 0.5
        return LOW - error <= self.coverage <= HIGH + error


def read(paths: list[Path]) -> dict[str, list[Cell]]:
    """Give the cells of each measure; a later file replaces what an earlier one counted."""
    known = {one.number: one for one in scenarios()}
    found: dict[tuple[str, int], Cell] = {}
    for path in paths:
        with path.open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                number = int(row["scenario"])
                counts = (int(row[name]) for name in ("replicates", "given", "covered", "wide"))
                found[row["measure"], number] = Cell(known[number], *counts)
    cells: dict[str, list[Cell]] = defaultdict(list)
    for (name, _), cell in sorted(found.items(), key=lambda pair: pair[0][1]):
        cells[name].append(cell)
    return cells


def lines(cells: dict[str, list[Cell]]) -> list[str]:
    """Give the table and what lies outside as lines of Markdown."""
    table = [
        "| Measure | Scenarios | Claimed | of these said to be wide | Lowest | Highest | Outside |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    outside = []
    for name, title in NAMES.items():
        claimed = [cell for cell in cells[name] if cell.claimed]
        rates = [100 * cell.coverage for cell in claimed]
        bad = [cell for cell in claimed if cell.fails]
        wide = sum(cell.conservative for cell in claimed)
        span = f"{min(rates):.1f} | {max(rates):.1f}" if rates else "- | -"
        table.append(
            f"| {title} | {len(cells[name])} | {len(claimed)} | {wide} | {span} | {len(bad)} |"
        )
        outside += [
            f"- {title}: {100 * cell.coverage:.2f}% with {cell.scenario.says}"
            + ("; within the error of counting." if cell.by_chance else ".")
            for cell in bad
        ]
    said = outside or ["None."]
    return [*table, "", "Cells outside their bounds:", "", *said]


def main() -> None:
    """Put the results into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split("% coverage begins\n")
    _, after = rest.split("% coverage ends\n")
    middle = "\n".join(["", *lines(read([Path(name) for name in sys.argv[1:]])), "", ""])
    PAGE.write_text(f"{before}% coverage begins\n{middle}% coverage ends\n{after}", "utf-8")


if __name__ == "__main__":
    main()
