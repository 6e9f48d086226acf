"""The hash-chained record of reads, steps and releases."""

from commonweal.trail.chain import START, Entry, Kept, Row, Verdict, kept, sealed, walked
from commonweal.trail.trail import FILE, anchor, entries, verify, write

__all__ = [
    "FILE",
    "START",
    "Entry",
    "Kept",
    "Row",
    "Verdict",
    "anchor",
    "entries",
    "kept",
    "sealed",
    "verify",
    "walked",
    "write",
]
