"""Whether as many of each group have had an event by each time: Gray's test.

People taken away by another event stay in the question, as in incidence.py.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.chi_square import ChiSquare
from commonweal.stats.inputs import FloatArray
from commonweal.stats.survival.log_rank import of_groups
from commonweal.stats.survival.spells import RiskTable, Spells, risk_table


def gray_test(people: Spells, kind: int) -> ChiSquare:
    """Test whether all groups have the same cumulative incidence of an event.

    people: spells as `spells` reads them, of two groups or more; other kinds compete
    kind:   the kind of event asked for, 1 or more
    Gives a ChiSquare of one test with groups less one degrees of freedom; one group is
    undefined:single_group, no event of the kind undefined:no_variation.
    Source: Gray 1988, Annals of Statistics 16:1141-1154, with weight 1; checked against R cmprsk
    in tests/reference/test_workforce_careers_survival.py
    >>> from commonweal.stats.survival.spells import spells
    >>> people = spells([5, 8, 9, 4, 7], [1, 1, 0, 2, 1], group=[0, 0, 1, 1, 1])
    >>> gray_test(people, 1).df
    array([1.])
    """
    table = risk_table(people, kind)
    before = np.vstack((np.ones(len(people.groups)), table.survival))[:-1]
    alive = table.at_risk > 0
    size = np.where(alive, table.at_risk, 1.0)
    free = np.where(alive, table.at_risk / np.where(before > 0, before, 1.0), 0.0)
    had = np.cumsum(np.where(alive, before * table.events / size, 0.0), axis=0)
    had_before = np.vstack((np.zeros(len(people.groups)), had))[:-1]
    happened = table.events.sum(axis=1)
    # People who would still be at risk if those taken away had stayed in the question.
    asked = (free * (1 - had_before)).sum(axis=1)
    expected = happened[:, None] * free * (1 - had_before) / np.where(asked > 0, asked, 1)[:, None]
    apart = (table.events - expected).sum(axis=0)
    return of_groups(apart, _covariance(table, before, free, asked), "gray")


def _covariance(
    table: RiskTable, before: FloatArray, free: FloatArray, asked: FloatArray
) -> FloatArray:
    """Give the covariance of events less expected over groups."""
    happened, total = table.events.sum(axis=1), free.sum(axis=1)
    usable = total > 0
    pooled_step = np.where(usable, happened / np.where(usable, total, 1.0), 0.0)
    pooled = np.cumsum(pooled_step)
    pooled_before = np.concatenate(([0.0], pooled[:-1]))
    share = free / np.where(total > 0, total, 1.0)[:, None]
    groups = free.shape[1]
    # pull[t, i, k]: how an event of group k at a time moves group i.
    pull = free[:, :, None] * (np.eye(groups)[None] - share[:, None, :])
    later = pull * (pooled_step / np.maximum(1 - pooled_before, 1e-300))[:, None, None]
    so_far = np.cumsum(later, axis=0)
    to_come = later.sum(axis=0) - so_far
    after = table.survival
    left = np.where(after > 0, (1 - pooled)[:, None] / np.where(after > 0, after, 1.0), 0.0)
    own, other = _weights(table, before, total, happened)
    one = pull + (1 - left)[:, None, :] * to_come
    two = left[:, None, :] * to_come
    return np.asarray(
        np.einsum("tik,tjk,tk->ij", one, one, own) + np.einsum("tik,tjk,tk->ij", two, two, other)
    )


def _weights(
    table: RiskTable, before: FloatArray, total: FloatArray, happened: FloatArray
) -> tuple[FloatArray, FloatArray]:
    size, alive = np.where(table.at_risk > 0, table.at_risk, 1.0), table.at_risk > 0
    people = total[:, None] * before
    tied = 1 - np.where(happened > 1, happened - 1, 0.0)[:, None] / np.where(
        people > 1, people - 1, 1.0
    )
    own = tied * before * happened[:, None] / (np.where(total > 0, total, 1.0)[:, None] * size)
    others_tied = 1 - np.maximum(table.others - 1, 0) / np.maximum(size - 1, 1.0)
    other = others_tied * before**2 * table.others / size**2
    return np.where(alive, own, 0.0), np.where(alive, other, 0.0)
