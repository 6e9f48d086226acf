"""Our diversity and segregation indices beside R and PySAL."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same, same_estimate

from commonweal.stats.representation.diversity import diversity
from commonweal.stats.representation.segregation import group_segregation, segregation

CASES = pytest.mark.parametrize("case", cases("workforce", "segregation"))


@CASES
def test_diversity_matches(case):
    counts, expected = case["input"]["counts"], case["expected"]
    whole = diversity([[sum(column) for column in zip(*counts, strict=True)]])
    same_estimate(whole.entropy, expected["entropy_nats"])
    same_estimate(whole.scaled_entropy, expected["entropy_scaled"])
    same_estimate(whole.blau, expected["blau"])
    same_estimate(whole.unbiased_blau, expected["blau_unbiased"])
    same_estimate(whole.normalized_blau, expected["blau_normalised"])
    same_estimate(whole.entropy_groups, expected["shannon_effective_groups"])
    same_estimate(whole.simpson_groups, expected["simpson_effective_groups"])
    same(diversity(counts).blau.value, expected["unit_blau"])


@CASES
def test_segregation_of_all_groups_matches(case):
    ours, expected = segregation(case["input"]["counts"]), case["expected"]
    same_estimate(ours.theil, expected["theil_H"])
    same_estimate(ours.information, expected["mutual_information_nats"])
    same_estimate(ours.dissimilarity, expected["multigroup_D"])


@CASES
def test_segregation_of_one_group_matches(case):
    ours, expected = group_segregation(case["input"]["counts"]), case["expected"]
    at = case["input"]["groups"].index(expected["focal"])
    same(ours.dissimilarity.value[at], expected["dissimilarity"])
    same(ours.gini.value[at], expected["gini"])
    same(ours.isolation.value[at], expected["isolation"])
    same(ours.exposure.value[at], expected["exposure_focal_to_rest"])
    same(ours.correlation_ratio.value[at], expected["correlation_ratio"])
