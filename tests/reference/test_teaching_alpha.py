"""Our reliability of a scale beside the closed form and base R qf."""

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs

from commonweal.stats.scales.reliability import reliability


@pytest.mark.parametrize("one", pairs("teaching", "alpha", "alpha_items"))
def test_a_scale(one):
    expected, table = one
    rows = list(csv.reader(table.read_text().splitlines()))[1:]
    ours = reliability(np.array(rows, dtype=float))
    assert ours.alpha.value[0] == pytest.approx(expected["alpha"], rel=1e-9)
    limits = [ours.alpha.low[0], ours.alpha.high[0]]
    assert limits == pytest.approx(expected["feldt_ci"], rel=1e-9)
    assert ours.standardized.value[0] == pytest.approx(expected["std_alpha"], rel=1e-9)
    assert ours.item_rest.value == pytest.approx(expected["item_total"], rel=1e-9)
