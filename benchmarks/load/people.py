"""Let virtual users work in a house on SQLite for some minutes, and say how long they waited.

A fifth are the public; the others are signed in, look at promises and findings, and do tasks.

    python -m benchmarks.load.people --store STORE [--users 200] [--minutes 10] [--page]

The store needs an audit: `commonweal demo --no-serve --out FOLDER` makes one in FOLDER/store.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.fuzz.page import put, rows
from benchmarks.load.house import House, running
from benchmarks.load.visit import THINK, Took, Visitor
from benchmarks.speed.clock import PAGE, machine

RAMP = 20.0  # seconds over which the users come; what is asked then counts too
STACK = 256 * 1024
TARGET = {50: None, 95: 150.0, 99: 400.0}
HEAD = ["What", "Requests", "p50 ms", "p95 ms", "p99 ms", "Longest ms"]


def main() -> None:
    """Read the options, let the users in, and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--store", type=Path, required=True, help="a store with an audit")
    asked.add_argument("--users", type=int, default=200)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--threads", type=int, default=8, help="of the server")
    asked.add_argument("--home", type=Path, help="folder that keeps the state and the log")
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        with running(options.store, home, options.users * 4 // 5, options.threads) as house:
            before = house.memory()
            took = worked(house, options.users, options.minutes * 60)
            after = house.memory()
        text = told(options, took, house.log.read_text(), (before, after))
    print(text)
    if options.page:
        put({"load": text}, PAGE)


def worked(house: House, users: int, seconds: float) -> list[Took]:
    """Let everybody in over the ramp, and wait until they are done."""
    threading.stack_size(STACK)
    now, dice = time.monotonic(), random.Random(1)  # noqa: S311 - when one comes, no secret
    cookies = [one["cookie"] for one in house.users]
    cookies += [""] * (users - len(cookies))
    visitors = [
        Visitor(house.port, cookie, seed, now + dice.uniform(0, RAMP), now + RAMP + seconds)
        for seed, cookie in enumerate(cookies)
    ]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    return [took for one in visitors for took in one.took]


def told(options: argparse.Namespace, took: list[Took], log: str, memory: tuple[int, int]) -> str:
    """Write the table: each kind of page, all together, and what went wrong."""
    kinds = sorted({one.kind for one in took})
    body = [_line(kind, [one for one in took if one.kind == kind]) for kind in kinds]
    body.append(_line("all", took))
    wrong = [one for one in took if not 200 <= one.status < 400]
    locked = log.count("database is locked") + log.count("OperationalError")
    first = (
        f"{options.users} virtual users for {options.minutes:g} minutes, {THINK[0]:g} to "
        f"{THINK[1]:g} s between two pages, SQLite, {options.threads} threads."
    )
    statuses = ", ".join(f"{status}" for status in sorted({one.status for one in wrong}))
    last = (
        f"{len(took) / (options.minutes * 60 + RAMP):.1f} requests a second. "
        f"{len(wrong)} answers were errors{f' ({statuses})' if wrong else ''}; "
        f"the database was locked {locked} times. "
        f"The server held {memory[0]} MB at first and {memory[1]} MB at last. "
        f"The target is {TARGET[95]:g} ms at p95 and {TARGET[99]:g} ms at p99."
    )
    return "\n\n".join([first, rows(HEAD, body), last, machine()])


def _line(name: str, took: list[Took]) -> list[str]:
    waits = sorted(one.seconds * 1000 for one in took)
    cuts = statistics.quantiles(waits, n=100, method="inclusive") if len(waits) > 1 else waits * 99
    return [name, f"{len(waits):,}", *(f"{cuts[part - 1]:.0f}" for part in TARGET),
            f"{waits[-1]:.0f}"]  # fmt: skip


if __name__ == "__main__":
    main()
