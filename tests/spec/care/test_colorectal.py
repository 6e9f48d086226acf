"""Worked example of care.colorectal (CMS130) in 2025, and its rules one by one."""

from tests.spec.people import worked

from commonweal.measures.care.colorectal import MEASURE

EXAMPLE = """
person  born        records                                                 lands
ann     1960-05-01  office visit 2025-03-01
                    stool blood test positive on 2025-06-01                 met
ben     1960-05-01  office visit 2025-03-01
                    stool blood test negative on 2024-06-01                 not met
cleo    1960-05-01  office visit 2025-03-01
                    stool dna test negative on 2023-01-01                   met
dev     1960-05-01  office visit 2025-03-01; sigmoidoscopy 2021-01-01       met
ema     1960-05-01  office visit 2025-03-01; ct colonography on 2021-01-01  met
finn    1960-05-01  office visit 2025-03-01; colonoscopy 2016-01-01         met
gita    1960-05-01  office visit 2025-03-01; colonoscopy 2015-12-31         not met
hugo    1979-12-31  office visit 2025-03-01                                 not met
ines    1980-01-01  office visit 2025-03-01; colonoscopy 2025-04-01         out: 46 to 75
jan     1960-05-01  office visit 2025-03-01; colon cancer since 2012-01-01  excluded: cancer
kim     1960-05-01  office visit 2025-03-01
                    removal of the colon 2012-01-01                         excluded: colon removed
lou     1960-05-01  colonoscopy 2025-04-01                                  out: seen
counts  out 2, excluded 2, denominator 8, met 5
"""

RULES = (
    """
How far back each test counts
everybody  born 1960-05-01; office visit 2025-03-01
case                              records                                  lands
stool blood, first day            stool blood test negative on 2025-01-01  met
stool blood, day before           stool blood test negative on 2024-12-31  not met
stool blood, last day             stool blood test negative on 2025-12-31  met
stool blood, day after            stool blood test negative on 2026-01-01  not met
stool DNA, day before             stool dna test negative on 2022-12-31    not met
stool DNA, three years before     stool dna test negative on 2022-06-01    not met
stool DNA, day after              stool dna test negative on 2026-01-01    not met
sigmoidoscopy, four years before  sigmoidoscopy 2021-06-01                 met
sigmoidoscopy, day before         sigmoidoscopy 2020-12-31                 not met
sigmoidoscopy, day after          sigmoidoscopy 2026-01-01                 not met
colonography, four years before   ct colonography on 2021-06-01            met
colonography, five years before   ct colonography on 2020-06-01            not met
colonography, day after           ct colonography on 2026-01-01            not met
colonoscopy, last day             colonoscopy 2025-12-31                   met
colonoscopy, day after            colonoscopy 2026-01-01                   not met
begun before, ended in time       colonoscopy 2015-12-31 to 2016-01-01     met
""",
    """
Values, statuses, and periods without an end
everybody  born 1960-05-01; office visit 2025-03-01
case                                records                                                 lands
stool blood without a value         stool blood test on 2025-06-01                          not met
stool blood, a text                 stool blood test "clear" on 2025-06-01                  met
stool blood, not final              stool blood test negative on 2025-06-01, preliminary    not met
stool blood, not from a laboratory  stool blood test negative on 2025-06-01, category exam  not met
stool blood, no end                 stool blood test negative from 2025-06-01               met
stool DNA without a value           stool dna test on 2025-06-01                            not met
stool DNA, no end                   stool dna test negative from 2025-06-01                 met
colonography without a value        ct colonography on 2025-06-01                           met
colonography, any category          ct colonography on 2025-06-01, category none            met
colonography, not final             ct colonography on 2025-06-01, registered               not met
colonography, no end                ct colonography from 2025-06-01                         not met
sigmoidoscopy, no end               sigmoidoscopy from 2025-06-01                           not met
sigmoidoscopy not done              sigmoidoscopy 2025-06-01, not-done                      not met
colonoscopy, no end                 colonoscopy from 2025-06-01                             not met
colonoscopy in progress             colonoscopy 2025-06-01, in-progress                     not met
""",
    """
Cancer and removal count for ever, if they came by the end of the year
everybody  born 1960-05-01; office visit 2025-03-01
case                          records                                        lands
cancer on the last day        colon cancer since 2025-12-31                  excluded: cancer
cancer after the year         colon cancer since 2026-01-01                  not met
cancer that ended             colon cancer 2005-01-01 to 2008-01-01          excluded: cancer
cancer resolved, no end       colon cancer since 2005-01-01, resolved        not met
cancer, only an end           colon cancer until 2008-01-01                  excluded: cancer
cancer without dates, active  colon cancer undated                           not met
removed on the last day       removal of the colon 2025-12-31                excluded: colon removed
removed after the year        removal of the colon 2026-01-01                not met
removal that ends after       removal of the colon 2025-12-31 to 2026-01-01  not met
removal not done              removal of the colon 2012-01-01, not-done      not met
""",
    """
Ages at the last day of the year
everybody  office visit 2025-03-01
case                      born        records                            lands
46                        1979-12-31                                     not met
75                        1950-01-01                                     not met
76                        1949-12-31                                     out: 46 to 75
frail without an illness  1950-01-01  frailty since 2024-01-01           not met
frail and ill             1950-01-01  frailty since 2024-01-01
                                      advanced illness since 2025-01-01  excluded: frailty
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
