"""Which measures are shown: those the user named, else all that can be asked of the file."""

from __future__ import annotations

from commonweal.cli.own_table import Kind
from commonweal.cli.stats_answer import Answer
from commonweal.cli.stats_measures import MEASURES, ORDER, REFERENCE


def measures_for(answer: Answer, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Give the keys of the measures to show: those chosen, else all that apply."""
    if chosen:
        return chosen
    left = {key for keys in inapplicable(answer).values() for key in keys}
    return tuple(key for key in answer.tables[0].measures if key not in left)


def inapplicable(answer: Answer) -> dict[str, tuple[str, ...]]:
    """Give the measures that can not be asked of this file, by what they need."""
    without = {
        ORDER: answer.own.order is None,
        REFERENCE: answer.declared.reference is None,
    }
    keys = [(key, MEASURES[key]) for key in answer.tables[0].measures
            if key in MEASURES]  # fmt: skip
    found = {
        need: tuple(key for key, one in keys if one.needs == need) if lacking else ()
        for need, lacking in without.items()
    }
    others = {key for group in found.values() for key in group}
    rate = answer.own.kind is Kind.RATE
    found["share"] = tuple(key for key, one in keys if one.share and rate and key not in others)
    return found
