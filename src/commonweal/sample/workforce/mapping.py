"""The mapping of the exports of the made-up personnel and recruiting systems."""

from __future__ import annotations

_SELVES = """
[file.vault]
method = { constant = "self" }
recorded = "Self_ID_Date"
admin_gender = { column = "Legal_Sex", map = { F = "female", M = "male", X = "other" } }
ethnicity_1997 = { column = "Hispanic_or_Latino", map = { Yes = "hispanic", No = "not_hispanic", \
"I do not wish to answer" = "declined" } }

[file.vault.race_1997]
column = "Race"
split = "|"

[file.vault.race_1997.map]
"White" = "white"
"Black or African American" = "black"
"Asian" = "asian"
"American Indian or Alaska Native" = "aian"
"Native Hawaiian or Other Pacific Islander" = "nhpi"
"Some other race" = "other"
"I do not wish to answer" = "declined"

[file.vault.pref_lang]
column = "Preferred_Language"

[file.vault.pref_lang.map]
English = "en"
Spanish = "es"
Portuguese = "pt"
Chinese = "zh"
Vietnamese = "vi"
Khmer = "km"
Tagalog = "tl"
"Haitian Creole" = "ht"
Somali = "so"
French = "fr"
Russian = "ru"
Arabic = "ar"
Polish = "pl"
"""
MAPPING = f"""\
# What the columns of the personnel and recruiting exports of the made-up health system mean.

[[file]]
name = "workers.csv"
table = "staff"

[file.columns]
person_key = "Employee_ID"
birth_year = "Birth_Year"
first_hire = "Original_Hire_Date"
service_date = "Continuous_Service_Date"
{_SELVES}
[[file]]
name = "candidates.csv"
table = "applicant"

[file.columns]
applicant_key = "Candidate_ID"
first_applied = "First_Application_Date"
{_SELVES}
[[file]]
name = "organizations.csv"
table = "org_unit"

[file.columns]
unit_id = "Organization_ID"
parent_id = "Superior"
entity = "Name"
site = "Location"
kind = "Type"
valid_from = "Effective_Date"
valid_to = "Inactive"

[[file]]
name = "job_profiles.csv"
table = "job"

[file.columns]
job_code = "Job_Profile"
title = "Title"
family = "Job_Family"
soc2018 = "SOC"
eeo1_category = "EEO_Category"
grade = "Pay_Grade"
track = "Track"
exempt = "Exempt"

[[file]]
name = "compensation_grades.csv"
table = "rank"

[file.columns]
rank_code = "Compensation_Grade"
rank_order = "Sequence"
track = "Track"

[[file]]
name = "positions.csv"
table = "position"

[file.columns]
position_id = "Position_ID"
job_code = "Job_Profile"
unit_id = "Supervisory_Organization"
fte = "FTE"
critical = "Critical_Position"
criticality = "Criticality_Score"
valid_from = "Available_Date"

[[file]]
name = "job_history.csv"
table = "assignment"

[file.columns]
assignment_key = "Assignment_ID"
person_key = "Employee_ID"
position_id = "Position_ID"
unit_id = "Supervisory_Organization"
job_code = "Job_Profile"
rank_code = "Compensation_Grade"
fte = "FTE"
main = "Primary_Job"
worker_type = {{ column = "Worker_Type", map = {{ "Employee" = "employee", \
"Contingent Worker" = "contingent" }} }}
valid_from = "Effective_Date"
valid_to = "End_Date"

[[file]]
name = "events.csv"
table = "staff_event"

[file.columns]
event_key = "Event_ID"
person_key = "Employee_ID"
on = "Effective_Date"
kind = {{ column = "Business_Process", map = {{ "Hire" = "hire", "Promote Employee" = "promotion", \
"Transfer" = "lateral", "Terminate" = "separation" }} }}
reason = {{ column = "Reason", map = {{ "Voluntary" = "voluntary", "Involuntary" = "involuntary", \
"Retirement" = "retirement", "End of Term" = "end_of_term", "Death" = "death" }} }}
from_unit = "Organization_From"
to_unit = "Organization_To"
from_rank = "Grade_From"
to_rank = "Grade_To"

[[file]]
name = "headcount_*.csv"
table = "headcount_snapshot"

[file.columns]
person_key = "Employee_ID"
as_of = "As_Of_Date"
unit_id = "Supervisory_Organization"
job_code = "Job_Profile"
rank_code = "Compensation_Grade"
fte = "FTE"
worker_type = {{ column = "Worker_Type", map = {{ "Employee" = "employee", \
"Contingent Worker" = "contingent" }} }}

[[file]]
name = "compensation.csv"
table = "comp"

[file.columns]
person_key = "Employee_ID"
effective = "Effective_Date"
component = {{ column = "Pay_Component", map = {{ "Base Pay" = "base" }} }}
annualized_cents = "Annualized_Amount"
fte = "FTE"
currency = "Currency"

[[file]]
name = "compensation_ranges.csv"
table = "comp_range"

[file.columns]
job_code = "Job_Profile"
site = "Location"
effective = "Effective_Date"
min_cents = "Minimum"
mid_cents = "Midpoint"
max_cents = "Maximum"

[[file]]
name = "mentoring.csv"
table = "mentoring_exposure"

[file.columns]
person_key = "Employee_ID"
program = "Program"
role = {{ column = "Role", map = {{ "Mentee" = "mentee", "Mentor" = "mentor" }} }}
start = "Start_Date"
end = "End_Date"
dose = "Meetings_Held"

[[file]]
name = "succession.csv"
table = "readiness"

[file.columns]
position_id = "Position_ID"
person_key = "Employee_ID"
level = {{ column = "Readiness", map = {{ "Ready Now" = "now", "1-2 Years" = "1-2y", \
"3+ Years" = "3y+" }} }}
assessed = "Assessed_On"
expires = "Valid_Until"

[[file]]
name = "benchmarks.csv"
table = "benchmark"

[file.columns]
benchmark_id = "Benchmark_ID"
kind = {{ column = "Kind", map = {{ "Availability" = "availability", "Mirror" = "mirror", \
"Norm" = "norm" }} }}
job_group = "Job_Family"
geography = "Area"
attribute = "Attribute"
code = "Group"
share = "Share"
moe90 = "Margin_of_Error_90"
vintage = "Vintage"
source = "Source"

[[file]]
name = "requisitions.csv"
table = "requisition"

[file.columns]
req_id = "Job_Requisition_ID"
job_code = "Job_Profile"
unit_id = "Supervisory_Organization"
opened = "Created"
posted = "Posted"
filled = "Filled"
cancelled = "Cancelled"
openings = "Openings"
internal_only = "Internal_Only"

[[file]]
name = "applications.csv"
table = "application"

[file.columns]
app_id = "Job_Application_ID"
req_id = "Job_Requisition_ID"
applicant_key = "Candidate_ID"
applied = "Applied_On"
source_channel = "Source"
internal = "Internal"
met_basic_quals = "Meets_Basic_Qualifications"

[[file]]
name = "stages.csv"
table = "stage_move"

[file.columns]
move_key = "Move_ID"
app_id = "Job_Application_ID"
applicant_key = "Candidate_ID"
stage = {{ column = "Stage", map = {{ "Application" = "applied", "Screen" = "screened", \
"Interview" = "interviewed", "Offer" = "offered", "Ready for Hire" = "accepted" }} }}
entered = "Entered_On"
outcome = {{ column = "Disposition", map = {{ "Moved Forward" = "advanced", \
"Not Selected" = "rejected", "Candidate Withdrew" = "withdrawn", \
"Candidate Declined" = "declined" }} }}
"""
