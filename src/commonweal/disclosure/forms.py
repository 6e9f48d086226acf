"""A form of counts with its margins, as it may be shown: small counts hidden, and what protects.

The exact form is a filing to one named recipient; that level of release is not made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from itertools import product

from commonweal.disclosure.grid import Key, grid_keys, grid_system, protect_grid
from commonweal.disclosure.hidden import Hidden, Reason
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.released import MAKER
from commonweal.kinds import Problem


@dataclass(frozen=True)
class ShownForm:
    """Hold a form that may be shown. Only `release_form` makes one.

    shape: number of categories in each direction
    facts: each count or its stand-in, by place; None in a place means the total over it
    maker: proof of who made it

    Fails with Problem "released-elsewhere" when anybody else tries to make one.
    >>> release_form([2], [20, 30]).facts[(None,)]
    50
    """

    shape: tuple[int, ...]
    facts: dict[Key, int | Hidden]
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not MAKER:
            raise Problem(
                "released-elsewhere",
                "A form that may be shown can be made only by release_form().",
                "Hand the counts to commonweal.disclosure.forms.release_form.",
            )

    @property
    def hidden(self) -> int:
        """Give how many counts are hidden."""
        return sum(isinstance(fact, Hidden) for fact in self.facts.values())


def release_form(
    shape: Sequence[int], counts: Sequence[int], policy: Policy | None = None
) -> ShownForm:
    """Let through what may be told of a form of counts in two or three directions.

    shape:  number of categories in each direction
    counts: persons in the finest cells, the last direction running fastest
    policy: how careful to be; the usual care when none is given
    Gives a ShownForm in which no count of 1 to 10 persons is shown or can be worked out, and no
    zero that would tell something of everybody in a group of fewer than 50; where nothing less
    would do, all counts are hidden. One mark stands for all that is hidden.
    Fails with Problem "grid-misshapen".
    Source: trust.md 5.2, rules 1 and 3, and 5.3; decisions.md, "Statutory forms".
    >>> str(release_form([2, 2], [5, 20, 30, 40]).facts[(0, 0)])
    'not shown (small, or protects a small number)'
    """
    policy = policy or Policy()
    keys = grid_keys(shape)
    values = dict(zip(keys, grid_system(shape, counts, policy.threshold).values, strict=True))
    try:
        hidden = protect_grid(shape, counts, policy.threshold)
    except Problem:
        hidden = set(keys)
    if not policy.certainty_approved:
        # Hiding more gives nobody more to work with.
        hidden |= {key for key in keys if _tells_of_all(key, values, policy)}
    mark = Hidden(Reason.SMALL_OR_PROTECTS, policy.threshold)
    facts: dict[Key, int | Hidden] = {
        key: mark if key in hidden else value for key, value in values.items()
    }
    return ShownForm(tuple(shape), facts, MAKER)


def _tells_of_all(key: Key, values: dict[Key, int], policy: Policy) -> bool:
    """Say whether a zero tells something of everybody in a small group that it is a part of."""
    if values[key]:
        return False
    wider = product(*((place, None) if place is not None else (None,) for place in key))
    return any(1 <= values[one] < policy.certainty_below for one in wider)
