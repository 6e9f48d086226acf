"""The days that an order of medication covers (measure-logic, common section 6.4).

Day precision only. Where the period can not be computed the start is missing and the end far in
the future, which the measures read as "overlaps everything, starts nowhere".
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from commonweal.intake.context import Context, word
from commonweal.intake.fhir.reading import Resource, number
from commonweal.intake.points import FAR_FUTURE, NOTHING, PointValue, day_of, of_day, point

_IN_DAYS = {
    "d": 1.0, "day": 1.0, "days": 1.0, "wk": 7.0, "week": 7.0, "weeks": 7.0, "mo": 30.0,
    "month": 30.0, "months": 30.0, "a": 365.0, "year": 365.0, "years": 365.0, "h": 1 / 24,
    "hour": 1 / 24, "hours": 1 / 24, "min": 1 / 1440, "minute": 1 / 1440, "minutes": 1 / 1440,
    "s": 1 / 86400, "second": 1 / 86400, "seconds": 1 / 86400,
}  # fmt: skip
_LAST_DAY = date.max.toordinal()
_ANY_DAY = date.min.isoformat()


def supply(resource: Resource, context: Context) -> tuple[Any, ...]:
    """Read the first and the last day covered.

    resource: a MedicationRequest
    context: not used; dates that can not be read are noted by the columns that hold them
    """
    days = _days(resource)
    return NOTHING + FAR_FUTURE if days is None else _point(days[0]) + _point(days[1])


def unbounded(resource: Resource, context: Context) -> tuple[Any, ...]:
    """Read the days covered where nothing was dispensed and no bounds are said: they are unknown.

    resource: a MedicationRequest, of which only the instruction is known
    context: not used
    Fails with ValueError where bounds are said.
    """
    for instruction in resource.get("dosageInstruction") or ():
        if ((instruction.get("timing") or {}).get("repeat") or {}).get("boundsPeriod"):
            raise ValueError("bounds are said")
    # without a day to begin at, what the instruction holds would not be looked at
    return supply(resource | {"authoredOn": _ANY_DAY}, context)


def _point(day: date) -> PointValue:
    return of_day(day)


def _days(resource: Resource) -> tuple[date, date] | None:
    instructions = resource.get("dosageInstruction") or []
    if len(instructions) > 1:
        return None
    instruction = instructions[0] if instructions else {}
    doses = instruction.get("doseAndRate") or []
    if len(doses) > 1:
        return None
    repeat = (instruction.get("timing") or {}).get("repeat") or {}
    bounds = repeat.get("boundsPeriod") or {}
    dispense = resource.get("dispenseRequest") or {}
    start = (
        _day(bounds.get("start"))
        or _day(resource.get("authoredOn"))
        or _day((dispense.get("validityPeriod") or {}).get("start"))
    )
    if start is None:
        return None
    supplied = _supplied(dispense, repeat, doses[0] if doses else {}, instruction)
    if supplied is not None and not math.isnan(supplied):
        # A supply past the year 9999 lasts to its end: the order still has its start.
        further = math.trunc(min(max(supplied - 1, -_LAST_DAY), _LAST_DAY))
        last = min(max(start.toordinal() + further, 1), _LAST_DAY)
        return start, date.fromordinal(last)
    end = _day(bounds.get("end"))
    return None if end is None else (start, end)


def _day(value: object) -> date | None:
    text = word(value)
    found = point(text) if text else None
    return day_of(found) if found and found[2] in ("D", "T") else None


def _supplied(
    dispense: Resource, repeat: Resource, dose: Resource, instruction: Resource
) -> float | None:
    refills = 1 + (number(dispense.get("numberOfRepeatsAllowed")) or 0)
    duration = dispense.get("expectedSupplyDuration")
    if duration is not None:
        value = number(duration.get("value"))
        unit = _IN_DAYS.get(word(duration.get("code")) or word(duration.get("unit")) or "")
        return None if value is None or unit is None else value * unit * refills
    quantity = number((dispense.get("quantity") or {}).get("value"))
    each, daily = _dose(dose), _doses_a_day(repeat)
    if quantity is None or not each or not daily:
        return None
    return quantity / (each * daily) * refills


def _dose(dose: Resource) -> float | None:
    upper = (dose.get("doseRange") or {}).get("high")
    return number((upper or dose.get("doseQuantity") or {}).get("value"))


def _doses_a_day(repeat: Resource) -> float | None:
    times = number(repeat.get("frequencyMax")) or number(repeat.get("frequency"))
    span, unit = number(repeat.get("period")), _IN_DAYS.get(word(repeat.get("periodUnit")) or "")
    if times and span and unit:
        return times / (span * unit)
    return float(len(repeat.get("timeOfDay") or ())) or None
