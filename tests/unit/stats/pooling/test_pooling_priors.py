"""Proportions and rates shrunk to the distribution they came from."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import digamma, gammaln
from scipy.stats import beta, betabinom, gamma, nbinom

from commonweal.kinds import Problem
from commonweal.stats.pooling.ascent import ascend
from commonweal.stats.pooling.beta_binomial import beta_binomial
from commonweal.stats.pooling.gamma_poisson import gamma_poisson
from commonweal.stats.pooling.rising import log_rising, log_rising_bend, log_rising_slope

HAD, PEOPLE, TIME = [4, 32, 20, 0], [15, 60, 90, 12], [1.5, 6.0, 9.0, 1.2]


def top(lost):
    options = {"xatol": 1e-10, "fatol": 1e-13, "maxiter": 4000}
    return np.exp(minimize(lost, [0, 0], method="Nelder-Mead", options=options).x)


def test_a_beta_prior_is_the_top_of_its_likelihood():
    first, rest = top(lambda at: -betabinom.logpmf(HAD, PEOPLE, *np.exp(at)).sum())
    ours = beta_binomial(HAD, PEOPLE)
    assert [ours.alpha[0], ours.beta[0]] == pytest.approx([first, rest], rel=1e-5)
    posterior = beta(first + HAD[1], rest + PEOPLE[1] - HAD[1])
    assert ours.posterior.value[1] == pytest.approx(posterior.mean(), rel=1e-5)
    assert ours.posterior.low[1] == pytest.approx(posterior.ppf(0.025), rel=1e-5)
    assert ours.reliability[1] == pytest.approx(60 / (60 + first + rest), rel=1e-5)


def test_a_gamma_prior_is_the_top_of_its_likelihood():
    lived = np.array(TIME)
    shape, rate = top(
        lambda at: -nbinom.logpmf(HAD, np.exp(at[0]), 1 / (1 + lived / np.exp(at[1]))).sum()
    )
    ours = gamma_poisson(HAD, TIME)
    assert [ours.events[0], ours.time[0]] == pytest.approx([shape, rate], rel=1e-5)
    assert ours.variance[0] == pytest.approx(shape / rate**2, rel=1e-5)
    posterior = gamma(shape + HAD[1], scale=1 / (rate + TIME[1]))
    assert ours.posterior.value[1] == pytest.approx(posterior.mean(), rel=1e-5)
    assert ours.posterior.high[1] == pytest.approx(posterior.ppf(0.975), rel=1e-5)
    assert ours.reliability[1] == pytest.approx(6 / (6 + rate), rel=1e-5)


@pytest.mark.parametrize("shrink", [beta_binomial, gamma_poisson])
def test_a_table_is_shrunk_alike_whatever_stands_beside_it(shrink):
    alone = shrink(HAD, PEOPLE)
    many = shrink([*HAD, 1, 2, 0, 0], [*PEOPLE, 9, 9, 0, 8], [5, 5, 5, 5, 2, 2, 7, 9])
    assert many.mean.reason == ("", "", "zero_denominator", "single_group")
    assert many.posterior.value[:4] == pytest.approx(alone.posterior.value, rel=1e-9)
    assert many.reliability[:4] == pytest.approx(alone.reliability, rel=1e-9)
    assert many.posterior.reason[6:] == ("zero_denominator", "single_group")


@pytest.mark.parametrize("shrink", [beta_binomial, gamma_poisson])
def test_groups_alike_are_one(shrink):
    ours = shrink([10, 20, 30], [100, 200, 300])
    assert ours.mean.flags == (("no_overdispersion",),)
    assert ours.posterior.value == pytest.approx([0.1] * 3)
    assert ours.reliability.tolist() == [0] * 3
    assert ours.variance.tolist() == [0]
    assert (ours.posterior.low < 0.1).all()
    assert (ours.posterior.high > 0.1).all()


def test_one_proportion_of_all_has_jeffreys_limits():
    ours = beta_binomial([10, 20, 30], [100, 200, 300])
    assert ours.posterior.low[0] == pytest.approx(beta(60.5, 540.5).ppf(0.025))
    assert gamma_poisson([10, 20], [100, 200]).posterior.high[1] == pytest.approx(
        gamma(30.5, scale=1 / 300).ppf(0.975)
    )


@pytest.mark.parametrize("shrink", [beta_binomial, gamma_poisson])
def test_a_group_of_nobody_gets_the_prior(shrink):
    ours = shrink([*HAD, 0], [*PEOPLE, 0])
    assert ours.reliability[4] == 0
    assert ours.posterior.value[4] == pytest.approx(ours.mean.value[0])
    assert ours.posterior.flags[4] == ("empty",)


def test_no_event_or_nothing_else_is_undefined():
    assert beta_binomial([0, 0], [9, 8]).mean.reason == ("no_variation",)
    assert beta_binomial([9, 8], [9, 8]).posterior.reason == ("no_variation",) * 2
    assert gamma_poisson([0, 0], [9, 8]).mean.reason == ("no_variation",)


def test_all_or_none_in_every_group_has_no_beta_prior():
    ours = beta_binomial([9, 0, 4], [9, 8, 4])
    assert ours.mean.reason == ("no_mixed_group",)
    assert np.isnan(ours.reliability).all()
    assert beta_binomial([1, 0, 1], [1, 1, 1]).mean.reason == ("no_mixed_group",)


def test_impossible_counts_are_problems():
    with pytest.raises(Problem) as caught:
        gamma_poisson([1, 2], [0, 5])
    assert caught.value.code == "events-without-time"
    with pytest.raises(Problem) as caught:
        beta_binomial([7], [5])
    assert caught.value.code == "counts-above-people"
    with pytest.raises(Problem) as caught:
        beta_binomial([1, 2], [5, 5], [1, 1, 1])
    assert caught.value.code == "shapes-differ"


def test_no_groups_give_no_answers():
    assert len(beta_binomial([], []).mean.value) == len(gamma_poisson([], []).mean.value) == 0


def test_the_unit_of_time_does_not_matter():
    one, other = gamma_poisson(HAD, TIME), gamma_poisson(HAD, np.array(TIME) * 1e9)
    assert other.posterior.value * 1e9 == pytest.approx(one.posterior.value, rel=1e-9)


@pytest.mark.parametrize("shrink", [beta_binomial, gamma_poisson])
def test_a_prior_that_is_not_reached_is_no_prior(shrink, monkeypatch):
    monkeypatch.setattr("commonweal.stats.pooling.prior.ROUNDS", 1)
    monkeypatch.setattr("commonweal.stats.pooling.prior.STEPS", 1)
    ours = shrink(HAD, PEOPLE)
    assert ours.mean.reason == ("no_convergence",)
    assert ours.posterior.reason == ("no_convergence",) * 4
    assert np.isnan(ours.reliability).all()


def test_many_people_and_few_events_still_arrive():
    had, people = [8112, 0, 0, 8906], [1534163, 3064577, 994431, 6873570]
    ours = beta_binomial(had, people)
    slope = np.zeros(2)
    for x, n in zip(had, people, strict=True):
        whole = digamma(n + ours.alpha[0] + ours.beta[0]) - digamma(ours.alpha[0] + ours.beta[0])
        slope += [
            digamma(x + ours.alpha[0]) - digamma(ours.alpha[0]) - whole,
            digamma(n - x + ours.beta[0]) - digamma(ours.beta[0]) - whole,
        ]
    assert slope == pytest.approx([0, 0], abs=1e-8)


@pytest.mark.parametrize("size", [0.3, 7.0, 19.999, 20.0, 333.0])
def test_rising_factorials_equal_gamma_functions(size):
    z, x = np.full(3, size), np.array([0.0, 2.5, 4000.0])
    direct = gammaln(z + x) - gammaln(z) - x * np.log(z)
    assert log_rising(z, x) == pytest.approx(direct, rel=1e-10, abs=1e-11)
    assert log_rising_slope(z, x) == pytest.approx(digamma(z + x) - digamma(z) - x / z, abs=1e-12)


def test_rising_factorials_keep_their_digits_where_gamma_functions_lose_them():
    z = np.array([1e9])
    # ln(z (z + 1) (z + 2) / z^3) = ln((1 + 1/z)(1 + 2/z))
    assert log_rising(z, np.array([3.0])) == pytest.approx(
        np.log1p(1e-9) + np.log1p(2e-9), rel=1e-9
    )
    assert log_rising_slope(z, np.array([3.0])) == pytest.approx(-3e-18, rel=1e-6)
    assert log_rising_bend(z, np.array([3.0])) == pytest.approx(6e-27, rel=1e-6)


def test_a_climb_ends_where_no_step_rises():
    def lying(at):
        return -np.abs(at[:, 0]), np.ones((1, 1)), -np.ones((1, 1, 1))

    point, value, done = ascend(lying, np.array([[0.0]]))
    assert (point[0, 0], value[0], done[0]) == (0, 0, False)
