"""Our inclusion table beside counted participants: integers, with their margins."""

import csv

import numpy as np
import pytest
from tests.reference.vectors import find, read

from commonweal.stats.enrollment.inclusion import inclusion_table

PATH, PEOPLE = find("research", "nih_table.json"), find("research", "nih_participants.csv")
GONE = pytest.mark.skipif(
    PATH is None or PEOPLE is None,
    reason="no vectors research/nih_table.json: keep shared/ beside the checkout",
)
EXPECTED = read(PATH) if PATH else {"table": {}}
RACES = list(EXPECTED["table"])


def ours():
    rows = list(csv.DictReader(PEOPLE.read_text().splitlines()))
    ethnicities = list(EXPECTED["table"][RACES[0]])
    sexes = list(EXPECTED["table"][RACES[0]][ethnicities[0]])
    named = [[race in row["race"].split("|") for race in RACES[:-2]] for row in rows]
    ethnicity = np.array([ethnicities.index(row["ethnicity"]) for row in rows])
    sex = np.array([sexes.index(row["sex"]) for row in rows])
    made = inclusion_table(named, ethnicity, sex, len(ethnicities), len(sexes))
    return made, ethnicities, sexes


@GONE
@pytest.mark.parametrize("race", RACES)
def test_a_row_of_the_table(race):
    made, ethnicities, sexes = ours()
    at, wanted = RACES.index(race), EXPECTED["table"][race]
    cells = [[wanted[ethnicity][sex] for sex in sexes] for ethnicity in ethnicities]
    assert made.cells[at].tolist() == cells
    assert made.races[at] == EXPECTED["row_totals"][race]


@GONE
def test_the_margins():
    made, ethnicities, sexes = ours()
    wanted = EXPECTED["column_totals"]
    columns = [[wanted[ethnicity][sex] for sex in sexes] for ethnicity in ethnicities]
    assert made.columns.tolist() == columns
    assert made.total == EXPECTED["grand_total"]
