"""commonweal annual: the last yearly report, as the public reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import serve
from commonweal.cli.doctor import need_state
from commonweal.kinds import Problem
from commonweal.report.writers.html import write_html
from commonweal.report.writers.pdf import write_pdf

NAME = "yearly-report"


def annual(
    out: Annotated[Path, typer.Option(help="Folder for the page and the PDF.")],
    state: Annotated[Path, typer.Option(help="Folder of the house.")] = Path("state"),
    store: Annotated[Path, typer.Option(help="The store of the house.")] = Path("store"),
    paper: Annotated[str, typer.Option(help="letter or a4.")] = "letter",
) -> None:
    """Write the last yearly report that was released, as far as everybody may read it."""
    need_state(state)
    serve.ready(store, state)
    from commonweal.offices.house import clock  # noqa: PLC0415  needs Django
    from commonweal.offices.house.policy import PUBLIC  # noqa: PLC0415  needs Django
    from commonweal.offices.scorecard.flow import books  # noqa: PLC0415  needs Django

    book = next(iter(books.listed(PUBLIC)), None)
    if book is None:
        raise Problem(
            "annual-none",
            "There is no yearly report that everybody may read.",
            "Release one on the page Reports, or open the findings again that it rests on.",
        )
    document = books.document(book)
    printed = write_pdf(document, book.released or clock.today(), paper)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{NAME}.pdf").write_bytes(printed)
    (out / f"{NAME}.html").write_text(write_html(document), encoding="utf-8")
    typer.echo(f"{book.name}: {out / NAME}.html and {out / NAME}.pdf")
