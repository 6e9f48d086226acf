"""Our model of ratings that share raters and sites beside R lme4 1.1-31."""

import csv

import pytest
from tests.reference.tables import pairs

from commonweal.stats.mixed.intercepts import fit_intercepts


@pytest.mark.parametrize("one", pairs("teaching", "ratings"))
def test_ratings(one):
    expected, table = one
    rows = list(csv.DictReader(table.read_text().splitlines()))
    column = {key: [float(row[key]) for row in rows] for key in ("rating", "group", "exam")}
    clusters = {key: [row[key] for row in rows] for key in ("rater", "site")}
    ours = fit_intercepts(column.pop("rating"), column, clusters)
    names = list(ours.names)
    assert names == list(expected["fixef"])
    wanted = [expected["fixef"][name] for name in names]
    assert ours.coefficients.value == pytest.approx(wanted, rel=1e-6)
    assert ours.coefficients.se == pytest.approx([expected["se"][n] for n in names], rel=1e-6)
    for name in clusters:
        assert ours.variances[name] == pytest.approx(expected["var"][name], rel=1e-6)
    assert ours.residual == pytest.approx(expected["var"]["Residual"], rel=1e-6)
    assert ours.criterion == pytest.approx(expected["reml"], rel=1e-9)
