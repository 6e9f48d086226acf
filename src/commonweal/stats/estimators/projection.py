"""Where the highest rank goes if people keep moving as they do; first held beside years seen.

It projects flows and knows no goal. A forecast is shown only when three years or more could be
held out and foretold from the years before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.pipeline import FEWEST_YEARS, PRIOR_YEARS, Moves, moves_by_group
from commonweal.stats.estimators.sides import none, persons_in
from commonweal.stats.flows.backtest import FEWEST_YEARS as HELD_OUT
from commonweal.stats.flows.backtest import Backtest, backtest
from commonweal.stats.flows.bands import drawn
from commonweal.stats.flows.projection import flows, projected
from commonweal.stats.flows.rows import move_shares
from commonweal.stats.inputs import FloatArray, tail
from commonweal.stats.results import answer

NOTHING = float("nan")


@dataclass(frozen=True, eq=False)
class _Forecast:
    share: float
    low: float
    high: float
    today: float
    test: Backtest


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Project each group's share of the highest rank.

    rows:  one line a person and year, with the roles years_ago, before and after
    asked: with the options years (how far) and draws; the seed
    Gives Estimated with shares and the limits of the draws, and no gap: a forecast is described.
    For each group the figures today (its share now), within_80, within_95, error and
    error_unmoved of three years held out. With fewer than five years there is no forecast:
    undefined:years_few; where nobody is in the highest rank, undefined:no_population.
    Source: Bartholomew, Forbes and McClean 1991, Statistical Techniques for Manpower Planning;
    workforce specification, section 7.4; checked in tests/unit/stats/estimators/test_projection.py
    >>> from commonweal.kinds import Group
    >>> ago = np.repeat(np.arange(1.0, 7.0), 40)
    >>> member = np.tile([[True], [False]], (120, 1))
    >>> rows = Rows((Group("sex", "f", "F"),), member, np.arange(240), np.ones(240, bool),
    ...             {"years_ago": ago, "before": np.tile([1.0, 1.0, 2.0, 2.0], 60),
    ...              "after": np.tile([1.0, 1.0, 2.0, 2.0], 60)})
    >>> estimate(rows, Asked(options={"years": 5, "draws": 50})).value.value
    array([0.5])
    """
    found = [_forecast(moves, asked) for moves in moves_by_group(rows)]
    value, low, high = (
        np.array([getattr(one, name) if one else np.nan for one in found], dtype=np.float64)
        for name in ("share", "low", "high")
    )
    few = len(np.unique(rows.columns["years_ago"])) < FEWEST_YEARS
    size = len(rows.groups)
    reasons = {"years_few": np.full(size, few), "no_population": np.isnan(value)}
    people = persons_in(rows, rows.member)
    return Estimated(
        value=answer(
            value, low, high, level=asked.level, method="stock_flow", reasons=reasons
        ),
        rest=np.full(size, np.nan),
        gap=none(size, asked.level),
        narrow=none(size, 2 * asked.level - 1),
        p=np.full(size, np.nan),
        total=none(1, asked.level),
        people=people,
        figures=tuple(
            figure
            for one, group, many in zip(found, rows.groups, people.tolist(), strict=True)
            if one and group.stated
            for figure in _figures(one, group.code, many)
        ),
    )  # fmt: skip


def _forecast(seen: Moves, asked: Asked) -> _Forecast | None:
    if len(seen.years) < FEWEST_YEARS or seen.stock[-1, :, -1].sum() == 0:
        return None
    years = int(asked.number("years"))
    everything, hires = seen.moves.sum(axis=0), seen.hires.mean(axis=0)
    shares = move_shares(everything, PRIOR_YEARS)[0][:, :, :-1]
    moving = flows(np.nan_to_num(shares), seen.stock[-1], hires)
    draws = drawn(
        everything, seen.stock[-1], hires, years, seed=asked.seed,
        draws=int(asked.number("draws")), prior_years=PRIOR_YEARS,
    )  # fmt: skip
    outside = tail(asked.level)
    low, high = np.nanquantile(_share(draws[-1]), [outside, 1 - outside])
    return _Forecast(
        float(_share(projected(moving, years)[-1])),
        float(low),
        float(high),
        float(_share(seen.stock[-1])),
        _held_out(seen),
    )


def _held_out(seen: Moves) -> Backtest:
    """Foretell the last three years from the years before, with the hires of those three."""
    before = seen.moves[:-HELD_OUT].sum(axis=0)
    shares = np.nan_to_num(move_shares(before, PRIOR_YEARS)[0][:, :, :-1])
    moving = flows(shares, seen.stock[-HELD_OUT - 1], seen.hires[-HELD_OUT:].mean(axis=0))
    return backtest(moving, seen.stock[-HELD_OUT:])


def _share(people: FloatArray) -> FloatArray:
    """Give the group's share of the highest rank; people has shape (..., 2, g)."""
    top = people[..., -1]
    everybody = top.sum(axis=-1)
    return np.asarray(
        np.where(everybody > 0, top[..., 0] / np.where(everybody > 0, everybody, 1), np.nan)
    )


def _figures(one: _Forecast, about: str, people: int) -> tuple[Figure, ...]:
    told = (
        ("today", one.today), ("within_80", one.test.within_80), ("within_95", one.test.within_95),
        ("error", one.test.error), ("error_unmoved", one.test.error_unmoved),
    )  # fmt: skip
    return tuple(Figure(key, value, NOTHING, NOTHING, people, about) for key, value in told)
