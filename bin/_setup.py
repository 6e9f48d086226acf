"""Make .venv in the checkout and install what a requirements file names, every hash checked.

Shared by bin/demo and bin/check. Standard library only; the syntax is kept old enough that an old
Python can read this file and say in words that it is too old.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
STAMP = VENV / "commonweal-setup.json"
REQUIREMENTS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
MADE_FROM = {
    "run": ("requirements.txt", "pyproject.toml"),
    "dev": ("requirements-dev.txt", "requirements.txt", "pyproject.toml"),
}
# What a caller's shell may hold and a child must not see: it would change what is imported or run.
UNWANTED = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "PYTEST_ADDOPTS",
    "MYPYPATH",
    "VIRTUAL_ENV",
)
COLLECTING = re.compile(r"Collecting ([\w.-]+?)==(\S+)")
PROCESSING = re.compile(r"Processing (?:.*[\\/])?(\w[\w.]*)-(\d[^-]*)-.*\.whl")  # from a folder


class CannotSetUp(Exception):
    """Say what happened and what to do."""

    def __init__(self, says, do):
        super().__init__(f"{says}\n  What to do: {do}")


def environment(**more):
    """Give the environment for children: the caller's, less what would change what runs."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return {
        **kept,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        **more,
    }


def program(name):
    """Give the path of a program inside .venv, on any system."""
    if os.name == "nt":
        return str(VENV / "Scripts" / f"{name}.exe")
    return str(VENV / "bin" / name)


def ensure(want, wheels=None):
    """Set up .venv for "run" or "dev"; do nothing when it already stands as the files say."""
    _check_python()
    folder = _wheels(wheels)
    if _stands(want):
        return
    began = time.monotonic()
    wanted = REQUIREMENTS[want]
    print(f"Setting up .venv from {wanted} (once; skipped while it is unchanged)", flush=True)
    _make_venv()
    STAMP.unlink(missing_ok=True)
    offline = ["--no-index", "--find-links", str(folder)] if folder else []
    # The file names every package. Looking for what they need, pip would meet coverage[toml] of
    # pytest-cov, take a newer release than the file pins, and stop for want of its hash.
    named = ["--require-hashes", "--no-deps", "-r", str(CHECKOUT / wanted)]
    _pip("the packages it names", [*named, *offline])
    _pip("commonweal itself", ["--no-deps", "--no-build-isolation", "-e", str(CHECKOUT), *offline])
    STAMP.write_text(json.dumps(_state(want)), encoding="utf-8")
    print(f"Set up in {time.monotonic() - began:.0f} s\n", flush=True)


def _check_python():
    if sys.version_info < OLDEST:
        raise CannotSetUp(
            f"This is Python {platform.python_version()}; Commonweal needs 3.11 or newer.",
            "call this script with a newer one, for example: python3.11 " + " ".join(sys.argv),
        )


def _wheels(named):
    text = named or os.environ.get("COMMONWEAL_WHEELS")
    if not text:
        return None
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise CannotSetUp(
            f"There is no folder of wheels at {text}.",
            "name a folder made with: pip download --require-hashes -r requirements.txt -d FOLDER",
        )
    return folder


def _state(want):
    """Describe what .venv was made from; it is made again when any of this differs."""
    hashes = {
        name: hashlib.sha256((CHECKOUT / name).read_bytes()).hexdigest() for name in MADE_FROM[want]
    }
    return {"set": want, "hashes": hashes, **_place()}


def _place():
    # An environment holds absolute paths, so a moved checkout needs a new one.
    return {"checkout": str(CHECKOUT), "python": platform.python_version()}


def _stamp():
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _stands(want):
    if not Path(program("python")).exists():
        return False
    # The development set holds everything that running needs.
    return _stamp() in [_state(one) for one in {want, "dev"}]


def _make_venv():
    if Path(program("python")).exists() and _usable():
        return
    print("  making .venv", flush=True)
    code, said = _quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if code:
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotSetUp(
            f"Python could not make a virtual environment: {_last(said)}",
            "install the parts of Python that do it (on Debian or Ubuntu: "
            "apt-get install python3-venv), then run this again.",
        )


def _usable():
    stamp = _stamp()
    if stamp and {name: stamp.get(name) for name in _place()} != _place():
        return False
    code, _ = _quietly([program("python"), "-m", "pip", "--version"])
    return code == 0


def stream(command, show, **more):
    """Run a command, show each line as it comes, and give its exit code and its lines."""
    with subprocess.Popen(
        command,
        cwd=str(CHECKOUT),
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as child:
        lines = []
        for line in child.stdout:
            lines.append(line.rstrip())
            show(lines[-1])
    return child.returncode, lines


def _quietly(command):
    return stream(command, lambda line: None)


def _pip(what, arguments):
    print(f"  installing {what}", flush=True)
    quiet = ["--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    command = [program("python"), "-m", "pip", "install", *quiet, *arguments]
    code, said = stream(command, _show)
    if code:
        raise _why(said)


def _show(line):
    """Show the lines of pip that are progress, without addresses."""
    coming = COLLECTING.match(line) or PROCESSING.match(line)
    if coming:
        print(f"    {coming[1]} {coming[2]}", flush=True)
    elif line.startswith("Installing collected packages"):
        print(f"    putting {line.count(',') + 1} in place", flush=True)


def _why(said):
    text = "\n".join(said)
    last = "\n    ".join(line for line in said[-8:] if line)
    if "DO NOT MATCH THE HASHES" in text:
        return CannotSetUp(
            "A package differs from the one that was reviewed, so nothing of it was installed.\n"
            f"    {last}",
            "do not go on: find out why the package changed (a broken download, another source).",
        )
    if "No matching distribution" in text or "onnection" in text or "Temporary failure" in text:
        return CannotSetUp(
            f"A package could not be had.\n    {last}",
            "check the network and the package index that pip is set up for on this machine, or "
            "name a folder of wheels: --wheels FOLDER.",
        )
    return CannotSetUp(f"pip stopped.\n    {last}", "read the lines above; then run this again.")


def _last(lines):
    full = [line.strip() for line in lines if line.strip()]
    return full[-1] if full else "it said nothing"
