"""The inclusion enrollment form of NIH, as it stood on a day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from commonweal.kinds import Problem

Listed = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InclusionForm:
    """Hold the form of one day.

    title:       what it is called
    sex:         what its column of sex is called
    races:       (code, label) of each single race, in the order of the form
    more, unknown: labels of the rows for more than one race and for none known
    ethnicities, sexes: (code, label) of the columns; the code "" takes what is not known
    reviewed:    whether a qualified person compared the wording with the form

    >>> form_on(date(2025, 12, 31)).sex
    'Sex'
    """

    title: str
    sex: str
    races: Listed
    more: str
    unknown: str
    ethnicities: Listed
    sexes: Listed
    reviewed: bool

    @property
    def rows(self) -> tuple[str, ...]:
        """Give the labels of the rows."""
        return (*(label for _, label in self.races), self.more, self.unknown)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Give how many rows, ethnicities and sexes there are."""
        return len(self.rows), len(self.ethnicities), len(self.sexes)


def form_on(day: date) -> InclusionForm:
    """Give the form that held on a day.

    day: such as the last day of what is reported
    Fails with Problem "form-not-known" when no version of the form held then.
    >>> form_on(date(2024, 1, 1)).sex
    'Sex/Gender'
    """
    content = _content()
    held = [one for one in content["versions"] if one["since"] <= day <= one.get("until", day)]
    if not held:
        raise Problem(
            "form-not-known",
            f"No version of the inclusion form that we know held on {day.isoformat()}.",
            "Ask for a later day.",
        )
    lists = (
        tuple((one["code"], one["label"]) for one in content[name])
        for name in ("races", "ethnicities", "sexes")
    )
    races, ethnicities, sexes = lists
    several = content["several"]
    return InclusionForm(
        content["title"], held[-1]["sex"], races, several["more"], several["unknown"],
        ethnicities, sexes, bool(content["reviewed"]),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    path = resources.files("commonweal.vision.forms") / "nih_inclusion.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
