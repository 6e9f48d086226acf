"""How many critical posts different people could fill at once: one person fills one post only.

Posts are things; who could follow is never shown, and no person is chosen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import none
from commonweal.stats.flows.succession import Bench, bench, readiness_table
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
LINKS = "succession_link"
NOTHING = float("nan")
# People ready are counted only where they are not few, whatever the posts are.
FEWEST = 11


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Give the share of posts that different people who are ready now could fill at once.

    rows:  posts, with the role post, and beside them the assessments of who could follow
    asked: the level
    Gives Estimated with counted shares by group of posts, each by its own bench, and no gap. The
    figures named, ready, per_role, single, later (with those ready within two years) and left_out
    (assessments too old, or of the holder) are about everybody; people (different people ready
    now) and pivotal (those without whom fewer posts could be filled) only where not few.
    Source: Hall 1935, Journal of the London Mathematical Society 10:26-30; workforce
    specification, section 8; checked in tests/unit/stats/estimators/test_succession.py
    >>> from commonweal.kinds import Beside
    >>> none_of = np.zeros(2)
    >>> links = Beside({"position_id": np.array([0.0, 1.0]), "who": none_of, "level": none_of + 1,
    ...                 "expired": none_of, "holds": none_of},
    ...                {"position_id": ("p", "q"), "who": ("a",)})
    >>> rows = Rows((), np.zeros((2, 0), bool), np.arange(2), np.ones(2, bool),
    ...             {"post": np.array([0.0, 1.0])}, {"post": ("p", "q")},
    ...             {"succession_link": links})
    >>> estimate(rows, Asked()).total.value
    array([0.5])
    """
    everywhere = np.ones(rows.size, dtype=np.bool_)
    whole, left_out = _bench(rows, everywhere)
    each = [_bench(rows, one)[0] for one in rows.member.T]
    size = len(rows.groups)
    value = np.array([_now(one) for one in each], dtype=np.float64)
    empty = np.isnan(value)
    total = np.array([_now(whole)])
    return Estimated(
        value=answer(
            value, value, value, level=1.0, method="matching", reasons={"no_population": empty}
        ),
        rest=np.full(size, np.nan),
        gap=none(size, asked.level),
        narrow=none(size, 2 * asked.level - 1),
        p=np.full(size, np.nan),
        total=answer(
            total, total, total, level=1.0, method="matching",
            reasons={"no_population": np.array([rows.size == 0])},
        ),
        people=rows.member.sum(axis=0).astype(np.int64),
        figures=_figures(whole, left_out) if rows.size else (),
    )  # fmt: skip


def _bench(rows: Rows, chosen: BoolArray) -> tuple[Bench, int]:
    links = rows.beside[LINKS]
    posts = {word: at for at, word in enumerate(np.array(rows.words("post"), dtype=object)[chosen])}
    who = links.words("who")
    persons = {word: at for at, word in enumerate(sorted(set(who)))}
    lines = [
        (posts[post], persons[person], level, expired == 1 or holds == 1)
        for post, person, level, expired, holds in zip(
            links.words("position_id"), who, links.columns["level"], links.columns["expired"],
            links.columns["holds"], strict=True,
        )
        if post in posts and not np.isnan(level)
    ]  # fmt: skip
    role, person, level, gone = (np.array(column) for column in zip(*lines, strict=True)) \
        if lines else (np.empty(0),) * 4  # fmt: skip
    table, left_out = readiness_table(
        role, person, level, roles=len(posts), people=len(persons), expired=gone.astype(np.bool_)
    )
    return bench(table), left_out


def _now(one: Bench) -> float:
    return float(one.simultaneous[0]) if len(one.simultaneous) else NOTHING


def _figures(whole: Bench, left_out: int) -> tuple[Figure, ...]:
    # Ready now or within two years is the second level; with none at it, the first holds.
    later = float(whole.simultaneous[: 1 + 1][-1])
    told = [
        ("named", whole.named), ("ready", whole.ready), ("per_role", whole.per_role),
        ("single", float(whole.single)), ("later", later), ("left_out", float(left_out)),
    ]  # fmt: skip
    found = [Figure(key, value, NOTHING, NOTHING, 0) for key, value in told]
    if whole.people >= FEWEST:
        found.append(Figure("people", whole.people, NOTHING, NOTHING, whole.people))
    if len(whole.pivotal) >= FEWEST:
        found.append(Figure("pivotal", len(whole.pivotal), NOTHING, NOTHING, len(whole.pivotal)))
    return tuple(found)
