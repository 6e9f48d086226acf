"""A number with its uncertainty, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Estimate:
    """Hold one estimator applied to k tables at once.

    value:    the estimates, shape (k,); nan exactly where status is not "ok"
    low, high: limits of the interval, shape (k,); nan where there is none
    level:    coverage of the interval, between 0 and 1
    method:   stable name of the method, such as "wilson"
    se:       standard errors, shape (k,), or None; on the log scale for ratios
    status:   "ok", "undefined" or "insufficient", k of them ("suppressed" is said elsewhere)
    reason:   "" or a code such as "zero_denominator", k of them
    n:        denominators used, shape (k,), or None
    flags:    codes that qualify each estimate, such as "few_events", k tuples

    >>> Estimate(np.array([0.5]), np.array([0.4]), np.array([0.6]), 0.95, "wilson").ok
    array([ True])
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    level: float
    method: str
    se: FloatArray | None = None
    status: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    n: FloatArray | None = None
    flags: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        size = len(self.value)
        if not self.status:
            object.__setattr__(self, "status", ("ok",) * size)
        if not self.reason:
            object.__setattr__(self, "reason", ("",) * size)
        if not self.flags:
            object.__setattr__(self, "flags", ((),) * size)

    @property
    def ok(self) -> NDArray[np.bool_]:
        """Say for each table whether there is an estimate, shape (k,)."""
        return np.array([status == "ok" for status in self.status], dtype=np.bool_)
