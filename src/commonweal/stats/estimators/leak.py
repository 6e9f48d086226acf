"""Where a pipeline leaks: a group's share of the highest rank beside what equal flows would give.

The gap is split exactly into entry, promotion and separation, every order counting alike.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator, Philox
from scipy.special import ndtr

from commonweal.kinds import Asked, Estimated, Figure, Problem, Rows
from commonweal.stats.estimators.pipeline import PRIOR_YEARS, Moves, moves_by_group
from commonweal.stats.estimators.sides import both_levels, normal_gap, persons_in
from commonweal.stats.flows.bands import row_draws
from commonweal.stats.flows.leak import Leak, leak
from commonweal.stats.flows.projection import flows
from commonweal.stats.flows.rows import move_shares
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

# Fewer people-years than this on a side, and its rows are too little known.
FEWEST = 50.0
POINTS = 100.0


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare each group's share of the highest rank in some years with that under equal flows.

    rows:  one line a person and year, with the roles years_ago, before and after
    asked: with the options years (how far) and draws; the seed
    Gives Estimated in points: the value is the share less that which the group would have with
    the flows of everybody else, held beside zero, which is what everybody together has; its
    spread is that of rows and hires drawn as they could be. For each group the figures share and
    equal_flows, and entry_grade, promotion and separation: what closing each would give, in sum
    the value turned round. A side with fewer than 50 person-years is undefined:years_few.
    Source: Shapley 1953, Contributions to the Theory of Games II, 307-317; workforce
    specification, section 7.5; checked in tests/unit/stats/estimators/test_leak.py
    >>> from commonweal.kinds import Group
    >>> ago = np.repeat(np.arange(1.0, 7.0), 40)
    >>> member = np.tile([[True], [False]], (120, 1))
    >>> rows = Rows((Group("sex", "f", "F"),), member, np.arange(240), np.ones(240, bool),
    ...             {"years_ago": ago, "before": np.tile([1.0, 1.0, 2.0, 2.0], 60),
    ...              "after": np.tile([1.0, 1.0, 2.0, 2.0], 60)})
    >>> estimate(rows, Asked(options={"years": 5, "draws": 20})).gap.value
    array([0.])
    """
    found = [_leak(moves, asked) for moves in moves_by_group(rows)]
    apart, se = (
        POINTS * np.array([one[at] if one else np.nan for one in found], dtype=np.float64)
        for at in (0, 1)
    )
    gap, narrow = both_levels(lambda level: normal_gap(apart, se, level, "drawn_rows"), asked.level)
    people = persons_in(rows, rows.member)
    return Estimated(
        value=answer(
            gap.value, gap.low, gap.high, level=asked.level, method="stock_flow",
            reasons={"years_few": np.isnan(apart)},
        ),
        rest=np.zeros(len(rows.groups)),
        gap=gap,
        narrow=narrow,
        p=2 * np.asarray(ndtr(-np.abs(apart / np.where(se > 0, se, np.nan)))),
        total=answer(np.zeros(1), None, None, level=asked.level, method="stock_flow", reasons={}),
        people=people,
        figures=tuple(
            figure
            for one, group, many in zip(found, rows.groups, people.tolist(), strict=True)
            if one and group.stated
            for figure in _figures(one[2], many, group.code)
        ),
    )  # fmt: skip


def _figures(told: Leak, people: int, about: str) -> tuple[Figure, ...]:
    nothing = float("nan")
    shares = {"share": told.actual, "equal_flows": told.equal_flows}
    parts = {part: POINTS * value for part, value in told.parts.items()}
    return tuple(
        Figure(key, value, nothing, nothing, people, about)
        for key, value in (shares | parts).items()
    )


def _leak(seen: Moves, asked: Asked) -> tuple[float, float, Leak] | None:
    everything, hires = seen.moves.sum(axis=0), seen.hires.mean(axis=0)
    if len(seen.ranks) < 2 or everything.sum(axis=(1, 2)).min(initial=np.inf) < FEWEST:
        return None
    years, stock = int(asked.number("years")), seen.stock[-1]
    shares = np.nan_to_num(move_shares(everything, PRIOR_YEARS)[0][:, :, :-1])
    try:
        told = leak(flows(shares, stock, hires), 0, 1, years)
    except Problem:
        # More would move down, up and out than there are: the two sides have no flows in common.
        return None
    if np.isnan(told.actual):
        return None
    draws = int(asked.number("draws"))
    rows = row_draws(everything, seed=asked.seed, draws=draws, prior_years=PRIOR_YEARS)
    # What hires could be on average, given how many were counted.
    stream, known = Generator(Philox(asked.seed + 1)), len(seen.years)
    hired = stream.standard_gamma(hires * known + 1e-9, (draws, *hires.shape)) / known
    apart = gaps(rows[..., :-1], stock, hired, years)
    return told.actual - told.equal_flows, float(np.std(apart, ddof=1)), told


def gaps(shares: FloatArray, stock: FloatArray, hires: FloatArray, years: int) -> FloatArray:
    """Give a group's share of the highest rank less that under equal flows, for many flows at once.

    shares: share of each rank found in each rank a year later, shape (draws, 2, g, g); the group
            first, everybody else second
    stock:  people at the start, shape (2, g)
    hires:  people who come in a year, shape (draws, 2, g)
    years:  how many years are projected
    Gives shape (draws,), as `leak` does for one of them.
    Source: as `leak`: the rows of everybody else, and its spread of hires over ranks
    >>> same = np.full((1, 2, 1, 1), 0.9)
    >>> gaps(same, np.array([[5.0], [5.0]]), np.ones((1, 2, 1)), 3)
    array([0.])
    """
    rest = hires[:, 1] / np.maximum(hires[:, 1].sum(axis=1, keepdims=True), 1e-300)
    like = np.stack((hires[:, 0].sum(axis=1, keepdims=True) * rest, hires[:, 1]), axis=1)
    both = np.stack((_taken(shares[:, 0], shares[:, 1]), shares[:, 1]), axis=1)
    found = []
    for moving, coming in ((shares, hires), (both, like)):
        now = np.broadcast_to(stock, coming.shape)
        for _ in range(years):
            now = np.einsum("dkg,dkgh->dkh", now, moving) + coming
        top = now[:, :, -1]
        found.append(top[:, 0] / top.sum(axis=1))
    return np.asarray(found[0] - found[1])


def _taken(own: FloatArray, rest: FloatArray) -> FloatArray:
    """Give rows with the promotions and the leaving of everybody else; moves down stay as own."""
    size = own.shape[-1]
    up, down = np.triu(np.ones((size, size)), 1), np.tril(np.ones((size, size)), -1)
    moved = rest * up + own * down
    stay = np.maximum(rest.sum(axis=-1) - moved.sum(axis=-1), 0.0)
    return np.asarray(moved + np.eye(size) * stay[..., None])
