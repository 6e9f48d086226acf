"""Items of a test that are harder for a group than for everybody else of the same score.

The number of a group is the share of items of class C against it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.estimators.sides import narrow
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.items.classes import MUCH, SOME
from commonweal.stats.items.logistic import find_logistic_differences
from commonweal.stats.items.mantel_haenszel import FEWEST, find_differences
from commonweal.stats.results import answer

BoolArray = NDArray[np.bool_]
NOTHING = float("nan")
ITEMS, RIGHT, UNANSWERED = "placed_item", "1", "?"


@dataclass(frozen=True, eq=False)
class _Test:
    """Hold the answers of those who answered every item of a test.

    items:    names of the items
    right:    shape (learners, items)
    member:   who is in which group, shape (learners, groups)
    left_out: learners without an answer to some item
    """

    items: tuple[str, ...]
    right: NDArray[np.int8]
    member: BoolArray
    left_out: int


@dataclass(frozen=True, eq=False)
class _Found:
    """Hold the items of all tests for one group, one entry an item.

    names, classes, logistic: the item, and its class by either method
    delta, se: difference on the delta scale, below 0 where the item is harder for the group
    people:    learners of the group
    unsettled: tests whose purification did not come to rest
    """

    names: tuple[str, ...]
    classes: NDArray[np.str_]
    logistic: NDArray[np.str_]
    delta: FloatArray
    se: FloatArray
    people: int
    unsettled: int


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Screen the items of every test, each group against everybody else.

    rows:  one unit a learner and test, with the roles answers (a letter an item: 1, 0 or ?) and
           test; beside them `placed_item`, the items of each test in the order of the letters
    asked: the level, and the target, which is no item
    Gives Estimated: the share of items of class C (Mantel and Haenszel, purified) that are harder
    for the group. Its limits hold for all items together: from those sure to differ to those that
    may. Fewer than 50 on a side are undefined:too_few_to_test. Figures: "item_c" and
    "item_b", the delta of each item of that class about its name and the group (below 0: harder
    for the group), and "item_logistic", its class by logistic regression; "some", the share of
    class B against a group; "left_out" learners who did not answer every item; "items";
    "unsettled" tests.
    Source: Holland and Thayer 1988; Zieky 1993, both in the family `items`; limits by Bonferroni;
    checked in tests/unit/stats/estimators/test_item_differences.py
    >>> from commonweal.kinds import Beside, Group
    >>> items = Beside({"test": np.zeros(0), "item": np.zeros(0)}, {"test": (), "item": ()})
    >>> nobody = Rows((Group("sex", "f", "F"),), np.zeros((0, 1), bool), np.zeros(0, int),
    ...               np.zeros(0, bool), {"answers": np.zeros(0), "test": np.zeros(0)},
    ...               {"answers": (), "test": ()}, {"placed_item": items})
    >>> estimate(nobody, Asked(target=0.0)).value.reason
    ('too_few_to_test',)
    """
    tests = _tests(rows)
    found = [_screened(tests, place) for place in range(len(rows.groups))]
    target = asked.target or 0.0
    value = _share(found, asked.level)
    small = _share(found, narrow(asked.level))
    people = np.array([_focal(tests, place) for place in range(len(rows.groups))], dtype=np.int64)
    return Estimated(
        value=value,
        rest=np.where(value.ok, target, NOTHING),
        gap=_less(value, target),
        narrow=_less(small, target),
        p=np.array([_chance(one) for one in found]).reshape(-1),
        total=_total(found, asked.level),
        people=people,
        figures=(*_about_items(rows, found, asked.level), *_about_tests(tests, found)),
    )


def _tests(rows: Rows) -> list[_Test]:
    placed = rows.beside[ITEMS]
    held = list(zip(placed.words("test"), placed.words("item"), strict=True))
    written, tests = rows.words("answers"), rows.words("test")
    made = []
    for test in sorted(set(tests) - {""}):
        inside = [at for at, each in enumerate(tests) if each == test]
        items = tuple(item for each, item in held if each == test)
        letters = np.array([list(written[at]) for at in inside]).reshape(len(inside), len(items))
        whole = ~(letters == UNANSWERED).any(axis=1)
        right = (letters == RIGHT)[whole].astype(np.int8)
        made.append(_Test(items, right, rows.member[inside][whole], int((~whole).sum())))
    return made


def _focal(tests: list[_Test], place: int) -> int:
    return max((int(one.member[:, place].sum()) for one in tests), default=0)


def _screened(tests: list[_Test], place: int) -> _Found | None:
    """Screen every test with enough people on both sides; None where there is none."""
    parts = []
    for test in tests:
        focal = test.member[:, place]
        if min(focal.sum(), (~focal).sum()) < FEWEST:
            continue
        found = find_differences(test.right, focal, purification=True)
        beside = find_logistic_differences(test.right, focal, purification=True)
        unsettled = int(found.purified is not None and not found.purified.settled)
        se = np.asarray(found.delta.se)
        parts.append((test, found.classes, beside.classes, found.delta.value, se, unsettled))
    if not parts:
        return None
    return _Found(
        names=tuple(name for part in parts for name in part[0].items),
        classes=np.concatenate([part[1] for part in parts]),
        logistic=np.concatenate([part[2] for part in parts]),
        delta=np.concatenate([part[3] for part in parts]),
        se=np.concatenate([part[4] for part in parts]),
        people=max(int(part[0].member[:, place].sum()) for part in parts),
        unsettled=sum(part[5] for part in parts),
    )


def _against(one: _Found, named: str) -> BoolArray:
    against: BoolArray = (one.classes == named) & (one.delta < 0)
    return against


def _share(found: list[_Found | None], level: float) -> Estimate:
    """Give the share of class C against each group, with limits for all items together."""
    parts = np.array([_three(one, level) for one in found], dtype=np.float64).reshape(-1, 3)
    missing = np.array([one is None for one in found], dtype=np.bool_)
    reasons = {"too_few_to_test": missing}
    return answer(*parts.T, level=level, method="mantel_haenszel_classes", reasons=reasons)


def _three(one: _Found | None, level: float) -> tuple[float, float, float]:
    if one is None:
        return 0.0, 0.0, 0.0
    told = ~np.isnan(one.delta)
    many = max(int(told.sum()), 1)
    reach = -float(ndtri((1 - level) / 2 / many)) * one.se[told]
    harder = -one.delta[told]
    much = _against(one, "C")[told]
    sure = much & (harder - reach > SOME)
    may = much | (harder + reach >= MUCH)
    return float(much.mean()), float(sure.mean()), float(may.mean())


def _less(share: Estimate, target: float) -> Estimate:
    limits = share.value - target, share.low - target, share.high - target
    reasons = {"too_few_to_test": ~share.ok}
    return answer(*limits, level=share.level, method=share.method, reasons=reasons)


def _chance(one: _Found | None) -> float:
    """Give how likely the clearest item is where none is harder by more than the least that counts.

    The test is one-sided, so it is doubled; it is adjusted for the number of items.
    """
    if one is None:
        return NOTHING
    told = ~np.isnan(one.delta)
    beyond = (-one.delta[told] - SOME) / one.se[told]
    smallest = float(ndtr(-beyond).min(initial=1.0))
    return min(1.0, 2 * smallest * int(told.sum()))


def _total(found: list[_Found | None], level: float) -> Estimate:
    """Give the share of items of class C against any group that could be tested."""
    told = [one for one in found if one is not None]
    value = NOTHING
    if told:
        names = {name for one in told for name in one.names}
        marked = {one.names[at] for one in told for at in np.flatnonzero(_against(one, "C"))}
        value = len(marked) / len(names)
    reasons = {"too_few_to_test": np.array([not told])}
    one_value = np.array([0.0 if not told else value])
    return answer(one_value, None, None, level=level, method="any_group", reasons=reasons)


def _about_items(rows: Rows, found: list[_Found | None], level: float) -> list[Figure]:
    figures = []
    for group, one in zip(rows.groups, found, strict=True):
        if one is None or not group.stated:
            continue
        some = float(_against(one, "B").mean())
        figures.append(Figure("some", some, NOTHING, NOTHING, one.people, group.code))
        for at in np.flatnonzero((one.classes == "B") | (one.classes == "C")):
            value, reach = float(one.delta[at]), normal_quantile(level) * float(one.se[at])
            about = f"{one.names[at]}, {group.label}"
            key = f"item_{one.classes[at].lower()}"
            figures += [
                Figure(key, value, value - reach, value + reach, one.people, about),
                Figure("item_logistic", NOTHING, NOTHING, NOTHING, one.people, about,
                       str(one.logistic[at])),
            ]  # fmt: skip
    return figures


def _about_tests(tests: list[_Test], found: list[_Found | None]) -> list[Figure]:
    items = float(sum(len(one.items) for one in tests))
    unsettled = float(sum(one.unsettled for one in found if one is not None))
    left = sum(one.left_out for one in tests)
    return [
        Figure("items", items, NOTHING, NOTHING, 0),
        Figure("unsettled", unsettled, NOTHING, NOTHING, 0),
        Figure("left_out", float(left), NOTHING, NOTHING, left),
    ]
