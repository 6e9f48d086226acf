"""Items that differ between groups, the same at every score or not: logistic regression.

All items are fitted at once from how many people of each group answered right at each score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, expit, log_expit

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.items.classes import ZUMBO_THOMAS, r2_classes
from commonweal.stats.items.matching import read_answers, score_tables
from commonweal.stats.items.purification import Purified, purify
from commonweal.stats.rates.mantel_haenszel import StratifiedTables
from commonweal.stats.results import Mask, answer

Kind = Literal["both", "uniform", "crossing"]
# Which of the models are compared: score; score and group; score, group and their product.
COMPARED: dict[Kind, tuple[int, int]] = {"both": (4, 2), "uniform": (3, 2), "crossing": (4, 3)}
STEPS = 100
SETTLED = 1e-13


@dataclass(frozen=True)
class LogisticDifferences:
    """Hold how items differ, one entry an item.

    statistic:    twice the gain of the log likelihood, an Estimate
    p:            its p-values, an Estimate
    r2_change:    gain of Nagelkerke's R2, an Estimate
    classes:      "A", "B" or "C" by the cuts of Jodoin and Gierl; "" where undefined
    wide_classes: the same by those of Zumbo and Thomas, which hardly ever leave "A"
    purified:     how purification went, or None without it
    >>> answers = [[1, 0, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]] * 30
    >>> bool(find_logistic_differences(answers, [0, 1, 1, 0, 1] * 30).p.ok.all())
    True
    """

    statistic: Estimate
    p: Estimate
    r2_change: Estimate
    classes: NDArray[np.str_]
    wide_classes: NDArray[np.str_]
    purified: Purified | None = None


def find_logistic_differences(
    right: ArrayLike,
    focal: ArrayLike,
    kind: Kind = "both",
    *,
    purification: bool = False,
    alpha: float = 0.05,
) -> LogisticDifferences:
    """Screen items for differences between two groups of the same score.

    right:        whether a person answered an item right, 0 or 1, shape (people, items)
    focal:        whether a person is of the group looked at, 0 or 1, shape (people,)
    kind:         "uniform" the same at every score, "crossing" that change with it, or "both"
    purification: whether items that differ leave the score of the others
    alpha:        p-value at or below which an item differs
    Gives LogisticDifferences; an item that all or none answer right, or one group alone, is
    undefined:no_variation, one whose fit does not settle undefined:not_converged.
    Fails with Problem "answers-unread" when an answer is neither right nor wrong.
    Source: Swaminathan and Rogers 1990, Journal of Educational Measurement 27:361-370; Nagelkerke
    1991, Biometrika 78:691-692; checked against difR 5.1 in tests/reference/test_teaching_dif.py
    >>> answers = [[1, 0, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]] * 30
    >>> find_logistic_differences(answers, [0, 1, 1, 0, 1] * 30, "uniform").statistic.value.round(1)
    array([  3. , 114.6, 114.6])
    """
    answers = read_answers(right, focal)
    freedom = COMPARED[kind][0] - COMPARED[kind][1]

    def flagged(anchor: Mask) -> Mask:
        statistic, _ = _gains(score_tables(answers, anchor), kind)
        return np.asarray(chdtrc(freedom, np.nan_to_num(statistic.value)) <= alpha)

    done = purify(flagged, answers.items) if purification else None
    statistic, change = _gains(score_tables(answers, None if done is None else done.anchor), kind)
    why = _reasons(statistic)
    p = np.asarray(chdtrc(freedom, np.nan_to_num(statistic.value)), dtype=np.float64)
    size, found = np.nan_to_num(change.value), (p <= alpha) & statistic.ok
    named = (r2_classes(size, found), r2_classes(size, found, ZUMBO_THOMAS))
    told = [np.where(statistic.ok, each, "") for each in named]
    tested = answer(p, None, None, level=0.95, method="likelihood_ratio", reasons=why)
    return LogisticDifferences(statistic, tested, change, told[0], told[1], done)


def _gains(tables: StratifiedTables, kind: Kind) -> tuple[Estimate, Estimate]:
    """Give the statistic and the gain of R2 between two models."""
    had = np.concatenate((tables.had, tables.rest_had), axis=1)
    people = np.concatenate((tables.people, tables.rest_people), axis=1)
    columns = _columns(tables.had.shape[1])
    size = people.sum(axis=1)
    share = had.sum(axis=1) / np.maximum(size, 1.0)
    alone = (tables.people.sum(axis=1) == 0) | (tables.rest_people.sum(axis=1) == 0)
    flat = alone | (share <= 0) | (share >= 1)
    safe = np.where(flat, 0.5, share)
    null = -2 * size * (safe * np.log(safe) + (1 - safe) * np.log1p(-safe))
    larger, smaller = (_deviance(had, people, columns[:, :width], flat) for width in COMPARED[kind])
    reasons = {
        "no_variation": flat,
        "not_converged": np.isnan(larger) | np.isnan(smaller),
    }
    gain = np.nan_to_num(smaller) - np.nan_to_num(larger)
    count = np.maximum(size, 1.0)
    most = -np.expm1(-null / count)
    change = np.exp((np.nan_to_num(smaller) - null) / count)
    change = (change - np.exp((np.nan_to_num(larger) - null) / count)) / np.where(flat, 1.0, most)
    made = [
        answer(each, None, None, level=0.95, method="logistic", reasons=reasons)
        for each in (np.maximum(gain, 0.0), change)
    ]
    return made[0], made[1]


def _columns(scores: int) -> FloatArray:
    """Give intercept, score, group and their product for the cells of both groups."""
    # Centered and scaled: the models are the same, and their equations well behaved.
    score = np.tile(np.linspace(-1.0, 1.0, scores), 2)
    group = np.repeat((0.0, 1.0), scores)
    return np.stack((np.ones(2 * scores), score, group, score * group), axis=1)


def _deviance(had: FloatArray, people: FloatArray, x: FloatArray, flat: Mask) -> FloatArray:
    """Fit each row by Newton's method with halved steps; nan where it does not settle."""
    beta = np.zeros((len(had), x.shape[1]))
    best = _minus_twice(had, people, beta @ x.T)
    settled = flat.copy()
    for _ in range(STEPS):
        if settled.all():
            break
        going = np.flatnonzero(~settled)
        chance = expit(beta[going] @ x.T)
        weight = people[going] * chance * (1 - chance)
        slope = (had[going] - people[going] * chance) @ x
        bend = np.einsum("ic,cp,cq->ipq", weight, x, x)
        bend += 1e-14 * np.trace(bend, axis1=1, axis2=2)[:, None, None] * np.eye(x.shape[1])
        move = np.linalg.solve(bend, slope[:, :, None])[:, :, 0]
        beta[going], value = _walked(had[going], people[going], x, (beta[going], move, best[going]))
        gain = best[going] - value
        best[going] = value
        settled[going] = gain <= SETTLED * (np.abs(value) + 0.1)
    return np.where(settled & ~flat, best, np.nan)


def _walked(
    had: FloatArray,
    people: FloatArray,
    x: FloatArray,
    step: tuple[FloatArray, FloatArray, FloatArray],
) -> tuple[FloatArray, FloatArray]:
    """Go the whole way, or halve it until the likelihood does not fall."""
    start, move, before = step
    # At the top the last digits go up and down: that is no fall.
    limit = before + SETTLED * (np.abs(before) + 0.1)
    part = np.ones(len(start))
    value = _minus_twice(had, people, (start + move) @ x.T)
    for _ in range(30):
        worse = np.flatnonzero(~(value <= limit))
        if not len(worse):
            break
        part[worse] /= 2
        beta = start[worse] + part[worse, None] * move[worse]
        value[worse] = _minus_twice(had[worse], people[worse], beta @ x.T)
    else:
        part[worse] = 0.0
        value[worse] = before[worse]
    return start + part[:, None] * move, value


def _minus_twice(had: FloatArray, people: FloatArray, eta: FloatArray) -> FloatArray:
    # log p = eta + log (1 - p), so that one logarithm will do.
    return np.asarray(-2 * (had * eta + people * log_expit(-eta)).sum(axis=1))


def _reasons(told: Estimate) -> dict[str, Mask]:
    codes = dict.fromkeys(code for code in told.reason if code)
    return {code: np.array([each == code for each in told.reason]) for code in codes}
