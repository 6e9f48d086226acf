"""Write the made-up survey to a folder: its exports, their mapping, and what is true in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from commonweal.kinds import Problem
from commonweal.sample import writing
from commonweal.sample.draws import Draws
from commonweal.sample.survey import truth
from commonweal.sample.survey.mapping import HEADS, MAPPING
from commonweal.sample.survey.people import ETHNICITIES, GENDERS, RACES, SKIPPED, Round, draw
from commonweal.sample.survey.truth import COMPOSITES, LAYERS, PLANTED, TENURES, UNITS
from commonweal.sample.written import Gap, Written

INVITED = 1200
YEARS = 3
# The third item of openness and two of inclusion are worded the other way.
REVERSED = {("Communication Openness", 4), ("Inclusion", 3), ("Inclusion", 7)}
Row = tuple[object, ...]


def write(
    folder: Path,
    *,
    seed: int = 1,
    last_year: int = 2025,
    size: int = INVITED,
    gaps: tuple[Gap, ...] = PLANTED,
) -> Written:
    """Write the exports of three yearly rounds. The same arguments give the same bytes.

    folder: made when it is not there; files of the same names are written over
    seed: of the random numbers
    last_year: year of the last round
    size: how many people are invited to a round
    gaps: what is planted; nothing else differs between groups
    Fails with Problem "sample-malformed", "gap-unknown" or "gap-impossible".
    """
    if size < 1 or seed < 0:
        raise Problem(
            "sample-malformed",
            "A survey invites at least one person, and a seed is from 0.",
            "Choose other numbers.",
        )
    truth.check(gaps)
    draws = Draws(seed)
    rounds = {
        year: draw(draws, year, size, gaps) for year in range(last_year - YEARS + 1, last_year + 1)
    }
    made: dict[str, Iterator[Row]] = {
        "rounds": _rounds(rounds),
        "questionnaire": _items(rounds),
        "participants": _people(rounds),
        "answers": _answers(rounds),
        "invitations": _frame(rounds),
    }
    folder.mkdir(parents=True, exist_ok=True)
    rows = tuple(
        (name, writing.table(folder / f"{name}.csv", HEADS[name], each))
        for name, each in made.items()
    )
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return Written(folder, rows, gaps, ())


def _rounds(rounds: dict[int, Round]) -> Iterator[Row]:
    for year in rounds:
        yield f"R{year}", "Staff survey, version 2", f"{year}-04-01", f"{year}-04-30", "anonymous"


def _items(rounds: dict[int, Round]) -> Iterator[Row]:
    for year in rounds:
        for _, dimension, items, _ in COMPOSITES:
            for item in range(1, items + 1):
                code = f"{dimension[:4].upper()}{item:02d}"
                negative = "yes" if (dimension, item) in REVERSED else "no"
                text = f"Made-up item {item} on {dimension.lower()}"
                yield f"{year}-{code}", f"R{year}", code, dimension, text, 1, 5, negative


def _people(rounds: dict[int, Round]) -> Iterator[Row]:
    for year, one in rounds.items():
        for at in np.flatnonzero(one.answered).tolist():
            # A position that the mapping does not know, and one that was left out.
            position = LAYERS[one.layer[at]][1]
            position = {100: "Volunteer", 200: ""}.get(at % 401, position)
            row = (
                _respondent(year, at), f"R{year}", position, UNITS[one.unit[at]],
                TENURES[one.tenure[at]][0], RACES[one.race[at]][0],
                ETHNICITIES[one.ethnicity[at]][0], GENDERS[one.gender[at]][0],
            )  # fmt: skip
            yield row
            if at % 311 == 0:  # sent twice
                yield row


def _answers(rounds: dict[int, Round]) -> Iterator[Row]:
    for year, one in rounds.items():
        for at in np.flatnonzero(one.answered).tolist():
            for (_, dimension, items, _), table in zip(COMPOSITES, one.answers, strict=True):
                for item in range(1, items + 1):
                    given = int(table[at, item - 1])
                    if given == SKIPPED:
                        continue
                    if (dimension, item) in REVERSED and given <= 5:
                        given = 6 - given
                    code = f"{dimension[:4].upper()}{item:02d}"
                    number = f"{year}-{at}-{code}"
                    # A cell that the scanner could not read.
                    shown = "*" if (at * 7 + item) % 1999 == 0 else given
                    yield number, _respondent(year, at), f"{year}-{code}", shown


def _frame(rounds: dict[int, Round]) -> Iterator[Row]:
    for year, one in rounds.items():
        strata = list(zip(one.layer.tolist(), one.unit.tolist(), one.tenure.tolist(), strict=True))
        invited = Counter(strata)
        done = Counter(
            stratum for stratum, there in zip(strata, one.answered.tolist(), strict=True) if there
        )
        for place, stratum in enumerate(sorted(invited), 1):
            layer, unit, tenure = stratum
            yield (
                f"{year}-{place}", f"R{year}", LAYERS[layer][1], UNITS[unit],
                TENURES[tenure][0], invited[stratum], done[stratum],
            )  # fmt: skip


def _respondent(year: int, at: int) -> str:
    """Give a respondent a number that tells nothing of the stratum."""
    return f"{year}-{(at * 7919 + 104729) % 1000003:06d}"
