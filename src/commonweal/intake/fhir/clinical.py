"""Where each clinical table stands in FHIR R4: one declaration a table, column to reader.

Columns whose name begins with an underscore are needed on the way only and never published.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from commonweal.intake.context import Context, word
from commonweal.intake.fhir.answers import protected
from commonweal.intake.fhir.reading import (
    Field,
    Reader,
    Readers,
    Resource,
    amount,
    at,
    codings,
    codings_of,
    concept,
    concepts,
    extensions,
    first_coding,
    flag,
    identity,
    interval,
    moment,
    moment_before,
    one,
    period,
    quantity,
    readers,
    reference,
    span,
    text,
    time,
    triple,
    truth,
)
from commonweal.intake.fhir.supply import supply
from commonweal.intake.payers import payer_group
from commonweal.intake.points import NOTHING, PointValue, birth

_QICORE = "http://hl7.org/fhir/us/qicore/StructureDefinition/"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CLASSES = {
    "AMB", "EMER", "IMP", "OBSENC", "VR", "HH", "SS", "PRENC", "ACUTE", "NONAC",
}  # fmt: skip
_ZIP = re.compile(r"([0-9]{5})(-?[0-9]{4})?")


@dataclass(frozen=True)
class Rows:
    """Join a table to its fields.

    table: name of the canonical table, or of one that is needed on the way only
    fields: where its columns stand
    readers: of the fields, worked out once, as they are asked for each row
    """

    table: str
    fields: tuple[Field, ...]
    readers: Readers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "readers", readers(self.fields))

    def columns(self) -> tuple[str, ...]:
        """Name the physical columns in the order in which they are read."""
        return tuple(column for field in self.fields for column in field.columns)


def _birth(resource: Resource, context: Context) -> PointValue:
    sent = word(resource.get("birthDate"))
    found = birth(sent) if sent else NOTHING
    if found is None:
        context.problems.append("date_unreadable")
    return found or NOTHING


def _deceased(resource: Resource, context: Context) -> bool | None:
    if resource.get("deceasedDateTime"):
        return True
    return flag(resource.get("deceasedBoolean"))


def _home(resource: Resource) -> Resource:
    places: list[Resource] = resource.get("address") or []
    homes = [place for place in places if place.get("use") == "home"]
    return next(iter(homes or places), {})


def _zip(resource: Resource, context: Context) -> str | None:
    form = _ZIP.fullmatch((word(_home(resource).get("postalCode")) or "").strip())
    return None if form is None or form[1] == "00000" else form[1]


def _state(resource: Resource, context: Context) -> str | None:
    return word(_home(resource).get("state"))


def _class(resource: Resource, context: Context) -> str | None:
    found = resource.get("class")
    if isinstance(found, list):
        found = next((coding for entry in found for coding in entry.get("coding") or ()), None)
    code = word((found or {}).get("code"))
    return code if code is None or code in _CLASSES else "OTHER"


def _disposition(resource: Resource, context: Context) -> list[str]:
    stay = resource.get("hospitalization") or resource.get("admission") or {}
    return codings((stay.get("dischargeDisposition") or {},))


def _appointment(resource: Resource, context: Context) -> str | None:
    return context.target(next(iter(resource.get("appointment") or ()), None), "Appointment")


def _onset(resource: Resource, context: Context) -> tuple[Any, ...]:
    found = resource.get("onsetPeriod")
    sent = resource.get("onsetDateTime") if found is None else found.get("start")
    age = resource.get("onsetAge") or (resource.get("onsetRange") or {}).get("low")
    return moment(sent, context) + _age(age)


def _abate(resource: Resource, context: Context) -> tuple[Any, ...]:
    found = resource.get("abatementPeriod")
    if found is None:
        end = moment(resource.get("abatementDateTime"), context)
    else:
        end = moment_before(found.get("end"), context)
    age = resource.get("abatementAge") or (resource.get("abatementRange") or {}).get("high")
    return end + _age(age)


def _performed(resource: Resource, context: Context) -> tuple[Any, ...]:
    reach = resource.get("performedRange") or {}
    age = resource.get("performedAge")
    found: tuple[Any, ...] = interval("performed")(resource, context)
    return found + _age(age or reach.get("low")) + _age(age or reach.get("high"))


def _age(age: Any) -> tuple[int | None, int | None]:
    """Give an age as months and days, or nothing."""
    value, unit = quantity(age)
    if value is None or not 0 <= value <= 150 * 365:
        return None, None
    months = {"a": 12, "year": 12, "years": 12, "mo": 1, "month": 1, "months": 1}.get(unit or "")
    days = {"wk": 7, "week": 7, "weeks": 7, "d": 1, "day": 1, "days": 1}.get(unit or "")
    if months is not None and value <= 150 * 12:
        return int(value * months), 0
    return (None, None) if days is None else (0, int(value * days))


def _status(element: str, system: str) -> Reader:
    return lambda resource, context: first_coding(resource.get(element), system)


def _value(resource: Resource, context: Context) -> tuple[Any, ...]:
    """Read value[x]; the answer of a question about oneself belongs to the vault."""
    kind = _kind(resource)
    if kind is None or protected(resource):
        return None, None, [], kind
    value, unit = quantity(resource.get("valueQuantity"))
    spoken = resource.get("valueCodeableConcept")
    return value, unit, codings_of(spoken) if spoken else [], kind


def _kind(resource: Resource) -> str | None:
    if "valueQuantity" in resource:  # nearly always
        return "Quantity"
    for key in resource:
        if key.startswith("value") and key[5:6].isupper():
            return key[5:]
    return None


def _not_done(resource: Resource, context: Context) -> list[str]:
    if "extension" not in resource:
        return []
    found = extensions(resource, f"{_QICORE}qicore-notDoneReason")
    return codings(part.get("valueCodeableConcept") or {} for part in found)


def _device_not(resource: Resource, context: Context) -> bool | None:
    for part in resource.get("modifierExtension") or ():
        if part.get("url") == f"{_QICORE}qicore-doNotPerform":
            return flag(part.get("valueBoolean"))
    return None


def _contained_drug(resource: Resource, context: Context) -> tuple[Any, ...]:
    """Give the codings of a contained Medication, or the key of one that stands alone."""
    link = resource.get("medicationReference")
    sent = word((link or {}).get("reference")) or ""
    if not sent.startswith("#"):
        return [], context.target(link, "Medication")
    inside = [part for part in resource.get("contained") or () if part.get("id") == sent[1:]]
    return codings(part.get("code") or {} for part in inside), None


def _payer(coverage: Resource) -> tuple[str | None, str | None]:
    first: Resource = next(iter(coverage.get("payor") or ()), {})
    kind = coverage.get("type") or {}
    labels = [word(part.get("display")) or word(part.get("code")) for part in
              kind.get("coding") or ()]  # fmt: skip
    spoken = (word(first.get("display")), word(kind.get("text")), *labels)
    shown = next((said for said in spoken if said), None)
    return shown, payer_group(spoken, tuple(codings((kind,))))


def _constant(value: str | None) -> Reader:
    return lambda resource, context: value


def _participant(resource: Resource, context: Context) -> str | None:
    for part in resource.get("participant") or ():
        found = context.target(part.get("actor"), "Patient")
        actor = word((part.get("actor") or {}).get("reference")) or ""
        if found and "Patient" in actor:
            return found
    return None


def _service(resource: Resource, context: Context) -> str | None:
    found: Resource = next(iter(resource.get("serviceType") or ()), {})
    return next((word(part.get("code")) for part in found.get("coding") or ()), None)


def _cancelled_by(resource: Resource, context: Context) -> str | None:
    reason = resource.get("cancelationReason") or {}
    for coding in reason.get("coding") or ():
        code = word(coding.get("code")) or ""
        for start, who in (("pat", "patient"), ("prov", "provider"), ("maint", "system")):
            if code.startswith(start):
                return who
    return None


def _made_on(resource: Resource, context: Context) -> PointValue:
    return moment(resource.get("created"), context)


_SUBJECT = one("patient_key", reference("subject", "Patient"))
_PATIENT = one("patient_key", reference("patient", "Patient"))
_VISIT = one("encounter_key", reference("encounter", "Encounter"))
_VALUE = Field(("value_num", "unit", "value_code", "value_type"), _value)

PATIENT = Rows("patient", (
    one("patient_key", identity("Patient")), at("birth", _birth),
    at("death", time("deceasedDateTime")), one("deceased", _deceased), one("zip5", _zip),
    one("state", _state),
    one("org_key", reference("managingOrganization", "Organization")),
))  # fmt: skip
ENCOUNTER = Rows("encounter", (
    one("encounter_key", identity("Encounter")), _SUBJECT, one("visit_class", _class),
    one("status", text("status")), one("type", concepts("type")),
    span("start", "end", period("period")), one("disposition", _disposition),
    one("org_key", reference("serviceProvider", "Organization")),
    one("appointment_key", _appointment),
))  # fmt: skip
CONDITION = Rows("condition", (
    one("condition_key", identity("Condition")), _SUBJECT, _VISIT,
    one("category", concepts("category")), one("code", concept("code")),
    one("body_site", concepts("bodySite")),
    Field(("onset_ts", "onset_day", "onset_prec", "_onset_months", "_onset_days"), _onset),
    Field(("abate_ts", "abate_day", "abate_prec", "_abate_months", "_abate_days"), _abate),
    at("recorded", time("recordedDate")),
    one("clinical_status", _status("clinicalStatus", _CLINICAL)),
    one("verification_status", _status("verificationStatus", _VERIFICATION)),
))  # fmt: skip
OBSERVATION = Rows("observation", (
    one("observation_key", identity("Observation")), _SUBJECT, _VISIT,
    one("category", concepts("category")), one("code", concept("code")),
    one("status", text("status")), span("start", "end", interval("effective")),
    at("issued", time("issued")), _VALUE, one("not_done_reason", _not_done),
))  # fmt: skip
PROCEDURE = Rows("procedure", (
    one("procedure_key", identity("Procedure")), _SUBJECT, _VISIT, one("code", concept("code")),
    one("status", text("status")),
    Field((*triple("start"), *triple("end"), "_start_months", "_start_days", "_end_months",
           "_end_days"), _performed),
))  # fmt: skip
MEDICATION_REQUEST = Rows("medication_request", (
    one("medication_request_key", identity("MedicationRequest")), _SUBJECT, _VISIT,
    one("code", concept("medicationCodeableConcept")),
    Field(("referenced_code", "_medication_key"), _contained_drug),
    one("status", text("status")), one("intent", text("intent")),
    one("do_not_perform", truth("doNotPerform")), at("authored", time("authoredOn")),
    span("supply_start", "supply_end", supply),
))  # fmt: skip
IMMUNIZATION = Rows("immunization", (
    one("immunization_key", identity("Immunization")), _PATIENT, _VISIT,
    one("code", concept("vaccineCode")), one("status", text("status")),
    span("start", "end", interval("occurrence")),
))  # fmt: skip
SERVICE_REQUEST = Rows("service_request", (
    one("service_request_key", identity("ServiceRequest")), _SUBJECT, _VISIT,
    one("code", concept("code")), one("status", text("status")), one("intent", text("intent")),
    one("do_not_perform", truth("doNotPerform")), at("authored", time("authoredOn")),
))  # fmt: skip
DEVICE_REQUEST = Rows("device_request", (
    one("device_request_key", identity("DeviceRequest")), _SUBJECT, _VISIT,
    one("code", concept("codeCodeableConcept")), one("status", text("status")),
    one("intent", text("intent")), one("do_not_perform", _device_not),
    at("authored", time("authoredOn")),
))  # fmt: skip
COVERAGE = Rows("coverage", (
    one("coverage_key", identity("Coverage")),
    one("patient_key", reference("beneficiary", "Patient")),
    span("start", "end", period("period")),
    Field(("payer_text", "payer_group"), lambda resource, context: _payer(resource)),
    one("origin", _constant("Coverage")),
))  # fmt: skip
ORGANIZATION = Rows("organization", (
    one("org_key", identity("Organization")), one("label", text("name")),
))  # fmt: skip
APPOINTMENT = Rows("appointment", (
    one("appointment_key", identity("Appointment")), one("patient_key", _participant),
    one("service_type", _service), at("created", _made_on), at("start", time("start")),
    one("minutes", amount("minutesDuration")), one("status", text("status")),
    one("cancelled_by", _cancelled_by), one("org_key", _constant(None)),
))  # fmt: skip
MEDICATION = Rows("_medication", (
    one("medication_key", identity("Medication")), one("code", concept("code")),
))  # fmt: skip
_COMPONENT_FIELDS = (
    one("code", concept("code")),
    Field(("value_num", "unit", "value_code", "_value_type"), _value),
)
_COMPONENT = readers(_COMPONENT_FIELDS)
COMPONENT = Rows("component", (
    Field(("component_key", "observation_key", "patient_key"), lambda resource, context: ()),
    *_COMPONENT_FIELDS,
))  # fmt: skip

RowMaker = Callable[[Resource, Context], list[tuple[str, list[Any]]]]


def components(resource: Resource, context: Context) -> list[tuple[str, list[Any]]]:
    """Give a row for each part of an observation.

    resource: an Observation
    context: source and keys
    """
    parts = resource.get("component")
    if not parts:
        return []
    parent = context.key(resource["id"])
    person = context.target(resource.get("subject"), "Patient")
    rows = []
    for index, part in enumerate(parts):
        rows.append(("component", [f"{parent}#{index:03d}", parent, person,
                                   *values(_COMPONENT, part, context)]))  # fmt: skip
    return rows


def claim(resource: Resource, context: Context) -> list[tuple[str, list[Any]]]:
    """Give the coverage that a claim contains.

    resource: an ExplanationOfBenefit
    context: source and keys
    """
    for part in resource.get("contained") or ():
        if part.get("resourceType") == "Coverage":
            person = context.target(resource.get("patient"), "Patient")
            person = person or context.target(part.get("beneficiary"), "Patient")
            ends = period("billablePeriod")(resource, context)
            return [("coverage", [context.key(resource["id"]), person, *ends,
                                  *_payer(part), "ExplanationOfBenefit"])]  # fmt: skip
    return []


def insured(resource: Resource, context: Context) -> tuple[str | None, str | None] | None:
    """Give who pays, as the coverage inside a claim says; None where there is no coverage.

    resource: an ExplanationOfBenefit
    context: not used
    """
    inside = resource.get("contained") or ()
    found = (part for part in inside if part.get("resourceType") == "Coverage")
    return next(map(_payer, found), None)


def values(readers: Readers, resource: Resource, context: Context) -> list[Any]:
    """Read a row: the values of all fields, in order.

    readers: of the fields
    resource: a resource, or a part of one
    context: source, keys, problems
    """
    row: list[Any] = []
    for single, read in readers:
        if single:
            row.append(read(resource, context))
        else:
            row += read(resource, context)
    return row


ROWS: dict[str, Rows] = {
    "Patient": PATIENT, "Encounter": ENCOUNTER, "Condition": CONDITION,
    "Observation": OBSERVATION, "Procedure": PROCEDURE, "Immunization": IMMUNIZATION,
    "MedicationRequest": MEDICATION_REQUEST, "ServiceRequest": SERVICE_REQUEST,
    "DeviceRequest": DEVICE_REQUEST, "Coverage": COVERAGE, "Organization": ORGANIZATION,
    "Appointment": APPOINTMENT, "Medication": MEDICATION,
}  # fmt: skip
ALSO: dict[str, RowMaker] = {"Observation": components, "ExplanationOfBenefit": claim}
KNOWN = frozenset(ROWS) | frozenset(ALSO)
HELD: dict[str, tuple[str, ...]] = {
    **{kind: (rows.table,) for kind, rows in ROWS.items() if not rows.table.startswith("_")},
    "Observation": ("observation", "component"),
    "ExplanationOfBenefit": ("coverage",),
}
STAGED: tuple[Rows, ...] = (*ROWS.values(), COMPONENT)
