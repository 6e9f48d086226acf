"""Critical posts that different people who are ready now could fill at once."""

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Privacy, Role, Step
from commonweal.tables.units.workforce import CriticalPost, SuccessionLink

MEASURE = Measure(
    key="workforce.succession",
    version="1.0.0",
    title="Critical posts that could be filled together",
    commitments=("W3",),
    better=Better.HIGHER,
    unit_of_analysis=CriticalPost,
    people="critical posts",
    population=(Step("in a known unit", Known(CriticalPost.department)),),
    event=None,
    met="could be filled all at once: {value} of them",
    estimator="succession",
    roles=(Role("post", CriticalPost.position_id),),
    beside=(SuccessionLink,),
    stratify_by=("whole",),
    privacy=Privacy(1, "things"),
    figures=(
        FigureWords("named", "posts with anybody named", "percent"),
        FigureWords("ready", "posts with somebody ready now", "percent"),
        FigureWords("later", "posts filled at once with those ready in two years", "percent"),
        FigureWords("per_role", "people ready now for each post", "number"),
        FigureWords("single", "posts with one name only", "count"),
        FigureWords("people", "different people ready now", "count"),
        FigureWords("pivotal", "people without whom fewer posts could be filled", "count"),
        FigureWords("left_out", "assessments too old, or of the holder", "count"),
    ),
    needs=("position", "assignment", "readiness"),
    why=(
        "A list on which one name stands four times covers one post, not four. What counts is how "
        "many posts different people could fill on the same day."
    ),
    limits=(
        "It believes the assessments of readiness that have not run out. It knows nothing of who "
        "people are, and takes nothing of it: only who is ready for what. Chances of a vacancy "
        "come from flows and are not in it."
    ),
    levers=(
        "Develop more people for posts that share their names, and offer this to everybody who "
        "wants it; ask for assessments in time."
    ),
    sources=(
        "workforce.md 8 of this project",
        "Hopcroft and Karp 1973, SIAM J Computing 2:225-231",
    ),
)
