"""PERSON, DEATH and LOCATION as patients, and what PERSON says of people for the vault."""

from __future__ import annotations

import duckdb
from sqlglot import exp

from commonweal.intake.context import Context
from commonweal.intake.omop.cdm import LOCATION
from commonweal.intake.omop.events import hashed
from commonweal.intake.omop.origin import describe, gender_of, race_of
from commonweal.intake.query import build, rows, view
from commonweal.intake.saying import Said
from commonweal.intake.sets import WHOLE, WORD, put
from commonweal.intake.staging import Staging
from commonweal.intake.taking import take

_PERSONS = ("person", "visit_occurrence", "condition_occurrence", "procedure_occurrence",
            "drug_exposure", "measurement", "observation", "payer_plan_period")  # fmt: skip
# Of several rows of one place the first counts, whole.
_ONE_HOME = r"""SELECT id,
    NULLIF(REGEXP_EXTRACT(TRIM(zip), '^([0-9]{5})(-?[0-9]{4}|[.]0)?$', 1), '') AS zip, state,
    COALESCE(TRIM(zip) <> '' AND NOT REGEXP_FULL_MATCH(TRIM(zip),
        '[0-9]{5}(-?[0-9]{4}|[.]0)?'), FALSE) AS bad,
    MIN(hash__) OVER (PARTITION BY id) <> MAX(hash__) OVER (PARTITION BY id) AS several
    FROM raw_location QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY _file, _line) = 1"""
_DEATHS = """SELECT id, MIN(_d) AS died, BOOL_OR(_bad) AS bad, BOOL_OR(_differ) AS differ,
    MIN(_d) <> MAX(_d) AS several FROM (SELECT id, COALESCE(_on, CAST(_at AS DATE)) AS _d,
        OMOP_BAD(start_on) OR OMOP_BAD(start_at) AS _bad, OMOP_DIFFER(_at, _odd, _on) AS _differ
        FROM (SELECT *, OMOP_TIME(start_at) AS _at, OMOP_ODD(start_at) AS _odd,
            CAST(OMOP_TIME(start_on) AS DATE) AS _on FROM raw_death) AS timed) AS found
    GROUP BY id"""
_BORN = """SELECT r.*, k.patient_key, d.died, COALESCE(d.bad, FALSE) AS _bad_death,
    COALESCE(d.differ, FALSE) AS _death_differs,
    COALESCE(d.several, FALSE) OR COALESCE(h.several, FALSE) AS _several,
    COALESCE(h.bad, FALSE) AS _bad_zip, NOT d.id IS NULL AS dead,
    h.zip AS home_zip, h.state AS home_state,
    CAST(OMOP_TIME(r.born) AS DATE) AS _b, OMOP_ODD(r.born) AS _bo,
    OMOP_PART(r.year) AS _y, OMOP_PART(r.month) AS _m,
    OMOP_PART(r.day) AS _d, HASH(r.id, r.gender, r.gender_word, r.year, r.month, r.day,
    r.born, r.race, r.race_word, r.ethnicity, r.ethnicity_word, r.location_id, r.care_site_id)
    AS _hash
    FROM raw_person AS r JOIN person_keys AS k ON k.id = r.id LEFT JOIN deaths AS d ON d.id = r.id
    LEFT JOIN homes AS h ON h.id = r.location_id"""
# A whole number: nothing is rounded or cut to one.
_PART = """CREATE MACRO OMOP_PART(said) AS CASE WHEN REGEXP_FULL_MATCH(TRIM(said),
    '[0-9]{1,9}([.]0*)?') THEN TRY_CAST(said AS INTEGER) END"""
_DATED = """SELECT *, CASE WHEN _y BETWEEN 100 AND 9999 AND COALESCE(_m, 7) BETWEEN 1 AND 12
    AND COALESCE(_d, 15) BETWEEN 1 AND 31
    THEN TRY_CAST(CONCAT(LPAD(CAST(_y AS TEXT), 4, '0'), '-',
    LPAD(CAST(COALESCE(_m, 7) AS TEXT), 2, '0'), '-', LPAD(CAST(CASE WHEN _m IS NULL THEN 1
    ELSE COALESCE(_d, 15) END AS TEXT), 2, '0')) AS DATE) END AS _parts
    FROM persons_born"""
_COMPARED = """SELECT *, NOT _parts IS NULL AND COALESCE(YEAR(_b) <> _y OR MONTH(_b) <> _m
    OR (NOT _m IS NULL AND DAY(_b) <> _d), FALSE) AS _differs FROM persons_dated"""
# A birth on the first day of what is given is no day, but filled up by the export. Where the two
# differ the parts count: each export has them.
_WHOLE = """SELECT *, CASE WHEN _differs OR (_d IS NULL AND (_b = MAKE_DATE(_y, 1, 1)
        AND _m IS NULL OR _b = DATE_TRUNC('month', _parts) AND NOT _m IS NULL)) THEN NULL
    ELSE _b END AS _exact,
    _differs AND OMOP_DIFFER(CAST(_b AS TIMESTAMP), _bo, _parts) AS _births
    FROM persons_compared"""
_PATIENT = """SELECT patient_key,
    CAST(COALESCE(_exact, _parts) AS TIMESTAMP) AS birth_ts,
    COALESCE(_exact, _parts) AS birth_day,
    CASE WHEN NOT _exact IS NULL THEN 'D' WHEN _parts IS NULL THEN NULL WHEN _m IS NULL THEN 'Y'
        WHEN _d IS NULL THEN 'M' ELSE 'D' END AS birth_prec,
    CAST(died AS TIMESTAMP) AS death_ts, died AS death_day,
    CASE WHEN NOT died IS NULL THEN 'D' END AS death_prec,
    CASE WHEN dead THEN TRUE END AS deceased,
    CASE WHEN home_zip <> '00000' THEN home_zip END AS zip5,
    home_state AS state, feed__ || NULLIF(care_site_id, '0') AS org_key,
    source__ AS source_id,
    LIST_SORT(LIST_DISTINCT([CASE WHEN _bad_death OR OMOP_BAD(born)
            OR (NOT _y IS NULL AND _parts IS NULL) OR (_y IS NULL AND TRIM(year) <> '')
            OR (_m IS NULL AND TRIM(month) <> '') OR (_d IS NULL AND TRIM(day) <> '')
            THEN 'date_unreadable' END,
        CASE WHEN _death_differs OR _births THEN 'dates_differ' END,
        CASE WHEN _several THEN 'dup_conflict' END,
        CASE WHEN OMOP_ODD_CONCEPT(gender) OR OMOP_ODD_CONCEPT(race)
            OR OMOP_ODD_CONCEPT(ethnicity) THEN 'code_unknown' END,
        CASE WHEN _bad_zip THEN 'zip_unreadable' END])) AS problem,
    'Patient' AS _kind, NULL AS _updated, ENCODE(CAST(_hash AS TEXT)) AS _digest, _file, _line
    FROM persons"""
# What stands where a concept should and is none is invalid, as a concept that nobody knows.
_COMBINED = """SELECT p.*, CASE WHEN OMOP_ODD_CONCEPT(gender) THEN -1
        ELSE OMOP_CONCEPT(gender) END AS _gender,
    CASE WHEN OMOP_ODD_CONCEPT(race) THEN -1 ELSE OMOP_CONCEPT(race) END AS _race,
    CASE WHEN OMOP_ODD_CONCEPT(ethnicity) THEN -1 ELSE OMOP_CONCEPT(ethnicity) END AS _ethnicity,
    COALESCE(f.words, '') AS _further
    FROM persons AS p LEFT JOIN further_races AS f ON f.id = p.id"""
_LIKE = """SELECT DISTINCT _gender, COALESCE(gender_word, ''), _race, COALESCE(race_word, ''),
    _ethnicity, COALESCE(ethnicity_word, ''), _further FROM combined"""
_SAID = """SELECT c.patient_key, s.attribute, s.value, NULL AS system, s.status,
    'unknown' AS method, NULL AS recorded_ts, 'PERSON' AS source_element, s.ordinal, 1 AS _trust,
    'Patient' AS _parent, source__ AS source_id, [] AS problem, 'Patient' AS _kind,
    NULL AS _updated, ENCODE(CAST(c._hash AS TEXT)) AS _digest, c._file, c._line
    FROM combined AS c JOIN said AS s ON s.gender IS NOT DISTINCT FROM c._gender
    AND s.gender_word = COALESCE(c.gender_word, '') AND s.race IS NOT DISTINCT FROM c._race
    AND s.race_word = COALESCE(c.race_word, '')
    AND s.ethnicity IS NOT DISTINCT FROM c._ethnicity
    AND s.ethnicity_word = COALESCE(c.ethnicity_word, '') AND s.further = c._further"""
# A race stands as the question itself, or as the answer to one.
_FURTHER = """SELECT DISTINCT person_id, concept FROM
    (SELECT person_id, UNNEST([OMOP_CONCEPT(concept),
    OMOP_CONCEPT(value_concept)]) AS concept
    FROM raw_observation) AS found SEMI JOIN race_words AS w USING (concept)"""
_JOINED = """SELECT f.person_id AS id,
    STRING_AGG(DISTINCT w.word, ' ' ORDER BY w.word) AS words
    FROM found_races AS f JOIN race_words AS w USING (concept) GROUP BY f.person_id"""
_COLUMNS = {
    "gender": WHOLE, "gender_word": WORD, "race": WHOLE, "race_word": WORD, "ethnicity": WHOLE,
    "ethnicity_word": WORD, "further": WORD, "attribute": WORD, "value": WORD, "status": WORD,
    "ordinal": WHOLE,
}  # fmt: skip


def key_people(connection: duckdb.DuckDBPyConnection, context: Context) -> None:
    """Make the table `person_keys`: the key of everybody whom any table names.

    connection: holds the views `raw_...`
    context: source and keys
    """
    named = [
        build("SELECT DISTINCT id__ AS id FROM raw__", raw=f"raw_{table}",
              id="id" if table == "person" else "person_id")
        for table in _PERSONS
    ]  # fmt: skip
    every = connection.sql(named[0])
    for query in named[1:]:
        every = every.union(connection.sql(query))
    ids = every.distinct().order("id").fetchall()
    for (person,) in rows(connection, build("SELECT DISTINCT id FROM raw_person LIMIT 2")):
        context.meet(person)
    keys = [(person, context.person(person)) for (person,) in ids]
    put(connection, "person_keys", {"id": WORD, "patient_key": WORD}, keys)


def stage_patients(
    connection: duckdb.DuckDBPyConnection, staging: Staging, context: Context
) -> None:
    """Stage the patients, and what PERSON and OBSERVATION say of their gender and race.

    connection: holds the views `raw_...`, and `person_keys`
    staging: where rows go
    context: source and keys
    """
    connection.execute(_PART)
    connection.sql(build(_ONE_HOME, hash=hashed(LOCATION))).create("homes")
    connection.sql(build(_DEATHS)).create("deaths")
    view(connection, "persons_born", build(_BORN))
    view(connection, "persons_dated", build(_DATED))
    view(connection, "persons_compared", build(_COMPARED))
    view(connection, "persons", build(_WHOLE))
    feed = exp.Literal.string(context.key(""))
    source = exp.Literal.string(context.source_id)
    take(staging, connection, "patient", build(_PATIENT, feed=feed, source=source))
    _name_races(connection)
    connection.sql(build(_COMBINED)).create("combined")
    put(connection, "said", _COLUMNS, _said(rows(connection, build(_LIKE))))
    take(staging, connection, "_person", build(_SAID, source=source))


def _name_races(connection: duckdb.DuckDBPyConnection) -> None:
    candidates = range(8500, 8700), range(38003563, 38003617), (44814649,)
    words = {concept: word for some in candidates for concept in some
             if (word := race_of(concept)) is not None}  # fmt: skip
    put(connection, "race_words", {"concept": WHOLE, "word": WORD}, list(words.items()))
    connection.sql(build(_FURTHER)).create("found_races")
    connection.sql(build(_JOINED)).create("further_races")


def _said(found: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Give the answers of each combination that PERSON holds, as rows."""
    made: list[tuple[object, ...]] = []
    for combined in found:
        gender, gender_word, race, race_word, ethnicity, ethnicity_word, further = combined
        said, marks = describe(
            (_whole(race), str(race_word)), (_whole(ethnicity), str(ethnicity_word)),
            tuple(str(further).split()),
        )  # fmt: skip
        said["admin_gender"] = [gender_of(_whole(gender), str(gender_word))]
        said["_mark"] = [Said(mark) for mark in marks]
        made += [
            (*combined, attribute, one.value, one.status, place)
            for attribute, many in said.items() for place, one in enumerate(many)
        ]  # fmt: skip
    return made


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
