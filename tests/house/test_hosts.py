"""No address of a package registry and no path of one machine stands in what we ship.

The patterns are put together from pieces, so that this file does not hold what it looks for.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.house.reading import CHECKOUT, over, tracked

DOT = r"\."
REGISTRIES = re.compile(
    "|".join(
        [
            *(f"(pypi|pythonhosted|npmjs|crates|rubygems){DOT}(org|io|com)",),
            *(f"(deb|security|ftp){DOT}debian{DOT}org", f"archive{DOT}ubuntu{DOT}com"),
            *(
                f"(repo|registry|index|mirror|mirrors|packages){DOT}[a-z0-9.-]+{DOT}(org|com|io|net)/",
            ),
            *(f"proxy{DOT}golang{DOT}org", f"(conda{DOT})?anaconda{DOT}(org|com)"),
            *(f"repo1?{DOT}maven{DOT}", f"(docker|ghcr|quay){DOT}io"),
            "file:" + "///",
        ]
    ),
    re.IGNORECASE,
)
# A folder of one machine; "an/other/work/" and "/work-flow" are not.
MACHINE = re.compile(
    r"(?<![\w./-])/(" + "|".join(["work", "root", "tmp", "home", "Users"]) + r")/\w"
)
SHIPPED = ("src/", "docs/", "bin/", ".ci/", "tests/", "benchmarks/", "deploy/")
FILES = [(path.relative_to(CHECKOUT).as_posix(), path) for path in tracked()]


def text_of(path: Path) -> str:
    """Read a file, or give nothing when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@over(FILES, lambda file: str(file[0]))
def test_no_registry_is_named(name: str, path: Path) -> None:
    found = REGISTRIES.search(text_of(path))
    assert found is None, found and found[0]


@over(FILES, lambda file: str(file[0]))
def test_no_path_of_a_machine_is_named(name: str, path: Path) -> None:
    if name.startswith(SHIPPED) or "/" not in name:
        found = MACHINE.search(text_of(path))
        assert found is None, found and found[0]


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "py" + "pi.org/simple",
        "https://" + "registry.example" + ".org/x",
        "file:" + "//" + "/opt",
    ],
)
def test_an_address_would_be_found(text: str) -> None:
    assert REGISTRIES.search(text)


def test_a_path_would_be_found() -> None:
    assert MACHINE.search("see " + "/tm" + "p/out")
    assert MACHINE.search('"' + "/wor" + 'k/main"')
    assert not MACHINE.search("a" + "/work" + "/main and https://example.org/home/page")
