"""Tables of groups, many at once: what each group has, how many it is, what was declared of it.

How columns are read and laid side by side is in reading.py; nothing is measured here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem
from commonweal.stats.inequality.kernels.pair import Places
from commonweal.stats.inequality.kernels.rank import ridits
from commonweal.stats.inequality.kernels.weighted import Mask, mean, over
from commonweal.stats.inequality.reading import Layout, check_order, lay_out, read_columns
from commonweal.stats.inputs import FloatArray, numbers

# Above this share of people without an estimate a table says too little of them.
MOST_MISSING = 0.15
SCALES = (1.0, 100.0, 1000.0, 100000.0)
# Of these scales an estimate is a share of people, which can not pass the scale.
SHARES = (1.0, 100.0)
NO_REFERENCE, LOST_REFERENCE = -1, -2


@dataclass(frozen=True)
class Subgroups:
    """Hold tables of groups side by side: one row a table, its groups from the left.

    Places to the right of the last group of a table are filling: mask False, all numbers 0.
    y:             estimates, shape (tables, groups)
    se:            standard errors, shape (tables, groups), nan where none is known, or None
    people:        people in each group, shape (tables, groups); the weights before they are shares
    mask:          where there is a group with an estimate, shape (tables, groups)
    position:      place of each group in the table as it was given, shape (tables, groups)
    scale:         events for how many people a unit counts: 1, 100, 1000, 100000, shape (tables,)
    favorable:     whether more is better, shape (tables,)
    order:         order of the groups, the most disadvantaged first, or None; nan in a table
                   without order, shape (tables, groups)
    reference:     place of the named group, -1 for none, -2 where it has no estimate, (tables,)
    dropped:       groups left out because they have no estimate, shape (tables,)
    dropped_share: share of all people who are in groups left out, shape (tables,)
    gaps_allowed:  whether groups without an estimate may be left out

    >>> tables = Subgroups.one([10, 30], [1, 2], [50, 150], favorable=False)
    >>> tables.mean, tables.weight
    (array([25.]), array([[0.25, 0.75]]))
    """

    y: FloatArray
    se: FloatArray | None
    people: FloatArray
    mask: Mask
    position: NDArray[np.intp]
    scale: FloatArray
    favorable: Mask
    order: FloatArray | None
    reference: Places
    dropped: NDArray[np.intp]
    dropped_share: FloatArray
    gaps_allowed: bool = False

    @classmethod
    def one(
        cls,
        estimate: ArrayLike,
        se: ArrayLike | None,
        people: ArrayLike,
        *,
        scale: float = 100.0,
        favorable: bool,
        order: ArrayLike | None = None,
        reference: int | None = None,
        drop_missing: bool = False,
    ) -> Subgroups:
        """Read one table.

        estimate:     what each group has, shape (groups,); nan where there is no estimate
        se:           standard errors, shape (groups,), or None
        people:       people in each group, shape (groups,)
        scale:        1 for shares and means, 100 for percent, 1000 or 100000 for rates
        favorable:    whether more is better
        order:        order of ranked groups, the most disadvantaged first, or None for no order
        reference:    place of the group that policy compares with, or None
        drop_missing: whether groups without an estimate may be left out
        Gives tables with one row; fails as `many` does.
        """
        return cls.many(
            np.zeros(np.size(np.asarray(estimate)), dtype=np.intp),
            estimate,
            se,
            people,
            scale=scale,
            favorable=[favorable],
            order=order,
            reference=NO_REFERENCE if reference is None else reference,
            drop_missing=drop_missing,
        )

    @classmethod
    def many(
        cls,
        table: ArrayLike,
        estimate: ArrayLike,
        se: ArrayLike | None,
        people: ArrayLike,
        *,
        scale: ArrayLike = 100.0,
        favorable: ArrayLike,
        order: ArrayLike | None = None,
        reference: ArrayLike = -1,
        drop_missing: bool = False,
    ) -> Subgroups:
        """Read many tables from columns with one row for each group.

        table:        number of the table from 0, in any order, shape (rows,)
        estimate:     what each group has, shape (rows,); nan where there is no estimate
        se:           standard errors, shape (rows,), nan where none is known; or None
        people:       people in each group, shape (rows,)
        scale:        1 for shares and means, 100 for percent, 1000 or 100000 for rates, (tables,)
        favorable:    whether more is better, shape (tables,)
        order:        order of ranked groups, the most disadvantaged first; nan for tables without
                      order, shape (rows,); or None when no table has one
        reference:    place of the named group among the rows of its table, -1 for none, (tables,)
        drop_missing: whether groups without an estimate may be left out
        Gives tables; rows of one table keep the order in which they stand.
        Fails with Problem "people-negative", "standard-error-negative", "numbers-missing",
        "shapes-differ", "scale-unknown", "order-repeated", "order-missing" or "reference-outside".
        """
        columns = read_columns(table, estimate, se, people, order)
        declared = numbers(scale=scale, favorable=favorable, reference=reference)
        layout = lay_out(columns, len(declared[0]))
        check_order(columns, len(layout.given))
        measured_in, direction, named = (_each(array, layout) for array in declared)
        return cls(
            y=layout.fill(columns.estimate),
            se=None if columns.se is None else layout.fill(columns.se),
            people=layout.fill(columns.people),
            mask=layout.mask,
            position=layout.position,
            scale=_known(measured_in),
            favorable=direction != 0,
            order=None if columns.order is None else layout.fill(columns.order),
            reference=_found(named.astype(np.intp), layout),
            dropped=layout.dropped,
            dropped_share=layout.dropped_share,
            gaps_allowed=drop_missing,
        )

    def __len__(self) -> int:
        return len(self.y)

    @cached_property
    def weight(self) -> FloatArray:
        """Give the share of each group in the people of its table; 0 where there is no group."""
        # Against the largest group first: sums of very large numbers would not be finite.
        largest = np.nan_to_num(over(self.people, self.people.max(axis=-1, keepdims=True)))
        return np.nan_to_num(over(largest, largest.sum(axis=-1, keepdims=True)))

    @cached_property
    def mean(self) -> FloatArray:
        """Give the mean of each table weighted by people; 0 where a table has no people."""
        with np.errstate(all="ignore"):
            return mean(self.y, self.weight)

    @cached_property
    def groups(self) -> NDArray[np.intp]:
        """Give how many groups with an estimate each table has."""
        return np.asarray(self.mask.sum(axis=-1), dtype=np.intp)

    @cached_property
    def ordered(self) -> Mask:
        """Say of each table whether its groups have an order."""
        if self.order is None:
            return np.zeros(len(self), dtype=bool)
        return np.asarray(np.isfinite(self.order[:, 0]) & (self.groups > 0))

    @cached_property
    def ridit(self) -> FloatArray:
        """Give the rank of each group from 0 to 1; 0.5 in tables without order."""
        if self.order is None:
            return np.full_like(self.y, 0.5)
        ranks = ridits(self.weight, self.order, self.mask)
        return np.where(self.ordered[:, None], np.nan_to_num(ranks, nan=0.5), 0.5)

    @cached_property
    def least(self) -> Places:
        """Give the place of the most disadvantaged group; -1 in tables without order."""
        return self._end(1.0)

    @cached_property
    def most(self) -> Places:
        """Give the place of the most advantaged group; -1 in tables without order."""
        return self._end(-1.0)

    @cached_property
    def first(self) -> Places:
        """Give the place of y1 where it is fixed, -1 where it is the highest of the others."""
        named = np.where(self.favorable, self.reference, -1)
        return np.where(self.ordered, np.where(self.favorable, self.most, self.least), named)

    @cached_property
    def second(self) -> Places:
        """Give the place of y2 where it is fixed, -1 where it is the lowest of the others."""
        named = np.where(self.favorable, -1, self.reference)
        return np.where(self.ordered, np.where(self.favorable, self.least, self.most), named)

    @cached_property
    def highest(self) -> FloatArray:
        """Give the most an estimate can be: the scale of shares and percents, else no bound."""
        return np.where(np.isin(self.scale, SHARES), self.scale, np.inf)

    def part(self, which: NDArray[np.intp]) -> Subgroups:
        """Give some of the tables, by their numbers, shape (some,)."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        taken: dict[str, Any] = {
            name: array[which] for name, array in held.items() if isinstance(array, np.ndarray)
        }
        return replace(self, **taken)

    def _end(self, sign: float) -> Places:
        if self.order is None:
            return np.full(len(self), -1, dtype=np.intp)
        found = np.where(self.mask, sign * self.order, np.inf).argmin(axis=-1)
        return np.where(self.ordered, found, -1)


def _each(declared: FloatArray, layout: Layout) -> FloatArray:
    """Give what was declared once or for each table to each table."""
    if len(declared) not in {1, len(layout.given)}:
        raise Problem(
            "shapes-differ",
            "What was declared of the tables is not one for each table.",
            "Declare scale, direction and reference once, or once for each table.",
        )
    return np.broadcast_to(declared, (len(layout.given),)).copy()


def _known(scale: FloatArray) -> FloatArray:
    if not np.isin(scale, SCALES).all():
        raise Problem(
            "scale-unknown",
            "A table is measured in a unit that is not known.",
            "Give the scale: 1, 100, 1000 or 100000.",
        )
    return scale


def _found(named: Places, layout: Layout) -> Places:
    """Give the place of the named group among those that stay."""
    if ((named < NO_REFERENCE) | (named >= layout.given)).any():
        raise Problem(
            "reference-outside",
            "The group to compare with is not in its table.",
            "Give its place in the table from 0, or -1 for none.",
        )
    same = layout.mask & (layout.position == named[:, None])
    place = np.where(same.any(axis=-1), same.argmax(axis=-1), LOST_REFERENCE)
    return np.where(named == NO_REFERENCE, NO_REFERENCE, place)
