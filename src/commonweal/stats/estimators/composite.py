"""Composites of a survey by group: the mean over items of the share of favorable answers."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.estimators.scales import items, reliability_figures, silence_figures
from commonweal.stats.estimators.sides import both_levels, everybody_else, persons_in
from commonweal.stats.rates.two_means import welch_difference, welch_test
from commonweal.stats.scales.positive import difference_within, positive_composite

FAVORABLE = 4.0


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the composite of each group with that of everybody else.

    rows:  one row a person, with the roles item_1 ... (1 to 5, 5 the good end), work_unit and
           layer; beside them the frame, where there is one
    asked: the level; options "lowest" and "highest" name the two status layers of the index
    Gives Estimated: differences by Welch on people; the figures of reliability and of silence, and
    "layer_gap", the lowest layer less the highest among people of the same unit, in points.
    Source: patient-care specification, section 4.2; Welch 1947, Biometrika 34:28-35; checked in
    tests/unit/stats/estimators/test_composite.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("layer", "n", "N"), Group("layer", "d", "D"))
    >>> member = np.array([[True, False]] * 4 + [[False, True]] * 4)
    >>> roles = {"item_1": np.array([5, 4, 2, 1, 5, 5, 4, 3.0]), "work_unit": np.zeros(8),
    ...          "layer": np.array([0, 0, 0, 0, 1, 1, 1, 1.0])}
    >>> words = {"work_unit": ("a",), "layer": ("n", "d")}
    >>> rows = Rows(groups, member, np.arange(8), np.ones(8, bool), roles, words)
    >>> estimate(rows, Asked(options={"lowest": "n", "highest": "d"})).gap.value
    array([-0.25,  0.25])
    """
    table = items(rows)
    everybody = np.ones((rows.size, 1), dtype=np.bool_)
    own, rest, total = (
        positive_composite(table, side, FAVORABLE, asked.level)
        for side in (rows.member, everybody_else(rows), everybody)
    )
    gap, narrow = both_levels(lambda level: welch_difference(own, rest, level), asked.level)
    return Estimated(
        value=own,
        rest=rest.value,
        gap=gap,
        narrow=narrow,
        p=welch_test(own, rest).value,
        total=total,
        people=persons_in(rows, rows.member),
        figures=(
            *_layers(rows, asked),
            *reliability_figures(rows, asked.level),
            *(silence_figures(rows, float(total.value[0])) if total.ok[0] else ()),
        ),
    )


def _layers(rows: Rows, asked: Asked) -> tuple[Figure, ...]:
    words = rows.labels["layer"]
    named = [str(asked.options.get(name, "")) for name in ("lowest", "highest")]
    if not set(named) <= set(words):
        return ()
    lowest, highest = (rows.columns["layer"] == words.index(name) for name in named)
    known = rows.known("work_unit")
    found = difference_within(
        items(rows),
        rows.columns["work_unit"],
        (lowest & known, highest & known),
        FAVORABLE,
        asked.level,
    )
    if not found.ok[0]:
        return ()
    value, low, high = (100 * float(one[0]) for one in (found.value, found.low, found.high))
    # Both layers stand behind it, so the smaller one decides whether it may be told.
    people = int(min((lowest & known).sum(), (highest & known).sum()))
    return (Figure("layer_gap", value, low, high, people),)
