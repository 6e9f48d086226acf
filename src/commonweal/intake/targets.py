"""Keep an institution's own lists of values, such as a state's, as further ways to group people.

A list names its values and, for each, which answers of ours stand for it. Answers that stand for
none are counted and listed, never dropped and never forced into a value.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

from commonweal.kinds import Problem
from commonweal.tables.views import NOT_STATED, UNPLACED, VIEWS, View, by_name
from commonweal.vault import vault

FOLDER = "targets"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
_TAKEN = frozenset(view.key for view in VIEWS)
_STATES = frozenset(code for code, _ in NOT_STATED + UNPLACED)
_KNOWN = {"key", "says", "source", "overlapping", "multiple", "phrase", "value"}


def keep(store: Path, path: Path) -> View:
    """Keep a list of values in the store; it replaces the one of the same key.

    store: folder of the store
    path:  TOML file
    Gives the grouping that it makes.
    Fails with Problem "target-missing" or "target-unreadable".
    """
    view = read(path)
    folder = store / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{view.key}.new"
    shutil.copyfile(path, fresh)
    fresh.replace(folder / f"{view.key}.toml")
    return view


def supplied(store: Path) -> tuple[View, ...]:
    """Give the groupings that an institution supplied, by key.

    store: folder of the store
    """
    return tuple(read(path) for path in sorted((store / FOLDER).glob("*.toml")))


def find(store: Path, name: str) -> View:
    """Find a grouping: one of ours, or one that the institution supplied.

    store: folder of the store
    name:  key or alias
    Fails with Problem "view-unknown", which names both kinds.
    """
    own = supplied(store)
    for view in own:
        if view.key == name:
            return view
    try:
        return by_name(name)
    except Problem as problem:
        listed = "".join(f", {view.key}" for view in own)
        raise Problem(problem.code, problem.says, problem.do[:-1] + listed + ".") from None


def read(path: Path) -> View:
    """Read a list of values.

    path: TOML file with `key`, `says` and, for each value, `code`, `label` and `from`: answers
        written "attribute:value"
    Fails with Problem "target-missing" or "target-unreadable".
    """
    if not path.is_file():
        raise Problem("target-missing", f"There is no list of values at {path}.",
                      "Name a TOML file; the how-to page shows an example.")  # fmt: skip
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from None
    unknown = sorted(set(content) - _KNOWN)
    if unknown:
        raise _unreadable(path, f"it says '{unknown[0]}', which nothing reads")
    key = _text(path, content, "key")
    if not _NAME.fullmatch(key) or key in _TAKEN:
        raise _unreadable(path, f"'{key}' is not a new name of small letters, digits and _")
    values = _values(path, content)
    overlapping = content.get("overlapping", False)
    if not isinstance(overlapping, bool):
        raise _unreadable(path, "'overlapping' is true or false")
    groups = tuple((code, label) for code, label, _ in values)
    multiple = _text(path, content, "multiple", "" if overlapping else "multiple")
    if multiple and multiple not in dict(groups):
        groups += ((multiple, "More than one of these"),)
    return View(
        key, _text(path, content, "says"), groups, overlapping,
        source=_last(values), phrase=_phrase(path, content),
        crosswalk=_ordered(values), multiple=multiple,
    )  # fmt: skip


Value = tuple[str, str, tuple[tuple[str, str], ...]]


def _values(path: Path, content: dict[str, Any]) -> list[Value]:
    entries = content.get("value")
    if not isinstance(entries, list) or not entries:
        raise _unreadable(path, "it has no [[value]] part")
    found: list[Value] = []
    met: set[tuple[str, str]] = set()
    for entry in entries:
        if not isinstance(entry, dict) or set(entry) - {"code", "label", "from"}:
            raise _unreadable(path, "a value takes only code, label and from")
        code = _text(path, entry, "code")
        if code in _STATES or code in {one for one, _, _ in found}:
            raise _unreadable(path, f"the code '{code}' stands twice, or is a word of ours")
        answers = tuple(_answer(path, said) for said in entry.get("from", ()))
        if met.intersection(answers):
            raise _unreadable(path, "an answer stands for two values")
        met.update(answers)
        found.append((code, _text(path, entry, "label"), answers))
    if not met:
        raise _unreadable(path, "no value says which answers stand for it")
    return found


def _answer(path: Path, said: object) -> tuple[str, str]:
    attribute, colon, value = str(said).partition(":")
    if not (colon and value) or attribute not in vault.ATTRIBUTES:
        raise _unreadable(
            path, f"'{said}' is not an answer such as race_1997:asian or race_detail:2036-2"
        )
    return attribute, value


def _ordered(values: list[Value]) -> tuple[tuple[str, str, str], ...]:
    """Put answers in detail before broad ones, so that the finest answer decides."""
    walk = [(name, value, code) for code, _, answers in values for name, value in answers]
    return tuple(sorted(walk, key=lambda one: (one[0] != "race_detail", one[0], one[1])))


def _last(values: list[Value]) -> str:
    return _ordered(values)[-1][0]


def _phrase(path: Path, content: dict[str, Any]) -> str:
    phrase = _text(path, content, "phrase", "{people} recorded as {label}")
    try:
        phrase.format(label="", people="")
    except (LookupError, ValueError):
        raise _unreadable(path, "'phrase' may hold {label} and {people} only") from None
    return phrase


def _text(path: Path, entry: dict[str, Any], name: str, default: str = "") -> str:
    value = entry.get(name, default)
    if not isinstance(value, str) or not (value or name == "multiple"):
        raise _unreadable(path, f"'{name}' is not said")
    return value


def _unreadable(path: Path, why: str) -> Problem:
    return Problem("target-unreadable",
                   f"The list of values {path.name} can not be read: {why}. Nothing was changed.",
                   "Correct the file.")  # fmt: skip
