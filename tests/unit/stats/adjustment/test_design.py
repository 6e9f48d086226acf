"""What a model may be made of."""

import numpy as np
import pytest
from tests.unit.stats.adjustment.models import names

from commonweal.kinds import Problem
from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.terms import labeled, number, term


def code_of(make):
    with pytest.raises(Problem) as caught:
        make()
    return caught.value.code


def test_the_first_level_of_the_alphabet_is_the_reference_unless_another_is_named():
    assert term("g", [0, 1], ["b", "a"]).reference == 1
    assert term("g", [0, 1], ["b", "a"], "b").reference == 0
    assert labeled("g", ["b", "a", "b"]).levels == ("a", "b")
    assert labeled("g", ["b", "a", "b"], "b").reference == 1
    assert code_of(lambda: term("g", [0, 1], ["b", "a"], "c")) == "level-unknown"


@pytest.mark.parametrize("codes", [[0, 2], [-1, 0], [0.5, 1.0], [[0, 1]], ["a", "b"]])
def test_codes_are_places_of_levels(codes):
    assert code_of(lambda: term("g", codes, ["A", "B"])) == "codes-outside"


@pytest.mark.parametrize("levels", [[], ["A", "A"]])
def test_each_level_has_a_name_of_its_own(levels):
    assert code_of(lambda: term("g", [0], levels)) == "levels-repeated"


def test_a_number_must_be_one():
    assert number("distance", [1, 2]).values.tolist() == [1, 2]
    assert code_of(lambda: number("distance", [1, np.nan])) == "numbers-missing"


def test_columns_are_named_as_r_names_them():
    made = design(
        [term("g", [0, 1], ["A", "B"]), term("t", [0, 1], ["1", "2"])],
        [number("x", [1, 2])],
        [("t", "g")],
    )
    assert made.names == ("(Intercept)", "gB", "t2", "x", "t2:gB")


def test_terms_are_about_the_same_cells():
    one, other = term("g", [0, 1], ["A", "B"]), term("t", [0], ["1", "2"])
    assert code_of(lambda: design([one, other])) == "shapes-differ"
    assert code_of(lambda: design([one], [number("x", [1])])) == "shapes-differ"
    assert code_of(lambda: design([], [number("x", [1])])) == "shapes-differ"


def test_nothing_stands_twice_and_an_interaction_names_terms():
    one, other = term("g", [0, 1], names(2)), term("t", [0, 1], names(2))
    assert code_of(lambda: design([one, one])) == "names-repeated"
    assert code_of(lambda: design([one], [number("g", [1, 2])])) == "names-repeated"
    twice = [("g", "t"), ("t", "g")]
    assert code_of(lambda: design([one, other], [], twice)) == "names-repeated"
    assert code_of(lambda: design([one, other], [], [("g", "g")])) == "names-repeated"
    assert code_of(lambda: design([one, other], [], [("g", "age")])) == "term-unknown"
