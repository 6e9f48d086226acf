"""Open the files of a source and give their lines, plain or gz, without trusting them.

A file that breaks off is read up to there and named; a line is never longer than the limit.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from commonweal.kinds import Problem

NOT_AN_EXPORT = "not named like an export"
_AHEAD = 1 << 16
LONGEST_LINE = 64 * 1024 * 1024
_BUFFER = 1 << 20
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


@dataclass(frozen=True)
class Part:
    """Name a piece of a file that begins and ends with whole lines.

    start, end: its first byte, and the byte after its last, in the plain text
    before: lines that stand before it
    """

    start: int
    end: int
    before: int


WHOLE = Part(0, 1 << 62, 0)


@dataclass(slots=True)
class Line:
    """Hold one line of a file.

    number: from 1, blank lines counted
    byte: place of its first byte in the plain text
    content: its bytes, with the end of line
    too_long: whether it goes on beyond the limit
    """

    number: int
    byte: int
    content: bytes
    too_long: bool = False


def lines(
    path: Path, record: FileRecord, part: Part = WHOLE, longest: int = LONGEST_LINE
) -> Iterator[Line]:
    """Give the lines of a file, or of a piece of it, that are not blank.

    path: the file, plain or gz
    record: `broken` is set where the file breaks off
    part: which piece
    longest: bytes of a line beyond which it is not kept
    """
    with open_text(path) as handle:
        yield from lines_of(handle, record, part, longest)


def lines_of(
    handle: IO[bytes], record: FileRecord, part: Part = WHOLE, longest: int = LONGEST_LINE
) -> Iterator[Line]:
    """Give the lines of a file that was opened, or of a piece of it, that are not blank.

    handle: from `open_text`
    record: `broken` is set where the file breaks off
    part: which piece
    longest: bytes of a line beyond which it is not kept
    """
    place, count = part.start, part.before
    handle.seek(place)
    while place < part.end:
        try:
            content = handle.readline(longest + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            record.broken = True
            return
        if not content:
            return
        count, start = count + 1, place
        place += len(content)
        too_long = len(content) > longest and not content.endswith(b"\n")
        if too_long:
            place += _skip_rest(handle, record)
        if count == 1:
            content = content.removeprefix(b"\xef\xbb\xbf")
        if content and not content.isspace():
            yield Line(count, start, content, too_long)
        elif part.end == WHOLE.end:
            blank, length = _blank_lines(handle)
            count, place = count + blank, place + length


def open_text(path: Path) -> IO[bytes]:
    """Open a file for reading, unpacked when it is gz.

    path: the file
    """
    if path.suffix.lower() == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb", buffering=_BUFFER)


def reached(handle: IO[bytes]) -> int:
    """Give how many bytes of a file, as it lies there, were read so far.

    handle: from `open_text`
    """
    return int((handle.fileobj if isinstance(handle, gzip.GzipFile) else handle).tell())


def _skip_rest(handle: IO[bytes], record: FileRecord) -> int:
    skipped = 0
    while True:
        try:
            content = handle.readline(1 << 20)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            record.broken = True
            return skipped
        skipped += len(content)
        if not content or content.endswith(b"\n"):
            return skipped


def _blank_lines(handle: IO[bytes]) -> tuple[int, int]:
    """Pass over the blank lines that stand next, many at once: a file may hold millions of them.

    Gives how many, and their bytes.
    """
    count, length = 0, 0
    with contextlib.suppress(EOFError, gzip.BadGzipFile, zlib.error):  # met again by who reads on
        # both kinds of file that `open_text` gives can peek, which their common type does not say
        while ahead := handle.peek(_AHEAD):  # type: ignore[attr-defined]
            blank = ahead[: len(ahead) - len(ahead.lstrip())]
            blank = blank[: blank.rfind(b"\n") + 1]
            if not blank:
                break
            handle.read(len(blank))
            count, length = count + blank.count(b"\n"), length + len(blank)
    return count, length
