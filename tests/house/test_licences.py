"""What we stand on may be used by anyone: the licence of each package that running needs."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from tests.house.reading import CHECKOUT
from tests.house.test_requirements import pins

PERMISSIVE = {
    *("0bsd", "mit-0", "apache-2.0", "apache software license", "bsd-2-clause", "bsd-3-clause"),
    *("bsd license", "cc0-1.0", "isc", "isc license", "isc license (iscl)", "mit", "mit license"),
    *("psf-2.0", "zope public license", "python software foundation license", "unlicense", "zlib"),
}
# Copyleft by file: used unchanged, so nothing of ours falls under it.
BY_FILE = {"mpl-2.0", "mozilla public license 2.0 (mpl 2.0)"}
USED_UNCHANGED = {"certifi", "fido2", "orjson", "pathspec"}
# Its licence is BSD; the other mark is for the note on the registered name "QR Code".
READ_BY_US = {"qrcode": {"other/proprietary license"}}


def licences(package: str) -> set[str]:
    """Give the licences that a package names, from the clearest place where it names them."""
    about = metadata.metadata(package)
    expression = about.get("License-Expression")
    if expression:
        return {part.strip("() ").lower() for part in re.split(r" (?:AND|OR) ", expression)}
    named = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    if named:
        return {each.split(" :: ")[-1].lower() for each in named}
    return {(about.get("License") or "none named").lower()}


@pytest.mark.parametrize("package", sorted(pins("requirements.txt")))
def test_a_package_that_running_needs_is_free_to_use(package: str) -> None:
    allowed = PERMISSIVE | (BY_FILE if package in USED_UNCHANGED else set())
    assert licences(package) - allowed - READ_BY_US.get(package, set()) == set()


def test_our_own_licence_is_the_whole_apache_licence() -> None:
    text = (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.splitlines()) == 202
