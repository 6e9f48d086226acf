"""How the units of surveys come about: answers turned the same way, side by side; the frame."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from commonweal.engine.sql import day, fill, number
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
    query = _filled(_SCALE_ANSWERS, period)
    items = [
        exp.alias_(fill(_ITEM, place=number(place)), f"item_{place}", quoted=True)
        for place in range(1, ITEMS + 1)
    ]
    assert isinstance(query, exp.Select)  # noqa: S101  the template is a SELECT
    return query.select(*items, copy=False)


def frame_stratum(period: Period) -> exp.Query:
    """Give the strata of the frame.

    period: rounds that closed in it count
    """
    return _filled(_FRAME_STRATUM, period)


def _filled(template: str, period: Period) -> exp.Query:
    query = fill(template, first=day(period.first), last=day(period.last))
    assert isinstance(query, exp.Query)  # noqa: S101  every template is a SELECT
    return query


UNITS: dict[type[Table], Callable[[Period], exp.Query]] = {
    ScaleAnswers: scale_answers,
    FrameStratum: frame_stratum,
}
