"""A load that was interrupted goes on, and ends with the bytes of one that never was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.intake.records import LENIENT, TODAY, patient, visit, write
from tests.unit.intake.test_intake_crew import export, published
from tests.unit.intake.test_intake_publish import CHECKOUT

from commonweal.intake import parts
from commonweal.intake.fhir import crew
from commonweal.intake.load import LoadReport, ingest
from commonweal.intake.renew.again import How
from commonweal.intake.resume.kept import kept_in
from commonweal.intake.sources import Source
from commonweal.kinds import Problem

EVERY = 900
MAPPING = """
[[file]]
name = "*.csv"
table = "appointment"
[file.columns]
appointment_key = "id"
patient_key = "person"
"""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PIECE", 700)
    monkeypatch.setattr(parts, "_BLOCK", 100)


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch, small: None) -> None:
    del small
    monkeypatch.setattr(crew, "LARGE", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


class House:
    """Exports of several kinds, and stores that take them in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fhir = export(folder / "fhir")
        many = [one for n in range(30) for one in (patient(f"q{n}"), visit(f"v{n}", f"q{n}"))]
        write(self.fhir / "rest.ndjson.gz", many)
        write(self.fhir / "Goal.ndjson", [{"resourceType": "Goal", "id": "g"}])
        self.tables = folder / "tables"
        self.tables.mkdir()
        for name in "abc":
            rows = "".join(f"{name}{n},p{n}\n" for n in range(40))
            (self.tables / f"{name}.csv").write_text(f"id,person\n{rows}")
        (self.tables / "mapping.toml").write_text(MAPPING)
        self.sources = [
            Source(self.fhir, "fhir"),
            Source(self.tables, "csv", mapping=self.tables / "mapping.toml"),
            Source(self.fhir, "fhir", "other"),
        ]

    def load(self, store: str, **how: Any) -> LoadReport:
        given: dict[str, Any] = {"today": TODAY, "accept": LENIENT, "key_file": self.folder / "key",
                 "every": EVERY} | how  # fmt: skip
        sources = given.pop("sources", self.sources)
        return ingest(self.folder / store, sources, **given)

    def broken_off(self, store: str, calls: int, **how: Any) -> bool:
        """Load until so many steps were told; say whether anything is kept then."""
        with pytest.raises(KeyboardInterrupt):
            self.load(store, progress=after(calls), **how)
        assert not (self.folder / store / "CURRENT").exists()
        return kept_in(self.folder / store) is not None

    def steps(self) -> list[tuple[str, int, int]]:
        told: list[tuple[str, int, int]] = []
        self.load("told", progress=lambda *step: told.append(step))
        shutil.rmtree(self.folder / "told")
        return told


def after(calls: int) -> Callable[[str, int, int], None]:
    left = iter(range(calls))

    def tell(*_: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    return tell


def same(one: LoadReport, other: LoadReport) -> bool:
    assert published(one) == published(other)
    assert [asdict(file) for file in one.files] == [asdict(file) for file in other.files]
    assert replace(one, dataset=None, again=other.again) == replace(other, dataset=None)
    return one.version == other.version


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield House(tmp_path)
    # nothing of a load stays once it has ended
    assert not [
        path for path in tmp_path.glob("*/tmp-*") if not path.parent.name.startswith("kept")
    ]


@pytest.mark.usefixtures("small")
def test_a_load_interrupted_anywhere_goes_on_to_the_same_version(house: House) -> None:
    whole = house.load("whole")
    steps = house.steps()
    kept = []
    for calls in range(2, len(steps), 17):
        store = f"store{calls}"
        kept.append(house.broken_off(store, calls))
        assert same(house.load(store, resume=kept[-1]), whole)
    assert kept[:1] == [False] and kept[-1] and kept.count(True) > 3


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize("calls", [8, 75])
def test_several_processes_go_on_to_the_same_version(house: House, calls: int) -> None:
    whole = house.load("whole")
    assert house.broken_off("store", calls)
    assert same(house.load("store", resume=True), whole)


@pytest.mark.usefixtures("several")
def test_a_load_may_be_interrupted_time_and_again(house: House) -> None:
    whole, rounds = house.load("whole"), 0
    resume = house.broken_off("store", 30)
    done = 0
    while True:
        told: list[int] = []
        left = after(20)

        def tell(what: str, read: int, of: int) -> None:
            told.append(read)  # noqa: B023  used within the round
            left(what, read, of)  # noqa: B023  used within the round

        try:
            report = house.load("store", resume=resume, progress=tell)
            break
        except KeyboardInterrupt:
            assert told[0] >= done
            done, rounds, resume = told[0], rounds + 1, True
    assert rounds > 1
    assert same(report, whole)


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from commonweal.intake import parts
from commonweal.intake.fhir import crew
from commonweal.intake.load import Limits, ingest
from commonweal.intake.resume.keeper import Keeper
from commonweal.intake.sources import Source
folder, calls, writes, together = Path(sys.argv[1]), *map(int, sys.argv[2:])
parts.PIECE, parts._BLOCK = 700, 100
if together:
    crew.LARGE, os.cpu_count = 0, lambda: 2
def told(*_):
    global calls
    calls -= 1
    if calls == 0:
        os.kill(os.getpid(), signal.SIGKILL)
write = Keeper._write
def written(keeper):
    global writes
    write(keeper)
    writes -= 1
    if writes == 0:
        os.kill(os.getpid(), signal.SIGKILL)
Keeper._write = written
fhir, tables = folder / "fhir", folder / "tables"
table = Source(tables, "csv", mapping=tables / "mapping.toml")
ingest(folder / "store", [Source(fhir, "fhir"), table, Source(fhir, "fhir", "other")],
    today=date(2026, 1, 1), accept=Limits(1.0, 10, 1.0, 10),
    key_file=folder / "key", every=900, progress=told)
"""


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("calls", "writes", "together"), [(0, 1, 0), (35, 0, 0), (0, 3, 1), (30, 0, 1)]
)
def test_a_killed_load_goes_on(house: House, calls: int, writes: int, together: int) -> None:
    whole = house.load("whole")
    given = [str(one) for one in (house.folder, calls, writes, together)]
    ended = subprocess.run([sys.executable, "-c", KILLED, *given], cwd=CHECKOUT, check=False)
    assert ended.returncode == -9
    assert kept_in(house.folder / "store")
    assert same(house.load("store", resume=True), whole)


@pytest.mark.usefixtures("small")
def test_what_is_kept_is_for_its_owner_and_tells_no_person_and_no_key(house: House) -> None:
    (house.folder / "key").write_bytes(b"k" * 32)
    assert house.broken_off("kept", 40)
    folder = kept_in(house.folder / "kept")
    assert folder is not None and folder.stat().st_mode & 0o077 == 0
    text = (folder / "kept.json").read_text()
    assert (b"k" * 32).hex() not in text and "kkk" not in text
    assert not [one for one in ("p1", "q1", "e1") if f'"{one}"' in text]


@pytest.mark.usefixtures("small")
def test_a_new_load_removes_what_was_kept_and_a_trial_does_not(house: House) -> None:
    assert house.broken_off("store", 40)
    house.load("store", dry_run=True)
    assert kept_in(house.folder / "store")
    house.load("store")
    assert not kept_in(house.folder / "store")
    refused("resume-nothing", house, "store")


def test_a_small_load_and_a_trial_keep_nothing(house: House) -> None:
    assert not house.broken_off("store", 9, every=1 << 20)
    assert not house.broken_off("store", 9, dry_run=True)
    refused("resume-nothing", house, "store")
    assert refused("resume-trial", house, "store", dry_run=True)


def test_a_load_that_is_refused_keeps_nothing(house: House) -> None:
    with (house.fhir / "x.ndjson").open("a") as late:
        late.write(json.dumps({"resourceType": "Condition", "id": "c", "context": {}}))
    refused("fhir-stu3", house, "store", resume=False)
    refused("resume-nothing", house, "store")


def refused(code: str, house: House, store: str, **how: Any) -> str:
    with pytest.raises(Problem) as told:
        house.load(store, **{"resume": True} | how)
    assert told.value.code == code
    return told.value.says


@pytest.mark.usefixtures("small")
def test_other_options_are_named_and_what_is_kept_stays(house: House) -> None:
    whole = house.load("whole")
    assert house.broken_off("store", 60)
    plain = house.sources
    differing: dict[str, dict[str, Any]] = {
        "the sources": {"sources": plain[:2]},
        "the mapping": {"sources": [plain[0], replace(plain[1], mapping=None), plain[2]]},
        "--beside": {"how": How(beside=True)},
        "--accept-shrink": {"how": How(accept_shrink=True)},
        "the list of what goes": {"how": How(erase=house.tables / "a.csv")},
        "the key of people": {"key_file": None},
    }
    for name, how in differing.items():
        assert name in refused("resume-changed", house, "store", **how)
    assert same(house.load("store", resume=True), whole)


@pytest.mark.usefixtures("small")
def test_the_day_is_that_on_which_the_load_began(house: House) -> None:
    whole = house.load("whole")
    assert house.broken_off("store", 60)
    later = house.load("store", resume=True, today=date(2026, 1, 9))
    assert same(later, whole)
    assert later.dataset is not None
    manifest = json.loads((later.dataset.folder / "manifest.json").read_text())
    assert manifest["loaded_on"] == "2026-01-01"


def appended(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


def rewritten(path: Path) -> None:
    """Another content of the same size and time."""
    looked = path.stat()
    path.write_bytes(path.read_bytes().replace(b"19", b"18"))
    os.utime(path, ns=(looked.st_atime_ns, looked.st_mtime_ns))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("Goal.ndjson", appended, "Goal.ndjson has changed"),
        ("Observation.ndjson", Path.unlink, "Observation.ndjson is gone"),
        ("Zoo.ndjson", Path.touch, "Zoo.ndjson was added"),
        ("mixed.ndjson", rewritten, "mixed.ndjson has changed"),
        ("mixed.ndjson", appended, "mixed.ndjson has changed"),
    ],
)
@pytest.mark.parametrize("share", [0.5])
def test_input_that_changed_is_named(
    house: House, name: str, change: Callable[[Path], None], says: str, share: float
) -> None:
    sources = house.sources[:1]
    told: list[tuple[str, int, int]] = []
    house.load("told", sources=sources, progress=lambda *step: told.append(step))
    reading = [place for place, (what, _, _) in enumerate(told) if what == "Reading mixed.ndjson"]
    calls = reading[int(len(reading) * share)]
    assert house.broken_off("store", calls, sources=sources)
    change(house.fhir / name)
    assert says in refused("resume-changed", house, "store", sources=sources)
    house.load("store", sources=sources)


@pytest.mark.usefixtures("small")
def test_rows_that_are_gone_are_missed(house: House) -> None:
    assert house.broken_off("store", 60)
    folder = kept_in(house.folder / "store")
    assert folder is not None
    next((folder / "stage").glob("patient*")).unlink()
    assert "missing" in refused("resume-changed", house, "store")
    house.load("store")


def test_the_manifest_of_an_export_and_an_omop_source_are_remembered(tmp_path: Path) -> None:
    folder, omop = tmp_path / "bulk", tmp_path / "omop"
    write(folder / "a.ndjson", [patient()])
    manifest = {"transactionTime": "2026-01-01T00:00:00Z", "output": [{"url": "x/a.ndjson"}]}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    omop.mkdir()
    (omop / "person.csv").write_text("person_id,year_of_birth\n7,1980\n")
    (omop / "mapping.toml").write_text("")
    sources = [Source(omop, "omop", "first"), Source(folder, "fhir")]

    def load(store: str, **how: Any) -> LoadReport:
        return ingest(tmp_path / store, sources, today=TODAY, key_file=tmp_path / "key", every=1,
                      **how)  # fmt: skip

    whole = load("whole")
    with pytest.raises(KeyboardInterrupt):
        load("store", progress=after(7))
    kept = kept_in(tmp_path / "store")
    assert kept is not None
    (kept / "kept.json.new").touch()
    (kept / "spill").mkdir(exist_ok=True)
    assert same(load("store", resume=True), whole)
