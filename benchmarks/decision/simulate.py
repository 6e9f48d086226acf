"""How often does the rule of grades raise a false alarm, and how often does it see a true gap?

Writes its tables into docs/why/decision-rule.md. Run: python benchmarks/decision/simulate.py
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from commonweal.stats.decision.grade import MANY
from commonweal.stats.decision.power import mdd
from commonweal.stats.rates.two_proportions import EXPECTED, fisher, newcombe

PAGE = Path(__file__).resolve().parents[2] / "docs" / "why" / "decision-rule.md"
Array = np.ndarray

GROUPS = (2, 3, 8, 20, 40)
RATES = (0.001, 0.01, 0.1, 0.5, 0.9)
SIZES = ("100 each", "500 each", "2,000 each", "20 to 20,000", "one has 80%")
REST, LARGEST, SMALL = "everybody else", "the largest group", "a small group"
MINIMUM, LEVEL, SIZE = 30, 0.05, 0.10
FLAGGED, REPEATED = 0.05, 0.005


@dataclass(frozen=True)
class Cell:
    """Hold one setting in which nothing is unequal."""

    groups: int
    sizes: str
    rate: float
    reference: str

    @property
    def people(self) -> Array:
        """Give the people in each group."""
        if self.sizes == "one has 80%":
            rest = np.full(self.groups - 1, 60)
            return np.append(rest, 4 * rest.sum())
        if self.sizes == "20 to 20,000":
            return np.geomspace(20, 20_000, self.groups).round().astype(int)
        return np.full(self.groups, int(self.sizes.split()[0].replace(",", "")))

    @property
    def against(self) -> int | None:
        """Give the column of the reference group, None for everybody else."""
        return {REST: None, LARGEST: self.groups - 1, SMALL: min(1, self.groups - 2)}[
            self.reference
        ]


def cells() -> list[Cell]:
    """Give every setting; where groups have one size the largest and a small one are the same."""
    return [
        Cell(groups, sizes, rate, reference)
        for groups in GROUPS
        for sizes in SIZES
        for reference in (REST, LARGEST, SMALL)
        for rate in RATES
        if reference != SMALL or "each" not in sizes
    ]


def tables(events: Array, people: Array, against: int | None) -> tuple[Array, ...]:
    """Set each group beside its comparison: four arrays of shape (families, comparisons)."""
    events, people = events.astype(float), np.broadcast_to(people.astype(float), events.shape)
    if against is None:
        rest = (one.sum(axis=1, keepdims=True) - one for one in (events, people))
        return events, people, *rest
    others = np.delete(np.arange(events.shape[1]), against)
    shape = (len(events), len(others))
    reference = (np.broadcast_to(one[:, [against]], shape) for one in (events, people))
    return events[:, others], people[:, others], *reference


def p_values(
    had: Array, size: Array, rest_had: Array, rest_size: Array, exact: bool = True
) -> Array:
    """Test many tables at once as `grade_groups` does with `exact_when_few`, or without."""
    total, all_had = size + rest_size, had + rest_had
    rarer = np.minimum(all_had, total - all_had)
    spread = np.where(rarer > 0, all_had * (total - all_had), 1.0)
    z = (had * rest_size - rest_had * size) / np.sqrt(size * rest_size) * np.sqrt(total / spread)
    p = np.where(rarer > 0, np.minimum(2 * ndtr(-np.abs(z)), 1.0), 1.0)
    if not exact:
        return p
    expected = np.minimum(size, rest_size) * rarer / total
    few = expected < EXPECTED
    doubted = ~few & (expected < MANY) & (p < LEVEL)
    # A table far from counting in the pooled test never counts in the exact one.
    near = few & (p < 6 * LEVEL)
    p[near] = _exact(*(one[near] for one in (had, size, rest_had, rest_size)))
    surer = _exact(*(one[doubted] for one in (had, size, rest_had, rest_size)))
    p[doubted] = np.maximum(p[doubted], surer)
    return p


def _exact(*chosen: Array) -> Array:
    """Test each different table once."""
    if not len(chosen[0]):
        return chosen[0]
    different, back = np.unique(np.stack(chosen, axis=1), axis=0, return_inverse=True)
    return fisher(*different.T).value[back.ravel()]


def flagged(events: Array, people: Array, against: int | None, exact: bool = True) -> Array:
    """Say which comparisons have grade A or B, shape (families, comparisons)."""
    had, size, rest_had, rest_size = tables(events, people, against)
    judged = size >= MINIMUM
    p = np.where(judged, p_values(had, size, rest_had, rest_size, exact), np.inf)
    gap, base = np.abs(had / size - rest_had / rest_size), rest_had / rest_size
    # The kinder of both framings: a rate of 0 or 1 leaves one of them without a base.
    large = (gap > 0) & (gap >= SIZE * np.minimum(base, 1 - base) * (1 - 1e-12))
    return (_adjusted(p) < LEVEL) & large


def _adjusted(p: Array) -> Array:
    """Adjust each row after Benjamini and Hochberg; what is not judged is infinite."""
    order = np.argsort(p, axis=1)
    family = np.maximum(np.isfinite(p).sum(axis=1, keepdims=True), 1)
    ordered = np.take_along_axis(p, order, axis=1) * family / np.arange(1, p.shape[1] + 1)
    lowest = np.minimum.accumulate(ordered[:, ::-1], axis=1)[:, ::-1]
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, lowest, axis=1)
    return adjusted


def false_alarms(cell: Cell, families: int, seed: int) -> tuple[float, float]:
    """Give the share of families with grade A or B, and with grade A, when nothing is unequal."""
    chance = np.random.Generator(np.random.Philox(seed))

    def period(count: int) -> Array:
        events = chance.binomial(cell.people, cell.rate, size=(count, cell.groups))
        return flagged(events, cell.people, cell.against)

    now = period(families)
    now = now[now.any(axis=1)]
    # The two periods before matter only where something is flagged now.
    before = period(len(now)) | period(len(now)) if len(now) else now
    return len(now) / families, int((now & before).any(axis=1).sum()) / families


def usual_test_alone(families: int) -> str:
    """Say how often families are flagged without the exact test, at worst."""
    worst = 0.0
    for seed, cell in enumerate(cells()):
        chance = np.random.Generator(np.random.Philox(seed))
        events = chance.binomial(cell.people, cell.rate, size=(families, cell.groups))
        found = flagged(events, cell.people, cell.against, exact=False).any(axis=1).mean()
        worst = max(worst, float(found))
    return (
        f"With that test alone, up to {100 * worst:.1f} in 100 families were flagged in "
        "one of the settings above."
    )


def repeated_by_the_same(groups: int, kept: float, families: int, seed: int) -> float:
    """Give the share of families with grade A when people keep their outcome to the next period.

    Nothing is unequal; 2,000 people a group, rate 0.1; `kept` is the correlation of two periods.
    """
    chance = np.random.Generator(np.random.Philox(seed))
    people, rate = np.full(groups, 2000), 0.1
    events = chance.binomial(people, rate, size=(families, groups))
    found = [flagged(events, people, None)]
    for _ in range(2):
        events = chance.binomial(events, kept + (1 - kept) * rate) + chance.binomial(
            people - events, (1 - kept) * rate
        )
        found.append(flagged(events, people, None))
    return float((found[2] & (found[0] | found[1])).any(axis=1).mean())


def bound(nominal: float, families: int) -> float:
    """Give what a share may be when it is judged with three Monte Carlo standard errors."""
    return nominal + 3 * float(np.sqrt(nominal * (1 - nominal) / families))


@dataclass(frozen=True)
class Planted:
    """Hold one setting in which the first group has a gap."""

    groups: int
    people: int
    rate: float

    def least(self, family: int = 1) -> float:
        """Give the gap seen with a power of 80 %, by one test alone or by the first of a family."""
        rest = self.people * (self.groups - 1)
        level = 1 - LEVEL / family
        return float(mdd([self.rate], [self.people], [rest], level=level).value[0])

    def events(self, gap: float, families: int, seed: int) -> Array:
        """Draw families whose first group is apart by the gap."""
        chance = np.random.Generator(np.random.Philox(seed))
        rates = np.full(self.groups, self.rate)
        rates[0] += gap
        return chance.binomial(self.people, rates, size=(families, self.groups))

    def seen(self, gap: float, families: int, seed: int) -> float:
        """Give how often the first group gets grade A or B."""
        events = self.events(gap, families, seed)
        found = flagged(events, np.full(self.groups, self.people), None)
        return float(found[:, 0].mean())

    @property
    def matters(self) -> float:
        """Give the smallest gap that matters: a tenth of the rate, or of its opposite."""
        return SIZE * min(self.rate, 1 - self.rate)

    def called_small(self, families: int, seed: int) -> float:
        """Give how often a gap exactly as large as the margin is said to be none that matters."""
        events = self.events(self.matters, families, seed)
        had, size, rest_had, rest_size = (
            one[:, 0] for one in tables(events, np.full(self.groups, self.people), None)
        )
        narrow = newcombe(had, size, rest_had, rest_size, 1 - 2 * LEVEL)
        margin = SIZE * np.minimum(rest_had / rest_size, 1 - rest_had / rest_size)
        return float(((narrow.low > -margin) & (narrow.high < margin)).mean())


def planted() -> list[Planted]:
    """Give the settings for power."""
    return [
        Planted(groups, people, rate)
        for groups in (2, 8, 40)
        for people in (500, 5000)
        for rate in (0.01, 0.1, 0.5)
    ]


def false_alarm_table(families: int) -> tuple[str, list[Cell]]:
    """Give the table of false alarms, and the settings in which the rule does not hold."""
    rows: dict[tuple[int, str, str], list[str]] = {}
    broken = []
    for seed, cell in enumerate(cells()):
        any_flag, repeated = false_alarms(cell, families, seed)
        holds = any_flag <= bound(FLAGGED, families) and repeated <= bound(REPEATED, families)
        broken += [] if holds else [cell]
        shown = f"{100 * any_flag:.1f} / {100 * repeated:.2f}" + ("" if holds else " (!)")
        rows.setdefault((cell.groups, cell.sizes, cell.reference), []).append(shown)
    head = ["Groups", "People", "Compared with", *(f"{rate:g}" for rate in RATES)]
    return _markdown(head, ([*map(str, key), *values] for key, values in rows.items())), broken


def power_table(families: int) -> str:
    """Give the table of power beside the smallest gap that the rule says it would have seen."""
    head = ["Groups", "People each", "Rate", "Gap that matters", "Named", "Seen", "Seen at twice",
            "For the family", "Seen", "Called small"]  # fmt: skip
    rows = []
    for seed, one in enumerate(planted()):
        named, family = one.least(), one.least(one.groups)
        seen = [f"{100 * one.seen(gap, families, seed):.0f}" for gap in (named, 2 * named, family)]
        rows.append([str(one.groups), f"{one.people:,}", f"{one.rate:g}", _points(one.matters),
                     _points(named), *seen[:2], _points(family), seen[2],
                     f"{100 * one.called_small(families, seed):.1f}"])  # fmt: skip
    return _markdown(head, rows)


def recurring_table(families: int) -> str:
    """Give how often grade A appears by mistake when the same people come again."""
    shares = (0.0, 0.25, 0.5, 0.75)
    head = ["Groups", *(f"{share:g}" for share in shares)]
    rows = [
        [str(groups), *(f"{100 * repeated_by_the_same(groups, share, families, seed):.2f}"
                        for seed, share in enumerate(shares))]
        for groups in (2, 8, 40)
    ]  # fmt: skip
    return _markdown(head, rows)


def _points(gap: float) -> str:
    return f"{100 * gap:.2f}"


def _markdown(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def put(page: str, name: str, text: str) -> str:
    """Put a text between the two comments of its name in a page."""
    start, end = f"% {name} begins", f"% {name} ends"
    before, rest = page.split(start)
    return f"{before}{start}\n\n{text}\n\n{end}{rest.split(end)[1]}"


def main() -> None:
    """Run everything and write the page."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--families", type=int, default=10_000, help="families a setting")
    families = words.parse_args().families
    table, broken = false_alarm_table(families)
    said = (
        f"{families:,} families a setting, {len(cells())} settings. A setting fails above "
        f"{100 * bound(FLAGGED, families):.2f}% or {100 * bound(REPEATED, families):.2f}%. "
        f"Failed: {len(broken)}."
    )
    page = put(PAGE.read_text(encoding="utf-8"), "false alarms", f"{said}\n\n{table}")
    page = put(page, "usual test", usual_test_alone(families))
    page = put(page, "recurring", recurring_table(families))
    page = put(page, "power", power_table(families))
    PAGE.write_text(page, encoding="utf-8")
    print(said, *broken, sep="\n")


if __name__ == "__main__":
    main()
