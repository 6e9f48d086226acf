"""The demonstration makes up a system, measures it and says where to look."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from tests.unit.cli.calling import call

from commonweal.cli import demo, serve
from commonweal.offices.house.policy import Role
from commonweal.offices.people import jobs


@pytest.mark.slow
def test_a_small_demonstration_runs_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[Path, Path, Path, int]] = []
    monkeypatch.setattr(demo, "_shown", lambda *given: served.append(given))
    monkeypatch.setattr(serve, "need_port", lambda host, port: None)
    out = tmp_path / "demo"
    ended = call("demo", "--out", out, "--patients", "40", "--care-only", "--port", "8999")
    assert ended.code == 0, ended.err
    shown = ended.out[ended.out.index("What we found") :].splitlines()
    assert len(shown) <= 60
    assert "Every finding" not in shown
    assert f"The whole report: {out / 'report' / 'index.html'}" in ended.out
    assert "nobody in this system is real" in ended.out
    for name in ("report/index.html", "report/report.pdf", "exports/truth.json", "store/CURRENT"):
        assert (out / name).is_file()
    assert served == [(out / "store", out / "state", out / "exports" / "vision.toml", 8999)]
    first = (out / "report" / "report.json").read_bytes()
    again = call("demo", "--out", out, "--patients", "40", "--care-only", "--no-serve")
    assert again.code == 0
    assert "Nothing new: all" in again.out
    assert len(served) == 1
    assert (out / "report" / "report.json").read_bytes() == first


@pytest.mark.django_db
def test_the_pages_are_set_up_and_it_is_said_who_can_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    done: list[object] = []
    monkeypatch.setattr(serve, "begin", lambda *given, **more: done.append((given, more)))
    monkeypatch.setattr(serve, "run", lambda *given: done.append(given))
    vision = tmp_path / "vision.toml"
    demo._shown(tmp_path / "store", tmp_path / "state", vision, 8999)
    assert done == [
        ((tmp_path / "store", tmp_path / "state"), {"demo": True, "vision": vision}),
        ("localhost", 8999, demo.THREADS),  # of this machine alone
    ]
    said = capfd.readouterr().out
    for role in Role:
        assert (f"{role.value}@demo.example" in said) is (role is not Role.PUBLIC)
    assert jobs.PASSWORD in said
    assert "what the public sees" in said


def test_what_would_stop_the_pages_is_said_before_a_minute_of_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "demo"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = call("demo", "--out", out, "--port", other.getsockname()[1])
    assert (taken.code, out.exists()) == (2, False)
    assert "(port-taken)" in taken.err
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    bare = call("demo", "--out", out)
    assert (bare.code, out.exists()) == (2, False)
    assert "(web-missing)" in bare.err
