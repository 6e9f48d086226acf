"""Pay of each group beside everybody else at equal controls, in three nested models.

The models are declared before results: no controls, those the employer does not set, and all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import as_if_alike, narrow, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.pay.gap import PayGap, pay_gap
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
CONTROL = "control_"


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the pay of each group with that of everybody else.

    rows:  with the roles value (pay in cents) and control_...; one with pay or a control unknown,
           or not paid, is left out
    asked: with the option tainted: the controls that the employer sets, parted by commas
    Gives Estimated with geometric means in dollars; the gap is the ratio that the model with all
    controls leaves, and everybody else stands as they would in the same work. For each group the
    figures raw and untainted: the ratios without controls, and without those that the employer
    sets. Too few people, or controls that tell the sides apart fully, are undefined.
    Source: workforce specification, section 6.2; MacKinnon and White 1985, Journal of
    Econometrics 29:305-325 (HC3); checked in tests/unit/stats/estimators/test_pay_gap.py
    >>> from commonweal.kinds import Group
    >>> pay = np.array([100, 110, 120, 130, 95, 104, 116, 122.0] * 5)
    >>> rows = Rows((Group("sex", "f", "F"),), np.tile([[False]] * 4 + [[True]] * 4, (5, 1)),
    ...             np.arange(40), np.ones(40, bool),
    ...             {"value": pay, "control_grade": np.array([1.0, 2, 3, 4] * 10)})
    >>> estimate(rows, Asked(ratio=True, options={"tainted": "grade"})).gap.value.round(2)
    array([0.95])
    """
    known = rows.known("value") & (rows.columns["value"] > 0)
    controls = sorted(name for name in rows.columns if name.startswith(CONTROL))
    for name in controls:
        known &= rows.known(name)
    tainted = {CONTROL + one for one in str(asked.options["tainted"]).split(",") if one}
    inside = rows.member & known[:, None]
    free = [name for name in controls if name not in tainted]
    full = _models(rows, known, controls, asked.level)
    less = _models(rows, known, controls, narrow(asked.level))
    people = persons_in(rows, inside)
    value, gap = _means(rows, inside, asked.level), _ratios(full, asked.level)
    rest = _means(rows, ~rows.member & known[:, None], asked.level)
    return Estimated(
        value=value,
        rest=as_if_alike(value.value, rest.value, gap.value),
        gap=gap,
        narrow=_ratios(less, narrow(asked.level)),
        p=np.array([one.p for one in full], dtype=np.float64),
        total=_means(rows, known[:, None], asked.level),
        people=people,
        figures=_figures(
            rows, people,
            raw=_ratios(_models(rows, known, [], asked.level), asked.level),
            untainted=_ratios(_models(rows, known, free, asked.level), asked.level),
        ),
    )  # fmt: skip


def _columns(rows: Rows, known: BoolArray, name: str) -> dict[str, FloatArray]:
    """Give a control as numbers: words as one column each but the first."""
    column = rows.columns[name][known]
    if name not in rows.labels:
        return {name: column}
    places = np.unique(column)[1:]
    return {f"{name}: {int(place)}": (column == place).astype(np.float64) for place in places}


def _models(rows: Rows, known: BoolArray, controls: list[str], level: float) -> list[PayGap]:
    pay = rows.columns["value"][known]
    columns: dict[str, FloatArray] = {}
    for name in controls:
        columns |= _columns(rows, known, name)
    return [
        pay_gap(pay, group[known].astype(np.float64), columns, level=level)
        for group in rows.member.T
    ]


def _ratios(models: list[PayGap], level: float) -> Estimate:
    value, low, high = (
        np.array([np.exp(getattr(one.log_gap, name)[0]) for one in models], dtype=np.float64)
        for name in ("value", "low", "high")
    )
    return Estimate(
        value, low, high, level, "pay_model",
        status=tuple(one.log_gap.status[0] for one in models),
        reason=tuple(one.log_gap.reason[0] for one in models),
    )  # fmt: skip


def _means(rows: Rows, chosen: BoolArray, level: float) -> Estimate:
    """Give geometric means in dollars, their limits by Student on logs."""
    parts = [_mean(np.log(rows.columns["value"][one])) for one in chosen.T]
    mean, se, size = np.array(parts, dtype=np.float64).reshape(-1, 3).T
    reach = np.asarray(stdtrit(np.maximum(size - 1, 1), (1 + level) / 2)) * se
    value, low, high = (np.exp(one) / 100 for one in (mean, mean - reach, mean + reach))
    reasons = {"zero_denominator": size == 0}
    return answer(value, low, high, level=level, method="geometric_mean", reasons=reasons, n=size)


def _mean(logs: FloatArray) -> tuple[float, float, float]:
    size = len(logs)
    if not size:
        return np.nan, np.nan, 0.0
    se = float(logs.std(ddof=1)) / size**0.5 if size > 1 else np.nan
    return float(logs.mean()), se, float(size)


def _figures(rows: Rows, people: NDArray[np.int64], **models: Estimate) -> tuple[Figure, ...]:
    return tuple(
        Figure(key, float(one.value[place]), float(one.low[place]), float(one.high[place]),
               int(people[place]), group.code)
        for place, group in enumerate(rows.groups)
        if group.stated
        for key, one in models.items()
    )  # fmt: skip
