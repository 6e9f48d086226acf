from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from commonweal.intake.context import Context
from commonweal.intake.fhir.supply import supply
from commonweal.intake.keys import PatientKeys
from commonweal.intake.points import FAR_FUTURE, NOTHING, of_day

CONTEXT = Context("main", PatientKeys(bytes(32)))
UNKNOWN = NOTHING + FAR_FUTURE


def covered(**order: Any) -> tuple[Any, ...]:
    return supply({"resourceType": "MedicationRequest", "id": "m"} | order, CONTEXT)


def span(first: date, last: date) -> tuple[Any, ...]:
    return of_day(first) + of_day(last)


def dispensed(days: Any, unit: str = "days", **more: Any) -> dict[str, Any]:
    return {"expectedSupplyDuration": {"value": days, "code": unit}, **more}


START = {"authoredOn": "2025-01-01T09:00:00Z"}


def test_ninety_days_from_the_day_of_the_order() -> None:
    assert covered(**START, dispenseRequest=dispensed(90)) == span(
        date(2025, 1, 1), date(2025, 3, 31)
    )


def test_refills_multiply() -> None:
    order = dispensed(30, "d", numberOfRepeatsAllowed=2)
    assert covered(**START, dispenseRequest=order) == span(date(2025, 1, 1), date(2025, 3, 31))


def test_weeks_months_and_hours_become_days() -> None:
    assert covered(**START, dispenseRequest=dispensed(2, "wk")) == span(
        date(2025, 1, 1), date(2025, 1, 14)
    )
    assert covered(**START, dispenseRequest=dispensed(1, "mo")) == span(
        date(2025, 1, 1), date(2025, 1, 30)
    )
    assert covered(**START, dispenseRequest=dispensed(36, "h")) == span(
        date(2025, 1, 1), date(2025, 1, 1)
    )


def test_the_unit_may_be_in_words() -> None:
    order = {"expectedSupplyDuration": {"value": 5, "unit": "days"}}
    assert covered(**START, dispenseRequest=order) == span(date(2025, 1, 1), date(2025, 1, 5))


def test_bounds_come_before_the_order_and_validity_last() -> None:
    bounds = {"start": "2025-02-01", "end": "2025-02-10"}
    dosage = [{"timing": {"repeat": {"boundsPeriod": bounds}}}]
    assert covered(**START, dosageInstruction=dosage) == span(date(2025, 2, 1), date(2025, 2, 10))
    order = dispensed(3, validityPeriod={"start": "2025-05-01"})
    assert covered(dispenseRequest=order) == span(date(2025, 5, 1), date(2025, 5, 3))


@pytest.mark.parametrize(
    ("repeat", "dose", "last"),
    [
        ({"frequency": 1, "period": 1, "periodUnit": "d"}, {"doseQuantity": {"value": 1}}, 30),
        ({"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"},
         {"doseQuantity": {"value": 1}}, 15),
        ({"frequency": 1, "period": 12, "periodUnit": "h"}, {"doseQuantity": {"value": 1}}, 15),
        ({"timeOfDay": ["08:00", "20:00"]}, {"doseQuantity": {"value": 1}}, 15),
        ({"frequency": 1, "period": 1, "periodUnit": "d"},
         {"doseRange": {"low": {"value": 1}, "high": {"value": 3}}}, 10),
    ],
)  # fmt: skip
def test_quantity_over_doses_a_day(repeat: dict[str, Any], dose: dict[str, Any], last: int) -> None:
    dosage = [{"timing": {"repeat": repeat}, "doseAndRate": [dose]}]
    found = covered(**START, dosageInstruction=dosage, dispenseRequest={"quantity": {"value": 30}})
    assert found == span(date(2025, 1, 1), date(2025, 1, last))


@pytest.mark.parametrize(
    ("days", "last"),
    [(50_000, date(2161, 11, 23)), (1e12, date.max), (float("inf"), date.max), (-1e12, date.min)],
)
def test_a_supply_beyond_all_calendars_keeps_its_start(days: float, last: date) -> None:
    found = covered(**START, dispenseRequest=dispensed(days))
    assert found == span(date(2025, 1, 1), last)


@pytest.mark.parametrize(
    "order",
    [
        {},
        START,
        {"authoredOn": "2025", "dispenseRequest": dispensed(3)},
        {"authoredOn": "nonsense", "dispenseRequest": dispensed(3)},
        START | {"dispenseRequest": dispensed(3, "fortnight")},
        START | {"dispenseRequest": dispensed(None)},
        START | {"dispenseRequest": dispensed(float("nan"))},
        START | {"dispenseRequest": {"quantity": {"value": 30}}},
        START | {"dosageInstruction": [{}, {}], "dispenseRequest": dispensed(3)},
        START | {"dosageInstruction": [{"doseAndRate": [{}, {}]}], "dispenseRequest": dispensed(3)},
        START | {"dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 1}}]}],
                 "dispenseRequest": {"quantity": {"value": 30}}},
    ],
)  # fmt: skip
def test_what_can_not_be_computed_starts_nowhere_and_never_ends(order: dict[str, Any]) -> None:
    assert covered(**order) == UNKNOWN
