"""How the units of the community come about: links, tracts, partners, seats, hires and pathways.

Those of suppliers stand in `vendors`.
"""

from __future__ import annotations

from commonweal.engine.templates import PeriodQuery, templated
from commonweal.tables.columns import Table
from commonweal.tables.units.community import (
    EvidenceLink,
    HireMade,
    HireStay,
    PartnerStanding,
    PathwayWay,
    TractBenefit,
    VotingSeat,
    WorkingPlace,
)

# A need counts for the three years between assessments. A program without any sign of life in the
# period, neither dollars nor activity, is not asked for an outcome.
_EVIDENCE_LINK = """
    WITH needs AS (
        SELECT need_key FROM need
        WHERE found_on_day <= :last AND found_on_day > :last - INTERVAL 3 YEAR
    ), decided AS (
        SELECT need_key, bool_or(addressed) AS addressed,
            bool_or(NOT addressed AND reason_if_not IS NOT NULL) AS excused
        FROM strategy WHERE adopted_day <= :last GROUP BY need_key
    ), running AS (
        SELECT program_key, owner FROM benefit_program
        WHERE (valid_from_day IS NULL OR valid_from_day <= :last)
            AND (valid_to_day IS NULL OR valid_to_day > :first)
    ), acted AS (
        SELECT DISTINCT program_key FROM benefit_activity WHERE held_day BETWEEN :first AND :last
    ), paid AS (
        SELECT DISTINCT coalesce(program_key, 'no program named') AS program_key
        FROM benefit_expense WHERE spent_day BETWEEN :first AND :last
    ), results AS (
        SELECT outcome_key, program_key, baseline FROM benefit_outcome
        WHERE measured_day BETWEEN :first AND :last
    ), links AS (
        SELECT 'need_answered' AS kind, n.need_key AS thing, CAST(NULL AS VARCHAR) AS owner,
            coalesce(d.addressed OR d.excused, FALSE) AS whole
        FROM needs AS n LEFT JOIN decided AS d ON d.need_key = n.need_key
        UNION ALL
        SELECT 'strategy_program', n.need_key, NULL, n.need_key IN (
            SELECT l.need_key FROM program_need AS l
            JOIN running AS r ON r.program_key = l.program_key)
        FROM needs AS n JOIN decided AS d ON d.need_key = n.need_key WHERE d.addressed
        UNION ALL
        SELECT 'program_need', r.program_key, r.owner, r.program_key IN (
            SELECT l.program_key FROM program_need AS l JOIN needs AS n ON n.need_key = l.need_key)
        FROM running AS r
        UNION ALL
        SELECT 'dollars_activity', p.program_key, r.owner,
            p.program_key IN (SELECT program_key FROM acted)
        FROM paid AS p LEFT JOIN running AS r ON r.program_key = p.program_key
        UNION ALL
        SELECT 'program_outcome', r.program_key, r.owner,
            r.program_key IN (SELECT program_key FROM results)
        FROM running AS r WHERE r.program_key IN (
            SELECT program_key FROM acted UNION SELECT program_key FROM paid)
        UNION ALL
        SELECT 'outcome_baseline', o.outcome_key, r.owner, o.baseline IS NOT NULL
        FROM results AS o LEFT JOIN running AS r ON r.program_key = o.program_key
    )
    SELECT kind || '|' || thing AS link_key, kind AS evidence_link, thing, owner, whole FROM links
"""
# The rank of a tract is the middle of its part of the people, tracts of one index together; it is
# the rank by which the index of concentration goes.
_TRACT_BENEFIT = """
    WITH places AS (
        SELECT geo_key, population AS residents, adi_national AS disadvantage FROM geo_measure
        WHERE kind = 'tract' AND vintage <= :year
        QUALIFY row_number() OVER (PARTITION BY geo_key ORDER BY vintage DESC) = 1
    ), spent AS (
        SELECT geo_key, sum(amount - coalesce("offset", 0)) / 100.0 AS dollars
        FROM benefit_expense WHERE spent_day BETWEEN :first AND :last GROUP BY geo_key
    ), tied AS (
        SELECT disadvantage, sum(residents) AS together FROM places
        WHERE disadvantage IS NOT NULL AND residents > 0 GROUP BY disadvantage
    ), ranked AS (
        SELECT disadvantage,
            (sum(together) OVER (ORDER BY disadvantage) - together / 2)
                / sum(together) OVER () AS middle
        FROM tied
    )
    SELECT p.geo_key,
        CASE WHEN r.middle IS NOT NULL
            THEN 'q' || CAST(least(floor(4 * r.middle), 3) + 1 AS INTEGER) END AS tract_quarter,
        p.residents, coalesce(s.dollars, 0) AS dollars, p.disadvantage
    FROM places AS p
    LEFT JOIN spent AS s ON s.geo_key = p.geo_key
    LEFT JOIN ranked AS r ON r.disadvantage = p.disadvantage
"""
_PARTNER_STANDING = """
    WITH rungs AS (
        SELECT partner_key, valid_from_day AS since, valid_to_day AS until,
            CASE level WHEN 'inform' THEN 1 WHEN 'consult' THEN 2 WHEN 'involve' THEN 3
                WHEN 'collaborate' THEN 4 WHEN 'shared_leadership' THEN 5 END AS rung
        FROM relationship WHERE partner_key IS NOT NULL
    ), present AS (
        SELECT partner_key, max(rung) AS rung FROM rungs
        WHERE (since IS NULL OR since <= :last) AND (until IS NULL OR until > :last)
        GROUP BY partner_key
    ), earlier AS (
        SELECT partner_key, max(rung) AS rung FROM rungs
        WHERE (since IS NULL OR since < :first) AND (until IS NULL OR until >= :first)
        GROUP BY partner_key
    )
    SELECT n.partner_key, p.kind AS partner_kind, n.rung, e.rung AS before, n.rung >= 4 AS close
    FROM present AS n
    LEFT JOIN partner AS p ON p.partner_key = n.partner_key
    LEFT JOIN earlier AS e ON e.partner_key = n.partner_key
"""
_VOTING_SEAT = """
    SELECT seat_key, board AS council, community_member AS community FROM board_seat
    WHERE allocates AND voting AND (valid_from_day IS NULL OR valid_from_day <= :last)
        AND (valid_to_day IS NULL OR valid_to_day > :last)
"""
_FIRST = """
    SELECT m.geo_key, s.valid_from_day AS since, s.valid_to_day AS until
    FROM priority_member AS m JOIN priority_set AS s ON s.set_key = m.set_key
"""
_HIRE_MADE = """
    WITH first AS (:first_places), hires AS (
        SELECT h.hire_key, h.hiring_site, h.job_family, h.entry,
            coalesce(h.home_geo_key IS NOT NULL AND h.match_quality IN ('rooftop', 'street'),
                FALSE) AS placed,
            EXISTS (SELECT 1 FROM first AS f WHERE f.geo_key = h.home_geo_key
                AND (f.since IS NULL OR f.since <= h.hired_day)
                AND (f.until IS NULL OR f.until > h.hired_day)) AS near,
            NOT h.degree_required AS degree_free, h.through_pathway
        FROM local_hire AS h WHERE h.hired_day BETWEEN :first AND :last
    ), told AS (
        SELECT hire_key, hiring_site, job_family, entry, placed,
            CASE WHEN placed THEN near END AS priority, degree_free, through_pathway
        FROM hires
    )
    SELECT hire_key, hiring_site, job_family, entry, placed, priority, degree_free,
        through_pathway, priority AND degree_free AND through_pathway AS impact
    FROM told
"""
_WORKING_PLACE = """
    WITH first AS (:first_places), places AS (
        SELECT geo_key, labor_force FROM geo_measure WHERE kind = 'tract' AND vintage <= :year
        QUALIFY row_number() OVER (PARTITION BY geo_key ORDER BY vintage DESC) = 1
    )
    SELECT p.geo_key, p.labor_force, p.geo_key IN (
            SELECT f.geo_key FROM first AS f WHERE (f.since IS NULL OR f.since <= :last)
                AND (f.until IS NULL OR f.until > :last)) AS priority
    FROM places AS p
"""
# Two years of hires, so that a whole year after the hire is seen of half of them.
_HIRE_STAY = """
    WITH first AS (:first_places), hires AS (
        SELECT h.hire_key, h.hiring_site, h.through_pathway, h.hired_day, h.left_day,
            coalesce(h.home_geo_key IS NOT NULL AND h.match_quality IN ('rooftop', 'street'),
                FALSE) AS placed,
            EXISTS (SELECT 1 FROM first AS f WHERE f.geo_key = h.home_geo_key
                AND (f.since IS NULL OR f.since <= h.hired_day)
                AND (f.until IS NULL OR f.until > h.hired_day)) AS near
        FROM local_hire AS h
        WHERE h.entry AND h.hired_day <= :last AND h.hired_day >= :first - INTERVAL 1 YEAR
    )
    SELECT hire_key,
        CASE WHEN through_pathway THEN 'pathway' WHEN through_pathway IS NULL THEN NULL
            WHEN NOT placed THEN NULL WHEN near THEN 'priority' ELSE 'other' END AS way_in,
        hiring_site,
        CASE WHEN left_day < hired_day THEN NULL ELSE greatest(CAST(
            date_diff('day', hired_day, least(coalesce(left_day, :last), :last)) AS DOUBLE),
            0.5) END AS days,
        CASE WHEN left_day <= :last THEN 1 ELSE 0 END AS gone
    FROM hires
"""
_PATHWAY_WAY = """
    WITH reached AS (
        SELECT participant_key, bool_or(stage = 'enrolled') AS enrolled,
            bool_or(stage = 'completed') AS completed,
            bool_or(stage = 'interviewed') AS interviewed, bool_or(stage = 'offered') AS offered,
            bool_or(stage = 'started') AS started, bool_or(stage = 'retained') AS retained
        FROM pathway_stage WHERE reached_day <= :last GROUP BY participant_key
    )
    SELECT p.participant_key, w.label AS pathway_name,
        coalesce(r.enrolled, FALSE) AS enrolled, coalesce(r.completed, FALSE) AS completed,
        coalesce(r.interviewed, FALSE) AS interviewed, coalesce(r.offered, FALSE) AS offered,
        coalesce(r.started, FALSE) AS started, coalesce(r.retained, FALSE) AS retained
    FROM pathway_participant AS p
    LEFT JOIN pathway AS w ON w.pathway_key = p.pathway_key
    LEFT JOIN reached AS r ON r.participant_key = p.participant_key
    WHERE p.referred_day BETWEEN :first - INTERVAL 240 DAY AND :last - INTERVAL 240 DAY
"""

UNITS: dict[type[Table], PeriodQuery] = {
    EvidenceLink: templated(_EVIDENCE_LINK),
    TractBenefit: templated(_TRACT_BENEFIT),
    PartnerStanding: templated(_PARTNER_STANDING),
    VotingSeat: templated(_VOTING_SEAT),
    HireMade: templated(_HIRE_MADE, first_places=_FIRST),
    WorkingPlace: templated(_WORKING_PLACE, first_places=_FIRST),
    HireStay: templated(_HIRE_STAY, first_places=_FIRST),
    PathwayWay: templated(_PATHWAY_WAY),
}
