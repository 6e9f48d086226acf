"""Our split of a change among suppliers beside made-up suppliers."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.suppliers.change import split_change


@pytest.mark.parametrize("case", cases("community", "vendor_change"))
def test_a_change(case):
    periods = (
        {row["vendor"]: (row["spend"], row["share"]) for row in case["input"][key]}
        for key in ("t0", "t1")
    )
    ours, expected = split_change(*periods), case["expected"]
    made = {
        "R0": ours.before, "R1": ours.after, "change": ours.change, "within": ours.within,
        "between": ours.between, "entry": ours.entry, "exit": ours.exit,
    }  # fmt: skip
    for key, value in made.items():
        assert value == pytest.approx(expected[key], rel=1e-12, abs=1e-15), key
    assert ours.within + ours.between + ours.entry + ours.exit == pytest.approx(
        ours.change, abs=1e-14
    )
