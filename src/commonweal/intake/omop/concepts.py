"""Turn concepts into "system|code", by the vocabulary that the export brings along.

The systems are those that FHIR names. A concept of another vocabulary, or of none that the export
holds, keeps its number: "OMOP|38003565"; the report on quality lists such codes.
"""

from __future__ import annotations

import duckdb

from commonweal.intake.fhir.answers import ATTRIBUTES, LOINC, PROTECTED
from commonweal.intake.omop.cdm import READ
from commonweal.intake.query import build, rows, view
from commonweal.intake.sets import WHOLE, WORD, put

_SYSTEMS = {
    "SNOMED": "http://snomed.info/sct",
    "LOINC": LOINC,
    "RxNorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "CVX": "http://hl7.org/fhir/sid/cvx",
    "NDC": "http://hl7.org/fhir/sid/ndc",
    "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD10PCS": "http://www.cms.gov/Medicare/Coding/ICD10",
    "ICD9CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "CPT4": "http://www.ama-assn.org/go/cpt",
    "HCPCS": "http://www.nlm.nih.gov/research/umls/hcpcs",
    "UCUM": "http://unitsofmeasure.org",
    "SOPT": "https://nahdo.org/sopt",
}
_SIDES = {
    "8480-6": "systolic", "8462-4": "diastolic", "85354-9": "panel", "55284-4": "panel",
}  # fmt: skip
_VITAL = {
    *_SIDES, "8310-5", "8867-4", "9279-1", "29463-7", "8302-2", "39156-5", "59408-5", "2708-6",
}  # fmt: skip
# A number with a fraction is no concept: nothing is rounded to one.
_CONCEPT = r"""CREATE MACRO OMOP_CONCEPT(said) AS CASE WHEN NOT CONTAINS(said, '.')
    OR REGEXP_FULL_MATCH(said, ' *[0-9]+[.]0* *') THEN TRY_CAST(said AS BIGINT) END"""
_ODD = """CREATE MACRO OMOP_ODD_CONCEPT(said) AS
    COALESCE(TRIM(said) <> '' AND OMOP_CONCEPT(said) IS NULL, FALSE)"""
_USED = """SELECT DISTINCT OMOP_CONCEPT(column__) AS id FROM raw__
    WHERE OMOP_CONCEPT(column__) <> 0"""
# One whose rows name several codes is not explained: nothing says which of them is right.
_HELD = """SELECT OMOP_CONCEPT(c.id) AS id, MIN(c.vocabulary) AS vocabulary,
    MIN(c.code) AS code, MIN(c.kind) AS kind, MIN(c.label) AS label
    FROM raw_concept AS c SEMI JOIN used_concept AS u ON u.id = OMOP_CONCEPT(c.id)
    GROUP BY OMOP_CONCEPT(c.id)
    HAVING COUNT(DISTINCT CONCAT_WS('|', c.vocabulary, c.code)) < 2"""
_TOKENS = """SELECT u.id, NOT c.id IS NULL AS known, c.vocabulary, c.code, c.label,
    COALESCE(s.system || '|' || NULLIF(c.code, ''), 'OMOP|' || CAST(u.id AS TEXT)) AS token,
    CASE WHEN v.code IS NULL THEN CASE c.kind WHEN 'Lab Test' THEN 'laboratory'
        WHEN 'Survey' THEN 'survey' END ELSE 'vital-signs' END AS category,
    v.side, a.attribute, p.token IS NOT NULL OR a.attribute IS NOT NULL AS protected
    FROM used_concept AS u LEFT JOIN held_concept AS c ON c.id = u.id
    LEFT JOIN systems AS s ON s.vocabulary = c.vocabulary
    LEFT JOIN vital AS v ON v.code = c.code AND c.vocabulary = 'LOINC'
    LEFT JOIN protected AS p ON p.token = s.system || '|' || c.code
    LEFT JOIN asked AS a ON a.token = s.system || '|' || c.code OR a.id = u.id"""


def learn(connection: duckdb.DuckDBPyConnection) -> None:
    """Teach a connection the macros that read the number of a concept.

    connection: DuckDB
    """
    for macro in (_CONCEPT, _ODD):
        connection.execute(macro)


def settle(connection: duckdb.DuckDBPyConnection, asked: dict[int, str]) -> None:
    """Make the table `token`: every concept that the export uses, but 0.

    connection: holds the views `raw_...`
    asked: attribute of a person that a concept asks for, by concept, as the institution says
    """
    pairs = [(table.name, column) for table in READ.values() for column in table.concepts]
    for place, (table, column) in enumerate(pairs):
        view(connection, f"used_{place}", build(_USED, raw=f"raw_{table}", column=column))
    used = connection.view("used_0")
    for place in range(1, len(pairs)):
        used = used.union(connection.view(f"used_{place}"))
    used.distinct().create("used_concept")
    connection.sql(build(_HELD)).create("held_concept")
    put(connection, "systems", {"vocabulary": WORD, "system": WORD}, list(_SYSTEMS.items()))
    codes = [(code, _SIDES.get(code)) for code in sorted(_VITAL)]
    put(connection, "vital", {"code": WORD, "side": WORD}, codes)
    put(connection, "protected", {"token": WORD}, [(token,) for token in sorted(PROTECTED)])
    named: list[tuple[str | None, int | None, str]] = [
        (f"{LOINC}|{code}", None, attribute) for code, attribute in ATTRIBUTES.items()
    ]
    named += [(None, concept, attribute) for concept, attribute in asked.items()]
    put(connection, "asked", {"token": WORD, "id": WHOLE, "attribute": WORD}, named)
    connection.sql(build(_TOKENS)).create("every_token")
    # an institution's own word on a concept stands before what its code says
    connection.sql(build("SELECT * FROM every_token QUALIFY ROW_NUMBER() OVER "
                         "(PARTITION BY id ORDER BY attribute) = 1")).create("token")  # fmt: skip


def words_of(connection: duckdb.DuckDBPyConnection, column: str) -> dict[int, str]:
    """Give a column of the concepts that the export uses and its vocabulary holds.

    connection: holds the table `token`
    column: such as "label"
    """
    found = rows(connection, build("SELECT id, column__ FROM token WHERE NOT column__ IS NULL",
                                   column=column))  # fmt: skip
    return {int(concept): str(word) for concept, word in found}
