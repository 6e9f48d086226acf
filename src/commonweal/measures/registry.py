"""The folder is the registry: a file in a domain's folder is a measure, found by its name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from commonweal import measures
from commonweal.kinds import Problem
from commonweal.measures.measure import Measure


@lru_cache(maxsize=1)
def every_measure() -> tuple[Measure, ...]:
    """Give all measures, sorted by key.

    >>> "care.bp_control" in [measure.key for measure in every_measure()]
    True
    """
    found = []
    for domain in pkgutil.iter_modules(measures.__path__):
        if not domain.ispkg:
            continue
        package = importlib.import_module(f"commonweal.measures.{domain.name}")
        for entry in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{entry.name}")
            declared = getattr(module, "MEASURE", None)
            if isinstance(declared, Measure):
                found.append(declared)
    return tuple(sorted(found, key=lambda measure: measure.key))


def find(key: str) -> Measure:
    """Find a measure by its key.

    key: such as "care.bp_control"
    Fails with Problem "measure-unknown", which names those that exist.
    >>> find("care.bp_control").version
    '1.0.0'
    """
    for measure in every_measure():
        if measure.key == key:
            return measure
    known = ", ".join(measure.key for measure in every_measure())
    raise Problem("measure-unknown", f"There is no measure '{key}'.", f"Known are: {known}.")
