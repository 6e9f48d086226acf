"""Clusters that begin an activity in random order: its effect, and the error to plan for."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import numbers, tail
from commonweal.stats.mixed.intercepts import SharedIntercepts, fit_intercepts
from commonweal.stats.results import answer

TREATED = "treated"
# With fewer clusters an interval by theory is doubtful, and an exact one should stand beside it.
FEW_CLUSTERS = 20


def stepped_wedge(
    outcome: ArrayLike,
    treated: ArrayLike,
    period: ArrayLike,
    cluster: ArrayLike,
    level: float = 0.95,
) -> tuple[Estimate, SharedIntercepts]:
    """Estimate the effect of an activity that clusters begin one after another.

    outcome: outcome of each row, shape (n,)
    treated: whether the row's cluster has begun, 0 or 1, shape (n,)
    period:  label of the row's period, shape (n,)
    cluster: label of the row's cluster, shape (n,)
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of 1 and the model: periods as they are, clusters sharing an intercept. The
    interval has clusters less two degrees of freedom, flag "few_clusters" below twenty of them; two
    clusters or fewer are insufficient:no_degrees_of_freedom, and a design in which periods tell who
    is treated undefined:singular.
    Fails with Problem "shapes-differ" when the columns do not have one length.
    Source: Hussey and Hughes 2007, Contemporary Clinical Trials 28:182-191; checked against R lme4
    1.1-31 in tests/reference/test_teaching_sw.py
    >>> y = [0, 1.1, 2.2, 0.3, 0.4, 2.1, 0.2, 0.1, 0.4]
    >>> d = [0, 1, 1, 0, 0, 1, 0, 0, 0]
    >>> found, model = stepped_wedge(y, d, [1, 2, 3] * 3, [1, 1, 1, 2, 2, 2, 3, 3, 3])
    >>> found.value.round(2)
    array([1.3])
    """
    y, begun = numbers(outcome=outcome, treated=treated)
    when, places = np.asarray(period), np.asarray(cluster)
    if when.shape != y.shape or places.shape != y.shape:
        raise Problem(
            "shapes-differ",
            "There is not one period and one cluster for each row.",
            "Give a label of each for every row.",
        )
    columns = {TREATED: begun}
    columns |= {f"period {one}": (when == one).astype(float) for one in np.unique(when)[1:]}
    model = fit_intercepts(y, columns, {"cluster": places}, level)
    many = len(np.unique(places))
    found = model.of(TREATED)
    se = np.asarray(found.se)
    reach = -float(student.ppf(tail(level), max(many - 2, 1))) * se
    why = {code: np.array([True]) for code in found.reason if code}
    told = answer(
        found.value,
        found.value - reach,
        found.value + reach,
        level=level,
        method="stepped_wedge",
        reasons={**why, "no_degrees_of_freedom": np.array([many < 3])},
        se=se,
        n=np.array([float(many)]),
        flags={
            "few_clusters": np.array([many < FEW_CLUSTERS]),
            "boundary": np.array(["boundary" in found.flags[0]]),
        },
    )
    return told, model


def planned_error(
    design: ArrayLike, people: float, person_variance: float, cluster_variance: float
) -> float:
    """Give the standard error that a complete stepped wedge will have.

    design:           whether a cluster has begun in a period, 0 or 1, shape (clusters, periods)
    people:           people of each cluster in each period, above 0
    person_variance:  variance of a person given the cluster, above 0
    cluster_variance: variance between clusters, 0 or more
    Gives the standard error; infinite where the design can not tell the effect.
    Fails with Problem "design-unread" when the design is no table of 0 and 1, or a number is out.
    Source: Hussey and Hughes 2007 (as `stepped_wedge`), equation 8; equal to the fit of a complete
    design, checked in tests/reference/test_teaching_sw.py
    >>> round(planned_error([[0, 1, 1], [0, 0, 1]], 10, 1, 0.1), 4)
    0.5164
    """
    table = np.asarray(design, dtype=np.float64)
    positive = people > 0 and person_variance > 0 and cluster_variance >= 0
    if table.ndim != 2 or not table.size or not np.isin(table, (0, 1)).all() or not positive:
        raise Problem(
            "design-unread",
            "The design is no table of yes and no, or a number of it is not positive.",
            "Give a row for each cluster, a column for each period, and variances above 0.",
        )
    clusters, periods = table.shape
    own = person_variance / people
    begun = table.sum()
    by_period, by_cluster = (table.sum(axis=0) ** 2).sum(), (table.sum(axis=1) ** 2).sum()
    above = clusters * own * (own + periods * cluster_variance)
    below = (clusters * begun - by_period) * own
    below += (
        begun**2 + clusters * periods * begun - periods * by_period - clusters * by_cluster
    ) * cluster_variance
    return float(np.sqrt(above / below)) if below > 0 else float("inf")
