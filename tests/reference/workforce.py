"""How the workforce vectors are compared: number by number, and null is a value with a reason."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.reference.vectors import files, find

from commonweal.kinds import Estimated, Group, Rows

SIDES = ("x_focal", "n_focal", "x_reference", "n_reference")


def sides(given: dict[str, Any]) -> list[Any]:
    """Give the four counts of a selection table in the order our functions take them."""
    return [given[name] for name in SIDES]


def same(ours: Any, theirs: Any, rel: float = 1e-9, *, tiny: float = 1e-13) -> None:
    """Assert that numbers of any nesting agree, and that null is nan.

    What is tiny beside 1 passes for zero; p-values want tiny=0.
    """
    if theirs is None:
        assert np.isnan(np.asarray(ours, dtype=float)).all()
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            same(one, other, rel, tiny=tiny)
    else:
        assert float(ours) == pytest.approx(float(theirs), rel=rel, abs=tiny)
        assert not math.isnan(float(ours))


def same_estimate(
    estimate: Any, theirs: float | None, rel: float = 1e-9, *, tiny: float = 1e-13
) -> None:
    """Assert that an Estimate of one agrees, and that null comes with a reason."""
    same(estimate.value[0], theirs, rel, tiny=tiny)
    assert (theirs is None) == bool(estimate.reason[0])


def interval(estimate: Any) -> list[float]:
    """Give the limits of an Estimate of one."""
    return [float(estimate.low[0]), float(estimate.high[0])]


def table(name: str) -> dict[str, list[str]]:
    """Read a data set of others that stays beside the checkout, or skip and say so."""
    path = find("workforce", name)
    if path is None:
        pytest.skip(f"no {name}: it is others' data, kept in ../shared/data/workforce")
    return columns(path)


def columns(path: Path) -> dict[str, list[str]]:
    """Read a CSV as columns of text."""
    header, *rows = (line.split(",") for line in path.read_text().splitlines() if line)
    names = [name.strip('"') for name in header]
    return {name: [row[at].strip('"') for row in rows] for at, name in enumerate(names)}


def single(family: str) -> list[Any]:
    """Give the cases of a family whose files may hold one case without a list around it."""
    found = []
    for path in files("workforce", family):
        content = json.loads(path.read_text())
        found += content if isinstance(content, list) else [content]
    if found:
        return [pytest.param(one, id=one["id"]) for one in found]
    reason = f"no vectors workforce/{family}.json: set COMMONWEAL_VECTORS or keep shared/ beside"
    return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]


def is_(column: list[str], word: str) -> Any:
    """Mark with 1 who has a word in a column."""
    return (np.array(column) == word) * 1.0


def salaries() -> dict[str, Any]:
    """Give the faculty salaries as the models name their columns, or skip."""
    rows = table("salaries.csv")
    years = np.array(rows["yrs_since_phd"], float)
    return {
        "pay": np.array(rows["salary"], float),
        "female": is_(rows["sex"], "Female"),
        "assoc": is_(rows["rank"], "AssocProf"),
        "prof": is_(rows["rank"], "Prof"),
        "B": is_(rows["discipline"], "B"),
        "phd": years,
        "phd2": years**2 / 100,
        "service": np.array(rows["yrs_service"], float),
        "cell": np.char.add(rows["rank"], rows["discipline"]),
    }


def wages() -> dict[str, Any]:
    """Give the wages of 1985 as the models name their columns, or skip."""
    rows = table("cps1985.csv")
    years = np.array(rows["experience"], float)
    return {
        "pay": np.array(rows["wage"], float),
        "female": is_(rows["gender"], "female"),
        "education": np.array(rows["education"], float),
        "experience": years,
        "exp2": years**2 / 100,
        "union1": is_(rows["union"], "yes"),
        "south": is_(rows["region"], "south"),
        "occ": np.array(rows["occupation"]),
    }


def spelt_out(had: Any, size: Any, rest_had: Any, rest_size: Any) -> Rows:
    """Spell selection tables out, one line a person; each entry is a stratum of its own."""
    met, own, place = [], [], []
    tables = zip(*(np.atleast_1d(one).astype(int) for one in (had, size, rest_had, rest_size)),
                 strict=True)  # fmt: skip
    for at, (x, n, y, m) in enumerate(tables):
        met += [True] * x + [False] * (n - x) + [True] * y + [False] * (m - y)
        own += [True] * n + [False] * m
        place += [float(at)] * (n + m)
    return Rows(
        (Group("side", "focal", "Focal"),), np.array(own, bool)[:, None], np.arange(len(own)),
        np.array(met, bool), {"stratum": np.array(place)},
    )  # fmt: skip


def figures(found: Estimated) -> dict[str, Any]:
    """Give the further figures of a method by their key: the number, or the word."""
    return {one.key: one.text or one.value for one in found.figures}
