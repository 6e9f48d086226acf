"""Failed screenings within the same study and site, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.screen_failure import MEASURE

EXAMPLE = """
study
study_key  condition  target  first_planned  last_planned
s1         asthma     40      2024-01-01     2027-12-31

participant
participant_key  sex
ann              female
bea              female
cat              female
dee              female
eve              female
fox              male
gil              male
hal              male
ian              male
jon              male
kim              male
leo              male

recruit_event
study_key  participant_key  site   event       at
s1         ann              north  ineligible  2025-02-01
s1         bea              north  eligible    2025-02-01
s1         fox              north  ineligible  2025-02-01
s1         gil              north  eligible    2025-02-01
s1         hal              north  eligible    2025-02-01
s1         ian              north  enrolled    2025-02-01
s1         cat              south  ineligible  2025-02-01
s1         dee              south  ineligible  2025-02-01
s1         eve              south  eligible    2025-02-01
s1         jon              south  ineligible  2025-02-01
s1         kim              south  eligible    2025-02-01
s1         leo              south  approached  2025-02-01

leo was never screened. In the north 1 of 2 women failed and 1 of 4 men: +0.25, with the weight
2 x 4 / 6 = 1.333. In the south 2 of 3 and 1 of 2: +0.167, with the weight 3 x 2 / 5 = 1.2.
Together (1.333 x 0.25 + 1.2 x 0.167) / 2.533 = 0.2105
Without regard to the site: 3 of 5 women (60%).
"""


def test_groups_are_compared_at_the_same_site() -> None:
    women = measured(MEASURE, EXAMPLE, "sex").group("female")
    assert (women["met"], women["units"]) == (3, 5)
    assert women["value"] == pytest.approx(0.6)
    weights = 2 * 4 / 6, 3 * 2 / 5
    by_hand = (weights[0] * 0.25 + weights[1] * (2 / 3 - 1 / 2)) / sum(weights)
    assert women["gap"] == pytest.approx(by_hand)
    assert women["rest"] == pytest.approx(0.6 - by_hand)


def test_who_was_never_screened_is_not_counted() -> None:
    assert measured(MEASURE, EXAMPLE, "sex").left()["not screened for a study"] == 1
