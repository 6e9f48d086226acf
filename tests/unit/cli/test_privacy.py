"""Nothing that a command says or writes, but the store's own tables, names a person."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from tests.unit.cli.calling import ASKED, SAID, call, exports, secrets, store


def found_in(text: str) -> set[str]:
    return {word for word in secrets() if word in text}


def read(path: Path) -> str:
    """Give what a file holds, with the packed parts of a PDF unpacked."""
    data = path.read_bytes()
    parts = [data]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("utf-8", "replace")


def test_the_search_finds_what_is_there() -> None:
    text = (exports() / "fhir" / "Patient.ndjson").read_text(encoding="utf-8")
    assert found_in(text) == secrets()
    assert len(secrets()) > 1000


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run every command that reads a store, and give the folder of the report."""
    out = tmp_path_factory.mktemp("report") / "out"
    said = call("audit", store(), *ASKED, "--out", out)
    call("audit", store(), *ASKED, "--json")
    call("quality", store(), "--period", "2025")
    call("quality", store(), "--period", "2025", "--json")
    trace = next(word for word in said.out.split() if word.startswith("cw-"))
    assert call("trace", trace, "--store", store()).code == 0
    call("valuesets", store())
    call("audit-log", "verify", "--store", store())
    call("report", store(), "--out", out)
    return out


def test_no_output_names_a_person(written: Path) -> None:
    assert written.is_dir()
    assert len(SAID) > 10
    assert found_in("\n".join(SAID)) == set()


def test_no_report_names_a_person(written: Path) -> None:
    paths = [path for path in written.rglob("*") if path.is_file() and path.suffix != ".woff2"]
    assert {".html", ".pdf", ".json", ".txt", ".csv"} <= {path.suffix for path in paths}
    for path in paths:
        assert found_in(read(path)) == set(), path.name


def test_no_audit_and_no_trail_names_a_person(written: Path) -> None:
    assert written.is_dir()
    audits = list((store() / "audits").iterdir())
    assert audits
    for path in (*audits, store() / "trail.sqlite"):
        assert found_in(read(path)) == set(), path.name
