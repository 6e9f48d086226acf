"""Who is enrolled in studies, with what they said of race, ethnicity and sex: for one form only.

What comes out may identify people; `findings.inclusion` counts it and shows nothing of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlglot import exp

from commonweal.engine.session import Session
from commonweal.engine.sql import among, column, day, fill

Said = tuple[tuple[str, ...], str, str]

# Whoever is enrolled in two of the studies is counted in each.
_ENROLLED = """
    WITH entered AS (
        SELECT DISTINCT e.study_key, e.participant_key FROM recruit_event AS e
        WHERE e.event IN ('enrolled', 'randomized') AND e.at_day <= :last AND :chosen
    ), said AS (
        SELECT v.patient_key,
            list(DISTINCT v.value) FILTER (WHERE v.attribute = 'race_1997'
                AND v.value IS NOT NULL) AS races,
            min(v.value) FILTER (WHERE v.attribute = 'ethnicity_1997') AS ethnicity,
            min(v.value) FILTER (WHERE v.attribute = 'admin_gender') AS sex
        FROM vault_attribute AS v WHERE v.patient_key IN (SELECT participant_key FROM entered)
        GROUP BY v.patient_key
    )
    SELECT coalesce(s.races, []) AS races, coalesce(s.ethnicity, '') AS ethnicity,
        coalesce(s.sex, '') AS sex
    FROM entered AS e LEFT JOIN said AS s ON s.patient_key = e.participant_key
"""
_STUDIES = """
    SELECT study_key FROM study WHERE CASE WHEN :asked = '' THEN nih_clinical_research
        ELSE :asked IN (study_key, nct) OR study_key LIKE '%/' || :asked END
    ORDER BY study_key
"""


def studies(session: Session, asked: str = "") -> tuple[str, ...]:
    """Give the keys of the studies that are asked for.

    session: the open look
    asked:   the id of a study in its system or in the public register; "" for all that are
             clinical research as NIH defines it
    """
    found = session.run(fill(_STUDIES, asked=exp.Literal.string(asked)))
    return tuple(str(row[0]) for row in found)


def enrolled(session: Session, chosen: tuple[str, ...], last: date) -> list[Said]:
    """Give what those enrolled said: races (1997), ethnicity and sex, "" where it is not known.

    session: the open look
    chosen:  keys of the studies
    last:    last day that counts; enrollment is cumulative
    """
    inside = among(column("e", "study_key"), chosen) if chosen else exp.false()
    rows: list[tuple[Any, ...]] = session.run(fill(_ENROLLED, last=day(last), chosen=inside))
    return [(tuple(races), ethnicity, sex) for races, ethnicity, sex in rows]
