"""The vault: what people say of themselves, apart from what is done for them.

One table, one row a value: patient_key (the key of any person: patients, staff, learners and all
others whom a load lists), attribute, value, system, status, method, recorded_ts, source_element,
source_id, ordinal. For every person and every attribute there is at least one row; where there is
no value, one row with the reason. Keys, consents and shredding come later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from commonweal.kinds import Problem
from commonweal.tables.dataset import Dataset
from commonweal.vault import spill, statements

COLUMNS = (
    "patient_key", "attribute", "value", "system", "status", "method", "recorded_ts",
    "source_element", "source_id", "ordinal",
)  # fmt: skip
STATUSES = (
    "stated", "declined", "unknown", "not_asked", "not_recorded", "invalid", "conflict",
    "withdrawn",
)  # fmt: skip
ATTRIBUTES = (
    "admin_gender", "birth_sex", "disability_cognition", "disability_errands",
    "disability_hearing", "disability_seeing", "disability_self_care", "disability_walking",
    "ethnicity_1997", "gender_identity", "interpreter_needed", "lang_group", "legacy_re",
    "marital", "pref_lang", "pronouns", "race_1997", "race_detail", "raceeth_2024", "religion",
    "sexual_orientation", "tribal_affiliation", "us_core_sex",
)  # fmt: skip
FILE = "attribute.parquet"


@dataclass(frozen=True)
class Answer:
    """Hold one answer of a person, as shown on the person's own page.

    attribute: what was asked
    value, system: the answer and its code system, or None
    status: stated, or why there is no value
    method: self, proxy, observed, imputed or unknown
    recorded: when it was recorded, UTC, or None
    source_element: where it came from
    source_id: which feed
    """

    attribute: str
    value: str | None
    system: str | None
    status: str
    method: str
    recorded: datetime | None
    source_element: str
    source_id: str


Write = Callable[[duckdb.DuckDBPyRelation, Path], None]


def _written(rows: duckdb.DuckDBPyRelation, path: Path) -> None:
    rows.write_parquet(str(path), compression="zstd")


def publish(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    relation: str,
    store: Path,
    write: Write = _written,
) -> Path:
    """Write the attributes of a version that is being made.

    connection: DuckDB that holds the relation
    folder: the vault's part of the new version; nobody reads it before the version is whole
    relation: name of a view with the vault's columns
    store: folder of the store; what persons said on their own page stands before the relation
    write: writes rows, in their order, as Parquet
    Gives the file, which its owner alone may read.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    said = connection.view(relation).project(", ".join(COLUMNS))
    rows = statements.overlaid(connection, store, said)
    write(rows.order("patient_key, attribute, ordinal, value, system"), path)
    path.chmod(0o600)
    return path


def attach(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Let a connection read the attributes as the view `vault_attribute`.

    connection: DuckDB of the engine
    dataset: an opened version
    Fails with Problem "vault-missing".
    """
    connection.from_parquet(str(_file(dataset))).create_view("vault_attribute")


def own(dataset: Dataset, patient_key: str) -> list[Answer]:
    """Give what one person said, for that person's own page only.

    dataset: an opened version
    patient_key: whose: a patient, or anybody else
    Fails with Problem "vault-missing".
    """
    with spill.connected(dataset.store) as connection:
        attach(connection, dataset)
        rows = connection.execute(
            "SELECT attribute, value, system, status, method, recorded_ts, source_element, "
            "source_id FROM vault_attribute WHERE patient_key = $1 ORDER BY attribute, ordinal",
            [patient_key],
        ).fetchall()
    return [Answer(*row) for row in rows]


def _file(dataset: Dataset) -> Path:
    path = dataset.store / "vault" / dataset.version / FILE
    if not path.exists():
        raise Problem(
            "vault-missing",
            "The vault of this dataset version is not in the store.",
            "Run commonweal ingest again.",
        )
    return path
