"""CMS2 read a second time: screened for depression, with a plan when positive."""

from __future__ import annotations

from datetime import timedelta

from tests.reference.oracle import times
from tests.reference.oracle.records import LNC, SCT, Chart
from tests.reference.oracle.shared_pages import TELEPHONE, Year, instant_of, report
from tests.reference.oracle.times import Json, Moment, Window

TOOLS = {"teen": "73831-0", "adult": "73832-8"}
POSITIVE, NEGATIVE = "428181000124104", "428171000124102"
PLANS = {
    "teen": {"MedicationRequest": "1567", "ServiceRequest": "1570", "Procedure": "1569"},
    "adult": {"MedicationRequest": "1566", "ServiceRequest": "1571", "Procedure": "1568"},
}
REFUSED = "http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason"


def cms2(c: Chart, y: Year) -> dict[str, int]:
    """Screening for depression and follow-up plan."""
    visits = [
        e
        for e in c.all("Encounter")
        if e.get("status") == "finished"
        and c.member(
            e.get("type"),
            "2.16.840.1.113883.3.600.1916",
            "2.16.840.1.113883.3.526.3.1022",
            TELEPHONE,
        )
        and times.during(c.period(e.get("period")), y.window)
    ]
    ip = c.aged(y.first, 12) and bool(visits)
    teen = c.aged(y.first, 12, 17) and _plan(c, y, visits, "teen")
    adult = c.aged(y.first, 17) and _plan(c, y, visits, "adult")
    de = any(
        _reason(c, visits, tool) and not _screens(c, visits, tool) for tool in ("teen", "adult")
    )
    return report(ip, _bipolar(c, visits), teen or adult, de)


def _bipolar(c: Chart, visits: list[Json]) -> bool:
    for x in c.all("Condition"):
        listed = c.has(
            x.get("category"),
            "http://terminology.hl7.org/CodeSystem/condition-category",
            "problem-list-item",
        ) or c.has(
            x.get("category"),
            "http://hl7.org/fhir/us/core/CodeSystem/condition-category",
            "health-concern",
        )
        prev = c.prevalence(x)
        if not listed or not c.member(x.get("code"), "2.16.840.1.113883.3.67.1.101.1.128"):
            continue
        if prev is None or prev.always:
            continue
        for e in visits:
            if times.before(prev.start, times.moment(e["period"]["start"]), "instant") is True:
                return True
    return False


def _near(at: Moment | None, visit: Json) -> bool:
    """On the day of the visit's start or up to 14 days before it."""
    start = times.moment(visit["period"]["start"])
    if start is None or start.calendar_day is None:
        return False
    return times.inside(at, times.days(start.calendar_day - timedelta(days=14), start.calendar_day))


def _screens(c: Chart, visits: list[Json], tool: str) -> list[Json]:
    found = []
    for o in c.all("Observation"):
        effective = c.interval(o, "effective")
        if (
            c.has(o.get("code"), LNC, TOOLS[tool])
            and o.get("status") == "final"
            and c.value_present(o)
            and effective is not None
            and any(_near(effective.end, e) for e in visits)
        ):
            found.append(o)
    return found


def _plan(c: Chart, y: Year, visits: list[Json], tool: str) -> bool:
    screens = _screens(c, visits, tool)
    if not screens:
        return False

    def key(o: Json) -> tuple[float, str]:
        effective = c.interval(o, "effective")
        return instant_of(effective.start if effective else None), o["id"]

    last = max(screens, key=key)
    value = last.get("valueCodeableConcept")
    if c.has(value, SCT, NEGATIVE):
        return True
    effective = c.interval(last, "effective")
    start = effective.start if effective else None
    return c.has(value, SCT, POSITIVE) and any(
        _near(start, e) and _followed(c, y, e, tool) for e in visits
    )


def _followed(c: Chart, y: Year, e: Json, tool: str) -> bool:
    codes = {kind: f"2.16.840.1.113883.3.526.3.{n}" for kind, n in PLANS[tool].items()}
    first, last = times.moment(e["period"]["start"]), times.moment(e["period"]["end"])
    assert first is not None and last is not None
    left = last.calendar_day
    after = times.days(left, left + timedelta(days=2)) if left else None
    for kind, code in (
        ("MedicationRequest", "medicationCodeableConcept"),
        ("ServiceRequest", "code"),
    ):
        for r in c.all(kind):
            at = times.moment(r.get("authoredOn"))
            if (
                r.get("status") in ("active", "completed")
                and (kind == "ServiceRequest" or r.get("intent") == "order")
                and r.get("doNotPerform") is not True
                and c.member(r.get(code), codes[kind])
                and after is not None
                and times.inside(at, after)
                and times.inside(at, y.window)
            ):
                return True
    for p in c.all("Procedure"):
        performed = c.interval(p, "performed")
        if (
            c.ok_procedure(p)
            and c.member(p.get("code"), codes["Procedure"])
            and performed is not None
            and times.inside(performed.start, Window(first, last), "instant")
            and times.inside(performed.start, y.window)
        ):
            return True
    return False


def _reason(c: Chart, visits: list[Json], tool: str) -> bool:
    for o in c.all("Observation"):
        if not c.has(o.get("code"), LNC, TOOLS[tool]) or o.get("status") != "cancelled":
            continue
        for extension in o.get("extension", []):
            said = extension.get("valueCodeableConcept")
            if extension.get("url") != REFUSED or not (
                c.has(said, SCT, "720834000") or c.member(said, "2.16.840.1.113883.3.526.3.1007")
            ):
                continue
            issued = times.moment(o.get("issued"))
            for e in visits:
                period = c.period(e["period"])
                assert period is not None and period.start and period.end
                if times.inside(issued, Window(period.start, period.end), "instant"):
                    return True
    return False
