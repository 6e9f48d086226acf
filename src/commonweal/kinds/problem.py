"""The one kind of error that crosses a room's door. It speaks to the reader, in plain words."""

from __future__ import annotations


class Problem(Exception):
    """Say what happened, what to do, and whether anything was lost.

    code:  a stable word for the documentation page, such as "store-missing"
    says:  what happened and what it means, one or two sentences, no value of a person
    do:    the next step, often a command
    kept:  whether anything was lost

    >>> str(Problem("store-missing", "There is no store at ./s.", "Run commonweal ingest first."))
    'There is no store at ./s. Run commonweal ingest first. Nothing was changed.'
    """

    def __init__(
        self, code: str, says: str, do: str = "", kept: str = "Nothing was changed."
    ) -> None:
        super().__init__(code, says, do, kept)
        self.code = code
        self.says = says
        self.do = do
        self.kept = kept

    def __str__(self) -> str:
        return " ".join(part for part in (self.says, self.do, self.kept) if part)
