"""Our Schedule H columns beside the logic of the form."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.community.schedule_h import schedule_h

TOTALS = {"total_7d": "7d", "total_7j": "7j", "total_7k": "7k", "total_part_II": "II"}


@pytest.mark.parametrize("case", cases("community", "schedule_h"))
def test_a_hospital(case):
    given, expected = case["input"], case["expected"]
    columns = ([row[key] for row in given["lines"]] for key in ("line", "expense", "offset"))
    ours = schedule_h(*columns, given["total_functional_expense"], given["bad_debt_in_expense"])
    assert ours.denominator == expected["denominator"]
    assert list(ours.lines) == [row["line"] for row in expected["lines"]]
    assert ours.net.tolist() == [row["net"] for row in expected["lines"]]
    wanted = [row["percent"] for row in expected["lines"]]
    assert ours.percent == pytest.approx(wanted, rel=1e-12)
    for key, name in TOTALS.items():
        net, percent = expected[key]["net"], expected[key]["percent"]
        assert ours.totals[name] == pytest.approx((net, percent), rel=1e-12)
