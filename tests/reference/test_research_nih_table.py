"""Our inclusion table beside counted participants: integers, with their margins."""

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs, present

from commonweal.stats.enrollment.inclusion import inclusion_table

PAIRS = pairs("research", "nih_table", "nih_participants")
RACES = [
    pytest.param(*one.values, race, id=f"{one.id}-{race}")
    for one in PAIRS
    if present(one)
    for race in one.values[0][0]["table"]
] or [pytest.param(None, None, marks=PAIRS[0].marks, id="absent")]


def ours(one):
    content, people = one
    rows = list(csv.DictReader(people.read_text().splitlines()))
    races = list(content["table"])
    ethnicities = list(content["table"][races[0]])
    sexes = list(content["table"][races[0]][ethnicities[0]])
    # The last two rows are of no single race.
    named = [[race in row["race"].split("|") for race in races[:-2]] for row in rows]
    ethnicity = np.array([ethnicities.index(row["ethnicity"]) for row in rows])
    sex = np.array([sexes.index(row["sex"]) for row in rows])
    made = inclusion_table(named, ethnicity, sex, len(ethnicities), len(sexes))
    return made, ethnicities, sexes


@pytest.mark.parametrize(("one", "race"), RACES)
def test_a_row_of_the_table(one, race):
    made, ethnicities, sexes = ours(one)
    at, wanted = list(one[0]["table"]).index(race), one[0]["table"][race]
    cells = [[wanted[ethnicity][sex] for sex in sexes] for ethnicity in ethnicities]
    assert made.cells[at].tolist() == cells
    assert made.races[at] == one[0]["row_totals"][race]


@pytest.mark.parametrize("one", PAIRS)
def test_the_margins(one):
    made, ethnicities, sexes = ours(one)
    wanted = one[0]["column_totals"]
    columns = [[wanted[ethnicity][sex] for sex in sexes] for ethnicity in ethnicities]
    assert made.columns.tolist() == columns
    assert made.total == one[0]["grand_total"]
