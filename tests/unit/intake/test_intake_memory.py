"""A load gives memory back, so that it never holds much more than it uses."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Blocks of 2 MB are freed below one that stays. Before, one of 30 MB was: from then on glibc would
# put all that is smaller where memory is given back from the end alone.
_PROGRAM = """
import ctypes
import os
from pathlib import Path
from commonweal.intake.memory import give_back

give_back()
c = ctypes.CDLL(None)
c.malloc.restype, c.malloc.argtypes, c.free.argtypes = (
    ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p])

def used(size):
    block = c.malloc(size)
    ctypes.memset(block, 1, size)
    return block

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

c.free(used(30_000_000))
begun = held()
blocks = [used(2_000_000) for _ in range(50)]
last = used(900_000)
most = held()
for block in blocks:
    c.free(block)
print((most - begun) // 1_000_000, (held() - begun) // 1_000_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is told")
def test_what_was_freed_amid_what_is_in_use_is_given_back() -> None:
    command = [sys.executable, "-c", _PROGRAM]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    most, kept = map(int, told.split())
    assert most >= 99
    assert kept <= 10
