"""The tables of the OMOP model that are read: which columns, under which short names of ours.

Tables of events bear the same short names, so that one statement reads them all. What an export
may call a column stands in order of preference: version 5.4 first, then 5.3.
"""

from __future__ import annotations

from dataclasses import dataclass

Further = dict[str, tuple[str, ...]]
NONE: Further = {}


@dataclass(frozen=True)
class CdmTable:
    """Say where our short names stand in one table.

    name: of the table, in small letters
    columns: (short name, names it may have in the file), in order
    needed: short names that the file must have
    concepts: short names of columns that hold concepts
    """

    name: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    needed: tuple[str, ...]
    concepts: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give the short names."""
        return tuple(name for name, _ in self.columns)

    @property
    def ids(self) -> tuple[str, ...]:
        """Give the short names of columns that hold ids, of rows, people, visits and places."""
        return tuple(name for name in self.names if name in _IDS)


_IDS = {"id", "person_id", "visit_id", "location_id", "care_site_id"}


def _event(name: str, stem: str, start: str, end: str = "", further: Further = NONE) -> CdmTable:
    """Declare a table of events by the stems of its columns."""
    columns: dict[str, tuple[str, ...]] = {
        "id": (f"{name}_id",),
        "person_id": ("person_id",),
        "concept": (f"{stem}_concept_id",),
        "start_on": (f"{start}_date",),
        "start_at": (f"{start}_datetime",),
        "end_on": (f"{end}_date",) if end else (),
        "end_at": (f"{end}_datetime",) if end else (),
        "kind": (f"{stem}_type_concept_id",),
        "visit_id": ("visit_occurrence_id",),
        "source_concept": (f"{stem}_source_concept_id",),
        "source_word": (f"{stem}_source_value",),
    }
    columns.update(further)
    concepts = ("concept", "source_concept", *(key for key in further if key in _CODED))
    return CdmTable(name, tuple(columns.items()), ("id", "person_id", "concept", "start_on"),
                    concepts)  # fmt: skip


_CODED = {"value_concept", "unit_concept", "leaving"}
_RESULT: Further = {
    "number": ("value_as_number",),
    "value_concept": ("value_as_concept_id",),
    "unit_concept": ("unit_concept_id",),
    "unit_word": ("unit_source_value",),
}
PERSON = CdmTable(
    "person",
    (
        ("id", ("person_id",)),
        ("gender", ("gender_concept_id",)),
        ("gender_word", ("gender_source_value",)),
        ("year", ("year_of_birth",)),
        ("month", ("month_of_birth",)),
        ("day", ("day_of_birth",)),
        ("born", ("birth_datetime",)),
        ("race", ("race_concept_id",)),
        ("race_word", ("race_source_value",)),
        ("ethnicity", ("ethnicity_concept_id",)),
        ("ethnicity_word", ("ethnicity_source_value",)),
        ("location_id", ("location_id",)),
        ("care_site_id", ("care_site_id",)),
    ),
    ("id",),
)
DEATH = CdmTable(
    "death",
    (("id", ("person_id",)), ("start_on", ("death_date",)), ("start_at", ("death_datetime",))),
    ("id", "start_on"),
)
LOCATION = CdmTable(
    "location", (("id", ("location_id",)), ("zip", ("zip",)), ("state", ("state",))), ("id",)
)
CARE_SITE = CdmTable(
    "care_site", (("id", ("care_site_id",)), ("label", ("care_site_name",))), ("id",)
)
PAYER = CdmTable(
    "payer_plan_period",
    (
        ("id", ("payer_plan_period_id",)),
        ("person_id", ("person_id",)),
        ("start_on", ("payer_plan_period_start_date",)),
        ("end_on", ("payer_plan_period_end_date",)),
        ("concept", ("payer_concept_id",)),
        ("source_concept", ("payer_source_concept_id",)),
        ("source_word", ("payer_source_value",)),
        ("plan_word", ("plan_source_value",)),
    ),
    ("id", "person_id"),
    ("concept", "source_concept"),
)
VISIT = _event(
    "visit_occurrence", "visit", start="visit_start", end="visit_end",
    further={"leaving": ("discharged_to_concept_id", "discharge_to_concept_id"),
             "care_site_id": ("care_site_id",)},
)  # fmt: skip
CONDITION = _event(
    "condition_occurrence", "condition", start="condition_start", end="condition_end"
)
PROCEDURE = _event("procedure_occurrence", "procedure", start="procedure", end="procedure_end")
DRUG = _event(
    "drug_exposure", "drug", start="drug_exposure_start", end="drug_exposure_end",
    further={"days": ("days_supply",), "refills": ("refills",), "stopped": ("stop_reason",)},
)  # fmt: skip
MEASUREMENT = _event(
    "measurement",
    "measurement",
    start="measurement",
    further=_RESULT | {"operator": ("operator_concept_id",)},
)
OBSERVATION = _event(
    "observation",
    "observation",
    start="observation",
    further=_RESULT | {"text": ("value_as_string",)},
)
CONCEPT = CdmTable(
    "concept",
    (
        ("id", ("concept_id",)),
        ("label", ("concept_name",)),
        ("vocabulary", ("vocabulary_id",)),
        ("kind", ("concept_class_id",)),
        ("code", ("concept_code",)),
    ),
    ("id", "vocabulary", "code"),
)
READ: dict[str, CdmTable] = {
    table.name: table
    for table in (
        CONCEPT, PERSON, DEATH, LOCATION, CARE_SITE, PAYER, VISIT, CONDITION, PROCEDURE, DRUG,
        MEASUREMENT, OBSERVATION,
    )
}  # fmt: skip
NOT_READ = frozenset({
    "attribute_definition", "cdm_source", "cohort", "cohort_definition", "concept_ancestor",
    "concept_class", "concept_relationship", "concept_synonym", "condition_era", "cost",
    "device_exposure", "domain", "dose_era", "drug_era", "drug_strength", "episode",
    "episode_event", "fact_relationship", "metadata", "note", "note_nlp", "observation_period",
    "provider", "relationship", "source_to_concept_map", "specimen", "visit_detail", "vocabulary",
})  # fmt: skip
