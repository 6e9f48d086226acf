"""Draw organizations of the community, how closely we work with them, and who sits on councils."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from commonweal.sample.community import places
from commonweal.sample.draws import Draws, IntArray, pick
from commonweal.sample.years import Years

KINDS = ("Faith", "School", "Clinic", "Housing", "Food", "Civic")
LEVELS = ("Inform", "Consult", "Involve", "Collaborate", "Shared leadership")
_LEVEL_SHARES = (0.18, 0.22, 0.22, 0.26, 0.12)
# Name, whether it allocates money, seats with a vote, how many of them the community holds.
COUNCILS = (
    ("Community benefit council", True, 12, 6), ("Health equity fund", True, 10, 5),
    ("Grants panel", True, 8, 4), ("Housing fund board", True, 10, 5),
    ("Patient and family council", False, 14, 12), ("Language access council", False, 9, 5),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Partners:
    """Hold partners, one entry each in every array.

    kind:  place in KINDS
    tract: where it is, -1 for everywhere
    level, before: place in LEVELS, now and at first
    since, moved: days from which it stands at first and now, from 1970
    """

    kind: IntArray
    tract: IntArray
    level: IntArray
    before: IntArray
    since: IntArray
    moved: IntArray


def draw(draws: Draws, size: int, tracts: int, years: Years) -> Partners:
    """Draw partners; kinds are alike.

    draws:  random numbers
    size:   how many
    tracts: how many tracts there are
    years:  the years of the sample
    """
    stream = draws.on("partners")
    before = pick(stream, _LEVEL_SHARES, size)
    step = np.where(stream.random(size) < 0.25, stream.choice([-1, 1], size), 0)
    since = stream.integers(years.start - 1500, years.start, size)
    return Partners(
        stream.integers(0, len(KINDS), size),
        np.where(stream.random(size) < 0.1, -1, stream.integers(0, tracts, size)),
        np.clip(before + step, 0, len(LEVELS) - 1), before, since,
        stream.integers(years.start + 30, years.end - 30, size),
    )  # fmt: skip


def rows(partners: Partners) -> Iterator[tuple[object, ...]]:
    """Write the list of partners.

    partners: all of them
    """
    for at, tract in enumerate(partners.tract.tolist()):
        where = places.code(tract) if tract >= 0 else ""
        yield f"ORG{at + 1}", KINDS[int(partners.kind[at])], where


def agreements(partners: Partners) -> Iterator[tuple[object, ...]]:
    """Write agreements; the level of one in seventy was not noted.

    partners: all of them
    """
    for at in range(len(partners.kind)):
        first, now = int(partners.before[at]), int(partners.level[at])
        since, moved = (
            str(np.datetime64(int(day), "D")) for day in (partners.since[at], partners.moved[at])
        )
        said = "" if at % 70 == 69 else LEVELS[first]
        if first == now:
            yield f"AG{at + 1}", f"ORG{at + 1}", said, since, ""
            continue
        yield f"AG{at + 1}", f"ORG{at + 1}", said, since, moved
        yield f"AG{at + 1}B", f"ORG{at + 1}", LEVELS[now], moved, ""


def seats(years: Years) -> Iterator[tuple[object, ...]]:
    """Write seats of councils: those with a vote, and two guests each.

    years: the years of the sample
    """
    since = f"{years.first - 1}-07-01"
    for board, (name, allocates, votes, community) in enumerate(COUNCILS):
        for seat in range(votes + 2):
            # Who holds the last seat of the last council nobody wrote down.
            unknown = board == len(COUNCILS) - 1 and seat == votes - 1
            yield (
                f"S{board + 1}-{seat + 1}", name, "Y" if allocates else "N",
                "Y" if seat < votes else "N",
                "" if unknown else "Y" if seat < community else "N", since, "",
            )  # fmt: skip


HEAD = ("ORG_ID", "ORG_TYPE", "GEOID")
AGREEMENTS_HEAD = ("AGREEMENT_ID", "ORG_ID", "ENGAGEMENT_LEVEL", "EFF_DT", "END_DT")
SEATS_HEAD = ("SEAT_ID", "COUNCIL", "ALLOCATES_FUNDS", "VOTING", "COMMUNITY", "EFF_DT", "END_DT")
