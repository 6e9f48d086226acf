"""A PostgreSQL of our own for the time of a check: made, used and thrown away.

Standard library only. The server refuses to run as root, so root lends it another account.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt")
LENDERS = ("postgres", "nobody")
PROGRAMS = ("initdb", "pg_ctl")
NAME = "house"


class CannotStart(Exception):
    """Say why no server could be started."""


def folder():
    """Give the folder of the newest server programs, or None."""
    on_path = shutil.which(PROGRAMS[0])
    found = [Path(on_path).resolve().parent] if on_path else []
    for place in map(Path, PLACES):
        versions = [*place.glob("*/bin"), *place.glob("postgresql*/bin")]
        found += sorted(versions, key=_version, reverse=True)
    return next((one for one in found if all((one / name).exists() for name in PROGRAMS)), None)


def _version(path):
    digits = "".join(letter for letter in path.parent.name if letter.isdigit())
    return int(digits or 0)


def as_whom():
    """Give the words that run a program as another account where we are root."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return [], None
    import pwd  # noqa: PLC0415 - Windows has none

    for name in LENDERS:
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            words = [shutil.which("runuser") or "runuser", "-u", name, "--"]
            return words, (account.pw_uid, account.pw_gid)
    raise CannotStart("There is no account that could run a server for root.")


@contextlib.contextmanager
def cluster():
    """Start a server of our own, give its address, and throw it away."""
    programs = folder()
    words, owner = as_whom()
    home = Path(tempfile.mkdtemp(prefix="commonweal-postgres-"))
    data, secret, password = home / "data", home / "password", secrets.token_hex(16)
    try:
        secret.write_text(password)
        if owner:
            for path in (home, secret):
                os.chown(path, *owner)
        port = _free_port()
        options = ["-D", str(data), "-U", NAME, "-A", "scram-sha-256", f"--pwfile={secret}"]
        _say([*words, programs / "initdb", *options, "-E", "UTF8", "--locale=C", "--no-sync"], home)
        settings = f"-h 127.0.0.1 -p {port} -k {home} -c fsync=off -c max_connections=50"
        start = ["-w", "-D", data, "-l", home / "log", "-o", settings, "start"]
        _say([*words, programs / "pg_ctl", *start], home)
        try:
            yield f"postgresql://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
        finally:
            stop = ["-w", "-D", data, "-m", "immediate", "stop"]
            _say([*words, programs / "pg_ctl", *stop], home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _say(words, home):
    """Run a program of the server; its own words are shown only where it fails."""
    # Not through pipes: the server would hold them open for as long as it runs.
    said = home / "said"
    with said.open("w") as file:
        asked = subprocess.run(
            list(map(str, words)), cwd=str(home), stdin=subprocess.DEVNULL, stdout=file,
            stderr=file, check=False,
        )  # fmt: skip
    if asked.returncode:
        raise CannotStart(f"PostgreSQL did not start: {said.read_text().strip()[-400:]}")
