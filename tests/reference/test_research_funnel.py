"""Our split of a participation ratio over the stages beside base R."""

import numpy as np
import pytest
from tests.reference.vectors import files, read

from commonweal.stats.enrollment.stages import split_stages


def groups():
    found = [read(path) for path in files("research", "funnel")]
    if not found:
        why = "no vectors research/funnel.json: keep shared/ beside the checkout"
        return [pytest.param(None, None, marks=pytest.mark.skip(reason=why), id="absent")]
    return [
        pytest.param(each, at, id=f"{number}-{name}")
        for number, each in enumerate(found)
        for at, name in enumerate(each["groups"])
    ]


@pytest.mark.parametrize(("content", "at"), groups())
def test_stages_of_a_group(content, at):
    stages = [key for key in content["counts"][0] if key != "_row"]
    ours = split_stages([[row[stage] for stage in stages] for row in content["counts"]])
    expected = content["expected"][content["groups"][at]]
    inside = slice(at * ours.steps, (at + 1) * ours.steps)
    for key, estimate in (
        ("stage_rate", ours.rate),
        ("stage_ratio", ours.ratio),
        ("log_contrib", ours.log_ratio),
    ):
        wanted = [expected[key][stage] for stage in stages[1:]]
        wanted = [np.nan if each is None else each for each in wanted]
        assert estimate.value[inside] == pytest.approx(wanted, rel=1e-9, nan_ok=True)
    whole, product = ours.whole.value[at], np.prod(ours.ratio.value[inside])
    for made, key in ((whole, "ppr"), (product, "product")):
        wanted = np.nan if expected[key] is None else expected[key]
        assert made == pytest.approx(wanted, rel=1e-9, nan_ok=True)
