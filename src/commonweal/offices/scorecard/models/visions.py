"""The promises themselves, from the file that the settings name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from commonweal.vision import vision as visions
from commonweal.vision.vision import Vision


def the_vision() -> Vision:
    """Read the vision that the settings name: a shipped one, or the institution's own file."""
    return vision_named(settings.VISION)


@lru_cache(maxsize=8)
def vision_named(name: str) -> Vision:
    """Read a vision by the name of a shipped one or by its path, once."""
    return visions.shipped(name) if name in visions.names() else visions.read(Path(name))


def held_keys() -> frozenset[str]:
    """Name the commitments that counsel holds back from publication."""
    return frozenset(one.key for one in the_vision().commitments if one.held_by_counsel)
