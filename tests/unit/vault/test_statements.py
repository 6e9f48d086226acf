"""What a person says on their own page stands before the exports, from the next load on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.intake.records import TODAY, patient, visit, write

from commonweal.intake.keys import PatientKeys, key_of
from commonweal.intake.load import LoadReport, ingest
from commonweal.intake.sources import Source
from commonweal.kinds import Problem
from commonweal.tables.dataset import Dataset
from commonweal.vault import vault
from commonweal.vault.statements import FILE, FOLDER, Statement, said_by, state

THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def statement(attribute: str, *values: str, status: str = "stated") -> Statement:
    return Statement(attribute, status, tuple((value, None) for value in values), THEN)


def loaded(folder: Path, *names: str) -> LoadReport:
    people = [patient(name, gender="female") for name in names or ("p1", "p2")]
    source = write(folder / "first.ndjson", [*people, visit()])
    return ingest(folder / "store", [Source(source, "fhir")], today=TODAY)


def key(store: Path, name: str = "main/p1") -> str:
    return PatientKeys(key_of(store, None))(name)


def held(dataset: Dataset | None, who: str, attribute: str) -> list[tuple[str | None, str, str]]:
    assert dataset is not None
    return [
        (one.value, one.status, one.source_element)
        for one in vault.own(dataset, who)
        if one.attribute == attribute
    ]


def test_an_answer_is_kept_and_read_back_by_its_person_alone(tmp_path: Path) -> None:
    one = Statement("raceeth_2024", "stated", (("asian", None), ("white", "urn:x")), THEN)
    state(tmp_path, "a", [one, statement("religion", status="declined")])
    assert said_by(tmp_path, "a") == {
        "raceeth_2024": one, "religion": statement("religion", status="declined"),
    }  # fmt: skip
    assert said_by(tmp_path, "b") == {}


def test_nobody_said_anything_where_there_is_no_file(tmp_path: Path) -> None:
    assert said_by(tmp_path, "a") == {}
    assert not (tmp_path / FOLDER).exists()


def test_its_owner_alone_can_open_the_file_and_nothing_taken_back_is_left_in_it(
    tmp_path: Path,
) -> None:
    state(tmp_path, "a", [statement("gender_identity", "a-marked-word")])
    state(tmp_path, "a", [statement("gender_identity", status="withdrawn")])
    path = tmp_path / FOLDER / FILE
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert b"a-marked-word" not in path.read_bytes()
    assert [one.name for one in path.parent.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "wrong",
    [
        statement("religion"),
        statement("religion", "x", status="withdrawn"),
        statement("religion", status="imputed"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(tmp_path: Path, wrong: Statement) -> None:
    with pytest.raises(Problem) as caught:
        state(tmp_path, "a", [statement("pronouns", "x"), wrong])
    assert caught.value.code == "statement-malformed"
    assert said_by(tmp_path, "a") == {}


def test_the_next_load_takes_what_a_person_says_of_themselves(tmp_path: Path) -> None:
    first = loaded(tmp_path)
    store = tmp_path / "store"
    me, other = key(store), key(store, "main/p2")
    state(store, me, [statement("admin_gender", "other"),
                      statement("raceeth_2024", "asian", "white")])  # fmt: skip
    assert held(first.dataset, me, "admin_gender") == [("female", "stated", "Patient")]
    again = loaded(tmp_path)
    assert again.version != first.version
    assert held(again.dataset, me, "admin_gender") == [("other", "stated", "self-reported")]
    assert held(again.dataset, me, "raceeth_2024") == [
        ("asian", "stated", "self-reported"), ("white", "stated", "self-reported"),
    ]  # fmt: skip
    assert held(again.dataset, other, "admin_gender") == [("female", "stated", "Patient")]


def test_withdrawn_stays_withdrawn_and_is_never_dropped(tmp_path: Path) -> None:
    store = tmp_path / "store"
    loaded(tmp_path)
    me = key(store)
    state(store, me, [statement("admin_gender", status="withdrawn")])
    for _ in range(2):
        report = loaded(tmp_path)
        assert held(report.dataset, me, "admin_gender") == [(None, "withdrawn", "self-reported")]


def test_a_load_without_a_person_leaves_their_answers_out_and_the_next_with_them_has_them(
    tmp_path: Path,
) -> None:
    store = tmp_path / "store"
    loaded(tmp_path)
    gone = key(store, "main/p2")
    state(store, gone, [statement("admin_gender", "other")])
    assert held(loaded(tmp_path, "p1").dataset, gone, "admin_gender") == []
    assert held(loaded(tmp_path).dataset, gone, "admin_gender") == [
        ("other", "stated", "self-reported")
    ]
