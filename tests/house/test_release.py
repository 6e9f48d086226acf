"""A release can be made again by anybody, byte for byte, and stands on few packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from tests.house.reading import CHECKOUT

MOST_DIRECT = 25  # trust.md section 7: each is one more to trust
MAKE = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


def wheel(source: Path, out: Path) -> Path:
    """Build the wheel of a source."""
    out.mkdir()
    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(out)], cwd=source, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    return out / made.stdout.split()[-1]


def test_the_same_source_gives_the_same_wheel_elsewhere_and_later(tmp_path: Path) -> None:
    source = tmp_path / "elsewhere"
    quiet = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "src", source / "src", ignore=quiet, copy_function=shutil.copyfile)
    for path in CHECKOUT.iterdir():
        if path.is_file() and path.suffix in {".toml", ".md", "", ".in", ".txt"}:
            shutil.copyfile(path, source / path.name)
    one, other = wheel(CHECKOUT, tmp_path / "one"), wheel(source, tmp_path / "other")
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_a_wheel_holds_the_package_and_nothing_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(CHECKOUT, tmp_path / "out")) as held:
        names = held.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"commonweal"}
    assert [name for name in names if name.endswith((".pyc", ".sqlite3", ".key"))] == []


def test_few_packages_are_asked_for() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (
        len(project["dependencies"]) + len(project["optional-dependencies"]["web"]) <= MOST_DIRECT
    )
