"""How well flows of the past would have foretold years already seen, before any forecast is shown.

Beside it stands what everybody could have said: that nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.flows.projection import Flows, projected, spread
from commonweal.stats.inputs import FloatArray, normal_quantile

# A forecast is shown only when at least so many years were held out.
FEWEST_YEARS = 3


@dataclass(frozen=True, eq=False)
class Backtest:
    """Hold how a projection did on years that were held out.

    years:         how many years were held out
    within_80:     share of counts inside the 80 percent band, 0 to 1
    within_95:     share of counts inside the 95 percent band, 0 to 1
    error:         mean distance of a count from the projection, in people
    error_unmoved: mean distance of a count from the start, in people

    >>> from commonweal.stats.flows.projection import flows
    >>> seen = backtest(flows([[0.9]], [100], [10]), [[[99]], [[101]], [[104]]])
    >>> seen.within_95, round(seen.error, 3)
    (1.0, 2.0)
    """

    years: int
    within_80: float
    within_95: float
    error: float
    error_unmoved: float


def backtest(moving: Flows, seen: ArrayLike) -> Backtest:
    """Hold a projection beside the years that followed.

    moving: flows known before those years, of k groups, with the hires of those years
    seen:   people in each grade at the end of each held-out year, shape (years, k, g)
    Gives a Backtest; bands are normal with the exact standard deviation, half a person wider
    because people are whole.
    Fails with Problem "shapes-differ" when the counts are not of the same groups and grades.
    Fails with Problem "years-few" when fewer than three years were held out.
    Fails with Problem "numbers-missing" when a count is no finite number.
    Source: workforce specification, section 7.4, backtest; bands checked by simulation in
    tests/unit/stats/flows/test_backtest.py
    >>> from commonweal.stats.flows.projection import flows
    >>> backtest(flows([[0.9]], [100], [10]), [[[90]], [[80]], [[70]]]).within_80
    0.0
    """
    found = np.asarray(seen, dtype=np.float64)
    if found.ndim != 3 or found.shape[1:] != moving.stock.shape:
        raise Problem(
            "shapes-differ",
            "The years seen are not of the same groups and grades as the flows.",
            "Give for each year one count for each group and grade.",
        )
    years = len(found)
    if years < FEWEST_YEARS:
        raise Problem(
            "years-few",
            "Fewer than three years were held out.",
            "Keep three years or more apart, or show no forecast.",
        )
    if not np.isfinite(found).all():
        raise Problem(
            "numbers-missing",
            "A count is not a number.",
            "Give every count, or leave out the year.",
        )
    said, sd = projected(moving, years)[1:], spread(moving, years)[1:]
    away = np.abs(found - said)
    return Backtest(
        years,
        _within(away, sd, 0.80),
        _within(away, sd, 0.95),
        float(away.mean()),
        float(np.abs(found - moving.stock).mean()),
    )


def _within(away: FloatArray, sd: FloatArray, level: float) -> float:
    return float((away <= normal_quantile(level) * sd + 0.5).mean())
