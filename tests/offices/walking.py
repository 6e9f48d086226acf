"""Come to every address of the site, with keys of things that are there and of one that is not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from functools import cache
from itertools import product

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
MISSING = str(uuid.UUID(int=7))
# What stands for a part of a path, by the name of the part; "x" for any other.
VALUES = {"form": ("csv", "json", "pdf"), "pk": ("7",), "name": ("x", "approve")}
PLAIN = ("C1", "x")
# Signing out in the middle of a walk would show the rest to nobody.
LEFT_OUT = frozenset({"account_logout"})


@cache
def addresses() -> tuple[tuple[str, str], ...]:
    """Give the name and the route of every URL."""
    return tuple(_under(get_resolver(), "", "/"))


def _under(resolver: URLResolver, space: str, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        route = before + _plain(str(one.pattern))
        if isinstance(one, URLResolver):
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from _under(one, inside, route)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", route


def _plain(route: str) -> str:
    """Write a regular expression as a route; what it captures stands for any text."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route).removeprefix("^").removesuffix("$")


def paths() -> Iterator[str]:
    """Give the paths of every URL, with keys of things of each kind, and of one that is not."""
    keys = (MISSING, *_keys())
    for name, route in addresses():
        if name not in LEFT_OUT:
            parts = PART.findall(route)
            given = [keys if kind == "uuid" else VALUES.get(part, PLAIN) for kind, part in parts]
            yield from (_filled(route, chosen) for chosen in product(*given))


def _filled(route: str, chosen: tuple[str, ...]) -> str:
    waiting = iter(chosen)
    return PART.sub(lambda _: next(waiting), route)


def _keys() -> list[str]:
    """Give the key of one thing of each kind of the offices."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("commonweal.")]
    first = [model._default_manager.values_list("pk", flat=True).first() for model in ours]
    return [str(key) for key in first if isinstance(key, uuid.UUID)]
