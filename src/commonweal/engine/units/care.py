"""How the units of access to care come about: emergency visits, interpreted visits, bookings."""

from __future__ import annotations

from commonweal.engine.templates import PeriodQuery, templated
from commonweal.tables.columns import Table
from commonweal.tables.units.care import Booking, EdVisit, InterpretedVisit

# The disposition that eCQM CMS1244 takes for "left without being seen". A wait of more than a day
# or below nothing is a slip of the clock, not a wait.
_ED_VISIT = """
    WITH track AS (
        SELECT *, row_number() OVER (
            PARTITION BY encounter_key ORDER BY arrived_ts NULLS LAST, ed_track_key) AS place
        FROM ed_track
    ), timed AS (
        SELECT e.encounter_key, e.patient_key, e.disposition, t.outcome,
            CASE WHEN t.arrived_prec = 'T' AND t.seen_prec = 'T'
                THEN date_diff('second', t.arrived_ts, t.seen_ts) / 60.0 END AS wait,
            CASE WHEN t.arrived_prec = 'T' AND t.roomed_prec = 'T'
                THEN date_diff('second', t.arrived_ts, t.roomed_ts) / 60.0 END AS to_room
        FROM encounter AS e
        LEFT JOIN track AS t ON t.encounter_key = e.encounter_key AND t.place = 1
        WHERE e.visit_class = 'EMER' AND e.start_day BETWEEN :first AND :last
            AND coalesce(e.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')
    )
    SELECT encounter_key, patient_key,
        CASE WHEN outcome IS NOT NULL THEN outcome = 'left_unseen'
            WHEN len(disposition) > 0
                THEN list_contains(disposition, 'http://snomed.info/sct|21541000119102')
            WHEN wait BETWEEN 0 AND 1440 THEN FALSE END AS left_unseen,
        CASE WHEN wait BETWEEN 0 AND 1440 THEN wait END AS wait,
        CASE WHEN to_room BETWEEN 0 AND 1440 THEN to_room END AS to_room
    FROM timed
"""
_INTERPRETED_VISIT = """
    WITH help AS (
        SELECT encounter_key,
            bool_or(coalesce(mode IN ('in_person', 'video', 'phone', 'bilingual_clinician')
                AND NOT coalesce(declined, FALSE), FALSE)) AS given,
            bool_or(coalesce(declined, FALSE)) AS refused
        FROM interpreter_use GROUP BY encounter_key
    )
    SELECT e.encounter_key, e.patient_key, coalesce(h.given, FALSE) AS provided,
        coalesce(h.refused AND NOT h.given, FALSE) AS declined
    FROM encounter AS e
    LEFT JOIN help AS h ON h.encounter_key = e.encounter_key
    WHERE e.start_day BETWEEN :first AND :last
        AND e.visit_class IN ('AMB', 'EMER', 'IMP', 'OBSENC', 'VR', 'HH', 'SS', 'ACUTE', 'NONAC')
        AND coalesce(e.status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')
        AND e.patient_key IN (SELECT patient_key FROM vault_attribute
            WHERE attribute = 'interpreter_needed' AND value = 'yes')
"""
_BOOKING = """
    SELECT appointment_key, patient_key, service_type,
        CASE WHEN status <> 'cancelled' THEN FALSE
            ELSE cancelled_by IN ('provider', 'system') END AS cancelled_by_us
    FROM appointment
    WHERE start_day BETWEEN :first AND :last
        AND status IN ('booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow')
"""

UNITS: dict[type[Table], PeriodQuery] = {
    EdVisit: templated(_ED_VISIT),
    InterpretedVisit: templated(_INTERPRETED_VISIT),
    Booking: templated(_BOOKING),
}
