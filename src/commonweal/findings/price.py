"""The price of knowing: what it would take to say more, in people and in quarters."""

from __future__ import annotations

from math import ceil, exp, isfinite, log

import numpy as np

from commonweal.disclosure import Gap, Hidden, Rate, Reason, ReleasedRow
from commonweal.findings import numbers, told, words
from commonweal.kinds import Period
from commonweal.measures.measure import Measure
from commonweal.stats.decision.planning import people_needed_beside
from commonweal.tables.views import View

A_QUARTER = 91.3125
OUT_OF_REACH = 1_000_000
FINEST = 0.001  # a share is written in tenths of a point: nobody is asked to see less than that


def price(
    measure: Measure, view: View, period: Period, row: ReleasedRow, everybody: ReleasedRow
) -> str:
    """Say what it would take to judge a group that could not be judged.

    measure:   the declaration
    view:      how people are grouped
    period:    the measurement period, for the pace
    row:       the released row of the group
    everybody: the released row of everybody
    Gives "" for a group that was judged. Made from released numbers only.

    >>> from commonweal.kinds import Group
    >>> from commonweal.measures.registry import find
    >>> from commonweal.tables.views import by_name
    >>> nobody = ReleasedRow(None, 0, (), 0, 0, 0, None, None, "")
    >>> small = Hidden(Reason.SMALL)
    >>> few = ReleasedRow(Group("sex", "other", "Other"), small, (), small, small, small, small,
    ...                   small, "S")
    >>> price(find("care.bp_control"), by_name("sex"), Period.parse("2020"), few, nobody)[:47]
    'To judge other-gender patients, at least 20 mor'
    """
    if row.group is None or not row.group.stated:
        return ""
    group = view.named(row.group.code, measure.people)
    if isinstance(row.rate, Hidden):
        return _hidden(measure, row, group)
    count = row.denominator
    if isinstance(count, Hidden) or count == 0:
        return ""
    quarters = max((period.last - period.first).days / A_QUARTER, 1)
    if row.grade == "S":
        more = measure.minimum - count
        later = ceil(more * quarters / count)
        return words.price_more(later).format(
            group=group,
            minimum=measure.minimum,
            people=measure.people,
            more=f"{more:,}",
            quarters=f"{later:,}",
        )
    if not told.is_rate(measure):
        return _to_see(measure, (group, count, quarters), row)
    if row.grade == "I" and isinstance(row.gap, Gap):
        return _to_see_a_gap(measure, (group, count, quarters), row.gap, everybody)
    return ""


def _to_see(measure: Measure, group: tuple[str, int, float], row: ReleasedRow) -> str:
    """Scale what could have been seen: an interval halves when four times as many are counted."""
    gap = row.gap
    if row.grade != "I" or not isinstance(gap, Gap) or not isfinite(gap.mdd):
        return ""
    name, count, quarters = group
    if not isfinite(gap.p):
        # It was counted, so more of the same tells nothing; only what is unknown does.
        return words.PRICE_ASK.format(group=name)
    least, seen = _matters(measure, gap)
    if not least or seen <= least:
        return words.VALUE_SEEN_AT_LEAST.format(size=told.size(measure, gap.mdd))
    needed = ceil(count * (seen / least) ** 2 - 1e-9)
    if needed > OUT_OF_REACH:
        return words.VALUE_SEEN_AT_LEAST.format(size=told.size(measure, gap.mdd))
    later = ceil((needed - count) * quarters / count)
    return words.price_to_see(later).format(
        size=told.size(measure, exp(-least) if measure.gap == "ratio" else least),
        group=name,
        needed=f"{needed:,}",
        people=measure.people,
        more=f"{needed - count:,}",
        quarters=f"{later:,}",
    )


def _matters(measure: Measure, gap: Gap) -> tuple[float, float]:
    """Give the smallest gap that matters and the smallest that was seen, on one scale."""
    if measure.gap == "ratio":
        limit = measure.smallest_difference or 1 - measure.smallest_gap
        return abs(log(limit)), abs(log(max(gap.mdd, 1e-300)))
    least = measure.smallest_difference
    if least is None:
        least = measure.smallest_gap * abs(gap.rest_rate) if isfinite(gap.rest_rate) else 0.0
    if least and measure.unit == "percent":
        least = max(least, FINEST)
    return least, gap.mdd


def _hidden(measure: Measure, row: ReleasedRow, group: str) -> str:
    """Tell a group that is small from one that is kept back for another number."""
    size = row.denominator
    if isinstance(size, Hidden) and size.reason is Reason.SMALL:
        least = max(measure.minimum - size.below + 1, 1)
        return words.PRICE_SMALL.format(group=group, least=least, people=measure.people)
    if isinstance(row.rate, Hidden) and row.rate.reason is Reason.PROTECTS:
        return words.PRICE_PROTECTS.format(group=group)
    return words.PRICE_KEPT.format(group=group)


def _to_see_a_gap(
    measure: Measure, group: tuple[str, int, float], gap: Gap, everybody: ReleasedRow
) -> str:
    name, count, quarters = group
    rest_rate = gap.rest_rate
    smallest = measure.smallest_gap * min(rest_rate, 1 - rest_rate)
    if isinstance(everybody.denominator, Hidden) or not isinstance(everybody.rate, Rate):
        return ""
    if smallest <= 0:
        return ""
    smallest = max(smallest, FINEST)
    if not measure.one_each:
        return words.PRICE_UNITS.format(group=name, people=measure.people)
    rest_people = everybody.denominator - count
    needed = people_needed_beside(
        np.array([rest_rate]), np.array([smallest]), np.array([rest_people])
    ).value[0]
    if not np.isfinite(needed) or needed > OUT_OF_REACH:
        return words.PRICE_OUT_OF_REACH.format(size=numbers.size(smallest), group=name)
    rounded = ceil(needed)
    more = max(rounded - count, 0)
    if more == 0:
        return words.SEEN_AT_LEAST.format(size=numbers.size(gap.mdd))
    later = ceil(more * quarters / count)
    return words.price_gap(later).format(
        size=numbers.size(smallest),
        group=name,
        needed=f"{rounded:,}",
        people=measure.people,
        more=f"{more:,}",
        quarters=f"{later:,}",
    )
