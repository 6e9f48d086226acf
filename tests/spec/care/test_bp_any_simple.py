"""Worked example of care.bp_any_simple in 2025: everybody of 18 to 85 who was measured."""

from tests.spec.people import worked

from commonweal.measures.care.bp_any_simple import MEASURE

EXAMPLE = """
person  born        records                                           lands
ann     1960-05-01  bp 139/89 on 2025-06-01                           met
ben     1960-05-01  bp 140/89 on 2025-06-01                           not met
cleo    1990-05-01  older bp panel 120/80 on 2025-06-01               met
dev     1990-05-01  bp 120/80 on 2025-06-01; bp 150/95 on 2025-09-01  not met
ema     1990-05-01  clinic visit 2025-03-01                           out: blood pressure reading
finn    2008-01-01  bp 120/80 on 2025-06-01                           out: 18 to 85
gita    2007-12-31  bp 120/80 on 2025-06-01                           met
counts  out 2, excluded 0, denominator 5, met 3
"""

RULES = (
    """
Which readings count
everybody  born 1960-05-01
case                                records                                   lands
last day of the year                bp 120/80 on 2025-12-31T23:59             met
after the year                      bp 120/80 on 2026-01-01                   out: reading
before the year                     bp 120/80 on 2024-12-31                   out: reading
any status                          bp 120/80 on 2025-06-01, preliminary      met
lower of each side on the last day  bp 138/95 on 2025-06-01T09:00
                                    bp 150/85 on 2025-06-01T10:00             met
a reading without parts             bp none/none on 2025-06-01                not met
without its diastolic part          bp 120/none on 2025-06-01                 not met
separate sides are no reading       lone systolic 120 mm[Hg] on 2025-06-01
                                    lone diastolic 80 mm[Hg] on 2025-06-01    out: reading
in a hospital stay                  bp 120/80 on 2025-06-01, in an IMP visit  met
86 years old                        born 1939-12-31; bp 120/80 on 2025-06-01  out: 18 to 85
85 years old                        born 1940-01-01; bp 120/80 on 2025-06-01  met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
