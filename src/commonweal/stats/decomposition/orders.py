"""What each of several things adds, averaged over the orders in which they may come.

What they add together is given by the caller; nothing here knows what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask

# 720 orders: above that a thousand are drawn.
ALL_ORDERS_UP_TO = 6


@dataclass(frozen=True, eq=False)
class Steps:
    """Hold what each thing takes away when it comes, over many orders.

    mean:     the mean over the orders, shape (things, width)
    smallest: the least of the first column in any order, shape (things,)
    largest:  the most of the first column in any order, shape (things,)

    >>> steps, orders = marginal_steps(2, lambda here: np.array([4.0 - 2 * here.sum()]), 1000, 0)
    >>> steps.mean[:, 0], orders
    (array([2., 2.]), 2)
    """

    mean: FloatArray
    smallest: FloatArray
    largest: FloatArray


def marginal_steps(
    things: int, worth: Callable[[Mask], FloatArray], orders: int, seed: int
) -> tuple[Steps, int]:
    """Average what each thing takes away, over all orders of up to 6 or over some of more.

    things: how many things there are
    worth:  gives the worth, shape (width,), of a set of things, a mask of shape (things,)
    orders: how many orders to draw where there are more than 6 things
    seed:   which orders are drawn
    Gives the Steps and how many orders they are of; for all orders the mean is Shapley's value.
    Source: Shapley 1953, Contributions to the Theory of Games 2:307-317
    >>> steps, orders = marginal_steps(2, lambda here: np.array([-float(here.all())]), 1000, 0)
    >>> steps.mean[:, 0], steps.smallest, steps.largest
    (array([0.5, 0.5]), array([0., 0.]), array([1., 1.]))
    """
    places = _orders(things, orders, seed)
    # Thing t stands in a set of the first s when its place in the order is before s.
    sets = np.argsort(places, axis=1)[:, None, :] < np.arange(things + 1)[None, :, None]
    known, where = np.unique(
        sets.reshape(sets.shape[0] * sets.shape[1], things), axis=0, return_inverse=True
    )
    worths = np.array([worth(members) for members in known])[where.reshape(sets.shape[:2])]
    taken = worths[:, :-1] - worths[:, 1:]
    by_thing = np.take_along_axis(taken, np.argsort(places, axis=1)[:, :, None], axis=1)
    first = by_thing[:, :, 0]
    return Steps(by_thing.mean(axis=0), first.min(axis=0), first.max(axis=0)), len(places)


def _orders(things: int, orders: int, seed: int) -> NDArray[np.intp]:
    if things <= ALL_ORDERS_UP_TO:
        listed = list(permutations(range(things)))
        return np.array(listed, dtype=np.intp).reshape(len(listed), things)
    draw = np.random.Generator(np.random.Philox(key=seed))
    return draw.permuted(np.tile(np.arange(things), (orders, 1)), axis=1)
