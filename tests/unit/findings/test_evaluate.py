"""From a measure, a view and a group to the panel of a program, and to its effect."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.unit.engine import made

from commonweal.engine.session import Session
from commonweal.findings.evaluate import Outcome, effects, quarters, registered
from commonweal.findings.judge import judge
from commonweal.kinds import Period

YEAR = Period.parse("2025")
STAYS = Outcome("care.readmit30_simple", "sex", "female")
PASSING = Outcome("teaching.passing", "sex", "female", "department")
SITES = ("east", "hill", "mill", "north", "south")


def exposure(unit: str, first: str | None, outcome: Outcome, **more: str) -> made.Row:
    """Write one row of the register of programs."""
    about = {"measure_code": outcome.measure, "view_code": outcome.view}
    told = {"intervention": "rounds", "roll_out": "staggered", "first": first, **more}
    return {"exposure_key": unit, "unit": unit, **about, "group_code": outcome.group, **told}


def stays() -> dict[str, list[made.Row]]:
    """Make 4 women and 4 men at each site and quarter; of the women fewer return where rounds are.

    A man never returns. Before, two of four women do; from the third quarter on, where the program
    began, one of four.
    """
    patients, visits = [], []
    for site in SITES:
        for at, month in enumerate((1, 4, 7, 10)):
            back = 1 if at >= 2 and site in {"north", "south"} else 2
            for number in range(8):
                who = f"{site}{at}{number}"
                patients.append({"patient_key": who, "birth": "1960"})
                days = [1, 15] if number < back else [1]
                visits += [
                    {"encounter_key": f"{who}-{day}", "patient_key": who, "org_key": site,
                     "visit_class": "IMP", "status": "finished",
                     "start": f"2025-{month:02d}-{day:02d}",
                     "end": f"2025-{month:02d}-{day + 1:02d}"}
                    for day in days
                ]  # fmt: skip
    return {"patient": patients, "encounter": visits}


def answers(rows: list[made.Row], key: str) -> list[tuple[str, str, str | None, str]]:
    return [
        (str(row[key]), "admin_gender", "female" if int(row[key][-1]) < 4 else "male", "stated")
        for row in rows
    ]


@pytest.fixture
def clinics(tmp_path: Path) -> Session:
    tables = stays()
    tables["exposure"] = [
        exposure(site, "2025-07-01" if site in {"north", "south"} else None, STAYS)
        for site in SITES[:-1]
    ] + [exposure("south", "2025-08-20", STAYS)]
    other = Outcome("theirs.own", "sex", "female")
    tables["exposure"].append(exposure("west", None, other, intervention="posters"))
    told = answers(tables["patient"], "patient_key")
    return Session(made.dataset(tmp_path, tables, told), None, threads=1)


def test_a_clinical_measure_becomes_a_panel_of_sites_and_quarters(clinics: Session) -> None:
    with clinics as look:
        ((measure, sight),) = effects(look, STAYS, quarters(YEAR, 4))
    assert measure.key == "teaching.effect_staggered"
    assert [group.code for group in sight.counts.groups] == [
        "rounds: care.readmit30_simple, female"
    ]
    rows = sight.rows
    assert rows is not None
    assert rows.size == 5 * 4
    north = rows.columns["unit"] == rows.labels["unit"].index("north")
    # Six stays of four women, two of them followed by another: -2/6, lower being better; then -1/5.
    assert rows.columns["outcome"][north] == pytest.approx([-2 / 6, -2 / 6, -1 / 5, -1 / 5])
    assert rows.columns["people"][north].tolist() == [6, 6, 5, 5]
    assert np.unique(rows.columns["first_period"][north]).tolist() == [20270]
    judged = judge(measure, sight.counts, (), rows, sight.found)
    assert judged.rate[0] == pytest.approx(2 / 6 - 1 / 5)
    assert judged.direction == ("better",)


def test_outcomes_are_those_registered_and_not_sent_in(clinics: Session) -> None:
    with clinics as look:
        # Programs for an outcome of somebody else's are registered too, and left alone here.
        assert registered(look) == (STAYS,)
        assert effects(look, Outcome(STAYS.measure, "sex", "male"), quarters(YEAR, 4)) == ()


def test_a_measure_of_rows_is_asked_place_by_place(tmp_path: Path) -> None:
    learners, grades = [], []
    for place, department in enumerate("abcdef"):
        for number in range(8):
            who = f"{department}{number}"
            learners.append({"learner_key": who, "department": department})
            for at, month in enumerate((2, 5, 8, 11)):
                # One of four women fails, two where the program has not begun; no man does.
                fails = number < (1 if place < 3 and at >= 2 else 2)
                grades.append({"grade_key": f"{who}{at}", "learner_key": who, "attempt": 1,
                               "passed": not fails, "graded": f"2025-{month:02d}-01"})  # fmt: skip
    program = [exposure(name, "2025-07-01", PASSING) for name in "abc"]
    told = answers(learners, "learner_key")
    tables = {"learner": learners, "grade": grades, "exposure": program}
    with Session(made.dataset(tmp_path, tables, told), None, threads=1) as look:
        assert registered(look) == (PASSING,)
        ((measure, sight),) = effects(look, PASSING, quarters(YEAR, 4))
        assert effects(look, Outcome("care.none", "sex", "female"), quarters(YEAR, 4)) == ()
    judged = judge(measure, sight.counts, (), sight.rows, sight.found)
    assert judged.rate[0] == pytest.approx(0.25)
    assert sight.counts.units[0, -1] == 6 * 4


def test_a_method_that_answers_a_gap_of_its_own_is_asked_for_it(tmp_path: Path) -> None:
    outcome = Outcome("teaching.attainment", "sex", "female", "department")
    learners, grades = [], []
    for place, department in enumerate("abcd"):
        for number in range(8):
            who = f"{department}{number}"
            learners.append({"learner_key": who, "department": department})
            for at, month in enumerate((2, 5, 8, 11)):
                less = 4.0 * (number < 4) - 3.0 * (number < 4 and place < 2 and at >= 2)
                points = 80 - less + 0.5 * (number % 2)
                grades.append({"grade_key": f"{who}{at}", "learner_key": who, "attempt": 1,
                               "points": points, "graded": f"2025-{month:02d}-01"})  # fmt: skip
    program = [exposure(name, "2025-07-01", outcome, roll_out="random") for name in "ab"]
    program += [exposure(name, None, outcome, roll_out="random") for name in "cd"]
    tables = {"learner": learners, "grade": grades, "exposure": program}
    told = answers(learners, "learner_key")
    with Session(made.dataset(tmp_path, tables, told), None, threads=1) as look:
        ((measure, sight),) = effects(look, outcome, quarters(YEAR, 4))
    assert measure.key == "teaching.effect_wedge"
    assert sight.rows is not None
    assert set(sight.rows.columns["outcome"].round(9)) == {-4.0, -1.0}


def test_who_is_not_there_leaves_no_cell(tmp_path: Path) -> None:
    tables = {"learner": [{"learner_key": "a1", "department": "a"}],
              "grade": [{"grade_key": "1", "learner_key": "a1", "attempt": 1, "passed": True,
                         "graded": "2025-02-01"}],
              "exposure": [exposure("a", "2025-07-01", PASSING)]}  # fmt: skip
    for folder, sex in (("one", "male"), ("two", "female")):
        told = [("a1", "admin_gender", sex, "stated")]
        with Session(made.dataset(tmp_path / folder, tables, told), None, threads=1) as look:
            ((_, sight),) = effects(look, PASSING, quarters(YEAR, 2))
        assert sight.rows is not None
        assert sight.rows.size == 0


def test_a_group_that_a_site_lacks_leaves_no_cell_there(tmp_path: Path) -> None:
    tables = stays()
    tables["exposure"] = [exposure("north", "2025-07-01", STAYS)]
    told = [(row["patient_key"], "admin_gender", "male", "stated") for row in tables["patient"]]
    with Session(made.dataset(tmp_path, tables, told), None, threads=1) as look:
        ((_, sight),) = effects(look, STAYS, quarters(YEAR, 4))
    assert sight.rows is not None
    assert sight.rows.size == 0


def test_a_place_of_one_group_alone_leaves_no_cell(tmp_path: Path) -> None:
    tables = stays()
    tables["learner"] = [
        {"learner_key": f"{place}{number}", "department": place}
        for place in "ab" for number in range(4)
    ]  # fmt: skip
    tables["grade"] = [
        {"grade_key": row["learner_key"], "learner_key": row["learner_key"], "attempt": 1,
         "passed": True, "graded": "2025-11-01"}
        for row in tables["learner"]
    ]  # fmt: skip
    tables["exposure"] = [exposure("north", "2025-07-01", STAYS),
                          exposure("a", "2025-07-01", PASSING, intervention="posters")]  # fmt: skip
    people = [*tables["patient"], *tables["learner"]]
    keys = [str(row.get("patient_key") or row["learner_key"]) for row in people]
    # At north everybody is a woman; in department a too.
    told = [(key, "admin_gender", "female" if key.startswith(("north", "a")) or key.endswith("1")
             else "male", "stated") for key in keys]  # fmt: skip
    with Session(made.dataset(tmp_path, tables, told), None, threads=1) as look:
        ((_, clinical),) = effects(look, STAYS, quarters(YEAR, 1))
        ((_, school),) = effects(look, PASSING, quarters(YEAR, 1))
    assert clinical.rows is not None
    assert school.rows is not None
    assert "north" not in clinical.rows.labels["unit"]
    assert school.rows.labels["unit"] == ("b",)
