"""How the units of research come about: receivers, applications, recruits, studies, portfolio."""

from __future__ import annotations

from commonweal.engine.templates import PeriodQuery, templated
from commonweal.tables.columns import Table
from commonweal.tables.units.research import (
    Application,
    AwardMade,
    ConditionFunding,
    Enrollment,
    Mentee,
    OwnGap,
    Receiver,
    Recruit,
    ReferenceShare,
    StudyGoal,
    StudyPace,
)

# Who joined on no known day counts as here; an award of no known value makes the sum unknown.
_RECEIVER = """
    WITH given AS (
        SELECT researcher_key, CASE WHEN count(amount) = count(*) THEN sum(amount) END AS dollars
        FROM resource_award WHERE awarded_day BETWEEN :first AND :last GROUP BY researcher_key
    )
    SELECT r.researcher_key, r.department, r.career_stage,
        CASE WHEN g.researcher_key IS NULL THEN 0 ELSE g.dollars END AS dollars
    FROM researcher AS r LEFT JOIN given AS g ON g.researcher_key = r.researcher_key
    WHERE coalesce(r.joined_day <= :last, TRUE) AND coalesce(r.left_day > :first, TRUE)
"""
_AWARD_MADE = """
    SELECT a.resource_award_key AS award_made_key, a.researcher_key, a.department, r.career_stage,
        a.amount AS dollars, a.open_call, a.criteria_published AS criteria, a.panel,
        date_diff('day', a.called_day, a.awarded_day) AS waited
    FROM resource_award AS a LEFT JOIN researcher AS r ON r.researcher_key = a.researcher_key
    WHERE a.awarded_day BETWEEN :first AND :last
"""
_APPLICATION = """
    SELECT a.grant_application_key AS application_key, a.researcher_key, r.department, a.awarded,
        a.degree, a.experience, a.publications, a.topic, a.mechanism
    FROM grant_application AS a LEFT JOIN researcher AS r ON r.researcher_key = a.researcher_key
    WHERE a.submitted_day BETWEEN :first AND :last
"""
_MENTEE = """
    WITH pairs AS (
        SELECT mentee_key, max(coalesce(meetings, 0)) AS meetings FROM research_mentoring
        WHERE began_day <= :last AND coalesce(ended_day > :first, TRUE) GROUP BY mentee_key
    )
    SELECT r.researcher_key, r.department, p.mentee_key IS NOT NULL AS mentored,
        coalesce(p.meetings > 0, FALSE) AS met
    FROM researcher AS r LEFT JOIN pairs AS p ON p.mentee_key = r.researcher_key
    WHERE r.career_stage = 'early' AND coalesce(r.joined_day <= :last, TRUE)
        AND coalesce(r.left_day > :first, TRUE)
"""
_ENROLLMENT = """
    WITH entered AS (
        SELECT study_key, participant_key, min(at_day) AS on_day FROM recruit_event
        WHERE event IN ('enrolled', 'randomized') AND at_day <= :last
        GROUP BY study_key, participant_key
    )
    SELECT e.study_key || '|' || e.participant_key AS enrollment_key, e.participant_key,
        e.study_key AS study, s.condition, s.department, e.on_day >= :first AS within,
        s.last_planned_day > :last AS enrolling
    FROM entered AS e LEFT JOIN study AS s ON s.study_key = e.study_key
"""
# One reference for a condition and grouping: people with the condition before anybody else, then
# the newest; two references are never mixed.
_REFERENCE_SHARE = """
    WITH known AS (
        SELECT condition, view, reference, as_of_day, stratum, sum(persons) AS persons,
            min(sampled) AS sampled, min(CASE kind WHEN 'condition_prevalence' THEN 0
                WHEN 'registry' THEN 1 WHEN 'published' THEN 2 WHEN 'catchment' THEN 3
                WHEN 'system_patients' THEN 4 ELSE 5 END) AS place
        FROM reference_population WHERE persons >= 0 AND coalesce(as_of_day <= :last, TRUE)
        GROUP BY condition, view, reference, as_of_day, stratum
    ), chosen AS (
        SELECT *, dense_rank() OVER (PARTITION BY condition, view
            ORDER BY place, as_of_day DESC NULLS LAST, reference) AS rank FROM known
    )
    SELECT condition || '|' || view || '|' || stratum AS reference_share_key, condition, view,
        stratum, persons,
        persons / nullif(sum(persons) OVER (PARTITION BY condition, view), 0) AS share, sampled
    FROM chosen WHERE rank = 1
"""
_STUDY_GOAL = """
    SELECT g.study_key || '|' || g.view || '|' || g.stratum AS study_goal_key,
        g.study_key AS study, g.view, g.stratum, max(g.share) AS share, max(s.target) AS target
    FROM enroll_goal AS g JOIN study AS s ON s.study_key = g.study_key
    WHERE coalesce(g.set_on_day <= :last, TRUE) AND coalesce(g.ended_day > :last, TRUE)
        AND s.first_planned_day <= :last AND s.last_planned_day > :last AND s.target > 0
    GROUP BY g.study_key, g.view, g.stratum
"""
# Who reached a stage passed all those before it, whether or not each is on record.
_RECRUIT = """
    WITH steps AS (
        SELECT study_key, participant_key, min(at_day) AS on_day, min(site) AS site,
            max(CASE event WHEN 'screened' THEN 2 WHEN 'ineligible' THEN 2 WHEN 'eligible' THEN 3
                WHEN 'consented' THEN 4 WHEN 'enrolled' THEN 5 WHEN 'randomized' THEN 5
                WHEN 'withdrawn' THEN 5 WHEN 'completed' THEN 5 ELSE 1 END) AS reached,
            bool_or(event = 'ineligible') AS ineligible, bool_or(event = 'withdrawn') AS withdrew
        FROM recruit_event WHERE event IS NOT NULL AND event <> 'identified'
        GROUP BY study_key, participant_key
    )
    SELECT e.study_key || '|' || e.participant_key AS recruit_key, e.participant_key,
        e.study_key AS study, e.study_key || '|' || coalesce(e.site, '') AS place, s.condition,
        s.department, CASE WHEN e.reached = 5 AND NOT e.withdrew THEN 6 ELSE e.reached END AS stage,
        e.reached >= 2 AS screened, e.ineligible AND e.reached = 2 AS failed,
        e.reached >= 5 AS enrolled
    FROM steps AS e LEFT JOIN study AS s ON s.study_key = e.study_key
    WHERE e.on_day BETWEEN :first AND :last
"""
# A study is open since its first site is, or else since the day that was planned.
_STUDY_PACE = """
    WITH entered AS (
        SELECT study_key, count(DISTINCT participant_key) AS many FROM recruit_event
        WHERE event IN ('enrolled', 'randomized') AND at_day <= :last GROUP BY study_key
    ), sites AS (
        SELECT study_key, min(activated_day) AS activated FROM study_site GROUP BY study_key
    ), opened AS (
        SELECT s.*, coalesce(t.activated, s.first_planned_day) AS since
        FROM study AS s LEFT JOIN sites AS t ON t.study_key = s.study_key
    )
    SELECT s.study_key, s.department, s.sponsor, coalesce(e.many, 0) AS enrolled, s.target,
        date_diff('day', DATE '1970-01-01', s.since) AS opened,
        date_diff('day', DATE '1970-01-01', :last) AS asked,
        date_diff('day', DATE '1970-01-01', s.last_planned_day) AS closes
    FROM opened AS s LEFT JOIN entered AS e ON e.study_key = s.study_key
    WHERE s.since < :last AND s.last_planned_day > :last
"""
# Burdens of one population only: the one in which most conditions were counted.
_CONDITION_FUNDING = """
    WITH counted AS (
        SELECT population, condition, arg_max(dalys, as_of_day) AS burden FROM burden
        WHERE coalesce(as_of_day <= :last, TRUE) GROUP BY population, condition
    ), best AS (
        SELECT population FROM counted GROUP BY population
        ORDER BY count(burden) DESC, population LIMIT 1
    ), ill AS (
        SELECT condition, burden FROM counted WHERE population = (SELECT population FROM best)
    ), spent AS (
        SELECT condition, sum(dollars) / 100 AS dollars FROM portfolio_item
        WHERE condition IS NOT NULL AND coalesce(began_day <= :last, TRUE)
            AND coalesce(ended_day > :first, TRUE)
        GROUP BY condition
    )
    SELECT coalesce(i.condition, s.condition) AS condition, coalesce(s.dollars, 0) AS dollars,
        i.burden
    FROM ill AS i FULL JOIN spent AS s ON s.condition = i.condition
"""
_OWN_GAP = """
    SELECT g.gap_key, g.measure, g.condition, coalesce(bool_or(p.dollars > 0), FALSE) AS funded
    FROM local_gap AS g
    LEFT JOIN portfolio_item AS p ON p.gap_key = g.gap_key
        AND coalesce(p.began_day <= :last, TRUE) AND coalesce(p.ended_day > :first, TRUE)
    WHERE g.found_day <= :last AND coalesce(g.closed_day > :first, TRUE)
    GROUP BY g.gap_key, g.measure, g.condition
"""

UNITS: dict[type[Table], PeriodQuery] = {
    Receiver: templated(_RECEIVER),
    AwardMade: templated(_AWARD_MADE),
    Application: templated(_APPLICATION),
    Mentee: templated(_MENTEE),
    Enrollment: templated(_ENROLLMENT),
    ReferenceShare: templated(_REFERENCE_SHARE),
    StudyGoal: templated(_STUDY_GOAL),
    Recruit: templated(_RECRUIT),
    StudyPace: templated(_STUDY_PACE),
    ConditionFunding: templated(_CONDITION_FUNDING),
    OwnGap: templated(_OWN_GAP),
}
