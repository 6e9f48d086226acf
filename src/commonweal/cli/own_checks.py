"""What can not be in the user's table as a whole: groups twice, a broken order, too many events."""

from __future__ import annotations

import numpy as np

from commonweal.cli.own_csv import listed
from commonweal.cli.own_table import Kind, OwnTable
from commonweal.kinds import Problem


def check_groups(own: OwnTable) -> None:
    """Refuse a group that its table has twice.

    Fails with Problem "group-repeated".
    """
    seen: set[tuple[int, str]] = set()
    again = []
    for table, group, row in zip(own.table.tolist(), own.group, own.row, strict=True):
        if (table, group.casefold()) in seen:
            again.append(row)
        seen.add((table, group.casefold()))
    if again:
        raise Problem(
            "group-repeated",
            f"These rows name a group that their table has already: {listed(again)}.",
            "Give each group one row. Where the file holds several tables, name the column that "
            "tells them apart with --table.",
        )


def check_order(own: OwnTable) -> None:
    """Refuse an order that leaves groups out or puts two in one place.

    Fails with Problem "order-incomplete" or "order-shared".
    """
    if own.order is None:
        return
    none = np.isnan(own.order)
    some = np.bincount(own.table[~none], minlength=len(own.names)) > 0
    lacking = [row for row, bad in zip(own.row, none & some[own.table], strict=True) if bad]
    if lacking:
        raise Problem(
            "order-incomplete",
            f"These rows have no place in the order, and other groups do: {listed(lacking)}.",
            "Give every group of a table its place, or none.",
        )
    pairs = list(zip(own.table.tolist(), own.order.tolist(), strict=True))
    seen: set[tuple[int, float]] = set()
    shared = []
    for pair, row in zip(pairs, own.row, strict=True):
        if pair in seen:
            shared.append(row)
        seen.add(pair)
    if shared:
        raise Problem(
            "order-shared",
            f"These rows have a place in the order that another group has: {listed(shared)}.",
            "Give each group a place of its own, 1 for the most disadvantaged.",
        )


def check_events(own: OwnTable, own_table: bool) -> None:
    """Refuse more events than people, unless they repeat in a table that may be shown whole.

    Fails with Problem "events-above-people" or "events-repeat".
    """
    above = np.nan_to_num(own.events) > own.people
    rows = [row for row, bad in zip(own.row, above, strict=True) if bad]
    if rows and own.kind is Kind.SHARE:
        raise Problem(
            "events-above-people",
            f"These rows have more events than people: {listed(rows)}.",
            "Count each person once. For rates over time add a column 'time'.",
        )
    if rows and not own_table:
        raise Problem(
            "events-repeat",
            f"These rows have more events than people: {listed(rows)}. Nobody can tell then how "
            "many people the events belong to, so what must be hidden is not known.",
            "Count the first event of each person, or add --own-table if the table may be shown "
            "whole.",
        )
