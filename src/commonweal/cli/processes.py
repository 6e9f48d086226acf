"""The processes of a house that serves: some that answer at one address, and one for longer work.

One process computes with one core at a time. Each further one waits at the same address; who is
free takes the next request, and what they count they count in the database.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

MOST = 4  # processes unless more are asked for: each holds some 300 MB
# Seconds that one page computes while another waits. Python's own 5 ms are asked for anew after
# each query, and there are a dozen in a page.
TURN = 0.001
PATIENCE = 20.0  # seconds for what is being answered when the house stops


def fitting(asked: int | None) -> int:
    """Give how many processes answer: as many as asked for, or one a core, up to four.

    asked: None where nobody said. One on Windows, where processes share no address.
    """
    if sys.platform == "win32":
        return 1
    return asked or min(os.cpu_count() or 1, MOST)


def answer(
    listening: socket.socket, threads: int, begun: Callable[[], object] = lambda: None
) -> None:
    """Answer requests in this process until interrupted.

    listening: a bound socket, of this process or shared
    threads:   requests that are answered at once
    begun:     called when everything is ready
    """
    import waitress  # noqa: PLC0415  the plain install has no server

    from commonweal.offices.house import limits  # noqa: PLC0415  needs Django
    from commonweal.offices.house.wsgi import application  # noqa: PLC0415  needs Django

    sys.setswitchinterval(TURN)
    begun()
    waitress.serve(application, sockets=[listening], threads=threads, **limits.of_the_server())


@contextmanager
def worker() -> Iterator[None]:
    """Do background work in a process of its own, as long as this one serves."""
    command = [sys.executable, "-m", "django", "desk_worker", "--parent", str(os.getpid())]
    started = subprocess.Popen(command)  # noqa: S603  our own command, no text of a user
    try:
        yield
    finally:
        started.terminate()
        started.wait()


@contextmanager
def others(count: int, listening: socket.socket, threads: int) -> Iterator[None]:
    """Let so many further processes answer at the same socket, as long as this one serves."""
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(_another(listening, threads))
        yield


@contextmanager
def _another(listening: socket.socket, threads: int) -> Iterator[None]:
    """Start one more, and end it by closing its input: so it also ends when this one is killed."""
    place = listening.fileno()
    command = [sys.executable, "-m", "commonweal.cli.processes", str(place), str(threads)]
    # A session of its own: Ctrl+C reaches this process alone, which then ends the other in order.
    started = subprocess.Popen(  # noqa: S603  our own command, no text of a user
        command, stdin=subprocess.PIPE, pass_fds=(place,), start_new_session=True
    )
    try:
        yield
    finally:
        try:
            started.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def main(place: str, threads: str) -> None:
    """Answer as one of several, at a socket that was handed on, until the first one ends.

    place:   number of the socket
    threads: requests that are answered at once
    """
    # begun in the background of a script, a process is told to pass interruptions over
    signal.signal(signal.SIGINT, signal.default_int_handler)
    answering = threading.Event()
    threading.Thread(target=_end_with_the_first, args=(answering,), daemon=True).start()
    from commonweal.cli import serve  # noqa: PLC0415  it starts this one

    serve.ready(Path(os.environ["COMMONWEAL_STORE"]), Path(os.environ["COMMONWEAL_STATE"]))
    serve.warm()
    with socket.socket(fileno=int(place)) as listening, suppress(KeyboardInterrupt):
        answer(listening, int(threads), answering.set)


def _end_with_the_first(answering: threading.Event) -> None:
    """End this process with the first one: at once while it begins, for it has done nothing yet.

    An interruption amid imports would be told as a failure, or swallowed by the package imported.
    """
    os.read(sys.stdin.fileno(), 1)  # nothing is ever written: it returns when the other end is gone
    if not answering.is_set():
        os._exit(0)
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    main(*sys.argv[1:])
