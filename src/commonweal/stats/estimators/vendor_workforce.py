"""The share of each group in the workforce of suppliers, beside who is available to them.

It describes all suppliers together, and judges or picks none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import narrow
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer
from commonweal.stats.suppliers.workforce import SupplierWorkforce, supplier_workforce

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
# Under this part of the spend, disclosures say nothing of suppliers as a whole.
LEAST_COVERAGE = 0.25


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the spend-weighted share of each group at suppliers with its availability.

    rows:  one unit a supplier and group, with the roles spend, staff and inside (head counts, not
           known where nothing was disclosed), available, low and high (shares of the group in the
           industry)
    asked: the level
    Gives Estimated: shares at those who disclosed, with an error over suppliers and Student's law,
    less what is available to them. Limits and p-value of that gap take an error no smaller than
    chance alone would leave: of a small group few have anybody, and without them the error is too
    small too. With under a quarter of the spend disclosed there is no share
    (insufficient:coverage_low) and its limits are the worst case. Figures of each group:
    "worst_case" and "industry", the share with bounds that count the silent as none or all, or as
    the tenth and ninetieth percentile of their industry; "by_head", the share by head; "ratio",
    share over availability. Of all: "coverage" by spend, "coverage_count", "effective" suppliers
    of equal spend.
    Source: community.md sections 5.1 to 5.3, counted by `supplier_workforce`; checked in
    tests/unit/stats/estimators/test_vendor_workforce.py
    >>> from commonweal.kinds import Group
    >>> told = {"spend": [10, 30.0], "staff": [5, 9.0], "inside": [2, 3.0],
    ...         "available": [0.3, 0.3], "low": [0.1, 0.1], "high": [0.5, 0.5]}
    >>> rows = Rows((Group("workforce_group", "a", "A"),), np.ones((2, 1), bool), np.arange(2),
    ...     np.ones(2, bool), {key: np.array(column) for key, column in told.items()})
    >>> estimate(rows, Asked()).value.value
    array([0.35])
    """
    each = [_counted(rows, one, asked.level) for one in rows.member.T]
    small = [_counted(rows, one, narrow(asked.level)) for one in rows.member.T]
    gap = _joined([_gap(one) for one in each], asked.level)
    vendors = [_disclosed(rows, one) for one in rows.member.T]
    heaviest = np.array([_heaviest(rows, one) for one in vendors])
    return Estimated(
        value=_joined([_value(one) for one in each], asked.level),
        rest=np.array([float(one.available.value[0]) if _enough(one) else NOTHING for one in each]),
        gap=gap,
        narrow=_joined([_gap(one) for one in small], narrow(asked.level)),
        p=_p(gap, each),
        total=_whole(each, asked.level),
        people=np.array([int(one.sum()) for one in vendors], dtype=np.int64),
        heaviest=heaviest,
        # Every supplier has a row in every group: who outweighs them all outweighs the whole.
        heaviest_of_all=float(heaviest.min(initial=1.0)),
        figures=_figures(rows, each, vendors),
    )


def _counted(rows: Rows, chosen: BoolArray, level: float) -> SupplierWorkforce:
    column = {name: rows.columns[name][chosen] for name in
              ("spend", "staff", "inside", "available", "low", "high")}  # fmt: skip
    shares = column["available"]
    return supplier_workforce(
        column["spend"], np.nan_to_num(column["staff"]), np.nan_to_num(column["inside"]), shares,
        ends=(np.where(np.isnan(column["low"]), 0.0, column["low"]),
              np.where(np.isnan(column["high"]), 1.0, column["high"])),
        level=level,
    )  # fmt: skip


def _disclosed(rows: Rows, chosen: BoolArray) -> BoolArray:
    told: BoolArray = chosen & (np.nan_to_num(rows.columns["staff"]) > 0)
    return told


def _heaviest(rows: Rows, told: BoolArray) -> float:
    spend = rows.columns["spend"][told]
    return float(spend.max() / spend.sum()) if len(spend) and spend.sum() > 0 else 0.0


def _enough(one: SupplierWorkforce) -> bool:
    return bool(one.share.ok[0]) and float(one.coverage.value[0]) >= LEAST_COVERAGE


def _value(one: SupplierWorkforce) -> tuple[float, float, float, float, str]:
    if not _enough(one):
        worst = one.worst_case
        reason = "coverage_low" if one.share.ok[0] else one.share.reason[0]
        return NOTHING, float(worst.low[0]), float(worst.high[0]), NOTHING, reason
    return _plain(one, one.share)


def _gap(one: SupplierWorkforce) -> tuple[float, float, float, float, str]:
    if not _enough(one):
        return NOTHING, NOTHING, NOTHING, NOTHING, "coverage_low"
    return _plain(one, one.difference, float(one.chance.value[0]))


def _plain(
    one: SupplierWorkforce, found: Estimate, least: float = 0.0
) -> tuple[float, float, float, float, str]:
    """Give an estimate with the limits of Student's law: few suppliers decide little."""
    se = NOTHING if found.se is None else float(found.se[0])
    reach = float(stdtrit(_df(one), (1 + found.level) / 2)) * float(np.maximum(se, least))
    value = float(found.value[0])
    return value, value - reach, value + reach, se, found.reason[0]


def _df(one: SupplierWorkforce) -> float:
    return float(one.freedom.value[0])


def _joined(parts: list[tuple[float, float, float, float, str]], level: float) -> Estimate:
    value, low, high, se = (np.array([one[at] for one in parts]) for at in range(4))
    said = [one[4] for one in parts]
    reasons = {code: np.array([code == one for one in said]) for code in set(said) if code}
    return answer(
        value, low, high, level=level, method="weighted", reasons=reasons, se=se, bounds=True
    )


def _p(gap: Estimate, each: list[SupplierWorkforce]) -> FloatArray:
    assert gap.se is not None  # noqa: S101  `_joined` gives it
    se = np.maximum(gap.se, [float(one.chance.value[0]) for one in each])
    certain = se == 0
    df = np.array([_df(one) for one in each])
    p = 2 * np.asarray(stdtr(df, -np.abs(gap.value) / np.where(certain, 1.0, se)))
    return np.where(certain, np.where(gap.value == 0, 1.0, 0.0), p)


def _whole(each: list[SupplierWorkforce], level: float) -> Estimate:
    """Give the share of all groups together, which is 1 where the groups part everybody."""
    known = [float(one.share.value[0]) for one in each if _enough(one)]
    reasons = {"zero_denominator": np.array([not known])}
    return answer(np.array([sum(known)]), None, None, level=level, method="sum", reasons=reasons)


def _figures(
    rows: Rows, each: list[SupplierWorkforce], vendors: list[BoolArray]
) -> tuple[Figure, ...]:
    found = []
    for group, one, told in zip(rows.groups, each, vendors, strict=True):
        people = int(told.sum())
        for key, part in (("worst_case", one.worst_case), ("industry", one.industry)):
            value = float(part.value[0]) if _enough(one) else NOTHING
            low, high = float(part.low[0]), float(part.high[0])
            found.append(Figure(key, value, low, high, people, group.code))
        if _enough(one):
            for key, part in (("by_head", one.headcount_share), ("ratio", one.ratio)):
                if part.ok[0]:
                    value = float(part.value[0])
                    found.append(Figure(key, value, NOTHING, NOTHING, people, group.code))
    for key, part in _of_all(each):
        if part.ok[0]:
            people = int(vendors[0].sum())
            found.append(Figure(key, float(part.value[0]), NOTHING, NOTHING, people))
    return tuple(found)


def _of_all(each: list[SupplierWorkforce]) -> list[tuple[str, Estimate]]:
    """Name what is the same for every group: it is about suppliers, not about who works there."""
    if not each:
        return []
    one = each[0]
    return [
        ("coverage", one.coverage),
        ("coverage_count", one.coverage_count),
        ("effective", one.effective),
    ]
