"""Several groups looked at together."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decision.multiplicity import bh, bonferroni, by, hochberg, holm

METHODS = [bonferroni, holm, hochberg, bh, by]


@pytest.mark.parametrize("method", METHODS)
def test_a_family_of_one_is_left_alone_and_of_none_is_empty(method):
    assert method([0.03]).tolist() == [0.03]
    assert method([]).tolist() == []


@pytest.mark.parametrize("method", METHODS)
def test_nothing_gets_smaller_or_larger_than_one(method):
    p = np.array([0.9, 0.001, 0.001, 0.4, 1.0, 0.0])
    adjusted = method(p)
    assert (adjusted >= p).all()
    assert adjusted.max() <= 1


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("p", [[0.1, 1.2], [-0.1]])
def test_a_p_value_that_can_not_be_is_a_problem(method, p):
    with pytest.raises(Problem) as caught:
        method(p)
    assert caught.value.code == "share-outside"


def test_the_methods_differ_as_their_papers_say():
    p = [0.01, 0.02, 0.03, 0.04]
    assert bonferroni(p) == pytest.approx([0.04, 0.08, 0.12, 0.16])
    assert holm(p) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    assert hochberg(p) == pytest.approx([0.04, 0.04, 0.04, 0.04])
    assert bh(p) == pytest.approx([0.04, 0.04, 0.04, 0.04])
    assert by(p) == pytest.approx([0.04 * 25 / 12] * 4)
