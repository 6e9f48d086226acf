"""What is planted in the made-up exports about the community, and of which size it is.

Sizes: community.chain, how many links of the kind are broken; community.benefit_concentration,
dollars a head over what they are elsewhere; community.hire_retention, taken from the probability
of staying ninety days; community.impact_hires, their share of all hires; community.local_hiring,
the chance of a hire from priority places over what it is elsewhere. Everything else is null.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.kinds import Problem
from commonweal.sample.written import Gap

CHAIN = "community.chain"
BENEFIT = "community.benefit_concentration"
RETENTION = "community.hire_retention"
LOCAL = "community.local_hiring"
IMPACT = "community.impact_hires"
# Share of impact hires where nothing is planted: the target of the measure.
IMPACT_SHARE = 0.10


@dataclass(frozen=True)
class Size:
    """Say how large the sample is.

    suppliers:    firms that we buy from
    purchases:    transactions a year
    hires:        people hired a year
    participants: people referred to pathways a year
    tracts:       census tracts of the service area
    partners:     organizations of the community
    needs:        significant needs of the last assessment
    programs:     programs of community benefit
    years:        years with records, the last one among them
    """

    suppliers: int = 900
    purchases: int = 40_000
    hires: int = 1200
    participants: int = 700
    tracts: int = 120
    partners: int = 150
    needs: int = 24
    programs: int = 60
    years: int = 3


FULL = Size()
PLANTED: tuple[Gap, ...] = (
    Gap(CHAIN, "evidence_link", "need_answered", 4),
    Gap(CHAIN, "evidence_link", "outcome_baseline", 12),
    Gap(BENEFIT, "tract_quarter", "q4", 0.4),
    Gap(RETENTION, "way_in", "pathway", 0.14),
    Gap(IMPACT, "whole", "all", 0.055),
)
SITES = ("Harborview", "Northside", "Riverbend", "Westfield")
WAYS = ("pathway", "priority", "other")
QUARTERS = ("q1", "q2", "q3", "q4")
LINKS = (
    "need_answered", "strategy_program", "program_need", "dollars_activity", "program_outcome",
    "outcome_baseline",
)  # fmt: skip
# Measure -> (view, groups, smallest and largest size that the sample can hold).
_HOLDS: dict[str, tuple[str, tuple[str, ...], float, float]] = {
    CHAIN: ("evidence_link", LINKS, 0, 12),
    BENEFIT: ("tract_quarter", QUARTERS, 0.05, 20.0),
    RETENTION: ("way_in", WAYS, -0.1, 0.6),
    LOCAL: ("hiring_site", SITES, 0.1, 3.0),
    IMPACT: ("whole", ("all",), 0.01, 0.12),
}


def carried(gaps: tuple[Gap, ...]) -> tuple[tuple[str, str, str], ...]:
    """Say where else a planted gap must show, and why.

    gaps: what is planted
    """
    found: list[tuple[str, str, str]] = []
    measures = {gap.measure for gap in gaps}
    if IMPACT in measures:
        found.append((IMPACT, "hiring_site", "every site has a part in it"))
    if LOCAL in measures:
        found.append((LOCAL, "whole", "one site is a part of all"))
        found += [(IMPACT, view, "a home there is one of its three parts")
                  for view in ("whole", "hiring_site")]  # fmt: skip
    return tuple(found)


def check(gaps: tuple[Gap, ...]) -> None:
    """Refuse gaps that the sample can not hold.

    gaps: what is to be planted
    Fails with Problem "gap-unknown" or "gap-impossible".
    """
    for gap in gaps:
        view, groups, least, most = _HOLDS.get(gap.measure, ("", (), 0.0, 0.0))
        if gap.view != view or gap.group not in groups:
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
