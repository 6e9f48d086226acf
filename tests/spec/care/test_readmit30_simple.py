"""Worked example of care.readmit30_simple in 2025: it counts stays, so each line holds one."""

from tests.spec.people import worked

from commonweal.measures.care.readmit30_simple import MEASURE

EXAMPLE = """
person  born        records                                         lands
ann     1960-05-01  stay 2025-03-01 to 2025-03-05                   met
                    stay 2025-04-04 to 2025-04-06                   not met
ben     1960-05-01  stay 2025-03-01 to 2025-03-05                   not met
                    stay 2025-04-05 to 2025-04-06                   not met
cleo    1960-05-01  stay 2025-03-01 to 2025-03-05; died 2025-03-05  out: left alive
dev     2007-03-02  stay 2025-03-01 to 2025-03-05                   out: 18 or older
ema     1960-05-01  stay 2024-12-20 to 2025-01-02                   met
                    stay 2025-01-02T20:00 to 2025-01-08             not met
finn    1960-05-01  stay 2025-12-20 to 2026-01-02                   out: ended in the period
gita    1960-05-01  stay 2025-12-20 to 2025-12-28                   met
                    stay 2026-01-10 to 2026-01-12                   out: ended in the period
counts  out 4, excluded 0, denominator 7, met 3
"""

RULES = (
    """
Which stays count, and what follows them
everybody  born 1960-05-01
case                      records                                         lands
followed by an emergency  stay 2025-03-01 to 2025-03-05; died 2025-06-01  not met
                          emergency visit 2025-03-10                      out: a hospital stay
18 on the day it began    born 2007-03-01; stay 2025-03-01 to 2025-03-05  not met
died the day after        stay 2025-03-01 to 2025-03-05; died 2025-03-06  not met
died in the stay          stay 2025-03-01 to 2025-03-05; died 2025-03-04  out: left alive
cancelled                 stay 2025-03-01 to 2025-03-05, cancelled        not met
without an end            stay from 2025-03-01                            out: a hospital stay
without a start           stay until 2025-03-05                           out: 18 or older
one after another         stay 2025-03-01 to 2025-03-05                   met
                          stay 2025-03-20 to 2025-03-25                   met
                          stay 2025-04-20 to 2025-04-25                   not met
a stay within a stay      stay 2025-03-01 to 2025-03-10                   not met
                          stay 2025-03-03 to 2025-03-05                   not met
two that begin at once    stay 2025-03-01 to 2025-03-05                   not met
                          stay 2025-03-01 to 2025-03-05                   not met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
