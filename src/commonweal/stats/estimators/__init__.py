"""Every method a measure may name: one file a method, one line here.

Each file holds one function, `estimate`, from rows and what is asked to what is answered. The
formulas stand in the families of `stats`; here rows are only told apart by group.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from commonweal.kinds import Asked, Estimated, Problem, Rows

Estimator = Callable[[Rows, Asked], Estimated]

# Name of the method, and the roles it needs. A proportion is judged from counts alone.
ESTIMATORS: dict[str, tuple[str, ...]] = {
    "attainment": ("value", "prior", "site", "cohort"),
    "award_process": ("dollars", "open", "criteria", "panel", "waited"),
    "benefit_reach": ("dollars", "residents", "disadvantage"),
    "composite": ("item_1", "layer", "work_unit"),
    "counted_share": ("yes",),
    "enrollment_goals": ("study",),
    "enrollment_pace": ("enrolled", "target", "opened", "asked", "closes"),
    "frame_coverage": ("node",),
    "funding_gap": (),
    "impact_hires": ("impact", "priority", "pathway", "degree_free"),
    "incidence": ("entry", "exit", "status"),
    "item_differences": ("answers", "test"),
    "leak": ("years_ago", "before", "after"),
    "local_hiring": ("priority",),
    "mean": ("value",),
    "participation": ("condition",),
    "partner_ladder": ("close", "rung", "before"),
    "pathway_funnel": ("enrolled", "completed", "interviewed", "offered", "started", "retained"),
    "pay_gap": ("value",),
    "portfolio": ("funding", "burden"),
    "projection": ("years_ago", "before", "after"),
    "proportion": (),
    "raked_scale": ("item_1", "layer", "tenure", "work_unit"),
    "ratings": ("value", "prior", "rater", "site"),
    "recruitment_funnel": ("stage", "condition"),
    "representation": ("family",),
    "same_stratum": ("stratum",),
    "selection": (),
    "senior_rank": ("rank",),
    "series_effect": ("unit", "period", "outcome", "weight", "people", "first_period"),
    "shared_out": ("value",),
    "staggered_effect": ("unit", "period", "outcome", "weight", "people", "first_period"),
    "staying": ("exit", "status"),
    "succession": ("post",),
    "turnover": ("events", "exposure"),
    "vendor_change": ("spend", "share", "spend_before", "share_before"),
    "vendor_workforce": ("spend", "staff", "inside", "available", "low", "high"),
    "wedge_effect": ("unit", "period", "outcome", "weight", "people", "first_period"),
}


def estimator(name: str) -> Estimator:
    """Give a method by its name.

    name: from ESTIMATORS, but for "proportion", which needs no rows
    Fails with Problem "estimator-unknown".
    Source: none, it looks up; checked in tests/unit/stats/estimators/test_list.py
    >>> estimator("mean").__module__
    'commonweal.stats.estimators.mean'
    """
    if name not in ESTIMATORS or name == "proportion":
        raise Problem(
            "estimator-unknown",
            f"There is no method called '{name}' that reads rows.",
            f"Known are: {', '.join(one for one in ESTIMATORS if one != 'proportion')}.",
        )
    found: Estimator = import_module(f"{__name__}.{name}").estimate
    return found
