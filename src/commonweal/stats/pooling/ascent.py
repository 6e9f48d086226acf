"""Climb to the top of many smooth likelihoods at once by Newton's method.

Where a likelihood is not concave the step still goes uphill. No model is held here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

Surface = tuple[FloatArray, FloatArray, FloatArray]
# A step that promises less than this is the last: Newton's next would be smaller than rounding.
PROMISE = 1e-12
# Where rounding lets no step rise any more, a top this near is the top.
ALMOST = 1e-6
LONGEST_STEP = 3.0
STEPS = 100
HALVINGS = 30


def ascend(
    surface: Callable[[FloatArray], Surface], start: FloatArray, steps: int | None = None
) -> tuple[FloatArray, FloatArray, Mask]:
    """Find the maximum of t functions of p parameters near their starts.

    surface: gives value (t,), slope (t, p) and matrix of second derivatives (t, p, p) at (t, p)
    start:   parameters to start from, shape (t, p)
    steps:   after how many steps to stop, arrived or not; None is many
    Gives the parameters, shape (t, p), the values, shape (t,), and where it converged, shape (t,).
    Source: Nocedal and Wright 2006, Numerical Optimization, 2nd edition, section 3.4 (Newton with
    the eigenvalues made positive)
    >>> def hill(at):
    ...     return -((at[:, 0] - 3) ** 2), -2 * (at - 3), np.full((1, 1, 1), -2.0)
    >>> ascend(hill, np.array([[1.0]]))[0]
    array([[3.]])
    """
    point = start.copy()
    here = surface(point)
    done = np.zeros(len(point), dtype=bool)
    for _ in range(steps or STEPS):
        step, promise = _uphill(*here[1:])
        step[done] = 0.0
        last = promise < PROMISE
        point, here, stuck = _climb(surface, point, here, step, np.asarray(last | done))
        done |= last | stuck & (promise < ALMOST)
        if (done | stuck).all():
            break
    return point, here[0], done


def _uphill(slope: FloatArray, bend: FloatArray) -> tuple[FloatArray, FloatArray]:
    values, vectors = np.linalg.eigh(-bend)
    steep = np.abs(values)
    steep = np.maximum(steep, 1e-10 * steep.max(axis=1, keepdims=True) + 1e-300)
    turned = np.einsum("tij,ti->tj", vectors, slope)
    step = np.einsum("tij,tj->ti", vectors, turned / steep)
    promise = np.sum(slope * step, axis=1)
    length = np.abs(step).max(axis=1, keepdims=True)
    return step * (LONGEST_STEP / np.maximum(length, LONGEST_STEP)), promise


def _climb(
    surface: Callable[[FloatArray], Surface],
    point: FloatArray,
    here: Surface,
    step: FloatArray,
    trusted: Mask,
) -> tuple[FloatArray, Surface, Mask]:
    share = np.ones(len(point))
    # Rounding of a sum over many people hides smaller falls than this.
    floor = here[0] - 1e-11 * (1 + np.abs(here[0]))
    for _ in range(HALVINGS):
        trial = point + share[:, None] * step
        there = surface(trial)
        worse = ~(there[0] >= floor) & ~trusted
        if not worse.any():
            break
        share[worse] /= 2
    kept = np.where(worse[:, None], point, trial)
    # Numbers of a table that is stuck stay those of the point it stays at.
    there = (
        np.where(worse, here[0], there[0]),
        np.where(worse[:, None], here[1], there[1]),
        np.where(worse[:, None, None], here[2], there[2]),
    )
    return kept, there, worse
