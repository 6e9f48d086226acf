"""Run one way of doing a thing in a process of its own; its memory is that of all it starts."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def asked(about: str, copies: int) -> argparse.Namespace:
    """Read the options of a benchmark that repeats a sample and runs each way apart.

    about:  what it does, for its help
    copies: of the sample, unless said
    Where `only` is given, it holds the name of a way and the folder of its output.
    """
    words = argparse.ArgumentParser(description=about)
    words.add_argument("sample", type=Path)
    words.add_argument("--copies", type=int, default=copies)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--page", action="store_true")
    words.add_argument("--only", nargs=2)
    return words.parse_args()


def took(program: str, way: str, folder: Path) -> tuple[float, float, int]:
    """Run one way of a program; give seconds, seconds of the processor, peak MB.

    program: the module, which takes FOLDER --only WAY OUT
    way:     its name there
    folder:  of the input
    """
    with tempfile.TemporaryDirectory() as out:
        used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-m", program, str(folder), "--only", way, out]
        running, peak = subprocess.Popen(command), 0
        while running.poll() is None:
            peak = max(peak, _memory(running.pid))
            time.sleep(0.05)
        wall = time.perf_counter() - began
        if running.returncode:
            raise SystemExit(f"{way} ended with {running.returncode}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime, peak


def again(take: Callable[[Path, Path], None], folder: Path) -> float:
    """Take an export in, then once more as it is; give the seconds of the second time.

    take:   takes a folder in to a store in another
    folder: of the export
    """
    with tempfile.TemporaryDirectory() as out:
        take(folder, Path(out))
        began = time.perf_counter()
        take(folder, Path(out))
        return time.perf_counter() - began


def _memory(process: int) -> int:
    """Give the resident megabytes of a process and of all that it started."""
    home = Path("/proc") / str(process)
    try:
        kept = int((home / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 10**6
        children = (home / "task" / str(process) / "children").read_text().split()
    except OSError:
        return 0
    return kept + sum(_memory(int(child)) for child in children)
