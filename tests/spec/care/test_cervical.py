"""Worked example of care.cervical (CMS124) in 2025, and its rules one by one."""

from tests.spec.people import worked

from commonweal.measures.care.cervical import MEASURE

EXAMPLE = """
person  born        sex     records                          lands
ann     1985-05-01  female  office visit 2025-03-01
                            pap test negative on 2023-01-01  met
bea     1985-05-01  female  office visit 2025-03-01
                            pap test negative on 2022-12-31  not met
cleo    1985-05-01  female  office visit 2025-03-01
                            hpv test negative on 2021-01-01  met
dora    1992-05-01  female  office visit 2025-03-01
                            hpv test negative on 2022-04-30  not met
ema     2001-12-31  female  office visit 2025-03-01          not met
faye    2002-01-01  female  office visit 2025-03-01
                            pap test negative on 2025-03-01  out: 24 to 64
gil     1985-05-01  male    office visit 2025-03-01
                            pap test negative on 2025-03-01  out: female
hana    1985-05-01  female  wellness visit 2025-03-01
                            pap test negative on 2025-03-01  out: seen
ines    1985-05-01  female  office visit 2025-03-01
                            hysterectomy 2010-01-01          excluded: without a cervix
june    1985-05-01  female  office visit 2025-03-01
                            palliative care 2025-02-01       excluded: palliative
counts  out 3, excluded 2, denominator 5, met 2
"""

RULES = (
    """
Pap tests: two years back, with a value
everybody  born 1985-05-01; sex female; office visit 2025-03-01
case                     records                                         lands
last day of the year     pap test negative on 2025-12-31                 met
after the year           pap test negative on 2026-01-01                 not met
without a value          pap test on 2025-06-01                          not met
an integer for a value   pap test 1 on 2025-06-01                        met
a text for a value       pap test "fine" on 2025-06-01                   met
any result               pap test positive on 2025-06-01                 met
not final                pap test negative on 2025-06-01, preliminary    not met
not from a laboratory    pap test negative on 2025-06-01, category exam  not met
recorded as a procedure  pap procedure 2025-06-01                        not met
ends on the first day    pap test negative 2022-12-01 to 2023-01-01      met
without an end           pap test negative from 2023-01-01               met
""",
    """
HPV tests: four years back, at 30 or older on the day of the test, with a value
everybody  sex female; office visit 2025-03-01
case                             born        records                                         lands
day before                       1985-05-01  hpv test negative on 2020-12-31                 not met
after the year                   1985-05-01  hpv test negative on 2026-01-01                 not met
without a value                  1985-05-01  hpv test on 2025-06-01                          not met
an integer for a value           1985-05-01  hpv test 0 on 2025-06-01                        met
at 29, now older                 1992-05-01  hpv test negative on 2022-04-30                 not met
on the 30th birthday             1992-05-01  hpv test negative on 2022-05-01                 met
born on a leap day, 28 February  1992-02-29  hpv test negative on 2022-02-28                 not met
born on a leap day, 1 March      1992-02-29  hpv test negative on 2022-03-01                 met
not from a laboratory            1985-05-01  hpv test negative on 2025-06-01, category exam  not met
too young, yet a pap test        1992-05-01  hpv test negative on 2022-04-30
                                             pap test negative on 2023-04-30                 met
""",
    """
No cervix: at any time up to the last instant of the year
everybody  born 1985-05-01; sex female; office visit 2025-03-01
case                                  records                             lands
operation long before                 hysterectomy 2005-01-01             excluded: without a cervix
operation on the last evening         hysterectomy 2025-12-31T23:59:59    excluded: without a cervix
operation on the last day, no time    hysterectomy 2025-12-31             not met
operation after                       hysterectomy 2026-01-01T00:00       not met
operation not done                    hysterectomy 2005-01-01, not-done   not met
operation without an end              hysterectomy from 2005-01-01        not met
condition from birth                  no cervix since 1985-05-01          excluded: without a cervix
condition on the last evening         no cervix since 2025-12-31T23:00    excluded: without a cervix
condition on the last day, no time    no cervix since 2025-12-31          not met
condition at the first instant after  no cervix since 2026-01-01T00:00    not met
condition after                       no cervix since 2026-01-01          not met
condition resolved, no end            no cervix since 2005-01-01,
                                      resolved                            not met
condition that ended                  no cervix 2005-01-01 to 2006-01-01  excluded: without a cervix
""",
    """
Visits, ages at the last day of the year, and what does not exclude
everybody  sex female
case                         born        records                                lands
24                           2001-12-31  office visit 2025-03-01                not met
64                           1961-01-01  office visit 2025-03-01                not met
65                           1960-12-31  office visit 2025-03-01                out: 24 to 64
visit on the first day       1985-05-01  office visit 2025-01-01T00:00          not met
visit on the last day        1985-05-01  office visit 2025-12-31T23:00          not met
visit begun before           1985-05-01  office visit 2024-12-31 to 2025-01-01  out: seen
visit that ends after        1985-05-01  office visit 2025-12-31 to 2026-01-01  out: seen
planned                      1985-05-01  office visit 2025-03-01, planned       out: seen
triaged                      1985-05-01  office visit 2025-03-01, triaged       not met
in progress                  1985-05-01  office visit 2025-03-01, in-progress   not met
on leave                     1985-05-01  office visit 2025-03-01, onleave       not met
arrived                      1985-05-01  office visit 2025-03-01, arrived       not met
a wellness visit and a call  1985-05-01  wellness visit 2025-03-01
                                         phone visit 2025-04-01                 not met
a checkup                    1985-05-01  checkup 2025-03-01                     not met
a first checkup              1985-05-01  first checkup 2025-03-01               not met
care at home                 1985-05-01  home care visit 2025-03-01             not met
by video                     1985-05-01  video visit 2025-03-01                 not met
hospice                      1985-05-01  office visit 2025-03-01
                                         hospice care 2025-06-01                excluded: hospice
palliative care after        1985-05-01  office visit 2025-03-01
                                         palliative care 2026-01-01             not met
in a nursing home            1961-01-01  office visit 2025-03-01
                                         housing nursing home on 2025-02-01     not met
frail and ill                1961-01-01  office visit 2025-03-01
                                         frailty since 2024-01-01
                                         advanced illness since 2025-01-01      not met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
