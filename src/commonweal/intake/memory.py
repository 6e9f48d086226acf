"""Give memory back as soon as it is free, so that a load never holds more than it uses.

What Arrow and the C library keep for later lies in pieces that nothing else fits into: with more
input a load came to hold a hundred megabytes of them.
"""

from __future__ import annotations

import ctypes
import sys

import pyarrow as pa

_MMAP_THRESHOLD = -3  # of mallopt
# glibc raises this by itself to 32 MB unless it is said. Where it is lower than here, more time
# goes into clearing pages.
_APART_BYTES = 1 << 20


def give_back() -> None:
    """Let this process give back what it frees: pieces of a megabyte and more at once.

    Source: mallopt(3) of glibc; with another C library only Arrow is told.

    >>> give_back()
    >>> pa.default_memory_pool().backend_name
    'system'
    """
    pa.set_memory_pool(pa.system_memory_pool())
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _APART_BYTES)
