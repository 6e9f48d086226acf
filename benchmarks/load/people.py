"""Let virtual users work in a house on SQLite for some minutes, and say how long they waited.

A fifth are the public; the others are signed in, look at promises and findings, and do tasks.
Nobody asks for a page before they come, and their first pages count.

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
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.page import put, rows
from benchmarks.load.house import House, running
from benchmarks.load.visit import THINK, Took, Visitor
from benchmarks.speed.clock import PAGE, machine

from commonweal.cli.processes import fitting

RAMP = 20.0  # seconds over which the users come; what is asked then counts too
STACK = 256 * 1024
TARGET = {50: None, 95: 150.0, 99: 400.0}
HEAD = ["What", "Requests", "p50 ms", "p95 ms", "p99 ms", "Longest ms", "Heaviest kB"]


@dataclass(frozen=True)
class Use:
    """Hold what the server uses: megabytes, and seconds of the processor since it began."""

    memory: int
    processor: float


def main() -> None:
    """Read the options, let the users in, and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--store", type=Path, required=True, help="a store with an audit")
    asked.add_argument("--users", type=int, default=200)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--threads", type=int, default=4, help="of each process")
    asked.add_argument(
        "--processes", type=int, default=fitting(None), help="that answer; one a core as it comes"
    )
    asked.add_argument(
        "--think", type=float, nargs=2, default=THINK, help="least and most seconds between pages"
    )
    asked.add_argument("--home", type=Path, help="folder that keeps the state and the log")
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        with running(options.store, home, options.users * 4 // 5, options) as house:
            before = Use(house.memory(), house.processor())
            took = worked(house, options)
            after = Use(house.memory(), house.processor())
        text = told(options, took, house.log.read_text(), (before, after))
    print(text)
    if options.page:
        put({"load": text}, PAGE)


def worked(house: House, options: argparse.Namespace) -> list[Took]:
    """Let everybody in over the ramp, and wait until they are done."""
    threading.stack_size(STACK)
    users, seconds = options.users, options.minutes * 60
    now, dice = time.monotonic(), random.Random(1)  # noqa: S311 - when one comes, no secret
    cookies = [one["cookie"] for one in house.users]
    cookies += [""] * (users - len(cookies))
    visitors = [
        Visitor(
            house.port,
            cookie,
            seed,
            (now + dice.uniform(0, RAMP), now + RAMP + seconds),
            tuple(options.think),
        )
        for seed, cookie in enumerate(cookies)
    ]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    return [took for one in visitors for took in one.took]


def told(options: argparse.Namespace, took: list[Took], log: str, use: tuple[Use, Use]) -> str:
    """Write the table: each kind of page, all together, and what went wrong."""
    kinds = sorted({one.kind for one in took})
    body = [_line(kind, [one for one in took if one.kind == kind]) for kind in kinds]
    body.append(_line("all", took))
    wrong = [one for one in took if not 200 <= one.status < 400]
    locked = log.count("database is locked") + log.count("OperationalError")
    first = (
        f"{options.users} virtual users for {options.minutes:g} minutes, {options.think[0]:g} to "
        f"{options.think[1]:g} s between two pages, SQLite, {options.processes} "
        f"processes of {options.threads} threads."
    )
    statuses = ", ".join(f"{status}" for status in sorted({one.status for one in wrong}))
    first_page = min(took, key=lambda one: one.began)
    each = (use[1].processor - use[0].processor) * 1000 / len(took)
    last = (
        f"{len(took) / (options.minutes * 60 + RAMP):.1f} requests a second, each of which took "
        f"{each:.1f} ms of the processor at the server; the first page of all came in "
        f"{first_page.seconds * 1000:.0f} ms. "
        f"{len(wrong)} answers were errors{f' ({statuses})' if wrong else ''}; "
        f"the database was locked {locked} times. "
        f"The server held {use[0].memory} MB at first and {use[1].memory} MB at last. "
        f"The target is {TARGET[95]:g} ms at p95 and {TARGET[99]:g} ms at p99."
    )
    return "\n\n".join([first, rows(HEAD, body), last, machine()])


def _line(name: str, took: list[Took]) -> list[str]:
    waits = sorted(one.seconds * 1000 for one in took)
    cuts = statistics.quantiles(waits, n=100, method="inclusive") if len(waits) > 1 else waits * 99
    return [name, f"{len(waits):,}", *(f"{cuts[part - 1]:.0f}" for part in TARGET),
            f"{waits[-1]:.0f}", f"{max(one.weight for one in took) / 1000:.1f}"]  # fmt: skip


if __name__ == "__main__":
    main()
