"""Coverage of a frame: the vector's shares, by domain, and what is beside the frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.test_teaching_coverage import CASES
from tests.unit.stats.estimators.made_teaching import rows_of

from commonweal.kinds import Asked, Beside
from commonweal.stats.estimators.frame_coverage import estimate

ASKED = Asked(reference="target", target=1.0)


def links(lines, nodes):
    """Make the rows beside: event, node, hours, level, term, teaches, assesses."""
    events = tuple(sorted({line[0] for line in lines}))
    names = ("event", "node", "hours", "level", "term", "teaches", "assesses")
    columns = dict(zip(names, zip(*lines, strict=True), strict=True))
    numbers = {name: np.array(columns[name], dtype=float) for name in names[2:]}
    numbers["event"] = np.array([events.index(one) for one in columns["event"]], dtype=float)
    numbers["node"] = np.array([nodes.index(one) for one in columns["node"]], dtype=float)
    return Beside(numbers, {"event": events, "node": nodes})


def rows(domains, met, lines, nodes=None):
    named = tuple(f"n{at}" for at in range(len(domains)))
    made = rows_of(domains, {"node": np.arange(len(domains))}, {"node": named})
    return replace(
        made, met=np.array(met, dtype=bool), beside={"node_event": links(lines, nodes or named)}
    )


def figure(found, key, group=""):
    return next(one.value for one in found.figures if (one.key, one.about) == (key, group))


@pytest.mark.parametrize("case", CASES or [pytest.param(None, marks=pytest.mark.skip)])
def test_the_frame_is_that_of_the_vector(case):
    nodes = tuple(case["frame"])
    lines = [
        (str(event["id"]), node, event["hours"], event["level"], event["term"],
         event["kind"] == "teaching", bool(event["assessed"]))
        for event in case["events"] for node in event["tags"]
    ]  # fmt: skip
    by_outcome = case["expected"]["by_outcome"]
    met = [
        by_outcome[node]["assessed"] and not by_outcome[node]["assessed_not_taught"]
        for node in nodes
    ]
    made = rows_of(["all"] * len(nodes), {"node": np.arange(len(nodes))}, {"node": nodes})
    made = replace(made, met=np.array(met), beside={"node_event": links(lines, nodes)})
    found = estimate(made, ASKED)
    expected = case["expected"]
    assert found.value.value[0] == pytest.approx(expected["closed_loop"], rel=1e-9)
    for key, name in (("taught", "coverage"), ("assessed", "assessed_coverage"),
                      ("spiral", "spiral"), ("evenness", "hours_evenness")):  # fmt: skip
        assert figure(found, key) == pytest.approx(expected[name], rel=1e-9), key
    hours = sum(by_outcome[node]["hours"] for node in nodes)
    assert figure(found, "hours", "all") == pytest.approx(hours)


def test_each_domain_is_held_against_the_target():
    lines = [("e", "n0", 2, 1, 1, 1, 0), ("t", "n0", 1, 1, 1, 0, 1), ("e", "n2", 2, 1, 1, 1, 0)]
    found = estimate(rows(["a", "a", "b"], [1, 0, 0], lines), ASKED)
    assert found.counted
    assert found.value.value.tolist() == [0.5, 0]
    assert found.gap.low.tolist() == found.gap.high.tolist() == [-0.5, -1]
    assert [figure(found, "open", one) for one in "ab"] == [1, 1]
    assert found.total.value[0] == pytest.approx(1 / 3)


def test_what_an_event_carries_beside_the_frame_takes_its_part_of_the_hours_nowhere():
    nodes = ("n0", "other")
    lines = [("e", "n0", 3, 1, 1, 1, 0), ("e", "other", 3, 1, 1, 1, 0)]
    found = estimate(rows(["a"], [0], lines, nodes), ASKED)
    assert figure(found, "hours", "a") == 3


def test_an_unknown_level_is_no_level_and_unknown_hours_are_counted():
    lines = [("e", "n0", np.nan, np.nan, 1, 1, 0), ("f", "n0", 2, 1, np.nan, 1, 0)]
    found = estimate(rows(["a"], [0], lines), ASKED)
    assert figure(found, "spiral") == 0
    assert figure(found, "hours_unknown") == 1
    assert figure(found, "hours", "a") == 2


def test_a_frame_of_nothing_has_no_share():
    found = estimate(rows([], [], [("e", "x", 1, 1, 1, 1, 0)], ("x",)), ASKED)
    assert found.total.reason == ("zero_denominator",)
    assert np.isnan(estimate(rows(["a"], [0], [("e", "n0", 1, 1, 1, 1, 0)]), Asked()).gap.value[0])
