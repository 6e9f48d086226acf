"""How a summary measure leaves this folder: with an interval by the delta method, or a reason.

No measure is defined here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.inequality.by_name import GRADIENTS, RATIOS, gradient, values
from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import LOST_REFERENCE, MOST_MISSING, Subgroups
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import answer, fold

# Asked for by somebody who has a table, but not all of it.
NOT_ENOUGH = frozenset({"missing_group", "missing_people"})
LARGEST = np.finfo(np.float64).max


def measured(
    name: str,
    tables: Subgroups,
    level: float,
    reasons: Mapping[str, Mask],
    *,
    flags: Mapping[str, Mask] | None = None,
    value: FloatArray | None = None,
) -> Estimate:
    """Evaluate a measure on its tables, with an interval by the delta method where it is smooth.

    name:    name of the measure, one of VALUES; a name without gradient has no interval here
    tables:  the tables
    level:   coverage of the interval, between 0 and 1
    reasons: reason code -> the tables it holds for, shape (tables,); the first that holds is said
    flags:   flag code -> the tables it holds for, shape (tables,)
    value:   values that are known already, shape (tables,), or None
    Gives an Estimate; `se` is on the log scale for RATIOS.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4; delta method
    >>> tables = Subgroups.one([10, 30], [1, 2], [50, 150], favorable=True)
    >>> measured("bgv", tables, 0.95, {}).value
    array([75.])
    """
    found = values(name, tables.y, tables) if value is None else value
    # A standard deviation is smooth, but not at equality, where its interval matters most.
    if name not in GRADIENTS or name in {"bgsd", "cov"}:
        return reported(tables, found, None, level, reasons, method="none", flags=flags)
    se = delta_error(gradient(name, tables.y, tables), tables)
    method = "delta_log" if name in RATIOS else "delta"
    return reported(tables, found, se, level, reasons, method=method, flags=flags)


def reported(
    tables: Subgroups,
    value: FloatArray,
    se: FloatArray | None,
    level: float,
    reasons: Mapping[str, Mask],
    *,
    method: str,
    flags: Mapping[str, Mask] | None = None,
) -> Estimate:
    """Make an Estimate of values and standard errors, whose limits are z standard errors away.

    tables:  the tables
    value:   values, shape (tables,)
    se:      standard errors, nan where none is known, shape (tables,), or None for no interval
    level:   coverage of the interval, between 0 and 1
    reasons: reason code -> the tables it holds for, shape (tables,); the first that holds is said
    method:  stable name of the method; with "delta_log" limits are drawn on the log scale
    flags:   flag code -> the tables it holds for, shape (tables,)
    Gives an Estimate; a number too large to compute is undefined:out_of_range.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 0, rules 4 to 6
    >>> tables = Subgroups.one([10, 30], None, [50, 150], favorable=True)
    >>> reported(tables, np.array([2.0]), np.array([1.0]), 0.95, {}, method="delta").low.round(2)
    array([0.04])
    """
    z = normal_quantile(level)
    wide = np.full(len(tables), np.nan) if se is None else np.where(np.isfinite(se), se, np.nan)
    with np.errstate(all="ignore"):
        if method == "delta_log":
            times = fold(z * wide)
            low, high = value / times, np.minimum(value * times, LARGEST)
        else:
            low = np.maximum(value - z * wide, -LARGEST)
            high = np.minimum(value + z * wide, LARGEST)
        people = np.minimum(tables.people.sum(axis=-1), LARGEST)
    every = {**reasons, "out_of_range": ~np.isfinite(value)}
    said = {"groups_dropped": tables.dropped > 0, **(flags or {})}
    if se is not None:
        said["standard_error_missing"] = np.isnan(wide) & np.isfinite(value)
    return with_status(
        answer(
            value,
            low,
            high,
            level=level,
            method=method,
            reasons=every,
            se=None if se is None else wide,
            n=people,
            flags=said,
        )
    )


def with_status(estimate: Estimate) -> Estimate:
    """Say "insufficient" of tables that are not undefined but lack some of their groups.

    estimate: any Estimate of tables of groups
    Gives the same with its status corrected.
    Source: statistics.md section 0, rule 6
    >>> nothing = np.array([np.nan])
    >>> with_status(Estimate(nothing, nothing, nothing, 0.95, "none", status=("undefined",),
    ...                      reason=("missing_group",))).status
    ('insufficient',)
    """
    if not NOT_ENOUGH & set(estimate.reason):
        return estimate
    pairs = zip(estimate.status, estimate.reason, strict=True)
    return replace(
        estimate,
        status=tuple("insufficient" if why in NOT_ENOUGH else status for status, why in pairs),
    )


def delta_error(pull: FloatArray, tables: Subgroups) -> FloatArray:
    """Give standard errors by the delta method: groups are independent of each other.

    pull:   gradients, shape (tables, groups)
    tables: the tables, for the standard errors of their groups
    Gives standard errors, nan where one that is needed is not known, shape (tables,).
    Source: statistics.md section 4.1
    >>> tables = Subgroups.one([10, 30], [3, 4], [50, 150], favorable=True)
    >>> delta_error(np.array([[-1.0, 1.0]]), tables)
    array([5.])
    """
    if tables.se is None:
        return np.full(len(tables), np.nan)
    with np.errstate(all="ignore"):
        moved = np.where(pull == 0, 0.0, pull * tables.se)
        return np.asarray(np.sqrt((moved**2).sum(axis=-1)))


def group_reasons(tables: Subgroups) -> dict[str, Mask]:
    """Say which tables have too few groups for any measure.

    tables: the tables
    Gives reason codes and the tables that they hold for.
    Source: statistics.md section 0, rules 5 and 6
    >>> group_reasons(Subgroups.one([10], None, [50], favorable=True))["single_group"]
    array([ True])
    """
    gaps = (tables.dropped > 0) & (not tables.gaps_allowed)
    return {
        "missing_group": gaps,
        "missing_people": tables.dropped_share > MOST_MISSING,
        "no_groups": tables.groups == 0,
        "single_group": tables.groups == 1,
    }


def people_reasons(tables: Subgroups) -> dict[str, Mask]:
    """Say which tables have too few groups, or nobody in them, for a measure weighted by people.

    tables: the tables
    Gives reason codes and the tables that they hold for.
    Source: statistics.md section 0, rules 5 to 7
    >>> people_reasons(Subgroups.one([10, 20], None, [0, 0], favorable=True))["zero_denominator"]
    array([ True])
    """
    return {**group_reasons(tables), "zero_denominator": (tables.people == 0).all(axis=-1)}


def relative_reasons(tables: Subgroups, average: FloatArray | None = None) -> dict[str, Mask]:
    """Say which tables have no average that something can be in percent of.

    tables:  the tables
    average: an average of the setting instead of the mean of the groups, shape (tables,), or None
    Gives reason codes and the tables that they hold for.
    Source: statistics.md section 0, rule 5
    >>> relative_reasons(Subgroups.one([0, 0], None, [5, 5], favorable=True))["zero_mean"]
    array([ True])
    """
    middle = tables.mean if average is None else average
    return {**people_reasons(tables), "zero_mean": middle == 0, "negative_mean": middle < 0}


def order_reasons(tables: Subgroups) -> dict[str, Mask]:
    """Say which tables have no order, or all their people in one group of it.

    tables: the tables
    Gives reason codes and the tables that they hold for.
    Source: statistics.md section 4.4
    >>> order_reasons(Subgroups.one([10, 20], None, [5, 5], favorable=True))["not_ordered"]
    array([ True])
    """
    alone = tables.ordered & ((tables.weight > 0).sum(axis=-1) == 1)
    return {
        **people_reasons(tables),
        "single_group": alone | (tables.groups == 1),
        "not_ordered": ~tables.ordered,
    }


def reference_reasons(tables: Subgroups) -> dict[str, Mask]:
    """Say which tables were to be compared with a group that has no estimate.

    tables: the tables
    Gives reason codes and the tables that they hold for.
    Source: statistics.md section 0, rule 6
    >>> reference_reasons(Subgroups.one([10, 20], None, [5, 5], favorable=True))["no_reference"]
    array([False])
    """
    lost = (tables.reference == LOST_REFERENCE) & ~tables.ordered
    return {**group_reasons(tables), "no_reference": lost}


def error_reasons(tables: Subgroups) -> dict[str, Mask]:
    """Say which tables have a standard error that is 0 or not known, for tests that divide by it.

    tables: the tables
    Gives reason codes and the tables that they hold for.
    Source: statistics.md section 4.3a
    >>> tables = Subgroups.one([10, 20], [1, 0], [5, 5], favorable=True)
    >>> error_reasons(tables)["zero_standard_error"]
    array([ True])
    """
    se = np.full_like(tables.y, np.nan) if tables.se is None else tables.se
    return {
        **group_reasons(tables),
        "standard_error_missing": np.asarray((tables.mask & np.isnan(se)).any(axis=-1)),
        "zero_standard_error": np.asarray((tables.mask & (se == 0)).any(axis=-1)),
    }
