"""Worked example of care.depression (CMS2) in 2025, and its rules one by one."""

from tests.spec.people import worked

from commonweal.measures.care.depression import MEASURE

EXAMPLE = """
person  born        records                                               lands
ann     1985-05-01  screening visit 2025-03-15
                    adult screen negative on 2025-03-15                   met
ben     1985-05-01  screening visit 2025-03-15
                    adult screen positive on 2025-03-15
                    adult drug on 2025-03-15                              met
cleo    1985-05-01  screening visit 2025-03-15
                    adult screen positive on 2025-03-15                   not met
dev     1985-05-01  screening visit 2025-03-15                            not met
ema     2010-05-01  screening visit 2025-03-15
                    teen screen negative on 2025-03-01                    met
finn    1985-05-01  screening visit 2025-03-15T10:00 to 2025-03-15T11:00
                    adult screen declined on 2025-03-15T10:15             exception: declined
gita    1985-05-01  screening visit 2025-03-15
                    bipolar disorder since 2019-01-01,
                    category problem-list-item                            excluded: bipolar
hugo    2013-01-02  screening visit 2025-03-15
                    teen screen negative on 2025-03-15                    out: 12 years
ines    1985-05-01  office visit 2025-03-15
                    adult screen negative on 2025-03-15                   out: seen
counts  out 2, excluded 1, exception 1, denominator 5, met 3
"""

RULES = (
    """
Visits that call for a screen: finished, and wholly in the year
everybody  born 1985-05-01
case                      records                                                          lands
a physical therapy visit  physical therapy visit 2025-03-15
                          adult screen negative on 2025-03-15                              met
a phone visit             phone visit 2025-03-15; adult screen negative on 2025-03-15      met
arrived is not finished   screening visit 2025-03-15, arrived
                          adult screen negative on 2025-03-15                              out: seen
planned                   screening visit 2025-03-15, planned
                          adult screen negative on 2025-03-15                              out: seen
begun the year before     screening visit 2024-12-31 to 2025-01-01
                          adult screen negative on 2024-12-31                              out: seen
ends after the year       screening visit 2025-12-31 to 2026-01-01
                          adult screen negative on 2025-12-31                              out: seen
without an end            screening visit from 2025-03-15
                          adult screen negative on 2025-03-15                              out: seen
first visit of the year   screening visit 2025-01-01; adult screen negative on 2024-12-18  met
""",
    """
Ages at the first day of the year decide which screen counts
everybody  screening visit 2025-03-15
case                 born        records                                           lands
11 on the first day  2013-01-02  teen screen negative on 2025-03-15                out: 12 years
12 on the first day  2013-01-01  teen screen negative on 2025-03-15                met
12, adult screen     2013-01-01  adult screen negative on 2025-03-15               not met
16, teen screen      2008-01-02  teen screen negative on 2025-03-15                met
16, adult screen     2008-01-02  adult screen negative on 2025-03-15               not met
17, teen screen      2008-01-01  teen screen negative on 2025-03-15                met
17, adult screen     2008-01-01  adult screen negative on 2025-03-15               met
17 to the last day   2007-01-02  teen screen negative on 2025-03-15                met
18, adult screen     2007-01-01  adult screen negative on 2025-03-15               met
18, teen screen      2007-01-01  teen screen negative on 2025-03-15                not met
teen drug            2010-05-01  teen screen positive on 2025-03-15
                                 teen drug on 2025-03-15                           met
adult drug           2010-05-01  teen screen positive on 2025-03-15
                                 adult drug on 2025-03-15                          not met
teen referral        2010-05-01  teen screen positive on 2025-03-15
                                 teen referral on 2025-03-15                       met
adult referral       2010-05-01  teen screen positive on 2025-03-15
                                 adult referral on 2025-03-15                      not met
teen follow-up       2010-05-01  teen screen positive on 2025-03-14
                                 teen follow-up 2025-03-16T10:00
                                 phone visit 2025-03-16T09:00 to 2025-03-16T11:00  met
adult follow-up      2010-05-01  teen screen positive on 2025-03-14
                                 adult follow-up 2025-03-16T10:00
                                 phone visit 2025-03-16T09:00 to 2025-03-16T11:00  not met
17, teen drug        2008-01-01  adult screen positive on 2025-03-15
                                 teen drug on 2025-03-15                           not met
17, teen negative    2008-01-01  adult screen positive on 2025-03-15
                                 teen screen negative on 2025-03-15                met
""",
    """
A screen counts from 14 days before the day of a visit up to that day
everybody  born 1985-05-01; screening visit 2025-03-15T10:00 to 2025-03-15T11:00
case                            records                                         lands
14 days before                  adult screen negative on 2025-03-01             met
14 days before, an early hour   adult screen negative on 2025-03-01T00:00       met
15 days before                  adult screen negative on 2025-02-28             not met
later on the day of the visit   adult screen negative on 2025-03-15T18:00       met
the day after                   adult screen negative on 2025-03-16             not met
ends 14 days before             adult screen negative 2025-02-27 to 2025-03-01  met
without a start, end in time    adult screen negative until 2025-03-15          met
positive, without a start       adult screen positive until 2025-03-15
                                adult drug on 2025-03-15                        not met
positive, begun 15 days before  adult screen positive 2025-02-28 to 2025-03-01
                                adult drug on 2025-03-15                        not met
before a later visit            adult screen negative on 2025-05-20
                                screening visit 2025-06-01                      met
""",
    """
The last screen decides, and its value
everybody  born 1985-05-01; screening visit 2025-03-15
case                             records                                             lands
positive, then negative          adult screen positive on 2025-03-10
                                 adult screen negative on 2025-03-15                 met
negative, then positive          adult screen negative on 2025-03-10
                                 adult screen positive on 2025-03-15                 not met
positive, later screen too late  adult screen positive on 2025-03-10
                                 adult screen negative on 2025-03-16                 not met
one without a start sorts first  adult screen negative on 2025-03-10
                                 adult screen positive until 2025-03-15              met
at once, the greater number      adult screen positive on 2025-03-15
                                 adult screen negative on 2025-03-15                 met
unclear                          adult screen unclear on 2025-03-15                  not met
without a value                  adult screen on 2025-03-15                          not met
negative, then without a value   adult screen negative on 2025-03-10
                                 adult screen on 2025-03-15                          met
a text for a value               adult screen "negative" on 2025-03-15               not met
amended is not final             adult screen negative on 2025-03-15, amended        not met
preliminary                      adult screen negative on 2025-03-15, preliminary    not met
of any category                  adult screen negative on 2025-03-15, category none  met
""",
    """
Plans after a positive screen: orders within two days of the end of the visit
everybody  born 1985-05-01; screening visit 2025-03-15T10:00 to 2025-03-16T09:00
           adult screen positive on 2025-03-15
case                                records                                         lands
drug on the day it ends             adult drug on 2025-03-16T08:00                  met
drug two days after                 adult drug on 2025-03-18T23:00                  met
drug three days after               adult drug on 2025-03-19                        not met
drug on the day before it ends      adult drug on 2025-03-15                        not met
drug completed                      adult drug on 2025-03-16, completed             met
drug stopped                        adult drug on 2025-03-16, stopped               not met
drug only planned                   adult drug on 2025-03-16, intent plan           not met
drug not to be given                adult drug on 2025-03-16, do not perform        not met
drug by reference                   adult drug on 2025-03-16, by reference          not met
referral two days after             adult referral on 2025-03-18                    met
referral three days after           adult referral on 2025-03-19                    not met
referral on the day before it ends  adult referral on 2025-03-15                    not met
referral of any intent              adult referral on 2025-03-16, intent plan       met
referral a draft                    adult referral on 2025-03-16, draft             not met
referral not to be made             adult referral on 2025-03-16, do not perform    not met
procedure in the visit              adult follow-up 2025-03-15T10:00                met
procedure as it ends                adult follow-up 2025-03-16T09:00                met
procedure after it ended            adult follow-up 2025-03-16T09:01                not met
procedure the day after             adult follow-up 2025-03-17                      not met
procedure before it began           adult follow-up 2025-03-15T09:59                not met
procedure begun in the visit        adult follow-up 2025-03-15T10:30 to 2025-03-20  met
procedure not done                  adult follow-up 2025-03-15T10:30, not-done      not met
""",
    """
A plan at another visit, and in another year
everybody  born 1985-05-01
case                      records                                                          lands
second visit in time      screening visit 2025-03-15; adult screen positive on 2025-03-15
                          screening visit 2025-03-20; adult drug on 2025-03-20             met
second visit too late     screening visit 2025-03-15; adult screen positive on 2025-03-15
                          screening visit 2025-03-30; adult drug on 2025-03-30             not met
plan after the year       screening visit 2025-12-31; adult screen positive on 2025-12-31
                          adult drug on 2026-01-01                                         not met
referral after the year   screening visit 2025-12-31; adult screen positive on 2025-12-31
                          adult referral on 2026-01-01                                     not met
referral on the last day  screening visit 2025-12-31; adult screen positive on 2025-12-31
                          adult referral on 2025-12-31                                     met
plan on the last day      screening visit 2025-12-31; adult screen positive on 2025-12-31
                          adult drug on 2025-12-31                                         met
""",
    """
Bipolar disorder before the visit, on the problem list or as a health concern
everybody  born 1985-05-01; screening visit 2025-03-15T10:00 to 2025-03-15T11:00
case                       records                                     lands
on the problem list        bipolar disorder since 2025-03-14,
                           category problem-list-item                  excluded: bipolar
a health concern           bipolar disorder since 2019-01-01,
                           category health-concern                     excluded: bipolar
a diagnosis of a visit     bipolar disorder since 2019-01-01,
                           category encounter-diagnosis                not met
without a category         bipolar disorder since 2019-01-01           not met
begun as the visit began   bipolar disorder since 2025-03-15T10:00,
                           category problem-list-item                  not met
begun a minute before      bipolar disorder since 2025-03-15T09:59,
                           category problem-list-item                  excluded: bipolar
begun that day, no time    bipolar disorder since 2025-03-15,
                           category problem-list-item                  not met
begun between two visits   bipolar disorder since 2025-05-01,
                           category problem-list-item
                           screening visit 2025-06-01                  excluded: bipolar
relapse                    bipolar disorder since 2019-01-01,
                           category problem-list-item, relapse         excluded: bipolar
in remission, no end       bipolar disorder since 2019-01-01,
                           category problem-list-item, remission       not met
in remission, with an end  bipolar disorder 2009-01-01 to 2012-01-01,
                           category problem-list-item, remission       excluded: bipolar
only an end                bipolar disorder until 2012-01-01,
                           category problem-list-item                  excluded: bipolar
""",
    """
Reasons why there was no screen: they excuse only who was not screened at all
everybody  born 1985-05-01; screening visit 2025-03-15T10:00 to 2025-03-15T11:00
case                        records                                           lands
declined                    adult screen declined on 2025-03-15T10:00         exception: declined
a medical reason            adult screen medical reason on 2025-03-15T11:00   exception: declined
no time to ask              adult screen no time on 2025-03-15T10:00          not met
declined before the visit   adult screen declined on 2025-03-15T09:59         not met
declined after the visit    adult screen declined on 2025-03-15T11:01         not met
declined that day, no time  adult screen declined on 2025-03-15               not met
declined the teen screen    teen screen declined on 2025-03-15T10:30          exception: declined
negative a week before      adult screen declined on 2025-03-15T10:30
                            adult screen negative on 2025-03-08               met
positive a week before      adult screen declined on 2025-03-15T10:30
                            adult screen positive on 2025-03-08               not met
unclear a week before       adult screen declined on 2025-03-15T10:30
                            adult screen unclear on 2025-03-08                not met
screened in January         adult screen declined on 2025-03-15T10:30
                            adult screen positive on 2025-01-08               exception: declined
declined, not cancelled     adult screen declined on 2025-03-15T10:30, final  not met
teen screen declined        teen screen declined on 2025-03-15T10:30
                            adult screen positive on 2025-03-08               exception: declined
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
