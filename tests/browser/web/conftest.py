"""One served house and one Chromium for all proofs of this folder."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.urls import resolve
from tests.browser.test_report_page import CHROMIUM, QUIET
from tests.browser.web import looking
from tests.browser.web.hands import KEYBOARD
from tests.browser.web.pages import PUBLIC, Page, Sent
from tests.browser.web.refusals import UNDONE

CHECKOUT = Path(__file__).resolve().parents[3]
WAIT = 180  # seconds: static files are compressed before the first answer, on a busy machine too
ENGLISH, LONGER, MIRRORED = "en", "en-xa", "en-xb"
IN_EACH = pytest.mark.parametrize("language", (ENGLISH, LONGER, MIRRORED))
WIDE, PHONE = 1280, 320


def environment() -> dict[str, str]:
    """Give what a process of a house is told, without what was set for another."""
    return {k: v for k, v in os.environ.items() if not k.startswith("COMMONWEAL_")}


@dataclass(frozen=True)
class House:
    """Hold the address of the served house, the sessions of its people, its pages, and files."""

    address: str
    sessions: dict[str, str]
    made: dict[str, str]
    folder: Path

    @property
    def root(self) -> Path:
        """Give the folder that everything of this house lies in."""
        return self.folder.parent

    def path_of(self, page: Page) -> str:
        """Give the path of a page: as listed, or of a thing that was made."""
        return page.path if page.path.startswith("/") else self.made[page.path]

    def cookies(self, reader: str, language: str = ENGLISH) -> list[dict[str, str]]:
        """Give the cookies of a reader: the session, and the language they chose."""
        kept = {"django_language": language}
        if reader != PUBLIC:
            kept["sessionid"] = self.sessions[reader]
        return [{"name": name, "value": value, "url": self.address} for name, value in kept.items()]


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("house")) as found:
        yield found


@contextmanager
def served(folder: Path) -> Iterator[House]:
    """Serve a house whose things lie in a folder."""
    port = free_port()
    said = (folder / "said.txt").open("w+", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.web.house", str(folder), str(port)],
        cwd=CHECKOUT,
        env=environment(),
        stdout=said,
        stderr=said,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until(running, f"{address}/health/live", folder / "said.txt")
        made = json.loads((folder / "made.json").read_text(encoding="utf-8"))
        yield House(address, made["sessions"], made["pages"], files(folder / "files"))
    finally:
        running.terminate()
        running.wait(20)
        said.close()


def files(folder: Path) -> Path:
    """Make the files that forms are sent with: a large one, a program, and a short text."""
    folder.mkdir()
    (folder / "large.pdf").write_bytes(b"%PDF-".ljust(20 * 2**20 + 1))
    (folder / "program.exe").write_bytes(b"MZ".ljust(64, b"\0"))
    (folder / "note.txt").write_text("A note.", encoding="utf-8")
    return folder


def until(running: Any, address: str, said: Path) -> None:
    """Wait for the first answer; a house that can not begin says why."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if running.poll() is not None:
            break
        try:
            urlopen(address, timeout=5).close()  # noqa: S310  our own address
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The house did not begin:\n{said.read_text(encoding='utf-8')[-4000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


Visit = Callable[..., Any]
Come = Callable[[str, str], Any]


def come(shown: Any, house: House, page: Page) -> Any:
    """Come to a page as its reader does, perhaps by sending forms, and give its answer."""
    answer = shown.goto(house.address + house.path_of(page))
    if page.sends:
        shown.set_extra_http_headers({UNDONE: "yes"})
    for sent in page.sends:
        answer = send(shown, house, sent)
    if page.sends:
        assert resolve(urlsplit(shown.url).path).view_name == page.url, shown.url
        assert shown.locator(page.shows).count(), shown.locator("main").inner_text()
    return answer


def send(shown: Any, house: House, sent: Sent) -> Any:
    """Fill in the form of a page, press its button, and give what answers."""
    shown.evaluate(looking.FILLED, sent)
    for field in shown.locator("[data-put]").all():
        field.set_input_files(house.folder / field.get_attribute("data-put"))
    with shown.expect_navigation() as came:
        shown.locator("[data-sends]").click()
    return came.value


@pytest.fixture(scope="package")
def readers(browser: Any) -> Iterator[dict[Any, Any]]:
    """Keep what a reader's browser holds, cookies and fonts: making it anew takes long."""
    kept: dict[Any, Any] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def visit(browser: Any, readers: dict[Any, Any], house: House) -> Iterator[Visit]:
    """Open a page as its reader sees it; what the browser asked for and said is kept with it."""
    opened: list[Any] = []

    def open_page(
        page: Page,
        width: int = WIDE,
        height: int = 900,
        *,
        language: str = ENGLISH,
        fresh: bool = False,
        go: bool = True,
        **more: Any,
    ) -> Any:
        """Open it in a browser that is new ("fresh", under the content policy) or was kept."""
        key = (page.reader, language, *sorted(more.items()))
        context = None if fresh else readers.get(key)
        if context is None:
            context = browser.new_context(bypass_csp=not fresh, **more)
            context.add_cookies(house.cookies(page.reader, language))
            if fresh:
                opened.append(context)
            else:
                readers[key] = context
        shown = context.new_page()
        opened.append(shown)
        shown.set_viewport_size({"width": width, "height": height})
        shown.asked, shown.said = [], []
        shown.on("request", lambda request: shown.asked.append(request.url))
        shown.on("console", lambda message: shown.said.append((message.type, message.text)))
        shown.on("pageerror", lambda error: shown.said.append(("error", str(error))))
        if go:
            answer = shown.answer = come(shown, house, page)
            assert answer.status == page.status, (answer.status, shown.url)
            if more.get("java_script_enabled", True):
                shown.evaluate("document.fonts.ready")
                if page.waits:
                    shown.locator(page.waits).wait_for()
        return shown

    yield open_page
    for one in reversed(opened):
        one.close()


@pytest.fixture
def enter(visit: Visit, who: str) -> Come:
    """Open a page as one of the people, each in a browser of their own, with script or without."""

    def open_page(reader: str, path: str) -> Any:
        page = Page("", "", reader, path)
        return visit(page, fresh=True, java_script_enabled=who == KEYBOARD)

    return open_page
