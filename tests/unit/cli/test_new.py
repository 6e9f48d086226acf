"""A new measure begins as one that works, with a worked example that passes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cli.calling import call

ROOT = Path(__file__).parents[3]
RUN = """
import sys, pytest
from commonweal.measures import care
care.__path__.append(sys.argv[1])
from commonweal.measures.registry import find
assert find("care.foot_exam").steps[-1] == "met"
sys.exit(pytest.main([sys.argv[2], "-q", "-c", "pyproject.toml", "--rootdir", "."]))
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a checkout that holds nothing but the folder of a domain."""
    (tmp_path / "src" / "commonweal" / "measures" / "care").mkdir(parents=True)
    return tmp_path


def test_what_is_written_loads_and_passes_at_once(checkout: Path) -> None:
    ended = call("new", "measure", "care.foot_exam", "--checkout", checkout)
    measure = checkout / "src" / "commonweal" / "measures" / "care" / "foot_exam.py"
    example = checkout / "tests" / "spec" / "care" / "test_foot_exam.py"
    assert ended.code == 0
    assert ended.out.splitlines() == [
        f"Written: {measure}",
        f"Written: {example}",
        "Change both, then run: python3 bin/check --fast",
    ]
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(measure.parent), str(example)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "6 passed" in ran.stdout


def test_what_is_written_keeps_the_rules_of_the_house(checkout: Path) -> None:
    call("new", "measure", "care.foot_exam", "--checkout", checkout)
    written = [str(path) for path in checkout.rglob("*.py")]
    assert len(written) == 2
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for rule in (("check",), ("format", "--check")):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *rule, "--no-cache", *written],
            capture_output=True, text=True, check=False, cwd=checkout,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout
    for path in written:
        text = Path(path).read_text(encoding="utf-8")
        assert "NAME" not in text
        assert "DOMAIN" not in text


def test_nothing_is_written_over(checkout: Path) -> None:
    call("new", "measure", "care.foot_exam", "--checkout", checkout)
    again = call("new", "measure", "care.foot_exam", "--checkout", checkout)
    assert (again.code, again.out) == (2, "")
    assert "(measure-exists)" in again.err


def test_an_unknown_domain_is_not_made(checkout: Path) -> None:
    ended = call("new", "measure", "shoes.size", "--checkout", checkout)
    assert ended.code == 2
    assert "(domain-unknown)" in ended.err
    assert len(list(checkout.iterdir())) == 1
