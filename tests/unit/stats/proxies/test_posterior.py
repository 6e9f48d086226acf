"""What names and places say of a group, row by row."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Problem
from commonweal.stats.proxies.posterior import REASONS, Posterior, posterior

NATION = [0.6, 0.3, 0.1]
GONE = [np.nan] * 3
SURNAME, PLACE = [0.8, 0.15, 0.05], [0.2, 0.7, 0.1]


def reasons(found):
    return [REASONS[code] for code in found.reason]


def test_what_is_not_known_is_left_out():
    found = posterior([SURNAME, GONE, SURNAME, GONE], [PLACE, PLACE, GONE, GONE], NATION)
    both = np.array(SURNAME) * PLACE / NATION
    np.testing.assert_allclose(found.shares[0], both / both.sum(), rtol=1e-12)
    np.testing.assert_allclose(found.shares[1:3], [PLACE, SURNAME], rtol=1e-12)
    assert np.isnan(found.shares[3]).all()
    assert reasons(found) == ["", "", "", "no_evidence"]


def test_a_row_that_lacks_one_share_counts_as_not_known():
    found = posterior([[0.8, np.nan, 0.2]], [PLACE], NATION)
    np.testing.assert_allclose(found.shares[0], PLACE, rtol=1e-12)


def test_a_name_and_a_place_that_exclude_each_other_say_nothing():
    found = posterior([[1.0, 0.0, 0.0]], [[0.0, 0.5, 0.5]], NATION)
    assert reasons(found) == ["evidence_contradicts"]
    assert np.isnan(found.shares).all()


def test_a_first_name_adds_to_the_rest_but_is_not_enough_alone():
    first = [0.5, 0.1, 0.4]
    found = posterior(
        [SURNAME, SURNAME, GONE, GONE],
        [PLACE, GONE, PLACE, GONE],
        NATION,
        first_name=[first, first, GONE, first],
    )
    three = np.array(SURNAME) * PLACE * first / np.square(NATION)
    np.testing.assert_allclose(found.shares[0], three / three.sum(), rtol=1e-12)
    two = np.array(SURNAME) * first / NATION
    np.testing.assert_allclose(found.shares[1], two / two.sum(), rtol=1e-12)
    np.testing.assert_allclose(found.shares[2], PLACE, rtol=1e-12)
    assert reasons(found) == ["", "", "", "no_evidence"]


def test_many_tiny_shares_do_not_vanish():
    tiny = [1e-200, 1e-300, 1e-250]
    found = posterior([tiny], [tiny], NATION, first_name=[tiny])
    np.testing.assert_allclose(found.shares[0], [1, 0, 0], atol=1e-12)


def test_no_rows_give_no_rows():
    found = posterior(np.empty((0, 3)), np.empty((0, 3)), NATION)
    assert found.shares.shape == (0, 3)
    assert len(found.reason) == 0


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_row_adds_to_one_or_has_a_reason_and_stands_alone(data):
    share = st.one_of(st.just(np.nan), st.floats(0, 1))
    rows = data.draw(st.integers(1, 6))
    table = st.lists(st.lists(share, min_size=3, max_size=3), min_size=rows, max_size=rows)
    surname, place, first = (np.array(data.draw(table)) for _ in range(3))
    found = posterior(surname, place, NATION, first_name=first)
    for i in range(rows):
        one = slice(i, i + 1)
        alone = posterior(surname[one], place[one], NATION, first_name=first[one])
        assert alone.shares.tobytes() == found.shares[one].tobytes()
        if found.reason[i]:
            assert np.isnan(found.shares[i]).all()
        else:
            assert found.shares[i].sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        (([SURNAME], [PLACE, PLACE], NATION), "shapes-differ"),
        (([SURNAME], [PLACE], [0.5, 0.5]), "shapes-differ"),
        ((SURNAME, PLACE, NATION), "shapes-differ"),
        (([[1.2, 0, 0]], [PLACE], NATION), "share-outside"),
        (([[-0.1, 0, 1]], [PLACE], NATION), "share-outside"),
        (([[np.inf, 0, 1]], [PLACE], NATION), "share-outside"),
        (([SURNAME], [PLACE], [0.6, 0.4, 0.0]), "nation-zero"),
        (([SURNAME], [PLACE], [0.6, 0.4, np.nan]), "numbers-missing"),
    ],
)
def test_shares_that_can_not_be_are_refused(tables, code):
    with pytest.raises(Problem) as caught:
        posterior(*tables)
    assert caught.value.code == code


def test_likelihoods_can_not_be_pickled():
    with pytest.raises(Problem) as caught:
        pickle.dumps(Posterior(np.array([[1.0]]), np.zeros(1, dtype=np.int8)))
    assert caught.value.code == "proxy-locked"
