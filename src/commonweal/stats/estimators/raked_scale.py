"""Favorable shares of a survey weighed to its frame, by group, with the raw result beside them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.scales import (
    FRAME,
    items,
    reliability_figures,
    silence_figures,
)
from commonweal.stats.estimators.sides import both_levels
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.standardized_means import standardized_difference
from commonweal.stats.results import Mask
from commonweal.stats.scales.answers import composite
from commonweal.stats.surveys.frame import Weighed, weigh
from commonweal.stats.surveys.raking import Raked
from commonweal.stats.surveys.weighted import effective_people, raked_difference, raked_groups

FAVORABLE = 4.0
MARGINS = ("layer", "work_unit", "tenure")
NOTHING = float("nan")


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the weighed share of favorable answers of each group with that of everybody else.

    rows:  one row a person, with the roles item_1 ... (1 to 5, 5 the good end), layer, work_unit
           and tenure; beside them the frame. Who answered fewer than half of the items, or is in
           no stratum of the frame, is left out
    asked: the level
    Gives Estimated: shares of a person's answers that are favorable, raked to the frame, errors
    linearized; without a frame nobody is weighed. The figures of reliability and of silence, and
    "raw", the share without weights; "n_eff", how many people the weighed ones are worth;
    "margins", how many are met; and "hedges_g" about each group.
    Source: workforce specification, sections 9.2 to 9.4; Deville and Särndal 1992, JASA
    87:376-382; checked in tests/unit/stats/estimators/test_raked_scale.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("layer", "n", "N"), Group("layer", "d", "D"))
    >>> member = np.array([[True, False]] * 2 + [[False, True]] * 2)
    >>> words = {name: ("a",) for name in ("layer", "work_unit", "tenure")}
    >>> roles = {"item_1": np.array([5, 1, 5, 4.0]), **{name: np.zeros(4) for name in words}}
    >>> estimate(Rows(groups, member, np.arange(4), np.ones(4, bool), roles, words), Asked()).rest
    array([1. , 0.5])
    """
    table = items(rows)
    usable = composite(table).ok
    weighed = _weighed(rows, usable)
    kept = np.flatnonzero(usable)[weighed.placed]
    raked = weighed.raked or Raked(np.ones(len(kept)), np.ones((len(kept), 1)), 0)
    value, inside = _share(table[kept]), rows.member[kept]
    everybody = np.ones((len(kept), 1), dtype=np.bool_)
    own, rest, total = (
        raked_groups(value, raked, side, asked.level) for side in (inside, ~inside, everybody)
    )
    gap, narrow = both_levels(
        lambda level: raked_difference(value, raked, inside, level), asked.level
    )
    return Estimated(
        value=own,
        rest=rest.value,
        gap=gap,
        narrow=narrow,
        p=_p(gap),
        total=total,
        people=inside.sum(axis=0).astype(np.int64),
        figures=(
            *_weights(value, raked, weighed),
            *_standardized(rows, composite(table).value[kept], inside, asked.level),
            *reliability_figures(rows, asked.level),
            *(silence_figures(rows, float(total.value[0])) if total.ok[0] else ()),
        ),
    )


def _weighed(rows: Rows, usable: Mask) -> Weighed:
    frame = rows.beside.get(FRAME)
    many = int(usable.sum())
    if frame is None or not many:
        return Weighed(np.ones(many, dtype=np.bool_), None, (), ())
    words = {name: np.array(rows.words(name))[usable].tolist() for name in MARGINS}
    strata = {name: frame.words(name) for name in MARGINS}
    found = weigh(words, strata, frame.columns["invited"].tolist())
    if found.raked is None:
        return Weighed(np.ones(many, dtype=np.bool_), None, (), found.joined)
    return found


def _share(table: FloatArray) -> FloatArray:
    """Give each person's share of favorable answers among those given."""
    known = ~np.isnan(table)
    good = known & (np.where(known, table, 0.0) >= FAVORABLE)
    share: FloatArray = good.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return share


def _p(gap: Estimate) -> FloatArray:
    se = np.full(len(gap.value), np.nan) if gap.se is None else gap.se
    far = np.abs(gap.value) / np.where(se > 0, se, np.nan)
    return np.asarray(2 * ndtr(-far))


def _standardized(rows: Rows, score: FloatArray, inside: Mask, level: float) -> tuple[Figure, ...]:
    """Give the gap of composites in standard deviations, without weights."""
    if not rows.groups:
        return ()
    found = standardized_difference(_moments(score, inside), _moments(score, ~inside), level).g
    return tuple(
        Figure("hedges_g", float(found.value[at]), float(found.low[at]), float(found.high[at]),
               int(inside[:, at].sum()), group.code)
        for at, group in enumerate(rows.groups)
        if found.ok[at]
    )  # fmt: skip


def _moments(score: FloatArray, inside: Mask) -> tuple[FloatArray, FloatArray, FloatArray]:
    columns = [score[one] for one in inside.T]
    middle = np.array([one.mean() if len(one) else 0.0 for one in columns])
    spread = np.array([one.std(ddof=1) if len(one) > 1 else 0.0 for one in columns])
    return middle, spread, np.array([len(one) for one in columns], dtype=np.float64)


def _weights(value: FloatArray, raked: Raked, weighed: Weighed) -> tuple[Figure, ...]:
    people = len(value)
    if not people:
        return ()
    worth = float(effective_people(raked.weights).value[0])
    return (
        Figure("raw", float(value.mean()), NOTHING, NOTHING, people),
        Figure("n_eff", worth, NOTHING, NOTHING, people),
        Figure("margins", float(len(weighed.margins)), NOTHING, NOTHING, people),
    )
