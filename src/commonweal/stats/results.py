"""How an answer leaves this room: one Estimate, its gaps each with a reason.

No formula is held here.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray

Mask = NDArray[np.bool_]
# Asked for by somebody who has some data but not enough of it; all other reasons are undefined.
INSUFFICIENT = frozenset({"one_value", "single_unit_stratum", "no_degrees_of_freedom"})
# Ratios of more than e^500 are beyond any table of people.
WIDEST = 500.0


def answer(
    value: FloatArray,
    low: FloatArray | None,
    high: FloatArray | None,
    *,
    level: float,
    method: str,
    reasons: Mapping[str, Mask],
    se: FloatArray | None = None,
    n: FloatArray | None = None,
    flags: Mapping[str, Mask] | None = None,
    bounds: bool = False,
) -> Estimate:
    """Make an Estimate that is nan exactly where a reason is given.

    value:   the estimates, shape (k,)
    low:     lower limits, shape (k,), or None where the method has no interval
    high:    upper limits, shape (k,), or None where the method has no interval
    level:   coverage of the interval, between 0 and 1
    method:  stable name of the method
    reasons: reason code -> the tables it holds for, shape (k,); the first that holds is said
    se:      standard errors, shape (k,), or None
    n:       denominators, shape (k,), or None
    flags:   flag code -> the tables it holds for, shape (k,)
    bounds:  whether limits stand even where the value is undefined (a one-sided bound)
    Gives an Estimate of k tables.
    >>> import numpy as np
    >>> e = answer(np.array([0.5, 9.0]), None, None, level=0.95, method="m",
    ...            reasons={"zero_denominator": np.array([False, True])})
    >>> e.value, e.reason
    (array([0.5, nan]), ('', 'zero_denominator'))
    """
    size = len(value)
    reason, status = np.full(size, "", dtype=object), np.full(size, "ok", dtype=object)
    missing: Mask = np.zeros(size, dtype=np.bool_)
    for code, mask in reversed(list(reasons.items())):
        reason[mask] = code
        status[mask] = "insufficient" if code in INSUFFICIENT else "undefined"
        missing[mask] = True
    hidden = np.zeros_like(missing) if bounds else missing
    return Estimate(
        _without(value, missing),
        _without(low if low is not None else np.full(size, np.nan), hidden),
        _without(high if high is not None else np.full(size, np.nan), hidden),
        level,
        method,
        None if se is None else _without(se, missing),
        tuple(status.tolist()),
        tuple(reason.tolist()),
        n,
        _flagged(size, flags or {}),
    )


def fold(reach: FloatArray) -> FloatArray:
    """Give how many times as much a reach on the log scale is, and no more than a number holds.

    reach: distances on the log scale, at least 0, nan where there is none, shape (k,)
    Gives factors from 1 to e^500, shape (k,).
    >>> fold(np.array([0.0, 1e6])).round(4)
    array([1.00000000e+000, 1.40359222e+217])
    """
    return np.asarray(np.exp(np.minimum(reach, WIDEST)))


def _without(array: FloatArray, missing: Mask) -> FloatArray:
    return np.where(missing, np.nan, array)


def _flagged(size: int, flags: Mapping[str, Mask]) -> tuple[tuple[str, ...], ...]:
    said: list[tuple[str, ...]] = [()] * size
    for code, mask in flags.items():
        for table in np.flatnonzero(mask):
            said[table] = (*said[table], code)
    return tuple(said)
