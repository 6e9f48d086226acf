"""How money goes round: input and output of sectors, and the local multiplier of three rounds.

These are gross effects: what is displaced elsewhere is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts, shares


@dataclass(frozen=True)
class InputOutput:
    """Hold what a demand sets in motion.

    inverse:     output of the row's sector for one unit of demand of the column's, shape (n, n)
    output:      output of each sector, shape (n,)
    multipliers: output of all sectors for one unit of demand of each, shape (n,)
    jobs:        jobs of all sectors, or None where jobs a unit are not given
    flags:       "inputs_above_output" where a sector buys more than it makes
    >>> input_output([[0.5]], [2]).output
    array([4.])
    """

    inverse: FloatArray
    output: FloatArray
    multipliers: FloatArray
    jobs: float | None
    flags: tuple[str, ...] = ()


def input_output(
    inputs: ArrayLike, demand: ArrayLike, jobs_per_unit: ArrayLike | None = None
) -> InputOutput:
    """Work out what sectors make so that a demand is met.

    inputs:        what the row's sector gives for one unit of the column's output, shape (n, n)
    demand:        final demand of each sector, shape (n,)
    jobs_per_unit: jobs for one unit of each sector's output, shape (n,); None where not known
    Gives an InputOutput.
    Fails with Problem "sectors-not-productive" when sectors use up all they make.
    Fails with Problem "shapes-differ" when there is not one row, column and demand a sector.
    Source: Leontief 1936, Review of Economics and Statistics 18:105-125, x = (I - A)^-1 d; checked
    against two published exercises in tests/reference/test_community_economic_impact.py
    >>> input_output([[0.3, 0.2], [0.1, 0.4]], [12, 8]).output
    array([22., 17.])
    """
    (wanted,) = amounts(demand=demand)
    table = np.asarray(inputs, dtype=np.float64)
    many = len(wanted)
    if table.shape != (many, many):
        raise Problem(
            "shapes-differ",
            "There is not one row, one column and one demand for each sector.",
            "Give a square table with a demand for each sector.",
        )
    amounts(inputs=table.ravel())
    if max(abs(np.linalg.eigvals(table))) >= 1:
        raise Problem(
            "sectors-not-productive",
            "The sectors use up all they make, so no output meets a demand.",
            "Give inputs for one unit of output, not in money of the year.",
        )
    inverse = np.asarray(np.linalg.inv(np.eye(many) - table), dtype=np.float64)
    output = np.asarray(np.linalg.solve(np.eye(many) - table, wanted), dtype=np.float64)
    jobs = None
    if jobs_per_unit is not None:
        (each,) = amounts(jobs_per_unit=jobs_per_unit)
        jobs = float((each * output).sum())
    flags = ("inputs_above_output",) * bool((table.sum(axis=0) > 1).any())
    return InputOutput(inverse, output, inverse.sum(axis=0), jobs, flags)


@dataclass(frozen=True)
class LocalMultiplier:
    """Hold three rounds of local spending.

    rounds:     money of the first, second and third round
    multiplier: all three over the first
    >>> local_multiplier(100, 40, 20, 0.5, 0.25).multiplier
    1.85
    """

    rounds: tuple[float, float, float]
    multiplier: float


def local_multiplier(
    first: float, staff: float, suppliers: float, staff_respend: float, supplier_respend: float
) -> LocalMultiplier:
    """Follow money for three rounds (LM3).

    first:            money of the first round, above 0
    staff:            what of it goes to local staff
    suppliers:        what of it goes to local suppliers
    staff_respend:    part that local staff spend locally, from 0 to 1
    supplier_respend: part that local suppliers spend locally, from 0 to 1
    Gives a LocalMultiplier.
    Fails with Problem "rounds-disordered" when the second round is more than the first, or that 0.
    Fails with Problem "share-outside" when a part is not between 0 and 1.
    Source: New Economics Foundation 2002, Plugging the Leaks; checked in
    tests/reference/test_community_economic_impact.py
    >>> local_multiplier(100, 40, 20, 0.5, 0.25).rounds
    (100.0, 60.0, 25.0)
    """
    amounts(first=first, staff=staff, suppliers=suppliers)
    shares(staff_respend=staff_respend, supplier_respend=supplier_respend)
    second = float(staff + suppliers)
    if not first > 0 or second > first:
        raise Problem(
            "rounds-disordered",
            "More is spent in the second round than in the first, or there is no first.",
            "Give the money of the first round, and its parts.",
        )
    third = staff * staff_respend + suppliers * supplier_respend
    return LocalMultiplier((float(first), second, float(third)), (first + second + third) / first)
