"""The share of a group in the workforce of suppliers, weighted by what is bought from them.

Those who disclose nothing are bounded, never guessed. Change over time is in change.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray, amounts, counts, normal_quantile, numbers, shares
from commonweal.stats.results import Mask, answer

# Where all others together have no more of the spend, one supplier decides alone.
LEAST_REST = 1e-3


@dataclass(frozen=True)
class SupplierWorkforce:
    """Hold what is known of the workforce of suppliers; each an Estimate of 1.

    coverage:        part of the spend with suppliers who disclose
    coverage_count:  part of the suppliers who disclose
    share:           share of the group, by spend, where disclosed; its error over suppliers
    headcount_share: share of the group, by head, among those who disclose
    available:       share available in their industries and places, by spend
    available_all:   the same over all suppliers
    difference:      share less what is available, its error over suppliers
    ratio:           share over what is available
    effective:       how many suppliers of equal spend the disclosers are worth; few: dominated
    freedom:         degrees of freedom of the errors over suppliers, where spend is unequal few
    chance:          error of the difference where every supplier hires at random from who is
                     available: no smaller error can be believed
    worst_case:      share with the bounds that no assumption narrows as its limits
    industry:        share with bounds that take the silent to lie in the middle of their industry
    >>> supplier_workforce([10, 30], [5, 0], [2, 0], [0.3, 0.3]).worst_case.low
    array([0.1])
    """

    coverage: Estimate
    coverage_count: Estimate
    share: Estimate
    headcount_share: Estimate
    available: Estimate
    available_all: Estimate
    difference: Estimate
    ratio: Estimate
    effective: Estimate
    freedom: Estimate
    chance: Estimate
    worst_case: Estimate
    industry: Estimate


def supplier_workforce(
    spend: ArrayLike,
    people: ArrayLike,
    focal: ArrayLike,
    available: ArrayLike,
    *,
    ends: tuple[ArrayLike, ArrayLike] = (0.0, 1.0),
    level: float = 0.95,
) -> SupplierWorkforce:
    """Say what suppliers' disclosures tell, and what they leave open.

    spend:     what is bought from each supplier, shape (n,)
    people:    head count each discloses, shape (n,); 0 for none
    focal:     those of the group among them, shape (n,)
    available: share of the group in each one's industry and place, shape (n,)
    ends:      low and high share in each one's industry, such as the 10th and 90th percentile, each
               shape (n,)
    level:     coverage of the intervals, between 0 and 1
    Gives a SupplierWorkforce. Nobody who discloses is undefined:zero_denominator, and then the
    worst case still has its bounds; one alone has no error, flag "one_supplier".
    Fails with Problem "counts-above-people" when a group is larger than the head count.
    Fails with Problem "share-outside" when a share is not between 0 and 1.
    Source: linearized ratio over suppliers with k / (k - 1); degrees of freedom: Satterthwaite
    1946, Biometrics Bulletin 2:110-114, for suppliers that vary alike; bounds: Manski 1990,
    American Economic Review 80:319-323; community.md section 5; checked in
    tests/reference/test_community_vendor_workforce.py
    >>> supplier_workforce([10, 30], [5, 9], [2, 3], [0.3, 0.3]).share.value
    array([0.35])
    """
    had, size = counts(focal, people)
    amounts(spend=spend)
    shares(available=available, low=ends[0], high=ends[1])
    money, had, size, normal, low, high = numbers(
        spend=spend, focal=had, people=size, available=available, low=ends[0], high=ends[1]
    )
    told = size > 0
    weight = np.where(told, money, 0.0)
    known = _Weighed(weight, bool((weight.sum() > 0) and told.any()), level)
    own = had / np.where(told, size, 1.0)
    covered = _part(weight.sum(), money.sum(), level)
    share, base = known.mean(own), known.mean(normal)
    silent = np.where(told, 0.0, money) / (money.sum() or 1.0)
    seen = np.nan_to_num(covered.value) * np.nan_to_num(share.value)
    worst = seen, seen + (silent.sum() if money.sum() > 0 else 1.0)
    within = seen + (silent * low).sum(), seen + (silent * high).sum()
    whole = _Weighed(money, bool(money.sum() > 0), level)
    return SupplierWorkforce(
        covered,
        _part(float(told.sum()), float(len(told)), level),
        share,
        _part(had.sum(), size.sum(), level),
        _plain(base),
        _plain(whole.mean(normal)),
        known.mean(own - normal),
        _over(share, base),
        known.effective(),
        known.freedom(),
        known.chance(normal, size),
        _bounded(share, worst, "worst_case"),
        _bounded(share, within, "industry"),
    )


@dataclass(frozen=True)
class _Weighed:
    weight: FloatArray
    any: bool
    level: float

    @property
    def reasons(self) -> dict[str, Mask]:
        return {"zero_denominator": np.array([not self.any])}

    def mean(self, values: FloatArray) -> Estimate:
        total, many = self.weight.sum() or 1.0, int((self.weight > 0).sum())
        value = np.array([(self.weight * values).sum() / total])
        squares = ((self.weight * (values - value)) ** 2).sum()
        se = np.sqrt(squares * many / (many - 1)) / total if many > 1 else np.nan
        reach = normal_quantile(self.level) * se
        return answer(
            value,
            value - reach,
            value + reach,
            level=self.level,
            method="weighted",
            reasons=self.reasons,
            se=np.array([se]),
            n=np.array([float(many)]),
            flags={"one_supplier": np.array([many == 1])},
        )

    def effective(self) -> Estimate:
        squares = (self.weight**2).sum() or 1.0
        value = np.array([self.weight.sum() ** 2 / squares])
        return answer(value, None, None, level=self.level, method="weighted", reasons=self.reasons)

    def freedom(self) -> Estimate:
        """Count degrees of freedom: with equal weights one less than suppliers, else fewer.

        The variance is y'By with B = (I - 1w')'D(I - 1w'), D of the squared weights on its
        diagonal: what is given is trace(B) ** 2 / trace(BB), in sums of powers of the weights.
        """
        part = self.weight / (self.weight.sum() or 1.0)
        many = int((part > 0).sum())
        value = 1.0
        # So near to one supplier alone, what is left of the sums is the error of rounding.
        if part.sum() - part.max(initial=0.0) > LEAST_REST:
            two, three, four, five = (float((part**power).sum()) for power in range(2, 6))
            trace = two - 2 * three + two**2
            square = four - 4 * five + 4 * two * four + 2 * three**2 - 4 * two**2 * three + two**4
            value = min(max(trace**2 / square, 1.0), many - 1.0)
        reasons = self.reasons | {"no_degrees_of_freedom": np.array([many < 2])}
        return answer(
            np.array([value]), None, None, level=self.level, method="satterthwaite",
            reasons=reasons,
        )  # fmt: skip

    def chance(self, available: FloatArray, size: FloatArray) -> Estimate:
        """Give the error of who is hired at random from those available, as many as are told of."""
        total = self.weight.sum() or 1.0
        spread = available * (1 - available) / np.where(size > 0, size, 1.0)
        value = np.array([np.sqrt((self.weight**2 * spread).sum()) / total])
        return answer(value, None, None, level=self.level, method="binomial", reasons=self.reasons)


def _part(part: float, whole: float, level: float) -> Estimate:
    value = np.array([part / (whole or 1.0)])
    reasons = {"zero_denominator": np.array([whole == 0])}
    return answer(value, None, None, level=level, method="ratio", reasons=reasons)


def _plain(found: Estimate) -> Estimate:
    """Leave out an error that means nothing: what is available is taken as known."""
    reasons = {"zero_denominator": ~found.ok}
    return answer(
        found.value, None, None, level=found.level, method="weighted", reasons=reasons, n=found.n
    )


def _over(share: Estimate, base: Estimate) -> Estimate:
    none = base.value == 0
    value = share.value / np.where(none, 1.0, base.value)
    reasons = {"zero_denominator": ~share.ok, "zero_in_ratio": none}
    return answer(value, None, None, level=share.level, method="ratio", reasons=reasons)


def _bounded(share: Estimate, limits: tuple[FloatArray, FloatArray], method: str) -> Estimate:
    low, high = (np.clip(each, 0.0, 1.0) for each in limits)
    return answer(
        share.value,
        low,
        high,
        level=share.level,
        method=method,
        reasons={"zero_denominator": ~share.ok},
        bounds=True,
    )
