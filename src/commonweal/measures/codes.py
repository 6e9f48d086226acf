"""Codes and value sets, by name only: the codes of a set come from the institution's own file."""

from __future__ import annotations

from dataclasses import dataclass

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
CVX = "http://hl7.org/fhir/sid/cvx"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"


@dataclass(frozen=True)
class Code:
    """Name one code of one system; display words and versions never matter.

    system: address of the code system
    code:   the code
    says:   what it means, for the reader of the declaration

    >>> Code(LOINC, "4548-4").token
    'http://loinc.org|4548-4'
    """

    system: str
    code: str
    says: str = ""

    @property
    def token(self) -> str:
        """Write the code as it stands in the tables."""
        return f"{self.system}|{self.code}"


@dataclass(frozen=True)
class ValueSet:
    """Name a value set by its OID; its codes come from the institution's own file.

    oid:  object identifier
    name: name in the terminology service

    >>> ValueSet("1.2.3", "Diabetes").url
    'http://cts.nlm.nih.gov/fhir/ValueSet/1.2.3'
    """

    oid: str
    name: str

    @property
    def url(self) -> str:
        """Give the canonical address of the set, without a version."""
        return f"http://cts.nlm.nih.gov/fhir/ValueSet/{self.oid}"


AnyCode = Code | ValueSet
