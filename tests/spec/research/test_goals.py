"""Goals of studies, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.goals import MEASURE

EXAMPLE = """
study
study_key  condition  target  first_planned  last_planned
s1         asthma     8       2024-01-01     2027-12-31
s2         lupus      5       2024-01-01     2027-12-31
s3         lupus      9       2024-01-01     2025-06-30

enroll_goal
study_key  view  stratum  share  set_on
s1         sex   female   0.5    2023-12-01
s1         sex   male     0.25   2023-12-01
s2         sex   female   0.6    2023-12-01
s3         sex   female   0.6    2023-12-01

participant
participant_key  sex
ann              female
bea              female
cat              female
dee              female
eli              male
fox              male
gil              male
hal              male
ivy              female

recruit_event
study_key  participant_key  event     at
s1         ann              enrolled  2024-05-01
s1         bea              enrolled  2025-02-01
s1         cat              enrolled  2025-02-01
s1         dee              enrolled  2025-02-01
s1         eli              enrolled  2025-02-01
s2         fox              enrolled  2025-02-01
s2         gil              enrolled  2025-02-01
s2         hal              enrolled  2025-02-01
s3         ivy              enrolled  2025-02-01

s3 has ended. s1 wants half of 8, that is 4 women, and has 4: reached, a chance of 1. It wants
2 men, has 1 and 3 places: at least one man in three more, when one of five was: by the Jeffreys
prior 1 - (4.5 x 5.5 x 6.5) / (6 x 7 x 8) = 0.5212. s2 wants 3 women, has none, and 2 places: out
of reach, a chance of 0.
women: (1 + 0) / 2 = 0.5
"""


def test_the_chances_of_the_goals_are_averaged_by_group() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    assert found.group("female")["value"] == pytest.approx(0.5)
    assert found.group("male")["value"] == pytest.approx(1 - 4.5 * 5.5 * 6.5 / (6 * 7 * 8))


def test_goals_of_the_same_study_are_compared() -> None:
    women = measured(MEASURE, EXAMPLE, "sex").group("female")
    by_hand = 1 - 4.5 * 5.5 * 6.5 / (6 * 7 * 8)
    assert women["rest"] == pytest.approx(by_hand)
    assert women["gap"] == pytest.approx(1 - by_hand)


def test_goals_are_told_by_how_they_stand() -> None:
    found = measured(MEASURE, EXAMPLE, "sex")
    told = {key: found.figure(key, "female") for key in ("on_track", "watch", "unreachable")}
    assert told == {"on_track": 1, "watch": 0, "unreachable": 1}


def test_a_grouping_without_goals_has_no_figure() -> None:
    assert np.isnan(measured(MEASURE, EXAMPLE, "legacy_re").group("not_recorded")["value"])
