"""Moves between ranks, counted from persons and years: everybody is somewhere, nobody twice."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Rows
from commonweal.stats.estimators.pipeline import moves_of

NOT_HERE = np.nan


def years(lines: list[tuple[int, float, float]]) -> Rows:
    ago, before, after = (np.array(column, float) for column in zip(*lines, strict=True))
    return Rows((), np.zeros((len(lines), 0), bool), np.arange(len(lines)),
                np.ones(len(lines), bool),
                {"years_ago": ago, "before": before, "after": after})  # fmt: skip


ROWS = years([(2, 1, 1), (2, 1, 3), (2, NOT_HERE, 1), (1, 1, NOT_HERE), (1, 1, 3), (1, 3, 3)])


def test_the_earliest_year_comes_first_and_ranks_go_up() -> None:
    found = moves_of(ROWS, np.ones(6, bool))
    assert found.years == (2, 1)
    assert found.ranks.tolist() == [1, 3]


def test_opening_moves_hires_and_leaving_balance() -> None:
    found = moves_of(ROWS, np.ones(6, bool))
    for year in range(2):
        into = found.moves[year, 0, :, :-1].sum(axis=0) + found.hires[year, 0]
        assert into.tolist() == found.stock[year, 0].tolist()
    assert found.moves[1, 0].tolist() == [[0, 1, 1], [0, 1, 0]]
    assert found.hires[0, 0].tolist() == [1, 0]


def test_sides_are_kept_apart() -> None:
    group = np.array([True, False, True, True, False, False])
    found = moves_of(ROWS, group)
    assert found.stock[:, 0].tolist() == [[2, 0], [0, 0]]
    assert found.stock[:, 1].tolist() == [[0, 1], [0, 2]]
