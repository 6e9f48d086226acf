"""Our shares of moves and their test, all groups alike."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import same, same_estimate

from commonweal.stats.flows.rows import equal_moves, move_shares


@pytest.mark.parametrize("case", cases("workforce", "transition_test"))
def test_moves_and_their_test_match(case):
    moves, expected = [case["input"]["focal"], case["input"]["reference"]], case["expected"]
    shares, pooled = move_shares(moves)
    same(shares[0], expected["p_focal"])
    same(shares[1], expected["p_reference"])
    assert (pooled == (np.sum(moves, axis=2) == 0)).all()
    test = equal_moves(moves)
    same_estimate(test.statistic, expected["G2"])
    same(test.df[0], expected["df"])
    same(test.p[0], expected["p"], tiny=0)
