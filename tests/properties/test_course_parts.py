"""No month or site opens what the whole hides, nor the whole what a month or site hides."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.unit.disclosure.tables import table

from commonweal.disclosure import Hidden, release
from commonweal.findings.parts import Parts, part, row_of

BOUNDED = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
COLUMNS = ("rest", "numerator")
CELL = st.one_of(st.integers(0, 14), st.integers(0, 60), st.integers(20, 90))


@st.composite
def parted(draw, most: int = 4):
    """Make parts of groups of all sizes: not met and met. The first group is large."""
    groups, parts = draw(st.integers(2, 5)), draw(st.integers(2, most))
    size = groups * parts * 2
    cells = np.array(draw(st.lists(CELL, min_size=size, max_size=size)), dtype=np.int64)
    cells = cells.reshape(parts, groups, 2)
    cells[:, 0] += 30
    return cells


def told(whole, cells) -> Parts:
    return part(release(table(whole)), tuple(release(table(one)) for one in cells))


@BOUNDED
@given(parted())
def test_a_group_is_shown_in_every_part_or_in_none(cells) -> None:
    made = told(cells.sum(0), cells)
    for code in made.shown:
        for one in (made.whole, *made.tables):
            row = row_of(one, code)
            assert row is not None
            assert not any(isinstance(getattr(row, name), Hidden) for name in COLUMNS)


@BOUNDED
@given(parted())
def test_a_group_that_the_whole_hides_is_shown_in_no_part(cells) -> None:
    made = told(cells.sum(0), cells)
    for row in made.whole.rows:
        assert row.group
        assert not (isinstance(row.rate, Hidden) and row.group.code in made.shown)


@BOUNDED
@given(parted())
def test_no_small_count_of_a_part_follows_from_the_other_parts_and_the_whole(cells) -> None:
    made = told(cells.sum(0), cells)
    for column, name in enumerate(COLUMNS):
        values = cells[:, :, column]
        reader = Reader(values)
        reader.knows(made.whole, made.whole, range(len(cells)), name)
        for at, one in enumerate(made.tables):
            reader.knows(one, made, [at], name)
        reader.checks_small()


@BOUNDED
@given(parted(most=6))
def test_months_of_everybody_open_no_quarter_of_a_group(cells) -> None:
    quarters = np.array([cells[at : at + 3].sum(0) for at in range(0, len(cells), 3)])
    made, months = told(cells.sum(0), quarters), told(cells.sum(0), cells)
    for column, name in enumerate(COLUMNS):
        reader = Reader(cells[:, :, column])
        reader.knows(made.whole, made.whole, range(len(cells)), name)
        for at, one in enumerate(made.tables):
            reader.knows(one, made, range(3 * at, min(3 * at + 3, len(cells))), name)
        for at, one in enumerate(months.tables if months.open else ()):
            reader.knows(one, Parts(one, (), frozenset(), True), [at], name)
        reader.checks_small()


class Reader:
    """Hold what a reader knows of the cells of all parts, and find how far each may be."""

    def __init__(self, values) -> None:
        self.values, self.known, self.sums = values, [], []

    def knows(self, one, shown, parts, name) -> None:
        """Read a table: of a whole all that is not hidden, of a part what may be shown."""
        rows = [(row, slice(at, at + 1)) for at, row in enumerate(one.rows)]
        if isinstance(shown, Parts):
            rows = [each for each in rows if each[0].group.code in shown.shown]
        if not isinstance(shown, Parts) or shown.open:
            rows.append((one.everybody, slice(None)))
        for row, groups in rows:
            count = getattr(row, name)
            if not isinstance(count, Hidden):
                line = np.zeros(self.values.shape)
                line[list(parts), groups] = 1
                self.known.append(line.ravel())
                self.sums.append(count)

    def checks_small(self) -> None:
        """Fail where a count of 1 to 10 can be told to fewer than ten persons."""
        for spot, value in enumerate(self.values.ravel()):
            if 1 <= value <= 10:
                least, most = self._reach(spot, 1), self._reach(spot, -1)
                assert least - 1e-6 <= value <= most + 1e-6
                assert most - least >= 10 - 1e-6

    def _reach(self, spot: int, way: int) -> float:
        aim = np.zeros(self.values.size)
        aim[spot] = way
        equal = {"A_eq": np.array(self.known), "b_eq": self.sums} if self.known else {}
        found = linprog(aim, bounds=(0, 4 * self.values.sum() + 100), **equal)
        assert found.status == 0
        return way * found.fun
