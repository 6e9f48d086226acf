"""One look at one version: tables that are absent, rows of nobody, value sets, codings."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.unit.engine.made import Row, dataset, measure, passing, value_sets

from commonweal.engine.session import ENGINE, Session
from commonweal.engine.sql import fill
from commonweal.kinds import Problem
from commonweal.measures.criteria import Code, Coded, Has, Records, ValueSet
from commonweal.tables.clinical import CLINICAL, Condition, Encounter
from commonweal.tables.dataset import Dataset
from commonweal.vault import spill

A = Code("urn:s", "a")
SET, HOLLOW, ABSENT = ValueSet("1.1", "one"), ValueSet("1.2", "none"), ValueSet("1.3", "absent")
PEOPLE: list[Row] = [{"patient_key": "p0", "birth": "1990-05-05"}, {"patient_key": "p1"}]
VISITS: list[Row] = [
    {"encounter_key": "e0", "patient_key": "p0", "type": [A.token, A.token, "urn:s|z"]},
    {"encounter_key": "e1", "patient_key": "nobody", "type": [A.token]},
    {"encounter_key": "e2", "patient_key": None, "type": [A.token]},
    {"encounter_key": "e3", "patient_key": "p1"},
]


def test_every_table_is_there_with_its_columns(tmp_path: Path) -> None:
    with Session(dataset(tmp_path, {"patient": PEOPLE}), None) as session:
        for table in CLINICAL:
            if table.name == "patient":
                continue
            assert session.run(fill(f"SELECT * FROM {table.name}")) == []
            found = session.run(fill(f"DESCRIBE SELECT * FROM {table.name}"))
            described = {str(row[0]) for row in found}
            assert {name for name, _, _ in table.physical()} | {"row_key"} <= described


def test_a_table_that_was_held_without_rows_is_empty(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"patient": PEOPLE, "encounter": []})
    (made.folder / "tables" / "encounter" / "part-0.parquet").unlink()
    with Session(made, None) as session:
        assert session.run(fill("SELECT * FROM encounter")) == []


def test_parts_are_read_together_and_a_table_not_named_is_not_read(tmp_path: Path) -> None:
    made = dataset(tmp_path / "a", {"patient": PEOPLE, "encounter": VISITS[:1]})
    more = dataset(tmp_path / "b", {"patient": PEOPLE, "encounter": VISITS[3:]})
    second = more.folder / "tables" / "encounter" / "part-0.parquet"
    second.rename(made.folder / "tables" / "encounter" / "part-1.parquet")
    with Session(made, None) as session:
        assert session.run(fill("SELECT count(*) FROM encounter")) == [(2,)]
    left_out = Dataset(made.store, made.version, frozenset({"patient"}))
    with Session(left_out, None) as session:
        assert session.run(fill("SELECT count(*) FROM encounter")) == [(0,)]


def test_rows_of_nobody_are_left_out_and_birth_stands_beside(tmp_path: Path) -> None:
    with Session(dataset(tmp_path, {"patient": PEOPLE, "encounter": VISITS}), None) as session:
        found = session.run(
            fill(
                "SELECT row_key, CAST(patient_birth_day AS VARCHAR) FROM encounter ORDER BY row_key"
            )
        )
    assert found == [("e0", "1990-05-05"), ("e3", None)]


def test_a_row_of_no_person_table_is_kept(tmp_path: Path) -> None:
    tables = {"patient": PEOPLE, "organization": [{"org_key": "o", "label": "North"}]}
    with Session(dataset(tmp_path, tables), None) as session:
        assert session.run(fill("SELECT label FROM organization")) == [("North",)]


def test_a_set_that_is_empty_is_known_and_a_set_that_is_missing_is_not(tmp_path: Path) -> None:
    made = dataset(tmp_path / "store", {"patient": PEOPLE, "encounter": VISITS})
    path = value_sets(tmp_path / "sets.parquet", {SET.url: [A.token], HOLLOW.url: []})
    with Session(made, path) as session:
        assert session.known_sets() == {SET.url, HOLLOW.url}
        for entry, wanted in ((SET, {"p0"}), (HOLLOW, set()), (ABSENT, set())):
            records = Records(Encounter, (Coded(Encounter.type, (entry,)),))
            assert passing(session, Has(records)) == wanted


def test_without_value_sets_none_is_known(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"patient": PEOPLE, "encounter": VISITS})
    with Session(made, None) as session:
        assert session.known_sets() == frozenset()
        assert passing(session, Has(Records(Encounter, (Coded(Encounter.type, (A,)),)))) == {"p0"}
        assert passing(session, Has(Records(Encounter, (Coded(Encounter.type, (SET,)),)))) == set()


def test_codings_wanted_are_listed_once_a_row(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"patient": PEOPLE, "encounter": VISITS})
    declared = measure(Has(Records(Encounter, (Coded(Encounter.type, (A,)),))))
    with Session(made, None) as session:
        session.prepare((declared,))
        listed = session.run(fill("SELECT row_key, token FROM coding_encounter_type"))
        assert listed == [("e0", A.token)]


def test_a_session_may_be_prepared_for_other_measures(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"patient": PEOPLE, "encounter": VISITS})
    with Session(made, None) as session:
        coded = Has(Records(Encounter, (Coded(Encounter.type, (Code("urn:s", "z"),)),)))
        assert passing(session, coded) == {"p0"}
        assert passing(session, Has(Records(Condition))) == set()
        assert passing(session, coded) == {"p0"}


def test_paths_with_quotes_are_opened(tmp_path: Path) -> None:
    made = dataset(tmp_path / 'it\'s "here"', {"patient": PEOPLE})
    with Session(made, None) as session:
        assert session.run(fill("SELECT count(*) FROM patient")) == [(2,)]


def test_a_version_without_its_vault_is_not_opened(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"patient": PEOPLE})
    (tmp_path / "vault" / made.version / "attribute.parquet").unlink()
    with pytest.raises(Problem) as raised:
        Session(made, None)
    assert raised.value.code == "vault-missing"
    assert list((tmp_path / spill.SHELF).iterdir()) == []


def test_what_outgrows_memory_stays_in_the_store_and_goes_with_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    made = dataset(tmp_path / "store", {"patient": PEOPLE})
    with Session(made, None, threads=1) as session:
        session.connection.execute("SET memory_limit = '40MB'")
        many = "SELECT range AS n, md5(CAST(range AS VARCHAR)) AS said FROM range(3000000)"
        session.create("many", fill(many))
        (own,) = (made.store / spill.SHELF).iterdir()
        assert own.stat().st_mode & 0o077 == 0
        assert sum(path.stat().st_size for path in own.iterdir()) > 10**7
        assert session.run(fill("SELECT count(*) FROM many")) == [(3_000_000,)]
    assert list(here.iterdir()) == []
    assert list((made.store / spill.SHELF).iterdir()) == []


def test_a_session_is_closed_behind_its_block(tmp_path: Path) -> None:
    with Session(dataset(tmp_path, {"patient": PEOPLE}), None) as session:
        pass
    with pytest.raises(duckdb.Error):
        session.run(fill("SELECT 1"))


def test_the_engine_names_itself() -> None:
    assert f"duckdb {duckdb.__version__}" == ENGINE
