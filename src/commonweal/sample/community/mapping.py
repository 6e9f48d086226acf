"""The mapping of the made-up exports about the community: what each of their columns means."""

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
"""
_PLACES = """\
[[file]]
name = "tracts.csv"
table = "geo_measure"

[file.columns]
geo_key = "GEOID"
kind = { constant = "tract" }
vintage = "ACS_YEAR"
adi_national = "ADI_NATRANK"
labor_force = "LABOR_FORCE"
population = "POP"

[[file]]
name = "priority_sets.csv"
table = "priority_set"

[file.columns]
set_key = "SET_ID"
rule = "RULE"
rationale = "RATIONALE"
valid_from = "EFF_DT"
valid_to = "END_DT"

[[file]]
name = "priority_tracts.csv"
table = "priority_member"

[file.columns]
set_key = "SET_ID"
geo_key = "GEOID"

"""
_VENDORS = """\
[[file]]
name = "vendor_master.csv"
table = "supplier"

[file.columns]
supplier_key = "VENDOR_NO"
parent_key = "PARENT_NO"
naics = "NAICS"
location = "HQ_AREA"
ownership_form = { column = "BUS_CLASS", map = { SM = "small", LG = "large", NP = "nonprofit", \
ESOP = "employee_owned", COOP = "cooperative" } }
valid_from = "ACTIVE_FROM"

[[file]]
name = "vendor_certificates.csv"
table = "certification"

[file.columns]
certification_key = "CERT_NO"
supplier_key = "VENDOR_NO"
type = "CERT_TYPE"
third_party = { column = "ISSUED_BY", map = { agency = "yes", self = "no" } }
valid_from = "EFF_DT"
valid_to = "EXP_DT"

[[file]]
name = "ap_ledger.csv"
table = "purchase"

[file.columns]
purchase_key = "DOC_NO"
supplier_key = "VENDOR_NO"
posted = { column = "POST_DT", format = "%m/%d/%Y" }
amount = "AMOUNT"

[file.columns.category]
column = "SPEND_CAT"

[file.columns.category.map]
"Medical supplies" = "medical_supplies"
"Pharmacy" = "pharmacy"
"Facilities" = "facilities"
"IT" = "it"
"Food" = "food"
"Professional services" = "professional"
"Construction" = "construction"
"Tax" = "tax"
"Payroll" = "payroll"
"Intercompany" = "intercompany"

[[file]]
name = "vendor_responses.csv"
table = "vendor_disclosure"

[file.columns]
disclosure_key = "RESP_ID"
supplier_key = "VENDOR_NO"
as_of = "SNAPSHOT_DT"
source = { column = "FORM", map = { "EEO-1 COPY" = "eeo1_copy", "VENDOR FORM" = "vendor_form", \
"PUBLIC" = "public_report" } }
level = { column = "SCOPE", map = { ESTAB = "establishment", COMPANY = "company" } }

[[file]]
name = "vendor_headcounts.csv"
table = "vendor_headcount"

[file.columns]
disclosure_key = "RESP_ID"
job_category = "EEO_JOB_CAT"
group_code = "RACE_ETH_CAT"
headcount = "CNT"

[[file]]
name = "labor_benchmarks.csv"
table = "industry_benchmark"

[file.columns]
naics = "NAICS"
group_code = "GRP"
share = "SHARE"
p10 = "P10"
p90 = "P90"
vintage = "YEAR"

"""
_HIRES = f"""\
[[file]]
name = "new_hires.csv"
table = "local_hire"

[file.columns]
hire_key = "EMPL_ID"
hired = "HIRE_DT"
left = "TERM_DT"
home_geo_key = "HOME_GEOID"
match_quality = {{ column = "GEO_MATCH", map = {{ ROOFTOP = "rooftop", STREET = "street", \
ZIP = "zip", NONE = "none" }} }}
job_family = "JOB_FAMILY"
hiring_site = "SITE"
entry = "ENTRY_LVL"
degree_required = {{ column = "MIN_EDU", map = {{ BACH = "yes", HS = "no" }} }}
through_pathway = {{ column = "SOURCE", map = {{ PATHWAY = "yes", OPEN = "no" }} }}
pathway_key = "PATHWAY_ID"
{_SELVES}
[[file]]
name = "pathways.csv"
table = "pathway"

[file.columns]
pathway_key = "PATHWAY_ID"
partner_key = "PARTNER_ID"
label = "NAME"
capacity = "SLOTS"
cost = "ANNUAL_COST"

[[file]]
name = "pathway_referrals.csv"
table = "pathway_participant"

[file.columns]
participant_key = "PERSON_ID"
pathway_key = "PATHWAY_ID"
referred = "REFERRED_DT"
{_SELVES}
[[file]]
name = "pathway_progress.csv"
table = "pathway_stage"

[file.columns]
participant_key = "PERSON_ID"
stage = {{ column = "STAGE", map = {{ ENROLLED = "enrolled", COMPLETED = "completed", \
INTERVIEWED = "interviewed", OFFERED = "offered", STARTED = "started", RETAINED = "retained" }} }}
reached = "STAGE_DT"

"""
_PARTNERS = """\
[[file]]
name = "partners.csv"
table = "partner"

[file.columns]
partner_key = "ORG_ID"
kind = { column = "ORG_TYPE", map = { Faith = "faith", School = "school", Clinic = "clinic", \
Housing = "housing", Food = "food", Civic = "civic" } }
geo_key = "GEOID"

[[file]]
name = "partner_agreements.csv"
table = "relationship"

[file.columns]
relationship_key = "AGREEMENT_ID"
partner_key = "ORG_ID"
level = { column = "ENGAGEMENT_LEVEL", map = { Inform = "inform", Consult = "consult", \
Involve = "involve", Collaborate = "collaborate", "Shared leadership" = "shared_leadership" } }
valid_from = "EFF_DT"
valid_to = "END_DT"

[[file]]
name = "council_seats.csv"
table = "board_seat"

[file.columns]
seat_key = "SEAT_ID"
board = "COUNCIL"
allocates = "ALLOCATES_FUNDS"
voting = "VOTING"
community_member = "COMMUNITY"
valid_from = "EFF_DT"
valid_to = "END_DT"

"""
_BENEFIT = """\
[[file]]
name = "chna_needs.csv"
table = "need"

[file.columns]
need_key = "NEED_ID"
chna_key = "CHNA"
title = "TITLE"
found_on = "ADOPTED_DT"

[[file]]
name = "strategies.csv"
table = "strategy"

[file.columns]
strategy_key = "STRATEGY_ID"
need_key = "NEED_ID"
addressed = "ADDRESSED"
reason_if_not = "REASON"
adopted = "ADOPTED_DT"

[[file]]
name = "programs.csv"
table = "benefit_program"

[file.columns]
program_key = "PROGRAM_ID"
category = "SCHED_H_LINE"
owner = "OWNER"
valid_from = "START_DT"
valid_to = "END_DT"

[[file]]
name = "program_needs.csv"
table = "program_need"

[file.columns]
program_key = "PROGRAM_ID"
need_key = "NEED_ID"

[[file]]
name = "activities.csv"
table = "benefit_activity"

[file.columns]
activity_key = "ACTIVITY_ID"
program_key = "PROGRAM_ID"
held = "EVENT_DT"
encounters = "ENCOUNTERS"
staff_hours = "STAFF_HRS"

[[file]]
name = "benefit_ledger.csv"
table = "benefit_expense"

[file.columns]
expense_key = "ENTRY_ID"
program_key = "PROGRAM_ID"
geo_key = "GEOID"
line = "LINE"
spent = "POST_DT"
amount = "EXPENSE"
offset = "OFFSET"

[[file]]
name = "outcomes.csv"
table = "benefit_outcome"

[file.columns]
outcome_key = "OUTCOME_ID"
program_key = "PROGRAM_ID"
measured = "MEASURED_DT"
measure = "METRIC"
baseline = "BASELINE"
value = "RESULT"
"""
_HEAD = "# What the columns of the exports about the community of the made-up health system mean."
MAPPING = f"{_HEAD}\n\n{_PLACES}{_VENDORS}{_HIRES}{_PARTNERS}{_BENEFIT}"
