"""Our coverage of a frame beside counted events."""

import numpy as np
import pytest
from tests.reference.vectors import files, read

from commonweal.stats.curriculum.coverage import frame_coverage

READ = [read(path) for path in files("teaching", "coverage")]
CASES = [one for each in READ for one in (each if isinstance(each, list) else [each])]
WHY = "no vectors teaching/coverage.json: keep shared/ beside the checkout"
ABSENT = pytest.param(None, None, marks=pytest.mark.skip(reason=WHY), id="absent")
OUTCOMES = [pytest.param(case, node, id=node) for case in CASES for node in case["frame"]] or [
    ABSENT
]


def covered(case):
    events = case["events"]
    tags = [[node in event["tags"] for node in case["frame"]] for event in events]
    column = {key: [event[key] for event in events] for key in ("hours", "level", "term")}
    teaches = [event["kind"] == "teaching" for event in events]
    assessed = [event["assessed"] for event in events]
    column |= {"teaches": teaches, "assesses": assessed}
    return frame_coverage(tags, column.pop("hours"), **column)


@pytest.mark.parametrize(("case", "node"), OUTCOMES)
def test_an_outcome(case, node):
    ours, at = covered(case), case["frame"].index(node)
    expected = case["expected"]["by_outcome"][node]
    taught, assessed = bool(ours.taught[at]), bool(ours.assessed[at])
    assert ours.events[at] == expected["n_events"]
    assert ours.hours[at] == pytest.approx(expected["hours"], rel=1e-12)
    assert ours.unsplit_hours[at] == pytest.approx(expected["hours_full"], rel=1e-12)
    assert ours.levels[ours.at_level[at]].tolist() == expected["levels"]
    assert ours.terms[ours.in_term[at]].tolist() == expected["terms"]
    assert assessed == expected["assessed"]
    assert (taught and not assessed) == expected["taught_not_assessed"]
    assert (assessed and not taught) == expected["assessed_not_taught"]


@pytest.mark.parametrize("case", CASES or [pytest.param(None, marks=ABSENT.marks, id="absent")])
def test_the_frame(case):
    ours, expected = covered(case), case["expected"]
    assert np.array(case["frame"])[ours.gaps].tolist() == expected["gaps"]
    for estimate, key in (
        (ours.coverage, "coverage"),
        (ours.assessed_coverage, "assessed_coverage"),
        (ours.closed_loop, "closed_loop"),
        (ours.spiral, "spiral"),
        (ours.evenness, "hours_evenness"),
    ):
        assert estimate.value[0] == pytest.approx(expected[key], rel=1e-9), key
