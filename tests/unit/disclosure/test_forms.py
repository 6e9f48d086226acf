"""Forms of counts: nothing small is shown, nor can be worked out, nor told of all of a few."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.disclosure import Hidden, Policy, forms
from commonweal.disclosure.forms import ShownForm, release_form
from commonweal.disclosure.grid import grid_bounds
from commonweal.kinds import Problem

LARGE = [200, 300, 150, 400]


def test_large_counts_are_shown_with_their_margins() -> None:
    form = release_form([2, 2], LARGE)
    assert form.hidden == 0
    assert form.facts[(None, None)] == 1050
    assert form.facts[(0, None)] == 500


@pytest.mark.parametrize("seed", range(5))
def test_no_small_count_can_be_worked_out(seed: int) -> None:
    chance = np.random.Generator(np.random.Philox(seed))
    counts = chance.choice([0, 3, 8, 40, 120, 400], size=12).tolist()
    form = release_form([3, 2, 2], counts)
    whole = release_form([3, 2, 2], counts, Policy(certainty_approved=True))
    small = {at for at, value in np.ndenumerate(np.reshape(counts, (3, 2, 2))) if 0 < value < 11}
    assert all(isinstance(form.facts[key], Hidden) for key in small)
    hidden = {key for key, fact in whole.facts.items() if isinstance(fact, Hidden)}
    assert hidden <= {key for key, fact in form.facts.items() if isinstance(fact, Hidden)}
    for key, (least, most) in grid_bounds([3, 2, 2], counts, hidden).items():
        if key in small:
            assert most - least >= 10


def test_a_zero_that_tells_of_all_of_a_few_is_hidden() -> None:
    counts = [40, 0, 300, 200]
    form = release_form([2, 2], counts)
    assert isinstance(form.facts[(0, 1)], Hidden)
    assert release_form([2, 2], counts, Policy(certainty_approved=True)).facts[(0, 1)] == 0


def test_a_zero_among_many_or_among_nobody_is_shown() -> None:
    assert release_form([2, 2], [90, 0, 300, 200]).facts[(0, 1)] == 0
    assert release_form([2, 2], [0, 0, 300, 200]).facts[(0, 1)] == 0


def test_one_mark_stands_for_all_that_is_hidden() -> None:
    form = release_form([2, 2], [5, 20, 30, 40])
    assert {str(fact) for fact in form.facts.values() if isinstance(fact, Hidden)} == {
        "not shown (small, or protects a small number)"
    }


def test_where_nothing_less_would_do_everything_is_hidden() -> None:
    form = release_form([2], [1, 2])
    assert form.hidden == 3


def test_nobody_else_makes_one() -> None:
    with pytest.raises(Problem) as caught:
        ShownForm((2,), {}, "somebody else")
    assert caught.value.code == "released-elsewhere"


def test_where_no_choice_is_safe_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Problem("nothing-can-be-shown", "No choice is safe.")

    monkeypatch.setattr(forms, "protect_grid", refuse)
    shown = forms.release_form([2], [20, 30])
    assert all(isinstance(fact, Hidden) for fact in shown.facts.values())
