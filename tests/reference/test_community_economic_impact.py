"""Our circulation of money beside two published exercises and the definition of LM3."""

import pytest
from tests.reference.vectors import files, read

from commonweal.stats.community.circulation import input_output, local_multiplier

READ = [read(path) for path in files("community", "economic_impact")]
ABSENT = pytest.param(
    None, marks=pytest.mark.skip(reason="no vectors community/economic_impact.json"), id="absent"
)


def listed(key):
    return [pytest.param(one, id=one["id"]) for each in READ for one in each[key]] or [ABSENT]


@pytest.mark.parametrize("case", listed("leontief"))
def test_sectors(case):
    given, expected = case["input"], case["expected"]
    ours = input_output(given["A"], given["final_demand"], given["jobs_per_unit"])
    for row, wanted in zip(ours.inverse, expected["leontief_inverse"], strict=True):
        assert row == pytest.approx(wanted, rel=1e-9)
    assert ours.output == pytest.approx(expected["output"], rel=1e-9)
    assert ours.multipliers == pytest.approx(expected["output_multipliers"], rel=1e-9)
    if expected.get("jobs") is not None:
        assert ours.jobs == pytest.approx(expected["jobs"], rel=1e-9)


@pytest.mark.parametrize("case", listed("lm3"))
def test_three_rounds(case):
    given, expected = case["input"], case["expected"]
    ours = local_multiplier(
        given["round1"], given["local_staff"], given["local_suppliers"],
        given["staff_local_respend_rate"], given["supplier_local_respend_rate"],
    )  # fmt: skip
    assert ours.rounds[1:] == pytest.approx([expected["round2"], expected["round3"]], rel=1e-9)
    assert ours.multiplier == pytest.approx(expected["lm3"], rel=1e-9)
