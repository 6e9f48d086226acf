"""What is true of the made-up survey, and what is planted; everything else differs for nobody.

Units do differ a little in all composites, as they do everywhere; groups inside them do not.
"""

from __future__ import annotations

from commonweal.kinds import Problem
from commonweal.sample.written import Gap

# Code of a layer, its name in the export, people per 1,200 invited, and the share that answers.
LAYERS: tuple[tuple[str, str, int, float], ...] = (
    ("attending", "Attending physician", 130, 0.52),
    ("trainee", "Resident or fellow", 110, 0.55),
    ("app", "NP or PA", 90, 0.62),
    ("nurse", "Registered nurse", 370, 0.66),
    ("allied", "Therapist or dietitian", 120, 0.68),
    ("pharmacist", "Pharmacist", 60, 0.72),
    ("technician", "Technician or aide", 180, 0.56),
    ("support", "Clerk, transport or EVS", 140, 0.60),
)
UNITS: tuple[str, ...] = (
    "4 East", "4 West", "5 East", "5 West", "Emergency", "ICU", "Labor and delivery", "NICU",
    "Operating rooms", "Oncology", "Pediatrics", "Psychiatry",
)  # fmt: skip
TENURES: tuple[tuple[str, float], ...] = (
    ("0-1", 0.22),
    ("2-5", 0.31),
    ("6-10", 0.22),
    ("11+", 0.25),
)
# Measure, dimension in the export, number of items, share of favorable answers.
COMPOSITES: tuple[tuple[str, str, int, float], ...] = (
    ("care.teamwork", "Teamwork", 3, 0.70),
    ("care.communication_openness", "Communication Openness", 4, 0.64),
    ("workforce.inclusion", "Inclusion", 8, 0.66),
)
# Sizes are added to the share of favorable answers.
PLANTED: tuple[Gap, ...] = (Gap("care.communication_openness", "layer", "support", -0.24),)


def check(gaps: tuple[Gap, ...]) -> None:
    """Refuse gaps that the survey can not hold.

    gaps: what is to be planted
    Fails with Problem "gap-unknown" or "gap-impossible".
    """
    base = {measure: share for measure, _, _, share in COMPOSITES}
    layers = [code for code, *_ in LAYERS]
    for gap in gaps:
        if gap.measure not in base or gap.view != "layer" or gap.group not in layers:
            raise Problem(
                "gap-unknown",
                f"No gap can be planted in '{gap.measure}' by '{gap.view}' for '{gap.group}'.",
                f"Plant it in one of {', '.join(base)}, by layer: {', '.join(layers)}.",
            )
        if not 0.05 <= base[gap.measure] + gap.size <= 0.95:
            raise Problem(
                "gap-impossible",
                f"A difference of {gap.size:+.2f} takes {gap.measure} out of its range.",
                f"Without a gap it stands at {base[gap.measure]:.2f}.",
            )
