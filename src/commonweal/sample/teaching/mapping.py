"""What the columns of the made-up school's exports are called, and what they mean."""

from __future__ import annotations

HEADS: dict[str, tuple[str, ...]] = {
    "student_roster": (
        "StudentID", "Program", "LearnerType", "Department", "ClassOf", "Campus",
        "AdmissionIndex", "EntryDate", "Race", "Ethnicity", "LegalSex",
    ),
    "gradebook": (
        "RecordNo", "StudentID", "CourseTitle", "Term", "Attempt", "FinalScore", "Outcome",
        "PostedOn",
    ),
    "item_bank": ("ItemID", "Exam", "ItemNo", "Objective"),
    "exam_responses": ("ResponseID", "StudentID", "ItemID", "AnsweredAt", "Score"),
    "ward_evaluations": (
        "EvalID", "StudentID", "EvaluatorID", "Rotation", "Form", "Question", "Rating", "Scale",
        "SubmittedOn",
    ),
    "competencies": (
        "CompetencyID", "Framework", "Version", "Domain", "Number", "Text", "Type", "From", "Until",
    ),
    "sessions": ("SessionID", "CourseTitle", "Type", "Year", "Term", "Hours", "Date"),
    "session_objectives": ("LinkID", "SessionID", "CompetencyID"),
    "training_transcript": (
        "AssignmentID", "StudentID", "Title", "Topic", "AssignedOn", "DueOn", "CompletedOn",
    ),
    "program_register": (
        "EntryID", "Site", "Program", "Rollout", "StartDate", "Outcome", "GroupedBy", "Group",
    ),
    "clinic_outcomes": (
        "Site", "QuarterStart", "Measure", "Group", "Who", "Met", "Eligible",
    ),
}  # fmt: skip

MAPPING = """\
# What the columns of the made-up school's exports mean.

[[file]]
name = "student_roster.csv"
table = "learner"

[file.columns]
learner_key = "StudentID"
program = "Program"
role = "LearnerType"
department = "Department"
cohort = "ClassOf"
site = "Campus"
prior_score = "AdmissionIndex"
entry = "EntryDate"

[file.vault]
race_1997 = { column = "Race", split = ";", map = { "White" = "white", "Black" = "black", \
"Asian" = "asian", "Prefer not to answer" = "declined" } }
ethnicity_1997 = { column = "Ethnicity", map = { "Hispanic or Latino" = "hispanic", \
"Not Hispanic" = "not_hispanic", "Prefer not to answer" = "declined" } }
admin_gender = { column = "LegalSex", map = { "F" = "female", "M" = "male", "X" = "other" } }

[[file]]
name = "gradebook.csv"
table = "grade"

[file.columns]
grade_key = "RecordNo"
learner_key = "StudentID"
course = "CourseTitle"
term = "Term"
attempt = "Attempt"
points = "FinalScore"
passed = { column = "Outcome", map = { "H" = "yes", "P" = "yes", "F" = "no" } }
honors = { column = "Outcome", map = { "H" = "yes", "P" = "no", "F" = "no" } }
graded = { column = "PostedOn", format = "%m/%d/%Y" }

[[file]]
name = "item_bank.csv"
table = "exam_item"

[file.columns]
item_key = "ItemID"
test = "Exam"
code = "ItemNo"
node_key = "Objective"

[[file]]
name = "exam_responses.csv"
table = "item_response"

[file.columns]
item_response_key = "ResponseID"
learner_key = "StudentID"
item_key = "ItemID"
answered = "AnsweredAt"
right = "Score"

[[file]]
name = "ward_evaluations.csv"
table = "rating"

[file.columns]
rating_key = "EvalID"
learner_key = "StudentID"
rater_key = "EvaluatorID"
site = "Rotation"
form = "Form"
item = "Question"
value = "Rating"
highest = "Scale"
rated = "SubmittedOn"

[[file]]
name = "competencies.csv"
table = "outcome_node"

[file.columns]
node_key = "CompetencyID"
frame = "Framework"
version = "Version"
domain = "Domain"
code = "Number"
wording = "Text"
kind = "Type"
valid_from = "From"
valid_to = "Until"

[[file]]
name = "sessions.csv"
table = "curriculum_event"

[file.columns]
event_key = "SessionID"
course = "CourseTitle"
kind = { column = "Type", map = { "Instruction" = "teaching", "Assessment" = "assessment" } }
level = "Year"
term = "Term"
hours = "Hours"
held = "Date"

[[file]]
name = "session_objectives.csv"
table = "event_node"

[file.columns]
event_node_key = "LinkID"
event_key = "SessionID"
node_key = "CompetencyID"

[[file]]
name = "training_transcript.csv"
table = "training"

[file.columns]
training_key = "AssignmentID"
learner_key = "StudentID"
course = "Title"
topic = { column = "Topic", map = { "DEI-CC" = "cross_cultural", "SAFETY" = "safety" } }
assigned = "AssignedOn"
due = "DueOn"
completed = "CompletedOn"

[[file]]
name = "program_register.csv"
table = "exposure"

[file.columns]
exposure_key = "EntryID"
unit = "Site"
intervention = "Program"
roll_out = { column = "Rollout", map = { "As ready" = "staggered", \
"Randomized order" = "random", "Everyone at once" = "at_once" } }
first = "StartDate"
measure_code = "Outcome"
view_code = "GroupedBy"
group_code = "Group"

[[file]]
name = "clinic_outcomes.csv"
table = "equity_outcome"

[file.columns]
unit = "Site"
begins = "QuarterStart"
measure_code = "Measure"
group_code = "Group"
side = { column = "Who", map = { "Group" = "group", "All others" = "rest" } }
numerator = "Met"
denominator = "Eligible"
"""
