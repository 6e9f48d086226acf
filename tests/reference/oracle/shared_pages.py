"""What the measure pages share (common 3 to 6), read a second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from tests.reference.oracle import times
from tests.reference.oracle.records import LNC, SCT, Chart, medication_period
from tests.reference.oracle.times import Json, Moment, Window

OFFICE = "2.16.840.1.113883.3.464.1003.101.12.1001"
WELLNESS = "2.16.840.1.113883.3.526.3.1240"
ESTABLISHED = "2.16.840.1.113883.3.464.1003.101.12.1025"
INITIAL = "2.16.840.1.113883.3.464.1003.101.12.1023"
HOME = "2.16.840.1.113883.3.464.1003.101.12.1016"
VIRTUAL = "2.16.840.1.113883.3.464.1003.101.12.1089"
TELEPHONE = "2.16.840.1.113883.3.464.1003.101.12.1080"
VISITS = (OFFICE, ESTABLISHED, INITIAL, HOME, VIRTUAL, TELEPHONE)
NUMBERS = "2.16.840.1.113883.3.464.1003"


class Year(NamedTuple):
    """The measurement period."""

    first: date
    last: date

    @property
    def window(self) -> Window:
        """The whole period."""
        return times.days(self.first, self.last)

    def back(self, years: int) -> Window:
        """From some years before the start to the end."""
        return times.days(times.add_years(self.first, -years), self.last)


# Common 3 to 6


def visit(c: Chart, y: Year, *sets: str) -> bool:
    """OP (common 3), or VISIT of CMS124."""
    return any(
        c.ok_encounter(e)
        and c.member(e.get("type"), *sets)
        and times.during(c.period(e.get("period")), y.window)
        for e in c.all("Encounter")
    )


def condition(c: Chart, oid: str, test: Callable[[times.Interval | None], bool]) -> bool:
    """A condition of a set whose prevalence meets a test."""
    return any(c.member(x.get("code"), oid) and test(c.prevalence(x)) for x in c.all("Condition"))


def hospice(c: Chart, y: Year) -> bool:
    """Common 4."""
    w = y.window
    for e in c.all("Encounter"):
        period = c.period(e.get("period"))
        if not c.ok_encounter(e):
            continue
        leaves = e.get("hospitalization", {}).get("dischargeDisposition")
        if (
            c.member(e.get("type"), "2.16.840.1.113883.3.666.5.307")
            and c.has(leaves, SCT, "428361000124107", "428371000124100")
            and period is not None
            and times.inside(period.end, w)
        ):
            return True
        if c.member(e.get("type"), f"{NUMBERS}.1003") and times.overlaps(period, w):
            return True
    for o in c.all("Observation"):
        if (
            c.ok_category(o, "survey")
            and c.has(o.get("code"), LNC, "45755-6")
            and c.has(o.get("valueCodeableConcept"), SCT, "373066001")
            and times.overlaps(c.interval(o, "effective"), w)
        ):
            return True
    for r in c.all("ServiceRequest"):
        if (
            c.ok_order(r)
            and c.member(r.get("code"), "2.16.840.1.113883.3.526.3.1584")
            and times.inside(times.moment(r.get("authoredOn")), w)
        ):
            return True
    for p in c.all("Procedure"):
        if (
            c.ok_procedure(p)
            and c.member(p.get("code"), "2.16.840.1.113883.3.526.3.1584")
            and times.overlaps(c.interval(p, "performed"), w)
        ):
            return True
    return condition(c, f"{NUMBERS}.1165", lambda prev: times.overlaps(prev, w))


def palliative(c: Chart, y: Year) -> bool:
    """Common 5."""
    w = y.window
    return (
        any(
            c.ok_category(o, "survey")
            and c.has(o.get("code"), LNC, "71007-9")
            and times.overlaps(c.interval(o, "effective"), w)
            for o in c.all("Observation")
        )
        or condition(c, f"{NUMBERS}.1167", lambda prev: times.overlaps(prev, w))
        or any(
            c.ok_encounter(e)
            and c.member(e.get("type"), f"{NUMBERS}.101.12.1090")
            and times.overlaps(c.period(e.get("period")), w)
            for e in c.all("Encounter")
        )
        or any(
            c.ok_procedure(p)
            and c.member(p.get("code"), f"{NUMBERS}.198.12.1135")
            and times.overlaps(c.interval(p, "performed"), w)
            for p in c.all("Procedure")
        )
    )


def frail(c: Chart, y: Year) -> bool:
    """FRAILTY SIGN, common 6.1."""
    w = y.window
    device = f"{NUMBERS}.118.12.1300"
    for r in c.all("DeviceRequest"):
        if (
            c.ok_device_order(r)
            and c.member(r.get("codeCodeableConcept"), device)
            and times.inside(times.moment(r.get("authoredOn")), w)
        ):
            return True
    for o in c.all("Observation"):
        effective = c.interval(o, "effective")
        if (
            c.ok_category(o, "survey")
            and c.has(o.get("code"), LNC, "98181-1")
            and c.member(o.get("valueCodeableConcept"), device)
            and effective is not None
            and times.inside(effective.end, w)
        ):
            return True
        if (
            c.ok_symptom(o)
            and c.member(o.get("code"), f"{NUMBERS}.113.12.1075")
            and times.overlaps(effective, w)
        ):
            return True
    for e in c.all("Encounter"):
        if (
            c.ok_encounter(e)
            and c.member(e.get("type"), f"{NUMBERS}.101.12.1088")
            and times.overlaps(c.period(e.get("period")), w)
        ):
            return True
    return condition(c, f"{NUMBERS}.113.12.1074", lambda prev: times.overlaps(prev, w))


def advanced(c: Chart, y: Year) -> bool:
    """Advanced illness or dementia drug, common 6.2."""
    w = y.back(1)
    if condition(
        c,
        f"{NUMBERS}.110.12.1082",
        lambda prev: prev is not None and not prev.always and times.inside(prev.start, w),
    ):
        return True
    return any(
        m.get("status") == "active"
        and c.ok_order(m)
        and c.member(m.get("medicationCodeableConcept"), f"{NUMBERS}.196.12.1510")
        and times.overlaps(medication_period(m), w)
        for m in c.all("MedicationRequest")
    )


def frail66(c: Chart, y: Year) -> bool:
    """FRAIL66."""
    return c.aged(y.last, 66) and frail(c, y) and advanced(c, y)


def instant_of(m: Moment | None) -> float:
    """A sort key; a record without a start comes first."""
    if m is None:
        return float("-inf")
    if m.instant is not None:
        return m.instant.timestamp()
    return datetime.combine(m.first_day, time.min, UTC).timestamp()


def nursing66(c: Chart, y: Year) -> bool:
    """NURSING66."""
    found: list[tuple[float, str, Json]] = []
    for o in c.all("Observation"):
        effective = c.interval(o, "effective")
        if (
            c.ok_category(o, "survey")
            and c.has(o.get("code"), LNC, "71802-3")
            and effective is not None
            and times.ends_by(effective, y.window.last)
        ):
            found.append((instant_of(effective.end), o["id"], o))
    if not found or not c.aged(y.last, 66):
        return False
    last = max(found, key=lambda one: one[:2])[2]
    return c.has(last.get("valueCodeableConcept"), SCT, "160734000")


def shared_exclusions(c: Chart, y: Year) -> bool:
    """HOSPICE, PALLIATIVE and NURSING66."""
    return hospice(c, y) or palliative(c, y) or nursing66(c, y)


def procedure_ends_by(c: Chart, y: Year, by: str, *oids: str) -> bool:
    """A completed procedure that ends on or before the end of the period."""
    return any(
        c.ok_procedure(p)
        and c.member(p.get("code"), *oids)
        and times.ends_by(c.interval(p, "performed"), y.window.last, by)
        for p in c.all("Procedure")
    )


def report(ip: bool, dx: bool, n: bool, de: bool = False) -> dict[str, int]:
    """Membership, common 1.1."""
    excluded = ip and dx
    met = ip and not dx and n
    return {
        "initial-population": int(ip),
        "denominator": int(ip),
        "denominator-exclusion": int(excluded),
        "numerator": int(met),
        "denominator-exception": int(ip and not dx and not met and de),
    }
