"""Read a whole event study at once: a band for all its effects, and a test of those before.

Effects one by one have their own limits in effect_summaries.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import chdtrc

from commonweal.kinds import Estimate
from commonweal.stats.causal.effect_summaries import EffectSummary
from commonweal.stats.inputs import FloatArray, normal_quantile, tail
from commonweal.stats.results import Mask, answer

DRAWS = 1000
# So many numbers are drawn at once.
AT_ONCE = 4_000_000


def simultaneous_band(
    found: EffectSummary, *, seed: int, draws: int = DRAWS, level: float = 0.95
) -> Estimate:
    """Give limits that hold for all effects together.

    found: effects along one direction
    seed:  number that the draws follow from
    draws: how often the units' influences are reweighted
    level: coverage of the whole band, between 0 and 1
    Gives the Estimate of the effects with the limits of the band; the base has none.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: Callaway and Sant'Anna 2021, Journal of Econometrics 225:200-230, algorithm 1
    (multiplier bootstrap, multipliers of +1 and -1)
    >>> from commonweal.stats.causal.effect_summaries import effects_since_start
    >>> from commonweal.stats.causal.panel import read_panel
    >>> from commonweal.stats.causal.staggered import group_time_effects
    >>> rows = [[1, 4], [1, 5], [1, 2], [1, 3], [1, 1]]
    >>> panel = read_panel(rows, [1, 2], [2, 2, np.inf, np.inf, np.inf])
    >>> band = simultaneous_band(effects_since_start(group_time_effects(panel)), seed=1)
    >>> bool(band.low[0] < band.value[0] < band.high[0])
    True
    """
    effects = found.effects
    se = np.asarray(effects.se)
    told = _told(found)
    reach = max(_largest(found.influence[:, told], se[told], seed, draws, level), 0.0) * se
    reach = np.maximum(reach, normal_quantile(level) * se)
    return replace(
        effects, low=effects.value - reach, high=effects.value + reach, level=level, method="band"
    )


def parallel_before(found: EffectSummary) -> tuple[float, int, Estimate]:
    """Test whether all effects before the start are 0 together.

    found: effects by time since the start
    Gives the statistic, its degrees of freedom, and an Estimate of one p-value; no period before
    but the base is undefined:no_controls, effects that determine each other undefined:singular. A
    large p-value is no proof: it may only mean that little could be seen.
    Source: Wald test with the covariance of influences, Callaway and Sant'Anna 2021
    >>> from commonweal.stats.causal.effect_summaries import effects_since_start
    >>> from commonweal.stats.causal.panel import read_panel
    >>> from commonweal.stats.causal.staggered import group_time_effects
    >>> panel = read_panel([[1, 4], [1, 2]], [1, 2], [2, np.inf])
    >>> parallel_before(effects_since_start(group_time_effects(panel)))[2].reason
    ('no_controls',)
    """
    early = _told(found) & (found.at < 0)
    many = int(early.sum())
    moved = found.influence[:, early]
    covariance = moved.T @ moved / max(len(moved), 1) ** 2
    singular = many > 0 and np.linalg.matrix_rank(covariance) < many
    statistic = float("nan")
    if many and not singular:
        value = found.effects.value[early]
        statistic = float(value @ np.linalg.solve(covariance, value))
    p = np.array([chdtrc(max(many, 1), np.nan_to_num(statistic))])
    reasons = {"no_controls": np.array([many == 0]), "singular": np.array([singular])}
    tested = answer(p, None, None, level=0.95, method="wald", reasons=reasons)
    return statistic, many, tested


def _told(found: EffectSummary) -> Mask:
    se = np.asarray(found.effects.se)
    return np.asarray(found.effects.ok & (np.nan_to_num(se) > 0), dtype=np.bool_)


def _largest(influence: FloatArray, se: FloatArray, seed: int, draws: int, level: float) -> float:
    """Give the quantile of the largest of all reweighted effects in standard errors."""
    if not influence.size:
        return 0.0
    units = len(influence)
    draw = np.random.Generator(np.random.Philox(seed))
    most = np.zeros(draws)
    step = max(1, AT_ONCE // units)
    for first in range(0, draws, step):
        count = min(step, draws - first)
        signs = 2.0 * draw.integers(0, 2, (count, units)) - 1.0
        most[first : first + count] = np.abs(signs @ influence / units / se).max(axis=1)
    return float(np.quantile(most, 1 - 2 * tail(level)))
