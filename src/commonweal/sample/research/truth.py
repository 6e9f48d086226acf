"""What is planted in the made-up research exports, and of which size they are.

Sizes: research.participation, share of those enrolled over the share in the reference;
research.screen_failure and research.funding_gap, added to the probability; research.portfolio,
money over what the burden of the condition leads us to expect.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.kinds import Problem
from commonweal.sample.research.conditions import CONDITIONS, STRATA
from commonweal.sample.written import Gap


@dataclass(frozen=True)
class Size:
    """Say how large the sample is.

    studies:     how many studies
    approached:  people approached for a study in a whole year
    researchers: people who apply for money
    years:       years with records, the last one among them
    """

    studies: int = 120
    approached: int = 60
    researchers: int = 1000
    years: int = 3


PLANTED: tuple[Gap, ...] = (
    Gap("research.participation", "legacy_re", "hispanic", 0.6),
    Gap("research.screen_failure", "legacy_re", "black", 0.13),
    Gap("research.funding_gap", "sex", "female", -0.13),
    Gap("research.portfolio", "condition", "sickle cell", 0.08),
)
# Where a planted gap shows besides, and why. Language goes with race and ethnicity.
_SCREENED = "who fails the screening is missing among those enrolled"
_SPOKEN = "the groups speak other languages"
_CARRIED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "research.participation": (
        ("research.goals", "legacy_re", "fewer come than the goals were set by"),
    ),
    "research.screen_failure": (
        ("research.screen_failure", "language", _SPOKEN),
        ("research.recruitment_funnel", "legacy_re", _SCREENED),
        ("research.recruitment_funnel", "language", _SCREENED),
    ),
}
# Measure -> (groups by view, smallest and largest size that the sample can hold).
_HOLDS: dict[str, tuple[dict[str, tuple[str, ...]], float, float]] = {
    "research.participation": ({"legacy_re": STRATA}, 0.2, 2.0),
    "research.screen_failure": ({"legacy_re": STRATA}, -0.15, 0.35),
    "research.funding_gap": ({"sex": ("female", "male")}, -0.25, 0.3),
    "research.portfolio": ({"condition": tuple(one.key for one in CONDITIONS)}, 0.01, 20.0),
}


def check(gaps: tuple[Gap, ...]) -> None:
    """Refuse gaps that the sample can not hold.

    gaps: what is to be planted
    Fails with Problem "gap-unknown" or "gap-impossible".
    """
    for gap in gaps:
        views, least, most = _HOLDS.get(gap.measure, ({}, 0.0, 0.0))
        if gap.group not in views.get(gap.view, ()):
            raise Problem(
                "gap-unknown",
                f"No gap can be planted in '{gap.measure}' for '{gap.group}' by '{gap.view}'.",
                f"Plant it in one of {', '.join(_HOLDS)}, for one of their groups.",
            )
        if not least <= gap.size <= most:
            raise Problem(
                "gap-impossible",
                f"A size of {gap.size:g} is out of the range of {gap.measure}.",
                f"Give one between {least:g} and {most:g}.",
            )


def planted(gaps: tuple[Gap, ...], measure: str, group: str, none: float) -> float:
    """Give what is planted in a measure for a group, or what stands where nothing is.

    gaps:           what is planted
    measure, group: where
    none:           what stands where nothing is planted
    """
    found = [gap.size for gap in gaps if (gap.measure, gap.group) == (measure, group)]
    return found[0] if found else none


def carried(gaps: tuple[Gap, ...]) -> tuple[tuple[str, str, str], ...]:
    """Say where else a planted gap shows, and why.

    gaps: what is planted
    """
    return tuple(one for gap in gaps for one in _CARRIED.get(gap.measure, ()))
