"""The one way in which this room asks HiGHS: one thread, one seed, no words, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import highspy
import numpy as np

INFINITE = highspy.kHighsInf
NODES = 2000  # a bound on work, not on time, so that the same question has the same answer

Row = tuple[float, float, Sequence[int], Sequence[float]]


def model(
    columns: int,
    rows: Iterable[Row],
    costs: Sequence[float],
    whole: bool,
    presolve: bool = False,
) -> highspy.Highs:
    """Build a linear program whose columns lie between 0 and infinity.

    columns:  number of columns
    rows:     least, most, column numbers and coefficients of each row
    costs:    cost of each column
    whole:    whether columns are whole numbers
    presolve: whether HiGHS may simplify first; never for a certificate, because HiGHS has been
              seen to call a small program of whole numbers infeasible after simplifying it

    Gives a silent HiGHS that is ready to run.
    >>> one = model(1, [(2.0, 5.0, [0], [1.0])], [1.0], whole=False)
    >>> one.run() == highspy.HighsStatus.kOk, one.getInfo().objective_function_value
    (True, 2.0)
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy bears no types
    for option, value in (
        ("output_flag", False),
        ("presolve", "choose" if presolve else "off"),
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_max_nodes", NODES),
    ):
        highs.setOptionValue(option, value)
    indices = np.arange(columns, dtype=np.int32)
    highs.addVars(columns, np.zeros(columns), np.full(columns, INFINITE))
    highs.changeColsCost(columns, indices, np.asarray(costs, dtype=float))
    if whole:
        kinds = np.full(columns, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        highs.changeColsIntegrality(columns, indices, kinds)
    for row in rows:
        add_row(highs, row)
    return highs


def add_row(highs: highspy.Highs, row: Row) -> None:
    """Add one row to a program.

    highs: the program
    row:   least, most, column numbers and coefficients

    >>> one = model(1, [], [1.0], whole=False)
    >>> add_row(one, (3.0, INFINITE, [0], [1.0]))
    >>> one.getNumRow()
    1
    """
    least, most, columns, coefficients = row
    highs.addRow(
        least,
        most,
        len(columns),
        np.asarray(columns, dtype=np.int32),
        np.asarray(coefficients, dtype=float),
    )
