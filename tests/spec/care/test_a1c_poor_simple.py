"""Worked example of care.a1c_poor_simple in 2025: no value sets, no exclusions, no statuses."""

from tests.spec.people import worked

from commonweal.measures.care.a1c_poor_simple import MEASURE

EXAMPLE = """
person  born        records                                                    lands
ann     1960-05-01  clinic visit 2025-03-01; type 2 diabetes since 2019-01-01
                    plain a1c 9.1 % on 2025-06-01                              met
ben     1960-05-01  clinic visit 2025-03-01; type 2 diabetes since 2019-01-01
                    plain a1c 9.0 % on 2025-06-01                              not met
cleo    1960-05-01  clinic visit 2025-03-01; type 2 diabetes since 2019-01-01  met
dev     1960-05-01  clinic visit 2025-03-01; type 2 diabetes since 2019-01-01
                    plain a1c 9.4 % on 2025-06-01
                    plain a1c 8.9 % on 2025-06-01                              not met
ema     1960-05-01  emergency visit 2025-03-01
                    type 2 diabetes since 2019-01-01                           out: seen
finn    1949-12-31  clinic visit 2025-03-01; type 2 diabetes since 2019-01-01  out: 18 to 75
gita    1960-05-01  clinic visit 2025-03-01; plain a1c 12 % on 2025-06-01      out: type 2 diabetes
hugo    1950-05-01  clinic visit 2025-03-01; type 2 diabetes since 2019-01-01
                    hospice care 2025-06-01                                    met
counts  out 3, excluded 0, denominator 5, met 3
"""

RULES = (
    """
Seen: a visit in a clinic, from afar or at home that begins in the year
everybody  born 1960-05-01; type 2 diabetes since 2019-01-01
case                            records                                lands
from afar                       visit from afar 2025-03-01             met
at home                         visit at home 2025-03-01               met
under observation               stay under observation 2025-03-01      out: seen
admitted                        stay 2025-03-01                        out: seen
begins in the year, ends after  clinic visit 2025-12-31 to 2026-01-01  met
without an end                  clinic visit from 2025-03-01           met
begins before the year          clinic visit 2024-12-31 to 2025-01-01  out: seen
any status                      clinic visit 2025-03-01, cancelled     met
""",
    """
Diabetes that began by the end of the year and had not ended before it
everybody  born 1960-05-01; clinic visit 2025-03-01
case                    records                                     lands
begun on the last day   type 2 diabetes since 2025-12-31            met
begun after             type 2 diabetes since 2026-01-01            out: diabetes
ended on the first day  type 2 diabetes 2019-01-01 to 2025-01-01    met
ended before            type 2 diabetes 2019-01-01 to 2024-12-31    out: diabetes
resolved, no end        type 2 diabetes since 2019-01-01, resolved  met
without an onset        type 2 diabetes undated                     out: diabetes
another code            diabetes since 2019-01-01                   out: diabetes
""",
    """
Readings of any status; odd ones count, for they are in the record
everybody  born 1960-05-01; clinic visit 2025-03-01; type 2 diabetes since 2019-01-01
case               records                                               lands
preliminary        plain a1c 8 % on 2025-06-01, preliminary              not met
any category       plain a1c 8 % on 2025-06-01, category none            not met
implausible, low   plain a1c 1 % on 2025-06-01                           not met
implausible, high  plain a1c 40 % on 2025-06-01                          met
after death        died 2025-02-01; plain a1c 8 % on 2025-06-01          not met
another test       a1c 8 % on 2025-06-01                                 met
without a value    plain a1c 8 % on 2025-05-01; plain a1c on 2025-06-01  met
the year before    plain a1c 8 % on 2024-12-31                           met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
