"""Our split of an inequality within and between units beside base R."""

import numpy as np
import pytest
from tests.reference.vectors import files, read

from commonweal.stats.allocation.parts import split_inequality

READ = [read(path) for path in files("research", "theil")]
CASES = [one for each in READ for one in (each if isinstance(each, list) else [each])]
ABSENT = pytest.mark.skip(reason="no vectors research/theil.json: keep shared/ beside the checkout")


@pytest.mark.parametrize("case", CASES or [pytest.param(None, marks=ABSENT, id="absent")])
def test_parts(case):
    units = np.unique(case["g"], return_inverse=True)[1]
    ours, expected = split_inequality(case["x"], units), case["expected"]
    assert ours.total == pytest.approx(expected["theil"], rel=1e-9)
    assert ours.within == pytest.approx(expected["within"], rel=1e-9)
    assert ours.between == pytest.approx(expected["between"], rel=1e-9)
