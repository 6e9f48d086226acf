"""Every string of a page is marked for translation, and fits when it is 40 percent longer."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.web import looking
from tests.browser.web.conftest import LONGER, PHONE
from tests.browser.web.pages import WALKED, Page
from tests.browser.web.test_layout import faults

pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)


@EVERY
def test_every_string_is_marked_and_fits_when_it_is_longer(visit: Any, page: Page) -> None:
    shown = visit(page, language=LONGER)
    assert shown.evaluate("document.documentElement.lang") == LONGER
    wrong = [f"not marked: {one}" for one in shown.evaluate(looking.UNMARKED)]
    wrong += faults(shown, "wide")
    shown.set_viewport_size({"width": PHONE, "height": 700})
    wrong += faults(shown, "phone")
    assert not wrong, "\n".join(wrong)
