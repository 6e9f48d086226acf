"""What is true of the made-up school, and what is planted; everything else differs for nobody."""

from __future__ import annotations

from commonweal.kinds import Problem
from commonweal.sample.written import Gap

REAL = "Rounds on culture"
NULL = "Poster campaign"
WEDGE = "Interpreter workshop"
SERIES = "Online module"
OUTCOME = "care.bp_control"
OUTCOME_GROUP = "hispanic"
# What an evaluation is about, after the name of the program.
ABOUT = f": {OUTCOME}, {OUTCOME_GROUP}"
THIN_DOMAIN = "Structures and power"

# Sizes are: points of a grade; log odds of a right answer; competencies of the domain without a
# test; share who complete; share of patients (negative widens a gap that stands below zero, so a
# positive size narrows it).
PLANTED: tuple[Gap, ...] = (
    Gap("teaching.attainment", "race_ethnicity", "black", -6.0),
    Gap("teaching.item_fairness", "sex", "female", -1.6),
    Gap("teaching.coverage", "domain", THIN_DOMAIN, 3.0),
    Gap("teaching.training_reach", "role", "resident", -0.22),
    Gap("teaching.effect_staggered", "evaluation", f"{REAL}{ABOUT}", 0.07),
)
# A grade below the pass mark is a course not passed.
_CARRIED = {"teaching.attainment": (("teaching.passing", "the same grades decide who passes"),)}
_MEASURES = tuple(gap.measure for gap in PLANTED)
_VIEWS = {gap.measure: gap.view for gap in PLANTED}


def check(gaps: tuple[Gap, ...]) -> None:
    """Refuse gaps that the school can not hold.

    gaps: what is to be planted
    Fails with Problem "gap-unknown".
    """
    for gap in gaps:
        if _VIEWS.get(gap.measure) != gap.view:
            raise Problem(
                "gap-unknown",
                f"No gap can be planted in '{gap.measure}' by '{gap.view}'.",
                f"Plant it in one of {', '.join(_MEASURES)}, by the view that each has.",
            )


def carried(gaps: tuple[Gap, ...]) -> tuple[tuple[str, str, str], ...]:
    """Say where else planted gaps show: measure, view, why.

    gaps: what is planted
    """
    return tuple(
        (measure, gap.view, why) for gap in gaps for measure, why in _CARRIED.get(gap.measure, ())
    )
