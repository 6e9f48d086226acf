"""How likely studies are to reach the share of a stratum that they set themselves, by stratum.

A low chance calls for outreach, sites, languages and support, never for turning others away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.enrollment.goal import forecast_goal
from commonweal.stats.estimators.sides import both_levels
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

IntArray = NDArray[np.int64]
GOALS = "study_goal"
WATCH, ACT = 0.5, 0.2
TIERS = ("on_track", "watch", "act", "unreachable")


@dataclass(frozen=True, eq=False)
class Goals:
    """Hold the goals of one view, each with the chance that it is reached.

    study:  number of the study of each goal, shape (k,)
    group:  place of its group among those of the rows, or -1 where nobody of it is enrolled
    stratum: code of its group
    chance: that it is reached, shape (k,)
    needed: people of the stratum still needed, shape (k,)
    places: places still open, shape (k,)

    >>> one = np.zeros(1)
    >>> Goals(np.zeros(1, int), np.zeros(1, int), ("f",), one, one, one).stratum
    ('f',)
    """

    study: IntArray
    group: IntArray
    stratum: tuple[str, ...]
    chance: FloatArray
    needed: FloatArray
    places: FloatArray


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the chances of each group's goals with those of the other goals of the same studies.

    rows:  one row a person enrolled so far in a study that goes on, with the role study (words);
           beside, study_goal
    asked: the level
    Gives Estimated: mean chances; gaps by Student on studies with goals for the group and for
    others, whose chances move against each other; of each group the figures "on_track", "watch"
    (chance under a half), "act" (under a fifth) and "unreachable": how many goals; of a stratum of
    whom nobody is enrolled, "nobody": how many goals.
    Source: research.md section 2.4; Student 1908, Biometrika 6:1-25; chances checked against base
    R in tests/unit/stats/estimators/test_enrollment_goals.py
    >>> from commonweal.kinds import Beside, Group
    >>> words = {"study": ("a",), "view": ("sex",), "stratum": ("f",)}
    >>> zero = np.zeros(1)
    >>> beside = Beside({"study": zero, "view": zero, "stratum": zero, "share": zero + 0.14,
    ...                  "target": zero + 240}, words)
    >>> member = np.array([[True, False]] * 12 + [[False, True]] * 98)
    >>> rows = Rows((Group("sex", "f", "F"), Group("sex", "m", "M")), member, np.arange(110),
    ...     np.ones(110, bool), {"study": np.zeros(110)}, {"study": ("a",)}, {GOALS: beside})
    >>> estimate(rows, Asked()).value.value.round(4)
    array([0.1043,    nan])
    """
    goals = forecast(rows)
    groups = range(len(rows.groups))
    own = [goals.chance[goals.group == at] for at in groups]
    apart = [_apart(goals, at) for at in groups]
    rest = np.array([float(other.mean()) if len(other) else np.nan for _, other in apart])
    gap, small = both_levels(
        lambda level: _means([first - other for first, other in apart], level), asked.level
    )
    return Estimated(
        value=_means(own, asked.level, bounded=True),
        rest=rest,
        gap=gap,
        narrow=small,
        p=_tests([first - other for first, other in apart]),
        total=_means([goals.chance], asked.level, bounded=True),
        people=np.array([len(one) for one in own], dtype=np.int64),
        figures=_figures(rows, goals),
    )


def forecast(rows: Rows) -> Goals:
    """Give the chance of each goal of the view the rows are grouped by.

    rows: as `estimate` takes them
    Gives Goals; people who did not say who they are fill a place and help no goal.
    Source: beta-binomial tail, research.md section 2.4; checked against base R in
    tests/unit/stats/estimators/test_enrollment_goals.py
    >>> forecast(Rows((), np.ones((0, 0), bool), np.arange(0), np.ones(0, bool), {})).stratum
    ()
    """
    if GOALS not in rows.beside or not rows.groups:
        nothing = np.zeros(0)
        return Goals(np.zeros(0, np.int64), np.zeros(0, np.int64), (), *[nothing] * 3)
    table, view = rows.beside[GOALS], rows.groups[0].view
    share, target = table.columns["share"], table.columns["target"]
    lines = [
        at for at, name in enumerate(table.words("view"))
        if name == view and share[at] <= 1 and target[at] > 0
    ]  # fmt: skip
    studies = [table.words("study")[at] for at in lines]
    strata = tuple(table.words("stratum")[at] for at in lines)
    codes = [group.code for group in rows.groups]
    place = np.array([codes.index(one) if one in codes else -1 for one in strata], dtype=np.int64)
    had, said, silent = _enrolled(rows, studies, place)
    planned = np.maximum(np.floor(target[lines]) - silent, said)
    found = forecast_goal(had, said, planned, share[lines])
    number = np.unique(studies, return_inverse=True)[1].astype(np.int64)
    return Goals(number, place, strata, np.nan_to_num(found.chance.value), found.needed,
                 found.remaining)  # fmt: skip


def _enrolled(
    rows: Rows, studies: list[str], place: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Count for each goal the people of its stratum, those who said who they are, and the rest."""
    names = rows.labels["study"]
    at = np.array(
        [names.index(one) if one in names else len(names) for one in studies], dtype=np.int64
    )
    where = np.where(rows.known("study"), rows.columns["study"], len(names)).astype(np.int64)
    stated = np.array([group.stated for group in rows.groups], dtype=np.bool_)
    member = np.column_stack((rows.member, np.zeros(rows.size, dtype=np.bool_)))
    each = np.array([np.bincount(where, one, len(names) + 1) for one in member.T])
    # A person whose study is not known is in none that has a goal.
    each[:, -1] = 0
    said = np.bincount(where, rows.member[:, stated].any(axis=1), len(names) + 1).astype(float)
    all_people = np.bincount(where, minlength=len(names) + 1).astype(np.float64)
    said[-1], all_people[-1] = 0, 0
    return each[place, at], said[at], (all_people - said)[at]


def _apart(goals: Goals, at: int) -> tuple[FloatArray, FloatArray]:
    """Give the chances of a group's goals beside the mean of the others' in the same study."""
    mine = goals.group == at
    pairs = []
    for line in np.flatnonzero(mine):
        others = goals.chance[(goals.study == goals.study[line]) & ~mine]
        if len(others):
            pairs.append((goals.chance[line], others.mean()))
    table = np.array(pairs).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _means(values: list[FloatArray], level: float, *, bounded: bool = False) -> Estimate:
    many = np.array([len(one) for one in values], dtype=np.float64)
    mean = np.array([one.mean() if len(one) else np.nan for one in values])
    se = np.array([_error(one) for one in values])
    reach = np.asarray(stdtrit(np.maximum(many - 1, 1), (1 + level) / 2)) * se
    low, high = mean - reach, mean + reach
    if bounded:
        low, high = np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
    reasons = {"not_compared": many == 0}
    return answer(mean, low, high, level=level, method="student", reasons=reasons, se=se, n=many)


def _error(values: FloatArray) -> float:
    size = len(values)
    return float(values.std(ddof=1) / size**0.5) if size > 1 else float("nan")


def _tests(apart: list[FloatArray]) -> FloatArray:
    found = []
    for one in apart:
        se = _error(one)
        if not se > 0:
            found.append(np.nan)
            continue
        found.append(float(2 * stdtr(len(one) - 1, -abs(one.mean()) / se)))
    return np.array(found)


def _figures(rows: Rows, goals: Goals) -> tuple[Figure, ...]:
    tier = np.select(
        [goals.needed > goals.places, goals.chance < ACT, goals.chance < WATCH], [3, 2, 1], 0
    )
    told = []
    for at, group in enumerate(rows.groups):
        mine, people = goals.group == at, rows.persons(rows.member[:, at])
        for place, name in enumerate(TIERS) if mine.any() else ():
            many = float((tier[mine] == place).sum())
            told.append(Figure(name, many, np.nan, np.nan, people, about=group.code))
    empty = [one for one, at in zip(goals.stratum, goals.group, strict=True) if at < 0]
    return (*told, *(
        Figure("nobody", float(empty.count(one)), np.nan, np.nan, 0, about=one)
        for one in sorted(set(empty))
    ))  # fmt: skip
