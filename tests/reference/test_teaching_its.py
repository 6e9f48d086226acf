"""Our interrupted series beside R lm and sandwich NeweyWest."""

import csv
import re

import numpy as np
import pytest
from tests.reference.tables import pairs

from commonweal.stats.causal.interrupted import interrupt

NAMES = ("(Intercept)", "t", "level", "slope")
PAIRS = pairs("teaching", "its")


def asked(content, pattern):
    """Give the number that stands in the name of a key."""
    return next(int(found[1]) for key in content if (found := re.fullmatch(pattern, key)))


def ours(one, **choice):
    content, table = one
    rows = list(csv.DictReader(table.read_text().splitlines()))
    before = sum(float(row["level"]) == 0 for row in rows)
    horizon = asked(content, r"effect_at_(\d+)_after")
    lag = asked(content, r"se_nw_lag(\d+)")
    return interrupt([float(row["y"]) for row in rows], before, horizon, lag=lag, **choice)


@pytest.mark.parametrize("one", PAIRS)
def test_coefficients_and_plain_errors(one):
    expected, found = one[0], ours(one)
    wanted = [expected["coef"][name] for name in NAMES]
    assert found.coefficients.value == pytest.approx(wanted, rel=1e-9)
    plain = [expected["se_ols"][name] for name in NAMES]
    assert found.plain_se == pytest.approx(plain, rel=1e-9)
    assert found.durbin_watson == pytest.approx(expected["durbin_watson"], rel=1e-9)


@pytest.mark.parametrize("one", PAIRS)
@pytest.mark.parametrize("adjusted", [False, True])
def test_errors_that_hold_over_time(one, adjusted):
    key = f"se_nw_lag{ours(one).lag}" + "_adjust" * adjusted
    wanted = [one[0][key][name] for name in NAMES]
    assert ours(one, adjusted=adjusted).coefficients.se == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("one", PAIRS)
def test_the_effect_some_periods_after(one):
    expected, found = one[0], ours(one, adjusted=False).effect
    value = next(each for key, each in expected.items() if key.startswith("effect_at_"))
    assert np.append(found.value, found.se) == pytest.approx(
        [value, expected["effect_se_nw"]], rel=1e-9
    )
