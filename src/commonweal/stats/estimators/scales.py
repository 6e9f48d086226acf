"""What is shown beside every scale: how reliable it is, and what silence could hide.

Not a method of its own: `composite` and `raked_scale` take it.
"""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Estimate, Figure, Rows
from commonweal.stats.inputs import FloatArray
from commonweal.stats.scales.agreement import intraclass, scale_agreement, unit_mean_reliability
from commonweal.stats.scales.answers import composite
from commonweal.stats.scales.omega import omega
from commonweal.stats.scales.reliability import complete, reliability

ITEM, FRAME = "item_", "frame_stratum"
OPTIONS = 5
NOTHING = float("nan")
# People who answered before a unit has a mean of its own.
FEWEST_IN_UNIT = 10


def items(rows: Rows) -> FloatArray:
    """Give the answers, shape (n, items), in the order of the items.

    rows: with the roles item_1, item_2 ...
    Source: none, it reads; checked in tests/unit/stats/estimators/test_scales.py
    >>> rows = Rows((), np.ones((1, 0), bool), np.arange(1), np.ones(1, bool),
    ...             {"item_2": np.array([4.0]), "item_1": np.array([5.0])})
    >>> items(rows)
    array([[5., 4.]])
    """
    names = sorted((name for name in rows.columns if name.startswith(ITEM)), key=_number)
    return np.column_stack([rows.columns[name] for name in names])


def reliability_figures(rows: Rows, level: float) -> tuple[Figure, ...]:
    """Give how reliably the items measure one thing, and whether units may have a mean.

    rows:  with the roles item_1 ... and work_unit
    level: coverage of Feldt's interval
    Gives the figures "alpha" with Feldt's interval, "omega", "icc1", "icc2" and "r_wg", the middle
    one of units of ten or more; what cannot be computed is left out.
    Source: workforce specification, section 9.2, and patient-care specification, section 4.2; the
    families; checked in tests/unit/stats/estimators/test_scales.py
    >>> one = np.array([5.0, 4, 2, 1])
    >>> rows = Rows((), np.ones((4, 0), bool), np.arange(4), np.ones(4, bool),
    ...             {"item_1": one, "item_2": one, "work_unit": np.zeros(4)}, {"work_unit": ("a",)})
    >>> [(each.key, each.value) for each in reliability_figures(rows, 0.95)]
    [('alpha', 1.0)]
    """
    table = items(rows)
    people = len(complete(table))
    found = {"alpha": reliability(table, level).alpha, "omega": omega(table)}
    score = composite(table)
    known = score.ok & rows.known("work_unit")
    unit = rows.columns["work_unit"][known]
    for key, method in (("icc1", intraclass), ("icc2", unit_mean_reliability)):
        found[key] = method(score.value[known], unit)
    figures = [_figure(key, one, people) for key, one in found.items() if one.ok[0]]
    whole = np.isfinite(table).all(axis=1) & rows.known("work_unit")
    return (*figures, *_agreement(table[whole], rows.columns["work_unit"][whole]))


def silence_figures(rows: Rows, favorable: float) -> tuple[Figure, ...]:
    """Give who was asked and what those who stayed silent could change.

    rows:      one row a person who answered, beside them the strata of the frame
    favorable: the share of favorable answers among those who answered
    Gives "response", the share of those invited who answered, and "if_all_answered": the share
    of those who did, its limits being every silent person unfavorable, or favorable. Nothing
    without a frame. Where groups are layers or units, the response of each stands beside.
    Source: bounds without any assumption, Manski 1990, American Economic Review 80:319-323;
    checked in tests/unit/stats/estimators/test_scales.py
    >>> silence_figures(Rows((), np.ones((4, 0), bool), np.arange(4), np.ones(4, bool), {}), 0.5)
    ()
    """
    frame = rows.beside.get(FRAME)
    if frame is None or not np.nansum(frame.columns["invited"]) > 0:
        return ()
    invited = frame.columns["invited"]
    asked = float(np.nansum(invited))
    response = min(rows.size / asked, 1.0)
    low = response * favorable
    found = [
        Figure("response", response, NOTHING, NOTHING, int(asked)),
        Figure("if_all_answered", favorable, low, low + 1 - response, int(asked)),
    ]
    for place, group in enumerate(rows.groups):
        if group.view in frame.labels and group.code in frame.labels[group.view]:
            code = frame.labels[group.view].index(group.code)
            own = float(np.nansum(invited[frame.columns[group.view] == code]))
            answered = float(rows.member[:, place].sum())
            if own > 0:
                share = min(answered / own, 1.0)
                found.append(Figure("response", share, NOTHING, NOTHING, int(own), group.code))
    return tuple(found)


def _agreement(table: FloatArray, unit: FloatArray) -> tuple[Figure, ...]:
    if not len(table):
        return ()
    each = scale_agreement(table, unit, OPTIONS)
    size = np.zeros(len(each.value)) if each.n is None else each.n
    large = each.ok & (size >= FEWEST_IN_UNIT)
    if not large.any():
        return ()
    middle = float(np.median(each.value[large]))
    return (Figure("r_wg", middle, NOTHING, NOTHING, int(size[large].sum())),)


def _figure(key: str, found: Estimate, people: int) -> Figure:
    return Figure(key, float(found.value[0]), float(found.low[0]), float(found.high[0]), people)


def _number(name: str) -> int:
    return int(name.removeprefix(ITEM))
