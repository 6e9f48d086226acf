"""Draw dates around every edge, codes, quantities and answers, always the same from one seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tests.reference.oracle import times
from tests.reference.oracle.menu import AGES, ANSWERS, ANY_VISIT, DATED, FRAIL, HOSPICE, OWN, N
from tests.reference.oracle.records import LNC, SCT
from tests.reference.oracle.times import Json

# Stands for a value set that the vectors do not hold.
NO_MEMBER = ("http://example.org/codes", "in no set")


class Draws:
    """Draw the parts of records for one measure and period."""

    def __init__(
        self,
        cms: str,
        cases: list[list[Json]],
        sets: Any,
        seed: int,
        period: tuple[date, date],
    ) -> None:
        self.cms = cms
        self.first, self.last = period
        self.cases = cases
        self.sets = sets
        # The same patients each time are wanted; nothing is kept secret by them.
        self.random = random.Random(f"{cms} {seed}")  # noqa: S311 - no secret is drawn
        self.count = 0
        self.nearness = 0.35
        shared = [] if cms == "CMS2" else HOSPICE if cms == "CMS124" else HOSPICE + FRAIL
        self.menu = ANY_VISIT + OWN[cms] * 4 + shared
        self.readings = [one for one in OWN[cms] if one[0] == "Observation"] or OWN[cms]

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    # Dates

    def _day(self, found: list[Json]) -> date:
        edges = [self.first, self.last, times.add_months(self.first, 6)]
        edges += [date(self.first.year - 2, 10, 1), self.first + timedelta(days=124)]
        edges += [times.add_years(self.first, -years) for years in (1, 2, 4, 9)]
        visits = [
            times.moment(one.get("period", {}).get(end))
            for one in found
            for end in ("start", "end")
            if one["resourceType"] == "Encounter"
        ]
        near = [at.calendar_day for at in visits if at and at.calendar_day]
        if near and self._chance(self.nearness):
            return self.random.choice(near) + timedelta(
                days=self.random.choice((-15, -14, -13, -1, 0, 0, 1, 2, 3))
            )
        return self.random.choice(edges) + timedelta(
            days=self.random.choice((-366, -30, -1, -1, 0, 0, 0, 1, 1, 30))
        )

    def _time(self, found: list[Json]) -> str:
        day = self._day(found).isoformat()
        kind = self.random.randrange(30)
        if kind < 5:
            return day
        if kind == 5:
            return day[:4]
        if kind == 6:
            return day[:7]
        clock = self.random.choice(
            (
                "T00:00:00.000Z", "T00:00:00Z", "T23:59:59.999Z", "T23:59:59Z", "T12:00:00.000Z",
                "T08:00:00+00:00", "T20:00:00-05:00", "T00:30:00+10:00", "T23:59:59.999-05:00",
                "T00:00:00.000+01:00", "T00:00:00.000-05:00", "T18:59:59.999-05:00",
                "T19:00:00-05:00", "T23:59:59", "T00:00:00", "T23:59:59.5Z", "T23:59:59.999999Z",
            )
        )  # fmt: skip
        return day + clock

    def _period(self, found: list[Json]) -> Json:
        kind = self.random.randrange(10)
        one, other = self._time(found), self._time(found)
        if one[:10] == other[:10]:
            other = one
        elif one[:10] > other[:10]:
            one, other = other, one
        if times.before(times.moment(other), times.moment(one), "instant"):
            other = one
        if kind == 0:
            return {"start": one}
        if kind == 1:
            return {"end": other}
        if kind < 7:
            return {"start": one, "end": one}
        return {"start": one, "end": other}

    def _date(self, record: Json, found: list[Json]) -> None:
        name = self.random.choice(DATED[record["resourceType"]])
        if name in ("authoredOn", "issued"):
            if self._chance(0.1):
                record.pop(name, None)
            else:
                record[name] = self._time(found)
                while name == "issued" and "T" not in record[name]:
                    record[name] = self._time(found)
            return
        if name == "period":
            record["period"] = self._period(found)
            return
        for kind in [key for key in record if key.startswith(name)]:
            del record[kind]
        choice = self.random.randrange(20)
        if choice < 10:
            record[f"{name}DateTime"] = self._time(found)
        elif choice < 15:
            record[f"{name}Period"] = self._period(found)
        elif choice == 15 and name in ("onset", "abatement", "performed"):
            record[f"{name}Age"] = self._age()
        elif choice == 16 and name in ("onset", "abatement", "performed"):
            record[f"{name}String"] = "some years ago"
        elif choice == 17 and name in ("onset", "abatement", "performed"):
            low = self._age()
            record[f"{name}Range"] = {"low": low, "high": {**low, "value": low["value"] + 1}}
        elif choice == 19 and name == "effective":
            record["effectiveTiming"] = {"event": [self._time(found)]}
        elif choice == 19 and name == "abatement":
            record["abatementBoolean"] = True
        elif choice == 18 and name == "effective":
            record["effectiveInstant"] = f"{self._day(found).isoformat()}T23:59:59.999Z"

    def _age(self) -> Json:
        age = self.random.choice(AGES[self.cms]) + self.random.choice((-1, 0, 0, 1))
        return {"value": age, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a"}

    # Values

    def _code(self, wanted: Any) -> Json:
        if isinstance(wanted, tuple):
            return {"system": wanted[0], "code": wanted[1]}
        system, code = self.random.choice(sorted(self.sets.get(wanted) or {NO_MEMBER}))
        return {"system": system, "code": code}

    def _quantity(self) -> Json:
        mercury = self.cms == "CMS165"
        unit = "mm[Hg]" if mercury else "%"
        value = self.random.choice(
            (139, 140, 139.9, 89, 90, 89.9, 120, 80) if mercury else (9, 9.1, 8.9, 9.0, 8, 11, 10.0)
        )
        found = {
            "value": value,
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": unit,
        }
        kind = self.random.randrange(16)
        if kind == 0:
            found["comparator"] = self.random.choice(("<", ">", ">=", "<="))
        elif kind == 1:
            del found["system"]
        elif kind == 2:
            del found["code"]
        elif kind == 3:
            found["code"] = found["unit"] = "mmol/mol"
        elif kind == 4:
            found["system"] = "http://example.org/units"
        elif kind == 5:
            del found["value"]
        return found

    def _value(self, record: Json) -> None:
        for key in [key for key in record if key.startswith("value")]:
            del record[key]
        kind = self.random.randrange(15)
        if kind < 5:
            record["valueQuantity"] = self._quantity()
        elif kind < 10:
            code = self._answer()
            record["valueCodeableConcept"] = {"coding": [code]}
        elif kind == 10:
            record["valueString"] = "positive"
        elif kind == 11:
            record["valueInteger"] = 10
        elif kind == 12:
            record["valueBoolean"] = False
            record["dataAbsentReason"] = {"text": "asked"}
        elif kind == 13:
            record["valueDateTime"] = f"{self.first.isoformat()}"

    def _answer(self) -> Json:
        if self._chance(0.2):
            return self._code(f"{N}.118.12.1300")
        return {"system": SCT, "code": self.random.choice(ANSWERS)}

    def _components(self, record: Json) -> None:
        parts = []
        for code in ("8480-6", "8462-4"):
            for _ in range(self.random.choice((0, 1, 1, 1, 1, 1, 1, 1, 1, 2))):
                part: Json = {"code": {"coding": [{"system": LNC, "code": code}]}}
                if self._chance(0.95):
                    part["valueQuantity"] = self._quantity()
                    if part["valueQuantity"].get("value", 0) > 100 and code == "8462-4":
                        part["valueQuantity"]["value"] -= 50
                parts.append(part)
        self.random.shuffle(parts)
        record["component"] = parts
