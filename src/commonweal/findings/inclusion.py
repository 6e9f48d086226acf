"""The inclusion enrollment table of NIH: counted exactly, shown with its small counts hidden.

The exact table is a filing. Until that level of release stands, this is its layout and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from commonweal.disclosure import Hidden, Policy
from commonweal.disclosure.forms import ShownForm, release_form
from commonweal.engine import inclusion as engine
from commonweal.engine.session import Session
from commonweal.findings import inclusion_words as words
from commonweal.kinds import Problem
from commonweal.stats.enrollment.inclusion import InclusionTable, inclusion_table
from commonweal.tables.dataset import Dataset
from commonweal.vision.forms.inclusion_form import InclusionForm, Listed, form_on


@dataclass(frozen=True)
class InclusionFinding:
    """Hold the form as it may be shown.

    form:    rows, columns and words
    shown:   counts or their stand-ins
    studies: how many studies it adds up
    until:   last day that counts
    notes:   what a reader must know of it

    >>> "shown" in InclusionFinding.__dataclass_fields__
    True
    """

    form: InclusionForm
    shown: ShownForm
    studies: int
    until: date
    notes: tuple[str, ...]


def inclusion(
    dataset: Dataset, until: date, study: str = "", policy: Policy | None = None
) -> InclusionFinding:
    """Count everybody enrolled for the inclusion table, and let through what may be shown.

    dataset: an opened version
    until:   last day that counts; enrollment is cumulative
    study:   id of one study in its system or in the public register; "" for all that are clinical
             research as NIH defines it, whose tables are then added up
    policy:  how careful to be; the usual care when none is given
    Fails with Problem "study-unknown" when there is no such study, and "form-not-known".

    >>> from pathlib import Path
    >>> try:
    ...     inclusion(Dataset(Path("none"), "0123456789abcdef", frozenset()), date(1980, 1, 1))
    ... except Problem as problem:
    ...     print(problem.code)
    form-not-known
    """
    form = form_on(until)
    with Session(dataset, None) as look:
        chosen = engine.studies(look, study)
        if not chosen:
            raise Problem(
                "study-unknown",
                f"No study is called '{study}' in this store." if study else
                "No study of this store is marked as clinical research as NIH defines it.",
                "Name a study by its id in its system or in the public register.",
            )  # fmt: skip
        said = engine.enrolled(look, chosen, until)
    counted = count(form, said)
    shown = release_form(form.shape, counted.cells.ravel().tolist(), policy)
    return InclusionFinding(form, shown, len(chosen), until, _notes(form, shown, len(chosen)))


def count(form: InclusionForm, said: list[engine.Said]) -> InclusionTable:
    """Count what people said by the rules of the form.

    form: rows and columns
    said: races, ethnicity and sex of each person
    Gives exact counts. A race that the form does not list is no race; who named two of those it
    lists is in the row for more than one; Hispanic is never a race.
    Source: counting rules of NIH inclusion reporting, in `stats.enrollment.inclusion`

    >>> form = form_on(date(2025, 12, 31))
    >>> count(form, [(("asian", "white"), "hispanic", "female"), (("other",), "", "")]).races
    array([0, 0, 0, 0, 0, 1, 1])
    """
    races = np.array([[code in one for code, _ in form.races] for one, _, _ in said], dtype=int)
    return inclusion_table(
        races.reshape(len(said), len(form.races)),
        np.array([_place(form.ethnicities, one) for _, one, _ in said], dtype=int),
        np.array([_place(form.sexes, one) for _, _, one in said], dtype=int),
        len(form.ethnicities),
        len(form.sexes),
    )


def lines(found: InclusionFinding) -> list[str]:
    """Write the form as text: a row a race, a column an ethnicity and sex, and the totals.

    found: from `inclusion`

    >>> form = form_on(date(2025, 12, 31))
    >>> shown = release_form(form.shape, [0] * 63)
    >>> lines(InclusionFinding(form, shown, 1, date(2025, 12, 31), ()))[0]
    'Inclusion Enrollment Report, cumulative to 2025-12-31'
    """
    form = found.form
    heads = [(ethnicity, sex) for _, ethnicity in form.ethnicities for _, sex in form.sexes]
    text: list[str] = [words.TITLE.format(title=form.title, day=found.until.isoformat())]
    text += [words.COLUMNS.format(sex=form.sex)]
    text += [
        words.COLUMN.format(number=at, ethnicity=ethnicity, sex=sex)
        for at, (ethnicity, sex) in enumerate(heads, start=1)
    ]
    width = max(len(row) for row in (*form.rows, words.TOTAL)) + 2
    numbers = [f"({at})" for at in range(1, len(heads) + 1)]
    text += ["", " " * width + "".join(f"{head:>7}" for head in (*numbers, words.TOTAL))]
    _, ethnicities, sexes = form.shape
    columns = [*product(range(ethnicities), range(sexes)), (None, None)]
    for row, label in enumerate((*form.rows, words.TOTAL)):
        place = row if row < len(form.rows) else None
        cells = (_written(found.shown.facts[(place, *column)]) for column in columns)
        text.append(f"{label:<{width}}" + "".join(f"{cell:>7}" for cell in cells))
    return [*text, "", *found.notes]


def _place(listed: Listed, code: str) -> int:
    codes = [one for one, _ in listed]
    return codes.index(code) if code in codes else codes.index("")


def _written(fact: int | Hidden) -> str:
    return words.HIDDEN if isinstance(fact, Hidden) else f"{fact:,}"


def _notes(form: InclusionForm, shown: ShownForm, studies: int) -> tuple[str, ...]:
    notes = [words.STUDIES.format(studies=studies)] if studies > 1 else []
    if shown.hidden:
        notes.append(words.NOT_SHOWN)
    notes.append(words.FILING)
    if not form.reviewed:
        notes.append(words.UNREVIEWED)
    return tuple(notes)
