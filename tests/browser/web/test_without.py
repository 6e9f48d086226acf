"""Pages are whole without script, without style, and on paper."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.browser.test_report_page import CUT
from tests.browser.web.conftest import IN_EACH, LONGER, MIRRORED, come
from tests.browser.web.pages import PAGES, WALKED, Page

pytestmark = pytest.mark.browser
EVERY = pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
TREES = Path(__file__).with_name("trees")
UPDATE = os.environ.get("COMMONWEAL_TREES") == "write"
# What differs each time by its nature, and the word that stands for it here.
PASSING = tuple((re.compile(looks), stands) for looks, stands in (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "KEY"),
    (r"(?<=/desk/calendar/)[\w-]{43}", "KEY"),
    (r"http://127\.0\.0\.1:\d+", "ADDRESS"),
    (r"\b[A-Z2-7]{32}\b", "SECRET"),
    (r'(?<=listitem: )"\d{8}"', "CODE"),
    (r"\bcw_[\w-]{40,}", "NEW KEY"),
    (r"\b[0-9a-f]{16}\b", "RECEIPT"),
    (r"incident-[a-z]{8}", "INCIDENT"),
    # Each proof that comes by an emergency access adds a look to the list of looks.
    (r'(?:\n( *- listitem: )"[^"\n]* UTC: \w+:\w+ /[^"\n]*")+', r'\n\1"LOOKS"'),
))  # fmt: skip
# The trail holds what other proofs did; its rows are reviewed on the page that asks for one act.
TRAIL, ROWS = "/desk/trail/", re.compile(r"""( +- '?row "N [^\n]+\n(?: {8}- [^\n]+\n)+)+""")
ROLE = re.compile(r" *- '?[a-z]+")
BLANK = re.compile(r'(?:link|button) "[^"\n]* :[^"\n]*"')
PDFTOTEXT = shutil.which("pdftotext")


def settled(text: str) -> str:
    """Put a word for everything that differs each time a page is shown."""
    for looks, stands in PASSING:
        text = looks.sub(stands, text)
    return text


def tree(shown: Any, page: Page) -> str:
    """Give the page as a screen reader meets it."""
    found = settled(str(shown.locator("body").aria_snapshot()))
    if page.path.startswith(TRAIL):  # how many rows came before depends on the other proofs
        found = re.sub(r'(?<=row ")\d+|(?<=rowheader ")\d+', "N", found)
    if page.path == TRAIL:
        return re.sub(r"Page 1 of \d+", "Page 1 of N", ROWS.sub("      - row ROWS\n", found))
    return found


def words(text: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in text).split()


@EVERY
def test_a_screen_reader_meets_what_was_reviewed_with_and_without_script(
    visit: Any, page: Page
) -> None:
    found = tree(visit(page), page)
    if not page.waits:
        assert tree(visit(page, java_script_enabled=False), page) == found
    kept = TREES / f"{page.name}.txt"
    if UPDATE:
        kept.write_text(found + "\n", encoding="utf-8")
    assert kept.exists(), f"Look at the tree, then write it with COMMONWEAL_TREES=write:\n{found}"
    assert kept.read_text(encoding="utf-8") == found + "\n"


@pytest.mark.parametrize("language", [LONGER, MIRRORED])
@EVERY
def test_a_screen_reader_meets_the_same_things_in_every_language(
    visit: Any, page: Page, language: str
) -> None:
    kept = (TREES / f"{page.name}.txt").read_text(encoding="utf-8")
    assert shape(tree(visit(page, language=language), page)) == shape(kept)


def shape(found: str) -> list[str]:
    """Give what things a screen reader meets, in which order and how deep, without their words."""
    return [one[0] for line in found.splitlines() if (one := ROLE.match(line))]


def test_no_tree_is_kept_of_a_page_that_is_gone() -> None:
    assert {one.stem for one in TREES.glob("*.txt")} == {page.name for page in PAGES}


def test_no_name_of_a_control_has_a_blank_before_its_colon() -> None:
    """What is hidden from sight inside a name is read with a blank around it."""
    told = {one.stem: BLANK.findall(one.read_text("utf-8")) for one in TREES.glob("*.txt")}
    assert {page: names for page, names in told.items() if names} == {}


@IN_EACH
@EVERY
def test_without_style_the_same_words_stand_in_the_same_order(
    visit: Any, house: Any, page: Page, language: str
) -> None:
    styled = settled(visit(page, language=language).locator("main").inner_text())
    shown = visit(page, go=False, language=language)
    shown.route("**/*.css", lambda route: route.abort())
    come(shown, house, page)
    if page.waits:  # both are read when script has said what it says after a while
        shown.locator(page.waits).wait_for()
    assert lost(styled, settled(shown.locator("main").inner_text())) == []


def lost(styled: str, plain: str) -> list[str]:
    """Give the words of a page that do not follow in the same order without style."""
    # How words are parted differs without style, so each is looked for in the letters that follow.
    bare = "".join(words(plain.lower()))
    at, gone = 0, []
    for one in words(styled.lower()):
        found = bare.find(one, at)
        gone += [one] if found < 0 else []
        at = at if found < 0 else found + len(one)
    return gone


@IN_EACH
@EVERY
def test_on_paper_a_page_is_whole(visit: Any, page: Page, language: str, tmp_path: Path) -> None:
    shown = visit(page, language=language)
    shown.emulate_media(media="print")
    assert shown.evaluate(CUT) == []
    assert shown.locator("main").is_visible()
    assert [one for one in shown.locator(".skip, .search").all() if one.is_visible()] == []
    whole = shown.locator("h1").inner_text()
    shown.pdf(path=tmp_path / "page.pdf", format="Letter", tagged=True)
    if PDFTOTEXT is None:
        pytest.skip("pdftotext reads the paper; install poppler-utils")
    read = subprocess.run(
        [PDFTOTEXT, "-raw", tmp_path / "page.pdf", "-"], capture_output=True, check=True
    )
    printed = "".join(words(read.stdout.decode("utf-8")))  # how words are parted differs by reader
    assert "".join(words(whole)) in printed or not whole.isascii()
