"""How a chi-square test leaves this room: its statistic, its degrees of freedom, its p.

The statistic itself is computed where its subject is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True, eq=False)
class ChiSquare:
    """Hold one chi-square test applied to k tables at once.

    statistic: the statistics, an Estimate of k without interval
    df:        degrees of freedom, shape (k,)
    p:         p-values, shape (k,); nan exactly where there is no statistic

    >>> import numpy as np
    >>> chi_square(np.array([3.84]), 1.0, method="pearson", reasons={}).p.round(2)
    array([0.05])
    """

    statistic: Estimate
    df: FloatArray
    p: FloatArray


def chi_square(
    statistic: FloatArray, df: FloatArray | float, *, method: str, reasons: Mapping[str, Mask]
) -> ChiSquare:
    """Give statistics their p-values from the upper tail of chi-square.

    statistic: the statistics, none below zero, shape (k,)
    df:        degrees of freedom, above 0 where a statistic is defined, one or shape (k,)
    method:    stable name of the test
    reasons:   reason code -> the tables without a statistic, shape (k,)
    Gives a ChiSquare of k tests.
    Source: Pearson 1900, Philosophical Magazine 50:157-175
    >>> import numpy as np
    >>> chi_square(np.array([5.99]), 2.0, method="pearson", reasons={}).p.round(2)
    array([0.05])
    """
    told = answer(statistic, None, None, level=0.95, method=method, reasons=reasons)
    freedom = np.broadcast_to(np.asarray(df, dtype=np.float64), told.value.shape).copy()
    p = np.full(told.value.shape, np.nan)
    p[told.ok] = chdtrc(freedom[told.ok], told.value[told.ok])
    return ChiSquare(told, freedom, p)
