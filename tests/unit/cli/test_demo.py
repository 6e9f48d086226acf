"""The demonstration makes up a system, measures it and says where to look."""

from __future__ import annotations

import http.server
import threading
import urllib.request
from pathlib import Path

import pytest
from tests.unit.cli.calling import call

from commonweal.cli import demo


@pytest.mark.slow
def test_a_small_demonstration_runs_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[Path, int]] = []
    monkeypatch.setattr(demo, "_serve", lambda pages, port: served.append((pages, port)))
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
    assert served == [(out / "report", 8999)]
    first = (out / "report" / "report.json").read_bytes()
    again = call("demo", "--out", out, "--patients", "40", "--care-only", "--no-serve")
    assert again.code == 0
    assert "The store held this already" in again.out
    assert len(served) == 1
    assert (out / "report" / "report.json").read_bytes() == first


def test_the_report_is_served_here_alone_until_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_text("the report")
    seen: list[str] = []

    def serve(server: http.server.ThreadingHTTPServer) -> None:
        host, port = server.server_address[:2]
        one = threading.Thread(target=server.handle_request)
        one.start()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/index.html") as answer:
            seen.append(answer.read().decode())
        one.join()
        assert host == "127.0.0.1"
        raise KeyboardInterrupt

    monkeypatch.setattr(http.server.ThreadingHTTPServer, "serve_forever", serve)
    demo._serve(tmp_path, 0)
    assert seen == ["the report"]
    said = capfd.readouterr()
    assert "press Ctrl+C to stop" in said.out
    assert said.err == ""
