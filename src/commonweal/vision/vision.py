"""A vision: the domains, commitments, offices and words of one institution, read from TOML.

Says what was promised and who keeps it; judges nothing. How a file is checked: checked.py.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from commonweal.kinds import Problem
from commonweal.vision import checked

SHIPPED = "Compare it with promises.toml, the vision that comes with Commonweal."


@dataclass(frozen=True)
class Commitment:
    """Hold one promise: what it is called, what it says, and who keeps it.

    key:             short stable name by which code and measures know it, such as "C1"
    title:           a few words, for tables and headings
    promise:         the promise in a sentence
    offices:         keys of the offices that can move it
    owner:           the role that answers for it, or "" when nobody is named yet
    held_by_counsel: whether the institution's counsel holds this row back from publication

    >>> Commitment("C1", "Care for all", "We care for everybody.", (), "").held_by_counsel
    False
    """

    key: str
    title: str
    promise: str
    offices: tuple[str, ...]
    owner: str
    held_by_counsel: bool = False


@dataclass(frozen=True)
class Domain:
    """Hold the commitments of one field of work.

    key:         short stable name, such as "care"
    title:       what readers call it
    commitments: its promises, in the order of the file

    >>> Domain("care", "Patient care", ()).title
    'Patient care'
    """

    key: str
    title: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True)
class Office:
    """Name an office of the institution that can act.

    key:   short stable name, such as "council"
    title: what readers call it
    does:  what it does, in a few words

    >>> Office("council", "The council", "Leads initiatives.").key
    'council'
    """

    key: str
    title: str
    does: str


@dataclass(frozen=True)
class Vision:
    """Hold everything that an institution promises, in its own words.

    title:    what the institution calls it
    language: language of its words, BCP-47
    domains:  fields of work, in the order of the file
    offices:  offices that can act, in the order of the file
    words:    words that the institution puts in place of ours, by our word

    >>> Vision("Ours", "en", ()).word("gap")
    'gap'
    """

    title: str
    language: str
    domains: tuple[Domain, ...]
    offices: tuple[Office, ...] = ()
    words: dict[str, str] = field(default_factory=dict)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """Give every commitment, in the order of the file."""
        return tuple(row for domain in self.domains for row in domain.commitments)

    def commitment(self, key: str) -> Commitment:
        """Find a commitment by its key, or fail with Problem "commitment-unknown"."""
        for row in self.commitments:
            if row.key == key:
                return row
        raise self._unknown(key)

    def domain_of(self, key: str) -> Domain:
        """Find the domain of a commitment, or fail with Problem "commitment-unknown"."""
        for domain in self.domains:
            if any(row.key == key for row in domain.commitments):
                return domain
        raise self._unknown(key)

    def offices_of(self, key: str) -> tuple[Office, ...]:
        """Give the offices that can move a commitment, in the order in which it names them."""
        known = {office.key: office for office in self.offices}
        return tuple(known[office] for office in self.commitment(key).offices)

    def word(self, ours: str) -> str:
        """Give the institution's word for one of ours, or ours where it has none."""
        return self.words.get(ours, ours)

    def _unknown(self, key: str) -> Problem:
        known = ", ".join(row.key for row in self.commitments)
        return Problem(
            "commitment-unknown",
            f"The vision '{self.title}' has no commitment '{key}'.",
            f"Use one of its keys: {known}.",
        )


def read(path: Path) -> Vision:
    """Read the institution's own vision.

    path: a TOML file of the form of the shipped ones
    Gives a Vision whose keys are unique and whose commitments name only offices of the file.
    Fails with Problem "vision-missing", "vision-unreadable", "vision-incomplete",
    "vision-unknown-field", "vision-wrong-kind", "vision-duplicate-key" or "vision-unknown-office".
    >>> read(Path("no-such-vision.toml"))
    Traceback (most recent call last):
    ...
    commonweal.kinds.problem.Problem: There is no vision at no-such-vision.toml. ...
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _unreadable(path.name, "it is not UTF-8 text") from None
    except OSError:
        raise Problem(
            "vision-missing",
            f"There is no vision at {path.as_posix()}.",
            "Name a TOML file that can be read.",
        ) from None
    return _parse(text, path.name)


def shipped(name: str = "promises") -> Vision:
    """Read a vision that comes with Commonweal.

    name: "promises" (five domains, fifteen commitments) or "outcomes" (the same rows, plain words)
    Gives a Vision.
    Fails with Problem "vision-unknown".
    >>> shipped().commitment("W3").key == shipped("outcomes").commitment("W3").key
    True
    """
    if name not in names():
        raise Problem(
            "vision-unknown",
            f"No vision called '{name}' comes with Commonweal.",
            f"Use one of: {', '.join(names())}; or name a file of your own.",
        )
    text = (resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8")
    return _parse(text, f"{name}.toml")


def names() -> tuple[str, ...]:
    """List the visions that come with Commonweal, the default first.

    >>> names()
    ('promises', 'outcomes')
    """
    return ("promises", "outcomes")


def _parse(text: str, where: str) -> Vision:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(where, str(error)) from None
    return _vision(content, where)


def _unreadable(where: str, why: str) -> Problem:
    return Problem("vision-unreadable", f"{where} can not be read as TOML: {why}.", SHIPPED)


def _vision(content: dict[str, Any], where: str) -> Vision:
    given = checked.fields(content, checked.VISION, where)
    domains = tuple(_domain(each, where) for each in given["domains"])
    offices = tuple(_office(each, where) for each in given["offices"])
    vision = Vision(given["title"], given["language"], domains, offices, dict(given["words"]))
    checked.unique([domain.key for domain in domains], "domain", where)
    checked.unique([office.key for office in offices], "office", where)
    checked.unique([row.key for row in vision.commitments], "commitment", where)
    for row in vision.commitments:
        checked.offices_named(row.key, row.offices, {office.key for office in offices}, where)
    return vision


def _domain(content: dict[str, Any], where: str) -> Domain:
    given = checked.fields(content, checked.DOMAIN, where)
    rows = tuple(_commitment(each, where) for each in given["commitments"])
    return Domain(given["key"], given["title"], rows)


def _commitment(content: dict[str, Any], where: str) -> Commitment:
    given = checked.fields(content, checked.COMMITMENT, where)
    return Commitment(**{**given, "offices": tuple(given["offices"])})


def _office(content: dict[str, Any], where: str) -> Office:
    return Office(**checked.fields(content, checked.OFFICE, where))
