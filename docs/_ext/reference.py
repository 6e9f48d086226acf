"""Write the reference from the declarations each time the documentation is built.

Files are written only when their content changed, and what is no longer made is taken away.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import asvs_pages
import command_pages
import criteria_pages
import error_pages
import extract_pages
import measure_pages
import office_pages
import promise_pages
import table_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MAKERS = (
    measure_pages, criteria_pages, table_pages, promise_pages, office_pages, command_pages,
    extract_pages, error_pages, asvs_pages,
)  # fmt: skip


def pages(checkout: Path) -> dict[str, str]:
    """Give every generated page by its path inside the folder."""
    return {name: text for maker in MAKERS for name, text in maker.pages(checkout).items()}


def write(folder: Path, made: dict[str, str]) -> None:
    """Bring a folder to hold these pages and no others."""
    for old in sorted(folder.rglob("*.md")):
        if old.relative_to(folder).as_posix() not in made:
            old.unlink()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _on_start(app: Sphinx) -> None:
    source = Path(app.srcdir)
    write(source / "reference" / "generated", pages(source.parent))


def setup(app: Sphinx) -> dict[str, object]:
    """Let Sphinx call us before it reads the pages."""
    app.connect("builder-inited", _on_start)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
