"""The measure pages CMS122, 165, 130, 125 and 124 read a second time; CMS2 has its own module."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reference.oracle import times
from tests.reference.oracle.depression import cms2
from tests.reference.oracle.records import LNC, SCT, Chart
from tests.reference.oracle.shared_pages import (
    NUMBERS,
    VISITS,
    WELLNESS,
    Year,
    advanced,
    condition,
    frail,
    frail66,
    hospice,
    palliative,
    procedure_ends_by,
    report,
    shared_exclusions,
    visit,
)
from tests.reference.oracle.times import Json, Window

# The six measures


def cms122(c: Chart, y: Year) -> dict[str, int]:
    """Glycemic status above 9 %."""
    diabetes = f"{NUMBERS}.103.12.1001"
    ip = (
        c.aged(y.last, 18, 75)
        and visit(c, y, *VISITS, WELLNESS)
        and condition(c, diabetes, lambda prev: times.overlaps(prev, y.window))
    )
    readings = []
    for o in c.all("Observation"):
        named = c.member(o.get("code"), f"{NUMBERS}.198.12.1013")
        if not (c.ok_category(o, "laboratory") and (named or c.has(o["code"], LNC, "97506-0"))):
            continue
        at = times.latest(c.interval(o, "effective"))
        if at is not None and times.inside(at, y.window):
            readings.append((at.first_day, o))
    if not readings:
        n = True
    else:
        last = max(day for day, _ in readings)
        same = [o for day, o in readings if day == last]
        bare = [o for o in same if c.quantity(o.get("valueQuantity")) is None]
        if bare:
            # A tie between several without a number goes to the greater id (Rulings).
            # A quantity that is not comparable "has no value" (1.6), so it is no value of any type.
            picked = max(bare, key=lambda o: str(o["id"]))
            n = not c.value_present(picked) or "valueQuantity" in picked
        else:
            # The page is silent on numbers of several units on one day: the lowest number.
            found = [c.quantity(o.get("valueQuantity")) for o in same]
            value, unit = min(pair for pair in found if pair is not None)
            n = unit == "%" and value > 9
    return report(ip, shared_exclusions(c, y) or frail66(c, y), n)


def cms165(c: Chart, y: Year) -> dict[str, int]:
    """Controlling high blood pressure."""
    w = y.window
    july = times.days(times.add_months(y.first, 6), y.last).first
    half = Window(w.first, july, open_end=True)
    ip = (
        c.aged(y.last, 18, 85)
        and visit(c, y, *VISITS, WELLNESS)
        and condition(
            c, f"{NUMBERS}.104.12.1011", lambda prev: times.overlaps(prev, half, "instant")
        )
    )
    diagnoses = (
        "2.16.840.1.113883.3.526.3.378",
        "2.16.840.1.113883.3.526.3.353",
        f"{NUMBERS}.109.12.1029",
        "2.16.840.1.113883.3.526.3.1002",
    )
    frailty = (c.aged(y.last, 66, 80) and frail(c, y) and advanced(c, y)) or (
        c.aged(y.last, 81) and frail(c, y)
    )
    dx = (
        shared_exclusions(c, y)
        or frailty
        or any(
            condition(c, oid, lambda prev: times.overlaps(prev, w, "instant")) for oid in diagnoses
        )
        or procedure_ends_by(c, y, "instant", f"{NUMBERS}.109.12.1012", f"{NUMBERS}.109.12.1013")
        or any(
            c.ok_encounter(e)
            and c.member(e.get("type"), f"{NUMBERS}.109.12.1014")
            and times.starts_by(c.period(e.get("period")), w.last, "instant")
            for e in c.all("Encounter")
        )
    )
    return report(ip, dx, _controlled(c, y))


def _controlled(c: Chart, y: Year) -> bool:
    readings = []
    for o in c.all("Observation"):
        at = times.latest(c.interval(o, "effective"))
        if (
            c.ok_study(o)
            and c.has(o.get("code"), LNC, "85354-9")
            and times.inside(at, y.window)
            and not _in_hospital(c, o)
        ):
            assert at is not None
            readings.append((at.first_day, o))
    if not readings:
        return False
    last = max(day for day, _ in readings)
    same = [o for day, o in readings if day == last]
    return _lowest_below(c, same, "8480-6", 140) and _lowest_below(c, same, "8462-4", 90)


def _in_hospital(c: Chart, o: Json) -> bool:
    reference = o.get("encounter", {}).get("reference")
    if not reference:
        return False
    name = reference.split("/")[-1]
    return any(
        e["id"] == name
        and e.get("class", {}).get("code") in ("EMER", "IMP", "ACUTE", "NONAC", "PRENC", "SS")
        for e in c.all("Encounter")
    )


def _lowest_below(c: Chart, readings: list[Json], code: str, limit: float) -> bool:
    values = []
    for o in readings:
        parts = [part for part in o.get("component", []) if c.has(part.get("code"), LNC, code)]
        if len(parts) != 1:
            return False
        found = c.quantity(parts[0].get("valueQuantity"))
        if found is None or found[1] != "mm[Hg]":
            return False
        values.append(found[0])
    return min(values) < limit


def cms130(c: Chart, y: Year) -> dict[str, int]:
    """Colorectal cancer screening."""
    ip = c.aged(y.last, 46, 75) and visit(c, y, *VISITS, WELLNESS)
    dx = (
        shared_exclusions(c, y)
        or frail66(c, y)
        or condition(c, f"{NUMBERS}.108.12.1001", lambda prev: times.starts_by(prev, y.window.last))
        or procedure_ends_by(c, y, "day", f"{NUMBERS}.198.12.1019")
    )
    n = False
    for o in c.all("Observation"):
        effective = c.interval(o, "effective")
        lab = c.ok_category(o, "laboratory") and c.value_present(o)
        for oid, years in ((f"{NUMBERS}.198.12.1011", 0), (f"{NUMBERS}.108.12.1039", 2)):
            if lab and c.member(o.get("code"), oid):
                n = n or times.inside(times.latest(effective), y.back(years))
        if c.ok_study(o) and c.member(o.get("code"), f"{NUMBERS}.108.12.1038"):
            n = n or (effective is not None and times.inside(effective.end, y.back(4)))
    for p in c.all("Procedure"):
        performed = c.interval(p, "performed")
        for oid, years in ((f"{NUMBERS}.198.12.1010", 4), (f"{NUMBERS}.108.12.1020", 9)):
            if c.ok_procedure(p) and c.member(p.get("code"), oid) and performed is not None:
                n = n or times.inside(performed.end, y.back(years))
    return report(ip, dx, n)


def cms125(c: Chart, y: Year) -> dict[str, int]:
    """Breast cancer screening."""
    end = y.window.last
    ip = (
        c.aged(y.last, 52, 74)
        and c.patient.get("gender") == "female"
        and visit(c, y, *VISITS, WELLNESS)
    )

    def gone(history: str, side: str | None, surgery: str) -> bool:
        return (
            condition(c, history, lambda prev: times.starts_by(prev, end, "instant"))
            or procedure_ends_by(c, y, "instant", surgery)
            or any(
                c.member(x.get("code"), f"{NUMBERS}.198.12.1071")
                and side is not None
                and c.has(x.get("bodySite"), SCT, side)
                and times.starts_by(c.prevalence(x), end, "instant")
                for x in c.all("Condition")
            )
        )

    both_breasts = gone(f"{NUMBERS}.198.12.1068", None, f"{NUMBERS}.198.12.1005")
    right = gone(f"{NUMBERS}.198.12.1070", "24028007", f"{NUMBERS}.198.12.1134")
    left = gone(f"{NUMBERS}.198.12.1069", "7771000", f"{NUMBERS}.198.12.1133")
    dx = shared_exclusions(c, y) or frail66(c, y) or both_breasts or (right and left)
    window = times.days(date(y.first.year - 2, 10, 1), y.last)
    n = False
    for o in c.all("Observation"):
        effective = c.interval(o, "effective")
        if c.ok_study(o) and c.member(o.get("code"), f"{NUMBERS}.108.12.1018"):
            n = n or (effective is not None and times.inside(effective.end, window))
    return report(ip, dx, n)


def cms124(c: Chart, y: Year) -> dict[str, int]:
    """Cervical cancer screening."""
    ip = c.aged(y.last, 24, 64) and c.patient.get("gender") == "female" and visit(c, y, *VISITS)
    dx = (
        hospice(c, y)
        or palliative(c, y)
        or procedure_ends_by(c, y, "instant", f"{NUMBERS}.198.12.1014")
        or condition(
            c,
            f"{NUMBERS}.111.12.1016",
            lambda prev: times.starts_by(prev, y.window.last, "instant"),
        )
    )
    n = False
    for o in c.all("Observation"):
        if not (c.ok_category(o, "laboratory") and c.value_present(o)):
            continue
        at = times.latest(c.interval(o, "effective"))
        if c.member(o.get("code"), f"{NUMBERS}.108.12.1017"):
            n = n or times.inside(at, y.back(2))
        if c.member(o.get("code"), f"{NUMBERS}.110.12.1059") and times.inside(at, y.back(4)):
            # A month alone: 30 for sure only if 30 on its first day.
            n = n or (at is not None and c.aged(at.first_day, 30))
    return report(ip, dx, n)


MEASURES: dict[str, Callable[[Chart, Year], dict[str, int]]] = {
    "CMS122": cms122,
    "CMS165": cms165,
    "CMS130": cms130,
    "CMS125": cms125,
    "CMS124": cms124,
    "CMS2": cms2,
}


def evaluate(
    cms: str,
    resources: list[Json],
    period: tuple[date, date],
    sets: dict[str, set[tuple[str, str]]],
) -> dict[str, int]:
    """Membership of one patient in the populations of one measure."""
    return MEASURES[cms](Chart(resources, sets), Year(*period))


def value_sets(lines: Any) -> dict[str, set[tuple[str, str]]]:
    """Value sets by their OID."""
    return {
        one["url"].rsplit("/", 1)[-1]: {(pair[0], pair[1]) for pair in one["codes"]}
        for one in lines
    }
