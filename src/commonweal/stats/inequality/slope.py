"""The line through ordered groups: how much more, or how many times as much, its top has.

Concentration along the order is in concentration.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.answers import (
    delta_error,
    measured,
    order_reasons,
    relative_reasons,
    reported,
)
from commonweal.stats.inequality.by_name import shares, values
from commonweal.stats.inequality.concentration import outside, sampling
from commonweal.stats.inequality.fit_errors import relative_slope_error, slope_error
from commonweal.stats.inequality.kernels import logit
from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import Subgroups


class Slopes(NamedTuple):
    """Hold both indices of one line: `slope` is its difference, `relative` its ratio."""

    slope: Estimate
    relative: Estimate


def slope_index(
    tables: Subgroups, level: float = 0.95, *, line: str = "logit", error: str = "sampling"
) -> Estimate:
    """Give the slope index of inequality (SII): the line at the top of the order less the bottom.

    tables: the tables, with an order
    level:  coverage of the interval, between 0 and 1
    line:   "logit" for proportions and rates below their scale, "straight" for anything
    error:  "sampling" for the error of the groups' estimates, or with a straight line
            "lack_of_fit" for what lies off it, as published tables have it
    Gives an Estimate of one index a table in the unit of the estimates, above 0 when the
    advantaged have more; undefined:not_ordered without an order. A logit line is undefined:
    outside_scale, all_at_bound, separated or no_convergence where there is no best one.
    Fails with Problem "line-unknown" and "error-unknown" when there is no such line or error.
    Source: statistics.md section 4.4, SII; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([10, 30], None, [5, 5], favorable=True, order=[1, 2])
    >>> slope_index(tables, line="straight").value
    array([40.])
    """
    if _off_line(line, error):
        value, se = values("sii_linear", tables.y, tables), slope_error(tables)
        return reported(tables, value, se, level, order_reasons(tables), method="lack_of_fit")
    if _curved(line):
        return logit_indices(tables, level).slope
    return measured("sii_linear", tables, level, order_reasons(tables))


def relative_index(
    tables: Subgroups, level: float = 0.95, *, line: str = "logit", error: str = "sampling"
) -> Estimate:
    """Give the relative index of inequality (RII): the line at the top over the bottom.

    tables: the tables, with an order
    level:  coverage of the interval, between 0 and 1
    line:   "logit" for proportions and rates below their scale, "straight" for anything
    error:  "sampling", or with a straight line "lack_of_fit", as in `slope_index`
    Gives an Estimate of one ratio a table, `se` on the log scale; above 1 when the advantaged
    have more. A straight line that reaches 0 is undefined:line_at_zero; else as `slope_index`.
    Fails with Problem "line-unknown" and "error-unknown" when there is no such line or error.
    Source: statistics.md section 4.4, RII; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([20, 30], None, [5, 5], favorable=True, order=[1, 2])
    >>> relative_index(tables, line="straight").value.round(4)
    array([2.3333])
    """
    if _off_line(line, error):
        value, se = values("rii_linear", tables.y, tables), relative_slope_error(tables)
        reasons = _straight(tables)
        found = reported(tables, value, se, level, reasons, method="delta_log")
        return replace(found, method="lack_of_fit_log")
    if _curved(line):
        return logit_indices(tables, level).relative
    return measured("rii_linear", tables, level, _straight(tables))


def kunst_mackenbach_index(tables: Subgroups, level: float = 0.95) -> Estimate:
    """Give the ratio of the straight line's higher end to its lower one (KMI), at least 1.

    tables: the tables, with an order
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of one ratio a table, `se` on the log scale; a lower limit may be below 1.
    Undefined as the relative index of a straight line is.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Kunst and Mackenbach 1994, American Journal of Public Health 84:932-937
    >>> tables = Subgroups.one([30, 20], None, [5, 5], favorable=True, order=[1, 2])
    >>> kunst_mackenbach_index(tables).value.round(4)
    array([2.3333])
    """
    return measured("kmi", tables, level, _straight(tables))


def logit_indices(tables: Subgroups, level: float = 0.95) -> Slopes:
    """Give the slope index and the relative index of the logit line from one fit.

    tables: the tables, with an order
    level:  coverage of the intervals, between 0 and 1
    Gives both Estimates, undefined as in `slope_index`.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4.4, SII logit; weights once, where a peer weighs by the square
    of people; checked in tests/reference/test_statistics_inequality_measures.py
    >>> tables = Subgroups.one([20, 40], None, [5, 5], favorable=True, order=[1, 2])
    >>> logit_indices(tables).slope.value.round(4)
    array([38.8457])
    """
    share = shares(tables.y, tables)
    reasons = {**order_reasons(tables), **outside(tables), **_no_line(tables)}
    with np.errstate(all="ignore"):
        line = logit.fit(share, tables.weight, tables.ridit)
        steep, relative = logit.line_gradients(line, tables.weight, tables.ridit)
        reasons["no_convergence"] = np.isnan(line[0])
        value, ratio = tables.scale * logit.line_slope(line), logit.line_ratio(line)
    relative = relative / tables.scale[:, None]
    return Slopes(
        reported(tables, value, delta_error(steep, tables), level, reasons, method="delta"),
        reported(tables, ratio, delta_error(relative, tables), level, reasons, method="delta_log"),
    )


def _off_line(line: str, error: str) -> bool:
    if sampling(error):
        return False
    if _curved(line):
        raise Problem(
            "error-unknown",
            "A logit line has no lack-of-fit error here.",
            "Ask for the sampling error, or for the straight line.",
        )
    return True


def _straight(tables: Subgroups) -> dict[str, Mask]:
    reasons = {**order_reasons(tables), **relative_reasons(tables), **order_reasons(tables)}
    index = values("rii_linear", tables.y, tables)
    slope = values("sii_linear", tables.y, tables)
    with np.errstate(all="ignore"):
        end = tables.mean - np.abs(slope) / 2
    return {**reasons, "line_at_zero": (end <= 0) & np.isnan(index)}


def _no_line(tables: Subgroups) -> dict[str, Mask]:
    share, counted = shares(tables.y, tables), tables.weight > 0
    bound = (share == 0) | (share == 1)
    same = share.max(axis=-1, where=counted, initial=0) == share.min(
        axis=-1, where=counted, initial=1
    )
    return {
        "all_at_bound": np.asarray((bound | ~counted).all(axis=-1) & same),
        "separated": logit.separated(share, tables.weight, tables.ridit),
    }


def _curved(line: str) -> bool:
    if line not in {"logit", "straight"}:
        raise Problem(
            "line-unknown",
            f"There is no line called '{line}'.",
            "Ask for 'logit' or 'straight'.",
        )
    return line == "logit"
