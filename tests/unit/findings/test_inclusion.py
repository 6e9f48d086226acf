"""The inclusion table: counted by its rules, shown with its small counts hidden."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.reference.tables import pairs
from tests.spec.tabled import tables_of, write

from commonweal.disclosure import Hidden, Policy
from commonweal.disclosure.forms import release_form
from commonweal.findings import inclusion_words as words
from commonweal.findings.inclusion import _notes, count, inclusion, lines
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Problem
from commonweal.tables.dataset import Dataset
from commonweal.vision.forms.inclusion_form import form_on

DAY = date(2025, 12, 31)
PAIRS = pairs("research", "nih_table", "nih_participants")
FORM = form_on(DAY)
MANY = "\n".join(
    f"s1         p{at}             enrolled  2025-0{1 + at % 9}-01" for at in range(240)
)
PEOPLE = "\n".join(
    f"p{at}              {('white', 'asian')[at % 2]}  not_hispanic  "
    f"{('female', 'male')[at // 120]}"
    for at in range(240)
)
STORE = f"""
study
study_key  nct   condition  nih_clinical_research  target  first_planned  last_planned
s1         N001  asthma     yes                    200     2024-01-01     2027-12-31
s2         N002  asthma     no                     200     2024-01-01     2027-12-31
s3         N003  asthma     yes                    200     2024-01-01     2027-12-31

participant
participant_key  race  ethnicity  sex
{PEOPLE}
few              black+white  hispanic  female

recruit_event
study_key  participant_key  event     at
{MANY}
s3         few              enrolled  2025-02-01
s3         p0               enrolled  2025-02-01
s2         p1               enrolled  2025-02-01
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    home: Path = tmp_path_factory.mktemp("inclusion")
    write(home / "export", tables_of(STORE))
    source = Source(home / "export", "csv", mapping=home / "export" / "mapping.toml")
    report = ingest(home / "store", [source], today=date(2026, 1, 2))
    assert report.dataset is not None
    yield report.dataset


@pytest.mark.parametrize("one", PAIRS)
def test_counts_are_those_of_the_reference(one):
    content, people = one
    rows = list(csv.DictReader(people.read_text().splitlines()))
    labels = list(content["table"])
    codes = dict(zip(labels[:-2], (code for code, _ in FORM.races), strict=True))
    ethnicities = dict(zip(content["table"][labels[0]],
                           (code for code, _ in FORM.ethnicities), strict=True))  # fmt: skip
    sexes = dict(zip(content["table"][labels[0]][next(iter(ethnicities))],
                     (code for code, _ in FORM.sexes), strict=True))  # fmt: skip
    said = [
        (tuple(codes[race] for race in row["race"].split("|") if race in codes),
         ethnicities[row["ethnicity"]], sexes[row["sex"]])
        for row in rows
    ]  # fmt: skip
    made = count(FORM, said)
    assert made.total == content["grand_total"]
    assert made.races.tolist() == [content["row_totals"][label] for label in labels]


def test_a_study_is_found_by_its_id_and_by_its_number(held: Dataset) -> None:
    by_id, by_number = (inclusion(held, DAY, study) for study in ("s1", "N001"))
    assert by_id.shown == by_number.shown
    assert by_id.shown.facts[(None, None, None)] == 240
    assert by_id.studies == 1


def test_all_studies_of_nih_are_added_up(held: Dataset) -> None:
    together = inclusion(held, DAY)
    assert together.studies == 2
    # One woman of two races would follow from the totals, so they go too.
    assert isinstance(together.shown.facts[(None, None, None)], Hidden)
    assert "counts twice" in together.notes[0]


def test_enrollment_is_cumulative_to_a_day(held: Dataset) -> None:
    assert inclusion(held, date(2025, 1, 31), "s1").shown.facts[(None, None, None)] == 27


def test_few_people_are_hidden_and_it_is_said(held: Dataset) -> None:
    found = inclusion(held, DAY, "s3")
    assert all(isinstance(fact, Hidden) for fact in found.shown.facts.values())
    text = lines(found)
    assert any("* not shown" in line for line in text)
    assert any("This is the layout of the form, not the form." in line for line in text)


def test_a_table_of_large_counts_is_whole(held: Dataset) -> None:
    text = lines(inclusion(held, DAY, "s1", Policy()))
    white = next(line for line in text if line.startswith("White"))
    assert white.split() == ["White", "60", "60", "0", "0", "0", "0", "0", "0", "0", "120"]
    assert not any("not shown" in line for line in text)


@pytest.mark.parametrize("study", ["s9", ""])
def test_a_study_that_is_not_there_is_named(held: Dataset, study: str, tmp_path: Path) -> None:
    where = held if study else _without_studies(tmp_path)
    with pytest.raises(Problem) as caught:
        inclusion(where, DAY, study)
    assert caught.value.code == "study-unknown"


def _without_studies(home: Path) -> Dataset:
    write(home / "export", tables_of("participant\nparticipant_key  sex\nann  female"))
    source = Source(home / "export", "csv", mapping=home / "export" / "mapping.toml")
    report = ingest(home / "store", [source], today=date(2026, 1, 2))
    assert report.dataset is not None
    return report.dataset


def test_a_form_that_somebody_qualified_compared_is_not_called_unreviewed() -> None:
    form = replace(form_on(date(2025, 12, 31)), reviewed=True)
    assert words.UNREVIEWED not in _notes(form, release_form(form.shape, [0] * 63), 1)
    assert words.UNREVIEWED in _notes(
        replace(form, reviewed=False), release_form(form.shape, [0] * 63), 1
    )
