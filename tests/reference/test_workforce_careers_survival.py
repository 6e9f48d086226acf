"""Our times to promotion and exit beside R survival and cmprsk, monthly ties as they are."""

import numpy as np
import pytest
from tests.reference.workforce import same, single, table

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.incidence import estimate
from commonweal.stats.survival.cox import cox
from commonweal.stats.survival.fine_gray import fine_gray
from commonweal.stats.survival.gray import gray_test
from commonweal.stats.survival.incidence import cumulative_incidence
from commonweal.stats.survival.log_rank import log_rank
from commonweal.stats.survival.spells import spells
from commonweal.stats.survival.staying import kaplan_meier, restricted_mean

PROMOTED = 1
CASES = pytest.mark.parametrize("case", single("careers_survival"))


def careers(case):
    return {name: np.array(column, float) for name, column in table(case["input"]["file"]).items()}


def people(case):
    rows = careers(case)
    return spells(rows["time"], rows["status"], group=rows["g"].astype(int))


def model_columns(case):
    rows = careers(case)
    return np.column_stack((rows["g"], rows["age"]))


def same_model(ours, theirs):
    same(ours.coefficients.value, theirs["coef"], rel=1e-6)
    same(ours.coefficients.se, theirs["se"], rel=1e-6)
    if "loglik" in theirs:
        same(ours.log_likelihood, theirs["loglik"], rel=1e-6)


@CASES
def test_as_many_were_promoted_and_separated(case):
    status, expected = careers(case)["status"], case["expected"]
    ours = [len(status), (status == 1).sum(), (status == 2).sum()]
    same(ours, [expected["n"], expected["promoted"], expected["separated"]])


@CASES
def test_staying_matches(case):
    theirs = case["expected"]["km_promotion"]
    ours = kaplan_meier(people(case), case["input"]["times"], PROMOTED)
    same(np.concatenate([each.value for each in ours]), theirs["surv"])
    same(np.concatenate([each.se for each in ours]), theirs["se"])


@CASES
def test_the_log_rank_test_matches(case):
    ours, expected = log_rank(people(case), PROMOTED), case["expected"]
    same(ours.statistic.value[0], expected["logrank_chi2"])
    same(ours.p[0], expected["logrank_p"], tiny=0)


@CASES
def test_cumulative_incidence_matches(case):
    expected = case["expected"]["cif"]
    for row, value, variance in zip(
        expected["rows"], expected["est"], expected["var"], strict=True
    ):
        every = cumulative_incidence(people(case), row["cause"], case["input"]["times"])
        ours = every[people(case).groups.index(str(row["g"]))]
        same(ours.value, value)
        same(ours.se**2, variance)


@CASES
def test_grays_test_matches(case):
    ours = [gray_test(people(case), kind) for kind in (1, 2)]
    same([each.statistic.value[0] for each in ours], case["expected"]["gray_test"]["stat"])
    same([each.p[0] for each in ours], case["expected"]["gray_test"]["p"])


@CASES
def test_the_restricted_mean_matches(case):
    ours = restricted_mean(people(case), case["input"]["tau"], PROMOTED)
    same(ours.value, case["expected"]["rmst_84"]["rmean"])
    same(ours.se, case["expected"]["rmst_84"]["se"])


@CASES
def test_cox_models_match(case):
    terms, expected = model_columns(case), case["expected"]
    same_model(cox(people(case), terms, PROMOTED), expected["cox_efron"])
    same_model(cox(people(case), terms, PROMOTED, ties="breslow"), expected["cox_breslow"])
    rows = careers(case)
    late = spells(rows["exit"], rows["status"], rows["entry"])
    same_model(cox(late, terms, PROMOTED), expected["cox_left_truncated_efron"])


@CASES
def test_fine_and_gray_matches(case):
    same_model(
        fine_gray(people(case), model_columns(case), PROMOTED), case["expected"]["fine_gray"]
    )


@CASES
def test_the_method_of_measures_gives_the_same_from_people(case):
    given, expected = careers(case), case["expected"]["cif"]
    size = len(given["g"])
    columns = {"entry": np.zeros(size), "exit": given["time"], "status": given["status"]}
    member = given["g"][:, None] == np.arange(2)[None]
    groups = (Group("g", "0", "0"), Group("g", "1", "1"))
    rows = Rows(groups, member, np.arange(size), given["status"] == 1, columns)
    for at, horizon in enumerate(case["input"]["times"]):
        found = estimate(rows, Asked(options={"horizon": float(horizon)}))
        theirs = {
            row["g"]: value[at]
            for row, value in zip(expected["rows"], expected["est"], strict=True)
            if row["cause"] == PROMOTED
        }
        same(found.value.value, [theirs[0], theirs[1]])
        same(found.p[0], case["expected"]["gray_test"]["p"][0])
