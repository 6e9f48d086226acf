"""Small tables for the tests of disclosure, and the reader who attacks what was released.

The attack is written a second time here, with another library and other variables (the finest
cells), so that it does not share the mistakes of the attack under test.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from commonweal.disclosure import Hidden, Judged, Reason, Released, ReleasedRow
from commonweal.kinds import Counts, Group, Period


def table(cells, *, total=None, overlapping=False, persons=None, people=None, total_persons=None):
    """Make counts: one row a group, steps first, then not met and met."""
    cells = np.array(cells, dtype=np.int64)
    total = cells.sum(0) if total is None else np.array(total)
    persons = cells if persons is None else np.array(persons)
    total_persons = total if total_persons is None else np.array(total_persons)
    if people is None:
        people = np.minimum(persons[:, -1] + persons[:, -2], cells[:, -1] + cells[:, -2])
    groups = tuple(Group("view", f"g{index}", f"Group {index}") for index in range(len(cells)))
    steps = tuple(f"step {index}" for index in range(len(total) - 2))
    return Counts(
        measure="made",
        version="1",
        period=Period.parse("2020"),
        site="",
        groups=groups,
        steps=(*steps, "not_met", "met"),
        units=cells,
        persons=persons,
        total_units=total,
        total_persons=total_persons,
        people=np.array(people),
        total_people=int(total_persons[-1] + total_persons[-2]),
        overlapping=overlapping,
    )


def judgments(counts: Counts, mark: float = 0.0) -> Judged:
    """Make verdicts; `mark` is added to every number so that a test can find it again."""
    size = np.maximum(counts.denominators, 1)
    rate = counts.events / size
    g = len(counts.groups)
    return Judged(
        rate=rate,
        low=rate - 0.1 + mark,
        high=rate + 0.1 + mark,
        diff=rate - 0.5 + mark,
        diff_low=rate - 0.6 + mark,
        diff_high=rate - 0.4 + mark,
        rest_rate=np.full(g, 0.5),
        p=np.full(g, 0.2) + mark,
        q=np.full(g, 0.4) + mark,
        mdd=np.full(g, 0.05) + mark,
        grade=("B",) * g,
        direction=("worse",) * g,
        total_rate=0.5,
        total_low=0.4,
        total_high=0.6,
    )


def numbers(row: ReleasedRow) -> list[int | Hidden]:
    """List what a row shows: steps, rest, numerator, denominator, entered."""
    return [*row.steps, row.rest, row.numerator, row.denominator, row.entered]


def truth(released: Released, counts: Counts) -> np.ndarray:
    """Give the true values at the same places, everybody last."""
    places = {name: index for index, name in enumerate(counts.steps)}
    units = np.vstack([counts.units, counts.total_units])
    steps = [units[:, [places[n] for n in names]].sum(1) for names in released.steps]
    size = units[:, -1] + units[:, -2]
    return np.column_stack([*steps, units[:, -2], units[:, -1], size, units.sum(1)])


class Reader:
    """Attack a released table by whole numbers over its finest cells."""

    def __init__(self, released: Released, whole: bool = True, cap: int = 10_000) -> None:
        """`whole`: the reader knows that everybody is in some group; `cap`: no cell is larger."""
        self.rows = [numbers(row) for row in (*released.rows, released.everybody)]
        self.groups = len(released.rows)
        self.finest = len(released.steps) + 2
        self.overlapping = released.overlapping
        self.whole = whole
        self.cap = cap
        # finest cells of the groups, then of the outsiders: of each group where groups overlap,
        # else of those in no group
        outsiders = self.groups if self.overlapping else 1
        self.size = (self.groups + outsiders) * self.finest
        self.facts = [
            (self._atoms(row, column), self.rows[row][column])
            for row in range(self.groups + 1)
            for column in range(self.finest + 2)
        ]

    def _columns(self, column: int) -> list[int]:
        if column < self.finest:
            return [column]
        return list(range(self.finest))[-2:] if column == self.finest else list(range(self.finest))

    def _atoms(self, row: int, column: int) -> np.ndarray:
        found = np.zeros(self.size)
        for one in self._columns(column):
            if row < self.groups:
                found[row * self.finest + one] = 1
            elif not self.overlapping:
                found[one :: self.finest] = 1
            else:
                found[one] = found[self.groups * self.finest + one] = 1
        return found

    def _known(self) -> list[tuple[np.ndarray, float]]:
        """Give what a reader knows without any number: sums of cells, 0 or at least 0."""
        found = []
        inside = np.zeros((self.size // self.finest, self.finest))
        if not self.overlapping:
            inside[self.groups :] = 1
            return [(inside.ravel(), 0)] if self.whole else []
        for one in range(self.finest):
            for group in range(1, self.groups):
                same = inside.copy()
                same[[0, self.groups], one] = 1
                same[[group, self.groups + group], one] = -1
                found.append((same.ravel(), 0))
            cover = inside.copy()
            cover[: self.groups, one] = 1
            cover[self.groups, one] = -1
            cover[0, one] = 0
            if self.whole:
                found.append((cover.ravel(), np.inf))
        return found

    def bounds(self, row: int, column: int, believing: str = "") -> tuple[float, float]:
        """Give least and most; believing "small" or "both" marks."""
        return self._ends(self._atoms(row, column), believing)

    def elsewhere(self, row: int, column: int) -> tuple[float, float]:
        """Give least and most of those who entered and did not come to this column."""
        return self._ends(self._atoms(row, self.finest + 1) - self._atoms(row, column), "")

    def _ends(self, target: np.ndarray, believing: str) -> tuple[float, float]:
        rows, low, high = [], [], []
        switches = []
        for atoms, shown in self.facts:
            if not isinstance(shown, Hidden):
                rows.append(atoms), low.append(shown), high.append(shown)
            elif believing and shown.reason == Reason.SMALL:
                rows.append(atoms), low.append(1), high.append(shown.below - 1)
            elif believing == "both" and shown.reason == Reason.PROTECTS:
                switches.append((atoms, shown.below))
        for atoms, most in self._known():
            rows.append(atoms), low.append(0), high.append(most)
        wide = self.size + len(switches)
        matrix = np.zeros((len(rows) + 2 * len(switches), wide))
        matrix[: len(rows), : self.size] = np.array(rows).reshape(-1, self.size)
        for index, (atoms, below) in enumerate(switches):
            # 0, or at least `below`: the two cases are one whole number of 0 or 1
            for line, factor in ((0, -below), (1, -self.size * self.cap)):
                matrix[len(rows) + 2 * index + line, : self.size] = atoms
                matrix[len(rows) + 2 * index + line, self.size + index] = factor
            low += [0, -np.inf]
            high += [np.inf, 0]
        upper = np.full(wide, float(self.cap))
        upper[self.size :] = 1
        cost = np.zeros(wide)
        cost[: self.size] = target
        ends = []
        for sign in (1, -1):
            found = None
            for presolve in (True, False):  # it can call a feasible program infeasible
                if found is None or found.status != 0:
                    found = milp(
                        sign * cost,
                        constraints=LinearConstraint(matrix, low, high),
                        integrality=np.ones(wide),
                        bounds=Bounds(0, upper),
                        options={"presolve": presolve},
                    )
            assert found.status == 0, found.message
            ends.append(float(round(sign * found.fun)))
        return ends[0], ends[1]
