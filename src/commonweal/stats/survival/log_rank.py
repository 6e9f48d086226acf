"""Whether groups have their events at the same pace: the log-rank test.

It compares hazards; whether as many have had the event by the end is asked in gray.py.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.chi_square import ChiSquare, chi_square
from commonweal.stats.inputs import FloatArray
from commonweal.stats.survival.spells import Spells, risk_table


def log_rank(people: Spells, kind: int | None = None) -> ChiSquare:
    """Test whether all groups have the same hazard of an event.

    people: spells as `spells` reads them, of two groups or more
    kind:   the kind of event asked for, others being censoring, or None for all kinds
    Gives a ChiSquare of one test with groups less one degrees of freedom; one group is
    undefined:single_group, no time with more than one group at risk undefined:no_variation.
    Source: Mantel 1966, Cancer Chemotherapy Reports 50:163-170; checked against R survival
    survdiff in tests/reference/test_workforce_careers_survival.py
    >>> from commonweal.stats.survival.spells import spells
    >>> log_rank(spells([5, 8, 9, 4], [1, 1, 0, 1], group=[0, 0, 1, 1])).p.round(3)
    array([0.695])
    """
    table = risk_table(people, kind)
    risk, events = table.at_risk, table.events
    total, happened = risk.sum(axis=1), events.sum(axis=1)
    share = risk / total[:, None]
    apart = (events - happened[:, None] * share).sum(axis=0)
    many = total > 1
    pace = np.where(many, happened * (total - happened) / np.where(many, total - 1, 1.0), 0.0)
    spread = np.diag((pace[:, None] * share).sum(axis=0)) - (share * pace[:, None]).T @ share
    return of_groups(apart, spread, "log_rank")


def of_groups(apart: FloatArray, spread: FloatArray, method: str) -> ChiSquare:
    """Give the chi-square of differences that add to zero over groups.

    apart:  events less expected by group, shape (groups,)
    spread: their covariance, shape (groups, groups)
    method: stable name of the test
    Gives a ChiSquare of one test; one group is undefined:single_group, a covariance of zero
    undefined:no_variation. Groups that were never at risk with another take no part.
    Source: Rao 1973, Linear Statistical Inference, section 6e (quadratic forms)
    >>> import numpy as np
    >>> of_groups(np.array([1.0, -1.0]), np.array([[1.0, -1.0], [-1.0, 1.0]]), "m").df
    array([1.])
    """
    own = np.diag(spread) > 1e-12 * max(float(np.diag(spread).max()), 1e-300)
    seen = np.flatnonzero(own)[1:]
    inner = spread[np.ix_(seen, seen)]
    value = float(apart[seen] @ np.linalg.solve(inner, apart[seen])) if len(seen) else 0.0
    reasons = {
        "single_group": np.array([len(apart) < 2]),
        "no_variation": np.array([len(seen) == 0]),
    }
    df = float(max(len(seen), 1))
    return chi_square(np.array([max(value, 0.0)]), df, method=method, reasons=reasons)
