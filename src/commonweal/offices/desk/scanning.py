"""Asks a virus scanner: clamd over a socket, or a command that is given the file."""

from __future__ import annotations

import logging
import shlex
import socket
import struct
import subprocess
import tempfile
from typing import IO
from urllib.parse import urlsplit

PIECE = 64 * 1024
PATIENCE = 60  # seconds
CLEAN, FOUND = 0, 1  # what a scanner's command ends with, by custom
log = logging.getLogger(__name__)


def scan(scanner: str, file: IO[bytes]) -> bool | None:
    """Say whether a file is clean; None when the scanner could not say.

    scanner: clamd://host:port, or a command that ends with 0 for a clean file and 1 for a bad one
    file:    opened for reading
    """
    try:
        if scanner.startswith("clamd://"):
            return _asked(scanner, file)
        return _commanded(scanner, file)
    except (OSError, subprocess.SubprocessError, ValueError):
        log.warning("The virus scanner could not be asked.")
        return None


def _asked(scanner: str, file: IO[bytes]) -> bool | None:
    address = urlsplit(scanner)
    with socket.create_connection((address.hostname, address.port or 3310), PATIENCE) as line:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    said = answer.rstrip(b"\0 ").decode("utf-8", "replace")
    if said.endswith(" OK"):
        return True
    return False if said.endswith(" FOUND") else None


def _commanded(scanner: str, file: IO[bytes]) -> bool | None:
    with tempfile.NamedTemporaryFile(prefix="commonweal-scan-") as copy:
        while piece := file.read(PIECE):
            copy.write(piece)
        copy.flush()
        # The command is the operator's own, and the name of the copy is ours.
        ended = subprocess.run(  # noqa: S603  no shell, no text of a user
            [*shlex.split(scanner), copy.name],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    return {CLEAN: True, FOUND: False}.get(ended.returncode)
