"""One virtual user: walks the pages of their role, thinks between them, and now and then writes."""

from __future__ import annotations

import gzip
import http.client
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

THINK = (3.0, 8.0)  # seconds between two pages: quicker than most people read a page of figures
PATIENCE = 30.0
LINK = re.compile(r'href="(/[^"#]*)"')
FORM = re.compile(r'<form([^>]*method="post"[^>]*)>(.*?)</form>', re.S)
ACTION = re.compile(r'action="([^"]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TEXT = re.compile(r'<textarea[^>]*name="(\w+)"')
KEY = r"[0-9a-f-]{36}/"


@dataclass(frozen=True)
class Took:
    """Hold one page that was asked for, with where it led on.

    kind:    what it was for
    began:   when, in seconds of a clock
    seconds: until its last byte was read
    status:  how it was answered in the end; 0 if it was not
    weight:  bytes that came over the line for it
    """

    kind: str
    began: float
    seconds: float
    status: int
    weight: int


class Visitor(threading.Thread):
    """Visit until a moment, over one connection that is kept open."""

    def __init__(
        self,
        port: int,
        cookie: str,
        seed: int,
        stay: tuple[float, float],
        think: tuple[float, float],
    ) -> None:
        super().__init__(daemon=True)
        self.begins, self.ends = stay
        self.think, self.weight = think, 0
        self.dice = random.Random(seed)  # noqa: S311 - whom one meets, no secret
        self.cookies = dict([cookie.split("=", 1)]) if cookie else {}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.took: list[Took] = []

    def run(self) -> None:
        """Come when it is one's turn, and go through one journey after the other."""
        self._wait(self.begins)
        while time.monotonic() < self.ends:
            for kind, path, fields in self._journey():
                if time.monotonic() >= self.ends:
                    return
                self.page = self._ask(kind, path, fields)
                self._wait(time.monotonic() + self.dice.uniform(*self.think))

    def _wait(self, until: float) -> None:
        time.sleep(max(0.0, min(until, self.ends) - time.monotonic()))

    def _journey(self) -> Iterator[tuple[str, str, dict[str, str] | None]]:
        """Give what is asked next: its kind, its path, and the fields of a form or None."""
        if not self.cookies:
            yield from self._as_the_public()
            return
        yield "promises", "/vision/", None
        yield "promise", self._one_of(r"/vision/\w+/", "/vision/C1/"), None
        yield "measures", "/measures/", None
        yield "measure", self._one_of(f"/measures/{KEY}", "/measures/"), None
        yield "my work", "/desk/", None
        task = self._one_of(f"/desk/task/{KEY}(?:done/)?", "")
        if task:
            yield "task", task, None
            form = self._form()
            if form:
                yield "write", *form
        yield "search", f"/desk/search/?{urlencode({'q': 'figure'})}", None

    def _as_the_public(self) -> Iterator[tuple[str, str, None]]:
        yield "published", "/published/", None
        yield "finding", self._one_of(f"/published/{KEY}", "/published/"), None
        yield "promises", "/vision/", None
        yield "hidden", "/hidden-numbers/", None

    def _one_of(self, pattern: str, otherwise: str) -> str:
        found = [link for link in LINK.findall(self.page) if re.fullmatch(pattern, link)]
        return self.dice.choice(found) if found else otherwise

    def _form(self) -> tuple[str, dict[str, str]] | None:
        """Choose a form of the desk on this page, and fill it in."""
        forms = [
            ((ACTION.search(head) or [self.path, self.path])[1], inside)
            for head, inside in FORM.findall(self.page)
            if TOKEN.search(inside)
        ]
        forms = [
            (path, inside)
            for path, inside in forms
            if path.startswith("/desk/task/") and (path.endswith("done/") or TEXT.search(inside))
        ]
        if not forms:
            return None
        path, inside = self.dice.choice(forms)
        token = TOKEN.search(inside)
        assert token is not None
        fields = dict.fromkeys(TEXT.findall(inside), "Looked at, with the team.")
        return path, {**fields, "csrfmiddlewaretoken": token[1]}

    page, path = "", "/"

    def _ask(self, kind: str, path: str, fields: dict[str, str] | None) -> str:
        """Ask once, follow where it leads within the same page view, and note how long it took."""
        began, self.weight = time.monotonic(), 0
        status, text = self._said(path, fields)
        for _ in range(3):
            if status not in (301, 302, 303):
                break
            self.path = text
            status, text = self._said(text, None)
        seconds = time.monotonic() - began
        self.took.append(Took(kind, began, seconds, status, self.weight))
        self.path = path
        return text

    def _said(self, path: str, fields: dict[str, str] | None) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Accept-Encoding": "gzip"}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields)
        try:
            self.line.request("GET" if body is None else "POST", path, body, headers)
            answer = self.line.getresponse()
            read = answer.read()
            self.weight += len(read)
        except (OSError, http.client.HTTPException):
            self.line.close()
            return 0, ""
        if answer.headers.get("Content-Encoding") == "gzip":
            read = gzip.decompress(read)
        text = read.decode(errors="replace")
        for one in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status in (301, 302, 303):
            where = urlsplit(answer.headers["Location"])
            return answer.status, where.path + (f"?{where.query}" if where.query else "")
        return answer.status, text
