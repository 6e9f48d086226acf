"""The promises and the offices of the institution, from the file that the settings name."""

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


def office_titles() -> dict[str, str]:
    """Give what readers call each office, by its key."""
    return {one.key: one.title for one in the_vision().offices}
