"""Say what may be wrong with the first line of a text that lacks the columns that were asked."""

from __future__ import annotations

from collections.abc import Sequence

# what stands below the rows of a report where ids stand in the rows
SUM = (
    r"(grand |sub)?totals?( rows| records| count)?[\s:=]*[\d.,]*|\(?\d+ rows?( \w+)?\)?"
    r"|end of (file|report|data)"
)


def clue(header: Sequence[str]) -> str:
    """Give a sentence on a first line that is hardly one of column names, or "".

    header: columns of the file
    """
    if not any(name.strip() for name in header):
        return " Its first line is empty: take that line out."
    first = header[0].casefold()
    if first.startswith("sep="):
        return " Its first line is a note of a spreadsheet, 'sep=': take that line out."
    if first.startswith("pk\x03\x04"):
        return " It is a spreadsheet or a .zip: save its table as CSV, or unpack it."
    if any("\0" in name for name in header):
        return " It may be written as utf-16: then the mapping must say so, or write it as utf-8."
    if len(header) == 1 and any(mark in first for mark in "\t|;,"):
        return " Its first line is one column: its cells may be parted by another character."
    return ""
