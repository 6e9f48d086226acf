"""Finds the stylesheet and the fonts of the report: pages of the web and of a report look alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

import commonweal.report

REPORT = Path(commonweal.report.__file__).parent


class ReportFinder(BaseFinder):
    """Hand out report/style.css and report/fonts/*, and nothing else of that room."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.storage = FileSystemStorage(location=str(REPORT))
        # Django puts the prefix of a storage before every path that is collected from it.
        self.storage.prefix = "report"  # type: ignore[attr-defined]  # read by collectstatic

    def _names(self) -> list[str]:
        fonts = sorted((REPORT / "fonts").glob("*.woff2"))
        return ["style.css", *(f"fonts/{font.name}" for font in fonts)]

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """Give the file behind "report/...", or nothing."""
        name = path.removeprefix("report/")
        if not path.startswith("report/") or name not in self._names():
            return [] if find_all else None
        found = str(REPORT / name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """List the files to collect."""
        return ((name, self.storage) for name in self._names())
