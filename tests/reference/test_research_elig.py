"""Our costs of exclusion rules beside an enumeration of all sets of rules."""

import csv

import numpy as np
import pytest
from tests.reference.vectors import find, read

from commonweal.stats.enrollment.eligibility import rule_costs

PATH, TABLE = find("research", "elig.json"), find("research", "elig.csv")
GONE = pytest.mark.skipif(
    PATH is None or TABLE is None, reason="no vectors research/elig.json: keep shared/ beside"
)
GROUPS = sorted(read(PATH)["n_by_group"]) if PATH else []


def costs():
    expected = read(PATH)
    rows = list(csv.DictReader(TABLE.read_text().splitlines()))
    flags = [[int(row[rule]) for rule in expected["rules"]] for row in rows]
    codes = [GROUPS.index(row["group"]) for row in rows]
    return expected, rule_costs(flags, codes), rule_costs(flags, np.zeros(len(rows), dtype=int))


@GONE
@pytest.mark.parametrize("name", ["all", *GROUPS])
def test_rules_of_a_group(name):
    expected, by_group, together = costs()
    ours, at = (together, 0) if name == "all" else (by_group, GROUPS.index(name))
    wanted = expected["results"][name]
    assert ours.people[at] == wanted["n"]
    assert ours.people[at] - ours.eligible[at] == wanted["excluded_all_rules"]
    assert ours.eligible[at] == wanted["eligible"]
    assert ours.eligible_share.value[at] == pytest.approx(wanted["eligible_share"], rel=1e-9)
    assert ours.alone[at].tolist() == wanted["excluded_alone"]
    assert ours.gain[at].tolist() == wanted["gain_if_dropped"]
    assert ours.share[at] == pytest.approx(wanted["shapley_excluded"], rel=1e-9)


@GONE
@pytest.mark.parametrize("name", GROUPS)
def test_the_eligible_pool(name):
    expected, ours, _ = costs()
    at = GROUPS.index(name)
    assert ours.participation.value[at] == pytest.approx(expected["elig_ppr"][name], rel=1e-9)
    for key, wanted in expected.items():
        if key.startswith("impact_ratio_vs_") and name in wanted:
            ratio = ours.impact_ratio(GROUPS.index(key.removeprefix("impact_ratio_vs_")))
            assert ratio.value[at] == pytest.approx(wanted[name], rel=1e-9)
