"""Write the made-up school to a folder: its exports, their mapping, and what is true in them."""

from __future__ import annotations

from pathlib import Path

from commonweal.kinds import Problem
from commonweal.sample import writing
from commonweal.sample.draws import Draws
from commonweal.sample.teaching import curriculum, programs, school, truth
from commonweal.sample.teaching.learners import draw
from commonweal.sample.teaching.mapping import HEADS, MAPPING
from commonweal.sample.teaching.school import School
from commonweal.sample.teaching.truth import PLANTED
from commonweal.sample.written import Gap, Written

LEARNERS = 600


def write(
    folder: Path,
    *,
    seed: int = 1,
    last_year: int = 2025,
    size: int = LEARNERS,
    gaps: tuple[Gap, ...] = PLANTED,
) -> Written:
    """Write the exports of a made-up school. The same arguments give the same bytes.

    folder: made when it is not there; files of the same names are written over
    seed: of the random numbers
    last_year: the last year
    size: how many learners
    gaps: what is planted; nothing else differs but what `truth.carried` names
    Fails with Problem "sample-malformed" or "gap-unknown".
    """
    if size < 1 or seed < 0:
        raise Problem(
            "sample-malformed",
            "A school has at least one learner, and a seed from 0.",
            "Choose other numbers.",
        )
    truth.check(gaps)
    draws = Draws(seed)
    held = School(draws, draw(draws, size), gaps, last_year)
    made = {
        "student_roster": school.roster(held),
        "gradebook": school.grades(held),
        "item_bank": school.items(),
        "exam_responses": school.responses(held),
        "ward_evaluations": school.ratings(held),
        "competencies": curriculum.competencies(held),
        "sessions": curriculum.sessions(held),
        "session_objectives": curriculum.objectives(held),
        "training_transcript": school.trainings(held),
        "program_register": programs.exposures(held),
        "clinic_outcomes": programs.outcomes(held),
    }
    folder.mkdir(parents=True, exist_ok=True)
    rows = tuple(
        (name, writing.table(folder / f"{name}.csv", HEADS[name], each))
        for name, each in made.items()
    )
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return Written(folder, rows, gaps, truth.carried(gaps))
