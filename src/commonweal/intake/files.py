"""List the files of a source, and hold what became of each."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.kinds import Problem

NOT_AN_EXPORT = "not named like an export"
FHIR_NAME = re.compile(r".+\.(ndjson|jsonl|json)(\.gz)?", re.IGNORECASE | re.DOTALL)
CSV_NAME = re.compile(r".+\.((csv|tsv|tab|psv|txt)(\.gz)?|parquet)", re.IGNORECASE | re.DOTALL)
NOT_READ = frozenset({
    "Account", "ActivityDefinition", "AllergyIntolerance", "AuditEvent", "Basic", "Binary",
    "BodyStructure", "CarePlan", "CareTeam", "Claim", "ClaimResponse", "ClinicalImpression",
    "Communication", "CommunicationRequest", "Composition", "Consent", "Contract",
    "CoverageEligibilityRequest", "CoverageEligibilityResponse", "DetectedIssue", "Device",
    "DeviceUseStatement", "DiagnosticReport", "DocumentReference", "Endpoint", "EpisodeOfCare",
    "FamilyMemberHistory", "Flag", "Goal", "Group", "HealthcareService", "ImagingStudy",
    "ImmunizationRecommendation", "InsurancePlan", "Library", "List", "Location", "Measure",
    "MeasureReport", "Media", "MedicationAdministration", "MedicationDispense",
    "MedicationStatement", "MolecularSequence", "NutritionOrder", "OperationOutcome",
    "OrganizationAffiliation", "Person", "PlanDefinition", "Practitioner", "PractitionerRole",
    "Provenance", "Questionnaire", "QuestionnaireResponse", "RelatedPerson", "RequestGroup",
    "ResearchStudy", "ResearchSubject", "RiskAssessment", "Schedule", "Slot", "Specimen",
    "Substance", "SupplyDelivery", "SupplyRequest", "Task", "ValueSet", "VisionPrescription",
})  # fmt: skip


@dataclass
class FileRecord:
    """Hold what became of one file.

    source_id: which feed
    name: name of the file, without its folder
    sha256: hash of the file's bytes
    received, accepted, quarantined: lines; received is the sum of the other two, of `left_out` and
        of `aside`
    left_out: lines of resource types that no table is made from
    skipped: why the file was not read: the resource type in its name, of which no table is made,
        "no mapping", or that it is not named like an export
    broken: whether the file breaks off
    tables: tables that the file held
    mapping: hash of the mapping that it was read by, or ""
    aside: rows that a rule of the mapping set aside, by its reason
    """

    source_id: str
    name: str
    sha256: str
    received: int = 0
    accepted: int = 0
    quarantined: int = 0
    left_out: int = 0
    skipped: str = ""
    broken: bool = False
    tables: set[str] = field(default_factory=set)
    mapping: str = ""
    aside: dict[str, int] = field(default_factory=dict)


def listed(path: Path, names: re.Pattern[str]) -> list[Path]:
    """Give the files of a source, sorted by name.

    path: a folder or one file
    names: what a file of this kind is called
    Fails with Problem "source-missing" or "source-empty".
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise Problem(
            "source-missing", f"There is nothing at {path}.", "Name a folder or a file that exists."
        )
    found = sorted(file for file in path.iterdir() if file.is_file() and names.fullmatch(file.name))
    if not found:
        raise Problem(
            "source-empty",
            f"The folder {path} holds no file that could be read.",
            _instead(path, names),
        )
    return found


def _instead(path: Path, names: re.Pattern[str]) -> str:
    """Say what to do about a folder without a file that is named as an export is."""
    inside = list(path.iterdir())
    if any(file.is_dir() for file in inside):
        return "Name the folder inside it that holds the files."
    if any(file.suffix.lower() in (".zip", ".7z", ".tar", ".tgz") for file in inside):
        return "Unpack the archive that lies there first."
    if names is FHIR_NAME:
        return "A FHIR export is a set of .ndjson or .ndjson.gz files."
    return "Tables are files such as .csv, .tsv, .txt, each also as .gz, or .parquet."


def resource_type(name: str, known: frozenset[str]) -> str | None:
    """Give the resource type that a file is named for, or None when it may mix types.

    name: name of the file, such as Patient.000.ndjson.gz
    known: types that tables are made from
    """
    words = re.split(r"[._\- ]", name)
    return next((word for word in words if word in known or word in NOT_READ), None)


def digest(path: Path) -> str:
    """Give the SHA-256 of a file's bytes.

    path: the file
    """
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
