"""Gathers every string for readers, and keeps a catalogue of them for each language.

Run `python -m commonweal.offices.house.catalogues` after a string was written or changed. What was
translated stays; what is gone from the pages goes from the catalogues. It needs polib, which comes
with the tools of development; the house itself reads only what is written here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path

from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from commonweal.measures.measure import READ
from commonweal.measures.registry import every_measure
from commonweal.offices.house import languages
from commonweal.tables.views import NOT_STATED, UNPLACED, VIEWS

ROOM = Path(__file__).parent
OFFICES = ROOM.parent
PACKAGE = OFFICES.parent
LOCALE = ROOM / "locale"
PLAIN = frozenset({"_", "_now", "gettext", "gettext_lazy", "gettext_noop"})
NUMBERED = frozenset({"_n", "ngettext", "ngettext_lazy"})
# The rooms below the offices whose words stand on pages.
BELOW = ("kinds", "disclosure", "engine", "measures", "findings", "report")
QUOTED = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"\b(ngettext|gettext|_)\({QUOTED}(?:, {QUOTED})?", re.DOTALL)
# What must reach the reader as it stands: a named part, a tag, an entity.
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{[\w.]*\}|<[^>]*>|&\w+;)")
WORD = re.compile(r"\w+")
LONGER_BY = 0.4
TURNED, BACK = "\u202e", "\u202c"  # right-to-left override, and its end
# The two made for tests also speak what Django and the sign-in say themselves.
BORROWED = ("django.conf", "django.contrib.auth", "allauth")


@dataclass(frozen=True, order=True)
class Message:
    """Hold one string for readers.

    id:     as it is written in English
    plural: the same for more than one, or ""
    """

    id: str
    plural: str = ""


def in_python(source: str) -> Iterator[Message]:
    """Give the strings that a module marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            said = [one.value for one in node.args if isinstance(one, ast.Constant)]
            texts = [one for one in said if isinstance(one, str)]
            if name in PLAIN and texts:
                yield Message(texts[0])
            elif name in NUMBERED and len(texts) > 1:
                yield Message(texts[0], texts[1])


def in_template(source: str) -> Iterator[Message]:
    """Give the strings that a template marks for translation."""
    for name, one, two in IN_TEMPLATE.findall(templatize(source)):
        plural = ast.literal_eval(two) if name == "ngettext" else ""
        yield Message(ast.literal_eval(one), plural)


def every_string() -> dict[Message, list[str]]:
    """Give every string that stands on a page, with what says it."""
    found = {one: set(places) for one, places in gathered(OFFICES).items()}
    for name in BELOW:
        for one, places in gathered(PACKAGE / name).items():
            found.setdefault(one, set()).update(f"{name}/{place}" for place in places)
    for text, place in declared():
        found.setdefault(Message(text), set()).add(place)
    return _merged(found)


def declared() -> Iterator[tuple[str, str]]:
    """Give what the declarations of measures and of groupings say in words, with their keys."""
    for measure in every_measure():
        steps = (*measure.population, *measure.denominator, *measure.exclusions,
                 *measure.exceptions, *([measure.event] if measure.event else []))  # fmt: skip
        words = [
            word
            for one in measure.figures
            for word in (one.label, *(text for _, text in one.texts))
        ]
        texts = [*(getattr(measure, name) for name in READ), *measure.caveats, *words]
        yield from ((str(one), measure.key) for one in (*texts, *(step.says for step in steps)))
    for view in VIEWS:
        labels = (*view.groups, *view.in_sentence, *NOT_STATED, *UNPLACED)
        named = (view.says, view.phrase, *(text for _code, text in labels))
        yield from ((text, view.key) for text in named)


def gathered(room: Path = OFFICES) -> dict[Message, list[str]]:
    """Give every string that the files of a room mark, with the files that say it."""
    found: dict[Message, set[str]] = {}
    readers: tuple[tuple[str, Callable[[str], Iterator[Message]]], ...] = (
        ("*.py", in_python), ("*.html", in_template), ("*.txt", in_template),
    )  # fmt: skip
    for ending, read in readers:
        for path in sorted(room.rglob(ending)):
            for message in read(path.read_text(encoding="utf-8")):
                found.setdefault(message, set()).add(path.relative_to(room).as_posix())
    return _merged(found)


def _merged(found: dict[Message, set[str]]) -> dict[Message, list[str]]:
    """Keep one message an id: a catalogue can not hold one both with a plural and without."""
    kept: dict[Message, list[str]] = {}
    for _, same in groupby(sorted(found), key=lambda one: one.id):
        every = list(same)
        kept[every[-1]] = sorted(set().union(*(found[one] for one in every)))
    return kept


def longer(text: str) -> str:
    """Make a string 40 percent longer, and set it in brackets: what is cut or unmarked shows."""
    return f"[{_each_word(text, _stretched)}]"


def mirrored(text: str) -> str:
    """Turn each word of a string, so that it reads from right to left."""
    return _each_word(text, lambda word: f"{TURNED}{word}{BACK}")


def _each_word(text: str, change: Callable[[str], str]) -> str:
    parts = KEPT.split(text)  # what is kept stands at the odd places
    return "".join(
        part if at % 2 else WORD.sub(lambda found: change(found[0]), part)
        for at, part in enumerate(parts)
    )


def _stretched(word: str) -> str:
    """Double letters of a word, vowels first, until it is long enough."""
    vowels_first = sorted(range(len(word)), key=lambda at: (word[at] not in "aeiouAEIOU", at))
    doubled = set(vowels_first[: round(LONGER_BY * len(word) + 0.49)])
    return "".join(one + one.lower() if at in doubled else one for at, one in enumerate(word))


MADE: dict[str, Callable[[str], str]] = {
    "en": str, languages.LONGER: longer, languages.MIRRORED: mirrored,
}  # fmt: skip


def folder_of(code: str, root: Path = LOCALE) -> Path:
    """Give the folder of a language's catalogue."""
    return root / to_locale(code) / "LC_MESSAGES"


def write(code: str, messages: dict[Message, list[str]], root: Path = LOCALE) -> list[str]:
    """Write the catalogue of a language anew, and give the strings that nobody translated yet."""
    import polib  # noqa: PLC0415  a tool of development; readers of pages need none

    folder = folder_of(code, root)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "django.po"
    old = {one.msgid: one for one in polib.pofile(str(path))} if path.exists() else {}
    book = polib.POFile(wrapwidth=100)
    book.metadata = {
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Language": to_locale(code), "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }  # fmt: skip
    for message, places in messages.items():
        entry = polib.POEntry(msgid=message.id, occurrences=[(one, "") for one in places])
        before, make = old.get(message.id), MADE.get(code)
        if message.plural:
            entry.msgid_plural = message.plural
            kept = before.msgstr_plural if before and before.msgid_plural == message.plural else {}
            entry.msgstr_plural = {0: kept.get(0, ""), 1: kept.get(1, "")}
            if make:
                entry.msgstr_plural = {0: make(message.id), 1: make(message.plural)}
        else:
            entry.msgstr = make(message.id) if make else before.msgstr if before else ""
        book.append(entry)
    book.save(str(path), newline="\n")
    book.save_as_mofile(str(folder / "django.mo"))
    return [one.msgid for one in book.untranslated_entries()]


def borrowed() -> dict[Message, list[str]]:
    """Give the strings that Django and the sign-in say themselves, in English."""
    import polib  # noqa: PLC0415  as above

    found: dict[Message, list[str]] = {}
    for name in BORROWED:
        room = Path(str(import_module(name).__file__)).parent
        for one in polib.pofile(str(room / "locale" / "en" / "LC_MESSAGES" / "django.po")):
            if not one.msgctxt:
                found[Message(one.msgid, one.msgid_plural or "")] = [name]
    return found


def update(root: Path = LOCALE, codes: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Write every catalogue anew; give for each language the strings without a translation."""
    ours = every_string()
    pseudo = {one: places for one, places in borrowed().items() if one not in ours}
    known = {one.id for one in ours}
    whole = dict(sorted(({k: v for k, v in pseudo.items() if k.id not in known} | ours).items()))
    made_for_tests = [languages.LONGER, languages.MIRRORED]
    every = list(codes or [one.code for one in languages.every()] + made_for_tests)
    return {code: write(code, whole if code in made_for_tests else ours, root) for code in every}


def told(left: dict[str, list[str]]) -> str:
    """Say what stands of each language, a line each."""
    return "\n".join(
        f"{code}: {f'{len(ids)} strings to translate' if ids else 'complete'}"
        for code, ids in left.items()
    )


if __name__ == "__main__":
    print(told(update()))
