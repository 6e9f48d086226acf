"""Turn a phrase such as "a1c 9.1 % on 2025-06-01, preliminary" into a FHIR R4 resource.

A phrase is a word of the list, a value, a time, and remarks after commas. What is not understood
is an error, so a misspelt example never passes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.spec.words import ANSWERS, CATEGORIES, PLACES, SIDES, STATUSES, WORDS, Word

from commonweal.engine.needs import of
from commonweal.measures.criteria import LOINC, Code
from commonweal.measures.registry import every_measure

Resource = dict[str, Any]
UCUM = "http://unitsofmeasure.org"
EXAMPLE = "urn:example"
QICORE = "http://hl7.org/fhir/us/qicore/StructureDefinition/"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CLASSES = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
SET_NAMES = {entry.name for measure in every_measure() for entry in of(measure).value_sets}
DATE = r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?"
WHEN = re.compile(
    rf"(?:^|\s+)(?P<how>on|since|until|from)?\s*(?P<first>{DATE})(?:\s+to\s+(?P<last>{DATE}))?$"
)
NUMBER = re.compile(r"(?P<over>over )?(?P<value>\d+(\.\d+)?)(?: (?P<unit>\S+))?")
PRESSURE = re.compile(r"(?P<systolic>[\d+]+|none|unmeasured)/(?P<diastolic>[\d+]+|none|unmeasured)")
FIRST_STATUS = {
    "Encounter": "finished", "Observation": "final", "Procedure": "completed",
    "ServiceRequest": "active", "DeviceRequest": "active", "MedicationRequest": "active",
    "Immunization": "completed",
}  # fmt: skip
CODE_STANDS_IN = {
    "DeviceRequest": "codeCodeableConcept", "MedicationRequest": "medicationCodeableConcept",
    "Immunization": "vaccineCode",
}  # fmt: skip
TIMED = {"Observation": "effective", "Procedure": "performed", "Immunization": "occurrence"}


class Unreadable(Exception):
    """Say which phrase of an example is not understood."""


class Records:
    """Write the records of one person.

    person: id of the Patient
    """

    def __init__(self, person: str) -> None:
        self.person = person
        self.made: list[Resource] = []

    def add(self, phrase: str) -> Resource:
        """Add the record that a phrase tells of."""
        head, *remarks = (part.strip() for part in phrase.split(", "))
        name = max((word for word in WORDS if _begins(head, word)), key=len, default=None)
        if name is None:
            raise Unreadable(f"no word of the list begins '{phrase}'")
        word = WORDS[name]
        rest = head[len(name) :].strip()
        when = WHEN.search(rest)
        value = rest[: when.start()].strip() if when else rest.removesuffix("undated").strip()
        resource = self._start(word)
        first, last, how = "", "", ""
        if when:
            first, last = seconds(when["first"]), seconds(when["last"] or "")
            how = when["how"] or ""
        if not when and not rest.endswith("undated"):
            raise Unreadable(f"'{phrase}' says no time")
        _time(resource, how, first, last)
        if value:
            _value(resource, value, phrase)
        for remark in remarks:
            self._remark(resource, remark, phrase)
        return resource

    def _start(self, word: Word) -> Resource:
        kind = word.kind
        resource = self._new(kind)
        if kind in FIRST_STATUS:
            resource["status"] = FIRST_STATUS[kind]
        if kind.endswith("Request"):
            resource["intent"] = "order"
        if kind == "Encounter":
            resource["class"] = {"system": CLASSES, "code": word.visit_class}
            if word.code:
                resource["type"] = [concept(word.code)]
        else:
            resource[CODE_STANDS_IN.get(kind, "code")] = concept(word.code)
        if word.category:
            resource["category"] = [_category(word.category)]
        return resource

    def _new(self, kind: str) -> Resource:
        own = "patient" if kind == "Immunization" else "subject"
        resource: Resource = {
            "resourceType": kind,
            "id": f"{self.person}-{len(self.made):03d}",
            own: {"reference": f"Patient/{self.person}"},
        }
        self.made.append(resource)
        return resource

    def _remark(self, resource: Resource, remark: str, phrase: str) -> None:
        if remark in STATUSES:
            _status(resource, remark)
            return
        for form, apply in REMARKS.items():
            if found := re.fullmatch(form, remark):
                apply(resource, *found.groups())
                return
        if found := re.fullmatch(r"in an? (\w+) visit", remark):
            visit = self._new("Encounter")
            visit |= {"status": "unknown", "class": {"system": CLASSES, "code": found[1]}}
            resource["encounter"] = {"reference": f"Encounter/{visit['id']}"}
            return
        if remark == "by reference":
            drug = self._new("Medication")
            drug["code"] = resource.pop("medicationCodeableConcept")
            resource["medicationReference"] = {"reference": f"Medication/{drug['id']}"}
            return
        raise Unreadable(f"'{remark}' in '{phrase}'")


def concept(code: str | Code) -> Resource:
    """Write a code, or the one made-up code of a value set."""
    if isinstance(code, Code):
        return {"coding": [{"system": code.system, "code": code.code}]}
    if code not in SET_NAMES:
        raise Unreadable(f"no measure refers to a value set named '{code}'")
    return {"coding": [{"system": EXAMPLE, "code": code}]}


def seconds(time: str) -> str:
    """Write 23:59 as FHIR wants it: 23:59:00."""
    return re.sub(r"(T\d\d:\d\d)(?!:)(?=Z|[+-]|$)", r"\1:00", time)


def _begins(phrase: str, word: str) -> bool:
    return phrase == word or phrase.startswith(f"{word} ")


def _category(name: str) -> Resource:
    return concept(Code(CATEGORIES[name], name))


def _time(resource: Resource, how: str, first: str, last: str) -> None:
    kind = resource["resourceType"]
    if kind == "Condition":
        _stands(resource, how, first, last)
    elif not first:
        return
    elif kind == "Encounter":
        resource["period"] = _period(how, first, last) or {"start": first, "end": first}
    elif kind in TIMED:
        period = _period(how, first, last)
        resource[TIMED[kind] + ("Period" if period else "DateTime")] = period or first
    else:
        resource["authoredOn"] = first


def _period(how: str, first: str, last: str) -> Resource | None:
    if last:
        return {"start": first, "end": last}
    return {"from": {"start": first}, "until": {"end": first}}.get(how)


def _stands(resource: Resource, how: str, first: str, last: str) -> None:
    """Date a condition; one that has ended is resolved, any other active."""
    if how == "until":
        resource["abatementDateTime"] = first
    elif first:
        resource["onsetDateTime"] = first
    if last:
        resource["abatementDateTime"] = last
    _status(resource, "resolved" if last or how == "until" else "active")


def _status(resource: Resource, status: str) -> None:
    if resource["resourceType"] == "Condition":
        resource["clinicalStatus"] = concept(Code(CLINICAL, status))
    else:
        resource["status"] = status


def _value(resource: Resource, value: str, phrase: str) -> None:
    if value.startswith('"'):
        resource["valueString"] = value.strip('"')
    elif value in ("declined", "medical reason", "no time"):
        _not_done(resource, value)
    elif value in ANSWERS:
        resource["valueCodeableConcept"] = concept(ANSWERS[value])
    elif found := PRESSURE.fullmatch(value):
        sides = (("8480-6", found["systolic"]), ("8462-4", found["diastolic"]))
        resource["component"] = [part for code, side in sides for part in _sides(code, side)]
    elif found := NUMBER.fullmatch(value):
        _number(resource, found)
    else:
        raise Unreadable(f"the value '{value}' in '{phrase}'")


def _not_done(resource: Resource, reason: str) -> None:
    resource["status"] = "cancelled"
    resource["extension"] = [
        {"url": f"{QICORE}qicore-notDoneReason", "valueCodeableConcept": concept(ANSWERS[reason])}
    ]
    resource["issued"] = resource.pop("effectiveDateTime")


def _sides(code: str, side: str) -> list[Resource]:
    if side == "none":
        return []
    named = {"code": concept(Code(LOINC, code))}
    if side == "unmeasured":
        return [named]
    return [named | {"valueQuantity": _amount(float(part), "mm[Hg]")} for part in side.split("+")]


def _number(resource: Resource, found: re.Match[str]) -> None:
    if found["unit"] is None:
        resource["valueInteger"] = int(found["value"])
        return
    resource["valueQuantity"] = _amount(float(found["value"]), found["unit"])
    if found["over"]:
        resource["valueQuantity"]["comparator"] = ">"


def _amount(value: float, unit: str) -> Resource:
    return {"value": value, "unit": unit, "code": unit, "system": UCUM}


def _no_status(resource: Resource) -> None:
    resource.pop("clinicalStatus", None)
    resource.pop("status", None)


def _supply(resource: Resource, many: str, unit: str) -> None:
    duration = _amount(float(many), {"hour": "h", "day": "d", "week": "wk", "month": "mo"}[unit])
    resource.setdefault("dispenseRequest", {})["expectedSupplyDuration"] = duration


def _refills(resource: Resource, many: str) -> None:
    resource.setdefault("dispenseRequest", {})["numberOfRepeatsAllowed"] = int(many)


def _pills(resource: Resource, many: str) -> None:
    resource.setdefault("dispenseRequest", {})["quantity"] = {"value": float(many)}


def _valid_from(resource: Resource, day: str) -> None:
    resource.setdefault("dispenseRequest", {})["validityPeriod"] = {"start": day}


def _taken(resource: Resource, low: str, high: str | None, often: str, unit: str) -> None:
    repeat = {"frequency": int(often), "period": 1, "periodUnit": {"day": "d", "week": "wk"}[unit]}
    dose: Resource = {"doseQuantity": {"value": float(low)}}
    if high:
        dose = {"doseRange": {"low": {"value": float(low)}, "high": {"value": float(high)}}}
    resource["dosageInstruction"] = [{"timing": {"repeat": repeat}, "doseAndRate": [dose]}]


def _taken_at(resource: Resource, many: str, hours: str) -> None:
    repeat = {"timeOfDay": [f"{hour}:00" for hour in hours.split(" and ")]}
    dose = {"doseQuantity": {"value": float(many)}}
    resource["dosageInstruction"] = [{"timing": {"repeat": repeat}, "doseAndRate": [dose]}]


def _bounds(resource: Resource, first: str, last: str) -> None:
    bounds = {"start": first, "end": last}
    resource["dosageInstruction"] = [{"timing": {"repeat": {"boundsPeriod": bounds}}}]


def _do_not(resource: Resource, url: str, value: bool) -> None:
    if resource["resourceType"] == "DeviceRequest":
        resource["modifierExtension"] = [{"url": QICORE + url, "valueBoolean": value}]
    else:
        resource["doNotPerform"] = value


def _bodily(resource: Resource, side: str) -> None:
    resource["bodySite"] = [concept(SIDES[side])]


def _ended_during(resource: Resource, first: str, last: str) -> None:
    resource["abatementPeriod"] = {"start": first} | ({} if last == "?" else {"end": last})


def _begun_during(resource: Resource, first: str, last: str) -> None:
    resource.pop("onsetDateTime", None)
    resource["onsetPeriod"] = {"end": last} | ({} if first == "?" else {"start": first})


def _lost_visit(resource: Resource) -> None:
    resource["encounter"] = {"reference": "Encounter/nowhere"}


def _full_address(resource: Resource) -> None:
    link = resource["encounter"]
    link["reference"] = f"https://example.org/fhir/{link['reference']}"


def _range_of_ages(resource: Resource, low: str, high: str) -> None:
    ages = {"low": _amount(float(low), "a"), "high": _amount(float(high), "a")}
    resource["onsetRange"] = ages


def _coded(resource: Resource, own: bool) -> None:
    codings = resource["code"]["coding"]
    other = {"system": "urn:elsewhere", "code": codings[0]["code"]}
    resource["code"] = {"coding": [other, *codings] if own else [other]}


def _no_system(resource: Resource) -> None:
    del resource["code"]["coding"][0]["system"]


def _unit_in_words(resource: Resource) -> None:
    quantity = resource["valueQuantity"]
    del quantity["code"], quantity["system"]


REMARKS: dict[str, Callable[..., None]] = {
    "no status": _no_status,
    "refuted": lambda r: r.update(verificationStatus=concept(Code(VERIFICATION, "refuted"))),
    "recorded ([-0-9]+)": lambda r, day: r.update(recordedDate=day),
    "onset at age ([0-9]+)": lambda r, age: r.update(onsetAge=_amount(float(age), "a")),
    "onset in words": lambda r: r.update(onsetString="long ago"),
    "end in words": lambda r: r.update(abatementString="over"),
    r"ended during (\S+) to (\S+)": _ended_during,
    r"begun during (\S+) to (\S+)": _begun_during,
    "(right side|left side)": _bodily,
    "category none": lambda r: r.pop("category"),
    r"category (\S+)": lambda r, name: r.update(category=[_category(name)]),
    r"intent (\w+)": lambda r, intent: r.update(intent=intent),
    r"class (\w+)": lambda r, code: r.update({"class": {"system": CLASSES, "code": code}}),
    "(to hospice at home|to a hospice|to own home)": lambda r, place: r.update(
        hospitalization={"dischargeDisposition": concept(PLACES[place])}
    ),
    "do not perform": lambda r: _do_not(r, "qicore-doNotPerform", True),
    "do not perform false": lambda r: _do_not(r, "qicore-doNotPerform", False),
    "do not perform misspelt": lambda r: _do_not(r, "qicore-doNotPeform", True),
    "([0-9]+) (hour|day|week|month)s?": _supply,
    "([0-9]+) refills?": _refills,
    "([0-9]+) pills": _pills,
    "([0-9]+)(?: to ([0-9]+))? pills? ([0-9]+) times a (day|week)": _taken,
    "([0-9]+) pills? at ([0-9: and]+)": _taken_at,
    r"valid from (\S+)": _valid_from,
    "two instructions": lambda r: r.update(dosageInstruction=[{"text": "one"}, {"text": "two"}]),
    r"taken (\S+) to (\S+)": _bounds,
    "in a visit not on record": _lost_visit,
    "by full address": _full_address,
    "onset from age ([0-9]+) to ([0-9]+)": _range_of_ages,
    "ended at age ([0-9]+)": lambda r, age: r.update(abatementAge=_amount(float(age), "a")),
    "coded elsewhere too": lambda r: _coded(r, True),
    "coded elsewhere only": lambda r: _coded(r, False),
    "code without a system": _no_system,
    "words without a code": lambda r: r.update(code={"text": "as the clinician wrote it"}),
    "unit in words": _unit_in_words,
    "unit of another system": lambda r: r["valueQuantity"].update(system="urn:elsewhere"),
}
