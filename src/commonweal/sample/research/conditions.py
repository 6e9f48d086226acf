"""The conditions that are studied, who has them, and how much illness they cause; all made up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import Draws, FloatArray

STRATA = ("white", "black", "hispanic", "asian", "multiple", "other", "aian", "nhpi")
# Shares of the strata among all people of the area; a condition has its own, around these.
_SHARES = (0.50, 0.14, 0.18, 0.10, 0.04, 0.02, 0.012, 0.008)
PEOPLE = 40_000


@dataclass(frozen=True)
class Condition:
    """Hold one condition.

    key: its name
    dalys: years of healthy life lost in the area in a year
    """

    key: str
    dalys: float


CONDITIONS: tuple[Condition, ...] = (
    Condition("heart disease", 9400), Condition("stroke", 4200), Condition("lung cancer", 3900),
    Condition("depression", 5200), Condition("diabetes", 4800), Condition("low back pain", 5100),
    Condition("copd", 3600), Condition("dementia", 3300), Condition("alcohol use", 2700),
    Condition("opioid use", 3100), Condition("anxiety", 2900), Condition("asthma", 1500),
    Condition("breast cancer", 1400), Condition("colorectal cancer", 1700),
    Condition("kidney disease", 1900), Condition("cirrhosis", 1600), Condition("hiv", 450),
    Condition("schizophrenia", 1000), Condition("preterm birth", 1200), Condition("migraine", 1800),
    Condition("osteoarthritis", 1300), Condition("epilepsy", 520), Condition("sickle cell", 640),
    Condition("prostate cancer", 800), Condition("parkinson", 480), Condition("lupus", 260),
    Condition("hepatitis c", 340), Condition("eating disorders", 300),
    Condition("maternal disorders", 230), Condition("multiple sclerosis", 330),
)  # fmt: skip


def strata_shares(draws: Draws) -> FloatArray:
    """Draw who has each condition, shape (conditions, strata); rows sum to 1.

    draws: random numbers
    """
    moved = np.exp(draws.on("who has it").normal(0.0, 0.2, (len(CONDITIONS), len(STRATA))))
    weighed = np.array(_SHARES) * moved
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def women_shares(draws: Draws) -> FloatArray:
    """Draw the share of women among those who have each condition, shape (conditions,).

    draws: random numbers
    """
    return np.asarray(draws.on("women who have it").uniform(0.42, 0.58, len(CONDITIONS)))
