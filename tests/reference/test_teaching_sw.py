"""Our stepped wedge beside R lme4 1.1-31 and the closed form of Hussey and Hughes."""

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs

from commonweal.stats.causal.stepped_wedge import planned_error, stepped_wedge

PAIRS = pairs("teaching", "sw")


def rows(one):
    return list(csv.DictReader(one[1].read_text().splitlines()))


def ours(one):
    columns = ([float(row[key]) for row in rows(one)] for key in ("y", "trt", "t", "c"))
    return stepped_wedge(*columns)


@pytest.mark.parametrize("one", PAIRS)
def test_the_effect_and_the_variances(one):
    expected, (found, model) = one[0], ours(one)
    assert found.value[0] == pytest.approx(expected["trt"], rel=1e-7)
    assert found.se[0] == pytest.approx(expected["se"], rel=1e-7)
    # lme4 stops 5e-7 short of the lowest point, as the test below shows.
    assert model.variances["cluster"] == pytest.approx(expected["var_cluster"], rel=1e-6)
    assert model.residual == pytest.approx(expected["var_resid"], rel=1e-7)


@pytest.mark.parametrize("one", PAIRS)
def test_our_point_is_lower_than_where_lme4_stops(one):
    expected, (_, model) = one[0], ours(one)
    y, treated, when, places = (
        np.array([float(row[key]) for row in rows(one)]) for key in ("y", "trt", "t", "c")
    )
    x = np.column_stack((treated, *[(when == one).astype(float) for one in np.unique(when)]))
    shared = (places[:, None] == places[None, :]).astype(float)

    def slope(ratio):
        """Differentiate the restricted likelihood with whole matrices."""
        inverse = np.linalg.inv(np.eye(len(y)) + ratio * shared)
        p = inverse - inverse @ x @ np.linalg.solve(x.T @ inverse @ x, x.T @ inverse)
        pull = p @ y
        return np.trace(p @ shared) - (len(y) - x.shape[1]) * (pull @ shared @ pull) / (y @ pull)

    here = slope(model.variances["cluster"] / model.residual)
    there = slope(expected["var_cluster"] / expected["var_resid"])
    assert abs(here) < max(abs(there) / 100, 1e-8)


@pytest.mark.parametrize("one", PAIRS)
def test_the_closed_form(one):
    expected, (found, model) = one[0], ours(one)
    design = np.array(expected["design"])
    people = len(rows(one)) / design.size
    planned = planned_error(design, people, 1.0, 0.09)
    assert planned**2 == pytest.approx(expected["hh_var_at_sigma2_1_tau2_0.09"], rel=1e-9)
    at_fit = planned_error(design, people, model.residual, model.variances["cluster"])
    assert at_fit == pytest.approx(expected["hh_se_at_fit"], rel=1e-7)
    assert at_fit == pytest.approx(found.se[0], rel=1e-12)
