"""The inclusion table of research participants: race by ethnicity by sex, exact counts.

Rows and columns are numbers here; their words and versions belong to the report that prints them.
Exact counts may identify people, so they leave the house only as a filing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Problem

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class InclusionTable:
    """Hold exact counts.

    cells: participants, shape (races + 2, ethnicities, sexes): each single race in the order given,
           then more than one race, then race not known
    >>> inclusion_table([[1, 0], [1, 1]], [0, 0], [0, 1], 1, 2).races
    array([1, 0, 1, 0])
    """

    cells: Counts

    @property
    def races(self) -> Counts:
        """Give the total of each row of race."""
        return np.asarray(self.cells.sum(axis=(1, 2)))

    @property
    def columns(self) -> Counts:
        """Give the total of each ethnicity and sex."""
        return np.asarray(self.cells.sum(axis=0))

    @property
    def total(self) -> int:
        """Give all participants."""
        return int(self.cells.sum())


def inclusion_table(
    races: ArrayLike, ethnicity: ArrayLike, sex: ArrayLike, ethnicities: int, sexes: int
) -> InclusionTable:
    """Count participants for the inclusion enrollment report.

    races:       whether a participant named a race, 0 or 1, shape (people, races); no race named is
                 race not known, two or more are more than one race
    ethnicity:   number of each one's ethnicity from 0, shape (people,); never a race
    sex:         number of each one's sex from 0, shape (people,)
    ethnicities: how many ethnicities there are, not known among them
    sexes:       how many sexes there are, not known among them
    Gives an InclusionTable whose cells add up to all participants.
    Fails with Problem "shapes-differ" when there is not one value of each for a participant.
    Fails with Problem "codes-outside" when a code is outside its list.
    Source: counting rules of NIH inclusion reporting (research.md section 6); checked against
    counted participants in tests/reference/test_research_nih_table.py
    >>> inclusion_table([[1, 0], [1, 1]], [0, 0], [0, 1], 1, 2).total
    2
    """
    named = np.asarray(races)
    row = _rows(named)
    codes = [np.asarray(each) for each in (ethnicity, sex)]
    if any(each.shape != row.shape for each in codes):
        raise Problem(
            "shapes-differ",
            "There is not one ethnicity and one sex for each participant.",
            "Give the number of 'not known' where it is not known.",
        )
    shape = (named.shape[1] + 2, ethnicities, sexes)
    for each, size in zip(codes, shape[1:], strict=True):
        if len(each) and (each.dtype.kind not in "iu" or each.min() < 0 or each.max() >= size):
            raise Problem(
                "codes-outside",
                "A code is outside its list of categories.",
                "Number the categories from 0, and give 'not known' a number of its own.",
            )
    places = np.ravel_multi_index((row, *(each.astype(np.intp) for each in codes)), shape)
    counted = np.bincount(places, minlength=int(np.prod(shape)))
    return InclusionTable(counted.reshape(shape).astype(np.int64))


def _rows(named: NDArray[np.generic]) -> NDArray[np.intp]:
    if named.ndim != 2 or not np.isin(named, (0, 1)).all():
        raise Problem(
            "shapes-differ",
            "The races are not one row of yes and no for each participant.",
            "Give a column for each race, 1 where the participant named it.",
        )
    many = named.sum(axis=1)
    single = named.argmax(axis=1) if named.shape[1] else np.zeros(len(named), dtype=np.intp)
    more, unknown = named.shape[1], named.shape[1] + 1
    return np.asarray(np.select([many == 1, many > 1], [single, more], unknown), dtype=np.intp)
