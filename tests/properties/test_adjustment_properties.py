"""What holds of every fit to cells, whatever the cells: a reason or a number, and no order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.adjustment.coefficients import coefficients
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.outcome import binomial, poisson
from commonweal.stats.adjustment.robust import clustered, heteroscedastic
from commonweal.stats.adjustment.standardized import standardized
from commonweal.stats.adjustment.terms import term

LEVELS = ("a", "b", "c")


@st.composite
def tables(draw):
    """Draw cells of two terms with people and events, empty cells and levels among them."""
    cells = draw(
        st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 9), st.integers(0, 9)),
            min_size=1,
            max_size=15,
        )
    )
    one, other, people, events = np.array(cells).T
    scale = draw(st.sampled_from([1, 1, 1000, 10**6]))
    terms = [term("one", one, LEVELS), term("other", other, LEVELS)]
    pairs = [("one", "other")] if draw(st.booleans()) else []
    return design(terms, [], pairs), np.minimum(events, people) * scale, people * scale


@given(tables(), st.sampled_from([binomial, poisson]))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_every_number_stands_or_has_a_reason(table, family):
    model, events, people = table
    fitted = fit(model, family(events, people))
    clusters = np.arange(model.cells) % 3
    for covariance in (None, heteroscedastic(fitted), clustered(fitted, clusters)):
        told = standardized(fitted, "one", covariance)
        answers = (told.rates, told.differences, told.ratios)
        for each in (coefficients(fitted, covariance), *(answer.estimate for answer in answers)):
            missing = np.array([reason != "" for reason in each.reason])
            assert (np.isnan(each.value) == missing).all()
            for limit in (each.se, each.low, each.high):
                assert np.isfinite(limit[~missing]).all()


@given(tables(), st.integers(0, 2**32 - 1))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_split_cells_in_any_order_give_the_same_fit(table, seed):
    model, events, people = table
    whole = fit(model, binomial(events, people))
    made = np.random.default_rng(seed)
    apart = made.integers(0, people + 1)
    first = np.minimum(np.minimum(events, apart), np.maximum(events - people + apart, 0))
    order = made.permutation(2 * model.cells)

    def both(one, other):
        return np.concatenate([one, other])[order]

    terms = [term(each.name, both(each.codes, each.codes), LEVELS) for each in model.terms]
    split = fit(
        design(terms, [], model.interactions),
        binomial(both(first, events - first), both(apart, people - apart)),
    )
    assert split.reason == whole.reason
    assert split.beta == pytest.approx(whole.beta, rel=1e-8, abs=1e-8)
