"""Worked example of care.flu_vaccine_simple in 2025: one vaccine code, no statuses."""

from tests.spec.people import worked

from commonweal.measures.care.flu_vaccine_simple import MEASURE

EXAMPLE = """
person  born        records                                               lands
ann     1960-05-01  clinic visit 2025-03-01; flu vaccine on 2025-10-01    met
ben     1960-05-01  clinic visit 2025-03-01                               not met
cleo    1960-05-01  clinic visit 2025-03-01; flu vaccine on 2024-12-31    not met
dev     1960-05-01  clinic visit 2025-03-01; other vaccine on 2025-10-01  not met
ema     2024-12-31  visit at home 2025-03-01; flu vaccine on 2025-10-01   met
finn    2025-01-01  clinic visit 2025-03-01; flu vaccine on 2025-10-01    out: 1 year
gita    1960-05-01  stay 2025-03-01; flu vaccine on 2025-10-01            out: seen
counts  out 2, excluded 0, denominator 5, met 2
"""

RULES = (
    """
Days and statuses
everybody  born 1960-05-01; visit from afar 2025-03-01
case                   records                                               lands
first day of the year  flu vaccine on 2025-01-01                             met
last day of the year   flu vaccine on 2025-12-31T23:59                       met
after the year         flu vaccine on 2026-01-01                             not met
any status             flu vaccine on 2025-10-01, not-done                   met
two doses count once   flu vaccine on 2025-01-05; flu vaccine on 2025-10-01  met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
