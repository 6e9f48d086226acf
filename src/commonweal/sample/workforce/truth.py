"""What is true of the made-up staff: which processes differ for whom, and where that must show.

Everything else is null: work, pay, mentoring and searches do not look at who somebody is.
"""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Problem
from commonweal.sample.draws import BoolArray, FloatArray
from commonweal.sample.workforce.selves import Selves, members
from commonweal.sample.written import Gap

OFFERED = "workforce.selection_offered"
TURNOVER = "workforce.turnover"
PROMOTION = "workforce.promotion"
# Factors: on the weight of a candidate at the interview, on the rate of leaving in the last two
# years, and on the rate of promotion in all years.
PLANTED: tuple[Gap, ...] = (
    Gap(OFFERED, "race_ethnicity", "black", 0.45),
    Gap(TURNOVER, "race_ethnicity", "hispanic", 2.0),
    Gap(PROMOTION, "sex", "female", 0.6),
)
PROCESSES = (OFFERED, TURNOVER, PROMOTION)
# Views whose groups share people more often than chance.
CLUSTERS = (("race_ethnicity", "race_any", "legacy_re", "language"), ("sex",))
# Measures that count the same events, or what these events leave behind.
SHARED = {
    OFFERED: ("workforce.selection",),
    TURNOVER: (
        "workforce.first_year_retention", "workforce.exit", "workforce.promotion",
        "workforce.availability", "workforce.mirror", "workforce.norm", "workforce.senior_rank",
        "workforce.projection", "workforce.leak",
    ),
    PROMOTION: ("workforce.senior_rank", "workforce.projection", "workforce.leak",
                "workforce.pay_gap"),
}  # fmt: skip


def check(gaps: tuple[Gap, ...]) -> None:
    """Refuse gaps that this part of the sample can not hold.

    gaps: what is to be planted
    Fails with Problem "gap-unknown".
    """
    for gap in gaps:
        if gap.measure not in PROCESSES or gap.size <= 0:
            raise Problem(
                "gap-unknown",
                f"No gap can be planted in '{gap.measure}'.",
                f"Plant a factor above 0 in one of {', '.join(PROCESSES)}.",
            )


def factors(gaps: tuple[Gap, ...], process: str, people: Selves) -> FloatArray:
    """Give each person's factor on the rate or weight of a process, 1 where nothing is planted.

    gaps:    what is planted
    process: one of PROCESSES
    people:  everybody
    """
    found: FloatArray = np.ones(len(people.origin))
    for gap in gaps:
        if gap.measure == process:
            among: BoolArray = members(people, gap.view, gap.group)
            found[among] *= gap.size
    return found


def carried(gaps: tuple[Gap, ...]) -> tuple[tuple[str, str, str], ...]:
    """Say where else a planted gap must show: in views that share people, and shared events.

    gaps: what is planted
    """
    found: dict[tuple[str, str], str] = {}
    for gap in gaps:
        views = next(cluster for cluster in CLUSTERS if gap.view in cluster)
        for view in views:
            found[gap.measure, view] = "groups share people"
            for measure in SHARED[gap.measure]:
                found[measure, view] = f"counts what {gap.measure} leaves behind"
    own = {(gap.measure, gap.view) for gap in gaps}
    return tuple((*place, why) for place, why in sorted(found.items()) if place not in own)
