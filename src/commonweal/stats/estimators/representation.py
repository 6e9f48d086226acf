"""A group's share of a staff beside its share elsewhere; only availability is tested.

Three kinds are never mixed: availability (qualified people within reach), a mirror (people
served) and a norm (peers). A mirror or a norm is described, and nobody is called missing by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from commonweal.kinds import Asked, Beside, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import both_levels, none
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.representation.benchmark import (
    Benchmark,
    availability_of,
    benchmark,
)
from commonweal.stats.representation.ratio import representation_ratio, share_with_unknown
from commonweal.stats.representation.rules import rules
from commonweal.stats.representation.utilization import ENOUGH, score, shortfall, two_sided
from commonweal.stats.results import answer

ELSEWHERE = "share_elsewhere"
NOTHING = float("nan")
WORDS = ("not_below", "below")


@dataclass(frozen=True, eq=False)
class _Shares:
    """Hold counts of each group, its share elsewhere (nan where unknown) and that one's error."""

    members: FloatArray
    people: FloatArray
    unknown: FloatArray
    share: FloatArray
    se: FloatArray

    @property
    def known(self) -> NDArray[np.bool_]:
        """Say of which groups there is something to compare."""
        inside = (self.share > 0) & (self.share < 1)
        return np.asarray(inside & (self.people > self.unknown), dtype=np.bool_)


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Hold the share of each group beside its share elsewhere, of the one kind that is asked.

    rows:  people, with the role family, and beside them the table of shares elsewhere; who said
           nothing of themselves counts as unknown
    asked: with the option kind: "availability", "mirror" or "norm"
    Gives Estimated: shares of those known, their limits being bounds for the unknown. For
    availability the gap is the difference, with a test, and for each group the figures shortfall
    (people) and eighty_percent (a word); availability of several families is weighed by the
    people in them. For the others the gap is the ratio, and there is no test.
    Source: workforce specification, sections 4.1 to 4.3; Newcombe 1998, Statistics in Medicine
    17:873-890, for limits of a difference; checked in
    tests/unit/stats/estimators/test_representation.py
    >>> from commonweal.kinds import Beside, Group
    >>> word = np.zeros(1)
    >>> table = Beside({"kind": word, "attribute": word, "code": word, "family": word - 1,
    ...                 "share": np.array([0.4]), "moe90": np.array([np.nan])},
    ...                {"kind": ("mirror",), "attribute": ("sex",), "code": ("f",), "family": ()})
    >>> rows = Rows((Group("sex", "f", "F"), Group("sex", "m", "M")), np.eye(2, dtype=bool),
    ...             np.arange(2), np.ones(2, bool), {"family": np.zeros(2) - 1}, {"family": ()},
    ...             {"share_elsewhere": table})
    >>> estimate(rows, Asked(options={"kind": "mirror"})).gap.value
    array([1.25,  nan])
    """
    kind = str(asked.options["kind"])
    found = _shares(rows, kind)
    shares = share_with_unknown(found.members, found.people, found.unknown)
    people = found.members.astype(np.int64)
    size = len(rows.groups)
    answered = Estimated(
        value=shares,
        rest=found.share,
        gap=none(size, asked.level),
        narrow=none(size, 2 * asked.level - 1),
        p=np.full(size, np.nan),
        total=none(1, asked.level),
        people=people,
    )
    if not found.known.any():
        return answered
    if kind == "availability":
        return _tested(answered, rows, found, asked.level)
    return _described(answered, found, kind, asked.level)


def _tested(answered: Estimated, rows: Rows, found: _Shares, level: float) -> Estimated:
    known, people = found.known, found.people - found.unknown
    own = found.members[known], people[known]
    available = benchmark("availability", found.share[known], found.se[known])
    expected = own[1] * available.share * (1 - available.share)
    normal = score(*own, available)
    p = np.where(
        expected < ENOUGH, two_sided(*own, available).value, 2 * ndtr(-np.abs(normal.value))
    )
    gap, narrow = both_levels(lambda at: _spread(known, _apart(*own, available, at)), level)
    figures: list[Figure] = []
    short, said = shortfall(*own, available).value, rules(*own, available).eighty_percent
    for at, place in enumerate(np.flatnonzero(known)):
        code, many, word = rows.groups[place].code, int(own[0][at]), WORDS[int(said[at])]
        figures += [
            Figure("shortfall", float(short[at]), NOTHING, NOTHING, many, code),
            Figure("eighty_percent", NOTHING, NOTHING, NOTHING, many, code, word),
        ]
    return replace(
        answered, gap=gap, narrow=narrow, p=_placed(known, p), figures=tuple(figures)
    )  # fmt: skip


def _apart(members: FloatArray, people: FloatArray, beside: Benchmark, level: float) -> Estimate:
    """Give share less availability; the reach of each limit joins that of both."""
    own = wilson(members, people, level)
    reach = normal_quantile(level) * beside.se
    value = own.value - beside.share
    return answer(
        value,
        value - np.hypot(own.value - own.low, reach),
        value + np.hypot(own.high - own.value, reach),
        level=level,
        method="share_less_availability",
        reasons={},
    )


def _described(answered: Estimated, found: _Shares, kind: str, level: float) -> Estimated:
    known = found.known
    beside = benchmark(
        "mirror" if kind == "mirror" else "norm", found.share[known], found.se[known]
    )
    people = (found.people - found.unknown)[known]

    def ratio(at: float) -> Estimate:
        return _spread(known, representation_ratio(found.members[known], people, beside, at))

    gap, narrow = both_levels(ratio, level)
    return replace(answered, gap=gap, narrow=narrow)


def _shares(rows: Rows, kind: str) -> _Shares:
    """Count groups and look up their shares elsewhere."""
    stated = np.array([group.stated for group in rows.groups], dtype=np.bool_)
    known = rows.member[:, stated].any(axis=1)
    family, table = rows.columns["family"], rows.beside[ELSEWHERE]
    place_of = {word: at for at, word in enumerate(rows.labels["family"])}
    found = [np.full(len(rows.groups), np.nan) for _ in range(5)]
    for place, group in enumerate(rows.groups):
        told = _elsewhere(table, kind, group.view, group.code)
        # A share for everybody stands for all families; else only families with one are held.
        held = {place_of.get(word, -2): told[word] for word in told}
        whole = "" in told or not told
        judged = np.ones(rows.size, dtype=np.bool_) if whole else np.isin(family, list(held))
        each = [told[""]] if "" in told else list(held.values())
        many = [float((judged & known).sum())] if "" in told else [
            float((known & (family == at)).sum()) for at in held
        ]  # fmt: skip
        weighed = availability_of(
            many or [0.0], [share for share, _ in each] or [0.0],
            [margin for _, margin in each] or [0.0],
        )  # fmt: skip
        found[0][place] = float((rows.member[:, place] & judged).sum())
        found[1][place] = float(judged.sum())
        found[2][place] = float((judged & ~known).sum())
        found[3][place] = weighed.value[0] if group.stated else np.nan
        found[4][place] = 0.0 if weighed.se is None else weighed.se[0]
    return _Shares(*found)


def _elsewhere(table: Beside, kind: str, view: str, code: str) -> dict[str, tuple[float, float]]:
    """Give share and margin of a group by job family, "" for all families."""
    lines = zip(
        table.words("kind"), table.words("attribute"), table.words("code"), table.words("family"),
        table.columns["share"].tolist(), table.columns["moe90"].tolist(), strict=True,
    )  # fmt: skip
    return {
        family: (share, 0.0 if np.isnan(margin) else margin)
        for one, attribute, group, family, share, margin in lines
        if (one, attribute, group) == (kind, view, code) and not np.isnan(share)
    }


def _spread(known: NDArray[np.bool_], one: Estimate) -> Estimate:
    """Put the answers of the groups that are known in the places of all."""
    value = _placed(known, one.value)
    return answer(
        value,
        _placed(known, one.low),
        _placed(known, one.high),
        level=one.level,
        method=one.method,
        reasons={"no_benchmark": ~known, "zero_in_ratio": known & np.isnan(value)},
        bounds=True,
    )


def _placed(known: NDArray[np.bool_], values: FloatArray) -> FloatArray:
    placed = np.full(len(known), np.nan)
    placed[known] = values
    return placed
