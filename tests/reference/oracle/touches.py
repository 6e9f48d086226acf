"""Change one record a little: its dates, status, codes, value or what it is about."""

from __future__ import annotations

from tests.reference.oracle.depression import REFUSED
from tests.reference.oracle.draws import Draws
from tests.reference.oracle.menu import CATEGORIES, CODED, REASONS, STATUSES, T
from tests.reference.oracle.records import CLINICAL, NOT_PERFORMED, OBSERVATION_CATEGORY, SCT
from tests.reference.oracle.times import Json


class Touches(Draws):
    """Change a record in place."""

    # One record

    def _touch(self, record: Json, found: list[Json]) -> None:
        kind = record["resourceType"]
        choice = self.random.randrange(10)
        if choice < 4:
            self._date(record, found)
        elif choice == 4:
            self._status(record)
        elif choice == 5:
            self._recode(record)
        elif kind == "Observation":
            self._observation(record, found)
        elif kind == "Condition":
            self._condition(record)
        elif kind == "Encounter":
            self._class(record)
        elif kind == "MedicationRequest":
            self._supply(record, found)
        elif kind in ("ServiceRequest", "DeviceRequest"):
            self._request(record)
        else:
            self._date(record, found)

    def _status(self, record: Json) -> None:
        kind = record["resourceType"]
        if kind == "Condition":
            self._condition(record)
        elif self._chance(0.05):
            record.pop("status", None)
        else:
            record["status"] = self.random.choice(STATUSES[kind].split())

    def _recode(self, record: Json) -> None:
        kind = record["resourceType"]
        name = CODED[kind]
        fitting = [wanted for of, wanted in self.menu if of == kind]
        if kind == "MedicationRequest" and self._chance(0.2):
            record.pop(name, None)
            record["medicationReference"] = {"reference": "Medication/m1"}
            return
        code = self._code(self.random.choice(fitting))
        if self._chance(0.15):
            del code["system"]
        coding = [code]
        if self._chance(0.3):
            coding.insert(self.random.randrange(2), self._code(self.random.choice(self.menu)[1]))
        record[name] = [{"coding": coding}] if kind == "Encounter" else {"coding": coding}
        if kind == "Encounter" and self._chance(0.2):
            record[name].insert(0, {"text": "visit"})

    def _observation(self, record: Json, found: list[Json]) -> None:
        choice = self.random.randrange(6)
        if choice == 0:
            self._category(record)
        elif choice == 1 and self.cms == "CMS2":
            self._refuse(record, found)
        elif choice == 2:
            visits = [one["id"] for one in found if one["resourceType"] == "Encounter"]
            name = self.random.choice([*visits, "nobody"])
            record["encounter"] = {
                "reference": self.random.choice(("", "http://example.org/fhir/"))
                + f"Encounter/{name}"
            }
        elif choice == 3 and self.cms == "CMS165":
            self._components(record)
        else:
            self._value(record)

    def _category(self, record: Json) -> None:
        record["category"] = [
            {"coding": [{"system": OBSERVATION_CATEGORY, "code": self.random.choice(CATEGORIES)}]}
            for _ in range(self.random.choice((0, 1, 1, 2)))
        ]
        if not record["category"]:
            del record["category"]
        elif self._chance(0.1):
            record["category"][0]["coding"][0]["system"] = "http://example.org/category"

    def _refuse(self, record: Json, found: list[Json]) -> None:
        record["status"] = self.random.choice(("cancelled", "cancelled", "cancelled", "final"))
        said: Json = {"system": SCT, "code": self.random.choice(REASONS)}
        if self._chance(0.4):
            said = self._code(f"{T}.1007")
        record["extension"] = [{"url": REFUSED, "valueCodeableConcept": {"coding": [said]}}]
        if self._chance(0.1):
            record["extension"][0]["url"] += "s"
        record["issued"] = self._time(found)
        while "T" not in record["issued"]:
            record["issued"] = self._time(found)
        visits = [one for one in found if one["resourceType"] == "Encounter" and "period" in one]
        if visits and self._chance(0.5):
            at = self.random.choice(visits)["period"].get(self.random.choice(("start", "end")), "")
            record["issued"] = at if "T" in at else record["issued"]

    def _condition(self, record: Json) -> None:
        choice = self.random.randrange(8)
        if choice == 0:
            record.pop("clinicalStatus", None)
        elif choice < 5:
            code = self.random.choice(
                ("active", "recurrence", "relapse", "inactive", "remission", "resolved")
            )
            record["clinicalStatus"] = {"coding": [{"system": CLINICAL, "code": code}]}
            if self._chance(0.1):
                record["clinicalStatus"]["coding"][0]["system"] = "http://example.org/status"
        elif choice == 5:
            for key in [key for key in record if key.startswith("onset")]:
                del record[key]
        elif choice == 6:
            record["bodySite"] = [
                {"coding": [{"system": SCT, "code": code}]}
                for code in self.random.choice(
                    (("24028007",), ("7771000",), ("24028007", "7771000"), ("80248007",))
                )
            ]
        else:
            system, code = self.random.choice(
                (
                    (
                        "http://terminology.hl7.org/CodeSystem/condition-category",
                        "problem-list-item",
                    ),
                    ("http://terminology.hl7.org/CodeSystem/condition-category", "health-concern"),
                    ("http://hl7.org/fhir/us/core/CodeSystem/condition-category", "health-concern"),
                    (
                        "http://terminology.hl7.org/CodeSystem/condition-category",
                        "encounter-diagnosis",
                    ),
                )
            )
            record["category"] = [{"coding": [{"system": system, "code": code}]}]
            record["verificationStatus"] = {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                        "code": "refuted",
                    }
                ]
            }

    def _class(self, record: Json) -> None:
        if self._chance(0.5):
            record["class"] = {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": self.random.choice(
                    ["AMB", "EMER", "IMP", "ACUTE", "NONAC", "PRENC", "SS", "HH", "VR", "OBSENC"]
                ),
            }
        else:
            code = self.random.choice(("428361000124107", "428371000124100", "306689006"))
            record["hospitalization"] = {
                "dischargeDisposition": {"coding": [{"system": SCT, "code": code}]}
            }

    def _request(self, record: Json) -> None:
        choice = self.random.randrange(3)
        if choice == 0:
            record["intent"] = self.random.choice(
                ("order", "plan", "proposal", "original-order", "filler-order")
            )
        elif record["resourceType"] == "DeviceRequest":
            url = self.random.choice(
                (NOT_PERFORMED, NOT_PERFORMED, NOT_PERFORMED.replace("Perform", "Peform"))
            )
            record["modifierExtension"] = [{"url": url, "valueBoolean": self._chance(0.7)}]
        else:
            record["doNotPerform"] = self._chance(0.6)

    def _supply(self, record: Json, found: list[Json]) -> None:
        if self._chance(0.15):
            self._request({**record}) if self._chance(0.1) else self._request(record)
            return
        dispense: Json = {}
        unit = self.random.choice(("d", "day", "days", "wk", "weeks", "h", "mo"))
        if self._chance(0.4):
            dispense["expectedSupplyDuration"] = {
                "value": self.random.choice((1, 1.5, 30, 90, 365)),
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            }
            if self._chance(0.2):
                del dispense["expectedSupplyDuration"]["code"]
        if self._chance(0.4):
            dispense["numberOfRepeatsAllowed"] = self.random.choice((0, 1, 3, 11))
        if self._chance(0.6):
            dispense["quantity"] = {"value": self.random.choice((1, 30, 60, 365))}
        if self._chance(0.2):
            dispense["validityPeriod"] = self._period(found)
        record["dispenseRequest"] = dispense
        if self._chance(0.3):
            record.pop("authoredOn", None)
        dosages = [self._dosage(found) for _ in range(self.random.choice((0, 1, 1, 1, 1, 1, 2)))]
        record["dosageInstruction"] = dosages
        if not dosages:
            del record["dosageInstruction"]

    def _dosage(self, found: list[Json]) -> Json:
        repeat: Json = {}
        if self._chance(0.75):
            repeat["frequency"] = self.random.choice((1, 2, 3))
            if self._chance(0.2):
                repeat["frequencyMax"] = 4
        if self._chance(0.75):
            repeat["period"] = self.random.choice((1, 1, 2, 8, 12))
            repeat["periodUnit"] = self.random.choice(("d", "d", "h", "min", "wk", "mo", "a"))
        if self._chance(0.2):
            repeat["timeOfDay"] = ["08:00:00", "20:00:00"]
        if self._chance(0.3):
            repeat["boundsPeriod"] = self._period(found)
        rates: list[Json] = []
        for _ in range(self.random.choice((0, 1, 1, 1, 1, 2))):
            amount = {"value": self.random.choice((1, 2, 0.5)), "unit": "tablet"}
            if self._chance(0.3):
                rates.append({"doseRange": {"low": {**amount, "value": 0.25}, "high": amount}})
            else:
                rates.append({"doseQuantity": amount})
        dosage: Json = {"timing": {"repeat": repeat}, "doseAndRate": rates}
        if not rates:
            del dosage["doseAndRate"]
        if not repeat:
            dosage["timing"] = {"code": {"text": "once a day"}}
        return dosage
