"""Vary published cases around every edge the measure pages name; the same seed, the same mutants.

A mutant is a list of FHIR resources of one patient. What it should give is the oracle's to say.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

from tests.reference.oracle import times
from tests.reference.oracle.menu import (
    AGES,
    ANSWERS,
    ANY_VISIT,
    CODED,
    DATED,
    FRAIL,
    HOSPICE,
    OWN,
    STATUSES,
)
from tests.reference.oracle.records import CLINICAL, LNC, OBSERVATION_CATEGORY, SCT
from tests.reference.oracle.times import Json
from tests.reference.oracle.touches import Touches


class Mutator(Touches):
    """Make mutants of the published cases of one measure."""

    def mutant(self) -> list[Json]:
        """One new patient."""
        found: list[Json] = copy.deepcopy(self.random.choice(self.cases))
        focus = self.random.choice(("all", "all", "frail", "visit", "own", "shared"))
        if focus == "frail" and self.cms not in ("CMS124", "CMS2"):
            self._frail(found)
        elif focus == "visit":
            self._visits(found)
        elif focus in ("own", "frail"):
            self._own(found)
        elif focus == "shared" and self.cms != "CMS2":
            found.append(self._spawn(found, HOSPICE))
        else:
            self._anything(found)
        touched = [one for one in found if one["resourceType"] in DATED]
        for _ in range(self.random.choice((0, 1, 1, 2, 3) if focus == "all" else (0, 0, 1))):
            if touched:
                self._touch(self.random.choice(touched), found)
        if self._chance(0.25 if focus == "all" else 0.05):
            self._patient(found)
        return found

    def _anything(self, found: list[Json]) -> None:
        if self._chance(0.15):
            found += self._renamed(copy.deepcopy(self.random.choice(self.cases)))
        for _ in range(self.random.choice((0, 1, 1, 2, 3, 4))):
            found.append(self._spawn(found, self.menu))
        if self._chance(0.15):
            found += self._twin(found)

    def _frail(self, found: list[Json]) -> None:
        patient = next(one for one in found if one["resourceType"] == "Patient")
        old = (65, 66, 70, 74) if self.cms != "CMS165" else (65, 66, 80, 81)
        born = times.add_years(self.last, -self.random.choice(old))
        patient["birthDate"] = born.isoformat()
        found[:] = [one for one in found if not one["resourceType"].endswith("Request")]
        wanted = [self.random.choice(FRAIL[:5]), self.random.choice(FRAIL[5:8]), FRAIL[8]]
        for one in wanted + [FRAIL[8]] * self._chance(0.3):
            if self._chance(0.8):
                found.append(self._spawn(found, [one]))

    def _visits(self, found: list[Json]) -> None:
        own = [one for one in OWN[self.cms] if one[0] == "Encounter"] or ANY_VISIT
        for visit in [one for one in found if one["resourceType"] == "Encounter"]:
            wanted = self.random.choice(own if self._chance(0.7) else ANY_VISIT)[1]
            visit["type"] = [{"coding": [self._code(wanted)]}]
            if self._chance(0.4):
                self._touch(visit, found)

    def _own(self, found: list[Json]) -> None:
        self.nearness = 0.9 if self.cms == "CMS2" else 0.35
        if self.cms == "CMS2":
            found[:] = [
                one
                for one in found
                if one["resourceType"] in ("Patient", "Encounter") or self._chance(0.3)
            ]
            screen = self._spawn(found, self.readings)
            screen["valueCodeableConcept"] = {"coding": [{"system": SCT, "code": ANSWERS[3]}]}
            found.append(screen)
        own = self.readings if self._chance(0.4) else OWN[self.cms]
        for _ in range(self.random.choice((1, 2, 3))):
            found.append(self._spawn(found, own))
        self.nearness = 0.35

    def _renamed(self, others: list[Json]) -> list[Json]:
        kept = []
        for one in others:
            if one["resourceType"] in DATED:
                one["id"] = f"other-{one['id']}"
                if "encounter" in one:
                    name = one["encounter"]["reference"].split("/")[-1]
                    one["encounter"] = {"reference": f"Encounter/other-{name}"}
                kept.append(one)
        return kept

    def _twin(self, found: list[Json]) -> list[Json]:
        able = [one for one in found if one["resourceType"] in DATED]
        if not able:
            return []
        twin = copy.deepcopy(self.random.choice(able))
        twin["id"] = self._name()
        self._touch(twin, found)
        return [twin]

    def _name(self) -> str:
        self.count += 1
        return f"{self.random.choice('AMZamz09')}{self.count}"

    # A record from nothing

    def _spawn(self, found: list[Json], menu: list[tuple[str, Any]]) -> Json:
        kind, wanted = self.random.choice(menu)
        code = {"coding": [self._code(wanted)]}
        record: Json = {"resourceType": kind, "id": self._name()}
        record["subject"] = {"reference": "Patient/whoever"}
        record[CODED[kind]] = [code] if kind == "Encounter" else code
        usual = STATUSES.get(kind)
        if usual:
            record["status"] = usual.split()[0]
        if kind == "Observation":
            self._spawn_observation(record, wanted, found)
        elif kind == "Condition":
            record["clinicalStatus"] = {"coding": [{"system": CLINICAL, "code": "active"}]}
            record["category"] = [
                {
                    "coding": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/condition-category",
                            "code": "problem-list-item",
                        }
                    ]
                }
            ]
            if self._chance(0.4):
                self._condition(record)
        elif kind == "Encounter":
            record["class"] = {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "AMB",
            }
            if self._chance(0.7):
                self._class(record)
        elif kind.endswith("Request"):
            record["intent"] = "order"
            record["authoredOn"] = self._time(found)
            if kind == "MedicationRequest" and self._chance(0.8):
                self._supply(record, found)
        for _ in range(1 if kind != "Condition" else 2):
            self._date(record, found)
        return record

    def _spawn_observation(self, record: Json, wanted: Any, found: list[Json]) -> None:
        survey = isinstance(wanted, tuple) and wanted[1] not in ("97506-0", "85354-9")
        record["category"] = [
            {
                "coding": [
                    {
                        "system": OBSERVATION_CATEGORY,
                        "code": "survey" if survey else "laboratory",
                    }
                ]
            }
        ]
        if wanted == (LNC, "85354-9"):
            self._components(record)
        elif survey and self._chance(0.8):
            record["valueCodeableConcept"] = {"coding": [self._answer()]}
            if wanted[1] in ("73831-0", "73832-8"):
                record["valueCodeableConcept"]["coding"][0] = {
                    "system": SCT,
                    "code": self.random.choice(ANSWERS[3:]),
                }
                if self._chance(0.3):
                    self._refuse(record, found)
        else:
            self._value(record)
        if self._chance(0.15):
            self._observation(record, found)

    def _patient(self, found: list[Json]) -> None:
        patient = next(one for one in found if one["resourceType"] == "Patient")
        if self._chance(0.15):
            patient["gender"] = self.random.choice(("male", "female", "other", "unknown"))
            return
        age = self.random.choice(AGES[self.cms])
        day = self.random.choice((self.last, self.first)) + timedelta(
            days=self.random.choice((0, 0, 1))
        )
        born = times.add_years(day, -age)
        patient["birthDate"] = born.isoformat()
        if self._chance(0.05):
            patient["birthDate"] = f"{born.year - born.year % 4}-02-29"
        elif self._chance(0.03):
            del patient["birthDate"]


def mutants(
    cms: str,
    cases: list[list[Json]],
    sets: Any,
    seed: int,
    count: int,
    period: tuple[date, date],
) -> list[list[Json]]:
    """Make so many mutants of the published cases of one measure."""
    mutator = Mutator(cms, cases, sets, seed, period)
    return [mutator.mutant() for _ in range(count)]
