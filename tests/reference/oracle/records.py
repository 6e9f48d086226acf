"""Read one patient's FHIR resources as the measure pages do (common 1.4 to 1.7, 2 and 6.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.reference.oracle import times
from tests.reference.oracle.times import Interval, Json, Moment

SCT = "http://snomed.info/sct"
LNC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
RUNNING = ("active", "recurrence", "relapse")
NOT_PERFORMED = "http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-doNotPerform"
DAYS = {
    "h": 1 / 24, "hour": 1 / 24, "hours": 1 / 24,
    "min": 1 / 1440, "minute": 1 / 1440, "minutes": 1 / 1440,
    "s": 1 / 86400, "second": 1 / 86400, "seconds": 1 / 86400,
    "d": 1, "day": 1, "days": 1,
    "wk": 7, "week": 7, "weeks": 7,
    "mo": 30, "month": 30, "months": 30,
    "a": 365, "year": 365, "years": 365,
}  # fmt: skip


class Chart:
    """All resources of one patient, with the value sets to read them by."""

    def __init__(self, resources: list[Json], sets: dict[str, set[tuple[str, str]]]) -> None:
        self.resources = resources
        self.sets = sets
        self.patient = next(one for one in resources if one["resourceType"] == "Patient")
        self.born = times.moment(self.patient.get("birthDate"))

    def all(self, kind: str) -> list[Json]:
        """Every resource of a type."""
        return [one for one in self.resources if one["resourceType"] == kind]

    def codings(self, concept: Any) -> Iterator[tuple[str, str]]:
        """The pairs of system and code of one concept or a list of them."""
        if isinstance(concept, list):
            for one in concept:
                yield from self.codings(one)
        elif isinstance(concept, dict):
            for coding in concept.get("coding", []):
                if coding.get("system") and coding.get("code"):
                    yield (coding["system"], coding["code"])

    def member(self, concept: Any, *oids: str) -> bool:
        """At least one coding is a member of at least one set."""
        pairs = set(self.codings(concept))
        return any(pairs & self.sets.get(oid, set()) for oid in oids)

    def has(self, concept: Any, system: str, *codes: str) -> bool:
        """At least one coding is this very code."""
        return any((system, code) in set(self.codings(concept)) for code in codes)

    # Intervals

    def interval(self, record: Json, name: str) -> Interval | None:
        """I(x) of a choice element, for example onset or performed."""
        for kind in ("DateTime", "Instant", "Date"):
            point = times.moment(record.get(name + kind))
            if point:
                return Interval(point, point)
        if f"{name}Period" in record:
            return self.period(record[f"{name}Period"])
        if f"{name}Age" in record:
            return self._ages(record[f"{name}Age"], record[f"{name}Age"])
        if f"{name}Range" in record:
            return self._ages(record[f"{name}Range"].get("low"), record[f"{name}Range"].get("high"))
        return None

    def period(self, period: Json | None) -> Interval | None:
        """I(x) of a Period."""
        if not period:
            return None
        start, end = times.moment(period.get("start")), times.moment(period.get("end"))
        return Interval(start, times.FAR if end is None else end)

    def _ages(self, low: Json | None, high: Json | None) -> Interval | None:
        first, last = self._birth_plus(low, 0), self._birth_plus(high, 1)
        if first is None or last is None:
            return None
        return Interval(first, times.day_before(last))

    def _birth_plus(self, age: Json | None, more: int) -> Moment | None:
        if self.born is None or self.born.calendar_day is None or not age or "value" not in age:
            return None
        count = int(age["value"])
        unit = age.get("code") or age.get("unit")
        born = self.born.calendar_day
        if unit in ("a", "year", "years"):
            found = times.add_years(born, count)
        elif unit in ("mo", "month", "months"):
            found = times.add_months(born, count)
        elif unit in ("wk", "week", "weeks"):
            found = born + timedelta(weeks=count)
        elif unit in ("d", "day", "days"):
            found = born + timedelta(days=count)
        else:
            return None
        return times.of_day(times.add_years(found, more))

    def prevalence(self, condition: Json) -> Interval | None:
        """prev(c), common 1.5 with the sharper reading of section C."""
        running = self.has(condition.get("clinicalStatus"), CLINICAL, *RUNNING)
        onset = self.interval(condition, "onset")
        start = onset.start if onset else None
        abatement = self.interval(condition, "abatement")
        end = abatement.end if abatement else None
        if end == times.FAR:
            end = None
        if end is not None and "abatementPeriod" in condition:
            end = times.millisecond_before(end)
        if end is not None:
            return Interval(start or times.BEGINNING, end)
        if not running:
            return None
        return times.ALWAYS if start is None else Interval(start, times.FAR)

    # Values

    def quantity(self, quantity: Any) -> tuple[float, str] | None:
        """The number and unit of a quantity, if it has a value (common 1.6)."""
        if not isinstance(quantity, dict) or "value" not in quantity or "comparator" in quantity:
            return None
        if quantity.get("system", UCUM) != UCUM:
            return None
        return float(quantity["value"]), quantity.get("code") or quantity.get("unit") or "1"

    def value_present(self, observation: Json) -> bool:
        """Any value[x] element, of any type and content."""
        return any(name.startswith("value") for name in observation)

    # Status filters

    def ok_encounter(self, one: Json) -> bool:
        """ok(encounter)."""
        return one.get("status") in ("finished", "arrived", "triaged", "in-progress", "onleave")

    def ok_study(self, one: Json) -> bool:
        """ok(study) and ok(bp)."""
        return one.get("status") in ("final", "amended", "corrected")

    def ok_category(self, one: Json, category: str) -> bool:
        """ok(lab), ok(assessment)."""
        return self.ok_study(one) and self.has(one.get("category"), OBSERVATION_CATEGORY, category)

    def ok_symptom(self, one: Json) -> bool:
        """ok(symptom)."""
        return self.ok_study(one) or one.get("status") == "preliminary"

    def ok_procedure(self, one: Json) -> bool:
        """ok(procedure) and ok(intervention)."""
        return one.get("status") == "completed"

    def ok_order(self, one: Json) -> bool:
        """ok(order), with the ruling on do-not-perform."""
        return (
            one.get("status") in ("active", "completed")
            and one.get("intent") == "order"
            and one.get("doNotPerform") is not True
        )

    def ok_device_order(self, one: Json) -> bool:
        """ok(device order), do-not-perform not true."""
        refused = any(
            extension.get("url") == NOT_PERFORMED and extension.get("valueBoolean") is True
            for extension in one.get("modifierExtension", [])
        )
        return (
            one.get("status") in ("active", "completed")
            and one.get("intent") == "order"
            and not refused
        )

    # Age

    def age(self, day: date | None) -> int | None:
        """Completed years at a date."""
        if self.born is None or self.born.calendar_day is None or day is None:
            return None
        born = self.born.calendar_day
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def aged(self, day: date | None, low: int, high: int = 999) -> bool:
        """Age at a date within bounds, both included."""
        age = self.age(day)
        return age is not None and low <= age <= high


def medication_period(request: Json) -> Interval:
    """Common 6.4; with the ruling that a request without a period overlaps everything."""
    dosages = request.get("dosageInstruction", [])
    if len(dosages) > 1:
        return times.ALWAYS
    dosage = dosages[0] if dosages else {}
    if len(dosage.get("doseAndRate", [])) > 1:
        return times.ALWAYS
    rate = dosage["doseAndRate"][0] if dosage.get("doseAndRate") else {}
    repeat = dosage.get("timing", {}).get("repeat", {})
    bounds = repeat.get("boundsPeriod", {})
    dispense = request.get("dispenseRequest", {})
    starts = (
        bounds.get("start"),
        request.get("authoredOn"),
        dispense.get("validityPeriod", {}).get("start"),
    )
    # A month alone names no day; the page is silent on it, so the next date that does is taken.
    named = [day for day in map(_day, starts) if day is not None]
    if not named:
        return times.ALWAYS
    start = named[0]
    supplied = _supplied(dispense, rate, repeat)
    first = times.of_day(start)
    if supplied is not None:
        last = min(start.toordinal() + int(supplied - 1), date.max.toordinal())
        return Interval(first, times.of_day(date.fromordinal(last)))
    end = _day(bounds.get("end"))
    if end is not None:
        return Interval(first, times.of_day(end))
    return times.ALWAYS


def _day(text: Any) -> date | None:
    found = times.moment(text)
    return found.calendar_day if found else None


def _supplied(dispense: Json, rate: Json, repeat: Json) -> float | None:
    times_given = 1 + dispense.get("numberOfRepeatsAllowed", 0)
    duration = dispense.get("expectedSupplyDuration")
    if duration is not None:
        unit = duration.get("code") or duration.get("unit")
        if unit not in DAYS or "value" not in duration or "comparator" in duration:
            return None
        return float(float(duration["value"]) * DAYS[unit] * times_given)
    quantity = dispense.get("quantity", {}).get("value")
    dose = rate.get("doseRange", {}).get("high", {}).get("value")
    if dose is None:
        dose = rate.get("doseQuantity", {}).get("value")
    daily = _daily(repeat)
    if quantity is None or not dose or not daily:
        return None
    return float(float(quantity) / (float(dose) * daily) * times_given)


def _daily(repeat: Json) -> float | None:
    frequency = repeat.get("frequencyMax", repeat.get("frequency"))
    period, unit = repeat.get("period"), repeat.get("periodUnit")
    if frequency is None or period is None or unit not in DAYS:
        return float(len(repeat.get("timeOfDay", []))) or None
    return float(frequency / (period * DAYS[unit]))
