"""The colors of both themes hold their contrast, and stay apart for eyes that see fewer colors."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from tests.browser.web.pages import PUBLIC, Page

pytestmark = pytest.mark.browser
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
TEXT = ("ink", "soft", "brand", "rust")
MARKS = ("blue", "blue-soft", "rust", "edge")
MEANING = ("blue", "rust", "soft")
LEAST_APART = 25  # Delta E 76
TOKENS = """names => names.map(name =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim())"""
# Machado, Oliveira and Fernandes 2009, IEEE TVCG 15:1291-1298, table 1, severity 1.0.
SIGHT = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
WHITE = TO_XYZ @ np.ones(3)


def linear(color: str) -> Any:
    """Give the light of a color of six digits, before the screen bends it."""
    parts = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, two: str) -> float:
    lights = sorted(float(TO_XYZ[1] @ linear(color)) + 0.05 for color in (one, two))
    return lights[1] / lights[0]


def lab(light: Any) -> Any:
    scaled = (TO_XYZ @ np.clip(light, 0, 1)) / WHITE
    bent = np.where(scaled > 216 / 24389, np.cbrt(scaled), (24389 / 27 * scaled + 16) / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


@pytest.fixture
def tokens(visit: Any, theme: str) -> dict[str, str]:
    shown = visit(Page("house:about", "", PUBLIC, "/about/"), color_scheme=theme)
    names = ["paper", "card", "focus", "halo", "bar", *{*TEXT, *MARKS}]
    return dict(zip(names, shown.evaluate(TOKENS, names), strict=True))


@THEMES
def test_text_and_marks_stand_out_from_both_grounds(tokens: dict[str, str]) -> None:
    for ground in ("paper", "card"):
        for name in TEXT:
            assert contrast(tokens[name], tokens[ground]) >= 4.5, (name, ground)
        for name in MARKS:
            assert contrast(tokens[name], tokens[ground]) >= 3, (name, ground)


@THEMES
def test_the_ring_of_the_focus_is_seen_on_every_ground(tokens: dict[str, str]) -> None:
    for ground in ("paper", "card", "bar", "brand"):
        ring = contrast(tokens["focus"], tokens[ground])
        halo = contrast(tokens["halo"], tokens[ground])
        assert max(ring, halo) >= 3, ground
    assert contrast(tokens["focus"], tokens["halo"]) >= 3


@THEMES
@pytest.mark.parametrize("sight", SIGHT)
def test_colors_that_carry_meaning_stay_apart(tokens: dict[str, str], sight: str) -> None:
    seen = {name: lab(np.array(SIGHT[sight]) @ linear(tokens[name])) for name in MEANING}
    apart = {
        (one, two): float(np.linalg.norm(seen[one] - seen[two]))
        for one, two in combinations(MEANING, 2)
    }
    assert min(apart.values()) >= LEAST_APART, apart


def test_the_measures_of_color_are_those_of_the_books() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
