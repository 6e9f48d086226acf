"""Our raked weights and their means beside R survey."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same

from commonweal.stats.surveys.raking import rake
from commonweal.stats.surveys.weighted import effective_people, raked_means

CASES = pytest.mark.parametrize("case", cases("workforce", "survey_raking"))


def read(case):
    given = case["input"]
    people = {
        name: np.repeat([row[name] for row in given["table"]], [row["n"] for row in given["table"]])
        for name in ("x", "y", "fav")
    }
    frame = {
        name: {row[name]: row["Freq"] for row in given[f"margin_{name}"]} for name in ("x", "y")
    }
    return people, rake({name: people[name] for name in frame}, frame)


@CASES
def test_weights_match(case):
    people, raked = read(case)
    for row in case["expected"]["cell_weights"]:
        here = (people["x"] == row["x"]) & (people["y"] == row["y"])
        same(raked.weights[here], [row["w"]] * int(here.sum()))
    kish = effective_people(raked.weights).value[0]
    same(kish, case["expected"]["kish_neff"])
    same(len(raked.weights) / kish, case["expected"]["deff_weights"])


@CASES
def test_means_and_their_errors_match(case):
    (people, raked), expected = read(case), case["expected"]
    ours = raked_means(people["fav"], raked)
    same(ours.value[0], expected["weighted_mean"])
    same(ours.se[0], expected["se"], rel=1e-7)
    same(people["fav"].mean(), expected["unweighted_mean"])
    by_x = raked_means(people["fav"], raked, people["x"])
    rows = sorted(expected["by_x"], key=lambda row: row["x"])
    same(by_x.value, [row["mean"] for row in rows])
    same(by_x.se, [row["se"] for row in rows], rel=1e-7)
