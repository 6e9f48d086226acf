"""Say what is true in the sample: how likely each outcome is, and for whom it is less likely.

A planted gap must show elsewhere too, where measures share data and groups share people;
`affected` names these places. Everything else is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from commonweal.kinds import Problem
from commonweal.sample.draws import BoolArray, FloatArray
from commonweal.sample.people import GENDERS, LANGUAGES, NEEDS, ORIGINS, PAYERS, People


@dataclass(frozen=True)
class PlantedGap:
    """Plant a difference in one measure for one group; it holds for people, not for records.

    measure: key of a measure in BASE or ACCESS
    view: race_ethnicity, language, sex, interpreter_needed or payer; Hispanic means Hispanic of
          any race
    group: code of the group
    difference: added to the probability of the event, such as -0.16; of a wait, minutes
    """

    measure: str
    view: str
    group: str
    difference: float


# Least power at 5,000 patients in one year (`expected_power`, six groups judged together): 0.95,
# 0.96, 0.81 and more than 0.99, in this order; the two of access lie above 0.95.
PLANTED: tuple[PlantedGap, ...] = (
    PlantedGap("care.bp_control", "race_ethnicity", "hispanic", -0.18),
    PlantedGap("care.colorectal", "language", "es", -0.18),
    PlantedGap("care.colorectal", "language", "zh", -0.22),
    PlantedGap("care.depression", "sex", "male", -0.10),
    PlantedGap("care.interpreter_provided", "language", "zh", -0.24),
    PlantedGap("care.wait_to_provider", "language", "es", 12.0),
)

# Probability of the event of each measure whose outcome is drawn; made up, in the range of what
# health systems report. Pressure is under control so often at a reading.
BASE: dict[str, float] = {
    "care.a1c_poor": 0.22,
    "care.bp_control": 0.66,
    "care.breast": 0.74,
    "care.cervical": 0.72,
    "care.colorectal": 0.64,
    "care.depression": 0.66,
    "care.flu_vaccine_simple": 0.46,
    "care.readmit30_simple": 0.13,
}
# The same of access to care; a wait is the middle one in minutes.
ACCESS: dict[str, float] = {
    "care.cancelled_by_us": 0.018,
    "care.interpreter_provided": 0.74,
    "care.left_without_being_seen": 0.03,
    "care.wait_to_provider": 24.0,
}
WAITS = ("care.wait_to_provider",)
# In these nothing can be planted.
_ONLY_NULL = ("care.cancelled_by_us", "care.left_without_being_seen")
DEPENDS_ON: dict[str, str] = {
    "care.a1c_poor_simple": "care.a1c_poor",
    "care.bp_control_simple": "care.bp_control",
    "care.bp_any_simple": "care.bp_control",
}
NOT_DRAWN = ("care.ed_visits_simple",)
MEASURES: tuple[str, ...] = tuple(sorted({*BASE, *DEPENDS_ON, *NOT_DRAWN}))

# Views whose groups share people more often than chance: a gap in one shows in all of its cluster.
CLUSTERS: tuple[tuple[str, ...], ...] = (
    ("race_ethnicity", "race_any", "legacy_re", "race", "ethnicity", "language",
     "interpreter_needed"),
    ("sex",),
    ("age", "payer"),
    ("site",),
)  # fmt: skip
VIEWS: tuple[str, ...] = tuple(view for cluster in CLUSTERS for view in cluster)
# Hypertension comes with age, and a reading is higher with it.
THROUGH_AGE: tuple[tuple[str, str], ...] = (
    ("care.bp_any_simple", "age"),
    ("care.bp_any_simple", "payer"),
)
COLONOSCOPY_BEFORE = 0.15
LONGEST_WAIT = 240.0  # minutes, of the middle visit


def affected(gaps: tuple[PlantedGap, ...]) -> dict[tuple[str, str], str]:
    """Say for which measure and view there is a true gap, and why: planted, carried or age.

    gaps: what was planted
    """
    found = dict.fromkeys(THROUGH_AGE, "age")
    for gap in gaps:
        cluster = next(entry for entry in CLUSTERS if gap.view in entry)
        for measure in (*MEASURES, *ACCESS):
            if gap.measure in (measure, DEPENDS_ON.get(measure)):
                found.update({(measure, view): "carried" for view in cluster})
    found.update({(gap.measure, gap.view): "planted" for gap in gaps})
    return found


def probabilities(measure: str, people: People, gaps: tuple[PlantedGap, ...]) -> FloatArray:
    """Give each person's probability of the event of a measure, or middle wait.

    measure: key in BASE or ACCESS
    people: everybody
    gaps: what is planted
    """
    chance = np.full(people.size, usual(measure))
    for gap in gaps:
        if gap.measure == measure:
            chance[members(people, gap.view, gap.group)] += gap.difference
    return chance


def usual(measure: str) -> float:
    """Give what is true of a measure where nothing is planted.

    measure: key in BASE or ACCESS
    """
    return BASE[measure] if measure in BASE else ACCESS[measure]


def members(people: People, view: str, group: str) -> BoolArray:
    """Say who is of a group, whatever the record says.

    people: everybody
    view, group: as in PlantedGap
    Fails with Problem "gap-unknown".
    """
    if view == "race_ethnicity":
        return _of_origin(group)[people.origin]
    lists = {
        "language": (LANGUAGES, people.language),
        "sex": (GENDERS, people.gender),
        "interpreter_needed": (NEEDS, people.needs),
        "payer": (PAYERS, people.payer),
    }
    if view in lists:
        names, places = lists[view]
        found: BoolArray = places == _known(names, group)
        return found
    raise Problem(
        "gap-unknown",
        f"No gap can be planted by '{view}'.",
        f"Plant it by race_ethnicity or one of {', '.join(sorted(lists))}.",
    )


def check(gaps: tuple[PlantedGap, ...]) -> None:
    """Refuse gaps that the sample can not hold.

    gaps: what is to be planted
    Fails with Problem "gap-unknown" or "gap-impossible".
    """
    known = [key for key in (*BASE, *ACCESS) if key not in _ONLY_NULL]
    for gap in gaps:
        if gap.measure not in known:
            raise Problem(
                "gap-unknown",
                f"No gap can be planted in '{gap.measure}'.",
                f"Plant it in one of {', '.join(known)}; others follow from these.",
            )
        most = LONGEST_WAIT if gap.measure in WAITS else 1.0
        least = COLONOSCOPY_BEFORE if gap.measure == "care.colorectal" else 0.0
        together = sum(other.difference for other in gaps if other.measure == gap.measure)
        for difference in (gap.difference, together):
            if not least < usual(gap.measure) + difference < most:
                raise Problem(
                    "gap-impossible",
                    f"A difference of {difference:+.2f} takes {gap.measure} out of its range.",
                    f"Without a gap it stands at {usual(gap.measure):.2f}.",
                )


def expected_power(
    inside: tuple[int, float], outside: tuple[int, float], comparisons: int = 1
) -> float:
    """Give the probability that a true difference is found in one period, the right way round.

    inside, outside: people and true probability, in the group and outside it
    comparisons: groups judged together; each is tested at 0.05 divided by it, which is the least
                 that the false discovery rule allows
    Source: normal approximation with pooled variance under the null.
    """
    (n, p), (m, q) = inside, outside
    if n == 0 or m == 0:
        return 0.0
    pooled = (n * p + m * q) / (n + m)
    null = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    true = sqrt(p * (1 - p) / n + q * (1 - q) / m)
    edge = NormalDist().inv_cdf(1 - 0.025 / comparisons) * null
    return NormalDist().cdf((abs(p - q) - edge) / true)


def _of_origin(group: str) -> BoolArray:
    if group == "hispanic":
        return np.array([hispanic for _, _, hispanic, _ in ORIGINS])
    alone = [not hispanic and races == (group,) for _, races, hispanic, _ in ORIGINS]
    if not any(alone):
        raise Problem("gap-unknown", f"There is no group '{group}'.", "Name a race, or hispanic.")
    return np.array(alone)


def _known(names: tuple[str, ...], group: str) -> int:
    if group in names:
        return names.index(group)
    raise Problem("gap-unknown", f"There is no group '{group}'.", f"Known: {', '.join(names)}.")
