"""Worked example of care.ed_visits_simple in 2025: it counts visits, so each line holds one."""

from tests.spec.people import worked

from commonweal.measures.care.ed_visits_simple import MEASURE

EXAMPLE = """
person  born        records                                         lands
ann     1960-05-01  clinic visit 2025-03-01                         not met
                    emergency visit 2025-04-01                      met
                    emergency visit 2025-09-01                      met
ben     1960-05-01  emergency visit 2024-12-31                      out: begun in the period
                    emergency visit 2025-01-01                      met
cleo    2020-05-01  stay 2025-03-01 to 2025-03-04                   not met
dev     1960-05-01  emergency visit 2025-12-31T23:00 to 2026-01-01  met
ema     1960-05-01  emergency visit 2024-12-31T23:00 to 2025-01-01  out: begun in the period
                    visit from afar 2025-03-01                      not met
finn    1960-05-01  clinic visit 2026-01-01                         out: begun in the period
counts  out 3, excluded 0, denominator 7, met 4
"""

RULES = (
    """
Every visit counts, whatever its status and its class
everybody  born 1960-05-01
case                      records                                 lands
cancelled                 emergency visit 2025-03-01, cancelled   met
still running             emergency visit from 2025-03-01         met
without a start           emergency visit until 2025-03-01        out: begun
of no class that we know  clinic visit 2025-03-01, class FLD      not met
written on the last day   emergency visit 2025-12-31T20:00-05:00  met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
