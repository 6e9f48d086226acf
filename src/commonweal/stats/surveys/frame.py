"""Margins of a frame that those who answered can be weighed to.

A label that nobody answered for is joined to the smallest one there is, so that its people count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.surveys.raking import Raked, rake, trim

Words = Sequence[str]


@dataclass(frozen=True, eq=False)
class Weighed:
    """Hold those who answered, weighed to the frame.

    placed:  whether every margin of a person is known and in the frame, shape (n,)
    raked:   weights of those placed, as `rake` and `trim` give them, or None where none is
    margins: the margins that are met, in order
    joined:  labels that nobody answered for, as (margin, label)

    >>> frame = {"site": ["a", "b"]}
    >>> weigh({"site": ["a", "a", "b"]}, frame, [10, 20]).raked.weights
    array([0.5, 0.5, 2. ])
    """

    placed: NDArray[np.bool_]
    raked: Raked | None
    margins: tuple[str, ...]
    joined: tuple[tuple[str, str], ...]


def weigh(
    people: Mapping[str, Words], frame: Mapping[str, Words], invited: Sequence[float]
) -> Weighed:
    """Weigh those who answered to the margins of the frame, as many as can be met.

    people:  for each margin the label of each person who answered, "" where unknown, shape (n,)
    frame:   for the same margins the label of each stratum, "" where unknown, shape (m,)
    invited: people of each stratum, nan where unknown, shape (m,)
    Gives Weighed, weights 1 on average. Where all margins together cannot be met, the last is
    left out, and so on.
    Fails with Problem "margins-differ" when the two do not name the same margins.
    Source: Deming and Stephan 1940, Annals of Mathematical Statistics 11:427-444; joining as in
    Kalton and Flores-Cervantes 2003, Journal of Official Statistics 19:81-97; checked in
    tests/unit/stats/surveys/test_frame.py
    >>> weigh({"site": ["a", ""]}, {"site": ["a", "b"]}, [10, 20]).joined
    (('site', 'b'),)
    """
    if set(people) != set(frame) or not people:
        raise Problem(
            "margins-differ",
            "The people and the frame are not cut by the same things.",
            "Give the same margins for both, one at least.",
        )
    size = np.asarray(invited, dtype=np.float64)
    totals = {name: _totals(words, size) for name, words in frame.items()}
    placed = np.ones(len(next(iter(people.values()))), dtype=np.bool_)
    for name, words in people.items():
        placed &= np.array([word in totals[name] for word in words], dtype=np.bool_)
    if not placed.any():
        return Weighed(placed, None, (), ())
    here = {
        name: [word for word, kept in zip(words, placed, strict=True) if kept]
        for name, words in people.items()
    }
    joined = {name: _joined(here[name], totals[name]) for name in people}
    lost = tuple(
        (name, label) for name in people for label in sorted(set(totals[name]) - set(here[name]))
    )
    return _met(here, joined, placed, lost)


def _met(
    here: Mapping[str, Words],
    totals: Mapping[str, Mapping[str, float]],
    placed: NDArray[np.bool_],
    lost: tuple[tuple[str, str], ...],
) -> Weighed:
    names = tuple(here)
    raked = None
    while raked is None and len(names) > 1:
        with suppress(Problem):  # no weights meet them all
            raked = _raked(here, totals, names)
        names = names if raked else names[:-1]
    # One margin alone can always be met.
    return Weighed(placed, trim(raked or _raked(here, totals, names)), names, lost)


def _raked(
    here: Mapping[str, Words],
    totals: Mapping[str, Mapping[str, float]],
    names: tuple[str, ...],
) -> Raked:
    return rake({name: here[name] for name in names}, {name: totals[name] for name in names})


def _totals(words: Words, size: FloatArray) -> dict[str, float]:
    """Add up the people of each label; where a stratum has no label or number, it is left out."""
    found: dict[str, float] = {}
    for word, many in zip(words, size.tolist(), strict=True):
        if word and many > 0:
            found[word] = found.get(word, 0.0) + many
    return found


def _joined(words: Words, totals: Mapping[str, float]) -> dict[str, float]:
    """Give the totals of the labels that occur, as shares, lost ones with the smallest of them."""
    answered = Counter(words)
    smallest = min(answered, key=lambda word: (answered[word], word))
    found = {word: totals[word] for word in answered}
    found[smallest] += sum(many for word, many in totals.items() if word not in answered)
    whole = sum(found.values())
    return {word: many / whole * len(words) for word, many in found.items()}
