"""Worked example of care.bp_control (CMS165) in 2025, and its rules one by one."""

from tests.spec.people import worked

from commonweal.measures.care.bp_control import MEASURE

EXAMPLE = """
person  born        records                                    lands
ann     1960-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01
                    bp 139/89 on 2025-06-01                    met
ben     1960-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01
                    bp 140/89 on 2025-06-01                    not met
cleo    1960-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01
                    bp 139/90 on 2025-06-01                    not met
dev     1960-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01              not met
ema     1960-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01
                    bp 170/99 on 2025-02-01
                    bp 128/80 on 2025-09-01                    met
finn    1960-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01
                    bp 128/80 on 2025-09-01
                    bp 170/99 on 2025-10-01, in an EMER visit  met
gita    1960-05-01  office visit 2025-03-01
                    hypertension since 2025-07-01
                    bp 128/80 on 2025-09-01                    out: high blood pressure
hugo    1944-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01
                    frailty since 2024-01-01                   excluded: 81 or older with frailty
ines    1990-05-01  office visit 2025-03-01
                    hypertension since 2019-01-01
                    pregnancy 2025-01-10 to 2025-10-01         excluded: pregnant
counts  out 1, excluded 2, denominator 6, met 3
"""

RULES = (
    """
Hypertension in the first half of the year, to the instant
everybody  born 1960-05-01; office visit 2025-03-01; bp 120/80 on 2025-06-01
case                           records                                      lands
begun on 30 June               hypertension since 2025-06-30                met
begun late on 30 June          hypertension since 2025-06-30T23:59          met
begun as July begins           hypertension since 2025-07-01T00:00          out: pressure
begun on 1 July, no time       hypertension since 2025-07-01                out: pressure
late on 30 June in the west    hypertension since 2025-06-30T20:00-05:00    out: pressure
ended the day before the year  hypertension 2019-01-01 to 2024-12-31        out: pressure
ended on 1 January, no time    hypertension 2019-01-01 to 2025-01-01        out: pressure
ended at the first instant     hypertension 2019-01-01 to 2025-01-01T00:00  met
active without dates           hypertension undated                         met
resolved without an end        hypertension since 2019-01-01, resolved      out: pressure
""",
    """
The last day with a reading decides; on it the lowest of each side
everybody  born 1960-05-01; office visit 2025-03-01; hypertension since 2019-01-01
case                           records                                                       lands
sides from two readings        bp 138/95 on 2025-06-01T09:00; bp 150/85 on 2025-06-01T10:00  met
a later day is worse           bp 120/80 on 2025-06-01; bp 145/85 on 2025-06-02              not met
a later day is better          bp 150/95 on 2025-06-01; bp 139/89 on 2025-06-02              met
one side over on the last day  bp 150/80 on 2025-06-01; bp 141/85 on 2025-06-01              not met
no diastolic part              bp 120/none on 2025-06-01                                     not met
no systolic part               bp none/80 on 2025-06-01                                      not met
one of two without a part      bp 120/80 on 2025-06-01T09:00
                               bp 118/none on 2025-06-01T10:00                               not met
a part without a number        bp 120/unmeasured on 2025-06-01                               not met
no parts on the last day       bp 120/80 on 2025-06-01; bp none/none on 2025-06-02           not met
two systolics in one reading   bp 120+130/80 on 2025-06-01                                   not met
first instant of the year      bp 120/80 on 2025-01-01T00:00                                 met
last instant of the year       bp 120/80 on 2025-12-31T23:59:59.999                          met
the day before the year        bp 120/80 on 2024-12-31                                       not met
the day after the year         bp 120/80 on 2026-01-01T00:00                                 not met
later one after the year       bp 120/80 on 2025-12-31; bp 170/99 on 2026-01-01              met
not final                      bp 120/80 on 2025-06-01, preliminary                          not met
later one entered in error     bp 120/80 on 2025-06-01
                               bp 170/99 on 2025-06-02, entered-in-error                     met
separate sides are no reading  lone systolic 120 mm[Hg] on 2025-06-01
                               lone diastolic 80 mm[Hg] on 2025-06-01                        not met
the older panel is no reading  older bp panel 120/80 on 2025-06-01                           not met
""",
    """
Where the reading was taken
everybody  born 1960-05-01; office visit 2025-03-01; hypertension since 2019-01-01
case                        records                                                     lands
no visit named              bp 120/80 on 2025-06-01                                     met
a visit not on record       bp 120/80 on 2025-06-01, in a visit not on record           met
a clinic                    bp 120/80 on 2025-06-01, in an AMB visit                    met
at home                     bp 120/80 on 2025-06-01, in an HH visit                     met
from afar                   bp 120/80 on 2025-06-01, in a VR visit                      met
under observation           bp 120/80 on 2025-06-01, in an OBSENC visit                 met
emergency                   bp 120/80 on 2025-06-01, in an EMER visit                   not met
emergency, by full address  bp 120/80 on 2025-06-01, in an EMER visit, by full address  not met
inpatient                   bp 120/80 on 2025-06-01, in an IMP visit                    not met
acute inpatient             bp 120/80 on 2025-06-01, in an ACUTE visit                  not met
other inpatient             bp 120/80 on 2025-06-01, in a NONAC visit                   not met
before admission            bp 120/80 on 2025-06-01, in a PRENC visit                   not met
short stay                  bp 120/80 on 2025-06-01, in an SS visit                     not met
emergency on the same day   bp 120/80 on 2025-06-01T09:00
                            bp 99/50 on 2025-06-01T10:00, in an EMER visit              met
""",
    """
Late kidney disease and pregnancy, to the instant
everybody  born 1990-05-01; office visit 2025-03-01; hypertension since 2019-01-01
case                        records                                          lands
pregnant in the year        pregnancy 2025-03-01 to 2025-12-01               excluded: pregnant
pregnant into the year      pregnancy 2024-04-01 to 2025-01-02               excluded: pregnant
pregnant as it began        pregnancy 2024-04-01 to 2025-01-01T00:00         excluded: pregnant
pregnant before             pregnancy 2024-01-01 to 2024-12-31               not met
pregnant after              pregnancy since 2026-01-01                       not met
kidney failure              kidney failure since 2015-01-01                  excluded: late kidney
kidney failure after        kidney failure since 2026-01-01T00:00            not met
failure before, healed      kidney failure 2015-01-01 to 2024-12-31          not met
has a transplanted kidney   transplanted kidney since 2015-01-01             excluded: late kidney
transplanted after          transplanted kidney since 2026-01-01             not met
transplanted before, ended  transplanted kidney 2015-01-01 to 2020-01-01     not met
stage 5                     kidney disease stage 5 since 2025-12-31T23:59    excluded: late kidney
stage 5, last day, no time  kidney disease stage 5 since 2025-12-31          not met
stage 5 after               kidney disease stage 5 since 2026-01-01          not met
stage 5 before, ended       kidney disease stage 5 2015-01-01 to 2024-12-31  not met
""",
    """
Transplant, dialysis and visits for kidney failure, at any time up to the end
everybody  born 1960-05-01; office visit 2025-03-01; hypertension since 2019-01-01
case                      records                                              lands
transplant years before   kidney transplant 2005-01-01                         excluded: transplant
transplant in the year    kidney transplant 2025-06-01                         excluded: transplant
transplant, last evening  kidney transplant 2025-12-31T23:00                   excluded: transplant
transplant ends after     kidney transplant 2025-12-31 to 2026-01-02           not met
transplant after          kidney transplant 2026-01-01                         not met
transplant not done       kidney transplant 2005-01-01, not-done               not met
dialysis years before     dialysis 2005-01-01                                  excluded: transplant
dialysis in the year      dialysis 2025-06-01                                  excluded: transplant
dialysis still going on   dialysis from 2025-06-01                             not met
dialysis after            dialysis 2026-01-01                                  not met
visit years before        kidney failure visit 2005-01-01                      excluded: monthly
visit in the year         kidney failure visit 2025-06-01                      excluded: monthly
visit ends after          kidney failure visit 2025-12-31T08:00 to 2026-01-31  excluded: monthly
visit after               kidney failure visit 2026-01-01                      not met
visit planned             kidney failure visit 2025-06-01, planned             not met
""",
    """
Frailty from 66 to 80 needs an advanced illness too; from 81 it does not
everybody  office visit 2025-03-01; hypertension since 2019-01-01
case           born        records                                             lands
80, frail      1945-01-01  frailty since 2024-01-01                            not met
81, frail      1944-12-31  frailty since 2024-01-01                            excluded: frailty
81, ill        1944-12-31  advanced illness since 2025-01-01                   not met
80, both       1945-01-01  frailty since 2024-01-01
                           advanced illness since 2025-01-01                   excluded: frailty
66, both       1959-12-31  frailty since 2024-01-01
                           advanced illness since 2025-01-01                   excluded: frailty
65, both       1960-01-01  frailty since 2024-01-01
                           advanced illness since 2025-01-01                   not met
70, drug       1955-01-01  frailty since 2024-01-01
                           dementia drug on 2025-06-01, 30 days                excluded: frailty
70, reference  1955-01-01  frailty since 2024-01-01
                           dementia drug on 2025-06-01, 30 days, by reference  not met
""",
    """
Ages at the last day of the year
everybody  office visit 2025-03-01; hypertension since 2010-01-01
case              born        records                               lands
17                2008-01-01                                        out: 18 to 85
18                2007-12-31                                        not met
85                1940-01-01                                        not met
86                1939-12-31                                        out: 18 to 85
sex is not asked  1960-01-01  sex unknown; bp 120/80 on 2025-06-01  met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
