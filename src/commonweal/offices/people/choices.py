"""What a person may choose of themselves where the answer is a code: the codes that exports bear.

Codes of SNOMED CT and LOINC as US Core names them for these questions, and of HL7 version 3.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Choices = tuple[tuple[str, Any], ...]
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
MARITAL_STATUS = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"
NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
ELSE: Choices = (("OTH", _("Something else")),)
YES_OR_NO: Choices = (("LA33-6", _("Yes")), ("LA32-8", _("No")))
BIRTH_SEXES: Choices = (("F", _("Female")), ("M", _("Male")), *ELSE)
# The same answers in the words of US Core's extension for sex; what is not here is said alike.
SEX_OF_BIRTH = {"F": "248152002", "M": "248153007"}
GENDERS: Choices = (
    ("446141000124107", _("Woman")),
    ("446151000124109", _("Man")),
    ("407376001", _("Trans woman")),
    ("407377005", _("Trans man")),
    ("446131000124102", _("Neither a woman nor a man only")),
    *ELSE,
)
PRONOUNS: Choices = (
    ("LA29519-8", _("she, her")),
    ("LA29518-0", _("he, him")),
    ("LA29520-6", _("they, them")),
    *ELSE,
)
ORIENTATIONS: Choices = (
    ("20430005", _("Straight")),
    ("38628009", _("Lesbian or gay")),
    ("42035005", _("Bisexual")),
    *ELSE,
)
MARITAL: Choices = (
    ("S", _("Never married")),
    ("M", _("Married")),
    ("T", _("Living with a partner")),
    ("L", _("Separated")),
    ("D", _("Divorced")),
    ("W", _("Widowed")),
)


def system_of(code: str, system: str) -> str | None:
    """Give the code system of a choice.

    code:   that was chosen
    system: of the other choices of its question, or "" where they have none
    """
    return NULL_FLAVOR if code in dict(ELSE) else system or None
