"""Our regressions with fixed effects beside R fixest 0.12.2."""

import numpy as np
import pytest
from tests.reference.tables import pairs
from tests.reference.test_teaching_did import panel

from commonweal.stats.causal.event_regression import event_regression, two_way

ONES = pairs("teaching", "fixest")


@pytest.mark.parametrize("one", ONES)
def test_two_way(one):
    expected, table = one
    ours = two_way(panel(table, "none"))
    assert ours.value[0] == pytest.approx(expected["twfe"]["est"], rel=1e-9)
    assert ours.se[0] == pytest.approx(expected["twfe"]["se"], rel=1e-9)


@pytest.mark.parametrize("one", ONES)
def test_sun_and_abraham(one):
    expected, table = one
    ours, wanted = event_regression(panel(table, "none")), expected["sunab_event"]
    assert ours.at.tolist() == [float(term.split("::")[1]) for term in wanted["term"]]
    assert ours.effects.value == pytest.approx(wanted["est"], rel=1e-9, abs=1e-12)
    assert ours.effects.se == pytest.approx(wanted["se"], rel=1e-9)
    overall = expected["sunab_att"]
    assert np.append(ours.overall.value, ours.overall.se) == pytest.approx(
        [overall["est"], overall["se"]], rel=1e-9
    )
