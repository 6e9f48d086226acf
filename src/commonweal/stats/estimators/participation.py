"""The share of each stratum among those enrolled, over its share among those with the condition.

Pooled over studies: each condition is compared with its own reference population.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.decision.multiplicity import bh
from commonweal.stats.enrollment.labels import participation_labels
from commonweal.stats.enrollment.participation import (
    exact_ratio,
    log_ratio,
    participation_difference,
    wilson_ratio,
)
from commonweal.stats.enrollment.participation_chance import FEW, participation_p
from commonweal.stats.estimators.sides import both_levels
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
REFERENCE = "reference_share"


@dataclass(frozen=True, eq=False)
class Expected:
    """Hold what a reference population leads us to expect of those enrolled.

    covered: rows whose condition has a reference and whose person said who they are, shape (n,)
    share:   share expected of each group, shape (g,); 0 where no reference holds it
    error:   variance of that share where references were samples, shape (g,)
    others:  strata of the reference in which nobody is, each with its expected share
    persons: people in the references of the conditions that are studied

    >>> Expected(np.ones(1, bool), np.array([0.2]), np.zeros(1), (), 500).share
    array([0.2])
    """

    covered: BoolArray
    share: FloatArray
    error: FloatArray
    others: tuple[tuple[str, float], ...]
    persons: float


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Give the participation-to-prevalence ratio of each group, with its limits.

    rows:  one row an enrollment, with the role condition; beside, reference_share
    asked: the level
    Gives Estimated: the share of those enrolled who said who they are, the share expected, and
    the first over the second, with limits by Wilson, exact with few, on the log scale where a
    reference was a sample. Figures of each group: "difference" of the shares, "label" (a word);
    "absent" for each stratum in which nobody is enrolled, with the share expected;
    "no_reference" and "unknown", shares of the enrollments that are not compared.
    Source: research.md section 2.1; checked against the strata that Qi et al. 2021 published, in
    tests/unit/stats/estimators/test_participation.py
    >>> from commonweal.kinds import Beside, Group
    >>> words = {"condition": ("x",), "view": ("sex",), "stratum": ("f", "m")}
    >>> zero = np.zeros(2)
    >>> beside = Beside({"condition": zero, "view": zero, "stratum": np.array([0, 1.0]),
    ...     "share": np.array([0.5, 0.5]), "sampled": np.full(2, np.nan),
    ...     "persons": np.array([50.0, 50.0])}, words)
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> member = np.array([[True, False]] * 30 + [[False, True]] * 70)
    >>> rows = Rows(groups, member, np.arange(100), np.ones(100, bool),
    ...             {"condition": np.zeros(100)}, {"condition": ("x",)}, {REFERENCE: beside})
    >>> estimate(rows, Asked(ratio=True)).gap.value
    array([0.6, 1.4])
    """
    found = expect(rows)
    had, size = _counted(rows, found)
    gap, small = both_levels(lambda level: _ratio(had, size, found, level), asked.level)
    stated = np.array([group.stated for group in rows.groups], dtype=np.bool_)
    p = np.where(stated & (found.share > 0), participation_p(had, size, found.share).value, np.nan)
    return Estimated(
        value=_shares(had, size, stated, asked.level),
        rest=np.where(stated & (found.share > 0), found.share, np.nan),
        gap=gap,
        narrow=small,
        p=p,
        total=_nothing(asked.level),
        people=size.astype(np.int64),
        figures=_figures(rows, found, p, asked.level),
    )


def expect(rows: Rows) -> Expected:
    """Work out what the references lead us to expect, each condition by its own.

    rows: with the role condition; beside, reference_share
    Source: research.md section 2.1; checked in tests/unit/stats/estimators/test_participation.py
    >>> rows = Rows((), np.ones((2, 0), bool), np.arange(2), np.ones(2, bool),
    ...             {"condition": np.zeros(2)}, {"condition": ("x",)})
    >>> expect(rows).covered
    array([False, False])
    """
    stated = np.array([group.stated for group in rows.groups], dtype=np.bool_)
    said = rows.member[:, stated].any(axis=1)
    known = _references(rows)
    places = rows.columns["condition"].astype(np.int64)
    has = np.array([name in known for name in rows.labels["condition"]] + [False])
    covered = said & has[places]
    codes = [group.code for group in rows.groups]
    many = np.bincount(places[covered], minlength=len(has) - 1)
    strata = sorted({stratum for one in known.values() for stratum in one} - set(codes))
    share, error = np.zeros(len(codes) + len(strata)), np.zeros(len(codes) + len(strata))
    for name, people in zip(rows.labels["condition"], many, strict=True):
        for at, code in enumerate([*codes, *strata]) if people else ():
            part, sampled, _ = known[name].get(code, (0.0, np.nan, 0.0))
            weight = people / covered.sum()
            share[at] += weight * part
            error[at] += weight**2 * (0.0 if np.isnan(sampled) else part * (1 - part) / sampled)
    inside = slice(0, len(codes))
    others = tuple(zip(strata, share[len(codes) :].tolist(), strict=True))
    persons = sum(
        each[2]
        for name, people in zip(rows.labels["condition"], many, strict=True)
        for each in (known[name].values() if people else ())
    )
    return Expected(covered, share[inside], error[inside], others, persons)


def _references(rows: Rows) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Give, by condition, the share of each stratum of this view, people sampled, and people."""
    found: dict[str, dict[str, tuple[float, float, float]]] = {}
    if REFERENCE not in rows.beside or not rows.groups:
        return found
    table = rows.beside[REFERENCE]
    lines = zip(
        *(table.words(name) for name in ("condition", "view", "stratum")),
        *(table.columns[name].tolist() for name in ("share", "sampled", "persons")),
        strict=True,
    )
    for condition, view, stratum, *numbers in lines:
        if view == rows.groups[0].view and not np.isnan(numbers[0]):
            share, sampled, persons = numbers
            found.setdefault(condition, {})[stratum] = (share, sampled, persons)
    return found


def _counted(rows: Rows, found: Expected) -> tuple[FloatArray, FloatArray]:
    had = (rows.member & found.covered[:, None]).sum(axis=0).astype(np.float64)
    return had, np.full(len(had), float(found.covered.sum()))


def _shares(had: FloatArray, size: FloatArray, stated: BoolArray, level: float) -> Estimate:
    """Give the share of each group that said who it is; there is none of those who did not."""
    found = wilson(had, size, level)
    reasons = {"zero_denominator": size == 0, "not_compared": ~stated}
    return answer(found.value, found.low, found.high, level=level, method="wilson",
                  reasons=reasons, n=size)  # fmt: skip


def _ratio(had: FloatArray, size: FloatArray, found: Expected, level: float) -> Estimate:
    """Choose for each group the limits that hold for it."""
    few = (had < FEW) | (size - had < FEW)
    sampled = (found.error > 0) & (had > 0)
    worth = found.share * (1 - found.share) / np.where(found.error > 0, found.error, np.inf)
    by_log = log_ratio(had, size, found.share, np.where(sampled, np.maximum(worth, 1.0), np.inf),
                       level)  # fmt: skip
    exact, plain = exact_ratio(had, size, found.share, level), wilson_ratio(had, size, found.share,
                                                                           level)  # fmt: skip
    low, high = (
        np.select([sampled, few], [getattr(by_log, side), getattr(exact, side)],
                  getattr(plain, side))
        for side in ("low", "high")
    )  # fmt: skip
    reasons = {
        code: np.array([one == code for one in plain.reason], dtype=np.bool_)
        for code in ("zero_denominator", "outside_reference", "not_in_reference")
    }
    return answer(plain.value, low, high, level=level, method="participation", reasons=reasons)


def _nothing(level: float) -> Estimate:
    """Say that everybody together is compared with nobody."""
    missing = {"not_compared": np.ones(1, dtype=np.bool_)}
    return answer(np.full(1, np.nan), None, None, level=level, method="none", reasons=missing)


def _figures(rows: Rows, found: Expected, p: FloatArray, level: float) -> tuple[Figure, ...]:
    had, size = _counted(rows, found)
    apart = participation_difference(had, size, found.share, level)
    tested = np.ones_like(p)
    tested[~np.isnan(p)] = bh(p[~np.isnan(p)])
    labels = participation_labels(had, size, found.share, p=tested)
    told: list[Figure] = []
    for at in np.flatnonzero(~np.isnan(p)):
        code, people = rows.groups[at].code, int(had[at])
        sides = float(apart.value[at]), float(apart.low[at]), float(apart.high[at])
        told.append(Figure("difference", *sides, people, about=code))
        told.append(Figure("label", np.nan, np.nan, np.nan, people, code, str(labels[at])))
    if found.covered.any():
        told += [
            Figure("absent", share, np.nan, np.nan, 0, about=stratum)
            for stratum, share in found.others
        ]
    return (*told, *_left_out(rows, found))


def _left_out(rows: Rows, found: Expected) -> tuple[Figure, ...]:
    stated = np.array([group.stated for group in rows.groups], dtype=np.bool_)
    said = np.asarray(rows.member[:, stated].any(axis=1), dtype=np.bool_)
    silent, alone = ~said, said & ~found.covered
    return tuple(
        Figure(key, float(chosen.mean()), np.nan, np.nan, rows.persons(chosen))
        for key, chosen in (("unknown", silent), ("no_reference", alone))
        if rows.size and rows.groups
    )
