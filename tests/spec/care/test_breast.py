"""Worked example of care.breast (CMS125) in 2025, and its rules one by one."""

from tests.spec.people import worked

from commonweal.measures.care.breast import MEASURE

EXAMPLE = """
person  born        sex     records                                           lands
ann     1960-05-01  female  office visit 2025-03-01; mammogram on 2023-10-01  met
bea     1960-05-01  female  office visit 2025-03-01; mammogram on 2023-09-30  not met
cleo    1960-05-01  female  office visit 2025-03-01                           not met
dora    1973-12-31  female  office visit 2025-03-01; mammogram on 2025-03-01  met
ema     1974-01-01  female  office visit 2025-03-01; mammogram on 2025-03-01  out: 52 to 74
finn    1960-05-01  male    office visit 2025-03-01; mammogram on 2025-03-01  out: female
gita    1960-05-01  female  mammogram on 2025-03-01                           out: seen
hana    1960-05-01  female  office visit 2025-03-01
                            removal of both breasts 2010-01-01                excluded: both breasts
ines    1960-05-01  female  office visit 2025-03-01
                            removal of the right breast 2010-01-01
                            left breast gone since 2012-01-01                 excluded: both breasts
june    1960-05-01  female  office visit 2025-03-01
                            removal of the right breast 2010-01-01            not met
counts  out 3, excluded 2, denominator 5, met 2
"""

RULES = (
    """
A mammogram from 1 October two years before, by the day on which it ends
everybody  born 1960-05-01; sex female; office visit 2025-03-01
case                      records                                 lands
last day of the year      mammogram on 2025-12-31T23:59           met
first day after the year  mammogram on 2026-01-01T00:00           not met
ends on 1 October         mammogram 2023-09-30 to 2023-10-01      met
ends after the year       mammogram 2025-12-31 to 2026-01-01      not met
without an end            mammogram from 2025-06-01               not met
with a value              mammogram negative on 2025-06-01        met
of another category       mammogram on 2025-06-01, category exam  met
not final                 mammogram on 2025-06-01, preliminary    not met
amended                   mammogram on 2025-06-01, amended        met
recorded as a procedure   mammogram procedure 2025-06-01          not met
30 September in the west  mammogram on 2023-09-30T20:00-05:00     not met
""",
    """
Both breasts removed, however each side was recorded, by the last instant of the year
everybody  born 1960-05-01; sex female; office visit 2025-03-01
case                                  records                                       lands
both, operation                       removal of both breasts 2025-06-01            excluded: both
both, operation, last evening         removal of both breasts 2025-12-31T23:59      excluded: both
both, operation, last day, no time    removal of both breasts 2025-12-31            not met
both, operation, first instant after  removal of both breasts 2026-01-01T00:00      not met
both, operation after                 removal of both breasts 2026-01-01            not met
both, operation not done              removal of both breasts 2010-01-01, not-done  not met
both, operation, no end               removal of both breasts from 2010-01-01       not met
both, history                         both breasts gone since 2010-01-01            excluded: both
both, last evening                    both breasts gone since 2025-12-31T23:59      excluded: both
both, last day, no time               both breasts gone since 2025-12-31            not met
both, history after                   both breasts gone since 2026-01-01T00:00      not met
both, resolved, no end                both breasts gone since 2010-01-01, resolved  not met
both, resolved, with an end           both breasts gone 2010-01-01 to 2011-01-01    excluded: both
right and left, operations            removal of the right breast 2010-01-01
                                      removal of the left breast 2011-01-01         excluded: both
right and left, histories             right breast gone since 2010-01-01
                                      left breast gone since 2011-01-01             excluded: both
right operation, left history         removal of the right breast 2010-01-01
                                      left breast gone since 2011-01-01             excluded: both
left operation, right history         removal of the left breast 2010-01-01
                                      right breast gone since 2011-01-01            excluded: both
by body site                          one breast gone since 2010-01-01, right side
                                      one breast gone since 2011-01-01, left side   excluded: both
body site and operation               one breast gone since 2010-01-01, right side
                                      removal of the left breast 2011-01-01         excluded: both
the same side twice                   one breast gone since 2010-01-01, right side
                                      removal of the right breast 2011-01-01        not met
one without a body site               one breast gone since 2010-01-01
                                      removal of the right breast 2011-01-01        not met
two without a body site               one breast gone since 2010-01-01
                                      one breast gone since 2011-01-01              not met
left alone                            left breast gone since 2010-01-01             not met
the second after the year             removal of the right breast 2010-01-01
                                      removal of the left breast 2026-01-01         not met
""",
    """
Ages at the last day of the year, and the sex on record
everybody  office visit 2025-03-01
case                   born        sex     records                             lands
74                     1951-01-01  female                                      not met
75                     1950-12-31  female                                      out: 52 to 74
52                     1973-12-31  female                                      not met
no sex on record       1960-05-01                                              out: female
another sex on record  1960-05-01  other                                       out: female
66, nursing home       1959-12-31  female  housing nursing home on 2025-06-01  excluded: nursing
65, nursing home       1960-01-01  female  housing nursing home on 2025-06-01  not met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
