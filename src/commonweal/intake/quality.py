"""How complete and how clean a dataset version is. Completeness is itself a measure of equity.

Everything here is counts for people who look after the data; nothing here is released.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from commonweal.intake.query import build, rows, view
from commonweal.intake.reconcile import Stock, reconcile
from commonweal.intake.rules import person_of
from commonweal.intake.versions import manifest
from commonweal.kinds import Period
from commonweal.tables.columns import Tokens
from commonweal.tables.dataset import Dataset
from commonweal.tables.registry import BY_NAME, ROSTERS
from commonweal.vault import spill, vault

TOP = 50
LEAST_BEFORE = 50
KNOWN_SYSTEMS = (
    "http://snomed.info/sct", "http://loinc.org", "http://hl7.org/fhir/sid/icd-10-cm",
    "http://hl7.org/fhir/sid/icd-10", "http://hl7.org/fhir/sid/icd-9-cm",
    "http://hl7.org/fhir/sid/cvx", "http://hl7.org/fhir/sid/ndc",
    "http://www.nlm.nih.gov/research/umls/rxnorm", "http://www.ama-assn.org/go/cpt",
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "http://unitsofmeasure.org",
    "http://www.cms.gov/Medicare/Coding/ICD10", "http://nucc.org/provider-taxonomy",
    "http://www.ada.org/cdt", "https://nahdo.org/sopt", "http://www.nubc.org/patient-discharge",
    "https://www.nubc.org/CodeSystem/PatDischargeStatus",
)  # fmt: skip
_STANDARD = ("http://terminology.hl7.org/", "http://hl7.org/fhir/", "urn:oid:2.16.840.1.113883.")
_VISITS = """SELECT DISTINCT patient_key, COALESCE(org_key, '') AS site FROM encounter
    WHERE valid AND start_day BETWEEN CAST($1 AS DATE) AND CAST($2 AS DATE)"""
_STATES = """SELECT patient_key, attribute,
    CASE WHEN BOOL_OR(status = 'stated') THEN 'stated' ELSE MIN(status) END AS state,
    BOOL_OR(status = 'stated' AND method = 'self') AS self_reported
    FROM vault_attribute GROUP BY patient_key, attribute"""
_TALLY = """SELECT p.whom, p.site, s.attribute, s.state, COUNT(*), COUNT_IF(s.self_reported)
    FROM seen AS p JOIN states AS s ON s.patient_key = p.patient_key
    GROUP BY p.whom, p.site, s.attribute, s.state
    ORDER BY p.whom, p.site, s.attribute, s.state"""
_MONTHS = """SELECT STRFTIME(day__, '%Y-%m') AS month, COUNT(*), COUNT(DISTINCT person__)
    FROM name__ WHERE day__ BETWEEN CAST($1 AS DATE) AND CAST($2 AS DATE)
    GROUP BY month ORDER BY month"""
_CODES = """SELECT token, COUNT(*), COUNT(DISTINCT who) FROM
    (SELECT UNNEST(column__) AS token, person__ AS who FROM name__) AS found GROUP BY token"""
_DAYS = {
    "encounter": "start_day", "condition": "onset_day", "observation": "start_day",
    "procedure": "start_day", "medication_request": "authored_day",
    "immunization": "start_day", "appointment": "start_day",
    "headcount_snapshot": "as_of_day", "application": "applied_day", "purchase": "posted_day",
    "recruit_event": "at_day", "benefit_expense": "spent_day",
}  # fmt: skip


@dataclass(frozen=True)
class Completeness:
    """Say how many people told what, for one attribute at one site.

    attribute: what was asked
    site: key of the organization, or "" for all of them
    label: name of the site
    people: people with a visit in the period (or everybody, see `QualityReport.everybody`)
    statuses: people by status, all seven
    self_reported: people whose answer is their own
    whom: which people: patient, staff, learner ...; they are never added up
    """

    attribute: str
    site: str
    label: str
    people: int
    statuses: dict[str, int]
    self_reported: int
    whom: str = "patient"

    @property
    def stated(self) -> float | None:
        """Give the share with an answer."""
        return self.statuses["stated"] / self.people if self.people else None

    @property
    def asked(self) -> float | None:
        """Give the share who were asked: stated, declined or did not know."""
        told = sum(self.statuses[status] for status in ("stated", "declined", "unknown"))
        return told / self.people if self.people else None


@dataclass(frozen=True)
class Month:
    """Hold how much one table has in one month.

    table: canonical table
    month: such as 2020-03
    rows: rows dated in it; none when only months before and after it have some
    people: people they are about
    dropped: whether there are over 30 % fewer rows than in the last month before with any, and
        that one had at least 50: fewer rise and fall by chance
    """

    table: str
    month: str
    rows: int
    people: int
    dropped: bool


@dataclass(frozen=True)
class Unmapped:
    """Hold a code of a system that is not known.

    table, column: where it stands
    token: "system|code"
    rows: rows that bear it
    persons: people they are about, or 0 when the table is not about people
    """

    table: str
    column: str
    token: str
    rows: int
    persons: int


@dataclass(frozen=True)
class QualityReport:
    """Say how complete and how clean a version is.

    version: dataset version
    period: the period looked at
    people: people counted
    everybody: whether all patients were counted, because the load holds no visits; all others
        always are
    completeness: for each kind of people, for all sites together, then for each site, each
        attribute
    rows: rows by table
    problems: (table, code, rows, persons), with no persons for a table that is not about people
    marks: (code, people) of odd records of self-description
    unmapped: the codes of unknown systems with most rows, at most 50
    months: rows and people by month in the period, from the first with rows to the last
    missing: tables that the load did not hold: what needs them can not be computed
    quarantined: lines set aside
    broken: files that break off
    derived: tables that were made of headcount snapshots
    stock: whether the stock of staff balances, or None where the load does not tell
    """

    version: str
    period: Period
    people: int
    everybody: bool
    completeness: tuple[Completeness, ...]
    rows: dict[str, int]
    problems: tuple[tuple[str, str, int, int], ...]
    marks: tuple[tuple[str, int], ...]
    unmapped: tuple[Unmapped, ...]
    months: tuple[Month, ...]
    missing: tuple[str, ...]
    quarantined: int
    broken: tuple[str, ...]
    derived: tuple[str, ...] = ()
    stock: Stock | None = None


def quality(store: Path, dataset: Dataset, period: Period) -> QualityReport:
    """Look at one version over one period.

    store: folder of the store
    dataset: an opened version of it
    period: days in which a visit counts
    Fails with Problem "version-missing" or "vault-missing".
    """
    written = manifest(store, dataset.version)
    with spill.connected(store) as connection:
        for table in sorted(dataset.tables):
            connection.from_parquet(dataset.parts(table)).create_view(table)
        vault.attach(connection, dataset)
        everybody = "encounter" not in dataset.tables
        people, completeness = _completeness(connection, dataset, period, everybody)
        return QualityReport(
            dataset.version, period, people, everybody, completeness,
            {name: entry["rows"] for name, entry in written["tables"].items()},
            tuple(_problem(*entry) for entry in written["problems"]),
            tuple((code, n) for code, n in written["marks"]),
            _unmapped(connection, dataset), _months(connection, dataset, period),
            tuple(name for name in BY_NAME if name not in dataset.tables),
            sum(entry["quarantined"] for entry in written["files"]),
            tuple(entry["name"] for entry in written["files"] if entry["broken"]),
            tuple(written.get("derived", ())), reconcile(connection, dataset.tables),
        )  # fmt: skip


def _completeness(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, period: Period, everybody: bool
) -> tuple[int, tuple[Completeness, ...]]:
    rows(connection, build("CREATE TABLE seen (patient_key TEXT, site TEXT, whom TEXT)"))
    if not everybody:
        rows(connection, build(f"CREATE TABLE visited AS {_VISITS}"), [period.first, period.last])
        rows(
            connection, build("INSERT INTO seen SELECT *, 'patient' FROM visited WHERE site <> ''")
        )
        rows(connection, build("""INSERT INTO seen
            SELECT DISTINCT patient_key, '', 'patient' FROM visited"""))  # fmt: skip
    for whom, roster in ROSTERS.items():
        if roster.name in dataset.tables and (everybody or whom != "patient"):
            rows(connection, build("INSERT INTO seen SELECT key__, '', $1 FROM roster__",
                                   key=roster.key, roster=roster.name), [whom])  # fmt: skip
    view(connection, "states", build(_STATES))
    found: dict[tuple[str, str, str], tuple[dict[str, int], int]] = {}
    for whom, site, attribute, state, n, own in rows(connection, build(_TALLY)):
        statuses, self_reported = found.get(
            (whom, site, attribute), (dict.fromkeys(vault.STATUSES, 0), 0)
        )
        statuses[state] = n
        found[whom, site, attribute] = statuses, self_reported + own
    labels = _labels(connection, dataset)
    everyone = rows(connection, build("SELECT COUNT(*) FROM seen WHERE site = ''"))[0][0]
    return int(everyone), tuple(
        Completeness(attribute, site, labels.get(site, site), sum(statuses.values()), statuses,
                     own, whom)
        for (whom, site, attribute), (statuses, own) in sorted(
            found.items(), key=lambda entry: list(ROSTERS).index(entry[0][0])
        )
    )  # fmt: skip


def _problem(
    table: str, code: str, n: int, _example: str, persons: int = 1
) -> tuple[str, str, int, int]:
    """Read a problem of a manifest. One written before people were counted is held for one's."""
    return table, code, n, persons


def _labels(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> dict[str, str]:
    if "organization" not in dataset.tables:
        return {}
    found = rows(connection, build("SELECT org_key, COALESCE(label, org_key) FROM organization"))
    return dict(found)


def _unmapped(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> tuple[Unmapped, ...]:
    found = []
    for table in sorted(dataset.tables):
        for column in BY_NAME[table].declared():
            if isinstance(column, Tokens):
                counted = rows(connection, build(_CODES, column=column.name, name=table,
                                                 person=person_of(table)))  # fmt: skip
                found += [Unmapped(table, column.name, token, n, persons)
                          for token, n, persons in counted if not _known(token)]  # fmt: skip
    found.sort(key=lambda entry: (-entry.rows, entry.table, entry.column, entry.token))
    return tuple(found[:TOP])


def _known(token: str) -> bool:
    system = token.rpartition("|")[0]
    return system in KNOWN_SYSTEMS or system.startswith(_STANDARD)


def _months(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, period: Period
) -> tuple[Month, ...]:
    found: list[Month] = []
    for table, day in _DAYS.items():
        if table in dataset.tables:
            counted = rows(
                connection, build(_MONTHS, name=table, day=day, person=_person(table)),
                [period.first, period.last],
            )  # fmt: skip
            found += _course(table, {month: (n, people) for month, n, people in counted})
    return tuple(found)


def _person(table: str) -> exp.Expr:
    person = BY_NAME[table].person()
    return exp.column(person) if person else exp.cast(exp.null(), "VARCHAR")


def _course(table: str, counted: dict[str, tuple[int, int]]) -> Iterator[Month]:
    """Give every month from the first to the last with rows, those between without rows too."""
    before = 0
    for month in _calendar(min(counted), max(counted)) if counted else ():
        n, people = counted.get(month, (0, 0))
        yield Month(table, month, n, people, before >= LEAST_BEFORE and 10 * n < 7 * before)
        before = n or before


def _calendar(first: str, last: str) -> Iterator[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    for place in range(start, end + 1):
        yield f"{place // 12:04d}-{place % 12 + 1:02d}"
