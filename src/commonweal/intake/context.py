"""What every reader of a row needs beside it: the source, the keys, the problems found."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from commonweal.intake.keys import MOST_REMEMBERED, PatientKeys
from commonweal.kinds import Problem


class Context:
    """Hold what a reader needs beside the resource: the source, the keys, the problems found.

    source_id: which feed the resource came from
    keys: makes the keys of people
    one_patient: whether the source is the whole record of one patient, so that every reference
        to a patient is to that one, whatever it says
    """

    def __init__(self, source_id: str, keys: PatientKeys, one_patient: bool = False) -> None:
        self.source_id = source_id
        self._one_patient = one_patient
        self._met: set[str] = set()
        self.problems: list[str] = []
        self.asked = False
        self._keys = keys
        self._targets: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
        self._prefix = f"{source_id}/"

    def carried(self) -> tuple[str, str] | None:
        """Give what another process needs to make the same keys: source, secret in hex digits.

        None where it could not: the record of one patient must be looked at as one.
        """
        return None if self._one_patient else (self.source_id, self._keys.secret.hex())

    def start(self) -> None:
        """Begin a resource: forget the problems of the one before."""
        self.problems = []

    def told(self) -> list[str]:
        """Give the problems of a resource, each once, in order."""
        return sorted(set(self.problems)) if self.problems else []

    def key(self, identity: str) -> str:
        """Give the key of a row."""
        return self._prefix + identity

    def person(self, identity: str, people: str = "patient") -> str:
        """Give the key of a person; in the record of one patient there is only one patient.

        Other people than patients bear theirs apart: no source is called "main:staff", so staff
        number 7 is never patient 7, while staff number 7 is one person in all files of a source.
        """
        if people != "patient":
            return self._keys(f"{self.source_id}:{people}/{identity}")
        return self._keys(self._prefix + ("" if self._one_patient else identity))

    def meet(self, identity: str) -> str:
        """Give the key of a person whose own resource this is."""
        if self._one_patient:
            self._met.add(identity)
        if len(self._met) > 1:
            raise Problem(
                "patients-several",
                f"The source {self.source_id} was said to be the record of one patient, and it "
                "holds more than one.",
                "Leave out --one-patient, or name each record as a source of its own.",
            )
        return self.person(identity)

    def alias(self, kind: str, identifier: str) -> str:
        """Give the stand-in key of a resource that is named by its identifier.

        Record numbers of people and visits are hashed; a place's number is its own.
        """
        if kind == "Organization":
            return self._prefix + identifier
        hashed = self._keys(f"{self._prefix}?{kind}|{identifier}")
        return hashed if kind == "Patient" else self._prefix + hashed

    def target(self, reference: object, kind: str) -> str | None:
        """Give the key that a reference points at, or None when it points at no such resource."""
        if reference is None:
            return None
        if type(reference) is not dict:
            raise TypeError("a reference was expected")
        sent: Any = reference.get("reference")
        targets = self._targets[kind]
        known = targets.get(sent, "")
        if known != "":
            return known
        found = word(sent)
        if found is None:
            return None
        if len(targets) >= MOST_REMEMBERED:
            targets.clear()
        known = targets[found] = self._resolved(found, kind)
        return known

    def _resolved(self, reference: str, kind: str) -> str | None:
        if reference[0] == "#":
            return None
        stem, _, query = reference.partition("?")
        if query.startswith("identifier="):
            self.asked = True
            return self.alias(kind, query[11:]) if stem in (kind, "") else None
        parts = stem.split("/_history/")[0].rsplit("/", 2)
        if len(parts) > 1 and parts[-2] != kind and parts[-2][:1].isupper():
            return None
        identity = parts[-1].rsplit(":", 1)[-1]
        return self.person(identity) if kind == "Patient" else self.key(identity)


def word(value: object) -> str | None:
    """Insist on text; empty is missing.

    value: as found in the JSON
    Fails with TypeError where it is anything else.
    """
    if value is None or value == "":
        return None
    if type(value) is not str:
        raise TypeError("text was expected")
    return value
