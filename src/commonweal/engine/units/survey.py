"""How the units of surveys come about: answers turned the same way, side by side; the frame."""

from __future__ import annotations

from sqlglot import exp

from commonweal.engine.sql import fill, number
from commonweal.engine.templates import PeriodQuery, filled
from commonweal.kinds import Period
from commonweal.tables.columns import Table
from commonweal.tables.units.survey import ITEMS, FrameStratum, ScaleAnswers

# An answer that is not on the scale is no answer. Items stand in the order of their numbers.
_SCALE_ANSWERS = """
    WITH item AS (
        SELECT i.*, dense_rank() OVER (
            PARTITION BY i.survey_key, i.factor ORDER BY i.code, i.survey_item_key) AS place
        FROM survey_item AS i JOIN survey AS s ON s.survey_key = i.survey_key
        WHERE s.closed_day BETWEEN :first AND :last
    ), answer AS (
        SELECT r.respondent_key, i.factor, i.place,
            CASE WHEN r.value BETWEEN i.lowest AND i.highest AND i.lowest < i.highest
                THEN 1 + 4 * (CASE WHEN i.reverse THEN i.highest - r.value
                    ELSE r.value - i.lowest END) / (i.highest - i.lowest) END AS score
        FROM response AS r JOIN item AS i ON i.survey_item_key = r.survey_item_key
    )
    SELECT p.respondent_key || '|' || a.factor AS scale_answers_key, p.respondent_key, a.factor,
        p.layer, p.work_unit, p.tenure, count(a.score) AS answered
    FROM answer AS a JOIN respondent AS p ON p.respondent_key = a.respondent_key
    WHERE a.factor IS NOT NULL
    GROUP BY p.respondent_key, a.factor, p.layer, p.work_unit, p.tenure
"""
_ITEM = "max(a.score) FILTER (WHERE a.place = :place)"
_FRAME_STRATUM = """
    SELECT f.response_frame_key AS frame_stratum_key, f.layer, f.work_unit, f.tenure, f.invited,
        f.responded
    FROM response_frame AS f JOIN survey AS s ON s.survey_key = f.survey_key
    WHERE s.closed_day BETWEEN :first AND :last
"""


def scale_answers(period: Period) -> exp.Query:
    """Give the answers of each respondent to each composite.

    period: rounds that closed in it count
    """
    query = filled(_SCALE_ANSWERS, period)
    items = [
        exp.alias_(fill(_ITEM, place=number(place)), f"item_{place}", quoted=True)
        for place in range(1, ITEMS + 1)
    ]
    return query.select(*items, copy=False)


def frame_stratum(period: Period) -> exp.Query:
    """Give the strata of the frame.

    period: rounds that closed in it count
    """
    return filled(_FRAME_STRATUM, period)


UNITS: dict[type[Table], PeriodQuery] = {
    ScaleAnswers: scale_answers,
    FrameStratum: frame_stratum,
}
