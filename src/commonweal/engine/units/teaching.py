"""How the units of teaching come about: learners, answers, ratings, competencies, programs."""

from __future__ import annotations

from commonweal.engine.templates import PeriodQuery, templated
from commonweal.tables.columns import Table
from commonweal.tables.units.teaching import (
    AtOncePeriod,
    FrameNode,
    LearnerYear,
    LotPeriod,
    NodeEvent,
    PlacedItem,
    RatingGiven,
    Sitting,
    StaggeredPeriod,
    TrainingYear,
)

# A learner passed the year with every course passed, and did not with one that was not; where the
# rest is unknown so is the year.
_LEARNER_YEAR = """
    SELECT g.learner_key, l.program, l.role, l.department, l.cohort, l.site, l.prior_score AS prior,
        avg(g.points) AS score, count(*) AS courses,
        CASE WHEN bool_or(NOT g.passed) THEN FALSE
            WHEN count(g.passed) = count(*) THEN TRUE END AS passed
    FROM grade AS g LEFT JOIN learner AS l ON l.learner_key = g.learner_key
    WHERE g.graded_day BETWEEN :first AND :last AND g.attempt = 1
    GROUP BY ALL
"""
# Of several answers of a learner to an item the first counts.
_SITTING = """
    WITH given AS (
        SELECT r.learner_key, i.test, i.code, arg_min(r."right", r.answered_ts) AS told
        FROM item_response AS r JOIN exam_item AS i ON i.item_key = r.item_key
        WHERE r.answered_day BETWEEN :first AND :last
        GROUP BY r.learner_key, i.test, i.code
    ), placed AS (SELECT DISTINCT test, code FROM given
    ), sat AS (SELECT DISTINCT learner_key, test FROM given)
    SELECT s.learner_key || '|' || s.test AS sitting_key, s.learner_key, s.test,
        string_agg(CASE WHEN g.told THEN '1' WHEN NOT g.told THEN '0' ELSE '?' END, ''
            ORDER BY s.test || '|' || p.code) AS answers,
        count(g.told) AS answered
    FROM sat AS s JOIN placed AS p ON p.test = s.test
    LEFT JOIN given AS g
        ON g.learner_key = s.learner_key AND g.test = s.test AND g.code = p.code
    GROUP BY s.learner_key, s.test
"""
_PLACED_ITEM = """
    SELECT DISTINCT i.test || '|' || i.code AS placed_item_key, i.test, i.code AS item
    FROM item_response AS r JOIN exam_item AS i ON i.item_key = r.item_key
    WHERE r.answered_day BETWEEN :first AND :last
"""
_RATING_GIVEN = """
    SELECT r.rating_key, r.learner_key, r.rater_key AS rater, r.site, r.item,
        l.prior_score AS prior, 100 * r.value / nullif(r.highest, 0) AS value
    FROM rating AS r LEFT JOIN learner AS l ON l.learner_key = r.learner_key
    WHERE r.rated_day BETWEEN :first AND :last
"""
_FRAME_NODE = """
    SELECT n.node_key, n.frame || ' ' || n.version AS frame, n.domain, n.code,
        coalesce(bool_or(e.kind = 'teaching'), FALSE) AS taught,
        coalesce(bool_or(e.kind = 'assessment'), FALSE) AS assessed
    FROM outcome_node AS n
    LEFT JOIN event_node AS t ON t.node_key = n.node_key
    LEFT JOIN curriculum_event AS e
        ON e.event_key = t.event_key AND e.held_day BETWEEN :first AND :last
    WHERE (n.valid_from_day IS NULL OR n.valid_from_day <= :last)
        AND (n.valid_to_day IS NULL OR n.valid_to_day > :last)
    GROUP BY ALL
"""
_NODE_EVENT = """
    SELECT t.event_node_key, t.event_key AS event, t.node_key AS node, e.hours, e.level, e.term,
        e.kind = 'teaching' AS teaches, e.kind = 'assessment' AS assesses
    FROM event_node AS t JOIN curriculum_event AS e ON e.event_key = t.event_key
    WHERE e.held_day BETWEEN :first AND :last
"""
_TRAINING_YEAR = """
    SELECT t.learner_key, l.role, l.department, l.program, count(*) AS required,
        count(*) FILTER (WHERE t.completed_day <= t.due_day) AS completed,
        coalesce(bool_and(coalesce(t.completed_day <= t.due_day, FALSE)), FALSE) AS done
    FROM training AS t LEFT JOIN learner AS l ON l.learner_key = t.learner_key
    WHERE t.topic = 'cross_cultural' AND t.due_day BETWEEN :first AND :last
    GROUP BY ALL
"""
# Where the order was not drawn by lot, a unit that took part in no program stands beside, and one
# of another program does not. Where it was, or where all began at once, only units listed do.
# The weight is that of a difference of two shares of as many people, all as spread.
_PROGRAM_PERIOD = """
    WITH told AS (
        SELECT unit, begins_day, measure_code, group_code,
            CASE WHEN bool_or(lower_is_better) THEN -1 ELSE 1 END AS way,
            sum(numerator) FILTER (WHERE side = 'group') AS own,
            sum(denominator) FILTER (WHERE side = 'group') AS many,
            sum(numerator) FILTER (WHERE side = 'rest') AS other,
            sum(denominator) FILTER (WHERE side = 'rest') AS rest_many
        FROM equity_outcome WHERE begins_day <= :last
        GROUP BY unit, begins_day, measure_code, group_code
    ), listed AS (
        SELECT intervention, unit, min(first_day) AS first_day
        FROM exposure GROUP BY intervention, unit
    ), programs AS (
        SELECT intervention, min(roll_out) AS roll_out, min(measure_code) AS measure_code,
            min(group_code) AS group_code
        FROM exposure GROUP BY intervention
    ), beside AS (
        SELECT p.*, t.unit, b.first_day
        FROM programs AS p CROSS JOIN (SELECT DISTINCT unit FROM told) AS t
        LEFT JOIN listed AS b ON b.intervention = p.intervention AND b.unit = t.unit
        WHERE b.unit IS NOT NULL OR (p.roll_out = 'staggered'
            AND t.unit NOT IN (SELECT unit FROM listed WHERE first_day IS NOT NULL))
    )
    SELECT s.intervention || '|' || t.measure_code || '|' || t.group_code || '|' || t.unit || '|'
            || t.begins_day AS program_period_key,
        s.intervention || ': ' || t.measure_code || ', ' || t.group_code AS evaluation,
        t.unit, date_diff('day', DATE '1970-01-01', t.begins_day) AS begins,
        t.way * (t.own / nullif(t.many, 0) - t.other / nullif(t.rest_many, 0)) AS outcome,
        t.many * t.rest_many / nullif(t.many + t.rest_many, 0) AS weight, t.many AS counted,
        date_diff('day', DATE '1970-01-01', s.first_day) AS "first"
    FROM beside AS s JOIN told AS t ON t.unit = s.unit
        AND t.measure_code = coalesce(s.measure_code, t.measure_code)
        AND t.group_code = coalesce(s.group_code, t.group_code)
    WHERE s.roll_out = :roll
"""

UNITS: dict[type[Table], PeriodQuery] = {
    LearnerYear: templated(_LEARNER_YEAR),
    Sitting: templated(_SITTING),
    PlacedItem: templated(_PLACED_ITEM),
    RatingGiven: templated(_RATING_GIVEN),
    FrameNode: templated(_FRAME_NODE),
    NodeEvent: templated(_NODE_EVENT),
    TrainingYear: templated(_TRAINING_YEAR),
    StaggeredPeriod: templated(_PROGRAM_PERIOD, roll="'staggered'"),
    LotPeriod: templated(_PROGRAM_PERIOD, roll="'random'"),
    AtOncePeriod: templated(_PROGRAM_PERIOD, roll="'at_once'"),
}
