"""Who may import whom, who reads the clock, who makes Released (architecture.md section 3)."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.reading import CHECKOUT, SOURCE, Module, called, modules, over

MODULES = modules()
OFFICES = SOURCE / "offices"
HOUSE = "src/commonweal/offices/house/"
CLOCK = re.compile(r"(^|\.)(datetime|date)\.(now|utcnow|today)$")
ENVIRONMENT = re.compile(r"^os\.(environb?|getenvb?|putenv)$")
SQL_CLOCK = re.compile(r"\b(current_date|current_timestamp|localtimestamp|now\(\))", re.I)
NEEDS_A_SEED = re.compile(r"(^|\.)(default_rng|RandomState|Random|SeedSequence)$")
NEVER_HAS_ONE = re.compile(
    r"^uuid\.uuid[14]$|^random\.[a-z]|^(np|numpy)\.random\.(?!default_rng)[a-z]"
)
PERMITTED = {
    "frames": {"intake", "engine"},
    "drivers": {"intake", "engine", "vault", "trail"},
    "solvers": {"stats", "services", "disclosure"},
    "vault": {"intake", "engine", "cli", "vault", "offices.people"},
}
# What must break, and which contract must say so.
TRESPASSES = [
    ("kinds", "import commonweal.vision", "rooms"),
    ("stats", "from commonweal import disclosure", "rooms"),
    ("intake", "import commonweal.engine", "rooms"),
    ("findings", "import commonweal.report", "rooms"),
    ("trail", "import commonweal.tables", "rooms"),
    ("stats", "import pyarrow", "frames"),
    ("report", "import pandas", "frames"),
    ("report", "import duckdb", "drivers"),
    ("sample", "import sqlite3", "drivers"),
    ("engine", "import scipy.stats", "solvers"),
    ("findings", "import highspy", "solvers"),
    ("findings", "from commonweal import vault", "vault"),
    ("services", "from commonweal.vault import vault", "vault"),
    ("services", "from commonweal import engine", "rooms"),
    ("measures", "import commonweal.services", "rooms"),
    ("services", "import duckdb", "drivers"),
    ("services", "import pyarrow", "frames"),
    ("report", "import django", "web"),
    ("offices.desk", "from commonweal import vault", "vault"),
    ("offices.people", "import commonweal.offices.desk", "offices"),
    ("kinds", "import tests.house", "web"),
]


def contracts() -> dict[str, dict[str, object]]:
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        named = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return {str(each["id"]): each for each in named}


def lint(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the source of a folder."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_every_wall_stands() -> None:
    asked = lint(CHECKOUT)
    assert asked.returncode == 0, asked.stdout + asked.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the bare rooms, so that a trespass can be planted in them."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(CHECKOUT / "pyproject.toml", folder)
    rooms = [
        each.parent for each in (*SOURCE.glob("*/__init__.py"), *OFFICES.glob("*/__init__.py"))
    ]
    for room in [SOURCE, *rooms]:
        package = folder / "src" / "commonweal" / room.relative_to(SOURCE)
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text("")
    (folder / "src" / "commonweal" / "__main__.py").write_text("")
    for outside in ("django", "tests"):
        (folder / "src" / outside / "house").mkdir(parents=True)
        (folder / "src" / outside / "__init__.py").write_text("")
        (folder / "src" / outside / "house" / "__init__.py").write_text("")
    return folder


@pytest.mark.parametrize(("room", "line", "wall"), TRESPASSES)
def test_a_trespass_is_found(copy: Path, room: str, line: str, wall: str) -> None:
    planted = copy.joinpath("src", "commonweal", *room.split("."), "planted.py")
    planted.write_text(line + "\n")
    try:
        asked = lint(copy, "--contract", wall)
    finally:
        planted.unlink()
    assert asked.returncode == 1, asked.stdout + asked.stderr
    assert "BROKEN" in asked.stdout


def test_rooms_without_a_trespass_pass(copy: Path) -> None:
    assert lint(copy).returncode == 0


@pytest.mark.parametrize("wall", sorted(PERMITTED))
def test_a_wall_names_every_room_that_it_keeps_out(wall: str) -> None:
    offices = {f"offices.{each.parent.name}" for each in OFFICES.glob("*/__init__.py")}
    rooms = {each.parent.name for each in SOURCE.glob("*/__init__.py")} - {"offices"} | offices
    kept_out = {str(name).removeprefix("commonweal.") for name in _sources(wall)}
    if "offices" in kept_out:  # all of them
        kept_out = kept_out - {"offices"} | offices
    assert rooms - PERMITTED[wall] == kept_out


def _sources(wall: str) -> list[str]:
    sources = contracts()[wall]["source_modules"]
    assert isinstance(sources, list)
    return sources


def outside(room: str) -> list[Module]:
    """Give the modules of every other room."""
    return [module for module in MODULES if module.room != room]


def dotted(module: Module) -> Iterator[str]:
    """Give every dotted name that a module writes, and what it imports by name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (f"{each.name}." for each in node.names)


@over(outside("cli"))
def test_only_the_command_line_and_the_house_read_clock_or_environment(module: Module) -> None:
    if module.name.startswith(HOUSE):
        return
    read = [
        name
        for name in dotted(module)
        if CLOCK.search(name) or ENVIRONMENT.match(name) or name.startswith("time.")
    ]
    assert read == []


@over(outside("cli"))
def test_no_query_reads_the_clock(module: Module) -> None:
    texts = [
        node.value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if SQL_CLOCK.search(text)] == []
    assert [
        name for name in dotted(module) if name.endswith(("CurrentDate", "CurrentTimestamp"))
    ] == []


@over(MODULES)
def test_chance_always_has_a_seed(module: Module) -> None:
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    bare = [called(call) for call in calls if not call.args and not call.keywords]
    seedless = [name for name in bare if NEEDS_A_SEED.search(name)]
    never = [called(call) for call in calls if NEVER_HAS_ONE.match(called(call))]
    if module.room == "offices":  # keys that nobody can guess; no figure comes of them
        never = [name for name in never if name != "uuid.uuid4"]
    assert seedless + never == []


@over(outside("disclosure"))
def test_only_disclosure_makes_released(module: Module) -> None:
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    names = [called(call) for call in calls]
    assert [name for name in names if re.search(r"(^|\.)Released(\.__new__)?$", name)] == []


@over(each for each in MODULES if each.room == "report")
def test_a_report_never_sees_what_was_not_released(module: Module) -> None:
    unguarded = {"Counts", "Estimate", "Rows"}
    assert [name for name in dotted(module) if name.split(".")[-1] in unguarded] == []


@pytest.mark.parametrize(
    "path", sorted(CHECKOUT.joinpath("bin").iterdir()), ids=lambda path: path.name
)
def test_the_two_scripts_need_the_standard_library_only(path: Path) -> None:
    if path.is_dir():
        pytest.skip("a folder that Python made")
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module).split(".")[0])
    assert names <= {*sys.stdlib_module_names, "_setup", "_postgres"}
