"""Worked example of workforce.leak: equal flows leak nowhere, and parts add up to the gap."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.leak import MEASURE

EXAMPLE = """
staff
person_key  sex
ann         female
bea         female
cora        female
dora        female
eva         female
fay         female
gus         male
hal         male
ian         male
jim         male
kit         male
leo         male

rank
rank_code  rank_order  track
r1         1           nursing
r2         2           nursing

assignment
person_key  rank_code  fte  main  worker_type  valid_from  valid_to
ann         r2         1    yes   employee     2014-01-01  -
bea         r1         1    yes   employee     2014-01-01  -
cora        r1         1    yes   employee     2014-01-01  -
dora        r1         1    yes   employee     2014-01-01  -
eva         r1         1    yes   employee     2014-01-01  -
fay         r1         1    yes   employee     2014-01-01  -
gus         r2         1    yes   employee     2014-01-01  -
hal         r1         1    yes   employee     2014-01-01  -
ian         r1         1    yes   employee     2014-01-01  -
jim         r1         1    yes   employee     2014-01-01  -
kit         r1         1    yes   employee     2014-01-01  -
leo         r1         1    yes   employee     2014-01-01  -

For ten years nobody has come, moved or left: 60 years of women and 60 of men. One of two in the
highest rank is a woman, and with the flows of men it would be so too.
women 1 / 2, the same under equal flows, no part in it
"""


def test_equal_flows_leak_nowhere() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(0)
    assert found.figure("share", "female") == pytest.approx(0.5)
    assert found.figure("equal_flows", "female") == pytest.approx(0.5)
    parts = [found.figure(part, "female") for part in ("entry_grade", "promotion", "separation")]
    assert parts == pytest.approx([0, 0, 0])


def _promoted(text: str, name: str, day: str) -> str:
    """Let somebody of the example rise on a day."""
    told = next(line for line in text.splitlines() if line.startswith(name) and " r1 " in line)
    rest = told.replace(" r1 ", " r2 ").replace("2014-01-01", day)
    return text.replace(told, f"{told[:-1]}{day}\n{rest}")


def test_the_parts_add_up_to_the_gap_and_name_its_door() -> None:
    found = measured(
        MEASURE,
        _promoted(_promoted(EXAMPLE, "hal", "2020-01-01"), "ian", "2022-01-01"),
        "sex",
    )
    women = found.group("female")
    parts = [found.figure(part, "female") for part in ("entry_grade", "promotion", "separation")]
    assert women["gap"] < 0
    assert sum(parts) == pytest.approx(-women["gap"])
    assert parts[1] == pytest.approx(-women["gap"])
