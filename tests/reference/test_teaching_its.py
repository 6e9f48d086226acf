"""Our interrupted series beside R lm and sandwich NeweyWest."""

import csv

import numpy as np
import pytest
from tests.reference.vectors import find, read

from commonweal.stats.causal.interrupted import interrupt

PATH, TABLE = find("teaching", "its.json"), find("teaching", "its.csv")
GONE = pytest.mark.skipif(
    PATH is None or TABLE is None, reason="no vectors teaching/its.json: keep shared/ beside"
)
NAMES = ("(Intercept)", "t", "level", "slope")


def ours(**choice):
    rows = list(csv.DictReader(TABLE.read_text().splitlines()))
    before = sum(float(row["level"]) == 0 for row in rows)
    return interrupt([float(row["y"]) for row in rows], before, 12, lag=3, **choice)


@GONE
def test_coefficients_and_plain_errors():
    expected, found = read(PATH), ours()
    wanted = [expected["coef"][name] for name in NAMES]
    assert found.coefficients.value == pytest.approx(wanted, rel=1e-9)
    plain = [expected["se_ols"][name] for name in NAMES]
    assert found.plain_se == pytest.approx(plain, rel=1e-9)
    assert found.durbin_watson == pytest.approx(expected["durbin_watson"], rel=1e-9)


@GONE
@pytest.mark.parametrize(("adjusted", "key"), [(False, "se_nw_lag3"), (True, "se_nw_lag3_adjust")])
def test_errors_that_hold_over_time(adjusted, key):
    found, wanted = ours(adjusted=adjusted), [read(PATH)[key][name] for name in NAMES]
    assert found.coefficients.se == pytest.approx(wanted, rel=1e-9)


@GONE
def test_the_effect_a_year_after():
    expected, found = read(PATH), ours(adjusted=False).effect
    assert np.append(found.value, found.se) == pytest.approx(
        [expected["effect_at_12_after"], expected["effect_se_nw"]], rel=1e-9
    )
