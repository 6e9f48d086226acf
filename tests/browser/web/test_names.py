"""Names are stored and shown as they were typed: one letter or eighty, in any script."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.web import looking
from tests.browser.web.conftest import MIRRORED, PHONE
from tests.browser.web.pages import Page
from tests.browser.web.persons import NAMES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_is_shown_as_typed_at_any_width_and_direction(visit: Any, kind: str) -> None:
    page = Page("people:me", "", kind, "/people/me/")
    for language in ("en", MIRRORED):
        shown = visit(page, language=language)
        names = [one.inner_text() for one in shown.locator("bdi").all()]
        assert names.count(NAMES[kind]) >= 2  # in the frame and on the page
        shown.set_viewport_size({"width": PHONE, "height": 800})
        assert shown.evaluate(looking.OUTSIDE) == []
        assert shown.evaluate(looking.CLIPPED) == []
        assert shown.evaluate("document.documentElement.scrollWidth") == PHONE
