"""Units, jobs and ranks of the made-up health system."""

from __future__ import annotations

DIVISIONS = ("Nursing", "Medicine", "Surgery", "Research", "Operations", "Community Health")
SITES = ("founding-north", "founding-south", "community-east", "community-west")
UNITS_A_DIVISION = 4
FAMILIES = ("nursing", "clinical", "technical", "research", "administration", "support")
FAMILY_SHARES = (0.31, 0.14, 0.17, 0.11, 0.15, 0.12)
_CATEGORIES = (
    "2 Professionals", "2 Professionals", "3 Technicians", "2 Professionals",
    "5 Administrative Support", "9 Service Workers",
)  # fmt: skip
_OCCUPATIONS = ("29-1141", "29-1216", "29-2010", "19-1042", "43-6013", "37-2011")
RANKS = 4
# A year's pay at the first rank, in cents; each rank adds 18 percent.
PAY = (7_400_000, 13_800_000, 6_300_000, 6_900_000, 5_600_000, 4_300_000)
STEP = 1.18


def unit_code(place: int) -> str:
    """Write the code of a unit.

    place: 0 to 23
    """
    return f"ORG{place + 101}"


def job_code(family: int, rank: int) -> str:
    """Write the code of a job.

    family: place in FAMILIES
    rank:   0 the lowest
    """
    return f"{FAMILIES[family][:3].upper()}{rank + 1}"


def rank_code(family: int, rank: int) -> str:
    """Write the code of a rank.

    family: place in FAMILIES
    rank:   0 the lowest
    """
    return f"{FAMILIES[family][:1].upper()}L{rank + 1}"


def unit_rows() -> list[tuple[object, ...]]:
    """Give the units as the personnel system lists them."""
    heads: list[tuple[object, ...]] = [
        (f"DIV{place + 1}", "", name, SITES[0], "Division", "2000-01-01", "")
        for place, name in enumerate(DIVISIONS)
    ]
    return heads + [
        (unit_code(place), f"DIV{place // UNITS_A_DIVISION + 1}", DIVISIONS[place // 4],
         SITES[place % len(SITES)], "Department", "2000-01-01", "")
        for place in range(len(DIVISIONS) * UNITS_A_DIVISION)
    ]  # fmt: skip


def job_rows() -> list[tuple[object, ...]]:
    """Give the jobs as the personnel system lists them."""
    return [
        (job_code(family, rank), f"{name.title()} {rank + 1}", name, _OCCUPATIONS[family],
         _CATEGORIES[family], f"Grade {rank + 1}", name, "Y" if family in {1, 3} else "N")
        for family, name in enumerate(FAMILIES) for rank in range(RANKS)
    ]  # fmt: skip


def rank_rows() -> list[tuple[object, ...]]:
    """Give the ranks of every track, from the lowest up."""
    return [
        (rank_code(family, rank), rank + 1, name)
        for family, name in enumerate(FAMILIES)
        for rank in range(RANKS)
    ]
