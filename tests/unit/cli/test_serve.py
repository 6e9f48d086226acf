"""The web house is set up and served by one command, and says why when it can not be."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import waitress
from pytest_django.fixtures import Settings
from tests.unit.cli.calling import call
from tests.unit.report.example import audit

from commonweal.cli import processes, serve
from commonweal.findings.audit import Answer
from commonweal.findings.kept import keep
from commonweal.kinds import Problem
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models import Edition, Label, Record, promised

Told = list[dict[str, object]]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the example audit in a store; what the commands set in the environment goes again."""
    for name in ("COMMONWEAL_STORE", "COMMONWEAL_STATE", "COMMONWEAL_DEMO"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    (tmp_path / "store").mkdir()
    keep(tmp_path / "store", Answer(audit(), ()))
    return tmp_path / "store"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Note what would be served instead of serving it."""
    told: Told = []

    def serves(_: object, *, sockets: list[socket.socket], **said: object) -> None:
        told.append({"port": sockets[0].getsockname()[1], **said})

    monkeypatch.setattr(waitress, "serve", serves)
    monkeypatch.setattr(processes, "worker", contextlib.nullcontext)
    monkeypatch.setattr(processes, "others", lambda *_: contextlib.nullcontext())
    return told


@pytest.fixture
def free() -> int:
    """Find a port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.mark.django_db
def test_the_house_is_set_up_and_served(
    store: Path, tmp_path: Path, served: Told, free: int
) -> None:
    ended = call("serve", store, "--state", tmp_path / "state", "--port", free)
    assert ended.code == 0, ended.err
    assert Edition.objects.count() == 1
    assert served[0]["port"] == free
    assert served[0]["ident"] is None  # no name of a program for whoever looks for a weak one
    assert f"Open http://127.0.0.1:{free}/" in ended.out
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_no_page_waits_for_a_round_through_what_stands_for_good(
    store: Path, tmp_path: Path, served: Told, free: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gc.get_threshold(), sys.getswitchinterval()
    monkeypatch.delitem(sys.modules, "commonweal.offices.house.wsgi", raising=False)
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)
    try:
        call("serve", store, "--state", tmp_path / "state", "--port", free)
        assert gc.get_freeze_count() > 100_000  # findings are read in before, and stand apart
        assert gc.get_threshold()[0] > 700
        assert sys.getswitchinterval() == pytest.approx(processes.TURN)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before[0])
        sys.setswitchinterval(before[1])


@pytest.mark.django_db
def test_without_plain_http_it_is_said_that_another_server_brings_the_certificate(
    store: Path, tmp_path: Path, served: Told, settings: Settings, free: int
) -> None:
    settings.PLAIN_HTTP = False
    ended = call("serve", store, "--state", tmp_path / "state", "--port", free)
    assert "COMMONWEAL_PLAIN_HTTP=1" in ended.out


@pytest.mark.django_db
def test_preparing_stops_before_serving(store: Path, tmp_path: Path, served: Told) -> None:
    ended = call("serve", store, "--state", tmp_path / "state", "--prepare")
    assert ended.code == 0, ended.err
    assert served == []
    assert "The house is ready." in ended.out


@pytest.mark.django_db
def test_a_demonstration_has_accounts_and_shows_the_public_something(
    store: Path, tmp_path: Path
) -> None:
    serve.begin(store, tmp_path / "state", demo=True)
    assert Person.objects.filter(email="board@demo.example").exists()
    assert Record.objects.filter(label=Label.PUBLIC).exists()


@pytest.mark.django_db
def test_the_first_reader_of_the_vision_waits_for_nobody(store: Path, tmp_path: Path) -> None:
    serve.begin(store, tmp_path / "state")
    edition = Edition.objects.get()
    made = promised.rows_of.cache_info().misses
    for role in Role:
        promised.rows_for(edition, Actor("", role, PURPOSES[role][0], frozenset({role})))
    assert promised.rows_of.cache_info().misses == made


def test_a_plain_install_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    ended = call("serve", "store")
    assert ended.code == 2
    assert "commonweal[web]" in ended.err
    assert "(web-missing)" in ended.err


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_in_use_is_said_before_anything_is_done(tmp_path: Path, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as other:
        try:
            other.bind((host, 0))
        except OSError:
            pytest.skip("this machine has no such address")
        other.listen()
        port = other.getsockname()[1]
        ended = call("serve", "store", "--state", tmp_path / "s", "--host", host, "--port", port)
    assert ended.code == 2
    assert "is in use" in ended.err
    assert not (tmp_path / "s").exists()


def test_an_address_of_another_machine_can_not_be_listened_at() -> None:
    ended = call("serve", "store", "--host", "192.0.2.1")
    assert "can not be listened at" in ended.err


def answered(port: int, path: str, fine: Callable[[], bool]) -> str:
    """Ask a page until it answers."""
    for _ in range(600):
        assert fine(), "the server ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("no answer")


@contextlib.contextmanager
def running(store: Path, state: Path, port: int, several: int) -> Iterator[subprocess.Popen[str]]:
    """Serve for real, in processes of their own."""
    words = ["serve", str(store), "--state", str(state), "--port", str(port)]
    env = {**os.environ, "COMMONWEAL_PLAIN_HTTP": "1", "COMMONWEAL_DATABASE": ""}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    child = subprocess.Popen(
        [sys.executable, "-m", "commonweal", *words, "--processes", str(several)],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with child:
        try:
            assert answered(port, "/health/live", lambda: child.poll() is None) == "alive\n"
            yield child
        finally:
            child.kill()


@pytest.mark.slow
@pytest.mark.parametrize("several", [1, 2])
def test_a_real_server_answers_and_stops_when_it_is_told(
    store: Path, tmp_path: Path, free: int, several: int
) -> None:
    with running(store, tmp_path / "state", free, several) as child:
        assert '"ready": true' in answered(free, "/health/ready", lambda: True)
        assert "Commonweal" in answered(free, "/about/", lambda: True)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 0
    assert said == ""


@pytest.mark.slow
def test_a_second_process_answers_while_the_first_can_not_and_ends_with_it(
    store: Path, tmp_path: Path, free: int
) -> None:
    with running(store, tmp_path / "state", free, 2) as child:
        child.send_signal(signal.SIGSTOP)
        assert answered(free, "/about/", lambda: True)
        child.kill()
        child.wait(timeout=10)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with contextlib.suppress(Problem):
                serve.need_port("127.0.0.1", free)
                return
            time.sleep(0.1)
    raise AssertionError("the second process still holds the port")


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.05, 0.1, 0.2])
def test_a_further_process_that_is_just_beginning_ends_without_a_word(
    after: float,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COMMONWEAL_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("COMMONWEAL_STATE", str(tmp_path / "state"))
    with serve.listening("127.0.0.1", 0) as place, processes.others(1, place, 1):
        time.sleep(after)
    assert capfd.readouterr() == ("", "")


def test_one_process_a_core_answers_unless_a_number_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for cores, asked, several in [(2, None, 2), (64, None, 4), (None, None, 1), (2, 8, 8)]:
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert processes.fitting(asked) == several
    monkeypatch.setattr(sys, "platform", "win32")  # where processes share no address
    assert processes.fitting(8) == 1
