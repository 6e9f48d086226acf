"""Favorable answers on inclusion, weighed to everybody who was asked, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.inclusion import MEASURE


def items() -> str:
    return "\n".join(f"i{at}  r1  I{at}  inclusion  1  5  no" for at in range(1, 9))


def answers() -> str:
    given = {"ann": "55554444", "bea": "44411111", "cat": "55441---", "dee": "111-----",
             "eve": "12121212"}  # fmt: skip
    lines = [
        f"{who}{at}  {who}  i{at}  {value}"
        for who, said in given.items()
        for at, value in enumerate(said, 1)
    ]
    return "\n".join(lines)


EXAMPLE = f"""
survey
survey_key  opened      closed
r1          2025-04-01  2025-04-30

survey_item
survey_item_key  survey_key  code  factor  lowest  highest  reverse
{items()}

respondent
respondent_key  survey_key  layer  work_unit  tenure  sex
ann             r1          nurse  east       new     female
bea             r1          nurse  east       new     male
cat             r1          nurse  east       new     female
dee             r1          aide   east       new     female
eve             r1          aide   east       new     male

response
response_key  respondent_key  survey_item_key  value
{answers()}

response_frame
response_frame_key  survey_key  layer  work_unit  tenure  invited  responded
f1                  r1          nurse  east       new     12       3
f2                  r1          aide   east       new     8        2

Favorable: ann 8 of 8, bea 3 of 8, cat 4 of 5, eve 0 of 8. dee answered 3 of 8, fewer than half,
and is left out. So 3 nurses and 1 aide stand for 12 and 8: weights (12/20 x 4) / 3 = 0.8 for each
nurse and (8/20 x 4) / 1 = 1.6 for eve.
Weighed: (0.8 x (1 + 0.375 + 0.8) + 1.6 x 0) / 4 = 0.435; without weights 2.175 / 4 = 0.544.
Women: ann and cat, both nurses: 0.9. Men: bea and eve: (0.8 x 0.375) / 2.4 = 0.125.
Worth of the weights: 4^2 / (3 x 0.64 + 2.56) = 3.57 people.
"""


def test_the_share_is_weighed_to_the_frame() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.judged.total_rate == pytest.approx(0.435)
    assert found.figure("raw") == pytest.approx(2.175 / 4)
    assert found.figure("n_eff") == pytest.approx(16 / (3 * 0.64 + 2.56))
    assert found.figure("margins") == 3


def test_groups_are_weighed_too() -> None:
    women, men = (measured(MEASURE, EXAMPLE, "sex").group(code) for code in ("female", "male"))
    assert (women["value"], men["value"]) == (pytest.approx(0.9), pytest.approx(0.125))
    assert women["gap"] == pytest.approx(0.775)
    assert men["rest"] == pytest.approx(women["value"])


def test_who_answered_fewer_than_half_is_not_counted() -> None:
    assert measured(MEASURE, EXAMPLE, "layer").figure("response") == pytest.approx(5 / 20)
    aides = measured(MEASURE, EXAMPLE, "layer").group("aide")
    assert aides["value"] == 0


def test_reliability_stands_beside() -> None:
    keys = {one.key for one in measured(MEASURE, EXAMPLE, "sex").judged.figures}
    assert "alpha" in keys
