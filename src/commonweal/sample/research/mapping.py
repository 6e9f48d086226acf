"""The mapping of the made-up research exports: what each column of each system means."""

from __future__ import annotations

_BOXES = '{"1" = "aian", "2" = "asian", "3" = "black", "4" = "nhpi", "5" = "white", "6" = "other", '
_BOXES += '"98" = "unknown", "99" = "asked-declined"}'
_ETHNICITY = """{ column = "%s", map = { "Hispanic or Latino" = "hispanic", \
"Not Hispanic or Latino" = "not_hispanic", "Unknown" = "unknown", \
"Prefer not to say" = "asked-declined" } }"""
_SEX = '{ column = "%s", map = { "Female" = "female", "Male" = "male", "Unknown" = "unknown" } }'
MAPPING = f"""\
# What the columns of the made-up research exports mean. Nobody in them lives or has lived.

[[file]]
name = "redcap_subjects.csv"
table = "participant"

[file.columns]
participant_key = "record_id"
birth = "dob"

[file.vault]
ethnicity_1997 = {_ETHNICITY % "ethnicity"}
admin_gender = {_SEX % "sex"}
pref_lang = "pref_lang"
method = {{ constant = "self" }}

[file.vault.race_1997.checked]
race___1 = "aian"
race___2 = "asian"
race___3 = "black"
race___4 = "nhpi"
race___5 = "white"
race___6 = "other"
race___98 = "unknown"
race___99 = "asked-declined"

[[file]]
name = "ctms_protocols.csv"
table = "study"

[file.columns]
study_key = "Protocol No"
nct = "NCT Number"
phase = {{ column = "Phase", map = {{ "1" = "1", "2" = "2", "3" = "3", "4" = "4", \
"N/A" = "none" }} }}
sponsor = {{ column = "Sponsor Type", map = {{ "Federal" = "federal", "Industry" = "industry", \
"Internal" = "internal", "Foundation" = "foundation" }} }}
nih_clinical_research = "NIH Clinical Research"
nih_phase3 = "NIH Phase 3"
condition = "Condition"
department = "Department"
status = {{ column = "Status", map = {{ "Open to accrual" = "open", \
"Closed to accrual" = "closed" }} }}
target = "Target Accrual"
first_planned = {{ column = "Open Date", format = "%m/%d/%Y" }}
last_planned = {{ column = "Projected Close", format = "%m/%d/%Y" }}
english_required = "English Required"
english_reason = "English Rationale"

[[file]]
name = "ctms_sites.csv"
table = "study_site"

[file.columns]
study_key = "Protocol No"
site = "Site"
activated = {{ column = "Activated", format = "%m/%d/%Y" }}
closed = {{ column = "Closed", format = "%m/%d/%Y" }}

[[file]]
name = "ctms_subject_status.csv"
table = "recruit_event"

[file.columns]
recruit_event_key = "Event ID"
study_key = "Protocol No"
participant_key = "Subject"
site = "Site"
at = {{ column = "Status Date", format = "%m/%d/%Y" }}
reason = "Reason"

[file.columns.event]
column = "Status"
[file.columns.event.map]
"Approached" = "approached"
"Screened" = "screened"
"Screen Failure" = "ineligible"
"Eligible" = "eligible"
"Consented" = "consented"
"Declined" = "declined"
"On Study" = "enrolled"
"Off Study - Withdrew" = "withdrawn"

[[file]]
name = "reference_populations.csv"
table = "reference_population"

[file.columns]
reference = "source"
kind = {{ constant = "condition_prevalence" }}
condition = "condition"
view = "grouping"
stratum = "group"
persons = "people"
as_of = "as_of"
citation = "citation"

[[file]]
name = "inclusion_goals.csv"
table = "enroll_goal"

[file.columns]
study_key = "Protocol No"
view = "grouping"
stratum = "group"
share = "share"
basis = "basis"
set_on = {{ column = "set_on", format = "%m/%d/%Y" }}

[[file]]
name = "investigators.csv"
table = "researcher"

[file.columns]
researcher_key = "Investigator"
department = "Unit"
career_stage = {{ column = "Stage", map = {{ "Early career" = "early", \
"Middle career" = "middle", "Senior career" = "senior" }} }}
joined = "Start"
left = "End"

[file.vault]
race_1997 = {{ column = "Race", split = ";", map = {_BOXES} }}
ethnicity_1997 = {_ETHNICITY % "Ethnicity"}
admin_gender = {_SEX % "Sex"}
method = {{ constant = "self" }}

[[file]]
name = "proposals.csv"
table = "grant_application"

[file.columns]
grant_application_key = "Proposal"
researcher_key = "Investigator"
mechanism = "Mechanism"
topic = "Topic"
submitted = {{ column = "Submitted", format = "%m/%d/%Y" }}
requested = "Requested"
awarded = {{ column = "Outcome", map = {{ "Awarded" = "yes", "Not funded" = "no" }} }}
amount = "Awarded Amount"
degree = "Degree"
experience = "Years Since Degree"
publications = "Publications"

[[file]]
name = "internal_awards.csv"
table = "resource_award"

[file.columns]
resource_award_key = "Award"
researcher_key = "Investigator"
kind = "Type"
department = "Unit"
amount = "Amount"
awarded = "Notice Date"
called = "Call Closed"
open_call = "Open Call"
criteria_published = "Criteria Published"
panel = "Panel Size"

[[file]]
name = "mentor_pairs.csv"
table = "research_mentoring"

[file.columns]
mentee_key = "Mentee"
mentor_key = "Mentor"
began = "Start"
ended = "End"
meetings = "Meetings 12m"

[[file]]
name = "portfolio.csv"
table = "portfolio_item"

[file.columns]
portfolio_item_key = "item"
kind = "type"
condition = "topic"
dollars = "dollars"
began = "start"
ended = "end"
disparity_focus = "disparity_focus"
gap_key = "answers_gap"

[[file]]
name = "burden.csv"
table = "burden"

[file.columns]
condition = "topic"
population = "population"
dalys = "dalys"
as_of = "as_of"
citation = "citation"

[[file]]
name = "equity_gaps.csv"
table = "local_gap"

[file.columns]
gap_key = "gap"
measure = "measure"
view = "grouping"
stratum = "group"
condition = "topic"
found = "found_on"
"""
