"""Which languages the interface is offered in: only those whose translation somebody reviewed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import locale
from django.utils.translation import get_language, gettext, ngettext

from commonweal.kinds.said import spoken
from commonweal.report.document import Document, in_language

FILE = Path(__file__).with_name("languages.toml")
LONGER = "en-xa"  # English, 40 percent longer, in brackets
MIRRORED = "en-xb"  # English, from right to left
PSEUDO = ((LONGER, "[Longer English]", False), (MIRRORED, "[Mirrored English]", True))


@dataclass(frozen=True)
class Language:
    """Say what stands of one language.

    code:        such as "es"
    name:        what its readers call it
    reviewed_by: role and qualification of who reviewed it, or "" when nobody has
    reviewed_on: ISO day of the review, or ""
    """

    code: str
    name: str
    reviewed_by: str
    reviewed_on: str

    @property
    def offered(self) -> bool:
        """Say whether readers may choose it: English, or a language that was reviewed."""
        return self.code == "en" or bool(self.reviewed_by and self.reviewed_on)


def direction(code: str) -> str:
    """Give the direction that a language is written in: "ltr" or "rtl".

    Django looks at the first part of a code only, so it never finds English from right to left.
    """
    known = locale.LANG_INFO.get(code) or locale.LANG_INFO.get(code.split("-", maxsplit=1)[0], {})
    return "rtl" if known.get("bidi") else "ltr"


def every(path: Path = FILE) -> tuple[Language, ...]:
    """Give every language that has a catalogue, reviewed or not."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["language"]
    return tuple(Language(**one) for one in listed)


def offered(pseudo: bool = False, path: Path = FILE) -> list[tuple[str, str]]:
    """Give the languages that readers may choose; the two made for tests only when asked for."""
    chosen = [(one.code, one.name) for one in every(path) if one.offered]
    if pseudo:
        for code, name, bidi in PSEUDO:
            locale.LANG_INFO[code] = {
                "bidi": bidi, "code": code, "name": name, "name_local": name,
            }  # fmt: skip
            chosen.append((code, name))
    return chosen


def speak(message: str, plural: str, many: int) -> str:
    """Give a message of the rooms below in the language of the reader."""
    if not message:
        return message
    return ngettext(message, plural, many) if plural else gettext(message)


def told(text: str) -> str:
    """Say a text of the rooms below in the language of the reader."""
    return spoken(text, speak)


def document_told(document: Document) -> Document:
    """Say a document in the language of the reader."""
    code = get_language() or "en"
    return in_language(document, speak, code, direction(code))
