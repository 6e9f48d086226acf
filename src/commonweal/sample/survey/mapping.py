"""What the columns of the survey house's exports are called, and what they mean."""

from __future__ import annotations

HEADS: dict[str, tuple[str, ...]] = {
    "rounds": ("RoundID", "Instrument", "FieldOpen", "FieldClose", "Mode"),
    "questionnaire": (
        "QuestionID", "RoundID", "QuestionCode", "Dimension", "QuestionText", "Min", "Max",
        "NegativelyWorded",
    ),
    "participants": (
        "RespondentID", "RoundID", "StaffPosition", "WorkArea", "YearsHere", "Race", "Ethnicity",
        "Gender",
    ),
    "answers": ("AnswerID", "RespondentID", "QuestionID", "Answer"),
    "invitations": (
        "CellID", "RoundID", "StaffPosition", "WorkArea", "YearsHere", "Invited", "Completed",
    ),
}  # fmt: skip

_POSITIONS = """{ "Attending physician" = "attending", "Resident or fellow" = "trainee", \
"NP or PA" = "app", "Registered nurse" = "nurse", "Therapist or dietitian" = "allied", \
"Pharmacist" = "pharmacist", "Technician or aide" = "technician", \
"Clerk, transport or EVS" = "support" }"""

MAPPING = f"""\
# What the columns of the made-up survey's exports mean.

[[file]]
name = "rounds.csv"
table = "survey"

[file.columns]
survey_key = "RoundID"
instrument = "Instrument"
opened = "FieldOpen"
closed = "FieldClose"
mode = "Mode"

[[file]]
name = "questionnaire.csv"
table = "survey_item"

[file.columns]
survey_item_key = "QuestionID"
survey_key = "RoundID"
code = "QuestionCode"
factor = {{ column = "Dimension", map = {{ "Teamwork" = "teamwork", \
"Communication Openness" = "communication_openness", "Inclusion" = "inclusion" }} }}
wording = "QuestionText"
lowest = "Min"
highest = "Max"
reverse = "NegativelyWorded"

[[file]]
name = "participants.csv"
table = "respondent"

[file.columns]
respondent_key = "RespondentID"
survey_key = "RoundID"
layer = {{ column = "StaffPosition", map = {_POSITIONS} }}
work_unit = "WorkArea"
tenure = "YearsHere"

[file.vault]
race_1997 = {{ column = "Race", split = ";", map = {{ "White" = "white", "Black" = "black", \
"Asian" = "asian", "Prefer not to answer" = "declined" }} }}
ethnicity_1997 = {{ column = "Ethnicity", map = {{ "Hispanic or Latino" = "hispanic", \
"Not Hispanic" = "not_hispanic", "Prefer not to answer" = "declined" }} }}
admin_gender = {{ column = "Gender", map = {{ "Woman" = "female", "Man" = "male", \
"Another" = "other" }} }}

[[file]]
name = "answers.csv"
table = "response"

[file.columns]
response_key = "AnswerID"
respondent_key = "RespondentID"
survey_item_key = "QuestionID"
value = "Answer"

[[file]]
name = "invitations.csv"
table = "response_frame"

[file.columns]
response_frame_key = "CellID"
survey_key = "RoundID"
layer = {{ column = "StaffPosition", map = {_POSITIONS} }}
work_unit = "WorkArea"
tenure = "YearsHere"
invited = "Invited"
responded = "Completed"
"""
