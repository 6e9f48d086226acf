"""What goes wrong is said in words: what happened, what to do, whether anything was lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.calling import ASKED, call, exports, store

from commonweal import trail
from commonweal.cli import demo, main

YOURS = {
    "store-missing": ("quality", "nowhere"),
    "measure-unknown": ("measures", "care.nothing"),
    "measure-key-unreadable": ("new", "measure", "Care.Foot"),
    "trace-unknown": ("trace", "cw-000000000000", "--store", "nowhere"),
    "audit-missing": ("report", "nowhere", "--out", "out"),
    "sample-malformed": ("sample", "made", "--patients", "0"),
    "vision-missing": ("audit", "STORE", *ASKED, "--vision", "nowhere.toml"),
    "view-unknown": ("audit", "STORE", "--period", "2025", "--by", "shoes"),
    "period-unreadable": ("audit", "STORE", "--period", "some year"),
}


@pytest.mark.parametrize(("code", "words"), YOURS.items(), ids=YOURS)
def test_a_mistake_of_the_reader_ends_with_two_and_says_what_to_do(
    code: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = store()
    monkeypatch.chdir(tmp_path)
    ended = call(*(place if word == "STORE" else word for word in words))
    said = ended.err.splitlines()[-4:]
    assert ended.code == 2
    assert ended.out == ""
    happened, do, kept, name = said
    assert name == f"({code})"
    assert happened.endswith(".")
    assert do
    assert kept == "Nothing was changed."
    assert "invalid" not in ended.err.lower()
    assert "oops" not in ended.err.lower()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("ingest",), ("audit", "s"), ("quality", "s", "--nonsense")])
def test_a_misspelt_command_ends_with_two_and_shows_the_usage(words: tuple[str, ...]) -> None:
    ended = call(*words)
    assert ended.code == 2
    assert "Usage:" in ended.err


def test_a_store_that_is_not_one_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    assert call("report", store(), "--out", tmp_path).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_what_says_nothing_of_what_to_do_leaves_no_empty_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise main.Problem("odd", "It is odd.", "", "")

    monkeypatch.setattr(main, "app", fail)
    ended = call("version")
    assert ended.err == "It is odd.\n(odd)\n"


def test_a_fault_of_ours_ends_with_three_and_shows_its_trace_only_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a secret of somebody")

    monkeypatch.setattr(trail, "verify", fail)
    monkeypatch.delenv("COMMONWEAL_DEBUG", raising=False)
    quiet = call("audit-log", "verify", "--store", "s")
    assert quiet.code == 3
    assert "our fault, not yours" in quiet.err
    assert "secret" not in quiet.err
    monkeypatch.setenv("COMMONWEAL_DEBUG", "1")
    assert "ZeroDivisionError" in call("audit-log", "verify", "--store", "s").err


def test_an_interruption_says_that_what_was_published_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trail, "verify", interrupt)
    ended = call("audit-log", "verify", "--store", "s")
    assert ended.code == 130
    assert "Stopped. What was published before is whole." in ended.err


def test_a_crash_while_auditing_leaves_the_audit_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("ingest", exports() / "fhir", "--to", tmp_path / "s").code == 0
    assert call("audit", tmp_path / "s", *ASKED).code == 0
    before = (tmp_path / "s" / "audits" / "LAST").read_text()

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", fail)
    assert call("audit", tmp_path / "s", *ASKED, "--public").code == 3
    monkeypatch.undo()
    assert (tmp_path / "s" / "audits" / "LAST").read_text() == before
    assert call("report", tmp_path / "s", "--out", tmp_path / "r", "--format", "text").code == 0


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(main.Problem) as caught:
            demo.demo(out=tmp_path / "made", port=taken.getsockname()[1])
    assert caught.value.code == "port-taken"
    assert not (tmp_path / "made").exists()
