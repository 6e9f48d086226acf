"""Standard errors of estimates from rows, by what each row adds to the estimate.

Many tables at once, with or without a design of strata and sampled units. Which value a row adds
is the business of the measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray

Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Design:
    """Hold how rows were sampled: units in strata in tables.

    unit:    sampled unit of each row, as a whole number over all tables, shape (r,)
    stratum: stratum of each sampled unit, as a whole number over all tables, shape (u,)
    table:   table of each stratum, shape (h,)
    tables:  how many tables there are

    >>> read_design(np.array([0, 0, 1]), 2, None, None).unit
    array([0, 1, 2])
    """

    unit: Codes
    stratum: Codes
    table: Codes
    tables: int

    @property
    def df(self) -> FloatArray:
        """Give the degrees of freedom of each table: units less strata, shape (t,)."""
        units = np.bincount(self.table[self.stratum], minlength=self.tables)
        return (units - np.bincount(self.table, minlength=self.tables)).astype(np.float64)

    @property
    def lonely(self) -> NDArray[np.bool_]:
        """Say which tables have a stratum of one unit, whose chance is unknown, shape (t,)."""
        alone = np.bincount(self.stratum, minlength=len(self.table)) < 2
        return np.asarray(np.bincount(self.table[alone], minlength=self.tables) > 0)


def row_codes(labels: ArrayLike | None, rows: int) -> tuple[Codes, int]:
    """Give each label of the rows a number, in the order of the labels.

    labels: one label a row, shape (r,); None means that all rows have one
    rows:   how many rows there are
    Gives the number of each row's label, from 0 on, and how many labels there are.
    Fails with Problem "shapes-differ" when there is not one label for each row.
    Source: none, it counts; checked in tests/unit/stats/inequality/test_ranks.py
    >>> row_codes(["b", "a", "b"], 3)
    (array([1, 0, 1]), 2)
    """
    if labels is None:
        return np.zeros(rows, dtype=np.int64), 1
    given = np.asarray(labels)
    if given.shape != (rows,):
        raise Problem(
            "shapes-differ",
            "Tables, strata or units do not have one entry for each row.",
            "Give one label for each row.",
        )
    found, codes = np.unique(given, return_inverse=True)
    return np.asarray(codes, dtype=np.int64), len(found)


def sums_by(codes: Codes, values: FloatArray, many: int) -> FloatArray:
    """Sum values over each of many codes.

    codes:  whole numbers from 0 on, shape (r,)
    values: what is summed, shape (r,)
    many:   how many codes there are
    Gives shape (many,), 0 where a code does not occur.
    Source: none, it adds; checked in tests/unit/stats/inequality/test_ranks.py
    >>> sums_by(np.array([0, 2, 2]), np.array([1.0, 2.0, 3.0]), 3)
    array([1., 0., 5.])
    """
    return np.asarray(np.bincount(codes, weights=values, minlength=many), dtype=np.float64)


def read_design(
    table: Codes, tables: int, strata: ArrayLike | None, units: ArrayLike | None
) -> Design:
    """Read strata and sampled units of rows.

    table:  table of each row, shape (r,), from 0 on
    tables: how many tables there are
    strata: stratum of each row, shape (r,), told apart within tables; None means one a table
    units:  sampled unit of each row, shape (r,), told apart within strata; None means each row
    Gives a Design.
    Fails with Problem "shapes-differ" when there is not one label for each row.
    Source: Binder 1983, International Statistical Review 51:279-292
    >>> read_design(np.zeros(4, int), 1, [1, 1, 2, 2], ["a", "b", "a", "a"]).df
    array([1.])
    """
    rows = len(table)
    stratum, many = row_codes(strata, rows)
    unit = np.arange(rows) if units is None else row_codes(units, rows)[0]
    found, in_stratum = np.unique(table * many + stratum, return_inverse=True)
    homes, in_unit = np.unique(in_stratum * max(rows, 1) + unit, return_inverse=True)
    return Design(in_unit, homes // max(rows, 1), found // many, tables)


def design_variance(added: FloatArray, design: Design) -> FloatArray:
    """Give the variance of each table's estimate from what its rows add to it.

    added:  what each row adds to its table's estimate beyond its share, shape (r,)
    design: how the rows were sampled
    Gives shape (t,); 0 for a stratum of one unit, which `Design.lonely` names.
    Source: Binder 1983, International Statistical Review 51:279-292, section 4
    >>> rows = read_design(np.zeros(2, int), 1, None, None)
    >>> design_variance(np.array([-0.1, 0.1]), rows).round(4)
    array([0.04])
    """
    strata = len(design.table)
    units = np.bincount(design.stratum, minlength=strata)
    sums = sums_by(design.unit, added, len(design.stratum))
    mean = sums_by(design.stratum, sums, strata) / np.maximum(units, 1)
    apart = (sums - mean[design.stratum]) ** 2
    factor = units / np.maximum(units - 1, 1)
    in_stratum = factor * sums_by(design.stratum, apart, strata)
    return sums_by(design.table, in_stratum, design.tables)
