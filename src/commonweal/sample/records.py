"""Write what happened as Encounter, Condition, Observation, Procedure and the other resources."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from typing import Any

from commonweal.sample import care, codes, visits
from commonweal.sample.care import Dated, Readings, Screens
from commonweal.sample.codes import Coding
from commonweal.sample.drawn import Drawn
from commonweal.sample.illness import Conditions
from commonweal.sample.people import NOBODY
from commonweal.sample.places import PROVIDERS
from commonweal.sample.shapes import (
    PRESSURE_PANEL,
    Resource,
    category,
    coding,
    concept,
    condition,
    observation,
    pressure,
    quantity,
    visit,
)

_KINDS: dict[int, tuple[str, Resource]] = {
    visits.OFFICE: ("AMB", concept(codes.OFFICE, text="Office visit")),
    visits.ANNUAL: ("AMB", concept(codes.ANNUAL, text="Annual visit")),
    visits.TELEPHONE: ("VR", concept(codes.TELEPHONE, text="Telephone visit")),
    visits.HOME: ("HH", concept(codes.HOME, text="Home visit")),
    visits.EMERGENCY: ("EMER", concept(codes.EMERGENCY, text="Emergency visit")),
    visits.STAY: ("IMP", concept(codes.INPATIENT, text="Hospital stay")),
}
_LABORATORY = category("laboratory")
_VITAL = category("vital-signs")
_SURVEY = category("survey")
_IMAGING = category("imaging")
_MORNING = 540


def encounters(drawn: Drawn) -> Iterator[Resource]:
    """Write every Encounter.

    drawn: the sample
    """
    seen = drawn.visits
    columns = zip(
        seen.person.tolist(), seen.kind.tolist(), seen.site.tolist(), seen.day.tolist(),
        seen.minute.tolist(), seen.length.tolist(), strict=True,
    )  # fmt: skip
    time = drawn.writing.time
    for place, (person, kind, site, day, minute, length) in enumerate(columns):
        visit_class, words = _KINDS[kind]
        period = {"start": time(day, minute), "end": time(day, minute + length)}
        number = encounter_number(place)
        resource = visit(number, drawn.subjects[person], visit_class, words, period)
        resource["serviceProvider"] = PROVIDERS[site]
        if drawn.full and kind in visits.BOOKED:
            resource["appointment"] = [{"reference": f"Appointment/{appointment_number(place)}"}]
        yield resource


def encounter_number(place: int) -> str:
    """Give the id of a visit.

    place: number of the visit
    """
    return f"visit-{place + 1:07d}"


def appointment_number(place: int) -> str:
    """Give the id of the appointment that led to a visit.

    place: number of the visit
    """
    return f"booking-{place + 1:07d}"


def conditions(drawn: Drawn) -> Iterator[Resource]:
    """Write every Condition.

    drawn: the sample
    """
    numbers = count(1)
    day = drawn.writing.day
    for kind in drawn.illness.conditions:
        code = concept(kind.code)
        for person, onset, abate in _spans(kind):
            end = "" if abate == NOBODY else day(abate)
            number = f"cond-{next(numbers):07d}"
            yield condition(number, drawn.subjects[person], code, day(onset), end)


def observations(drawn: Drawn) -> Iterator[Resource]:
    """Write every Observation.

    drawn: the sample
    """
    negative = {"valueCodeableConcept": concept(codes.NEGATIVE_RESULT)}
    home = {"valueCodeableConcept": concept(codes.NURSING_HOME)}
    few = chain(_pressures(drawn, drawn.pressures), _sugars(drawn, drawn.sugars))
    if not drawn.full:
        return few
    return chain(
        few,
        _tests(drawn, codes.STOOL_TEST, _LABORATORY, drawn.stool_tests, negative),
        _tests(drawn, codes.MAMMOGRAM, _IMAGING, drawn.mammograms, {}),
        _tests(drawn, codes.CYTOLOGY, _LABORATORY, drawn.cytology, negative),
        _tests(drawn, codes.HPV_TEST, _LABORATORY, drawn.virus_tests, negative),
        _tests(drawn, codes.FRAILTY_SIGN, _SURVEY, drawn.illness.frailty, {}),
        _tests(drawn, codes.HOUSING, _SURVEY, drawn.illness.nursing_home, home),
        _screens(drawn, drawn.screens),
    )


def procedures(drawn: Drawn) -> Iterator[Resource]:
    """Write every Procedure.

    drawn: the sample
    """
    numbers = count(1)
    done = (*drawn.illness.procedures, (codes.COLONOSCOPY, drawn.colonoscopies))
    for code, dated in done:
        words = concept(code)
        for person, day in zip(dated.person.tolist(), dated.day.tolist(), strict=True):
            yield {
                "resourceType": "Procedure",
                "id": f"proc-{next(numbers):07d}",
                "status": "completed",
                "code": words,
                "subject": drawn.subjects[person],
                "performedPeriod": {
                    "start": drawn.writing.time(day, _MORNING),
                    "end": drawn.writing.time(day, _MORNING + 60),
                },
            }


def immunizations(drawn: Drawn) -> Iterator[Resource]:
    """Write every Immunization.

    drawn: the sample
    """
    vaccine = concept(codes.INFLUENZA_VACCINE, text="Influenza vaccine")
    given = zip(drawn.vaccines.person.tolist(), drawn.vaccines.day.tolist(), strict=True)
    for number, (person, day) in enumerate(given, 1):
        yield {
            "resourceType": "Immunization",
            "id": f"vacc-{number:07d}",
            "status": "completed",
            "vaccineCode": vaccine,
            "patient": drawn.subjects[person],
            "occurrenceDateTime": drawn.writing.time(day, _MORNING),
            "primarySource": True,
        }


def referrals(drawn: Drawn) -> Iterator[Resource]:
    """Write the plan that follows a positive depression screen, as a ServiceRequest.

    drawn: the sample
    """
    screens = drawn.screens
    planned = screens.visit[screens.answer == care.POSITIVE_PLANNED].tolist()
    for number, place in enumerate(planned, 1):
        yield {
            "resourceType": "ServiceRequest",
            "id": f"plan-{number:07d}",
            "status": "active",
            "intent": "order",
            "code": concept(codes.REFERRAL),
            "subject": drawn.subjects[int(drawn.visits.person[place])],
            "encounter": {"reference": f"Encounter/{encounter_number(place)}"},
            "authoredOn": _start(drawn, place, 10),
        }


def medications(drawn: Drawn) -> Iterator[Resource]:
    """Write orders of a drug for dementia, 90 days each.

    drawn: the sample
    """
    drug = concept(codes.DEMENTIA_DRUG)
    supply = {"value": 90, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"}
    dated = drawn.illness.dementia_drugs
    for number, (person, day) in enumerate(
        zip(dated.person.tolist(), dated.day.tolist(), strict=True), 1
    ):
        yield {
            "resourceType": "MedicationRequest",
            "id": f"drug-{number:07d}",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": drug,
            "subject": drawn.subjects[person],
            "authoredOn": drawn.writing.time(day, _MORNING),
            "dispenseRequest": {"expectedSupplyDuration": supply},
        }


def _spans(kind: Conditions) -> Iterator[tuple[int, int, int]]:
    return zip(kind.person.tolist(), kind.onset.tolist(), kind.abate.tolist(), strict=True)


def _start(drawn: Drawn, place: int, later: int = 0) -> str:
    seen = drawn.visits
    return drawn.writing.time(int(seen.day[place]), int(seen.minute[place]) + later)


def _pressures(drawn: Drawn, readings: Readings) -> Iterator[Resource]:
    seen = drawn.visits
    columns = zip(
        readings.visit.tolist(), seen.person[readings.visit].tolist(),
        seen.day[readings.visit].tolist(), seen.minute[readings.visit].tolist(),
        readings.systolic.tolist(), readings.diastolic.tolist(), strict=True,
    )  # fmt: skip
    time = drawn.writing.time
    for number, (place, person, day, minute, systolic, diastolic) in enumerate(columns, 1):
        yield observation(
            f"press-{number:07d}",
            drawn.subjects[person],
            _VITAL,
            PRESSURE_PANEL,
            time(day, minute + 5),
            encounter={"reference": f"Encounter/{encounter_number(place)}"},
            component=pressure(systolic, diastolic),
        )


def _sugars(drawn: Drawn, dated: Dated) -> Iterator[Resource]:
    code = concept(codes.A1C, text="Hemoglobin A1c")
    columns = zip(dated.person.tolist(), dated.day.tolist(), dated.value.tolist(), strict=True)
    for number, (person, day, value) in enumerate(columns, 1):
        yield observation(
            f"sugar-{number:07d}",
            drawn.subjects[person],
            _LABORATORY,
            code,
            drawn.writing.time(day, _MORNING),
            valueQuantity=quantity(value, "%"),
        )


def _tests(
    drawn: Drawn, code: Coding, kind: list[Resource], dated: Dated, value: dict[str, Any]
) -> Iterator[Resource]:
    words = concept(code)
    columns = zip(dated.person.tolist(), dated.day.tolist(), strict=True)
    for number, (person, day) in enumerate(columns, 1):
        yield observation(
            f"test-{code[1]}-{number:07d}",
            drawn.subjects[person],
            kind,
            words,
            drawn.writing.time(day, _MORNING),
            **value,
        )


def _screens(drawn: Drawn, screens: Screens) -> Iterator[Resource]:
    tools = {True: concept(codes.TEEN_SCREEN), False: concept(codes.ADULT_SCREEN)}
    columns = zip(
        screens.visit.tolist(), screens.teen.tolist(), screens.answer.tolist(), strict=True
    )
    for number, (place, teen, answer) in enumerate(columns, 1):
        subject = drawn.subjects[int(drawn.visits.person[place])]
        resource = observation(
            f"ask-{number:07d}", subject, _SURVEY, tools[teen], _start(drawn, place, 2)
        )
        resource["encounter"] = {"reference": f"Encounter/{encounter_number(place)}"}
        if answer == care.REFUSED:
            resource["status"] = "cancelled"
            resource["issued"] = _start(drawn, place, 3)
            resource["extension"] = [_DECLINED]
        else:
            found = codes.NEGATIVE_SCREEN if answer == care.NEGATIVE else codes.POSITIVE_SCREEN
            resource["valueCodeableConcept"] = concept(found)
        yield resource


_DECLINED = {
    "url": codes.NOT_DONE_REASON,
    "valueCodeableConcept": {"coding": [coding(codes.DECLINED)]},
}
