"""Our strata beside the 299 of the ACCORD trial that Qi et al. published (JAMIA Open 2021)."""

import csv

import numpy as np
import pytest
from tests.reference.vectors import find

from commonweal.stats.decision.multiplicity import bh_within
from commonweal.stats.enrollment.labels import log_disparity, participation_labels
from commonweal.stats.enrollment.participation_chance import participation_p

TRAITS = ("gender", "age_group", "race_ethnicity", "education")
# Enrolled people; seven have no education, so they are in no stratum that names it.
PEOPLE, WITH_EDUCATION = 10251, 10244
ABSENT, OUTSIDE = -9999999, -8888888


def strata():
    path = find("research", "qi2021_accord_demo.csv")
    if path is None:
        why = "no vectors research/qi2021_accord_demo.csv: keep shared/ beside the checkout"
        return [pytest.param(None, marks=pytest.mark.skip(reason=why), id="absent")]
    rows = list(csv.DictReader(path.read_text().splitlines()))
    return [pytest.param(row, id=row["row"]) for row in rows]


STRATA = strata()


def stratum(row):
    people = WITH_EDUCATION if row["education"] else PEOPLE
    return int(row["n_observed"]), people, float(row["ideal_rate"])


@pytest.mark.parametrize("row", STRATA)
def test_a_published_stratum(row):
    had, people, share = stratum(row)
    published = float(row["log_disparity_published"])
    ours = log_disparity(had, people, share)
    # The authors wrote numbers where the disparity is infinite.
    if published == OUTSIDE:
        assert ours.reason == ("outside_reference",)
        return
    if np.isinf(published) or published == ABSENT:
        assert had == 0
        names = {True: "absent", False: "not_in_reference"}
        assert participation_labels(had, people, share).tolist() == [names[share > 0]]
        assert ours.reason == ("zero_in_ratio" if share > 0 else "not_in_reference",)
        return
    assert ours.value[0] == pytest.approx(published, abs=1e-6)
    p = participation_p(had, people, share)
    if had >= 5 and float(row["p_published"]) > 1e-3:
        assert p.value[0] == pytest.approx(float(row["p_published"]), rel=1e-5)


def test_strata_of_one_trait_are_adjusted_as_published():
    if STRATA[0].values[0] is None:
        pytest.skip("no vectors research/qi2021_accord_demo.csv")
    rows = [each.values[0] for each in STRATA]
    rows = [row for row in rows if sum(bool(row[trait]) for trait in TRAITS) == 1]
    trait = [next(at for at, trait in enumerate(TRAITS) if row[trait]) for row in rows]
    p = np.concatenate([participation_p(*stratum(row)).value for row in rows])
    published = np.array([float(row["bh_p_published"]) for row in rows])
    told = published > 1e-11
    assert told.sum() >= 2
    assert bh_within(p, trait)[told] == pytest.approx(published[told], rel=1e-3)
