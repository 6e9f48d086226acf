"""The promises themselves, from the file that the settings name."""

from __future__ import annotations

from commonweal.offices.house.promises import the_vision, vision_named

__all__ = ["held_keys", "the_vision", "vision_named"]


def held_keys() -> frozenset[str]:
    """Name the commitments that counsel holds back from publication."""
    return frozenset(one.key for one in the_vision().commitments if one.held_by_counsel)
