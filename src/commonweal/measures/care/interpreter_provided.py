"""Visits of people who need an interpreter at which one helped."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Measure, Step
from commonweal.tables.units.care import InterpretedVisit

MEASURE = Measure(
    key="care.interpreter_provided",
    version="1.0.0",
    title="Interpreter provided where one is needed",
    commitments=("C2",),
    better=Better.HIGHER,
    unit_of_analysis=InterpretedVisit,
    people="visits that need an interpreter",
    population=(Step("of a person who needs an interpreter", Known(InterpretedVisit.patient_key)),),
    exceptions=(Step("the person declined help", IsTrue(InterpretedVisit.declined)),),
    event=Step("an interpreter or bilingual clinician helped", IsTrue(InterpretedVisit.provided)),
    met="had an interpreter or a bilingual clinician",
    stratify_by=("language", "race_ethnicity", "site"),
    needs=("patient", "encounter", "interpreter_use"),
    why=(
        "Who is not understood cannot be treated well, and cannot consent. Help with language is "
        "owed to everybody who needs it, at every visit and at no cost."
    ),
    limits=(
        "Family who interpret count as no help, because they were not trained and may be children. "
        "Visits at which the person declined help are set apart. It tells that help was recorded, "
        "not that it was there the whole time. Need is what the person said, wherever it was "
        "recorded; people never asked about it are not in it. Whether a bilingual clinician was "
        "certified is not known."
    ),
    levers=(
        "Interpreters on video at every bed, booking them with the visit, and lists of languages "
        "without cover: interpreter services, patient access and clinics can change these."
    ),
    sources=(
        "care-measures.md 2.3 and 3 of this project, step 5",
        "45 CFR 92.201 (meaningful access for people with limited English proficiency); text not "
        "read by us",
    ),
)
