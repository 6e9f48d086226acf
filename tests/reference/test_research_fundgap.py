"""Our funding gap in nested steps beside glm and sandwich vcovCL.

glm stops one step before its end and keeps the weights of that step, so its errors are 1e-7 off.
An own search here stops as glm does, to show that this alone is between us.
"""

import csv

import numpy as np
import pytest
from scipy.special import expit, xlogy
from tests.reference.tables import pairs

from commonweal.stats.adjustment.terms import labeled, number
from commonweal.stats.allocation.funding_gap import nested_gaps

PAIRS = pairs("research", "fundgap")
STEPS = {"m0": ([], 1), "m1": (["exper", "pubs"], 2), "m2": (["exper", "pubs", "topic"], 3)}


def rows(one):
    return list(csv.DictReader(one[1].read_text().splitlines()))


def flags(one, name):
    return np.array([int(row[name]) for row in rows(one)])


def ours(one):
    record = [number(key, [float(row[key]) for row in rows(one)]) for key in ("exper", "pubs")]
    topic = labeled("topic", [row["topic"] for row in rows(one)], "basic")
    return nested_gaps(
        flags(one, "funded"), flags(one, "group"), flags(one, "applicant"), [record, [topic]]
    )


def columns(one, step):
    made = {"(Intercept)": np.ones(len(rows(one))), "group": flags(one, "group").astype(float)}
    for name in STEPS[step][0]:
        values = [row[name] for row in rows(one)]
        if name == "topic":
            levels = ("clinical", "population")
            made |= {f"topic{one}": np.array([float(v == one) for v in values]) for one in levels}
        else:
            made[name] = np.array([float(v) for v in values])
    return list(made), np.stack(list(made.values()), axis=1)


def search(x, y, precision):
    """Give coefficients, and the weights of the step before."""
    chance, before = (y + 0.5) / 2, np.inf
    eta = np.log(chance / (1 - chance))
    while True:
        weight = expit(eta) * expit(-eta)
        target = eta + (y - expit(eta)) / weight
        beta = np.linalg.solve((x.T * weight) @ x, (x.T * weight) @ target)
        eta = x @ beta
        deviance = -2 * (xlogy(y, expit(eta)) + xlogy(1 - y, expit(-eta))).sum()
        if abs(deviance - before) / (abs(deviance) + 0.1) < precision:
            return beta, weight
        before = deviance


def errors(x, y, people, precision):
    """Give coefficients, clustered errors, the gap and its error."""
    beta, weight = search(x, y, precision)
    eta = x @ beta
    score = x * (weight * (y - expit(eta)) / (expit(eta) * expit(-eta)))[:, None]
    sums = np.stack([score[people == one].sum(axis=0) for one in np.unique(people)])
    bread = np.linalg.inv((x.T * weight) @ x)
    n, k = x.shape
    factor = len(sums) / (len(sums) - 1) * (n - 1) / (n - k)
    covariance = bread @ sums.T @ sums @ bread * factor
    ends = []
    for value in (1.0, 0.0):
        moved = x.copy()
        moved[:, 1] = value
        p = expit(moved @ beta)
        ends.append((p.mean(), (p * (1 - p)) @ moved / n))
    gradient = ends[0][1] - ends[1][1]
    gap = ends[0][0] - ends[1][0], np.sqrt(gradient @ covariance @ gradient)
    return beta, np.sqrt(np.diag(covariance)), *gap


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("one", PAIRS)
def test_a_step(one, step):
    expected, made = one[0][step], ours(one)[STEPS[step][1]]
    names = [name.replace("group1", "group") for name in made.names]
    assert set(names) == set(expected["coef"])
    assert made.beta.value == pytest.approx([expected["coef"][name] for name in names], rel=1e-9)
    wanted = [expected["se_cluster"][name] for name in names]
    assert made.beta.se == pytest.approx(wanted, rel=1e-6)
    assert made.gap.value[0] == pytest.approx(expected["ame"], rel=1e-9)
    assert made.gap.se[0] == pytest.approx(expected["ame_se"], rel=1e-6)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("one", PAIRS)
def test_the_step_where_glm_stops_is_all_that_is_between_us(one, step):
    expected, made = one[0][step], ours(one)[STEPS[step][1]]
    names, x = columns(one, step)
    given = x, flags(one, "funded").astype(float), flags(one, "applicant")
    early = errors(*given, 1e-8)
    assert early[1] == pytest.approx([expected["se_cluster"][name] for name in names], rel=1e-9)
    assert early[3] == pytest.approx(expected["ame_se"], rel=1e-8)
    settled = errors(*given, 1e-14)
    order = [name.replace("group1", "group") for name in made.names]
    places = [names.index(name) for name in order]
    assert made.beta.se == pytest.approx(settled[1][places], rel=1e-9)
    assert made.gap.se[0] == pytest.approx(settled[3], rel=1e-9)


@pytest.mark.parametrize("one", PAIRS)
def test_the_raw_gap(one):
    assert ours(one)[0].gap.value[0] == pytest.approx(one[0]["raw"], rel=1e-9)
