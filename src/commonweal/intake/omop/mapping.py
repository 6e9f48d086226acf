"""Read what an institution says about its own OMOP: which questions ask for an attribute of people.

A TOML file: one [[answer]] for each attribute, with the concepts of the question and the meaning of
its answers, by concept or by word.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonweal.intake.demographics import gender, yes_or_no
from commonweal.intake.language import of_code
from commonweal.intake.saying import INVALID, Said, nullish
from commonweal.kinds import Problem
from commonweal.vault import vault

_DERIVED = {"lang_group", "legacy_re", "race_1997", "raceeth_2024", "ethnicity_1997", "race_detail"}
_ASKED = frozenset(vault.ATTRIBUTES) - _DERIVED
FILE = "mapping.toml"


@dataclass(frozen=True)
class Answers:
    """Say what the answers to the questions of one attribute mean.

    attribute: of a person
    concepts: of the questions
    values: meaning, by the concept or the word of the answer
    """

    attribute: str
    concepts: tuple[int, ...]
    values: dict[str, str]

    def read(self, concept: str, token: str, word: str) -> dict[str, Said]:
        """Give what an answer says, by attribute.

        concept, token, word: the answer as sent, each or ""
        """
        named = self.values.get(concept) or self.values.get(word) or self.values.get(token)
        if named is None and token and not token.startswith("OMOP|"):
            system, _, code = token.rpartition("|")
            return self._coded(code, system)
        return self._coded(named or word, None) if named or word else {self.attribute: INVALID}

    def _coded(self, code: str, system: str | None) -> dict[str, Said]:
        if self.attribute == "pref_lang":
            sent, group = of_code(code, system)
            return {"pref_lang": sent, "lang_group": group}
        if self.attribute == "interpreter_needed":
            return {self.attribute: yes_or_no(code)}
        if self.attribute == "admin_gender":
            return {self.attribute: gender(code)}
        return {self.attribute: nullish(code) or Said(code, system)}


def read(path: Path, mapping: Path | None) -> tuple[Answers, ...]:
    """Read the file, or nothing when there is none.

    path: of the source; `mapping.toml` in the folder is read when no other is named
    mapping: file that was named, or None
    Fails with Problem "mapping-unreadable" or "mapping-unknown".
    """
    beside = path / FILE
    chosen = mapping or (beside if beside.is_file() else None)
    if chosen is None:
        return ()
    try:
        content = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(
            "mapping-unreadable",
            f"The mapping {chosen.name} can not be read: {error}.",
            "Correct the file; the manual shows one.",
        ) from None
    found = content.get("answer", [])
    if not isinstance(found, list):
        raise _unknown("The mapping names no [[answer]].")
    return tuple(_answers(part) for part in found)


def _answers(part: Any) -> Answers:
    attribute, concepts = part.get("attribute"), part.get("concepts")
    values = part.get("values", {})
    if attribute not in _ASKED:
        raise _unknown(f"No attribute of people is called '{attribute}'.")
    if not (isinstance(concepts, list) and all(type(one) is int for one in concepts)):
        raise _unknown(f"The answers on {attribute} name no list of concepts.")
    if not (isinstance(values, dict) and all(isinstance(one, str) for one in values.values())):
        raise _unknown(f"The answers on {attribute} name values that are no words.")
    return Answers(attribute, tuple(concepts), values)


def _unknown(said: str) -> Problem:
    return Problem("mapping-unknown", said, "Correct the mapping; the manual shows one.")
