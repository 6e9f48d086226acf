"""Make the page of the visions that come with Commonweal, from their files."""

from __future__ import annotations

from pathlib import Path

from marked import page, plain, table, term

from commonweal.vision import names, shipped
from commonweal.vision.vision import Vision


def pages(checkout: Path) -> dict[str, str]:
    """Give the page. It is made from the package, so the checkout is not read."""
    del checkout
    return {
        "promises.md": page(
            "Promises",
            f"Two {term('visions', 'vision')} come with Commonweal. They have the same rows under "
            "the same keys, so every number is the same; only the words differ. You can "
            "[bring your own](../../howto/vision.md).",
            *(_vision(name, shipped(name)) for name in names()),
        )
    }


def _vision(name: str, vision: Vision) -> str:
    rows = (
        (row.key, plain(domain.title), plain(row.title), plain(row.promise))
        for domain in vision.domains
        for row in domain.commitments
    )
    head = ("Key", "Domain", "Title", "In a sentence")
    return f"## {plain(vision.title)}\n\nWritten `--vision {name}`.\n\n{table(head, rows)}"
