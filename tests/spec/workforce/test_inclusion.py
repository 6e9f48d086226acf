"""Favorable answers on inclusion, weighed to everybody who was asked, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.workforce.inclusion import MEASURE

EXAMPLE = """
survey
survey_key  opened      closed
r1          2025-04-01  2025-04-30

survey_item
survey_item_key  survey_key  code  factor     lowest  highest  reverse
i1               r1          I1    inclusion  1       5        no
i2               r1          I2    inclusion  1       5        no
i3               r1          I3    inclusion  1       5        no
i4               r1          I4    inclusion  1       5        no
i5               r1          I5    inclusion  1       5        no
i6               r1          I6    inclusion  1       5        no
i7               r1          I7    inclusion  1       5        no
i8               r1          I8    inclusion  1       5        no

respondent
respondent_key  survey_key  layer  work_unit  tenure  sex
ann             r1          nurse  east       new     female
bea             r1          nurse  east       new     male
cat             r1          nurse  east       new     female
dee             r1          aide   east       new     female
eve             r1          aide   east       new     male

response
response_key  respondent_key  survey_item_key  value
ann1          ann             i1               5
ann2          ann             i2               5
ann3          ann             i3               5
ann4          ann             i4               5
ann5          ann             i5               4
ann6          ann             i6               4
ann7          ann             i7               4
ann8          ann             i8               4
bea1          bea             i1               4
bea2          bea             i2               4
bea3          bea             i3               4
bea4          bea             i4               1
bea5          bea             i5               1
bea6          bea             i6               1
bea7          bea             i7               1
bea8          bea             i8               1
cat1          cat             i1               5
cat2          cat             i2               5
cat3          cat             i3               4
cat4          cat             i4               4
cat5          cat             i5               1
dee1          dee             i1               1
dee2          dee             i2               1
dee3          dee             i3               1
eve1          eve             i1               1
eve2          eve             i2               2
eve3          eve             i3               1
eve4          eve             i4               2
eve5          eve             i5               1
eve6          eve             i6               2
eve7          eve             i7               1
eve8          eve             i8               2

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
