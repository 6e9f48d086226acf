"""Worked example of care.bp_control_simple in 2025: no value sets, no exclusions, no statuses."""

from tests.spec.people import worked

from commonweal.measures.care.bp_control_simple import MEASURE

EXAMPLE = """
person  born        records                                              lands
ann     1960-05-01  clinic visit 2025-03-01
                    high blood pressure since 2019-01-01
                    bp 139/89 on 2025-06-01                              met
ben     1960-05-01  clinic visit 2025-03-01
                    high blood pressure since 2019-01-01
                    bp 140/89 on 2025-06-01                              not met
cleo    1960-05-01  visit at home 2025-03-01
                    essential hypertension since 2025-11-01
                    bp 138/95 on 2025-06-01T09:00
                    bp 150/85 on 2025-06-01T10:00                        met
dev     1960-05-01  clinic visit 2025-03-01
                    high blood pressure since 2019-01-01                 not met
ema     1960-05-01  emergency visit 2025-03-01
                    high blood pressure since 2019-01-01                 out: seen
finn    1939-12-31  clinic visit 2025-03-01
                    high blood pressure since 2019-01-01                 out: 18 to 85
gita    1960-05-01  clinic visit 2025-03-01; bp 120/80 on 2025-06-01     out: high blood pressure
hugo    1990-05-01  clinic visit 2025-03-01
                    high blood pressure since 2019-01-01
                    pregnancy since 2025-02-01; bp 150/90 on 2025-06-01  not met
counts  out 3, excluded 0, denominator 5, met 2
"""

RULES = (
    """
Readings by either panel, wherever taken, whatever their status
everybody  born 1960-05-01; clinic visit 2025-03-01; high blood pressure since 2019-01-01
case                           records                                           lands
the older panel                older bp panel 120/80 on 2025-06-01               met
in an emergency                bp 170/99 on 2025-06-01
                               bp 120/80 on 2025-06-02, in an EMER visit         met
preliminary                    bp 120/80 on 2025-06-01, preliminary              met
diastolic of 90                bp 120/90 on 2025-06-01                           not met
separate sides are no reading  lone systolic 120 mm[Hg] on 2025-06-01
                               lone diastolic 80 mm[Hg] on 2025-06-01            not met
without its diastolic part     bp 120/none on 2025-06-01                         not met
a later day is worse           bp 120/80 on 2025-06-01; bp 150/80 on 2025-06-02  not met
the year before                bp 120/80 on 2024-12-31                           not met
""",
    """
Hypertension that began by the end of the year and had not ended before it
everybody  born 1960-05-01; clinic visit 2025-03-01; bp 120/80 on 2025-06-01
case                    records                                       lands
begun on the last day   high blood pressure since 2025-12-31          met
begun after             high blood pressure since 2026-01-01          out: high blood pressure
ended on the first day  high blood pressure 2019-01-01 to 2025-01-01  met
ended before            high blood pressure 2019-01-01 to 2024-12-31  out: high blood pressure
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
