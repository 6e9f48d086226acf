"""Set up a house for the load: a store, virtual users who are signed in, and a server of its own.

The house stands in a folder of its own. It is a demonstration, so nobody real is in it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

START = 120.0  # seconds within which a server must answer


@dataclass(frozen=True)
class House:
    """Hold a running house.

    port:  it listens at
    users: cookie and role of each virtual user
    log:   what the server said on its error channel
    pid:   of its process
    """

    port: int
    users: list[dict[str, str]]
    log: Path
    pid: int

    def processor(self) -> float:
        """Give the seconds of the processor that the server took; 0 where nobody tells."""
        ticks = 0
        for one in self._processes():
            with suppress(OSError):
                told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
                ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Give the megabytes that the server holds; 0 where the system does not tell."""
        held = 0
        for one in self._processes():
            with suppress(OSError):
                text = Path(f"/proc/{one}/status").read_text()
                held += int(re.findall(r"VmRSS:\s*(\d+)", text)[0])
        return held // 1024

    def _processes(self) -> list[int]:
        """Give the first process, and those that it started: others that answer, and the worker."""
        try:
            started = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        except OSError:
            started = ""
        return [self.pid, *map(int, started.split())]


@contextmanager
def running(store: Path, home: Path, users: int, asked: argparse.Namespace) -> Iterator[House]:
    """Prepare a house and serve it by `commonweal serve`, until the end of the block.

    asked: its `threads` and `processes`
    """
    state, log = home / "state", home / "server.log"
    env = {**os.environ, "COMMONWEAL_DEMO": "1"}
    words = [sys.executable, "-m", "benchmarks.load.prepare", str(store), str(state), str(users)]
    told = subprocess.run(words, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    port = _free_port()
    serve = ["serve", str(store), "--state", str(state), "--port", str(port)]
    several = ["--threads", str(asked.threads), "--processes", str(asked.processes)]
    with log.open("w") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "commonweal", *serve, *several],
            env=env, stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        try:
            _until_it_answers(port, child)
            yield House(port, json.loads(told.splitlines()[-1]), log, child.pid)
        finally:
            child.terminate()
            child.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _until_it_answers(port: int, child: subprocess.Popen[bytes]) -> None:
    before = time.monotonic() + START
    while time.monotonic() < before and child.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live"):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise SystemExit("The server did not come up; its log says why.")
