"""Which columns of a design say something that the columns before them do not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor

from commonweal.stats.inputs import FloatArray

# Share of a column that must be left after taking out the columns before it.
LEFT = 1e-10


def independent(gram: FloatArray) -> NDArray[np.bool_]:
    """Say which columns are no sum of columns before them.

    gram: products of the columns with each other, shape (p, p)
    Gives True for a column that stays, False for one that is dropped, shape (p,).
    Source: Cholesky factor column by column; R's lm drops the same columns, in the same order
    >>> independent(np.array([[2.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]))
    array([ True,  True, False])
    """
    size = np.sqrt(np.diag(gram))
    seen = size > 0
    scaled = gram / np.where(seen, size, 1) / np.where(seen, size, 1)[:, None]
    if seen.all() and _plainly(scaled):
        return seen
    factor = np.zeros_like(scaled)
    for at in np.flatnonzero(seen):
        rest = scaled[at:, at] - factor[at:, :at] @ factor[at, :at]
        seen[at] = rest[0] > LEFT
        if seen[at]:
            factor[at:, at] = rest / np.sqrt(rest[0])
    return seen


def _plainly(scaled: FloatArray) -> bool:
    """Say whether the plain factor shows at once that all columns stay."""
    try:
        factor, _ = cho_factor(scaled, lower=True, check_finite=False)
    except LinAlgError:
        return False
    return bool((np.diag(factor) ** 2 > 10 * LEFT).all())
