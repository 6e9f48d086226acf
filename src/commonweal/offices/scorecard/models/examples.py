"""The worked example of each measure, as the tests of this project run it.

The file is made from the tests by `python -m tests.offices.scorecard.worked`; a test keeps it so.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _examples() -> dict[str, str]:
    text = files(__package__).joinpath("examples.json").read_text("utf-8")
    read: dict[str, str] = json.loads(text)
    return read


def example_of(key: str) -> str:
    """Give the worked example of a measure, or "" where none is written yet."""
    return _examples().get(key, "")
