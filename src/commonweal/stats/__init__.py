"""Numbers in, numbers out: the statistics of inequality. No data, no words, no people.

Each folder is a family of estimators and is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

# Not proxies: its only door is its lock, which is asked for by its own name.
__all__ = [
    "adjustment",
    "decision",
    "decomposition",
    "inequality",
    "missing",
    "pooling",
    "rates",
    "standardization",
    "time",
]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"{__name__} has no family called {name}")
    return import_module(f"{__name__}.{name}")
