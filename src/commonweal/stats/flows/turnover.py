"""How often people leave, per year worked: a rate, and the ratio of two rates.

The limits are exact; the general comparison of rates is in rates/two_rates.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import whole
from commonweal.stats.rates.rate import exact
from commonweal.stats.rates.two_rates import exact_ratio, exact_test
from commonweal.stats.results import answer


def turnover_rate(leavers: ArrayLike, years: ArrayLike, level: float = 0.95) -> Estimate:
    """Give how many people leave for each year worked, with the exact interval.

    leavers: people who left, whole numbers, shape (k,)
    years:   person-years worked, shape (k,)
    level:   coverage of the interval, between 0 and 1
    Gives an Estimate of k rates a person-year; no years are undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when leavers are not whole numbers.
    Source: Garwood 1936, Biometrika 28:437-442; checked against R poisson.test in
    tests/reference/test_workforce_turnover_rates.py
    >>> turnover_rate([41], [312.4]).high.round(4)
    array([0.178])
    """
    whole(leavers=leavers)
    return exact(leavers, years, level=level)


def turnover_ratio(
    leavers: ArrayLike,
    years: ArrayLike,
    rest_leavers: ArrayLike,
    rest_years: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the ratio of two turnover rates with the exact conditional interval.

    leavers:      people of the group who left, whole numbers, shape (k,)
    years:        person-years worked by the group, shape (k,)
    rest_leavers: people of the comparison who left, whole numbers, shape (k,)
    rest_years:   person-years worked by the comparison, shape (k,)
    level:        coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, 0 where nobody of the group left. No years are
    undefined:zero_denominator; nobody leaving in the comparison is undefined:zero_in_ratio, and
    then the lower limit still stands.
    Fails with Problem "counts-not-whole" when leavers are not whole numbers.
    Source: Przyborowski and Wilenski 1940, Biometrika 31:313-323; checked against R poisson.test
    in tests/reference/test_workforce_turnover_rates.py
    >>> turnover_ratio([0], [22.5], [9], [210.2]).high.round(3)
    array([4.733])
    """
    whole(leavers=leavers, rest_leavers=rest_leavers)
    ratio = exact_ratio(leavers, years, rest_leavers, rest_years, level)
    had, rest_had = whole(leavers=leavers, rest_leavers=rest_leavers)
    timeless = np.array(ratio.reason, dtype=object) == "zero_denominator"
    had, rest_had, _ = np.broadcast_arrays(had, rest_had, ratio.value)
    return answer(
        np.where((had == 0) & (rest_had > 0), 0.0, ratio.value),
        ratio.low,
        ratio.high,
        level=level,
        method="turnover_ratio",
        reasons={"zero_denominator": timeless, "zero_in_ratio": rest_had == 0},
        bounds=True,
    )


def turnover_test(
    leavers: ArrayLike, years: ArrayLike, rest_leavers: ArrayLike, rest_years: ArrayLike
) -> Estimate:
    """Test whether two turnover rates are equal, given how many left in all.

    leavers:      people of the group who left, whole numbers, shape (k,)
    years:        person-years worked by the group, shape (k,)
    rest_leavers: people of the comparison who left, whole numbers, shape (k,)
    rest_years:   person-years worked by the comparison, shape (k,)
    Gives an Estimate whose values are k two-sided p-values; no years are
    undefined:zero_denominator.
    Fails with Problem "counts-not-whole" when leavers are not whole numbers.
    Source: Przyborowski and Wilenski 1940, Biometrika 31:313-323; checked against R poisson.test
    in tests/reference/test_workforce_turnover_rates.py
    >>> turnover_test([41], [312.4], [138], [1510.75]).value.round(4)
    array([0.0468])
    """
    return exact_test(leavers, years, rest_leavers, rest_years)
