"""What could change a staff's flows: levers that are the same for everybody, tried on paper.

No lever sets a group's hires, promotions or share. Each gives new flows to project.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.flows.projection import Flows
from commonweal.stats.inputs import FloatArray, amounts, shares


def retained(moving: Flows, less: float) -> Flows:
    """Take a share off every grade's leaving, in every group.

    moving: flows of k groups
    less:   the share of leavers who would stay in their grade, 0 to 1
    Gives Flows.
    Fails with Problem "share-outside" when the share is not between 0 and 1.
    Source: workforce specification, section 7.4, retention; checked in
    tests/reference/test_workforce_projection_scenarios.py
    >>> from commonweal.stats.flows.projection import flows
    >>> retained(flows([[0.5]], [100], [0]), 0.1).shares
    array([[[0.55]]])
    """
    (part,) = shares(less=less)
    return with_leaving(moving, moving.leaving * (1 - part))


def equally_retained(moving: Flows) -> Flows:
    """Give every group the lowest share of leaving that any group has, grade by grade.

    moving: flows of k groups
    Gives Flows; who no longer leaves stays in the grade.
    Source: workforce specification, section 7.4, the better of the rates; checked in
    tests/reference/test_workforce_projection_scenarios.py
    >>> from commonweal.stats.flows.projection import flows
    >>> two = flows([[[0.5]], [[0.6]]], [[100], [9]], [[0], [0]])
    >>> equally_retained(two).shares.ravel()
    array([0.6, 0.6])
    """
    least = moving.leaving.min(axis=0)
    return with_leaving(moving, np.broadcast_to(least, moving.stock.shape))


def equally_promoted(moving: Flows) -> Flows:
    """Give every group the highest share of each promotion that any group has.

    moving: flows of k groups; grades go up from first to last
    Gives Flows; leaving is unchanged, who is promoted did not stay.
    Fails with Problem "row-above-one" when a group would promote more than do not leave.
    Source: workforce specification, section 7.4, the better of the rates; checked in
    tests/reference/test_workforce_projection_scenarios.py
    >>> from commonweal.stats.flows.projection import flows
    >>> one, other = [[0.5, 0.2], [0, 0.9]], [[0.5, 0.1], [0, 0.9]]
    >>> two = flows([one, other], [[10, 5], [9, 5]], [[2, 0], [1, 0]])
    >>> equally_promoted(two).shares[1, 0].round(3)
    array([0.4, 0.2])
    """
    best = np.broadcast_to(moving.shares.max(axis=0), moving.shares.shape)
    return with_promotion(moving, best)


def wider_pool(moving: Flows, group: int, share: ArrayLike) -> Flows:
    """Change who applies, by reaching further, and hire at equal selection rates.

    moving: flows of k groups; the number hired in each grade stays as it is
    group:  the place of the group whose share of qualified applicants is told
    share:  its share of the qualified applicants of each grade, shape (g,), 0 to 1
    Gives Flows whose hires follow the pool; other groups keep their parts of the rest.
    Fails with Problem "share-outside" when a share is not between 0 and 1.
    Fails with Problem "shapes-differ" when there is not one share for each grade.
    Source: workforce specification, section 7.4: the pool's share, never the hires' is set;
    checked in tests/reference/test_workforce_projection_scenarios.py
    >>> from commonweal.stats.flows.projection import flows
    >>> two = flows([[[0.5]], [[0.6]]], [[100], [9]], [[8], [2]])
    >>> wider_pool(two, 1, [0.3]).hires.ravel()
    array([7., 3.])
    """
    (part,) = shares(share=share)
    if part.shape != moving.stock.shape[1:]:
        raise Problem(
            "shapes-differ",
            "There is not one share of applicants for each grade.",
            "Give one share for each grade.",
        )
    total = moving.hires.sum(axis=0)
    rest = total - moving.hires[group]
    scale = np.divide((1 - part) * total, rest, out=np.zeros_like(rest), where=rest > 0)
    hires = moving.hires * scale
    hires[group] = np.where(rest > 0, part * total, moving.hires[group])
    return Flows(moving.shares, moving.stock, hires)


def more_hires(moving: Flows, times: ArrayLike) -> Flows:
    """Hire more or fewer into each grade, of all groups alike.

    moving: flows of k groups
    times:  by how many times the hires of each grade grow, one or shape (g,), not negative
    Gives Flows.
    Fails with Problem "counts-negative" when a factor is below zero.
    Fails with Problem "shapes-differ" when there is not one factor for each grade.
    Source: workforce specification, section 7.4, hiring volume by grade
    >>> from commonweal.stats.flows.projection import flows
    >>> more_hires(flows([[0.5]], [100], [4]), 1.5).hires
    array([[6.]])
    """
    grades = moving.stock.shape[1]
    factor, _ = amounts(times=times, grades=np.zeros(grades))
    return Flows(moving.shares, moving.stock, moving.hires * factor)


def with_leaving(moving: Flows, leaving: FloatArray) -> Flows:
    """Give flows other shares of leaving: the difference stays in its grade.

    moving:  flows of k groups
    leaving: share that leaves each grade, shape (k, g)
    Gives Flows.
    Fails with Problem "row-above-one" when more would leave than did not move on.
    Source: workforce specification, section 7.4: separation is a part of its own
    >>> import numpy as np
    >>> from commonweal.stats.flows.projection import flows
    >>> with_leaving(flows([[0.5]], [100], [0]), np.array([[0.1]])).shares
    array([[[0.9]]])
    """
    return _staying(moving, moving.shares, moving.leaving - leaving)


def with_promotion(moving: Flows, promoted: FloatArray) -> Flows:
    """Give flows other shares of promotion: the difference stays in its grade.

    moving:   flows of k groups; grades go up from first to last
    promoted: shares of which those above the diagonal are taken, shape (k, g, g)
    Gives Flows.
    Fails with Problem "row-above-one" when more would be promoted than do not leave.
    Source: workforce specification, section 7.4: promotion is a part of its own
    >>> import numpy as np
    >>> from commonweal.stats.flows.projection import flows
    >>> one = flows([[0.5, 0.2], [0, 0.9]], [10, 5], [2, 0])
    >>> with_promotion(one, np.full((1, 2, 2), 0.3)).shares[0, 0].round(3)
    array([0.4, 0.3])
    """
    up = np.triu(np.ones(moving.shares.shape[1:]), 1)
    changed = np.where(up > 0, promoted, moving.shares)
    return _staying(moving, changed, (moving.shares - changed).sum(axis=2))


def _staying(moving: Flows, changed: FloatArray, more: FloatArray) -> Flows:
    grades = np.arange(changed.shape[1])
    stay = moving.shares[:, grades, grades] + more
    if (stay < -1e-9).any():
        raise Problem(
            "row-above-one",
            "More than everybody of a grade would leave or move in a year.",
            "Try a smaller change, or merge grades with few people.",
        )
    found = changed.copy()
    found[:, grades, grades] = np.maximum(stay, 0.0)
    return Flows(found, moving.stock, moving.hires)
