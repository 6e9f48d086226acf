"""Compare two means of different people: Welch's difference and test, many pairs at once.

The same people twice are compared in paired.py.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtr, stdtrit

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, tail
from commonweal.stats.results import Mask, answer


def welch_difference(group: Estimate, rest: Estimate, level: float = 0.95) -> Estimate:
    """Give the difference of two means with the interval of Welch.

    group: means of the groups with `se` and `n`, as `mean_t` gives them, of k groups
    rest:  means of the comparisons with `se` and `n`, of k groups or of one
    level: coverage of the interval, between 0 and 1
    Gives an Estimate of k differences, group less comparison; where a mean is missing so is the
    difference, for the same reason; two groups of values all alike are flagged "no_variation",
    with an interval of width 0.
    Fails with Problem "standard-error-missing" when an Estimate has no `se` or no `n`.
    Fails with Problem "shapes-differ" when the two do not hold as many means.
    Source: Welch 1947, Biometrika 34:28-35; checked against scipy in
    tests/unit/stats/rates/test_two_means.py
    >>> from commonweal.stats.rates.mean import mean_t
    >>> welch_difference(mean_t([4], [20], [120]), mean_t([5], [10], [30])).high.round(4)
    array([6.8446])
    """
    value, se, df, reasons = _apart(group, rest)
    reach = -np.asarray(stdtrit(df, tail(level))) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="welch",
        reasons=reasons,
        se=se,
        flags={"no_variation": se == 0},
    )


def welch_test(group: Estimate, rest: Estimate) -> Estimate:
    """Test whether two means are equal, whatever their spreads.

    group: means of the groups with `se` and `n`, as `mean_t` gives them, of k groups
    rest:  means of the comparisons with `se` and `n`, of k groups or of one
    Gives an Estimate whose values are k two-sided p-values; two groups of values all alike are
    undefined:no_variation.
    Fails with Problem "standard-error-missing" when an Estimate has no `se` or no `n`.
    Fails with Problem "shapes-differ" when the two do not hold as many means.
    Source: Welch 1947, Biometrika 34:28-35; checked against scipy in
    tests/unit/stats/rates/test_two_means.py
    >>> from commonweal.stats.rates.mean import mean_t
    >>> welch_test(mean_t([4], [20], [120]), mean_t([5], [10], [30])).value.round(4)
    array([0.1001])
    """
    value, se, df, reasons = _apart(group, rest)
    alike = se == 0
    p = 2 * np.asarray(stdtr(df, -np.abs(value) / np.where(alike, 1.0, se)))
    reasons = {**reasons, "no_variation": alike}
    return answer(p, None, None, level=0.95, method="welch", reasons=reasons)


def _apart(
    group: Estimate, rest: Estimate
) -> tuple[FloatArray, FloatArray, FloatArray, dict[str, Mask]]:
    one, own_se, own_n = _read(group)
    other, rest_se, rest_n = _read(rest)
    if len(other) not in {1, len(one)}:
        raise Problem(
            "shapes-differ",
            "The groups and their comparisons are not as many.",
            "Give one comparison for each group, or one for all.",
        )
    known = group.ok & rest.ok
    one_part, rest_part = np.where(known, own_se, 0.0), np.where(known, rest_se, 0.0)
    se = np.hypot(one_part, rest_part)
    share = (one_part / np.where(se > 0, se, 1.0)) ** 2
    smaller = np.where(known, own_n, 2.0) - 1, np.where(known, rest_n, 2.0) - 1
    parts = share**2 / smaller[0] + (1 - share) ** 2 / smaller[1]
    return np.where(known, one - other, 0.0), se, 1 / parts, _reasons(group, rest)


def _read(means: Estimate) -> tuple[FloatArray, FloatArray, FloatArray]:
    if means.se is None or means.n is None:
        raise Problem(
            "standard-error-missing",
            "A mean came without its standard error or without how many values it is of.",
            "Give means as mean_t makes them.",
        )
    return means.value, means.se, means.n


def _reasons(group: Estimate, rest: Estimate) -> dict[str, Mask]:
    own = np.array(group.reason, dtype=object)
    other = np.broadcast_to(np.array(rest.reason, dtype=object), own.shape)
    said = np.where(own == "", other, own)
    return {str(code): np.asarray(said == code) for code in sorted(set(said) - {""})}
