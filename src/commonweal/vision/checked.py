"""The form of a vision file: which fields it has, of which kind, and what is said when one is not.

Knows fields and kinds only; what they mean stands in vision.py.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.kinds import Problem


@dataclass(frozen=True)
class Field:
    """Declare one field of a table in the file.

    kind:    its TOML type: str, bool, list or dict
    of:      type of the members of a list or of the values of a table
    default: what stands where the field is absent; None means that it must be there

    >>> Field(str).default is None
    True
    """

    kind: type
    of: type = str
    default: Any = None


TEXT = Field(str)
VISION = {
    "title": TEXT,
    "language": TEXT,
    "words": Field(dict, default={}),
    "offices": Field(list, dict, []),
    "domains": Field(list, dict),
}
OFFICE = {"key": TEXT, "title": TEXT, "does": TEXT}
DOMAIN = {"key": TEXT, "title": TEXT, "commitments": Field(list, dict)}
COMMITMENT = {
    "key": TEXT,
    "title": TEXT,
    "promise": TEXT,
    "offices": Field(list, default=[]),
    "owner": Field(str, default=""),
    "held_by_counsel": Field(bool, default=False),
}
KINDS: dict[type, str] = {str: "text", bool: "true or false", list: "a list", dict: "a table"}
MEMBERS: dict[type, str] = {str: " of text", dict: " of tables"}


def fields(content: dict[str, Any], form: dict[str, Field], where: str) -> dict[str, Any]:
    """Check one table of the file and give its fields, defaults filled in.

    content: the table as read
    form:    the fields it may have
    where:   name of the file, for the words of a Problem
    Fails with Problem "vision-unknown-field", "vision-incomplete" or "vision-wrong-kind".
    >>> fields({"title": "Ours"}, {"title": TEXT, "owner": Field(str, default="")}, "ours.toml")
    {'title': 'Ours', 'owner': ''}
    """
    named = _named(content, where)
    for name in content:
        if name not in form:
            raise Problem(
                "vision-unknown-field",
                f"{named} has a field '{name}' that a vision does not have.",
                f"Fields here are: {', '.join(form)}.",
            )
    return {name: _value(content.get(name), name, field, named) for name, field in form.items()}


def unique(keys: Sequence[str], what: str, where: str) -> None:
    """Fail when two things of one sort bear the same key.

    keys:  the keys, in the order of the file
    what:  the sort: domain, office or commitment
    where: name of the file
    Fails with Problem "vision-duplicate-key".
    >>> unique(["C1", "C2"], "commitment", "ours.toml")
    """
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise Problem(
                "vision-duplicate-key",
                f"{where} has two of the sort '{what}' with the key '{key}'.",
                "Give each its own key: measures point at it.",
            )


def offices_named(row: str, named: Sequence[str], known: Collection[str], where: str) -> None:
    """Fail when a commitment names an office that the file does not describe.

    row:   key of the commitment
    named: keys of the offices it names
    known: keys of the offices in the file
    where: name of the file
    Fails with Problem "vision-unknown-office".
    >>> offices_named("C1", ["council"], {"council"}, "ours.toml")
    """
    for office in named:
        if office not in known:
            raise Problem(
                "vision-unknown-office",
                f"In {where}, {row} names the office '{office}', which the file does not describe.",
                "Add it under [[offices]] with key, title and does, or correct the name.",
            )


def _named(content: dict[str, Any], where: str) -> str:
    key = content.get("key")
    return f"In {where}, '{key}'" if isinstance(key, str) else where


def _value(value: Any, name: str, field: Field, named: str) -> Any:
    if value is None and field.default is None:
        raise Problem(
            "vision-incomplete", f"{named} lacks '{name}'.", f"Write it as {KINDS[field.kind]}."
        )
    if value is None:
        return field.default
    if not _is_of_kind(value, field):
        raise Problem(
            "vision-wrong-kind",
            f"{named} has '{name}' in a form that can not be read.",
            f"Write it as {_wanted(field)}.",
        )
    return value


def _is_of_kind(value: Any, field: Field) -> bool:
    if not isinstance(value, field.kind):
        return False
    if field.kind is str:
        return bool(str(value).strip()) or field.default == ""
    return all(isinstance(member, field.of) for member in _members(value))


def _members(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _wanted(field: Field) -> str:
    if field.kind is str:
        return "text, not empty"
    return KINDS[field.kind] + (MEMBERS[field.of] if field.kind in (list, dict) else "")
