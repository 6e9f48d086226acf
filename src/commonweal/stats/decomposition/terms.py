"""The columns of a linear decomposition: numbers as they are, categories by deviation contrasts.

Deviation contrasts compare each category with the mean of all, so no category is the base and
the choice of one can not move a result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, numbers

INTERCEPT = "(Intercept)"


@dataclass(frozen=True, eq=False)
class Terms:
    """Hold the columns of several terms.

    names:    the terms, the intercept first
    whole:    every column with every category as 0 or 1, shape (rows, m)
    spread:   whole @ spread is what is fitted, and spread @ coefficients gives the coefficient of
              each whole column, shape (m, p)
    selected: which whole columns a term has, 0 or 1, shape (terms, m)

    >>> read_terms({"site": ["a", "b", "a"]}, 3).fitted
    array([[ 1.,  1.],
           [ 1., -1.],
           [ 1.,  1.]])
    """

    names: tuple[str, ...]
    whole: FloatArray
    spread: FloatArray
    selected: FloatArray

    @property
    def fitted(self) -> FloatArray:
        """Give the columns to fit, shape (rows, p)."""
        return self.whole @ self.spread


def read_terms(columns: Mapping[str, ArrayLike], rows: int) -> Terms:
    """Read named columns, numbers or words, as the terms of a linear model with an intercept.

    columns: name -> one number or one word a row, each shape (rows,)
    rows:    how many rows there are
    Gives the Terms; a column of words becomes one term with a column for each word.
    Fails with Problem "shapes-differ" when a column has not one value a row.
    Fails with Problem "numbers-missing" when a column of numbers has a gap.
    Source: Yun 2005, Economic Inquiry 43:766-772 (normalized regression), as deviation contrasts
    >>> read_terms({"age": [30, 40], "site": ["a", "b"]}, 2).names
    ('(Intercept)', 'age', 'site')
    """
    blocks = [np.ones((rows, 1)), *(_block(name, column) for name, column in columns.items())]
    for name, block in zip((INTERCEPT, *columns), blocks, strict=True):
        if len(block) != rows:
            raise Problem(
                "shapes-differ",
                f"The column '{name}' has not one value for each row.",
                "Give every column as many values as there are rows.",
            )
    words = [False, *(_of_words(column) for column in columns.values())]
    widths = [block.shape[1] for block in blocks]
    selected = np.repeat(np.eye(len(blocks)), widths, axis=1)
    return Terms((INTERCEPT, *columns), np.hstack(blocks), _spread(widths, words), selected)


def _of_words(column: ArrayLike) -> bool:
    return np.asarray(column).dtype.kind in "USOb"


def _block(name: str, column: ArrayLike) -> FloatArray:
    if not _of_words(column):
        return numbers(**{name: column})[0][:, None]
    words, which = np.unique(np.asarray(column).astype(str), return_inverse=True)
    return np.asarray(np.eye(len(words))[which], dtype=np.float64)


def _spread(widths: list[int], words: list[bool]) -> FloatArray:
    pieces = [
        np.vstack((np.eye(width - 1), -np.ones((1, width - 1)))) if word else np.eye(width)
        for width, word in zip(widths, words, strict=True)
    ]
    whole = np.zeros((sum(widths), sum(piece.shape[1] for piece in pieces)))
    row = column = 0
    for piece in pieces:
        whole[row : row + piece.shape[0], column : column + piece.shape[1]] = piece
        row, column = row + piece.shape[0], column + piece.shape[1]
    return whole
