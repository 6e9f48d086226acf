"""Make the page of the words that a measure is declared in, from their own docstrings."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from marked import bullets, page, said, term

from commonweal.measures import criteria


def pages(checkout: Path) -> dict[str, str]:
    """Give the page. It is made from the package, so the checkout is not read."""
    del checkout
    return {
        "criteria.md": page(
            "Words of a measure",
            f"A {term('measure')} is declared in these words, from `commonweal.measures.criteria`. "
            "Each has one meaning and becomes SQL in one way. Only *true* counts: what is "
            "unknown is not true.",
            *(_entry(name, thing) for name, thing in words().items()),
        )
    }


def words() -> dict[str, object]:
    """Give the classes and functions of ours that a declaration may use, by module and place."""
    found = {
        name: thing
        for name, thing in vars(criteria).items()
        if (inspect.isclass(thing) or inspect.isfunction(thing))
        and thing.__module__.startswith("commonweal.measures.")
        and not name.startswith("_")
    }
    return dict(sorted(found.items(), key=lambda pair: _place(pair[1])))


def _place(thing: Any) -> tuple[str, int]:
    return thing.__module__, inspect.getsourcelines(thing)[1]


def _entry(name: str, thing: object) -> str:
    whole = (inspect.getdoc(thing) or "").split("\n>>>")[0]
    summary, _, rest = whole.partition("\n\n")
    parts = [f"## {name}", said(summary)]
    given = [] if rest.startswith(">>>") else _given(rest)
    return "\n\n".join([*parts, bullets(map(said, given))] if given else parts)


def _given(text: str) -> list[str]:
    """Join the lines that go on with the line before them."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith(" ") and found:
            found[-1] += f" {line.strip()}"
        elif line.strip():
            found.append(line)
    return found
