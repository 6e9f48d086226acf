"""How the units of the workforce come about: staff, time at work, searches, careers, succession.

`valid_to` is the first day on which a row no longer holds, and a separation is on the first day
on which the person is no longer here.
"""

from __future__ import annotations

from commonweal.engine.templates import PeriodQuery, templated
from commonweal.tables.columns import Table
from commonweal.tables.units.workforce import (
    Candidacy,
    CriticalPost,
    GradeYear,
    NewHire,
    RankSpell,
    ServiceSpell,
    ShareElsewhere,
    StaffMember,
    StaffTime,
    StageDecision,
    SuccessionLink,
)

_STAFF_MEMBER = """
    WITH post AS (
        SELECT *, row_number() OVER (PARTITION BY person_key
            ORDER BY valid_from_day DESC NULLS LAST, assignment_key) AS place
        FROM assignment
        WHERE main AND fte > 0 AND valid_from_day <= :last
            AND (valid_to_day IS NULL OR valid_to_day > :last)
    ), top AS (
        SELECT track, max(rank_order) AS highest FROM "rank" GROUP BY track
    ), paid AS (
        SELECT person_key, arg_max(annualized_cents / nullif(fte, 0), effective_day) AS cents
        FROM comp WHERE component = 'base' AND effective_day <= :last
            AND annualized_cents IS NOT NULL
        GROUP BY person_key
    ), mentee AS (
        SELECT DISTINCT person_key FROM mentoring_exposure
        WHERE role = 'mentee' AND start_day <= :last AND (end_day IS NULL OR end_day > :first)
    )
    SELECT p.person_key, p.unit_id AS department, j.family, r.rank_order AS "rank",
        t.highest - r.rank_order AS from_top, p.worker_type,
        date_diff('day', s.first_hire_day, :last) / 365.25 AS tenure,
        m.person_key IS NOT NULL AS mentored, CAST(round(c.cents) AS BIGINT) AS pay_cents
    FROM post AS p
    LEFT JOIN job AS j ON j.job_code = p.job_code
    LEFT JOIN "rank" AS r ON r.rank_code = p.rank_code
    LEFT JOIN top AS t ON t.track = r.track
    LEFT JOIN staff AS s ON s.person_key = p.person_key
    LEFT JOIN mentee AS m ON m.person_key = p.person_key
    LEFT JOIN paid AS c ON c.person_key = p.person_key
    WHERE p.place = 1
"""
_STAFF_TIME = """
    WITH worked AS (
        SELECT person_key, arg_max(unit_id, valid_from_day) AS department,
            arg_max(worker_type, valid_from_day) AS worker_type,
            sum(date_diff('day', greatest(valid_from_day, :first),
                least(coalesce(valid_to_day, :next), :next))) / 365.25 AS years
        FROM assignment
        WHERE main AND fte > 0 AND valid_from_day <= :last
            AND (valid_to_day IS NULL OR valid_to_day > :first)
        GROUP BY person_key
    ), gone AS (
        SELECT person_key, count(*) AS separations, arg_max(reason, on_day) AS reason
        FROM staff_event
        WHERE kind = 'separation' AND on_day > :first AND on_day <= :next
        GROUP BY person_key
    )
    SELECT w.person_key, w.department, w.worker_type, w.years,
        g.person_key IS NOT NULL AS "left", coalesce(g.separations, 0) AS separations, g.reason
    FROM worked AS w LEFT JOIN gone AS g ON g.person_key = w.person_key
"""
_NEW_HIRE = """
    SELECT h.event_key AS hire_key, h.person_key, any_value(h.to_unit) AS department,
        date_diff('day', any_value(h.on_day), :last) AS days_seen,
        count(s.event_key) = 0 AS stayed
    FROM staff_event AS h LEFT JOIN staff_event AS s ON s.person_key = h.person_key
        AND s.kind = 'separation' AND s.on_day > h.on_day
        AND s.on_day <= h.on_day + INTERVAL 1 YEAR
    WHERE h.kind IN ('hire', 'rehire') AND h.on_day > :last - INTERVAL 2 YEAR
        AND h.on_day <= :last
    GROUP BY h.event_key, h.person_key
"""
# A search counts in the period in which it has been over for thirty days: nobody can steer one
# that still runs by what is seen here.
_OVER = """coalesce(r.filled_day, r.cancelled_day) BETWEEN :first - INTERVAL 30 DAY
    AND :last - INTERVAL 30 DAY"""
_STAGE_DECISION = """
    SELECT m.move_key AS decision_key, m.applicant_key, a.req_id AS requisition, j.family,
        m.stage, m.outcome, m.outcome = 'advanced' AS advanced, a.met_basic_quals AS qualified
    FROM stage_move AS m
    JOIN application AS a ON a.app_id = m.app_id
    JOIN requisition AS r ON r.req_id = a.req_id
    LEFT JOIN job AS j ON j.job_code = r.job_code
    WHERE :over
"""
_CANDIDACY = """
    WITH way AS (
        SELECT app_id, max(CASE WHEN stage IN ('offered', 'accepted', 'started') THEN 4
                WHEN stage = 'interviewed' THEN 3 WHEN stage IN ('screened', 'assessed') THEN 2
                ELSE 1 END) AS reached,
            coalesce(bool_or(outcome = 'withdrawn'), FALSE) AS withdrawn
        FROM stage_move GROUP BY app_id
    )
    SELECT a.app_id AS candidacy_key, a.applicant_key, a.req_id AS requisition, j.family,
        coalesce(w.reached, 1) AS reached, coalesce(w.reached, 1) >= 4 AS offered,
        coalesce(w.withdrawn, FALSE) AND coalesce(w.reached, 1) < 4 AS withdrawn,
        a.met_basic_quals AS qualified
    FROM application AS a
    JOIN requisition AS r ON r.req_id = a.req_id
    LEFT JOIN way AS w ON w.app_id = a.app_id
    LEFT JOIN job AS j ON j.job_code = r.job_code
    WHERE :over
"""
# One spell a person, so that spells do not depend on each other: the first that is in sight.
_RANK_SPELL = """
    WITH held AS (
        SELECT a.person_key, a.rank_code, any_value(r.rank_order) AS "rank",
            any_value(r.track) AS track, arg_max(a.unit_id, a.valid_from_day) AS department,
            min(a.valid_from_day) AS begun,
            max(coalesce(a.valid_to_day, CAST('9999-12-31' AS DATE))) AS ended
        FROM assignment AS a JOIN "rank" AS r ON r.rank_code = a.rank_code
        WHERE a.main AND a.fte > 0 AND a.valid_from_day <= :last
        GROUP BY a.person_key, a.rank_code
    ), followed AS (
        SELECT *, lead("rank") OVER spells AS next_rank, lead(track) OVER spells AS next_track,
            lead(begun) OVER spells AS next_begun
        FROM held WINDOW spells AS (PARTITION BY person_key ORDER BY begun, "rank")
    ), seen AS (
        SELECT *, row_number() OVER (PARTITION BY person_key ORDER BY begun, "rank") AS place
        FROM followed WHERE ended > :since
    ), top AS (
        SELECT track, max(rank_order) AS highest FROM "rank" GROUP BY track
    )
    SELECT s.person_key, s.department, s."rank", t.highest - s."rank" AS from_top,
        greatest(date_diff('day', s.begun, :since), 0) / 30.4375 AS entry,
        date_diff('day', s.begun, least(s.ended, :next)) / 30.4375 AS exit,
        CASE WHEN s.ended > :last THEN 0 WHEN s.next_begun IS NULL THEN 2
            WHEN s.next_track = s.track AND s.next_rank > s."rank" THEN 1 ELSE 0 END AS status
    FROM seen AS s LEFT JOIN top AS t ON t.track = s.track
    WHERE s.place = 1 AND least(s.ended, :next) > greatest(s.begun, :since)
"""
_SERVICE_SPELL = """
    WITH service AS (
        SELECT person_key, arg_max(unit_id, valid_from_day) AS department,
            min(valid_from_day) AS begun,
            max(coalesce(valid_to_day, CAST('9999-12-31' AS DATE))) AS ended
        FROM assignment WHERE main AND fte > 0 AND valid_from_day <= :last
        GROUP BY person_key
    ), gone AS (
        SELECT person_key, arg_max(reason, on_day) AS reason FROM staff_event
        WHERE kind = 'separation' AND on_day <= :next GROUP BY person_key
    ), hired AS (
        SELECT w.person_key, w.department, w.ended, g.reason,
            least(w.begun, coalesce(s.service_date_day, w.begun)) AS begun
        FROM service AS w LEFT JOIN staff AS s ON s.person_key = w.person_key
        LEFT JOIN gone AS g ON g.person_key = w.person_key
    )
    SELECT person_key, department,
        greatest(date_diff('day', begun, :since), 0) / 30.4375 AS entry,
        date_diff('day', begun, least(ended, :next)) / 30.4375 AS exit,
        CASE WHEN ended > :last THEN 0
            WHEN reason IN ('retirement', 'death', 'end_of_term') THEN 2 ELSE 1 END AS status
    FROM hired WHERE least(ended, :next) > greatest(begun, :since)
"""
_GRADE_YEAR = """
    WITH moment AS (
        SELECT k, CAST(:next - to_years(CAST(k AS INTEGER)) AS DATE) AS at
        FROM (SELECT unnest(range(0, 11)) AS k)
    ), held AS (
        SELECT a.person_key, m.k, max(r.rank_order) AS grade
        FROM assignment AS a
        JOIN moment AS m ON a.valid_from_day <= m.at
            AND (a.valid_to_day IS NULL OR a.valid_to_day > m.at)
        LEFT JOIN "rank" AS r ON r.rank_code = a.rank_code
        WHERE a.main AND a.fte > 0
        GROUP BY a.person_key, m.k
    ), moved AS (
        SELECT coalesce(b.person_key, e.person_key) AS person_key,
            coalesce(b.k, e.k + 1) AS years_ago, b.grade AS "before", e.grade AS "after",
            (b.person_key IS NULL OR b.grade IS NOT NULL)
                AND (e.person_key IS NULL OR e.grade IS NOT NULL) AS known
        FROM held AS b FULL JOIN held AS e ON e.person_key = b.person_key AND e.k = b.k - 1
    )
    SELECT person_key || '|' || years_ago AS grade_year_key, person_key, years_ago, "before",
        "after", known
    FROM moved WHERE years_ago BETWEEN 1 AND 10
"""
_CRITICAL_POST = """
    SELECT p.position_id, p.unit_id AS department, j.family
    FROM "position" AS p LEFT JOIN job AS j ON j.job_code = p.job_code
    WHERE p.critical AND (p.valid_from_day IS NULL OR p.valid_from_day <= :last)
        AND (p.valid_to_day IS NULL OR p.valid_to_day > :last)
"""
_SUCCESSION_LINK = """
    WITH holder AS (
        SELECT DISTINCT person_key, position_id FROM assignment
        WHERE main AND valid_from_day <= :last
            AND (valid_to_day IS NULL OR valid_to_day > :last)
    )
    SELECT e.readiness_key AS link_key, e.position_id, e.person_key AS who,
        CASE e.level WHEN 'now' THEN 1 WHEN '1-2y' THEN 2 WHEN '3y+' THEN 3 END AS level,
        coalesce(e.expires_day <= :last, FALSE) AS expired, h.person_key IS NOT NULL AS holds
    FROM readiness AS e LEFT JOIN holder AS h
        ON h.person_key = e.person_key AND h.position_id = e.position_id
    WHERE e.assessed_day IS NULL OR e.assessed_day <= :last
"""
_SHARE_ELSEWHERE = """
    SELECT benchmark_id, kind, job_group AS family, attribute, code, share, moe90
    FROM (
        SELECT *, row_number() OVER (PARTITION BY kind, job_group, attribute, code
            ORDER BY vintage DESC NULLS LAST, benchmark_id) AS place
        FROM benchmark WHERE vintage IS NULL OR left(vintage, 4) <= left(CAST(:last AS VARCHAR), 4)
    ) WHERE place = 1
"""

UNITS: dict[type[Table], PeriodQuery] = {
    StaffMember: templated(_STAFF_MEMBER),
    StaffTime: templated(_STAFF_TIME),
    NewHire: templated(_NEW_HIRE),
    StageDecision: templated(_STAGE_DECISION, over=_OVER),
    Candidacy: templated(_CANDIDACY, over=_OVER),
    RankSpell: templated(_RANK_SPELL),
    ServiceSpell: templated(_SERVICE_SPELL),
    GradeYear: templated(_GRADE_YEAR),
    CriticalPost: templated(_CRITICAL_POST),
    SuccessionLink: templated(_SUCCESSION_LINK),
    ShareElsewhere: templated(_SHARE_ELSEWHERE),
}
