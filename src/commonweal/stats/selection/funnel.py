"""A selection funnel: every stage's impact ratio, whose product is the whole funnel's.

A good bottom line excuses no stage (Connecticut v. Teal, 457 U.S. 440): each is analysed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, whole
from commonweal.stats.selection.impact_ratio import impact_ratio


def stage_ratios(people: ArrayLike, rest_people: ArrayLike, level: float = 0.95) -> Estimate:
    """Give the impact ratio of each stage of a funnel, then that of the whole funnel.

    people:      people of the group at the start and after each stage, shape (k + 1,)
    rest_people: people of the comparison at the start and after each stage, shape (k + 1,)
    level:       coverage of the intervals, between 0 and 1
    Gives an Estimate of k + 1 ratios, the last of the whole funnel: the logarithms of the first k
    add up to its logarithm where all are above 0. A stage that nobody of a side reached is
    undefined:zero_denominator.
    Fails with Problem "stage-grows" when more people leave a stage than entered it.
    Fails with Problem "stages-missing" when there is no stage.
    Source: workforce specification, section 5.7: ln IR = sum of ln IR of the stages
    >>> stage_ratios([40, 20, 12], [80, 60, 48]).value.round(4)
    array([0.6667, 0.75  , 0.5   ])
    """
    own, rest = whole(people=people, rest_people=rest_people)
    _falling(own)
    _falling(rest)
    return impact_ratio(
        np.append(own[1:], own[-1]),
        np.append(own[:-1], own[0]),
        np.append(rest[1:], rest[-1]),
        np.append(rest[:-1], rest[0]),
        level,
    )


def _falling(people: FloatArray) -> None:
    if len(people) < 2:
        raise Problem(
            "stages-missing",
            "A funnel needs the people before and after at least one stage.",
            "Give two counts or more, from the start to the end.",
        )
    if (np.diff(people) > 0).any():
        raise Problem(
            "stage-grows",
            "More people left a stage than entered it.",
            "Correct the stage moves: each person is counted once a stage.",
        )
