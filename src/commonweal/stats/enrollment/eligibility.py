"""What each rule of a protocol costs in people, alone, last and in fair shares; by group.

It changes no rule and names no person: rules that keep people safe are for others to judge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer


@dataclass(frozen=True)
class RuleCosts:
    """Hold what rules do to groups of people with the condition.

    people:    people of each group, shape (groups,)
    eligible:  those whom no rule excludes, shape (groups,)
    alone:     people whom a rule excludes, whatever the others do, shape (groups, rules)
    gain:      people who would be eligible if only this rule fell, shape (groups, rules)
    share:     the rule's fair part of all who are excluded (Shapley), shape (groups, rules)
    >>> rule_costs([[1, 0], [1, 1], [0, 0]], [0, 0, 0]).share
    array([[1.5, 0.5]])
    """

    people: FloatArray
    eligible: FloatArray
    alone: FloatArray
    gain: FloatArray
    share: FloatArray

    @property
    def eligible_share(self) -> Estimate:
        """Give the eligible part of each group; a group of nobody is undefined."""
        empty = self.people == 0
        value = self.eligible / np.where(empty, 1.0, self.people)
        return _told(value, {"zero_denominator": empty}, self.people)

    @property
    def participation(self) -> Estimate:
        """Give each group's part of the eligible over its part of all: the pool's own PPR."""
        empty = (self.people == 0) | (self.eligible.sum() == 0)
        chance = self.eligible.sum() / max(self.people.sum(), 1.0)
        own = self.eligible / np.where(self.people == 0, 1.0, self.people)
        value = own / (chance if chance > 0 else 1.0)
        return _told(value, {"zero_denominator": empty}, self.people)

    def impact_ratio(self, reference: int | None = None) -> Estimate:
        """Give each group's eligible share over that of one group, the largest if not named."""
        place = int(np.argmax(self.people)) if reference is None else reference
        share = self.eligible_share
        base = share.value[place]
        reasons = {
            "zero_denominator": ~share.ok | ~share.ok[place],
            "zero_in_ratio": np.full(len(share.value), bool(base == 0)),
        }
        value = share.value / (base if base > 0 else 1.0)
        return _told(value, reasons, self.people)


def rule_costs(excluded: ArrayLike, groups: ArrayLike) -> RuleCosts:
    """Count what each exclusion rule costs each group.

    excluded: whether a rule excludes a person, 0 or 1, shape (people, rules)
    groups:   number of each person's group from 0, shape (people,)
    Gives RuleCosts of max(groups) + 1 groups. Each excluded person is split equally among the rules
    that exclude them, which is the exact Shapley value of "excluded by any".
    Fails with Problem "shapes-differ" when there is not one row and one group a person.
    Fails with Problem "codes-outside" when a group is not a whole number from 0.
    Fails with Problem "flags-unread" when a cell is neither 0 nor 1.
    Source: Shapley 1953, Contributions to the Theory of Games II:307-317; closed form in
    research.md section 2.5; checked against enumeration of all sets of rules in
    tests/reference/test_research_elig.py
    >>> rule_costs([[1, 0], [1, 1], [0, 0]], [0, 0, 0]).gain
    array([[1., 0.]])
    """
    rules, codes = _read(excluded, groups)
    hits = rules.sum(axis=1)
    many = int(codes.max()) + 1 if len(codes) else 0
    people = np.bincount(codes, minlength=many).astype(np.float64)
    eligible = np.bincount(codes, hits == 0, many).astype(np.float64)
    split = 1 / np.maximum(hits, 1)
    columns = range(rules.shape[1])

    def by_group(weight: FloatArray) -> FloatArray:
        sums = [np.bincount(codes, rules[:, at] * weight, many) for at in columns]
        return np.stack(sums, axis=1) if sums else np.zeros((many, 0))

    alone, gain = by_group(np.ones(len(codes))), by_group((hits == 1).astype(np.float64))
    return RuleCosts(people, eligible, alone, gain, by_group(split))


def _read(excluded: ArrayLike, groups: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    cells, codes = np.asarray(excluded), np.asarray(groups)
    if cells.ndim != 2 or codes.shape != cells.shape[:1]:
        raise Problem(
            "shapes-differ",
            "There is not one row of rules and one group for each person.",
            "Give a row for each person and a column for each rule.",
        )
    if len(codes) and (not np.issubdtype(codes.dtype, np.integer) or codes.min() < 0):
        raise Problem(
            "codes-outside",
            "A group is not a whole number from 0.",
            "Number the groups from 0, and give people of unknown group a number of its own.",
        )
    if not np.isin(cells, (0, 1)).all():
        raise Problem(
            "flags-unread",
            "Whether a rule excludes a person is neither yes nor no.",
            "Decide how missing values count, and run it each way.",
        )
    return cells.astype(np.bool_), codes.astype(np.intp)


def _told(value: FloatArray, reasons: dict[str, NDArray[np.bool_]], n: FloatArray) -> Estimate:
    return answer(value, None, None, level=0.95, method="counts", reasons=reasons, n=n)
