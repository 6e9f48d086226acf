"""The hash-chained record of reads, steps and releases."""

from commonweal.trail.trail import FILE, Entry, Kept, Verdict, anchor, entries, verify, write

__all__ = ["FILE", "Entry", "Kept", "Verdict", "anchor", "entries", "verify", "write"]
