"""Our costs of exclusion rules beside an enumeration of all sets of rules."""

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs, present

from commonweal.stats.enrollment.eligibility import rule_costs

PAIRS = pairs("research", "elig")
GROUPS = [
    pytest.param(*one.values, name, id=f"{one.id}-{name}")
    for one in PAIRS
    if present(one)
    for name in ("all", *sorted(one.values[0][0]["n_by_group"]))
] or [pytest.param(None, None, marks=PAIRS[0].marks, id="absent")]


def costs(one):
    expected, table = one
    rows = list(csv.DictReader(table.read_text().splitlines()))
    flags = [[int(row[rule]) for rule in expected["rules"]] for row in rows]
    names = sorted(expected["n_by_group"])
    codes = [names.index(row["group"]) for row in rows]
    return names, rule_costs(flags, codes), rule_costs(flags, np.zeros(len(rows), dtype=int))


@pytest.mark.parametrize(("one", "name"), GROUPS)
def test_rules_of_a_group(one, name):
    names, by_group, together = costs(one)
    ours, at = (together, 0) if name == "all" else (by_group, names.index(name))
    wanted = one[0]["results"][name]
    assert ours.people[at] == wanted["n"]
    assert ours.people[at] - ours.eligible[at] == wanted["excluded_all_rules"]
    assert ours.eligible[at] == wanted["eligible"]
    assert ours.eligible_share.value[at] == pytest.approx(wanted["eligible_share"], rel=1e-9)
    assert ours.alone[at].tolist() == wanted["excluded_alone"]
    assert ours.gain[at].tolist() == wanted["gain_if_dropped"]
    assert ours.share[at] == pytest.approx(wanted["shapley_excluded"], rel=1e-9)


@pytest.mark.parametrize("one", PAIRS)
def test_the_eligible_pool(one):
    names, ours, _ = costs(one)
    for name, wanted in one[0]["elig_ppr"].items():
        assert ours.participation.value[names.index(name)] == pytest.approx(wanted, rel=1e-9)
    for key, ratios in one[0].items():
        if key.startswith("impact_ratio_vs_"):
            ratio = ours.impact_ratio(names.index(key.removeprefix("impact_ratio_vs_")))
            for name, wanted in ratios.items():
                assert ratio.value[names.index(name)] == pytest.approx(wanted, rel=1e-9)
