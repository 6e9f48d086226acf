"""The ways people may be grouped, in the words people use for themselves.

A view names its groups, their order and the codes of those who gave no answer. How a view is read
from the vault is the engine's affair.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.kinds import Group, Problem, message

NOT_STATED: tuple[tuple[str, str], ...] = (
    ("declined", "Declined to say"),
    ("unknown", "Asked, did not know"),
    ("not_asked", "Not asked"),
    ("not_recorded", "Not recorded"),
    ("invalid", "Recorded in a form we can not read"),
    ("conflict", "Recorded in two ways that disagree"),
    ("withdrawn", "Withdrawn by the person"),
)
# Only of an institution's own list of values: what was said has no place in it.
UNPLACED = (("unplaced", "Said, with no place in this list"),)


@dataclass(frozen=True)
class View:
    """Declare one way to group people.

    key:         short name, as written after --by
    says:        what it groups by, for a caption: "race and ethnicity"
    groups:      (code, label), in natural order; codes found in the data and not named here
                 follow in alphabetical order under their own code
    overlapping: whether one person may stand in several groups
    source:      the vault's attribute it is read from, or "" when it is made otherwise
    phrase:      how a group is named inside a sentence, with {label} and {people}
    in_sentence: (code, label) where the label reads otherwise inside a sentence
    column:      whether the groups are words of a column of that name of the unit's table, such
                 as a department; not a protected attribute
    crosswalk:   (vault's attribute, value, code) of an institution's own list of values; for each
                 person the first attribute with a value that has a code counts
    multiple:    code of those who bear several codes, where the groups do not overlap

    >>> by_name("race_ethnicity").label("nhpi")
    'Native Hawaiian or Pacific Islander'
    """

    key: str
    says: str
    groups: tuple[tuple[str, str], ...]
    overlapping: bool = False
    source: str = ""
    phrase: str = "{label} {people}"
    in_sentence: tuple[tuple[str, str], ...] = ()
    column: bool = False
    crosswalk: tuple[tuple[str, str, str], ...] = ()
    multiple: str = "multiple"

    def label(self, code: str) -> str:
        """Give the words for a code."""
        known = dict(self.groups + NOT_STATED + UNPLACED).get(code)
        return code if known is None else message(known)

    def named(self, code: str, people: str) -> str:
        """Name a group inside a sentence: "patients who prefer Spanish"."""
        inside = dict(self.in_sentence).get(code)
        label = self.label(code) if inside is None else message(inside)
        return message(self.phrase).format(label=label, people=people)

    def group(self, code: str) -> Group:
        """Make the group of a code."""
        stated = code not in dict(NOT_STATED + UNPLACED)
        return Group(self.key, code, self.label(code), stated)

    def order(self, code: str) -> tuple[int, str]:
        """Give the place of a code in the natural order."""
        known = [name for name, _ in self.groups + NOT_STATED + UNPLACED]
        place = known.index(code) if code in known else len(self.groups) - 0.5
        return (int(place * 2), code)


RACE = (
    ("aian", "American Indian or Alaska Native"),
    ("asian", "Asian"),
    ("black", "Black or African American"),
    ("hispanic", "Hispanic or Latino"),
    ("mena", "Middle Eastern or North African"),
    ("nhpi", "Native Hawaiian or Pacific Islander"),
    ("white", "White"),
)
ETHNICITY = (("hispanic", "Hispanic or Latino"), ("not_hispanic", "Not Hispanic or Latino"))
OTHER = (("other", "Another race, not listed in the record"),)
MULTIPLE = (("multiple", "More than one of these"),)
LANGUAGES = (
    ("ar", "Arabic"), ("zh", "Chinese"), ("yue", "Cantonese"), ("cmn", "Mandarin"),
    ("en", "English"), ("fr", "French"), ("de", "German"), ("el", "Greek"),
    ("ht", "Haitian Creole"), ("haw", "Hawaiian"), ("hi", "Hindi"), ("it", "Italian"),
    ("ja", "Japanese"), ("km", "Khmer"), ("ko", "Korean"), ("pl", "Polish"),
    ("pt", "Portuguese"), ("ru", "Russian"), ("sign", "A sign language"), ("so", "Somali"),
    ("es", "Spanish"), ("tl", "Tagalog"), ("vi", "Vietnamese"),
)  # fmt: skip
SEX = (("female", "Female"), ("male", "Male"), ("other", "Another sex or gender on record"))
AGES = (
    ("00-17", "0 to 17 years"), ("18-44", "18 to 44 years"), ("45-64", "45 to 64 years"),
    ("65-79", "65 to 79 years"), ("80+", "80 years and over"),
)  # fmt: skip
PAYERS = (
    ("commercial", "Commercial insurance"), ("medicare", "Medicare"), ("medicaid", "Medicaid"),
    ("dual", "Medicare and Medicaid"), ("other_public", "Other public insurance"),
    ("self_pay", "No insurance"),
)  # fmt: skip
# In no order of worth: as hospitals draw their charts, so that readers find their own.
LAYERS = (
    ("attending", "Attending physicians"), ("trainee", "Physicians in training"),
    ("app", "Advanced practice providers"), ("nurse", "Nurses"),
    ("allied", "Allied health professionals"), ("pharmacist", "Pharmacists"),
    ("social", "Social workers, interpreters and chaplains"),
    ("technician", "Technicians and aides"),
    ("support", "Clerks, transport and environmental staff"),
)  # fmt: skip

VIEWS: tuple[View, ...] = (
    View("race_ethnicity", "race and ethnicity", RACE + MULTIPLE + OTHER, source="raceeth_2024",
         phrase="{label} {people}",
         in_sentence=(("multiple", "multiracial"), ("other", "other-race"))),
    View("race_any", "race and ethnicity, alone or in combination", RACE + OTHER, True,
         source="raceeth_2024", in_sentence=(("other", "other-race"),)),
    View("legacy_re", "race and ethnicity, Hispanic of any race first", RACE + MULTIPLE + OTHER,
         source="legacy_re", in_sentence=(("multiple", "multiracial"), ("other", "other-race"))),
    View("race", "race, asked apart from ethnicity",
         tuple(one for one in RACE if one[0] not in ("hispanic", "mena")) + MULTIPLE + OTHER,
         source="race_1997", in_sentence=(("multiple", "multiracial"), ("other", "other-race"))),
    View("ethnicity", "ethnicity, asked apart from race", ETHNICITY, source="ethnicity_1997",
         in_sentence=(("not_hispanic", "not Hispanic or Latino"),)),
    View("language", "preferred language", LANGUAGES, source="lang_group",
         phrase="{people} who prefer {label}", in_sentence=(("sign", "a sign language"),)),
    View("sex", "sex on record", SEX, source="admin_gender",
         in_sentence=(("female", "female"), ("male", "male"), ("other", "other-gender"))),
    View("interpreter_needed", "need of an interpreter",
         (("yes", "Needs an interpreter"), ("no", "Needs none")), source="interpreter_needed",
         phrase="{people} who need {label}",
         in_sentence=(("yes", "an interpreter"), ("no", "no interpreter"))),
    View("age", "age", AGES, phrase="{people} aged {label}"),
    View("payer", "who pays", PAYERS, phrase="{people} with {label}",
         in_sentence=(("commercial", "commercial insurance"), ("self_pay", "no insurance"),
                      ("other_public", "other public insurance"))),
    View("site", "site", (), phrase="{people} of {label}"),
    View("reported_site", "site that the results name", (), phrase="{people} of {label}",
         column=True),
    View("whole", "all together", (("all", "All together"),), phrase="all {people}"),
    View("department", "department", (), phrase="{people} of {label}", column=True),
    View("career_stage", "career stage",
         (("early", "Early career"), ("middle", "Middle career"), ("senior", "Senior")),
         phrase="{people} in {label}", column=True,
         in_sentence=(("early", "their early career"), ("middle", "their middle career"),
                      ("senior", "senior positions"))),
    View("condition", "condition", (), phrase="{label} among the {people}", column=True),
    View("sponsor", "sponsor",
         (("federal", "Federal"), ("industry", "Industry"), ("internal", "Internal"),
          ("foundation", "Foundation"), ("other", "Other")),
         phrase="{people} with {label} sponsors", column=True,
         in_sentence=(("federal", "federal"), ("industry", "industry"), ("internal", "internal"),
                      ("foundation", "foundation"), ("other", "other"))),
    View("role", "role", (), phrase="{people} who are {label}", column=True),
    View("domain", "part of the frame", (), phrase="{people} of {label}", column=True),
    View("evaluation", "program and outcome", (), phrase="{label} ({people})", column=True),
    View("evidence_link", "link of the chain from need to outcome",
         (("need_answered", "Need to answer"), ("strategy_program", "Strategy to program"),
          ("program_need", "Program to need"), ("dollars_activity", "Dollars to activity"),
          ("program_outcome", "Program to outcome"), ("outcome_baseline", "Outcome to baseline")),
         phrase="{people} from {label}", column=True,
         in_sentence=(("need_answered", "need to answer"),
                      ("strategy_program", "strategy to program"),
                      ("program_need", "program to need"),
                      ("dollars_activity", "dollars to activity"),
                      ("program_outcome", "program to outcome"),
                      ("outcome_baseline", "outcome to baseline"))),
    View("tract_quarter", "quarter of residents by disadvantage",
         (("q1", "Least disadvantaged quarter"), ("q2", "Second quarter"),
          ("q3", "Third quarter"), ("q4", "Most disadvantaged quarter")),
         phrase="{people} of the {label}", column=True,
         in_sentence=(("q1", "least disadvantaged quarter"), ("q2", "second quarter"),
                      ("q3", "third quarter"), ("q4", "most disadvantaged quarter"))),
    View("partner_kind", "kind of partner",
         (("civic", "Civic"), ("clinic", "Clinic"), ("faith", "Faith"), ("food", "Food"),
          ("housing", "Housing"), ("school", "School")),
         phrase="{people} of the kind {label}", column=True),
    View("council", "council", (), phrase="{people} of the {label}", column=True),
    View("hiring_site", "site that hired", (), phrase="{people} of {label}", column=True),
    View("pathway_name", "pathway", (), phrase="{people} to {label}", column=True),
    View("way_in", "way into the job",
         (("pathway", "Through a pathway"), ("priority", "From priority places, no pathway"),
          ("other", "Other ways")),
         phrase="{people} {label}", column=True,
         in_sentence=(("pathway", "who came through a pathway"),
                      ("priority", "from priority places who came without a pathway"),
                      ("other", "who came other ways"))),
    View("workforce_group", "race and ethnicity, as suppliers count it", RACE + MULTIPLE,
         phrase="{label} {people}", column=True, in_sentence=(("multiple", "multiracial"),)),
    View("layer", "status layer", LAYERS, phrase="{label} among the {people}", column=True,
         in_sentence=tuple((code, label[0].lower() + label[1:]) for code, label in LAYERS)),
    View("work_unit", "unit of work", (), phrase="{people} of {label}", column=True),
)  # fmt: skip
ALIASES = {
    "raceeth_2024:alone": "race_ethnicity", "raceeth_2024": "race_ethnicity",
    "race_1997": "race", "ethnicity_1997": "ethnicity",
    "lang_group": "language", "age_band": "age", "payer_group": "payer",
}  # fmt: skip


def by_name(name: str) -> View:
    """Find a view by its key or by the spelling of the specifications.

    name: key or alias
    Fails with Problem "view-unknown".
    >>> by_name("lang_group").key
    'language'
    """
    key = ALIASES.get(name, name)
    for view in VIEWS:
        if view.key == key:
            return view
    known = ", ".join(view.key for view in VIEWS)
    raise Problem("view-unknown", f"There is no grouping called '{name}'.", f"Use one of: {known}.")
