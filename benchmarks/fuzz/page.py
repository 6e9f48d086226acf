"""Write tables into docs/why/fuzz.md, between the comments that bear their names."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "why" / "fuzz.md"


def rows(head: list[str], body: list[list[str]]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def put(parts: dict[str, str], page: Path = PAGE) -> None:
    """Put each part between the comments of its name."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        start, end = f"% {name} begins", f"% {name} ends"
        before, rest = text.split(start)
        text = f"{before}{start}\n\n{part}\n\n{end}{rest.split(end)[1]}"
    page.write_text(text, encoding="utf-8")
