"""Our reliabilities beside R psych, on the items of others that stay beside the checkout."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import interval, same, same_estimate, table

from commonweal.stats.scales.answers import composite, read_answers
from commonweal.stats.scales.reliability import complete, reliability

CASES = pytest.mark.parametrize("case", cases("workforce", "reliability"))
MISSING = {"", "NA"}


def answers_of(case):
    columns, given = table("items.csv"), case["input"]
    answers = [
        [np.nan if text in MISSING else float(text) for text in columns[item]]
        for item in given["items"]
    ]
    return read_answers(np.transpose(answers), 1, 6, [key < 0 for key in given["keys"]])


@CASES
def test_the_scale_matches(case):
    ours, expected = reliability(answers_of(case)), case["expected"]
    assert ours.people == case["input"]["complete_cases"]
    same_estimate(ours.alpha, expected["alpha"])
    same(interval(ours.alpha), expected["feldt_ci"])
    same_estimate(ours.standardized, expected["standardised_alpha"])
    same_estimate(ours.mean_correlation, expected["mean_interitem_r"])
    same_estimate(ours.lambda6, expected["guttman_lambda6"])


@CASES
def test_every_item_matches(case):
    ours, expected = reliability(answers_of(case)), case["expected"]
    same(ours.item_rest.value, expected["item_total_corrected"])
    same(ours.without_item.value, expected["alpha_if_dropped"])


@CASES
def test_the_composite_matches(case):
    scores, expected = composite(complete(answers_of(case))).value, case["expected"]
    same(scores.mean(), expected["scale_mean"])
    same(scores.std(ddof=1), expected["scale_sd"])
