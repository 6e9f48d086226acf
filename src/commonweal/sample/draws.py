"""Random draws, one stream a topic, so that adding a topic leaves every other topic as it was."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Draws:
    """Give the random numbers of one seed.

    seed: any whole number from 0
    """

    seed: int

    def on(self, topic: str) -> np.random.Generator:
        """Give the stream of one topic, always the same for the same seed and topic."""
        sequence = np.random.SeedSequence([self.seed, zlib.crc32(topic.encode())])
        return np.random.Generator(np.random.Philox(sequence))


def pick(stream: np.random.Generator, weights: tuple[float, ...], size: int) -> IntArray:
    """Draw places of a list by weight.

    stream: where the numbers come from
    weights: one an entry, any scale
    size: how many
    """
    edges = np.cumsum(np.asarray(weights) / sum(weights))
    edges[-1] = 1.0
    return np.searchsorted(edges, stream.random(size), side="right").astype(np.int64)


def where(mask: BoolArray) -> IntArray:
    """Give the places at which a mask is true.

    mask: one dimension
    """
    return np.flatnonzero(mask).astype(np.int64)
