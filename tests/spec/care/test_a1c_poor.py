"""Worked example of care.a1c_poor (CMS122) in 2025, and its rules one by one."""

from tests.spec.people import worked

from commonweal.measures.care.a1c_poor import MEASURE

EXAMPLE = """
person  born        records                                             lands
ann     1960-05-01  office visit 2025-03-01; diabetes since 2019-01-01
                    a1c 9.1 % on 2025-06-01                             met
ben     1960-05-01  office visit 2025-03-01; diabetes since 2019-01-01
                    a1c 9.0 % on 2025-06-01                             not met
cleo    1960-05-01  office visit 2025-03-01; diabetes since 2019-01-01
                    a1c 11 % on 2025-02-01; a1c 8 % on 2025-09-01       not met
dev     1960-05-01  office visit 2025-03-01; diabetes since 2019-01-01  met
ema     2007-12-31  video visit 2025-03-01; diabetes since 2019-01-01
                    a1c 7 % on 2025-06-01                               not met
finn    2008-01-01  video visit 2025-03-01; diabetes since 2019-01-01   out: 18 to 75
gita    1960-05-01  diabetes since 2019-01-01; a1c 12 % on 2025-06-01   out: seen
hugo    1960-05-01  office visit 2025-03-01; a1c 12 % on 2025-06-01     out: diabetes
ines    1955-05-01  office visit 2025-03-01; diabetes since 2019-01-01
                    hospice visit 2025-11-01                            excluded: hospice
counts  out 3, excluded 1, denominator 5, met 2
"""

RULES = (
    """
The last day with a reading decides, and on it the lowest value
everybody  born 1960-05-01; office visit 2025-03-01; diabetes since 2019-01-01
case                            records                                           lands
lower of two on one day         a1c 9.4 % on 2025-06-01T09:00
                                a1c 8.9 % on 2025-06-01T08:00                     not met
both of one day over 9          a1c 9.4 % on 2025-06-01; a1c 9.2 % on 2025-06-01  met
a later indicator decides       a1c 8 % on 2025-06-01
                                glucose indicator 9.5 % on 2025-07-01             met
an earlier indicator not        glucose indicator 9.5 % on 2025-05-01
                                a1c 8 % on 2025-06-01                             not met
begun before, ends in the year  a1c 8 % 2024-12-30 to 2025-01-02                  not met
begun in the year, ends after   a1c 8 % 2025-12-30 to 2026-01-02                  met
no end, begun in the year       a1c 8 % from 2025-06-01                           not met
no end, begun before the year   a1c 8 % from 2024-06-01                           met
first instant of the year       a1c 8 % on 2025-01-01T00:00                       not met
last instant of the year        a1c 8 % on 2025-12-31T23:59:59.999                not met
first instant after the year    a1c 8 % on 2026-01-01T00:00                       met
the day before the year         a1c 8 % on 2024-12-31                             met
a month of the year             a1c 8 % on 2025-06                                not met
""",
    """
What counts as a reading, and what as its value
everybody  born 1960-05-01; office visit 2025-03-01; diabetes since 2019-01-01
case                       records                                          lands
without a value            a1c on 2025-06-01                                met
without a value, later     a1c 8 % on 2025-06-01; a1c on 2025-06-02         met
without a value, same day  a1c 8 % on 2025-06-01; a1c on 2025-06-01         met
without a value, earlier   a1c on 2025-06-01; a1c 8 % on 2025-06-02         not met
a text for a value         a1c "high" on 2025-06-01                         not met
a code for a value         a1c positive on 2025-06-01                       not met
an integer for a value     a1c 12 on 2025-06-01                             not met
a unit that is no percent  a1c 97 mmol/mol on 2025-06-01                    not met
a unit in words            a1c 9.5 % on 2025-06-01, unit in words           met
a unit of another system   a1c 9.5 % on 2025-06-01, unit of another system  met
a comparator               a1c over 14 % on 2025-06-01                      met
not from a laboratory      a1c 8 % on 2025-06-01, category exam             met
without a category         a1c 8 % on 2025-06-01, category none             met
preliminary                a1c 8 % on 2025-06-01, preliminary               met
entered in error           a1c 8 % on 2025-06-01, entered-in-error          met
without a status           a1c 8 % on 2025-06-01, no status                 met
corrected                  a1c 8 % on 2025-06-01, corrected                 not met
amended                    a1c 8 % on 2025-06-01, amended                   not met
another test               plain a1c 8 % on 2025-06-01                      met
""",
    """
Ages are those of the last day; one visit is enough
everybody  diabetes since 2015-01-01; a1c 7 % on 2025-06-01
case                   born        records                                      lands
75 at the end          1950-01-01  office visit 2025-03-01                      not met
76 at the end          1949-12-31  office visit 2025-03-01                      out: 18 to 75
no birth date          unknown     office visit 2025-03-01                      out: 18 to 75
two visits count once  1960-05-01  office visit 2025-03-01; checkup 2025-08-01  not met
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
