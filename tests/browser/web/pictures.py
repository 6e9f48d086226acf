"""Takes a picture of every page in every state, at three widths, for a person to look at.

Run: COMMONWEAL_PICTURES=FOLDER COMMONWEAL_EVERY_PAGE=1 pytest tests/browser/web/pictures.py
It proves nothing by itself: somebody must look.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.browser.web.conftest import ENGLISH
from tests.browser.web.pages import WALKED, Page

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1280)
TALLEST = 6000  # px; of a longer page the rest is left out
LANGUAGE = os.environ.get("COMMONWEAL_PICTURES_IN", ENGLISH)


@pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
def test_a_picture_is_taken(visit: Any, page: Page) -> None:
    folder = Path(os.environ["COMMONWEAL_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    shown = visit(page, language=LANGUAGE)
    for width in WIDTHS:
        shown.set_viewport_size({"width": width, "height": 900})
        tall = min(int(shown.evaluate("document.documentElement.scrollHeight")), TALLEST)
        made = folder / f"{page.name}_{width}.png"
        clip = {"x": 0, "y": 0, "width": width, "height": tall}
        shown.screenshot(path=made, full_page=True, clip=clip)
        assert made.stat().st_size > 1000
