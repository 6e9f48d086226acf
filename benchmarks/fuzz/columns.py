"""Draw columns that nobody would make up, for estimators of one, two or many groups.

Tables of groups for the summary measures are drawn in drawing.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Columns:
    """Draw columns of k tables each; `whole` keeps to whole people, as exact tests count them."""

    chance: np.random.Generator
    k: int
    whole: bool = False
    most: float = 1e15

    def each(self) -> Array:
        """Draw numbers from 0 to 1."""
        return self.chance.random(self.k)

    def people(self) -> Array:
        """Draw how many people: few or many, nobody, effective ones down to 1e-9, up to 1e15."""
        u, top = self.each(), np.log10(self.most)
        kinds = [np.floor(10 ** (top / 2 * u)), np.floor(6 * u), 0 * u, np.floor(10 ** (top * u))]
        if not self.whole:
            kinds += [10 ** (6 * u), 10 ** (-9 * u)]
        chosen = self._mixed(kinds, often=3)
        return np.where(self.chance.random() < 0.1, np.floor(u * 50), chosen)

    def part(self, people: Array) -> Array:
        """Draw how many of these people had the event: some, nobody, all, all but a few."""
        u = self.each()
        kinds = [u * people, u**9 * people, 0 * u, people, people - np.minimum(people, 3 * u)]
        drawn = self._mixed(kinds, often=2)
        drawn = np.floor(drawn) if self.whole else np.where(drawn < 1e-9, 0.0, drawn)
        return np.clip(drawn, 0, people)

    def some(self) -> Array:
        """Draw how many events there were, with nothing to be a part of."""
        return self.people()

    def share(self) -> Array:
        """Draw a proportion: also 0, 1 and close to either."""
        u = self.each()
        return self._mixed([u, 10 ** (-9 * u), 1 - 10 ** (-9 * u), 0 * u, 0 * u + 1], often=3)

    def value(self) -> Array:
        """Draw numbers of either sign, of any size, equal ones and zeros."""
        u, sign = self.each(), np.sign(self.each() - 0.3)
        kinds = [sign * u, 100 * u, np.round(3 * u), 0 * u, 0 * u + 7.1, sign * 10 ** (20 * u - 10),
                 1e9 + u]  # fmt: skip
        return self._mixed(kinds, often=2)

    def error(self) -> Array:
        """Draw standard errors or weights: none below 0, some 0, tiny or huge."""
        u = self.each()
        return self._mixed([u, 0 * u, 0 * u + 1, 10 ** (20 * u - 10)], often=3)

    def tables(self, most: int = 12) -> Array:
        """Number the rows by tables of up to so many rows."""
        return np.sort(self.chance.integers(0, max(1, 2 * self.k // most), self.k))

    def times(self, columns: int) -> Columns:
        """Draw columns of as many tables, so many columns each, which `grid` puts in shape."""
        return Columns(self.chance, self.k * columns, self.whole, self.most)

    def grid(self, drawn: Array, columns: int) -> Array:
        """Put what was drawn by `times` in shape (k, columns); some rows have one number only."""
        shaped = drawn.reshape(self.k, columns).copy()
        alike = self.each() < 0.1
        shaped[alike] = shaped[alike, :1]
        return shaped

    def _mixed(self, kinds: list[Array], often: int) -> Array:
        """Take one kind a row, the first more often."""
        kind = np.maximum(self.chance.integers(1 - often, len(kinds), len(kinds[0])), 0)
        return np.stack(kinds)[kind, np.arange(len(kind))]
