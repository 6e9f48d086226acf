"""What a proxy is never asked: groups that it does not serve, and fewer than eleven people."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.proxies.weighted import Weighted
from commonweal.stats.results import Mask

GROUPS = ("white", "black", "api", "native", "multiple", "hispanic")
# American Indian and Alaska Native, and several races: names and places tell too little of them
# (correlation with self-report far below that of the others, statistics.md section 13).
NOT_SERVED = frozenset({"native", "multiple"})
FEWEST = 11


def checked_groups(
    groups: Sequence[str], reference: str, allowed: Collection[str]
) -> tuple[str, ...]:
    """Read the names of the groups: a closed list, so that a refusal can not be renamed away.

    groups:    names of the columns
    reference: group that gaps are counted from
    allowed:   groups of NOT_SERVED to be measured all the same
    Gives the names.
    Fails with Problem "proxy-group-unknown" when a group is none of GROUPS or stands twice, or the
    reference is not among them.
    Source: categories of Elliott and others 2009, Health Services and Outcomes Research Methodology
    9:69-83
    >>> checked_groups(["white", "api"], "white", [])
    ('white', 'api')
    """
    named = tuple(groups)
    if (
        len(set(named)) < len(named)
        or not {*named, *allowed} <= {*GROUPS}
        or (reference not in named)
    ):
        raise Problem(
            "proxy-group-unknown",
            "A group, or the reference, is not one that names and places can tell of.",
            f"Name each once, of {', '.join(GROUPS)}, and the reference among them.",
        )
    return named


def refused(
    named: tuple[str, ...], allowed: Collection[str], found: Weighted, y: FloatArray
) -> dict[str, Mask]:
    """Say for each group why it is not measured.

    named:   the groups
    allowed: groups of NOT_SERVED to be measured all the same
    found:   their weighted means
    y:       outcome of each row, shape (r,)
    Gives reason code -> the groups it holds for: "proxy_not_served", and "too_few_people" where
    fewer than 11 people are expected or effective, or make the outcome what it is.
    Source: trust.md section 5.2 (threshold 11); groups not served: statistics.md section 13
    >>> from commonweal.stats.proxies.weighted import weighted
    >>> outcome = np.arange(40) % 2.0
    >>> halves = weighted(np.full((40, 2), 0.5), outcome)
    >>> refused(("white", "native"), (), halves, outcome)["proxy_not_served"]
    array([False,  True])
    """
    not_served = np.array([one in NOT_SERVED and one not in allowed for one in named])
    few = (found.people < FEWEST) | (found.effective < FEWEST) | _rests_on_few(y)
    return {"proxy_not_served": not_served, "too_few_people": few}


def _rests_on_few(y: FloatArray) -> bool:
    """Say whether fewer than 11 people make the outcome what it is: a question about one person."""
    if len(y) < FEWEST:
        return True
    apart = y - y.mean()
    largest = np.abs(apart).max()
    if largest == 0:
        return False
    squares = (apart / largest) ** 2
    rare = len(y) - np.unique(y, return_counts=True)[1].max()
    return bool(rare < FEWEST or squares.sum() ** 2 < FEWEST * (squares**2).sum())
