"""Let several processes read the pieces of a large FHIR source at once.

A small source is read where we are. Each process stages rows in files of its own; the order in
which they come does not matter, as what is staged is sorted before it is published.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import orjson

from commonweal.intake.context import Context
from commonweal.intake.parts import Answer, Task, weight
from commonweal.intake.resume.keeper import HERE, Keeper
from commonweal.kinds import Problem

LARGE = 64 * 1024 * 1024
MOST = 2
_AHEAD = 4
# What Python does not free by counting it never frees here: these processes live for one load.
_PROGRAM = """import gc, json, signal, sys
gc.disable()
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = json.loads(sys.stdin.buffer.readline())
from commonweal.intake.fhir.hand import serve
serve(sys.stdin.buffer, sys.stdout.buffer)
"""


def work(
    tasks: Iterator[Task],
    files: Sequence[Path],
    context: Context,
    keeper: Keeper,
    take: Callable[[Task, int], Iterator[Answer]],
) -> None:
    """Read all pieces, by several processes where there is much to read.

    tasks: the pieces
    files: the files that they are of
    context: source and keys
    keeper: counts what was read, and keeps it
    take: reads a piece where we are, in slices of so many bytes
    Fails as `take` does, or with Problem "reader-ended".
    """
    charge = context.carried()
    many = min(MOST, os.cpu_count() or 1)
    if charge is None or many < 2 or _size(files) < LARGE:
        for task in tasks:
            for answer in take(task, keeper.step):
                keeper.heard(HERE, task, answer)
        return
    with Crew(keeper, charge, many) as crew:
        context.asked |= crew.read(tasks)


def _size(files: Sequence[Path]) -> int:
    return sum(weight(file) for file in files)


class Crew:
    """Hold the processes that read.

    keeper: counts what was read, and keeps it
    charge: source, and secret of the keys in hexadecimal digits
    many: processes
    """

    def __init__(self, keeper: Keeper, charge: tuple[str, str], many: int) -> None:
        self._keeper = keeper
        self._charge = charge
        self._many = many
        self._hands: list[_Hand] = []
        self._watch = selectors.DefaultSelector()

    def __enter__(self) -> Crew:
        """Begin; the processes start when there is something to read."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind."""
        self._watch.close()
        for hand in self._hands:
            hand.stop()

    def read(self, tasks: Iterator[Task]) -> bool:
        """Give out pieces, the next to whoever is free; say whether any reference asked."""
        waiting: deque[Task] = deque()
        task = next(tasks, None)
        self._begin(task.place if task else 0)
        while task or waiting or self._busy():
            if task and len(waiting) < _AHEAD:
                waiting.append(task)
                task = next(tasks, None)
            for hand in self._hands:
                if hand.task is None and waiting:
                    hand.give(waiting.popleft())
            self._collect(wait=task is None or len(waiting) == _AHEAD)
        for hand in self._hands:
            hand.release()
        for hand in self._hands:
            hand.finish()
        return any(hand.asked for hand in self._hands)

    def _begin(self, place: int) -> None:
        for number in range(self._many):
            hand = _Hand(f"{place}-{number}")
            self._hands.append(hand)
            self._watch.register(hand.answers, selectors.EVENT_READ, hand)
            hand.begin(self._keeper, *self._charge)

    def _busy(self) -> bool:
        return any(hand.task for hand in self._hands)

    def _collect(self, wait: bool) -> None:
        for key, _ in self._watch.select(None if wait else 0):
            for task, answer in key.data.hear():
                self._keeper.heard(key.data.name, task, answer)


class _Hand:
    """Hold one process, and the piece that it reads."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.task: Task | None = None
        self.asked = False
        self._rest = b""
        self._running = subprocess.Popen(  # noqa: S603  our own program, no text of a user
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._told = cast("IO[bytes]", self._running.stdin)
        self._answers = cast("IO[bytes]", self._running.stdout)

    @property
    def answers(self) -> int:
        """Give the descriptor on which answers come."""
        return self._answers.fileno()

    def begin(self, keeper: Keeper, source_id: str, secret: str) -> None:
        """Tell the process what it is to know before it reads."""
        self._say(sys.path)
        self._say({"folder": str(keeper.staging.folder), "name": keeper.name_of(self.name),
                   "source_id": source_id, "secret": secret, "every": keeper.every})  # fmt: skip

    def give(self, task: Task) -> None:
        """Tell the process what to read."""
        self.task = task
        self._say({"path": str(task.path), "place": task.place, "allowed": task.allowed,
                   "made": task.made, "reached": task.reached,
                   "part": [task.part.start, task.part.end, task.part.before]})  # fmt: skip

    def hear(self) -> Iterator[tuple[Task, Answer]]:
        """Give what the process answers; an answer may come in pieces."""
        found = os.read(self.answers, 1 << 16)
        if not found:
            raise _ended()
        *whole, self._rest = (self._rest + found).split(b"\n")
        for line in whole:
            yield self._heard(orjson.loads(line))

    def release(self) -> None:
        """Let the process write what it holds, and end."""
        self._told.close()

    def finish(self) -> None:
        """Wait until the process has ended."""
        if self._running.wait():
            raise _ended()

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._running.kill()
        self._running.wait()
        for pipe in (self._told, self._answers):
            with suppress(OSError):
                pipe.close()

    def _say(self, what: Any) -> None:
        try:
            self._told.write(json.dumps(what).encode() + b"\n")
            self._told.flush()
        except BrokenPipeError:
            raise _ended() from None

    def _heard(self, told: dict[str, Any]) -> tuple[Task, Answer]:
        if "problem" in told:
            raise Problem(*told["problem"])
        answer, task = Answer(**told), cast("Task", self.task)
        if answer.left is None:
            self.task = None
        self.asked |= answer.asked
        return task, answer


def _ended() -> Problem:
    return Problem(
        "reader-ended",
        "A process that read the files ended before it was done, perhaps for want of memory.",
        "Load again when the machine has more room.",
    )
