"""Where on the way into a study representation is lost: the ratio split over the stages exactly.

Stages run from people with the condition to people enrolled or retained.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer


@dataclass(frozen=True)
class StageSplit:
    """Hold what each stage does to the representation of each group, row by row of groups.

    groups, steps: how many there are; the estimates run over groups, then steps
    rate:          share of a group that passes the step, an Estimate of groups x steps
    ratio:         that share over everybody's, an Estimate of groups x steps
    log_ratio:     its logarithm, the step's part of the whole, an Estimate of groups x steps
    whole:         last share over first share, an Estimate of the groups: the product of the ratios
    >>> split_stages([[100, 40, 10], [100, 60, 30]]).whole.value
    array([0.5, 1.5])
    """

    groups: int
    steps: int
    rate: Estimate
    ratio: Estimate
    log_ratio: Estimate
    whole: Estimate

    def leak(self, group: int) -> int | None:
        """Give the step where a group loses most, from 0, or None where it loses at none."""
        inside = slice(group * self.steps, (group + 1) * self.steps)
        parts = np.where(self.ratio.ok[inside], self.ratio.value[inside], np.inf)
        place = int(np.argmin(parts))
        return place if parts[place] < 1 else None


def split_stages(people: ArrayLike, level: float = 0.95) -> StageSplit:
    """Split each group's participation ratio into what each stage adds.

    people: people of each group at each stage, shape (groups, stages), never more than the stage
            before; the first stage is everybody with the condition
    level:  coverage of the intervals, between 0 and 1
    Gives a StageSplit. A step that starts with nobody is undefined:zero_denominator. Where nobody
    of a group passes, the ratio is 0 and its logarithm undefined:zero_in_ratio. Limits of ratios
    are of a group against all, whom it is part of, on the log scale.
    Fails with Problem "counts-above-people" when a stage has more people than the one before.
    Fails with Problem "shapes-differ" when there are not two stages of at least one group.
    Source: log PPR = sum of log(r_g / R) over the stages, research.md section 2.2, with the delta
    method for a part of the whole; checked against base R in
    tests/reference/test_research_funnel.py
    >>> split_stages([[100, 40, 10], [100, 60, 30]]).ratio.value
    array([0.8  , 0.625, 1.2  , 1.25 ])
    """
    table = _read(people)
    before, after = table[:, :-1], table[:, 1:]
    all_before, all_after = before.sum(axis=0), after.sum(axis=0)
    empty = before == 0
    nobody_at_all = np.broadcast_to(all_after == 0, before.shape)
    start, passed = np.where(empty, 1.0, before), np.where(empty, 0.0, after)
    everybody = np.where(all_after == 0, 1.0, all_after) / np.where(
        all_before == 0, 1.0, all_before
    )
    rate = passed / start
    ratio = rate / everybody
    none = (passed == 0) & ~empty
    log = np.log(np.where(ratio > 0, ratio, 1.0))
    se = _log_error(start, passed, all_before, all_after)
    reach = normal_quantile(level) * se
    reasons = {"zero_denominator": empty | nobody_at_all}
    low, high = np.exp(log - reach), np.exp(log + reach)
    low, high = np.where(none, np.nan, low), np.where(none, np.nan, high)
    return StageSplit(
        len(table),
        before.shape[1],
        _flat(rate, (None, None), level, {"zero_denominator": empty}),
        _flat(ratio, (low, high), level, reasons, se),
        _flat(log, (log - reach, log + reach), level, {**reasons, "zero_in_ratio": none}, se),
        _whole(table, level),
    )


def _read(people: ArrayLike) -> FloatArray:
    table = np.asarray(people, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2 or not table.shape[0]:
        raise Problem(
            "shapes-differ",
            "The table does not hold two stages or more of at least one group.",
            "Give a row for each group and a column for each stage.",
        )
    if not np.isfinite(table).all() or (table < 0).any():
        raise Problem(
            "counts-negative",
            "A number of people is missing or below zero, which no count can be.",
            "Correct the table.",
        )
    if (np.diff(table, axis=1) > 0).any():
        raise Problem(
            "counts-above-people",
            "A stage has more people than the stage before it.",
            "Count at each stage only those who came through the one before.",
        )
    return table


def _log_error(
    start: FloatArray, passed: FloatArray, all_start: FloatArray, all_passed: FloatArray
) -> FloatArray:
    """Give the error of log(r_g / R) where the group is part of the whole."""
    had = np.where(passed > 0, passed, 1.0)
    whole, reached = np.maximum(all_start, 1.0), np.maximum(all_passed, 1.0)
    rate, rest_start = had / start, whole - start
    rest_rate = np.where(rest_start > 0, reached - passed, 0.0) / np.maximum(rest_start, 1.0)
    inside = (1 / had - 1 / reached) ** 2 * start * rate * (1 - rate)
    outside = rest_start * rest_rate * (1 - rest_rate) / reached**2
    # Where a stage begins with nobody of the group there is no error, and nothing is said of it.
    return np.asarray(np.sqrt(np.maximum(inside + outside, 0.0)))


def _whole(table: FloatArray, level: float) -> Estimate:
    total = table.sum(axis=0)
    first, last = table[:, 0], table[:, -1]
    empty = (first == 0) | (total[-1] == 0)
    share = np.where(first == 0, 1.0, first) / max(total[0], 1.0)
    value = last / max(total[-1], 1.0) / share
    reasons = {"zero_denominator": empty}
    return answer(value, None, None, level=level, method="stages", reasons=reasons, n=first)


def _flat(
    value: FloatArray,
    sides: tuple[FloatArray | None, FloatArray | None],
    level: float,
    reasons: dict[str, Mask],
    se: FloatArray | None = None,
) -> Estimate:
    low, high, error = (None if each is None else each.ravel() for each in (*sides, se))
    flat = {code: mask.ravel() for code, mask in reasons.items()}
    return answer(value.ravel(), low, high, level=level, method="stages", reasons=flat, se=error)
