"""No page breaks a rule of WCAG 2.2 AA or a best practice, in any look.

What the machine leaves to a person is listed in needs_review.toml, each with what a person saw.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.browser.web.conftest import ENGLISH, MIRRORED, PHONE, WIDE
from tests.browser.web.pages import WALKED, Page

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
REVIEWED = tomllib.loads(Path(__file__).with_name("needs_review.toml").read_text("utf-8")).get(
    "reviewed", []
)
LOOK = """colors => axe.run({
  ...(colors ? {runOnly: ['color-contrast', 'link-in-text-block']} : {}),
  resultTypes: ['violations', 'incomplete'], rules: {'target-size': {enabled: true}},
}).then(found => ['violations', 'incomplete'].flatMap(kind => found[kind].flatMap(rule =>
  rule.nodes.map(node => [kind, rule.id, node.target.flat().join(' '),
    [...node.any, ...node.all, ...node.none].map(one => one.message).join(' '), node.html]))))"""
# Only these two rules look at colors, so only they are asked again in other colors.
LOOKS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "forced colors": {"color_scheme": "light", "forced_colors": "active"},
}


def faults(shown: Any, look: str, *, colors: bool = False) -> list[str]:
    """Give what axe found wrong, and what it left to a person and no person has looked at."""
    found = shown.evaluate(LOOK, colors)
    return [
        f"{look}: {kind} {rule} at {where}: {why} {html[:160]}"
        for kind, rule, where, why, html in found
        if kind == "violations" or not looked_at(rule, why, look)
    ]


def looked_at(rule: str, why: str, look: str) -> bool:
    return any(
        one["rule"] == rule and one["look"] == look and one["because"] in why for one in REVIEWED
    )


@EVERY
def test_axe_finds_no_fault(visit: Any, page: Page) -> None:
    wrong = []
    shown = visit(page, language=ENGLISH)
    shown.evaluate(axe.Axe().axe_script)
    wrong += faults(shown, "light")
    for look, media in LOOKS.items():
        shown.emulate_media(**{"forced_colors": "none", **media})
        wrong += faults(shown, look, colors=True)
    shown.emulate_media(color_scheme="light", forced_colors="none")
    shown.set_viewport_size({"width": PHONE, "height": 900})
    shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wrong += faults(shown, "320 px, unfolded")
    shown = visit(page, WIDE, language=MIRRORED)
    shown.evaluate(axe.Axe().axe_script)
    wrong += faults(shown, "right to left")
    assert not wrong, "\n".join(wrong)


def test_each_review_says_what_was_seen() -> None:
    assert all(len(one["seen"]) > 40 and one["rule"] and one["because"] for one in REVIEWED)
