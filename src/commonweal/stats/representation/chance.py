"""What a segregation index would be if people were spread over units at random.

An index is to be read as its excess over this: small units look segregated by chance alone.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import whole
from commonweal.stats.representation.diversity import unit_table
from commonweal.stats.representation.segregation import segregation
from commonweal.stats.results import answer


def excess_over_chance(people: ArrayLike, seed: int, draws: int = 200) -> Estimate:
    """Give Theil's H beyond what chance makes of units of this size, on a scale that ends at 1.

    people: people by unit and group, whole numbers, shape (units, groups)
    seed:   which stream of random numbers is drawn
    draws:  how often the groups are spread over the units at random
    Gives an Estimate of one: (H - E) / (1 - E) with E the mean of the draws, about 0 where people
    are spread as by chance. Nobody is undefined:no_population, one group
    undefined:single_group, a chance that leaves nothing to exceed undefined:no_variation.
    Fails with Problem "draws-missing" when there is no draw.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Winship 1977, Social Forces 55:1058-1066; Carrington and Troske 1997, Journal of
    Business and Economic Statistics 15:402-409
    >>> bool(abs(excess_over_chance([[6, 4], [5, 5], [4, 6]], seed=1).value[0]) < 0.1)
    True
    """
    if draws < 1:
        raise Problem("draws-missing", "Nothing was drawn.", "Ask for at least one draw.")
    table = unit_table(people)
    whole(people=table.ravel())
    seen = segregation(table).theil
    if not seen.ok[0]:
        return seen
    stream = Generator(Philox(seed))
    expected = np.mean([_drawn(table.astype(np.int64), stream) for _ in range(draws)])
    room = 1 - expected
    value = (seen.value - expected) / (room if room > 0 else 1.0)
    reasons = {"no_variation": np.array([room <= 0])}
    return answer(value, None, None, level=0.95, method="theil_h_excess", reasons=reasons)


def _drawn(table: np.typing.NDArray[np.int64], stream: Generator) -> float:
    left, rows = table.sum(axis=0), []
    for size in table.sum(axis=1):
        rows.append(stream.multivariate_hypergeometric(left, int(size)))
        left = left - rows[-1]
    return float(segregation(np.array(rows)).theil.value[0])
