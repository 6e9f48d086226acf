"""Write MyST Markdown from plain values, so that no word of a declaration is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|$#~])")


def plain(text: str) -> str:
    """Give text that Markdown shows as it stands, on one line."""
    return plain_kept(" ".join(str(text).split()))


def said(text: str) -> str:
    """Give text in which only what stands between backticks is markup."""
    parts = " ".join(text.split()).split("`")
    return "".join(f"`{part}`" if at % 2 else plain_kept(part) for at, part in enumerate(parts))


def plain_kept(text: str) -> str:
    """Escape a piece of a line, its outer blanks kept."""
    return SPECIAL.sub(r"\\\1", text)


def code(text: str) -> str:
    """Give text as code that may stand in a cell of a table."""
    return "`" + " ".join(text.split()).replace("`", "'").replace("|", "\\|") + "`"


def term(shown: str, word: str = "") -> str:
    """Give a link to the glossary."""
    return f"{{term}}`{shown} <{word}>`" if word else f"{{term}}`{shown}`"


def bullets(items: Iterable[str], mark: str = "-") -> str:
    """Give a list, or the word that there is none."""
    lines = [f"{mark} {item}" for item in items]
    return "\n".join(lines) if lines else "None."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(title: str, *parts: str) -> str:
    """Give a page: its title and its parts, an empty line between."""
    note = "% Made when the documentation is built. Change what it is made from, not this file."
    return "\n\n".join([note, f"# {title}", *(part for part in parts if part)]) + "\n"
