"""Made-up cells for the tests of adjustment: one seed, one set."""

from __future__ import annotations

import numpy as np

from commonweal.stats.adjustment.design import design
from commonweal.stats.adjustment.terms import number, term

LEVELS = {"race": 4, "age": 3, "site": 5, "month": 4}


def names(count):
    return [f"{at:02d}" for at in range(count)]


def model(seed=1, cells=60, numeric=0, interactions=(), levels=LEVELS):
    """Give a design of cells with codes at random, thinly spread when there are few cells."""
    made = np.random.default_rng(seed)
    terms = [term(key, made.integers(0, size, cells), names(size)) for key, size in levels.items()]
    numbers = [number(f"x{at}", made.normal(size=cells)) for at in range(numeric)]
    return design(terms, numbers, interactions)


def people(seed=2, cells=60):
    """Give events and people of cells, none of them all or nothing by necessity."""
    made = np.random.default_rng(seed)
    count = made.integers(5, 30, cells)
    return made.binomial(count, made.uniform(0.2, 0.8, cells)), count


# Designs that between them take every way through parts, pieces and tables.
SHAPES = {
    "one term": {"levels": {"race": 4}},
    "four terms, thin": {"cells": 50},
    "four terms, crowded": {"cells": 300},
    "numbers": {"numeric": 2, "cells": 80},
    "interaction": {"interactions": [("race", "month")], "cells": 300},
    "two interactions of one term": {
        "interactions": [("race", "month"), ("age", "race")],
        "numeric": 1,
        "cells": 400,
    },
    "three parts": {"levels": {"a": 20, "b": 20, "c": 20, "d": 2}, "cells": 500},
}
