"""The two scripts set up once, say in words why they can not, and count what they ran."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from tests.house.reading import CHECKOUT

BIN = CHECKOUT / "bin"


def load(name: str, file: str) -> ModuleType:
    loader = SourceFileLoader(name, str(BIN / file))
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the set-up, turned to a checkout of its own, with pip and venv only noted down."""
    module = load("house_setup", "_setup.py")
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.delenv("COMMONWEAL_WHEELS", raising=False)
    monkeypatch.setattr(module, "CHECKOUT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp.json")
    module.installed = []
    monkeypatch.setattr(module, "_pip", lambda what, words: module.installed.append(words))
    monkeypatch.setattr(module, "_quietly", lambda command: _made(module))
    return module


def _made(module: ModuleType) -> tuple[int, list[str]]:
    python = Path(module.program("python"))
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    return 0, []


def test_the_first_time_installs_with_hashes_and_then_the_package(setup: ModuleType) -> None:
    setup.ensure("run")
    packages, ours = setup.installed
    assert packages[:3] == ["--require-hashes", "--no-deps", "-r"]
    assert packages[3].endswith("requirements.txt")
    assert ours[:3] == ["--no-deps", "--no-build-isolation", "-e"]


def test_the_second_time_does_nothing(
    setup: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    setup.ensure("run")
    capsys.readouterr()
    setup.ensure("run")
    assert len(setup.installed) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["requirements-dev.txt", "requirements.txt", "pyproject.toml"])
def test_a_changed_file_sets_up_again(setup: ModuleType, name: str) -> None:
    setup.ensure("dev")
    (setup.CHECKOUT / name).write_text("changed")
    setup.ensure("dev")
    assert len(setup.installed) == 4


def test_the_development_set_serves_the_demo_but_not_the_other_way(setup: ModuleType) -> None:
    setup.ensure("run")
    setup.ensure("dev")
    assert len(setup.installed) == 4
    setup.ensure("run")
    assert len(setup.installed) == 4


def test_a_change_of_the_tools_alone_does_not_disturb_the_demo(setup: ModuleType) -> None:
    setup.ensure("run")
    (setup.CHECKOUT / "requirements-dev.txt").write_text("changed")
    setup.ensure("run")
    assert len(setup.installed) == 2


def test_a_set_up_that_broke_off_is_done_again(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(what: str, words: list[str]) -> None:
        raise setup.CannotSetUp("The line broke.", "try again.")

    with monkeypatch.context() as broken:
        broken.setattr(setup, "_pip", fail)
        with pytest.raises(setup.CannotSetUp):
            setup.ensure("run")
    setup.ensure("run")
    assert len(setup.installed) == 2


def test_a_stamp_that_can_not_be_read_counts_as_none(setup: ModuleType) -> None:
    setup.ensure("run")
    setup.STAMP.write_text("{half")
    setup.ensure("run")
    assert len(setup.installed) == 4


@pytest.mark.parametrize("by", ["argument", "environment"])
def test_a_folder_of_wheels_shuts_the_network_out(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    if by == "environment":
        monkeypatch.setenv("COMMONWEAL_WHEELS", str(wheels))
    setup.ensure("run", str(wheels) if by == "argument" else None)
    for words in setup.installed:
        assert words[-3:] == ["--no-index", "--find-links", str(wheels.resolve())]


def test_a_missing_folder_of_wheels_is_said_before_anything_is_done(setup: ModuleType) -> None:
    with pytest.raises(setup.CannotSetUp, match="no folder of wheels"):
        setup.ensure("run", "nowhere")
    assert not setup.VENV.exists()


def test_an_old_python_is_said_before_anything_is_done(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "OLDEST", (99, 0))
    with pytest.raises(setup.CannotSetUp, match=r"needs 3\.11 or newer"):
        setup.ensure("run")
    assert not setup.VENV.exists()


def test_a_python_that_makes_no_environments_is_said_with_what_to_install(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ["ensurepip is not available", ""]
    monkeypatch.setattr(setup, "_quietly", lambda command: (1, said))
    with pytest.raises(setup.CannotSetUp, match=r"ensurepip is not available(.|\n)*python3-venv"):
        setup.ensure("run")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE", "do not go on"),
        ("ERROR: No matching distribution found for duckdb==2.0.0", "--wheels FOLDER"),
        ("WARNING: Retrying after connection broken: Connection refused", "--wheels FOLDER"),
        ("ERROR: no space left on device", "read the lines above"),
    ],
)
def test_a_failure_of_pip_says_what_to_do(setup: ModuleType, line: str, words: str) -> None:
    assert words in str(setup._why(["Collecting duckdb", line]))


def test_progress_is_shown_without_addresses(
    setup: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in (
        "Looking in indexes: somewhere",
        "Collecting duckdb==2.0.0 (from -r requirements.txt (line 7))",
        "  Downloading somewhere/duckdb.whl (20 MB)",
        "Processing ./wheels/sqlglot-30.30.0-py3-none-any.whl (from -r requirements.txt)",
        r"Processing c:\wheels\numpy-2.4.6-cp311-cp311-win_amd64.whl",
        "Processing somewhere/commonweal",
        "Installing collected packages: duckdb, numpy",
    ):
        setup._show(line)
    assert capsys.readouterr().out.split("\n") == [
        "    duckdb 2.0.0",
        "    sqlglot 30.30.0",
        "    numpy 2.4.6",
        "    putting 2 in place",
        "",
    ]


def test_children_do_not_see_what_would_change_them(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("COMMONWEAL_VECTORS", "vectors")
    given = setup.environment(MORE="1")
    assert "PYTHONPATH" not in given
    assert given["PYTHONDONTWRITEBYTECODE"] == "1"
    assert (given["COMMONWEAL_VECTORS"], given["MORE"]) == ("vectors", "1")


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BIN))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return load("house_check", "check")


@pytest.mark.parametrize(
    ("closing", "passed", "failed", "skipped"),
    [
        ("12 passed in 3.21s", 12, 0, 0),
        ("2 failed, 16 passed, 1 skipped, 3 warnings in 2.36s", 16, 2, 1),
        ("==== 1 failed, 5 passed, 2 errors in 75.36s (0:01:15) ====", 5, 3, 0),
        ("1 error in 0.68s", 0, 1, 0),
        ("no tests ran in 0.55s", 0, 0, 0),
    ],
)
def test_the_closing_line_of_the_tests_is_counted(
    check: ModuleType, closing: str, passed: int, failed: int, skipped: int
) -> None:
    report = check.Report()
    report.count(["7 failed, as a test printed", closing])
    assert report.tests == {"passed": passed, "failed": failed, "skipped": skipped}


def test_what_could_not_run_fails_only_when_it_is_required(
    check: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    report = check.Report()
    report.add("lint", "ok", 0.1)
    report.add("browser", "could not run", 0.0)
    assert not report.failed(set())
    assert report.failed({"browser"})
    check.summarize(report, set())
    assert "apt-get install chromium" in capsys.readouterr().out


def test_a_failing_part_does_not_stop_the_others(
    check: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    report = check.Report()
    check.run(report, "first", [sys.executable, "-c", "print('seen'); raise SystemExit(3)"])
    check.run(report, "second", [sys.executable, "-c", "print('also seen')"])
    assert [(name, result) for name, result, _ in report.parts] == [
        ("first", "FAILED"),
        ("second", "ok"),
    ]
    assert report.failed(set())
    out = capsys.readouterr().out
    assert "seen" in out
    assert "also seen" in out


@pytest.mark.parametrize(
    ("code", "result"), [(0, "ok"), (5, "no tests"), (1, "FAILED"), (4, "FAILED")]
)
def test_no_tests_at_all_is_no_failure_of_the_tests(
    check: ModuleType, code: int, result: str
) -> None:
    report = check.Report()
    command = [sys.executable, "-c", f"raise SystemExit({code})", "pytest"]
    check.run(report, "tests", command)
    assert report.parts[0][1] == result


def test_a_required_part_that_does_not_exist_is_a_mistake(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONWEAL_REQUIRE", "browser, docs")
    assert check.required_parts() == {"browser", "docs"}
    monkeypatch.setenv("COMMONWEAL_REQUIRE", "brauser")
    with pytest.raises(check._setup.CannotSetUp, match="brauser"):
        check.required_parts()


def test_a_browser_is_found_by_name_or_not_at_all(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMMONWEAL_CHROMIUM", str(tmp_path / "none"))
    assert check.chromium() is None
    (tmp_path / "none").touch()
    assert check.chromium() == str(tmp_path / "none")
    monkeypatch.delenv("COMMONWEAL_CHROMIUM")
    monkeypatch.setattr(check.shutil, "which", lambda name: None)
    monkeypatch.setattr(check, "CHROMIUM_PLACES", ())
    assert check.chromium() is None


@pytest.mark.parametrize("script", ["demo", "check"])
def test_a_script_says_what_it_takes_before_it_sets_anything_up(script: str) -> None:
    asked = subprocess.run(
        [sys.executable, str(BIN / script), "--help"], capture_output=True, text=True, check=True
    )
    assert "--wheels DIR" in asked.stdout


def test_the_demo_passes_its_arguments_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BIN))
    demo = load("house_demo", "demo")
    words = ["--no-serve", "--out", "o", "--patients", "9", "--port", "1", "--seed", "0"]
    monkeypatch.setattr(sys, "argv", ["demo", *words, "--wheels", "w"])
    assert demo.passed_on(demo.arguments()) == words
    monkeypatch.setattr(sys, "argv", ["demo"])
    assert demo.passed_on(demo.arguments()) == []


@pytest.fixture
def postgres(check: ModuleType) -> ModuleType:
    found = check._postgres
    assert isinstance(found, ModuleType)
    return found


def test_a_server_is_found_by_its_programs_the_newest_first(
    postgres: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None)
    monkeypatch.setattr(postgres, "PLACES", (str(tmp_path),))
    assert postgres.folder() is None
    for version in ("9", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    (tmp_path / "15" / "bin" / "pg_ctl").touch()
    (tmp_path / "9" / "bin" / "pg_ctl").touch()
    assert postgres.folder() == tmp_path / "15" / "bin"


def test_root_lends_the_server_another_account(
    postgres: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres.os, "getuid", lambda: 1000, raising=False)
    assert postgres.as_whom() == ([], None)
    monkeypatch.setattr(postgres.os, "getuid", lambda: 0, raising=False)
    monkeypatch.setattr(postgres, "LENDERS", ("nobody-of-this-name", "nobody"))
    words, owner = postgres.as_whom()
    assert words[1:] == ["-u", "nobody", "--"]
    assert owner is not None
    monkeypatch.setattr(postgres, "LENDERS", ())
    with pytest.raises(postgres.CannotStart, match="no account"):
        postgres.as_whom()


def test_a_server_that_does_not_start_is_said_and_leaves_nothing(
    check: ModuleType, postgres: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in postgres.PROGRAMS:
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho no room; exit 1\n")
        program.chmod(0o755)
    monkeypatch.setattr(postgres, "folder", lambda: tmp_path)
    monkeypatch.setattr(postgres, "as_whom", lambda: ([], None))
    monkeypatch.setattr(postgres.tempfile, "mkdtemp", lambda prefix: _folder(tmp_path / "home"))
    report = check.Report()
    check.postgres(report)
    assert report.missing() == ["postgres"]
    assert "no room" in capsys.readouterr().out
    assert not (tmp_path / "home").exists()


def _folder(path: Path) -> str:
    path.mkdir()
    return str(path)


def test_without_a_server_its_part_could_not_run(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check._postgres, "folder", lambda: None)
    report = check.Report()
    check.postgres(report)
    assert report.failed({"postgres"})
    assert not report.failed({"browser"})


def test_the_library_is_held_to_nearly_every_branch_and_the_offices_to_most(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(check, "run", lambda report, name, command: asked.append((name, command)))
    check.coverage(check.Report())
    assert [(name, command[-1]) for name, command in asked] == [
        ("library", "--fail-under=99.5"),
        ("offices", "--fail-under=95"),
    ]
