"""Distances of a stratum from its reference share on other scales, and what they are called.

A label describes a trial; it says nothing of whom to enroll.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Estimate, Problem
from commonweal.stats.enrollment.participation import (
    read_strata,
    share_reasons,
    wilson_ratio,
)
from commonweal.stats.enrollment.participation_chance import participation_p
from commonweal.stats.inputs import FloatArray, numbers, shares
from commonweal.stats.results import Mask, answer

# Below this ratio a stratum is commonly said to be under-represented (a convention, no test).
LOWER_EDGE = 0.8
BANDS = (0.2, 0.4)


def log_disparity(enrolled: ArrayLike, people: ArrayLike, share: ArrayLike) -> Estimate:
    """Give the log odds of the stratum among those enrolled less its log odds in the reference.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits are known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    Gives an Estimate of k differences, 0 where the stratum takes part as it should; where nobody or
    everybody is enrolled, or should be, it is infinite: undefined:zero_in_ratio, and a reference of
    0 as in `wilson_ratio`.
    Fails with Problem "counts-above-people" when a stratum has more people than were enrolled.
    Source: Qi et al. 2021, JAMIA Open, doi 10.1093/jamiaopen/ooab077; checked against its 299
    strata in tests/reference/test_research_qi2021.py
    >>> log_disparity(38, 412, 0.182).value.round(4)
    array([-0.7838])
    """
    had, size, part = read_strata(enrolled, people, share)
    ends = (had == 0) | (had == size) | (part == 1)
    reasons = {**share_reasons(had, size, part), "zero_in_ratio": ends}
    one, all_people, fixed = _safe(reasons, had, size, part)
    value = np.log(one / (all_people - one)) - np.log(fixed / (1 - fixed))
    return answer(value, None, None, level=0.95, method="log_odds", reasons=reasons, n=size)


def log_quality(enrolled: ArrayLike, people: ArrayLike, share: ArrayLike) -> Estimate:
    """Give the logarithm of the participation-to-prevalence ratio.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits are known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    Gives an Estimate of k logarithms; nobody is undefined:zero_in_ratio, else as `wilson_ratio`.
    Fails with Problem "counts-above-people" when a stratum has more people than were enrolled.
    Source: Qi et al. 2021 (as `log_disparity`); checked in tests/reference/test_research_ppr.py
    >>> log_quality(38, 412, 0.182).value.round(4)
    array([-0.6797])
    """
    had, size, part = read_strata(enrolled, people, share)
    reasons = {**share_reasons(had, size, part), "zero_in_ratio": had == 0}
    one, all_people, fixed = _safe(reasons, had, size, part)
    value = np.log(one / all_people) - np.log(fixed)
    return answer(value, None, None, level=0.95, method="log_ratio", reasons=reasons, n=size)


def normalized_parity(enrolled: ArrayLike, people: ArrayLike, share: ArrayLike) -> Estimate:
    """Give the difference of the shares over the variance that the reference share has.

    enrolled: enrolled people of the stratum, shape (k,)
    people:   enrolled people whose traits are known, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    Gives an Estimate of k parities, 0 where the stratum takes part as it should; nobody known is
    undefined:zero_denominator, a reference of 0 or 1 undefined:no_variation.
    Fails with Problem "counts-above-people" when a stratum has more people than were enrolled.
    Source: Qi et al. 2021 (as `log_disparity`); checked in tests/reference/test_research_ppr.py
    >>> normalized_parity(38, 412, 0.182).value.round(4)
    array([-0.603])
    """
    had, size, part = read_strata(enrolled, people, share)
    reasons = {"zero_denominator": size == 0, "no_variation": (part == 0) | (part == 1)}
    one, all_people, fixed = _safe(reasons, had, size, part)
    value = (one / all_people - fixed) / (fixed * (1 - fixed))
    return answer(value, None, None, level=0.95, method="normalized", reasons=reasons, n=size)


def participation_labels(
    enrolled: ArrayLike,
    people: ArrayLike,
    share: ArrayLike,
    *,
    p: ArrayLike | None = None,
    alpha: float = 0.05,
    bands: tuple[float, float] = BANDS,
    level: float = 0.95,
) -> NDArray[np.str_]:
    """Name what was found of each stratum; a small trial is never called representative for that.

    enrolled: enrolled people of the stratum, whole numbers, shape (k,)
    people:   enrolled people whose traits are known, whole numbers, shape (k,)
    share:    share of the stratum in the reference population, shape (k,), from 0 to 1
    p:        p-values, adjusted for how many strata were looked at, shape (k,); None for plain ones
    alpha:    largest p-value that counts as a difference
    bands:    distances in log odds below which a stratum is near its share, and far from it beyond
    level:    coverage of the interval that tells whether the trial is too small
    Gives k of "nobody_known", "outside_reference", "not_in_reference", "absent", "underpowered"
    (Wilson's interval holds both 1 and a ratio of 0.8), "not_distinguishable", "far_below",
    "below", "near", "above", "far_above"; the first that holds.
    Fails with Problem "bands-disordered" when the bands are not 0 < near < far.
    Source: order of the labels: Qi et al. 2021 (as `log_disparity`); research.md section 2.1
    >>> participation_labels([0, 38, 3], [400, 412, 20], [0.1, 0.182, 0.2]).tolist()
    ['absent', 'far_below', 'underpowered']
    """
    near, far = bands
    if not 0 < near < far:
        raise Problem(
            "bands-disordered",
            "The two bands do not rise from zero.",
            "Give the nearer band first, such as 0.2 and 0.4.",
        )
    had, size, part = read_strata(enrolled, people, share)
    (tested,) = shares(p=np.nan_to_num(participation_p(had, size, part).value) if p is None else p)
    had, size, part, tested = numbers(enrolled=had, people=size, share=part, p=tested)
    found = wilson_ratio(had, size, part, level)
    alike = tested > alpha
    distance = _distance(had, size, part)
    kinds: list[tuple[str, Mask]] = [
        ("nobody_known", size == 0),
        ("outside_reference", (part == 0) & (had > 0)),
        ("not_in_reference", part == 0),
        ("absent", had == 0),
        ("underpowered", alike & (found.low <= LOWER_EDGE) & (found.high >= 1)),
        ("not_distinguishable", alike),
        ("far_below", distance < -far),
        ("below", distance < -near),
        ("near", distance <= near),
        ("above", distance <= far),
    ]
    return np.select([mask for _, mask in kinds], [name for name, _ in kinds], "far_above")


def _safe(
    reasons: dict[str, Mask], had: FloatArray, size: FloatArray, part: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    safe = ~np.any(list(reasons.values()), axis=0)
    return np.where(safe, had, 1.0), np.where(safe, size, 2.0), np.where(safe, part, 0.5)


def _distance(had: FloatArray, size: FloatArray, part: FloatArray) -> FloatArray:
    """Give the log disparity, infinite where everybody is enrolled or nobody should be missing."""
    inner = log_disparity(had, size, part).value
    everybody = np.where((had == size) & (part < 1), np.inf, np.where(part == 1, -np.inf, inner))
    return np.where((had == size) & (part == 1), 0.0, everybody)
