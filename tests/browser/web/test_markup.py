"""The Nu Html Checker finds no error in any page, nor in the stylesheets."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tests.browser.web.conftest import ENGLISH, MIRRORED
from tests.browser.web.pages import PAGES, Page

import commonweal.offices.house
import commonweal.report

pytestmark = pytest.mark.browser
STYLES = (
    Path(commonweal.report.__file__).with_name("style.css"),
    Path(commonweal.offices.house.__file__).parent / "static/house/house.css",
)
# What the checker holds against us on purpose or by age, each with the reason.
KNOWN = tomllib.loads(Path(__file__).with_name("markup_known.toml").read_text("utf-8"))["known"]
JAR = os.environ.get("COMMONWEAL_VNU", "")
JAVA = shutil.which("java")


def got(visit: Any, house: Any, page: Page, language: str) -> bytes:
    """Give the source of a page, as its reader's browser gets it."""
    if page.sends:
        shown = visit(page, language=language)
        source = bytes(shown.answer.body())
        shown.close()
        return source
    kept = "; ".join(
        f"{one['name']}={one['value']}" for one in house.cookies(page.reader, language)
    )
    try:
        asked = Request(house.address + house.path_of(page), headers={"Cookie": kept})  # noqa: S310  ours
        with urlopen(asked) as one:  # noqa: S310  our own address
            return bytes(one.read())
    except HTTPError as refused:
        return refused.read()


@pytest.mark.skipif(JAVA is None, reason="the Nu Html Checker needs Java; install a JRE")
@pytest.mark.skipif(
    not Path(JAR).is_file(),
    reason="no Nu Html Checker: name its vnu.jar in COMMONWEAL_VNU (npm pack vnu-jar has one)",
)
def test_the_nu_html_checker_finds_no_error(visit: Any, house: Any, tmp_path: Path) -> None:
    for page in PAGES:
        for language in (ENGLISH, MIRRORED):
            (tmp_path / f"{page.name}.{language}.html").write_bytes(
                got(visit, house, page, language)
            )
    for style in STYLES:
        shutil.copy(style, tmp_path / style.name)
    given = sorted(tmp_path.iterdir())
    asked = subprocess.run(
        [str(JAVA), "-jar", JAR, "--format", "json", "--also-check-css", *given],
        capture_output=True,
        check=False,
    )
    told = json.loads(asked.stderr or asked.stdout)["messages"]
    wrong = {
        f"{one['url'].rsplit('/', 1)[-1]}:{one.get('lastLine')}: {one['message']}"
        for one in told
        if (one["type"] == "error" or one.get("subType") == "warning")
        and not any(known["message"] in one["message"] for known in KNOWN)
    }
    assert not wrong, "\n".join(sorted(wrong))
    assert len(given) == 2 * len(PAGES) + len(STYLES)


def test_each_known_message_has_its_reason() -> None:
    assert all(len(one["why"]) > 40 for one in KNOWN)
