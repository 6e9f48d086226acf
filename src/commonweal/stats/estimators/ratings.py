"""Ratings by group, where raters are strict or mild, sites differ, and learners are rated often."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import narrow, normal_gap
from commonweal.stats.inputs import FloatArray
from commonweal.stats.mixed.intercepts import SharedIntercepts, fit_intercepts
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
# People on a side below which nothing is compared.
FEWEST = 10
SHARED = ("rater", "site")


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare ratings of each group with those of everybody else, for the same raters and sites.

    rows:  one unit a rating, with the roles value, prior, rater and site; a rating without one of
           them is left out
    asked: the level
    Gives Estimated: means at the mean prior attainment, with crossed intercepts of rater and site,
    and one of the learner where learners are rated more than once. How alike the ratings of one
    learner are is found once, without groups. Few on a side are undefined:too_few_to_test.
    Figures: "rater", "site", "learner" and "rating", shares of the variance; "raters"; and
    "left_out", the share of ratings left out.
    Source: teaching.md section 3.3; restricted maximum likelihood as in the family `mixed`;
    checked in tests/unit/stats/estimators/test_ratings.py
    >>> roles = {name: np.zeros(0) for name in ("value", "prior", "rater", "site")}
    >>> nobody = Rows((), np.zeros((0, 0), bool), np.zeros(0, int), np.zeros(0, bool), roles)
    >>> estimate(nobody, Asked()).total.reason
    ('too_few_to_test',)
    """
    ready = np.ones(rows.size, dtype=np.bool_)
    for role in ("value", "prior", *SHARED):
        ready &= rows.known(role)
    plain = _Model(rows, ready)
    people = [rows.persons(ready & one) for one in rows.member.T]
    if len(np.unique(rows.person[ready])) < 2 * FEWEST:
        return _nothing(people, asked.level)
    alone = plain.fit({}, asked.level)
    ratio = plain.ratio(alone)
    found = [_compared(plain, place, ratio, asked.level) for place in range(len(rows.groups))]
    pairs = [one if one is not None else (_none(asked.level),) * 3 for one in found]
    gap = _joined([pair[0] for pair in pairs], asked.level)
    value = _joined([pair[1] for pair in pairs], asked.level)
    return Estimated(
        value=value,
        rest=value.value - gap.value,
        gap=gap,
        narrow=_joined([pair[2] for pair in pairs], narrow(asked.level)),
        p=_chances(gap),
        total=alone.of("(Intercept)"),
        people=np.array(people, dtype=np.int64),
        figures=_figures(rows, ready, alone),
    )


class _Model:
    """Hold the ratings that are complete, ready to be fitted with other columns."""

    def __init__(self, rows: Rows, ready: BoolArray) -> None:
        self.value = rows.columns["value"][ready]
        prior = rows.columns["prior"][ready]
        self.prior = prior - prior.mean() if len(prior) else prior
        self.shared = {name: rows.columns[name][ready] for name in SHARED}
        self.person = rows.person[ready]
        self.member = rows.member[ready]
        self.again = len(np.unique(self.person)) < len(self.person)

    def fit(
        self, columns: dict[str, FloatArray], level: float, ratio: float | None = None
    ) -> SharedIntercepts:
        """Fit the ratings on some columns beside prior attainment."""
        # All alike before says nothing of the prior.
        named = columns | ({"prior": self.prior} if np.ptp(self.prior) > 0 else {})
        repeated = self.person if self.again else None
        return fit_intercepts(self.value, named, self.shared, level, repeated=repeated, ratio=ratio)

    def ratio(self, alone: SharedIntercepts) -> float | None:
        """Give how much learners differ beside their ratings, or None where each has one."""
        return alone.variances["repeated"] / alone.residual if self.again else None


def _compared(
    plain: _Model, place: int, ratio: float | None, level: float
) -> tuple[Estimate, Estimate, Estimate] | None:
    """Give the gap, the group's own mean, and the gap with the narrower interval."""
    inside = plain.member[:, place]
    sides = (len(np.unique(plain.person[side])) for side in (inside, ~inside))
    if min(sides) < FEWEST:
        return None
    group = inside.astype(np.float64)
    one = plain.fit({"group": group}, level, ratio).of("group")
    other = plain.fit({"rest": 1.0 - group}, level, ratio).of("(Intercept)")
    if not (one.ok[0] and other.ok[0]):
        return None
    return one, other, normal_gap(one.value, np.asarray(one.se), narrow(level), "reml")


def _none(level: float) -> Estimate:
    missing = {"too_few_to_test": np.array([True])}
    nothing = np.zeros(1)
    return answer(nothing, None, None, level=level, method="reml", reasons=missing, se=nothing)


def _joined(parts: list[Estimate], level: float) -> Estimate:
    """Put estimates of one each behind one another."""
    value, low, high, se = (
        np.array([float(np.asarray(getattr(one, name))[0]) for one in parts], dtype=np.float64)
        for name in ("value", "low", "high", "se")
    )
    status = tuple(one.status[0] for one in parts)
    reason = tuple(one.reason[0] for one in parts)
    return Estimate(value, low, high, level, "reml", se, status, reason)


def _chances(gap: Estimate) -> FloatArray:
    se = np.asarray(gap.se)
    z = np.abs(gap.value) / np.where(se > 0, se, NOTHING)
    return np.asarray(2 * ndtr(-z), dtype=np.float64)


def _figures(rows: Rows, ready: BoolArray, alone: SharedIntercepts) -> tuple[Figure, ...]:
    parts = {"rating": alone.residual, **alone.variances}
    if "repeated" in parts:
        parts["learner"] = parts.pop("repeated")
    total = sum(parts.values())
    people = rows.persons(ready)
    raters = float(len(np.unique(rows.columns["rater"][ready])))
    return (
        *(
            Figure(name, part / total, NOTHING, NOTHING, people)
            for name, part in parts.items()
            if total > 0
        ),
        Figure("raters", raters, NOTHING, NOTHING, 0),
        Figure("left_out", float((~ready).mean()), NOTHING, NOTHING, people),
    )


def _nothing(people: list[int], level: float) -> Estimated:
    """Answer that there are too few to compare at all."""
    many = len(people)
    gap = _joined([_none(level)] * many, level)
    return Estimated(
        value=gap,
        rest=np.full(many, NOTHING),
        gap=gap,
        narrow=_joined([_none(narrow(level))] * many, narrow(level)),
        p=np.full(many, NOTHING),
        total=_none(level),
        people=np.array(people, dtype=np.int64),
    )
