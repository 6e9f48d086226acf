"""The rules that the published measures share, one by one, on care.a1c_poor in 2025.

Nobody here has a reading of blood sugar, so whoever is counted is met; whoever is in a rule of
exclusion is excluded by it. Where a table is about the condition, diabetes stands for any.
"""

from tests.spec.people import worked

from commonweal.measures.care.a1c_poor import MEASURE

EXAMPLE = """
Ways out of the count
everybody  office visit 2025-03-01; diabetes since 2019-01-01
person  born        records                             lands
ann     1955-05-01                                      met
ben     1955-05-01  hospice care 2025-02-01             excluded: in hospice care
cleo    1955-05-01  palliative care 2025-02-01          excluded: in palliative care
dev     1955-05-01  frailty since 2024-01-01
                    advanced illness since 2024-06-01   excluded: frailty and advanced illness
ema     1962-05-01  frailty since 2024-01-01
                    advanced illness since 2024-06-01   met
finn    1955-05-01  housing nursing home on 2023-01-01  excluded: nursing home
gita    1962-05-01  housing nursing home on 2023-01-01  met
counts  out 0, excluded 4, denominator 3, met 3
"""

RULES = (
    """
When a condition stands: it needs an active status, or a date at which it ended
everybody  born 1960-05-01; office visit 2025-03-01
case                                 records                                         lands
active, begun before                 diabetes since 2019-01-01                       met
active, begun in the year            diabetes since 2025-12-31                       met
active, begun after                  diabetes since 2026-01-01                       out: diabetes
recurrence                           diabetes since 2019-01-01, recurrence           met
relapse                              diabetes since 2019-01-01, relapse              met
resolved without an end              diabetes since 2019-01-01, resolved             out: diabetes
inactive without an end              diabetes since 2025-06-01, inactive             out: diabetes
remission without an end             diabetes since 2025-06-01, remission            out: diabetes
no status and no end                 diabetes since 2025-06-01, no status            out: diabetes
ended in the year                    diabetes 2019-01-01 to 2025-01-01               met
ended before the year                diabetes 2019-01-01 to 2024-12-31               out: diabetes
active, yet ended before             diabetes 2019-01-01 to 2024-12-31, active       out: diabetes
ended, no status                     diabetes 2019-01-01 to 2025-06-01, no status    met
ended before it began                diabetes 2025-06-01 to 2025-02-01               out: diabetes
only an end, in the year             diabetes until 2025-06-01                       met
only an end, before the year         diabetes until 2024-12-31                       out: diabetes
only an end, after the year          diabetes until 2026-06-01                       met
no dates, active                     diabetes undated                                met
no dates, resolved                   diabetes undated, resolved                      out: diabetes
no dates, no status                  diabetes undated, no status                     out: diabetes
onset in words, active               diabetes undated, onset in words                met
end in words, active                 diabetes since 2019-01-01, end in words         met
end in words, resolved               diabetes since 2025-06-01, resolved,
                                     end in words                                    out: diabetes
period of the end without end        diabetes since 2025-06-01, resolved,
                                     ended during 2025-07-01 to ?                    out: diabetes
period of the end is exclusive       diabetes since 2019-01-01, resolved,
                                     ended during 2024-06-01 to 2025-01-01           out: diabetes
period of the end, a day later       diabetes since 2019-01-01, resolved,
                                     ended during 2024-06-01 to 2025-01-02           met
begun in a period                    diabetes undated,
                                     begun during 2025-06-01 to 2026-06-01           met
begun in a period after              diabetes undated,
                                     begun during 2026-01-01 to 2026-06-01           out: diabetes
period of the onset, no start        diabetes until 2025-06-01,
                                     begun during ? to 2020-01-01                    met
period of the onset alone, no start  diabetes undated, begun during ? to 2026-06-01  met
begun at an age                      diabetes undated, onset at age 50               met
begun at an age not reached          diabetes undated, onset at age 66               out: diabetes
begun within a range of ages         diabetes undated, onset from age 50 to 70       met
ended at an age                      diabetes since 2010-01-01, resolved,
                                     ended at age 64                                 met
ended at an age, a year before       diabetes since 2010-01-01, resolved,
                                     ended at age 63                                 out: diabetes
refuted, which is not looked at      diabetes since 2019-01-01, refuted              met
the day it was recorded is not       diabetes since 2026-02-01, recorded 2025-02-01  out: diabetes
the year alone, before               diabetes since 2024                             met
the year alone, the same             diabetes since 2025                             out: diabetes
the year alone, after                diabetes since 2026                             out: diabetes
the month alone, the last            diabetes since 2025-12                          out: diabetes
the month alone, the first           diabetes since 2025-01                          met
""",
    """
Which codes match: one coding with the same system and code is enough
everybody  born 1960-05-01; office visit 2025-03-01
case            records                                           lands
coded twice     diabetes since 2019-01-01, coded elsewhere too    met
another system  diabetes since 2019-01-01, coded elsewhere only   out: diabetes
no system       diabetes since 2019-01-01, code without a system  out: diabetes
words alone     diabetes since 2019-01-01, words without a code   out: diabetes
""",
    """
When a visit counts: wholly in the year, by the days as written
everybody  born 1960-05-01; diabetes since 2019-01-01
case                           records                                                   lands
first instant of the year      office visit 2025-01-01T00:00 to 2025-01-01T00:30         met
last instant of the year       office visit 2025-12-31T23:00 to 2025-12-31T23:59:59.999  met
ends after midnight            office visit 2025-12-31T23:00 to 2026-01-01T00:00         out: seen
begun the year before          office visit 2024-12-31T23:00 to 2025-01-01T01:00         out: seen
without an end                 office visit from 2025-06-01                              out: seen
without a start                office visit until 2025-06-01                             out: seen
without a time                 office visit undated                                      out: seen
written on the last day, west  office visit 2025-12-31T20:00-05:00                       met
written on the next day, east  office visit 2026-01-01T01:00+05:00                       out: seen
arrived                        office visit 2025-03-01, arrived                          met
triaged                        office visit 2025-03-01, triaged                          met
in progress                    office visit 2025-03-01, in-progress                      met
on leave                       office visit 2025-03-01, onleave                          met
planned                        office visit 2025-03-01, planned                          out: seen
cancelled                      office visit 2025-03-01, cancelled                        out: seen
entered in error               office visit 2025-03-01, entered-in-error                 out: seen
unknown                        office visit 2025-03-01, unknown                          out: seen
without a status               office visit 2025-03-01, no status                        out: seen
a yearly wellness visit        wellness visit 2025-03-01                                 met
a first checkup                first checkup 2025-03-01                                  met
a checkup                      checkup 2025-03-01                                        met
care at home                   home care visit 2025-03-01                                met
by video                       video visit 2025-03-01                                    met
by phone                       phone visit 2025-03-01                                    met
the class is not looked at     office visit 2025-03-01, class EMER                       met
a visit of no named type       clinic visit 2025-03-01                                   out: seen
a hospital stay                hospital stay 2025-03-01                                  out: seen
""",
    """
In hospice care
everybody  born 1960-05-01; office visit 2025-03-01; diabetes since 2019-01-01
case                             records                                          lands
left for a hospice at home       hospital stay 2024-12-20 to 2025-01-01,
                                 to hospice at home                               excluded: hospice
left for a hospice               hospital stay 2025-12-30 to 2025-12-31T23:59,
                                 to a hospice                                     excluded: hospice
left the year before             hospital stay 2024-12-20 to 2024-12-31,
                                 to a hospice                                     met
left after the year              hospital stay 2025-12-20 to 2026-01-01,
                                 to a hospice                                     met
left for home                    hospital stay 2025-02-01 to 2025-02-05,
                                 to own home                                      met
left, nothing said               hospital stay 2025-02-01 to 2025-02-05           met
left for a hospice, cancelled    hospital stay 2025-02-01 to 2025-02-05,
                                 to a hospice, cancelled                          met
from a visit of another type     office visit 2025-02-01, to a hospice            met
visit begun before               hospice visit 2024-06-01 to 2025-01-01           excluded: hospice
visit that ended before          hospice visit 2024-06-01 to 2024-12-31           met
visit that ends after            hospice visit 2025-12-31 to 2026-06-01           excluded: hospice
visit begun after                hospice visit 2026-01-01 to 2026-06-01           met
visit still running              hospice visit from 2024-06-01                    excluded: hospice
visit without a start            hospice visit until 2025-06-01                   excluded: hospice
visit without a start, after     hospice visit until 2026-06-01                   met
visit planned                    hospice visit 2025-06-01, planned                met
asked, yes                       in hospice? yes on 2025-06-01                    excluded: hospice
asked, no                        in hospice? no on 2025-06-01                     met
asked, no answer                 in hospice? on 2025-06-01                        met
asked, yes, before the year      in hospice? yes on 2024-12-31                    met
asked, over a time               in hospice? yes 2024-12-01 to 2025-01-01         excluded: hospice
asked, not a survey              in hospice? yes on 2025-06-01, category exam     met
asked, preliminary               in hospice? yes on 2025-06-01, preliminary       met
ordered                          hospice order on 2025-01-01                      excluded: hospice
ordered, completed               hospice order on 2025-12-31T23:59:59, completed  excluded: hospice
ordered after the year           hospice order on 2026-01-01                      met
ordered before the year          hospice order on 2024-12-31                      met
ordered, a draft                 hospice order on 2025-06-01, draft               met
ordered, only a plan             hospice order on 2025-06-01, intent plan         met
ordered not to                   hospice order on 2025-06-01, do not perform      met
ordered, not forbidden           hospice order on 2025-06-01,
                                 do not perform false                             excluded: hospice
ordered, no date                 hospice order undated                            met
cared for                        hospice care 2024-06-01 to 2025-01-01            excluded: hospice
cared for, after the year        hospice care 2026-01-01                          met
cared for, without an end        hospice care from 2024-06-01                     excluded: hospice
care not done                    hospice care 2025-06-01, not-done                met
diagnosis                        hospice diagnosis since 2024-06-01               excluded: hospice
diagnosis on the last day, west  hospice diagnosis since 2025-12-31T20:00-05:00   excluded: hospice
diagnosis after the year         hospice diagnosis since 2026-01-01               met
diagnosis until the first day    hospice diagnosis 2024-06-01 to 2025-01-01       excluded: hospice
diagnosis that ended before      hospice diagnosis 2024-06-01 to 2024-12-31       met
""",
    """
In palliative care
everybody  born 1960-05-01; office visit 2025-03-01; diabetes since 2019-01-01
case                           records                                          lands
asked, no answer needed        palliative survey on 2025-06-01                  excluded: palliative
asked, with a number           palliative survey 40 on 2025-06-01               excluded: palliative
asked on the first day         palliative survey on 2025-01-01                  excluded: palliative
asked on the last day          palliative survey on 2025-12-31                  excluded: palliative
asked, corrected since         palliative survey on 2025-06-01, corrected       excluded: palliative
asked before the year          palliative survey on 2024-12-31                  met
asked after the year           palliative survey on 2026-01-01                  met
asked, not final               palliative survey on 2025-06-01, preliminary     met
asked, not a survey            palliative survey on 2025-06-01, category exam   met
diagnosis                      palliative diagnosis since 2025-12-31            excluded: palliative
diagnosis after the year       palliative diagnosis since 2026-01-01            met
diagnosis until the first day  palliative diagnosis 2024-06-01 to 2025-01-01    excluded: palliative
diagnosis that ended before    palliative diagnosis 2024-06-01 to 2024-12-31    met
diagnosis resolved, no end     palliative diagnosis since 2025-06-01, resolved  met
visit into the year            palliative visit 2024-12-01 to 2025-01-01        excluded: palliative
visit before the year          palliative visit 2024-12-01 to 2024-12-31        met
visit on the last day          palliative visit 2025-12-31 to 2026-01-02        excluded: palliative
visit after the year           palliative visit 2026-01-01                      met
visit in progress              palliative visit from 2025-06-01, in-progress    excluded: palliative
visit cancelled                palliative visit 2025-06-01, cancelled           met
care                           palliative care 2025-06-01                       excluded: palliative
care until the first day       palliative care 2024-06-01 to 2025-01-01         excluded: palliative
care before the year           palliative care 2024-12-31                       met
care on the last day, west     palliative care 2025-12-31T20:00-05:00           excluded: palliative
care after the year            palliative care 2026-01-01                       met
care not completed             palliative care 2025-06-01, in-progress          met
""",
    """
A sign of frailty, in somebody of 66 or more with an advanced illness
everybody  born 1955-05-01; office visit 2025-03-01; diabetes since 2019-01-01
           advanced illness since 2024-06-01
case                       records                                            lands
none                                                                          met
device ordered             walking aid ordered on 2025-01-01                  excluded: frailty
device ordered, completed  walking aid ordered on 2025-12-31, completed       excluded: frailty
device ordered before      walking aid ordered on 2024-12-31                  met
device ordered after       walking aid ordered on 2026-01-01                  met
device, a draft            walking aid ordered on 2025-06-01, draft           met
device, only a plan        walking aid ordered on 2025-06-01, intent plan     met
device not to be given     walking aid ordered on 2025-06-01, do not perform  met
device not forbidden       walking aid ordered on 2025-06-01,
                           do not perform false                               excluded: frailty
device, a misspelt mark    walking aid ordered on 2025-06-01,
                           do not perform misspelt                            excluded: frailty
device used                device used? walking aid on 2025-06-01             excluded: frailty
device used, begun before  device used? walking aid 2024-06-01 to 2025-01-01  excluded: frailty
device used, ends after    device used? walking aid 2025-06-01 to 2026-01-01  met
device used, no end        device used? walking aid from 2025-06-01           met
no device used             device used? no on 2025-06-01                      met
diagnosis                  frailty 2024-06-01 to 2025-01-01                   excluded: frailty
diagnosis on the last day  frailty since 2025-12-31                           excluded: frailty
diagnosis after the year   frailty since 2026-01-01                           met
diagnosis ended before     frailty 2024-06-01 to 2024-12-31                   met
visit                      frailty visit 2025-12-31 to 2026-01-02             excluded: frailty
visit until the first day  frailty visit 2024-12-01 to 2025-01-01             excluded: frailty
visit before the year      frailty visit 2024-12-31                           met
visit, triaged             frailty visit 2025-06-01, triaged                  excluded: frailty
visit after the year       frailty visit 2026-01-01                           met
symptom                    frailty symptom on 2025-06-01                      excluded: frailty
symptom, preliminary       frailty symptom on 2025-06-01, preliminary         excluded: frailty
symptom, amended           frailty symptom on 2025-06-01, amended             excluded: frailty
symptom on the last day    frailty symptom on 2025-12-31                      excluded: frailty
symptom after the year     frailty symptom on 2026-01-01                      met
symptom, entered in error  frailty symptom on 2025-06-01, entered-in-error    met
symptom, over a time       frailty symptom 2024-06-01 to 2025-01-01           excluded: frailty
symptom, still there       frailty symptom from 2024-06-01                    excluded: frailty
symptom before the year    frailty symptom on 2024-12-31                      met
""",
    """
An advanced illness or a dementia drug, in somebody frail of 66 or more
everybody  born 1955-05-01; office visit 2025-03-01; diabetes since 2019-01-01
           frailty since 2020-01-01
case                             records                                          lands
none: frailty alone                                                               met
begun a year before              advanced illness since 2024-01-01                excluded: frailty
begun earlier, still active      advanced illness since 2023-12-31                met
begun on the last day            advanced illness since 2025-12-31                excluded: frailty
begun after the year             advanced illness since 2026-01-01                met
begun in time, ended             advanced illness 2024-03-01 to 2024-05-01        excluded: frailty
begun in time, resolved, no end  advanced illness since 2024-03-01, resolved      met
no dates, active                 advanced illness undated                         met
only an end                      advanced illness until 2025-06-01                met
drug ordered in the year         dementia drug on 2025-12-31, 30 days             excluded: frailty
drug ordered after the year      dementia drug on 2026-01-01, 30 days             met
drug ran out on the day before   dementia drug on 2023-12-02, 30 days             met
drug still there on that day     dementia drug on 2023-12-03, 30 days             excluded: frailty
drug in weeks                    dementia drug on 2023-12-05, 4 weeks             excluded: frailty
drug in weeks, too short         dementia drug on 2023-12-04, 4 weeks             met
drug in months of 30 days        dementia drug on 2023-12-03, 1 month             excluded: frailty
drug in months, too short        dementia drug on 2023-12-02, 1 month             met
drug in hours                    dementia drug on 2023-12-03, 720 hours           excluded: frailty
drug with a refill               dementia drug on 2023-11-03, 30 days, 1 refill   excluded: frailty
drug with a refill, too short    dementia drug on 2023-11-02, 30 days, 1 refill   met
drug by count of pills           dementia drug on 2023-12-18, 60 pills,
                                 2 pills 2 times a day                            excluded: frailty
drug by count, too few           dementia drug on 2023-12-17, 60 pills,
                                 2 pills 2 times a day                            met
drug by the upper dose           dementia drug on 2023-12-17, 60 pills,
                                 1 to 2 pills 2 times a day                       met
drug by times of day             dementia drug on 2023-12-18, 60 pills,
                                 2 pills at 08:00 and 20:00                       excluded: frailty
drug by times, too few           dementia drug on 2023-12-17, 60 pills,
                                 2 pills at 08:00 and 20:00                       met
drug by the week                 dementia drug on 2023-12-05, 4 pills,
                                 1 pill 1 times a week                            excluded: frailty
drug by the week, too few        dementia drug on 2023-12-04, 4 pills,
                                 1 pill 1 times a week                            met
drug ordered on no date          dementia drug undated, 30 days,
                                 valid from 2023-12-03                            excluded: frailty
drug ordered on no date, before  dementia drug undated, 30 days,
                                 valid from 2023-12-02                            met
drug with two instructions       dementia drug on 2015-01-01, 30 days,
                                 two instructions                                 excluded: frailty
drug between two days            dementia drug on 2020-01-01,
                                 taken 2023-06-01 to 2024-01-01                   excluded: frailty
drug between two days, before    dementia drug on 2025-01-01,
                                 taken 2023-06-01 to 2023-12-31                   met
drug of unknown length           dementia drug on 2015-01-01                      excluded: frailty
drug stopped                     dementia drug on 2025-06-01, 30 days, stopped    met
drug completed                   dementia drug on 2025-06-01, 30 days, completed  met
drug only planned                dementia drug on 2025-06-01, 30 days,
                                 intent plan                                      met
drug not to be given             dementia drug on 2025-06-01, 30 days,
                                 do not perform                                   met
drug named by reference          dementia drug on 2025-06-01, 30 days,
                                 by reference                                     met
""",
    """
Age decides with frailty: 66 at the last day
everybody  office visit 2025-03-01; diabetes since 2019-01-01; frailty since 2020-01-01
           advanced illness since 2025-01-01
case                born        records  lands
65 at the end       1960-01-01           met
66 on the last day  1959-12-31           excluded: frailty
""",
    """
The last housing on record says nursing home
everybody  born 1955-05-01; office visit 2025-03-01; diabetes since 2019-01-01
case                          records                                              lands
66 on the last day            born 1959-12-31; housing nursing home on 2025-06-01  excluded: nursing
65 on the last day            born 1960-01-01; housing nursing home on 2025-06-01  met
years before                  housing nursing home on 2010-06-01                   excluded: nursing
moved home                    housing nursing home on 2025-06-01
                              housing own home on 2025-07-01                       met
moved in                      housing nursing home on 2025-07-01
                              housing own home on 2025-06-01                       excluded: nursing
moved home after the year     housing nursing home on 2025-06-01
                              housing own home on 2026-01-01                       excluded: nursing
moved in after the year       housing nursing home on 2026-01-01                   met
last day of the year          housing nursing home on 2025-12-31T23:59:59          excluded: nursing
on one day, the later time    housing nursing home on 2025-06-01T09:00
                              housing own home on 2025-06-01T10:00                 met
at once, the greater number   housing own home on 2025-06-01
                              housing nursing home on 2025-06-01                   excluded: nursing
at once, the other way        housing nursing home on 2025-06-01
                              housing own home on 2025-06-01                       met
later one without an answer   housing nursing home on 2025-06-01
                              housing on 2025-07-01                                met
later one not final           housing nursing home on 2025-06-01
                              housing own home on 2025-07-01, preliminary          excluded: nursing
not final                     housing nursing home on 2025-06-01, preliminary      met
amended                       housing nursing home on 2025-06-01, amended          excluded: nursing
on the last day, west         housing nursing home on 2025-12-31T20:00-05:00       excluded: nursing
not a survey                  housing nursing home on 2025-06-01, category exam    met
a time without an end         housing nursing home from 2025-01-01                 met
a time without an end, later  housing nursing home on 2025-01-01
                              housing own home from 2025-02-01                     excluded: nursing
a time that ended             housing nursing home 2024-01-01 to 2025-06-01        excluded: nursing
""",
)

test_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)
