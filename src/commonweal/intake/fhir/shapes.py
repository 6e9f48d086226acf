"""How most lines of an export look, by resource type, and how they fill the tables.

A struct names what is read, and after it what makes no row and is passed over. A line with any
other element is of another shape; a claim alone may hold whatever it will. Each shape fills the
table in the order of its fields (`clinical.py`), by the same readers where more than text is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Raw, UnsetType

from commonweal.intake.fhir.answers import PROTECTED
from commonweal.intake.fhir.clinical import (
    CONDITION,
    COVERAGE,
    ENCOUNTER,
    IMMUNIZATION,
    MEDICATION_REQUEST,
    OBSERVATION,
    PROCEDURE,
    Rows,
    insured,
)
from commonweal.intake.fhir.elements import (
    NONE,
    Element,
    Meta,
    Period,
    Quantity,
    Reference,
    always,
    ends_of,
    kept,
    moment_of,
    own,
    target_of,
    truth_of,
    value_of,
    written,
)
from commonweal.intake.fhir.reading import Reader
from commonweal.intake.fhir.supply import unbounded

_Id = Annotated[str, msgspec.Meta(min_length=1)]


@dataclass(frozen=True)
class Shape:
    """Say how lines of one resource type look mostly, and how they fill a table.

    kind: resource type
    rows: the table
    resource: holds what is read; a line that does not fit it is of another shape
    elements: how the fields of the table are filled, in their order
    parts: how those of the table of parts are, after the keys
    """

    kind: str
    rows: Rows
    resource: type[msgspec.Struct]
    elements: tuple[Element, ...]
    parts: tuple[Element, ...] = ()


class _Any(msgspec.Struct, forbid_unknown_fields=True):
    """Hold what all of them have."""

    id: _Id
    subject: Reference = Reference()
    encounter: Reference = Reference()
    code: Raw = NONE
    status: str = ""
    meta: Meta = Meta()
    text: Raw = NONE
    note: Raw = NONE
    identifier: Raw = NONE


class _Part(msgspec.Struct, forbid_unknown_fields=True):
    """Hold a part of an observation."""

    code: Raw
    valueQuantity: Quantity | UnsetType = UNSET
    valueCodeableConcept: Raw = NONE
    valueString: Raw = NONE


class _Observation(_Any, kw_only=True):
    resourceType: Literal["Observation"]
    valueQuantity: Quantity | UnsetType = UNSET
    valueCodeableConcept: Raw = NONE
    valueString: Raw = NONE
    component: list[_Part] = []
    effectiveDateTime: str = ""
    issued: str = ""
    category: Raw = NONE
    interpretation: Raw = NONE
    performer: Raw = NONE
    referenceRange: Raw = NONE


class _Condition(_Any, kw_only=True):
    resourceType: Literal["Condition"]
    category: Raw = NONE
    bodySite: Raw = NONE
    clinicalStatus: Raw = NONE
    verificationStatus: Raw = NONE
    onsetDateTime: str = ""
    abatementDateTime: str = ""
    recordedDate: str = ""
    severity: Raw = NONE
    recorder: Raw = NONE
    asserter: Raw = NONE


class _Procedure(_Any, kw_only=True):
    resourceType: Literal["Procedure"]
    performedPeriod: Period
    category: Raw = NONE
    performer: Raw = NONE
    location: Raw = NONE
    reasonCode: Raw = NONE
    reasonReference: Raw = NONE


class _Immunization(_Any, kw_only=True):
    resourceType: Literal["Immunization"]
    occurrenceDateTime: str
    vaccineCode: Raw = NONE
    patient: Reference = Reference()
    primarySource: Raw = NONE
    location: Raw = NONE
    lotNumber: Raw = NONE
    performer: Raw = NONE
    manufacturer: Raw = NONE


class _Order(_Any, kw_only=True):
    resourceType: Literal["MedicationRequest"]
    authoredOn: str = ""
    intent: str = ""
    medicationCodeableConcept: Raw = NONE
    doNotPerform: bool | UnsetType = UNSET
    dosageInstruction: Raw = NONE
    category: Raw = NONE
    priority: Raw = NONE
    requester: Raw = NONE
    recorder: Raw = NONE
    reasonCode: Raw = NONE
    reasonReference: Raw = NONE


class _Encounter(msgspec.Struct, forbid_unknown_fields=True):
    """Hold a visit that is named by its id alone: its other names would make rows."""

    resourceType: Literal["Encounter"]
    id: _Id
    period: Period = Period()
    status: str = ""
    visit_class: Raw = msgspec.field(default=NONE, name="class")
    type: Raw = NONE
    subject: Reference = Reference()
    hospitalization: Raw = NONE
    serviceProvider: Reference = Reference()
    meta: Meta = Meta()
    text: Raw = NONE
    participant: Raw = NONE
    reasonCode: Raw = NONE
    reasonReference: Raw = NONE
    location: Raw = NONE


class _Claim(msgspec.Struct):
    """Hold what is read of a claim: it is long, and a row is made from little of it."""

    resourceType: Literal["ExplanationOfBenefit"]
    id: _Id
    contained: Raw
    patient: Reference
    billablePeriod: Period = Period()
    meta: Meta = Meta()


def _read(rows: Rows, column: str) -> Reader:
    """Give the reader of the field of a table that begins with a column."""
    return next(field.read for field in rows.fields if field.columns[0] == column)


_SUBJECT = target_of("subject", "Patient")
_VISIT = target_of("encounter", "Encounter")
_STATUS = written("status")
_CODE, _VALUE = _read(OBSERVATION, "code"), _read(OBSERVATION, "value_num")
SHAPES = (
    Shape("Observation", OBSERVATION, _Observation, (
        own(), _SUBJECT, _VISIT, kept("category", _read(OBSERVATION, "category")),
        kept("code", _CODE, fits=PROTECTED.isdisjoint), _STATUS,
        moment_of("effectiveDateTime", times=2), moment_of("issued"),
        value_of(_VALUE), always([]),
    ), (kept("code", _CODE, fits=PROTECTED.isdisjoint), value_of(_VALUE))),
    Shape("Encounter", ENCOUNTER, _Encounter, (
        own(), _SUBJECT, kept("class", _read(ENCOUNTER, "visit_class"), member="visit_class"),
        _STATUS, kept("type", _read(ENCOUNTER, "type")), ends_of("period"),
        kept("hospitalization", _read(ENCOUNTER, "disposition")),
        target_of("serviceProvider", "Organization"), always(None),
    )),
    Shape("Condition", CONDITION, _Condition, (
        own(), _SUBJECT, _VISIT, kept("category", _read(CONDITION, "category")),
        kept("code", _read(CONDITION, "code")), kept("bodySite", _read(CONDITION, "body_site")),
        moment_of("onsetDateTime", None, None), moment_of("abatementDateTime", None, None),
        moment_of("recordedDate"),
        kept("clinicalStatus", _read(CONDITION, "clinical_status")),
        kept("verificationStatus", _read(CONDITION, "verification_status")),
    )),
    Shape("Procedure", PROCEDURE, _Procedure, (
        own(), _SUBJECT, _VISIT, kept("code", _read(PROCEDURE, "code")), _STATUS,
        ends_of("performedPeriod", None, None, None, None),
    )),
    Shape("MedicationRequest", MEDICATION_REQUEST, _Order, (
        own(), _SUBJECT, _VISIT,
        kept("medicationCodeableConcept", _read(MEDICATION_REQUEST, "code")), always([], None),
        _STATUS, written("intent"), truth_of("doNotPerform"), moment_of("authoredOn"),
        kept("dosageInstruction", unbounded, wide=True),
    )),
    Shape("Immunization", IMMUNIZATION, _Immunization, (
        own(), target_of("patient", "Patient"), _VISIT,
        kept("vaccineCode", _read(IMMUNIZATION, "code")), _STATUS,
        moment_of("occurrenceDateTime", times=2),
    )),
    Shape("ExplanationOfBenefit", COVERAGE, _Claim, (
        own(), target_of("patient", "Patient", needed=True),
        ends_of("billablePeriod"), kept("contained", insured, wide=True, fits=bool),
        always("ExplanationOfBenefit"),
    )),
)  # fmt: skip
