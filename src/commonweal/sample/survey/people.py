"""Draw who is invited to a round, who answers, and what they say of themselves and of work."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, pick
from commonweal.sample.survey.truth import COMPOSITES, LAYERS, TENURES, UNITS
from commonweal.sample.written import Gap

RACES: tuple[tuple[str, float], ...] = (
    ("White", 0.52), ("Black", 0.19), ("Asian", 0.15), ("Black;White", 0.01),
    ("Prefer not to answer", 0.06), ("", 0.06), ("see comment", 0.01),
)  # fmt: skip
ETHNICITIES: tuple[tuple[str, float], ...] = (
    ("Not Hispanic", 0.78),
    ("Hispanic or Latino", 0.14),
    ("Prefer not to answer", 0.08),
)
GENDERS: tuple[tuple[str, float], ...] = (
    ("Woman", 0.66),
    ("Man", 0.29),
    ("Another", 0.01),
    ("", 0.04),
)
# Of the spread of an answer, so much is the person, so much the unit, and the rest the item.
PERSON, UNIT = 0.45, 0.04
NO_ANSWER, SKIPPED = 9, 0


@dataclass(frozen=True)
class Round:
    """Hold one round: who was invited, in which stratum, who answered, and how.

    layer, unit, tenure: place of each person in LAYERS, UNITS and TENURES, shape (n,)
    answered: who answered at all, shape (n,)
    race, ethnicity, gender: place in RACES, ETHNICITIES and GENDERS, shape (n,)
    answers:  by composite, from 1 to 5, 9 for "does not apply", 0 for left out, shape (n, items)
    """

    layer: IntArray
    unit: IntArray
    tenure: IntArray
    answered: BoolArray
    race: IntArray
    ethnicity: IntArray
    gender: IntArray
    answers: tuple[IntArray, ...]


def draw(draws: Draws, year: int, size: int, gaps: tuple[Gap, ...]) -> Round:
    """Draw one round.

    draws: of the sample
    year:  of the round
    size:  how many are invited
    gaps:  what is planted
    """
    stream = draws.on(f"staff survey {year} people")
    layer = pick(stream, tuple(float(many) for _, _, many, _ in LAYERS), size)
    unit = pick(stream, (1.0,) * len(UNITS), size)
    tenure = pick(stream, tuple(weight for _, weight in TENURES), size)
    # Those who are newer answer a little less often.
    willing = np.array([share for *_, share in LAYERS])[layer] - 0.05 * (tenure == 0)
    answered = draws.on(f"staff survey {year} silence").random(size) < willing
    said = draws.on(f"staff survey {year} selves")
    race, ethnicity, gender = (
        pick(said, tuple(weight for _, weight in answers), size)
        for answers in (RACES, ETHNICITIES, GENDERS)
    )
    person = draws.on(f"staff survey {year} persons").standard_normal(size)
    answers = tuple(
        _answers(draws.on(f"staff survey {year} {measure}"), (layer, unit), person, at, gaps)
        for at, (measure, *_) in enumerate(COMPOSITES)
    )
    return Round(layer, unit, tenure, answered, race, ethnicity, gender, answers)


def _answers(
    stream: np.random.Generator,
    strata: tuple[IntArray, IntArray],
    person: FloatArray,
    at: int,
    gaps: tuple[Gap, ...],
) -> IntArray:
    """Draw the answers to one composite; the share of favorable ones is as `truth` says."""
    measure, _, items, share = COMPOSITES[at]
    layer, unit = strata
    size = len(person)
    wanted = np.full(size, share)
    for gap in gaps:
        if gap.measure == measure:
            wanted[layer == [code for code, *_ in LAYERS].index(gap.group)] += gap.size
    middle = np.array([NormalDist().inv_cdf(one) for one in np.unique(wanted)])
    middle = middle[np.unique(wanted, return_inverse=True)[1]]
    # Units differ, and add up to nothing over all of them.
    apart = stream.standard_normal(len(UNITS))
    apart = (apart - apart.mean()) / max(float(apart.std()), 1e-9)
    own = stream.standard_normal((size, items)) * (1 - PERSON - UNIT) ** 0.5
    shared = person * PERSON**0.5 + apart[unit] * UNIT**0.5
    felt = middle[:, None] + shared[:, None] + own
    # Favorable above 0: 4, and 5 above 0.8; below: 3, 2 and 1.
    found = np.digitize(felt, (-1.4, -0.6, 0.0, 0.8)) + 1
    luck = stream.random((size, items))
    found = np.where(luck < 0.02, NO_ANSWER, found)
    return np.where(luck > 0.985, SKIPPED, found).astype(np.int64)
